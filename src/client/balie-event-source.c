/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads one server-sent event stream until it ends. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-event-source.h"
#include "balie-event-source-private.h"

#include "balie-answer-private.h"
#include "balie-error.h"
#include "balie-sse-parser.h"

#define CHUNK (16 * 1024)

struct _BalieEventSource
{
  GObject parent_instance;

  /* owned */
  BalieTransport *transport;

  guint silence;
};

enum {
  SIGNAL_EVENT,
  SIGNAL_OPENED,
  SIGNAL_HEARD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE (BalieEventSource, balie_event_source, G_TYPE_OBJECT)

/* One connection, from the request to its end. */
typedef struct
{
  BalieEventSource *source;
  BaliePosition     position; /* of the last event */
  BalieSseParser   *parser;
  GInputStream     *stream;
  GCancellable     *caller;      /* the caller's */
  GCancellable     *cancellable; /* cancelled by the caller's, and by silence */
  gulong            caller_handler;
  GSource          *watchdog;
  guint             retry_after;
} Run;

static void
run_stop_watchdog (Run *self)
{
  if (self->watchdog != NULL)
    g_source_destroy (self->watchdog);
  g_clear_pointer (&self->watchdog, g_source_unref);
}

static void
run_free (Run *self)
{
  run_stop_watchdog (self);
  g_cancellable_disconnect (self->caller, self->caller_handler);
  if (self->stream != NULL)
    g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&self->stream);
  balie_position_clear (&self->position);
  g_clear_pointer (&self->parser, balie_sse_parser_free);
  g_clear_object (&self->caller);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static gboolean
on_silence (gpointer user_data)
{
  Run *self = user_data;

  g_debug ("The event stream is silent");
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static void
run_restart_watchdog (Run *self)
{
  run_stop_watchdog (self);
  self->watchdog = g_timeout_source_new (self->source->silence);
  g_source_set_callback (self->watchdog, on_silence, self, NULL);
  g_source_attach (self->watchdog, g_main_context_get_thread_default ());
}

/* The seq of an event that stands in the log: the one after the last. Anything else would be a loss that nobody sees. */
static gboolean
run_advance (Run        *self,
             const char *id,
             GError    **error)
{
  g_auto (BaliePosition) position = {0};

  if (!balie_position_parse (id, &position))
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_PARSE, "An event's id is no position");
      return FALSE;
    }
  if (g_strcmp0 (position.epoch, self->position.epoch) != 0)
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_CONFLICT, "The events are of another epoch");
      return FALSE;
    }
  if (position.seq - 1 != self->position.seq)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_PARSE, "Event %" G_GINT64_FORMAT " follows %" G_GINT64_FORMAT,
                   position.seq, self->position.seq);
      return FALSE;
    }

  self->position.seq = position.seq;
  return TRUE;
}

static BalieEvent *
run_read_event (Run                 *self,
                const BalieSseEvent *received,
                BalieEventType       type,
                GError             **error)
{
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (BalieEvent) event = NULL;
  gint64 seq = received->id == NULL ? 0 : self->position.seq;

  if (type == BALIE_EVENT_UNKNOWN)
    {
      event = balie_event_new ();
      event->type = type;
      event->seq = seq;
      return g_steal_pointer (&event);
    }

  reader = balie_json_reader_new (received->data, received->length, BALIE_JSON_READER_NONE, error);
  if (reader == NULL)
    return NULL;

  event = balie_event_read_data (reader, type, seq);
  if (balie_json_reader_finish (reader, error))
    return g_steal_pointer (&event);

  g_prefix_error (error, "%s: ", received->type);
  return NULL;
}

static gboolean
on_sse_event (const BalieSseEvent *received,
              gpointer             user_data,
              GError             **error)
{
  Run *self = user_data;
  g_autoptr (BalieEvent) event = NULL;
  BalieEventType type = balie_event_type_from_nick (received->type);
  gboolean       live = type == BALIE_EVENT_TYPING || type == BALIE_EVENT_PRESENCE;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;

  if (received->id == NULL && !live)
    {
      /* Unknown and live: nothing to do and no position to move. */
      if (type == BALIE_EVENT_UNKNOWN)
        return TRUE;

      g_set_error (error, BALIE_ERROR, BALIE_ERROR_PARSE, "%s has no id", received->type);
      return FALSE;
    }
  if (received->id != NULL && !run_advance (self, received->id, error))
    return FALSE;

  event = run_read_event (self, received, type, error);
  if (event == NULL)
    return FALSE;

  g_signal_emit (self->source, signals[SIGNAL_EVENT], 0, event);
  return TRUE;
}

