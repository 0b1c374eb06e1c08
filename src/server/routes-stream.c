/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of a reader's stream: the snapshot, the events since, the events as they come. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-routes.h"

#include "balie-stream-actions.h"
#include "balie-text.h"

#define SNAPSHOT_LIMIT 200
#define SYNC_LIMIT 1000
#define WAIT_MAX 60
#define POSITION_MAX 64

/* One GET of events, which may wait for some. */
typedef struct
{
  /* owned */
  BalieExchange *exchange;
  BalieCaller   *caller;
  char          *since;

  /* borrowed */
  BalieRouteContext *context;

  guint limit;
  guint wait;
} Sync;

static void
sync_free (Sync *self)
{
  g_clear_object (&self->exchange);
  g_clear_pointer (&self->caller, balie_caller_free);
  g_free (self->since);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sync, sync_free)

static const char *
get_epoch (BalieRouteContext *context)
{
  return balie_desk_service_get_desk (context->service)->epoch;
}

static void
get_snapshot (BalieExchange *exchange,
              gpointer       user_data)
{
  BalieRouteContext *context = user_data;
  g_autoptr (BalieSnapshotInput) input = g_new0 (BalieSnapshotInput, 1);
  const char *cursor = balie_exchange_query_text (exchange, "cursor", 36);

  if (cursor != NULL && !balie_text_is_uuid (cursor))
    balie_exchange_query_fail (exchange, "cursor", "is no cursor");
  input->cursor = g_strdup (cursor != NULL ? cursor : "");
  input->next = g_strdup (balie_exchange_query_text (exchange, "next", POSITION_MAX));
  input->limit = (guint)balie_exchange_query_int (exchange, "limit", 1, SNAPSHOT_LIMIT, SNAPSHOT_LIMIT);
  input->epoch = g_strdup (get_epoch (context));
  if (balie_exchange_finish_query (exchange))
    balie_routes_read (context, exchange, balie_stream_action_snapshot, g_steal_pointer (&input), (GDestroyNotify)balie_snapshot_input_free);
}

static void read_events (Sync *sync);

static void
something_came (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Sync) sync = user_data;
  g_autoptr (GError) local_error = NULL;

  balie_event_streams_wait_finish (BALIE_EVENT_STREAMS (source), result, &local_error);
  if (local_error != NULL)
    {
      balie_exchange_answer_error (sync->exchange, local_error);
      return;
    }

  /* Whether something came or the time is over, the answer is what there is now. */
  sync->wait = 0;
  read_events (g_steal_pointer (&sync));
}

static void
events_read (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Sync) sync = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieSyncResult) events = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (events == NULL)
    {
      balie_exchange_answer_error (sync->exchange, local_error);
      return;
    }
  if (events->n_events > 0 || sync->wait == 0)
    {
      balie_routes_answer (sync->exchange, events->reply);
      return;
    }

  balie_event_streams_wait_async (sync->context->streams, balie_caller_get_stream (sync->caller), events->seq, sync->wait * 1000,
                                  balie_exchange_get_cancellable (sync->exchange), something_came, sync);
  g_steal_pointer (&sync);
}

static void
read_events (Sync *sync)
{
  balie_desk_service_read_async (sync->context->service, balie_stream_action_sync, sync->caller,
                                 balie_sync_input_new (get_epoch (sync->context), sync->since, sync->limit), (GDestroyNotify)balie_sync_input_free,
                                 (GDestroyNotify)balie_sync_result_free, balie_exchange_get_cancellable (sync->exchange), events_read, sync);
}

static Sync *
sync_new (BalieExchange     *exchange,
          BalieRouteContext *context,
          const char        *since)
{
  Sync *self = g_new0 (Sync, 1);

  self->exchange = g_object_ref (exchange);
  self->caller = balie_routes_dup_caller (exchange);
  self->since = g_strdup (since);
  self->context = context;
  return self;
}

static void
get_sync (BalieExchange *exchange,
          gpointer       user_data)
{
  const char *since = balie_exchange_query_text (exchange, "since", POSITION_MAX);
  g_autoptr (Sync) sync = sync_new (exchange, user_data, since);

  sync->limit = (guint)balie_exchange_query_int (exchange, "limit", 1, SYNC_LIMIT, 500);
  sync->wait = (guint)balie_exchange_query_int (exchange, "wait", 0, WAIT_MAX, 0);
  if (since == NULL)
    balie_exchange_query_fail (exchange, "since", "is required");
  if (balie_exchange_finish_query (exchange))
    read_events (g_steal_pointer (&sync));
}

static void
position_located (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (Sync) sync = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autofree gint64 *seq = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (seq != NULL)
    balie_event_streams_open (sync->context->streams, sync->exchange, balie_caller_get_stream (sync->caller), *seq);
  else
    balie_exchange_answer_error (sync->exchange, local_error);
}

static void
get_events (BalieExchange *exchange,
            gpointer       user_data)
{
  BalieRouteContext *context = user_data;
  const char        *since = balie_exchange_query_text (exchange, "since", POSITION_MAX);
  g_autoptr (Sync) sync = NULL;

  if (!balie_exchange_finish_query (exchange))
    return;

  /* A browser's EventSource comes back with the id that it saw last. */
  if (balie_exchange_get_header (exchange, "Last-Event-ID") != NULL)
    since = balie_exchange_get_header (exchange, "Last-Event-ID");

  sync = sync_new (exchange, context, since);
  balie_desk_service_read_async (context->service, balie_stream_action_locate, sync->caller,
                                 balie_sync_input_new (get_epoch (context), since, 0), (GDestroyNotify)balie_sync_input_free, g_free,
                                 balie_exchange_get_cancellable (exchange), position_located, sync);
  g_steal_pointer (&sync);
}

static const BalieRoute routes[] = {
  {"GET", "/v1/snapshot", BALIE_ACCESS_SIGNED_IN, get_snapshot},
  {"GET", "/v1/sync", BALIE_ACCESS_SIGNED_IN, get_sync},
  {"GET", "/v1/events", BALIE_ACCESS_SIGNED_IN, get_events},
};

void
balie_routes_add_stream (BalieRouter       *router,
                         BalieRouteContext *context)
{
  balie_router_add_routes (router, routes, G_N_ELEMENTS (routes), context);
}
