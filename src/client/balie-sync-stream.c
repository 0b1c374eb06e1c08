/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Following the event stream: what comes waits for the cache, in order and in groups. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-sync-private.h"

#include "balie-error.h"

/* A stream that ends sooner was cut, and so was hardly one. */
#define SHORT_STREAM (60 * G_TIME_SPAN_SECOND)

/* A server that ends a stream sooner than this is not asked for the next one at once. */
#define HASTY_STREAM (5 * G_TIME_SPAN_SECOND)

/* So many short ones in a row: something on the way does not let streams through. */
#define MAX_SHORT_STREAMS 3

static void apply_received (BalieSync *self);

static void
on_applied (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieSyncTurn) turn = user_data;
  g_autoptr (GError) error = NULL;
  BalieSync *self = turn->sync;
  g_autoptr (BalieSyncApplied) applied = balie_cache_write_finish (self->cache, result, &error);

  self->applying = FALSE;
  if (applied != NULL)
    {
      balie_sync_set_position (self, &applied->position);
      balie_sync_emit_events (self, applied->events);
    }

  if (balie_sync_turn_is_over (turn))
    {
      /* The state was entered anew meanwhile, and has received something that could not be applied yet. */
      if (self->state == BALIE_SYNC_STREAM)
        apply_received (self);
      return;
    }

  if (applied == NULL)
    balie_sync_input_error (self, error);
  else if (applied->gap)
    balie_sync_input (self, BALIE_SYNC_INPUT_GAP);
  else
    {
      self->attempts = 0;
      apply_received (self);
    }
}

static void
apply_received (BalieSync *self)
{
  BalieSyncBatch *batch;

  if (self->applying || self->received->len == 0)
    return;

  batch = g_new0 (BalieSyncBatch, 1);
  batch->events = g_steal_pointer (&self->received);
  batch->own = g_strdup (self->own);
  batch->role = self->role;
  self->received = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_event_unref);
  self->applying = TRUE;

  balie_cache_write_async (self->cache, balie_sync_job_apply, batch, (GDestroyNotify)balie_sync_batch_free,
                           (GDestroyNotify)balie_sync_applied_free, NULL, on_applied, balie_sync_turn_new (self));
}

static void
on_event (BalieSync        *self,
          BalieEvent       *event,
          BalieEventSource *source)
{
  if (source != self->source)
    return;

  if (event->seq == 0)
    {
      balie_sync_emit_live (self, event);
      return;
    }

  g_ptr_array_add (self->received, balie_event_ref (event));
  apply_received (self);
}

static void
on_opened (BalieSync        *self,
           BalieEventSource *source)
{
  if (source == self->source)
    self->stream_at = g_get_monotonic_time ();
}

static void
on_heard (BalieSync        *self,
          BalieEventSource *source)
{
  if (source == self->source)
    balie_sync_heard (self);
}

/* Whether so many streams were cut that another way is better. */
static gboolean
gets_through (BalieSync *self,
              gint64     lasted)
{
  if (lasted >= SHORT_STREAM)
    {
      self->short_streams = 0;
      return TRUE;
    }

  return ++self->short_streams < MAX_SHORT_STREAMS;
}

static void
on_ended (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (BalieSyncTurn) turn = user_data;
  g_autoptr (GError) error = NULL;
  BalieSync *self = turn->sync;
  guint      retry_after = 0;
  gboolean   well = balie_event_source_run_finish (BALIE_EVENT_SOURCE (object), result, &retry_after, &error);
  gboolean   opened = self->stream_at != 0;
  gint64     lasted = opened ? g_get_monotonic_time () - self->stream_at : 0;

  if (balie_sync_turn_is_over (turn))
    return;

  self->retry_after = retry_after;
  if (lasted >= HASTY_STREAM)
    self->attempts = 0;

  if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_AUTH) || g_error_matches (error, BALIE_ERROR, BALIE_ERROR_CONFLICT))
    {
      balie_sync_input_error (self, error);
      return;
    }

  if (!opened && g_error_matches (error, BALIE_ERROR, BALIE_ERROR_PARSE))
    self->stream_unusable = TRUE;
  else if (opened && !gets_through (self, lasted))
    self->stream_unusable = TRUE;

  if (self->stream_unusable)
    {
      g_info ("No event stream gets through; asking instead");
      balie_sync_input (self, BALIE_SYNC_INPUT_UNUSABLE);
    }
  else if (well && lasted >= HASTY_STREAM)
    balie_sync_input (self, BALIE_SYNC_INPUT_DONE);
  else if (opened && g_error_matches (error, BALIE_ERROR, BALIE_ERROR_PARSE))
    balie_sync_input (self, BALIE_SYNC_INPUT_GAP);
  else
    balie_sync_input (self, BALIE_SYNC_INPUT_FAILED);
}

void
balie_sync_follow_stream (BalieSync *self)
{
  g_autofree char *since = balie_position_to_string (&self->position);

  self->stream_at = 0;
  self->stream_unusable = FALSE;
  self->source = balie_event_source_new (self->transport);
  g_signal_connect_object (self->source, "event", G_CALLBACK (on_event), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "heard", G_CALLBACK (on_heard), self, G_CONNECT_SWAPPED);
  balie_event_source_run_async (self->source, since, self->cancellable, on_ended, balie_sync_turn_new (self));
}