/* Takes @error. What the watchdog cancelled is a lost connection; what does not fit a codec is no acceptable answer. */
static void
return_error (GTask  *task,
              GError *error)
{
  Run *self = g_task_get_task_data (task);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !g_cancellable_is_cancelled (self->caller))
    {
      g_error_free (error);
      error = g_error_new_literal (BALIE_ERROR, BALIE_ERROR_OFFLINE, "The event stream is silent");
    }
  else if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_INVALID))
    error->code = BALIE_ERROR_PARSE;

  run_stop_watchdog (self);
  g_task_return_error (task, balie_answer_error (error));
}

static void read_chunk (GTask *task);

static void
on_chunk (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = NULL;
  Run *self = g_task_get_task_data (task);

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (chunk == NULL)
    {
      return_error (task, g_steal_pointer (&error));
      return;
    }

  if (g_bytes_get_size (chunk) == 0)
    {
      run_stop_watchdog (self);
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (!balie_sse_parser_feed (self->parser, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk), &error))
    {
      return_error (task, g_steal_pointer (&error));
      return;
    }

  run_restart_watchdog (self);
  g_signal_emit (self->source, signals[SIGNAL_HEARD], 0);
  read_chunk (g_steal_pointer (&task));
}

static void
read_chunk (GTask *task)
{
  Run *self = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (self->stream, CHUNK, G_PRIORITY_DEFAULT, self->cancellable, on_chunk, task);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *content_type = NULL;
  Run             *self = g_task_get_task_data (task);

  self->stream = balie_transport_open_finish (BALIE_TRANSPORT (source), result, &content_type, &self->retry_after, &error);
  if (self->stream != NULL && g_strcmp0 (content_type, "text/event-stream") != 0)
    g_set_error (&error, BALIE_ERROR, BALIE_ERROR_PARSE, "Expected an event stream, got %s", content_type);
  if (error != NULL)
    {
      return_error (task, g_steal_pointer (&error));
      return;
    }

  run_restart_watchdog (self);
  g_signal_emit (self->source, signals[SIGNAL_OPENED], 0);
  read_chunk (g_steal_pointer (&task));
}

static void
balie_event_source_dispose (GObject *object)
{
  BalieEventSource *self = BALIE_EVENT_SOURCE (object);

  g_clear_object (&self->transport);

  G_OBJECT_CLASS (balie_event_source_parent_class)->dispose (object);
}

static void
balie_event_source_class_init (BalieEventSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_event_source_dispose;

  signals[SIGNAL_EVENT] = g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, BALIE_TYPE_EVENT | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SIGNAL_OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
  signals[SIGNAL_HEARD] = g_signal_new ("heard", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
balie_event_source_init (BalieEventSource *self)
{
  self->silence = BALIE_EVENT_SOURCE_SILENCE * 1000;
}

BalieEventSource *
balie_event_source_new (BalieTransport *transport)
{
  BalieEventSource *self;

  g_return_val_if_fail (BALIE_IS_TRANSPORT (transport), NULL);

  self = g_object_new (BALIE_TYPE_EVENT_SOURCE, NULL);
  self->transport = g_object_ref (transport);

  return self;
}

void
balie_event_source_set_silence (BalieEventSource *self,
                                guint             milliseconds)
{
  g_return_if_fail (BALIE_IS_EVENT_SOURCE (self));

  self->silence = milliseconds;
}

static void
on_caller_cancelled (GCancellable *caller,
                     GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static Run *
run_new (BalieEventSource *source,
         GCancellable     *caller)
{
  Run *self = g_new0 (Run, 1);

  self->source = source;
  self->parser = balie_sse_parser_new (on_sse_event, self);
  self->cancellable = g_cancellable_new ();
  if (caller != NULL)
    {
      self->caller = g_object_ref (caller);
      self->caller_handler = g_cancellable_connect (caller, G_CALLBACK (on_caller_cancelled), g_object_ref (self->cancellable),
                                                    g_object_unref);
    }

  return self;
}

void
balie_event_source_run_async (BalieEventSource   *self,
                              const char         *since,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  Run             *run;

  g_return_if_fail (BALIE_IS_EVENT_SOURCE (self));
  g_return_if_fail (since != NULL);

  run = run_new (self, cancellable);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_event_source_run_async);
  g_task_set_task_data (task, run, (GDestroyNotify)run_free);

  if (!balie_position_parse (since, &run->position))
    {
      g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_PARSE, "No position to begin at");
      return;
    }

  escaped = g_uri_escape_string (since, NULL, FALSE);
  path = g_strconcat ("/v1/events?since=", escaped, NULL);
  run_restart_watchdog (run);
  balie_transport_open_async (self->transport, path, "text/event-stream", run->cancellable, on_opened, g_steal_pointer (&task));
}

gboolean
balie_event_source_run_finish (BalieEventSource *self,
                               GAsyncResult     *result,
                               guint            *retry_after,
                               GError          **error)
{
  const Run *run;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  run = g_task_get_task_data (G_TASK (result));
  if (retry_after != NULL)
    *retry_after = run->retry_after;

  return g_task_propagate_boolean (G_TASK (result), error);
}
