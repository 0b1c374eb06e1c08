/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's database behind its threads: runs actions and tells what came of them. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-desk-service.h"

#include "balie-db-queue.h"
#include "balie-desk-store.h"
#include "balie-event-store.h"
#include "balie-schema.h"
#include "balie-server-config.h"
#include "balie-session-actions.h"

struct _BalieDeskService
{
  GObject parent_instance;

  /* owned */
  BalieDesk    *desk;
  BalieDbQueue *writer;
  GPtrArray    *readers;

  guint next_reader;
};

enum {
  EVENT_COMMITTED,
  SESSION_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* One action, as it goes to the thread. */
typedef struct
{
  BalieAction    action;
  BalieCaller   *caller;
  gpointer       input;
  GDestroyNotify input_free;
  GDestroyNotify result_free;
} Job;

/* What comes back from it. */
typedef struct
{
  gpointer       result;
  GDestroyNotify result_free;
  GPtrArray     *broadcasts;
  GPtrArray     *ended_sessions;
} Outcome;

static void balie_desk_service_event_log_init (BalieEventLogInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BalieDeskService,
                               balie_desk_service,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BALIE_TYPE_EVENT_LOG, balie_desk_service_event_log_init))

static void
job_free (gpointer data)
{
  Job *self = data;

  if (self->input_free != NULL)
    self->input_free (self->input);
  g_clear_pointer (&self->caller, balie_caller_free);
  g_free (self);
}

static void
outcome_free (gpointer data)
{
  Outcome *self = data;

  if (self->result != NULL && self->result_free != NULL)
    self->result_free (self->result);
  g_clear_pointer (&self->broadcasts, g_ptr_array_unref);
  g_clear_pointer (&self->ended_sessions, g_ptr_array_unref);
  g_free (self);
}

static gpointer
run_job (BalieDb *db,
         gpointer data,
         GError **error)
{
  Job *job = data;
  g_auto (BalieTransaction) transaction = {0};
  g_autoptr (GError) local_error = NULL;
  gpointer result;
  Outcome *outcome;

  balie_transaction_init (&transaction, db, job->caller);
  if (!balie_session_action_check (&transaction, error))
    return NULL;

  result = job->action (&transaction, job->input, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  outcome = g_new0 (Outcome, 1);
  outcome->result = result;
  outcome->result_free = job->result_free;
  outcome->broadcasts = balie_transaction_steal_broadcasts (&transaction);
  outcome->ended_sessions = balie_transaction_steal_ended_sessions (&transaction);
  return outcome;
}

static void
tell (BalieDeskService *self,
      const Outcome    *outcome)
{
  for (guint i = 0; i < outcome->broadcasts->len; i++)
    {
      const BalieBroadcast *broadcast = g_ptr_array_index (outcome->broadcasts, i);

      g_signal_emit (self, signals[EVENT_COMMITTED], 0, broadcast->stream, broadcast->event);
    }
  for (guint i = 0; i < outcome->ended_sessions->len; i++)
    g_signal_emit (self, signals[SESSION_ENDED], 0, g_ptr_array_index (outcome->ended_sessions, i));
}

static void
job_done (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) local_error = NULL;
  Outcome *outcome = balie_db_queue_run_finish (BALIE_DB_QUEUE (source), result, &local_error);

  if (outcome == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&local_error));
      return;
    }

  tell (g_task_get_source_object (task), outcome);
  g_task_return_pointer (task, g_steal_pointer (&outcome->result), outcome->result_free);
  outcome_free (outcome);
}

static void
run_on (BalieDeskService *self,
        BalieDbQueue     *queue,
        Job              *job,
        GCancellable     *cancellable,
        GTask            *task)
{
  balie_db_queue_run_async (queue, run_job, job, job_free, outcome_free, cancellable, job_done, task);
}

