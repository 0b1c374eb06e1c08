/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an operation on the desk works with: the database inside a transaction, and the events that come out of it. */
#pragma once

#include "balie-caller.h"
#include "balie-db.h"
#include "balie-event-log.h"
#include "balie-event.h"

G_BEGIN_DECLS

/**
 * BalieTransaction:
 * @db: inside a transaction
 * @now: the time of everything that happens in it; milliseconds since 1970
 * @caller: (nullable): who asked for it
 *
 * Its functions run on a thread of the database.
 */
typedef struct
{
  BalieDb           *db;
  gint64             now;
  const BalieCaller *caller;

  /*< private >*/
  GPtrArray *broadcasts;
  GPtrArray *ended_sessions;
} BalieTransaction;

/**
 * BalieBroadcast:
 * @stream: whose event
 * @event: committed by the time that anybody sees this
 */
typedef struct
{
  char             *stream;
  BalieLoggedEvent *event;
} BalieBroadcast;

void balie_transaction_init (BalieTransaction  *self,
                             BalieDb           *db,
                             const BalieCaller *caller);
void balie_transaction_clear (BalieTransaction *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BalieTransaction, balie_transaction_clear)

/**
 * balie_transaction_find_author:
 *
 * For a transaction with a caller, whose name is looked up when it is not known.
 *
 * Returns: (transfer full): the caller as others see them, or %NULL on error
 */
BaliePerson *balie_transaction_find_author (BalieTransaction *self,
                                            GError          **error);

/**
 * balie_transaction_steal_broadcasts:
 *
 * Returns: (transfer full) (element-type BalieBroadcast): the events that were emitted, in order
 */
GPtrArray *balie_transaction_steal_broadcasts (BalieTransaction *self);

/**
 * balie_transaction_steal_ended_sessions:
 *
 * Returns: (transfer full) (element-type utf8): ids of the sessions that ended
 */
GPtrArray *balie_transaction_steal_ended_sessions (BalieTransaction *self);

/**
 * balie_transaction_end_session:
 * @caller: whose session it was
 * @session: id
 *
 * Tells the stream, and whoever keeps something open in this session, that it has ended.
 */
gboolean balie_transaction_end_session (BalieTransaction  *self,
                                        const BalieCaller *caller,
                                        const char        *session,
                                        GError           **error);

/**
 * balie_transaction_take_seq:
 *
 * Takes a stream's next number for an event that is emitted later in this transaction, with
 * [method@Transaction.emit_at].
 *
 * Returns: the number, or 0 on error
 */
gint64 balie_transaction_take_seq (BalieTransaction *self,
                                   const char       *stream,
                                   GError          **error);

/**
 * balie_transaction_emit_at:
 * @seq: from [method@Transaction.take_seq]
 * @event: as the readers of @stream see it
 */
gboolean balie_transaction_emit_at (BalieTransaction *self,
                                    const char       *stream,
                                    gint64            seq,
                                    const BalieEvent *event,
                                    GError          **error);

/**
 * balie_transaction_emit:
 * @event: as the readers of @stream see it
 *
 * Writes an event to the end of a stream.
 *
 * Returns: its seq, or 0 on error
 */
gint64 balie_transaction_emit (BalieTransaction *self,
                               const char       *stream,
                               const BalieEvent *event,
                               GError          **error);

/**
 * balie_event_to_logged:
 * @event: of any kind
 * @seq: 0 for one that is live only
 *
 * Returns: (transfer full): the event as the log and the streams have it
 */
BalieLoggedEvent *balie_event_to_logged (const BalieEvent *event,
                                         gint64            seq);

G_END_DECLS
