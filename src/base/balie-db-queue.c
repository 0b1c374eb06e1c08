/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that owns one database connection and runs jobs on it, in order. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-db-queue.h"

#include "balie-db-private.h"
#include "balie-error.h"

#define MAX_GROUP 128

/* The data of a task: one job from the call to its answer. */
typedef struct
{
  BalieDbJob     job;
  gpointer       data;
  GDestroyNotify data_free;
  gpointer       result;
  GDestroyNotify result_free;
  GError        *error;
  GCancellable  *cancellable;
} JobData;

struct _BalieDbQueue
{
  GObject parent_instance;

  /* owned */
  GThread *thread;
  BalieDb *db; /* of the thread, while it runs */
  GMutex   lock;
  GCond    changed;
  GQueue   waiting; /* of GTask; under the lock */

  BalieDbQueueMode mode;
  gboolean         closed; /* under the lock */
};

G_DEFINE_FINAL_TYPE (BalieDbQueue, balie_db_queue, G_TYPE_OBJECT)

static void
job_data_clear_result (JobData *job)
{
  if (job->result != NULL && job->result_free != NULL)
    job->result_free (job->result);

  job->result = NULL;
  g_clear_error (&job->error);
}

static void
job_data_free (JobData *job)
{
  job_data_clear_result (job);
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static void
answer (GTask *task)
{
  JobData *job = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (job->cancellable))
    {
      job_data_clear_result (job);
      g_cancellable_set_error_if_cancelled (job->cancellable, &job->error);
    }

  if (job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&job->result), job->result_free);
}

static gboolean
answer_all (gpointer user_data)
{
  GPtrArray *tasks = user_data;

  for (guint i = 0; i < tasks->len; i++)
    answer (g_ptr_array_index (tasks, i));

  return G_SOURCE_REMOVE;
}

/* Hands tasks, reference and all, to their callers' main context, all with one wake-up. Returning them from here would leave two
 * threads with a reference, and it to chance which of them frees the caller's data. */
static void
send_answers (GTask **tasks,
              gsize   n_tasks)
{
  for (gsize i = 0; i < n_tasks;)
    {
      GMainContext *context = g_task_get_context (tasks[i]);
      GPtrArray    *same = g_ptr_array_new_full ((guint)(n_tasks - i), g_object_unref);
      g_autoptr (GSource) source = g_idle_source_new ();

      while (i < n_tasks && g_task_get_context (tasks[i]) == context)
        g_ptr_array_add (same, tasks[i++]);

      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_static_name (source, "balie_db_queue answers");
      g_source_set_callback (source, answer_all, same, (GDestroyNotify)g_ptr_array_unref);
      g_source_attach (source, context);
    }
}

