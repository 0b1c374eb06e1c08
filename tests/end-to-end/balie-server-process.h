/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's program in a process of its own, which can be killed. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BalieServerProcess BalieServerProcess;

/**
 * balie_server_process_new:
 * @program: path of `balie-server`
 * @data: its data folder
 * @demo: whether it is the demo desk
 *
 * Returns: (transfer full): a server that listens on a port of its own
 */
BalieServerProcess *balie_server_process_new (const char *program,
                                              const char *data,
                                              gboolean    demo);
void                balie_server_process_free (BalieServerProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieServerProcess, balie_server_process_free)

/**
 * balie_server_process_start:
 *
 * Starts a killed server again, on the same port, and waits until it is ready.
 */
void balie_server_process_start (BalieServerProcess *self);

/**
 * balie_server_process_kill:
 *
 * Gives it no time to do anything.
 */
void balie_server_process_kill (BalieServerProcess *self);

/**
 * balie_server_process_get_address:
 *
 * Returns: (transfer none): such as `http://127.0.0.1:4711`
 */
const char *balie_server_process_get_address (BalieServerProcess *self);

G_END_DECLS
