/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One reader of an event stream: its socket, its position, and what it has not taken yet. */
#pragma once

#include "balie-event-log.h"
#include "balie-socket-set.h"

G_BEGIN_DECLS

/**
 * BalieEventSubscriber:
 *
 * Reads the log up to its end, and from then on takes what is offered. It needs no queue between the two: when what is
 * offered does not follow what it has, or it takes too slowly, it reads the log again from where it is.
 *
 * Nothing but its socket, or balie_event_subscriber_end(), ends it, so that offering to many is free of surprises.
 */
typedef struct _BalieEventSubscriber BalieEventSubscriber;

/**
 * BalieSubscriberEnded:
 *
 * Called once, when the socket is closed.
 */
typedef void (*BalieSubscriberEnded) (BalieEventSubscriber *subscriber,
                                      gpointer              user_data);

/**
 * balie_event_subscriber_new:
 * @sockets: borrowed
 * @stream: (transfer full): keeps @socket open
 * @socket: (transfer full): the client's
 * @log: where to read
 * @epoch: borrowed; for the positions in `id:`
 * @name: borrowed; of the stream of events
 * @after: the seq that the client has
 *
 * Returns: (transfer full): a subscriber that has not begun
 */
BalieEventSubscriber *balie_event_subscriber_new (BalieSocketSet      *sockets,
                                                  GIOStream           *stream,
                                                  GSocket             *socket,
                                                  BalieEventLog       *log,
                                                  const char          *epoch,
                                                  const char          *name,
                                                  gint64               after,
                                                  BalieSubscriberEnded ended,
                                                  gpointer             user_data);
BalieEventSubscriber *balie_event_subscriber_ref (BalieEventSubscriber *self);
void                  balie_event_subscriber_unref (BalieEventSubscriber *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieEventSubscriber, balie_event_subscriber_unref)

/**
 * balie_event_subscriber_begin:
 *
 * Sends a first comment and begins to read. May end it at once, when its socket is closed.
 */
void balie_event_subscriber_begin (BalieEventSubscriber *self);

/**
 * balie_event_subscriber_render:
 *
 * Returns: (transfer full): an event as it goes over the wire, the same for every reader
 */
GBytes *balie_event_subscriber_render (const BalieLoggedEvent *event,
                                       const char             *epoch);

/**
 * balie_event_subscriber_offer:
 * @seq: of the event, 0 for a live one
 * @text: the rendered event
 */
void balie_event_subscriber_offer (BalieEventSubscriber *self,
                                   gint64                seq,
                                   GBytes               *text);

/**
 * balie_event_subscriber_beat:
 *
 * Shows the client, and what stands between, that the stream is alive.
 *
 * Returns: whether it is; %FALSE when nothing was taken since the last time
 */
gboolean balie_event_subscriber_beat (BalieEventSubscriber *self);

/**
 * balie_event_subscriber_end:
 *
 * Closes the socket. Repeatable.
 */
void balie_event_subscriber_end (BalieEventSubscriber *self);

G_END_DECLS