/* Runs one job so that it leaves nothing behind when it fails. */
static void
run_job (BalieDb *db,
         GTask   *task)
{
  JobData *job = g_task_get_task_data (task);
  g_autoptr (GError) local_error = NULL;

  if (g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
    return;

  if (!balie_db_savepoint (db, &job->error))
    return;

  job->result = job->job (db, job->data, &local_error);
  if (local_error == NULL && balie_db_release_savepoint (db, &local_error))
    return;

  /* After a full disk there may be no transaction left to go back in; run_group() looks. */
  if (balie_db_in_transaction (db))
    balie_db_rollback_to_savepoint (db, NULL);

  job_data_clear_result (job);
  job->error = g_steal_pointer (&local_error);
}

static void
fail_all (GTask       **tasks,
          gsize         n_tasks,
          const GError *error)
{
  for (gsize i = 0; i < n_tasks; i++)
    {
      JobData *job = g_task_get_task_data (tasks[i]);

      job_data_clear_result (job);
      job->error = g_error_copy (error);
    }
}

/* Runs all in one transaction.
 *
 * Returns: whether every job has its own result or error; otherwise nothing was written, for the reason in @error
 */
static gboolean
run_in_transaction (BalieDbQueue *self,
                    GTask       **tasks,
                    gsize         n_tasks,
                    GError      **error)
{
  gboolean begun = self->mode == BALIE_DB_QUEUE_WRITE ? balie_db_begin (self->db, error) : balie_db_begin_read (self->db, error);

  if (!begun)
    return FALSE;

  for (gsize i = 0; i < n_tasks; i++)
    {
      run_job (self->db, tasks[i]);
      if (!balie_db_in_transaction (self->db))
        {
          JobData *job = g_task_get_task_data (tasks[i]);

          g_propagate_error (error, g_error_copy (job->error));
          return FALSE;
        }
    }

  if (balie_db_commit (self->db, error))
    return TRUE;

  balie_db_rollback (self->db);
  return FALSE;
}

static void
run_group (BalieDbQueue *self,
           GTask       **tasks,
           gsize         n_tasks)
{
  g_autoptr (GError) local_error = NULL;

  if (run_in_transaction (self, tasks, n_tasks, &local_error))
    return;

  fail_all (tasks, n_tasks, local_error);
  if (n_tasks == 1)
    return;

  /* One of them may have spoiled it for the others; alone, each gets what it deserves. */
  for (gsize i = 0; i < n_tasks; i++)
    {
      job_data_clear_result (g_task_get_task_data (tasks[i]));
      run_group (self, &tasks[i], 1);
    }
}

/* Waits for work.
 *
 * Returns: how many of @tasks were filled; 0 when the queue is closed and empty
 */
static gsize
take_group (BalieDbQueue *self,
            GTask       **tasks)
{
  gsize maximum = self->mode == BALIE_DB_QUEUE_WRITE ? MAX_GROUP : 1;
  gsize n_tasks = 0;

  g_mutex_lock (&self->lock);
  while (g_queue_is_empty (&self->waiting) && !self->closed)
    g_cond_wait (&self->changed, &self->lock);

  while (n_tasks < maximum && !g_queue_is_empty (&self->waiting))
    tasks[n_tasks++] = g_queue_pop_head (&self->waiting);
  g_mutex_unlock (&self->lock);

  return n_tasks;
}

static gpointer
balie_db_queue_thread (gpointer data)
{
  BalieDbQueue *self = data;
  GTask        *tasks[MAX_GROUP];
  gsize         n_tasks;

  while ((n_tasks = take_group (self, tasks)) > 0)
    {
      run_group (self, tasks, n_tasks);
      send_answers (tasks, n_tasks);
    }

  g_clear_pointer (&self->db, balie_db_close);
  return NULL;
}

static void
balie_db_queue_dispose (GObject *object)
{
  balie_db_queue_close (BALIE_DB_QUEUE (object));

  G_OBJECT_CLASS (balie_db_queue_parent_class)->dispose (object);
}

static void
balie_db_queue_finalize (GObject *object)
{
  BalieDbQueue *self = BALIE_DB_QUEUE (object);

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);

  G_OBJECT_CLASS (balie_db_queue_parent_class)->finalize (object);
}

static void
balie_db_queue_class_init (BalieDbQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_db_queue_dispose;
  object_class->finalize = balie_db_queue_finalize;
}

static void
balie_db_queue_init (BalieDbQueue *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->waiting);
}

BalieDbQueue *
balie_db_queue_new (const char      *name,
                    BalieDb         *db,
                    BalieDbQueueMode mode)
{
  BalieDbQueue *self;

  g_return_val_if_fail (db != NULL, NULL);

  self = g_object_new (BALIE_TYPE_DB_QUEUE, NULL);
  self->mode = mode;
  self->db = db;
  balie_db_release_owner (db);
  self->thread = g_thread_new (name, balie_db_queue_thread, self);
  return self;
}

void
balie_db_queue_run_async (BalieDbQueue       *self,
                          BalieDbJob          job,
                          gpointer            data,
                          GDestroyNotify      data_free,
                          GDestroyNotify      result_free,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  JobData *job_data;
  gboolean closed;

  g_return_if_fail (BALIE_IS_DB_QUEUE (self));
  g_return_if_fail (job != NULL);

  job_data = g_new0 (JobData, 1);
  job_data->job = job;
  job_data->data = data;
  job_data->data_free = data_free;
  job_data->result_free = result_free;
  g_set_object (&job_data->cancellable, cancellable);

  /* The task itself is not to know the cancellable: it would call back later for a cancelled one, and out of order. */
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, balie_db_queue_run_async);
  g_task_set_task_data (task, job_data, (GDestroyNotify)job_data_free);

  g_mutex_lock (&self->lock);
  closed = self->closed;
  if (!closed)
    {
      g_queue_push_tail (&self->waiting, g_object_ref (task));
      g_cond_signal (&self->changed);
    }
  g_mutex_unlock (&self->lock);

  if (closed)
    g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_STORAGE, "the database is closed");
}

gpointer
balie_db_queue_run_finish (BalieDbQueue *self,
                           GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
balie_db_queue_close (BalieDbQueue *self)
{
  g_return_if_fail (BALIE_IS_DB_QUEUE (self));
  g_assert (self->thread != g_thread_self ());

  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&self->thread, g_thread_join);
}