static Job *
job_new (BalieAction        action,
         const BalieCaller *caller,
         gpointer           input,
         GDestroyNotify     input_free,
         GDestroyNotify     result_free)
{
  Job *self = g_new0 (Job, 1);

  self->action = action;
  self->caller = caller != NULL ? balie_caller_copy (caller) : NULL;
  self->input = input;
  self->input_free = input_free;
  self->result_free = result_free;
  return self;
}

/* The input of the log's own reading. */
typedef struct
{
  char  *stream;
  gint64 after;
  guint  limit;
} LogRange;

static void
log_range_free (gpointer data)
{
  LogRange *self = data;

  g_free (self->stream);
  g_free (self);
}

static gpointer
read_log (BalieTransaction *transaction,
          gpointer          input,
          GError          **error)
{
  LogRange *range = input;
  g_autoptr (GPtrArray) rows = balie_event_store_list (transaction->db, range->stream, range->after, range->limit, error);
  GPtrArray *events;

  if (rows == NULL)
    return NULL;

  events = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_logged_event_unref);
  for (guint i = 0; i < rows->len; i++)
    {
      const BalieEventRow *row = g_ptr_array_index (rows, i);

      g_ptr_array_add (events, balie_logged_event_ref (row->event));
    }
  return events;
}

static void
balie_desk_service_log_read_async (BalieEventLog      *log,
                                   const char         *stream,
                                   gint64              after,
                                   guint               limit,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  LogRange *range = g_new0 (LogRange, 1);

  range->stream = g_strdup (stream);
  range->after = after;
  range->limit = limit;
  balie_desk_service_read_async (BALIE_DESK_SERVICE (log), read_log, NULL, range, log_range_free, (GDestroyNotify)g_ptr_array_unref, cancellable, callback, user_data);
}

static GPtrArray *
balie_desk_service_log_read_finish (BalieEventLog *log,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return balie_desk_service_run_finish (BALIE_DESK_SERVICE (log), result, error);
}

static void
balie_desk_service_event_log_init (BalieEventLogInterface *iface)
{
  iface->read_async = balie_desk_service_log_read_async;
  iface->read_finish = balie_desk_service_log_read_finish;
}

static void
balie_desk_service_dispose (GObject *object)
{
  balie_desk_service_close (BALIE_DESK_SERVICE (object));

  G_OBJECT_CLASS (balie_desk_service_parent_class)->dispose (object);
}

static void
balie_desk_service_finalize (GObject *object)
{
  BalieDeskService *self = BALIE_DESK_SERVICE (object);

  g_clear_pointer (&self->desk, balie_desk_unref);
  g_clear_object (&self->writer);
  g_clear_pointer (&self->readers, g_ptr_array_unref);

  G_OBJECT_CLASS (balie_desk_service_parent_class)->finalize (object);
}

