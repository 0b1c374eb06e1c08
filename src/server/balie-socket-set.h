/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any number of sockets behind one source of the main loop (epoll), so that idle ones cost nothing. */
#pragma once

#include <gio/gio.h>
#include <sys/epoll.h>

G_BEGIN_DECLS

typedef struct _BalieSocketSet   BalieSocketSet;
typedef struct _BalieSocketWatch BalieSocketWatch;

/**
 * BalieSocketReady:
 * @events: of epoll: EPOLLIN, EPOLLOUT, EPOLLRDHUP, EPOLLHUP, EPOLLERR
 * @user_data: as given
 */
typedef void (*BalieSocketReady) (guint32  events,
                                  gpointer user_data);

/**
 * balie_socket_set_new:
 * @error: G_IO_ERROR when the system has no more file descriptors
 *
 * Works in the caller's thread-default main context.
 */
BalieSocketSet *balie_socket_set_new (GError **error);

/**
 * balie_socket_set_free:
 *
 * Every watch must have been removed.
 */
void balie_socket_set_free (BalieSocketSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieSocketSet, balie_socket_set_free)

/**
 * balie_socket_set_add:
 * @events: of epoll, also EPOLLONESHOT; errors and hang-ups always come
 *
 * Returns: (transfer full) (nullable): a watch; %NULL when the system refuses
 */
BalieSocketWatch *balie_socket_set_add (BalieSocketSet  *self,
                                        GSocket         *socket,
                                        guint32          events,
                                        BalieSocketReady ready,
                                        gpointer         user_data);

/**
 * balie_socket_watch_set_events:
 *
 * Changes what the watch waits for.
 */
void balie_socket_watch_set_events (BalieSocketWatch *self,
                                    guint32           events);

/**
 * balie_socket_watch_remove:
 *
 * Ends the watch; also from inside any callback of the set.
 */
void balie_socket_watch_remove (BalieSocketWatch *self);

G_END_DECLS
