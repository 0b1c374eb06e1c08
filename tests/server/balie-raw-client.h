/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client that says exactly the bytes it is told to, as no honest HTTP library would. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BalieRawClient BalieRawClient;

/**
 * balie_raw_client_new:
 *
 * Returns: (transfer full): connected to 127.0.0.1
 */
BalieRawClient *balie_raw_client_new (guint16 port);
void            balie_raw_client_free (BalieRawClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieRawClient, balie_raw_client_free)

/**
 * balie_raw_client_send:
 * @length: in bytes, or -1 when @text ends in NUL
 *
 * Sends everything, or as much as the server takes before it closes.
 */
void balie_raw_client_send (BalieRawClient *self,
                            const char     *text,
                            gssize          length);

/**
 * balie_raw_client_end:
 *
 * Says that nothing more is sent, and goes on to read.
 */
void balie_raw_client_end (BalieRawClient *self);

/**
 * balie_raw_client_read:
 *
 * Takes what has come so far, without waiting.
 *
 * Returns: (transfer none): everything that has come in all
 */
const char *balie_raw_client_read (BalieRawClient *self);

/**
 * balie_raw_client_is_closed:
 *
 * Returns: whether the server has closed the connection; what came before was read
 */
gboolean balie_raw_client_is_closed (BalieRawClient *self);

/**
 * balie_raw_client_clear:
 *
 * Forgets what has come.
 */
void balie_raw_client_clear (BalieRawClient *self);

/**
 * balie_raw_client_get_status:
 *
 * Returns: of the first answer, 0 as long as there is none
 */
guint balie_raw_client_get_status (BalieRawClient *self);

/**
 * balie_raw_client_is_complete:
 *
 * Returns: whether the first answer is there with its body, as Content-Length says
 */
gboolean balie_raw_client_is_complete (BalieRawClient *self);

/**
 * balie_raw_client_ask:
 *
 * Sends @request on a connection of its own and runs the main context until the answer is there, or the connection is closed.
 *
 * Returns: (transfer full): everything that came
 */
char *balie_raw_client_ask (guint16     port,
                            const char *request);

G_END_DECLS