static void
balie_desk_service_class_init (BalieDeskServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_desk_service_dispose;
  object_class->finalize = balie_desk_service_finalize;

  signals[EVENT_COMMITTED] = g_signal_new ("event-committed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, BALIE_TYPE_LOGGED_EVENT);
  signals[SESSION_ENDED] = g_signal_new ("session-ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
balie_desk_service_init (BalieDeskService *self)
{
  self->readers = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Everybody who reads a stream is told that the desk is another one now. */
static gboolean
tell_all_streams (BalieTransaction *transaction,
                  GError          **error)
{
  g_autoptr (BalieEvent) event = balie_event_new ();
  g_autoptr (GPtrArray) streams = balie_event_store_list_streams (transaction->db, error);

  if (streams == NULL)
    return FALSE;

  event->type = BALIE_EVENT_DESK_CHANGED;
  event->at = transaction->now;
  for (guint i = 0; i < streams->len; i++)
    {
      if (balie_transaction_emit (transaction, g_ptr_array_index (streams, i), event, error) == 0)
        return FALSE;
    }
  return TRUE;
}

/* One that comes and goes while the desk is served; see balie_desk_service_set_feature(). */
typedef struct
{
  const char *name;
  gboolean    has;
} Feature;

static char **
dup_features_with (char         **features,
                   const Feature *feature)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char **each = features; *each != NULL; each++)
    {
      if (!g_str_equal (*each, feature->name))
        g_strv_builder_add (builder, *each);
    }
  if (feature->has)
    g_strv_builder_add (builder, feature->name);
  return g_strv_builder_end (builder);
}

/* What a desk can do is a matter of the program, not of when the desk was made; whether it has articles is known when they are
 * read. Its epoch is not part of the document. A shallow copy, to be saved and dropped: only the features are its own. */
static BalieDesk
with_features (const BalieDesk *desk,
               const BalieDesk *fresh,
               const BalieDesk *before)
{
  const Feature articles = {BALIE_FEATURE_ARTICLES, before != NULL && balie_desk_has_feature (before, BALIE_FEATURE_ARTICLES)};
  BalieDesk     renewed = *desk;

  renewed.epoch = fresh->epoch;
  renewed.features = dup_features_with (fresh->features, &articles);
  return renewed;
}

/* Returns whether the desk was kept, and everybody told when it is another one. */
static gboolean
keep_desk (BalieTransaction *transaction,
           const BalieDesk  *desk,
           const BalieDesk  *before,
           gboolean         *changed,
           GError          **error)
{
  return balie_desk_store_save (transaction->db, desk, changed, error) &&
         (!*changed || before == NULL || tell_all_streams (transaction, error));
}

/* Takes the desk as input, or NULL; gives the desk as it is kept now. */
static gpointer
configure (BalieTransaction *transaction,
           gpointer          input,
           GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDesk) before = balie_desk_store_load (transaction->db, &local_error);
  g_autoptr (BalieDesk) fallback = balie_server_config_make_default_desk ();
  const BalieDesk *settings = input;
  g_auto (GStrv) features = NULL;
  BalieDesk renewed;
  gboolean  changed = FALSE;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (settings == NULL)
    settings = before != NULL ? before : fallback;
  renewed = with_features (settings, fallback, before);
  features = renewed.features;
  return keep_desk (transaction, &renewed, before, &changed, error) ? balie_desk_store_load (transaction->db, error) : NULL;
}

/* Takes a feature as input; gives the desk as it is kept now, or NULL when it is what it was. */
static gpointer
change_feature (BalieTransaction *transaction,
                gpointer          input,
                GError          **error)
{
  g_autoptr (BalieDesk) before = balie_desk_store_load (transaction->db, error);
  g_auto (GStrv) features = NULL;
  gboolean  changed = FALSE;
  BalieDesk after;

  if (before == NULL)
    return NULL;

  after = *before;
  after.epoch = (char *)"";
  after.features = features = dup_features_with (before->features, input);
  return keep_desk (transaction, &after, before, &changed, error) && changed ? balie_desk_store_load (transaction->db, error) : NULL;
}

static BalieDbQueue *
open_reader (const char *path,
             GError    **error)
{
  BalieDb *db = balie_db_open (path, BALIE_DB_READ_ONLY, error);

  return db != NULL ? balie_db_queue_new ("desk-reader", db, BALIE_DB_QUEUE_READ) : NULL;
}

BalieDb *
balie_desk_service_open_database (const char      *path,
                                  const BalieDesk *settings,
                                  BalieDesk      **desk,
                                  GError         **error)
{
  g_autoptr (BalieDb) db = balie_db_open (path, BALIE_DB_READ_WRITE, error);
  g_autoptr (BalieDesk) kept = NULL;

  if (db == NULL || !balie_schema_migrate (db, error))
    return NULL;

  kept = balie_desk_service_run_here (db, configure, NULL, (gpointer)settings, error);
  if (kept == NULL)
    return NULL;

  if (desk != NULL)
    *desk = g_steal_pointer (&kept);
  return g_steal_pointer (&db);
}

BalieDeskService *
balie_desk_service_open (const char      *path,
                         const BalieDesk *settings,
                         guint            n_readers,
                         GError         **error)
{
  g_autoptr (BalieDeskService) self = g_object_new (BALIE_TYPE_DESK_SERVICE, NULL);
  g_autoptr (BalieDb) db = balie_desk_service_open_database (path, settings, &self->desk, error);

  if (db == NULL)
    return NULL;

  for (guint i = 0; i < n_readers; i++)
    {
      BalieDbQueue *reader = open_reader (path, error);

      if (reader == NULL)
        return NULL;
      g_ptr_array_add (self->readers, reader);
    }
  self->writer = balie_db_queue_new ("desk-writer", g_steal_pointer (&db), BALIE_DB_QUEUE_WRITE);
  return g_steal_pointer (&self);
}

BalieDesk *
balie_desk_service_get_desk (BalieDeskService *self)
{
  g_return_val_if_fail (BALIE_IS_DESK_SERVICE (self), NULL);

  return self->desk;
}

static void
feature_changed (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  BalieDeskService *self = BALIE_DESK_SERVICE (source);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDesk) desk = balie_desk_service_run_finish (self, result, &local_error);

  if (local_error != NULL)
    {
      g_message ("What the desk can do is not told: %s", local_error->message);
    }
  else if (desk != NULL)
    {
      g_clear_pointer (&self->desk, balie_desk_unref);
      self->desk = g_steal_pointer (&desk);
    }
}

