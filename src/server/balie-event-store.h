/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of streams and of the events in them. */
#pragma once

#include "balie-db.h"
#include "balie-event-log.h"

G_BEGIN_DECLS

/**
 * BALIE_EVENT_RETENTION:
 *
 * How long events are kept, in milliseconds: 90 days. Who comes back later takes a snapshot.
 */
#define BALIE_EVENT_RETENTION (G_GINT64_CONSTANT (90) * 24 * 3600 * 1000)

/**
 * balie_event_store_add_stream:
 * @stream: id of a customer's account
 */
gboolean balie_event_store_add_stream (BalieDb    *db,
                                       const char *stream,
                                       GError    **error);

/**
 * balie_event_store_take_seq:
 *
 * Takes the stream's next number, in the transaction of the change: it stays locked until the commit, so that numbers become visible
 * in their order and without a gap.
 *
 * Returns: the number, or 0 on error
 */
gint64 balie_event_store_take_seq (BalieDb    *db,
                                   const char *stream,
                                   GError    **error);

/**
 * balie_event_store_insert:
 * @event: its `seq` was taken before
 * @now: milliseconds since 1970
 */
gboolean balie_event_store_insert (BalieDb                *db,
                                   const char             *stream,
                                   const BalieLoggedEvent *event,
                                   gint64                  now,
                                   GError                **error);

/**
 * balie_event_store_get_range:
 * @seq: (out): the newest number
 * @pruned: (out): the newest number that is gone, 0 when all are there
 * @error: %BALIE_ERROR_NOT_FOUND when there is no such stream
 */
gboolean balie_event_store_get_range (BalieDb    *db,
                                      const char *stream,
                                      gint64     *seq,
                                      gint64     *pruned,
                                      GError    **error);

/**
 * BalieEventRow:
 * @event: what the streams send
 * @at: milliseconds since 1970
 */
typedef struct
{
  BalieLoggedEvent *event;
  gint64            at;
} BalieEventRow;

void balie_event_row_free (BalieEventRow *self);

/**
 * balie_event_store_list:
 * @after: the seq that was read last
 * @limit: most events
 *
 * Returns: (transfer full) (element-type BalieEventRow): ascending
 */
GPtrArray *balie_event_store_list (BalieDb    *db,
                                   const char *stream,
                                   gint64      after,
                                   guint       limit,
                                   GError    **error);

/**
 * balie_event_store_list_type:
 * @type: the name on the wire
 * @since: milliseconds since 1970
 *
 * Returns: (transfer full) (element-type BalieEventRow): the events of all streams that are of this type and not older
 */
GPtrArray *balie_event_store_list_type (BalieDb    *db,
                                        const char *type,
                                        gint64      since,
                                        GError    **error);

/**
 * balie_event_store_list_streams:
 *
 * Returns: (transfer full) (element-type utf8): ids of all streams
 */
GPtrArray *balie_event_store_list_streams (BalieDb *db,
                                           GError **error);

/**
 * balie_event_store_prune:
 * @before: milliseconds since 1970
 *
 * Deletes older events and remembers up to where.
 */
gboolean balie_event_store_prune (BalieDb *db,
                                  gint64   before,
                                  GError **error);

G_END_DECLS
