/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ends connections that wait for their next request too long: libsoup would keep them for ever. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BalieIdleSockets BalieIdleSockets;

BalieIdleSockets *balie_idle_sockets_new (guint seconds);
void              balie_idle_sockets_free (BalieIdleSockets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieIdleSockets, balie_idle_sockets_free)

/**
 * balie_idle_sockets_add:
 *
 * An answer was sent on @socket. It is not kept open by this.
 */
void balie_idle_sockets_add (BalieIdleSockets *self,
                             GSocket          *socket);

/**
 * balie_idle_sockets_remove:
 *
 * A request began on @socket, which need not have been idle.
 */
void balie_idle_sockets_remove (BalieIdleSockets *self,
                                GSocket          *socket);

G_END_DECLS