void
balie_desk_service_set_feature (BalieDeskService *self,
                                const char       *name,
                                gboolean          has)
{
  const Feature feature = {name, has};

  g_return_if_fail (BALIE_IS_DESK_SERVICE (self));

  balie_desk_service_write_async (self, change_feature, NULL, g_memdup2 (&feature, sizeof feature), g_free, (GDestroyNotify)balie_desk_unref, feature_changed, NULL);
}

void
balie_desk_service_write_async (BalieDeskService   *self,
                                BalieAction         action,
                                const BalieCaller  *caller,
                                gpointer            input,
                                GDestroyNotify      input_free,
                                GDestroyNotify      result_free,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (BALIE_IS_DESK_SERVICE (self));
  g_return_if_fail (action != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, balie_desk_service_write_async);
  run_on (self, self->writer, job_new (action, caller, input, input_free, result_free), NULL, task);
}

void
balie_desk_service_read_async (BalieDeskService   *self,
                               BalieAction         action,
                               const BalieCaller  *caller,
                               gpointer            input,
                               GDestroyNotify      input_free,
                               GDestroyNotify      result_free,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  BalieDbQueue *reader;
  GTask        *task;

  g_return_if_fail (BALIE_IS_DESK_SERVICE (self));
  g_return_if_fail (action != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_desk_service_read_async);
  reader = g_ptr_array_index (self->readers, self->next_reader++ % self->readers->len);
  run_on (self, reader, job_new (action, caller, input, input_free, result_free), cancellable, task);
}

gpointer
balie_desk_service_run_finish (BalieDeskService *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gpointer
balie_desk_service_run_here (BalieDb           *db,
                             BalieAction        action,
                             const BalieCaller *caller,
                             gpointer           input,
                             GError           **error)
{
  g_auto (BalieTransaction) transaction = {0};
  g_autoptr (GError) local_error = NULL;
  gpointer result;

  if (!balie_db_begin (db, error))
    return NULL;

  balie_transaction_init (&transaction, db, caller);
  result = action (&transaction, input, &local_error);
  if (local_error == NULL && balie_db_commit (db, &local_error))
    return result;

  balie_db_rollback (db);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

void
balie_desk_service_tell_session_ended (BalieDeskService *self,
                                       const char       *session)
{
  g_return_if_fail (BALIE_IS_DESK_SERVICE (self));
  g_return_if_fail (session != NULL);

  g_signal_emit (self, signals[SESSION_ENDED], 0, session);
}

void
balie_desk_service_close (BalieDeskService *self)
{
  g_return_if_fail (BALIE_IS_DESK_SERVICE (self));

  if (self->writer != NULL)
    balie_db_queue_close (self->writer);
  for (guint i = 0; i < self->readers->len; i++)
    balie_db_queue_close (g_ptr_array_index (self->readers, i));
}
