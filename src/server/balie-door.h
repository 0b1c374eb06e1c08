/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accepts connections and keeps their books: which socket is whose, and which waits too long for its next request. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BalieDoor:
 *
 * libsoup's own listener forgets a socket with every connection and stops for good when the process has no more
 * files; it also keeps idle connections for ever, and cannot stop accepting without cutting off what runs.
 */
typedef struct _BalieDoor BalieDoor;

/**
 * BalieDoorEntered:
 * @connection: somebody who came in. Its books are kept as long as it lives.
 * @remote: names the connection: the object itself, not what is in it
 */
typedef void (*BalieDoorEntered) (GSocketConnection *connection,
                                  GSocketAddress    *local,
                                  GSocketAddress    *remote,
                                  gpointer           user_data);

/**
 * balie_door_new:
 * @idle_seconds: how long a connection may be idle
 */
BalieDoor *balie_door_new (guint            idle_seconds,
                           BalieDoorEntered entered,
                           gpointer         user_data);

/**
 * balie_door_free:
 *
 * Connections go on without their books.
 */
void balie_door_free (BalieDoor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieDoor, balie_door_free)

/**
 * balie_door_listen:
 * @address: such as `127.0.0.1:8080` or `[::1]:0`
 * @error: %BALIE_ERROR_INVALID for what is no address, otherwise G_IO_ERROR
 */
gboolean balie_door_listen (BalieDoor  *self,
                            const char *address,
                            GError    **error);

/**
 * balie_door_get_port:
 *
 * Returns: of the first address, 0 before [method@Door.listen]
 */
guint16 balie_door_get_port (BalieDoor *self);

/**
 * balie_door_close:
 *
 * Stops accepting. Repeatable.
 */
void balie_door_close (BalieDoor *self);

/**
 * balie_door_get_socket:
 *
 * Returns: (transfer none) (nullable): the socket of the connection that @remote names
 */
GSocket *balie_door_get_socket (BalieDoor      *self,
                                GSocketAddress *remote);

/**
 * balie_door_set_idle:
 * @is_idle: whether it waits for a request
 *
 * A connection that is idle for too long is shut down.
 */
void balie_door_set_idle (BalieDoor      *self,
                          GSocketAddress *remote,
                          gboolean        is_idle);

G_END_DECLS
