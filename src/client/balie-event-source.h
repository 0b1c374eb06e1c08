/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads one server-sent event stream until it ends. */
#pragma once

#include "balie-event.h"
#include "balie-transport.h"

G_BEGIN_DECLS

/**
 * BALIE_EVENT_SOURCE_SILENCE:
 *
 * Seconds without a byte after which the connection counts as dead; the server sends a comment every 15 s.
 */
#define BALIE_EVENT_SOURCE_SILENCE 40

/**
 * BalieEventSource:
 *
 * Signals: `event` (BalieEvent) for each event in order, also live ones; `opened` when the server has accepted;
 * `heard` when anything came, be it a comment that only says that the connection stands.
 */
#define BALIE_TYPE_EVENT_SOURCE (balie_event_source_get_type ())
G_DECLARE_FINAL_TYPE (BalieEventSource, balie_event_source, BALIE, EVENT_SOURCE, GObject)

BalieEventSource *balie_event_source_new (BalieTransport *transport);

/**
 * balie_event_source_run_async:
 * @since: where to begin, as `epoch.seq`
 *
 * Connects once and emits `event` until the stream ends. Reconnecting is for the caller.
 */
void balie_event_source_run_async (BalieEventSource   *self,
                                   const char         *since,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);

/**
 * balie_event_source_run_finish:
 * @retry_after: (out) (optional): seconds for which the server wants no other try; 0 unless it said
 * @error: why it ended; %BALIE_ERROR_CONFLICT for `sync-reset`, %BALIE_ERROR_PARSE when what came is no event stream
 *   (a filtering proxy): then long polling is the way
 *
 * Returns: %TRUE when the server ended it in good order
 */
gboolean balie_event_source_run_finish (BalieEventSource *self,
                                        GAsyncResult     *result,
                                        guint            *retry_after,
                                        GError          **error);

G_END_DECLS
