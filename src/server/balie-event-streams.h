/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All open event streams (server-sent events): thousands of sockets behind one source of the main loop. */
#pragma once

#include "balie-event-log.h"
#include "balie-exchange.h"

G_BEGIN_DECLS

#define BALIE_TYPE_EVENT_STREAMS (balie_event_streams_get_type ())

/**
 * BalieEventStreams:
 *
 * A subscriber is given its events in order, each once, without a gap: at first from the log, then as they are
 * broadcast. One that finds a gap in what is broadcast, or has too much waiting, goes back to the log or is cut off;
 * it comes again with its position.
 *
 * The signal `presence-changed` (account id, #BalieRole, gboolean) tells that an account's first stream opened or its last
 * one ended.
 */
G_DECLARE_FINAL_TYPE (BalieEventStreams, balie_event_streams, BALIE, EVENT_STREAMS, GObject)

/**
 * balie_event_streams_new:
 * @log: where subscribers catch up from
 * @epoch: the desk's, for the positions in `id:`
 *
 * Returns: (transfer full): without a stream
 */
BalieEventStreams *balie_event_streams_new (BalieEventLog *log,
                                            const char    *epoch);

/**
 * balie_event_streams_set_pace:
 * @beat: milliseconds between comments; 15 s at first
 * @life: milliseconds after which a stream ends, up to half as many more; 10 minutes at first
 *
 * For tests, which have less time; before the first stream.
 */
void balie_event_streams_set_pace (BalieEventStreams *self,
                                   guint              beat,
                                   guint              life);

/**
 * balie_event_streams_open:
 * @exchange: of a caller who is signed in; answered by this
 * @stream: whose events: an account's id, or `desk`
 * @after: the seq that the caller has. Whether it is too old, or of another epoch, was looked at before.
 *
 * Answers with a stream that ends by itself after 10 to 15 minutes.
 */
void balie_event_streams_open (BalieEventStreams *self,
                               BalieExchange     *exchange,
                               const char        *stream,
                               gint64             after);

/**
 * balie_event_streams_broadcast:
 * @stream: whose event
 * @event: committed, when it has a seq; in order of seq per stream. One that is live only goes to those who are there.
 *
 * Also wakes who waits by [method@EventStreams.wait_async], when @event has a seq.
 */
void balie_event_streams_broadcast (BalieEventStreams *self,
                                    const char        *stream,
                                    BalieLoggedEvent  *event);

/**
 * balie_event_streams_wait_async:
 * @after: the seq that the caller has read up to
 * @milliseconds: how long
 *
 * Waits until something with a seq behind @after was broadcast; at once when it already was since the server started, so
 * that nothing falls between a read of the log and the wait.
 */
void balie_event_streams_wait_async (BalieEventStreams  *self,
                                     const char         *stream,
                                     gint64              after,
                                     guint               milliseconds,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);

/**
 * balie_event_streams_wait_finish:
 * @error: only G_IO_ERROR_CANCELLED
 *
 * Returns: whether there is something to read; %FALSE when the time is over, or the streams end
 */
gboolean balie_event_streams_wait_finish (BalieEventStreams *self,
                                          GAsyncResult      *result,
                                          GError           **error);

/**
 * balie_event_streams_end_session:
 *
 * Ends the streams that were opened in a session, at once.
 */
void balie_event_streams_end_session (BalieEventStreams *self,
                                      const char        *session_id);

/**
 * balie_event_streams_end_account:
 *
 * Ends the streams of an account, at once.
 */
void balie_event_streams_end_account (BalieEventStreams *self,
                                      const char        *account_id);

/**
 * balie_event_streams_end_all:
 *
 * Ends every stream and wakes every waiter; streams and waits that begin later end at once. For stopping: waiters hold
 * exchanges, so call it just before [method@HttpFront.stop_async], which waits for those.
 */
void balie_event_streams_end_all (BalieEventStreams *self);

/**
 * balie_event_streams_get_n_streams:
 *
 * Returns: how many are open
 */
guint balie_event_streams_get_n_streams (BalieEventStreams *self);

/**
 * balie_event_streams_get_n_present:
 *
 * Returns: how many accounts of @role have a stream open
 */
guint balie_event_streams_get_n_present (BalieEventStreams *self,
                                         BalieRole          role);

/**
 * balie_event_streams_is_present:
 *
 * Returns: whether the account has a stream open
 */
gboolean balie_event_streams_is_present (BalieEventStreams *self,
                                         const char        *account_id);

G_END_DECLS
