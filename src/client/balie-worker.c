/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that runs jobs in order, for what waits on the disk. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-worker.h"

#include "balie-error.h"

/* The data of a task: one job from the call to its answer. */
typedef struct
{
  BalieWorkerJob job;
  gpointer       data;
  GDestroyNotify data_free;
  gpointer       result;
  GDestroyNotify result_free;
  GError        *error;
  GCancellable  *cancellable;
} JobData;

struct _BalieWorker
{
  GObject parent_instance;

  /* owned */
  GThread *thread;
  GMutex   lock;
  GCond    changed;
  GQueue   waiting; /* of GTask; under the lock */

  gboolean closed; /* under the lock */
};

G_DEFINE_FINAL_TYPE (BalieWorker, balie_worker, G_TYPE_OBJECT)

static void
job_data_free (JobData *job)
{
  if (job->result != NULL && job->result_free != NULL)
    job->result_free (job->result);
  if (job->data_free != NULL)
    job->data_free (job->data);
  g_clear_error (&job->error);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static gboolean
answer (gpointer user_data)
{
  GTask   *task = user_data;
  JobData *job = g_task_get_task_data (task);

  if (job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&job->result), job->result_free);

  return G_SOURCE_REMOVE;
}

/* Hands the task, reference and all, to its caller's main context, so that no other thread frees the caller's data. */
static void
send_answer (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "balie_worker answer");
  g_source_set_callback (source, answer, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

/* Waits for work.
 *
 * Returns: (transfer full) (nullable): the next task; %NULL when the worker is closed and has none
 */
static GTask *
take_task (BalieWorker *self)
{
  GTask *task;

  g_mutex_lock (&self->lock);
  while (g_queue_is_empty (&self->waiting) && !self->closed)
    g_cond_wait (&self->changed, &self->lock);
  task = g_queue_pop_head (&self->waiting);
  g_mutex_unlock (&self->lock);

  return task;
}

static gpointer
balie_worker_thread (gpointer data)
{
  BalieWorker *self = data;
  GTask       *task;

  while ((task = take_task (self)) != NULL)
    {
      JobData *job = g_task_get_task_data (task);

      if (!g_cancellable_is_cancelled (job->cancellable))
        job->result = job->job (job->data, job->cancellable, &job->error);
      send_answer (task);
    }

  return NULL;
}

static void
balie_worker_dispose (GObject *object)
{
  balie_worker_close (BALIE_WORKER (object));

  G_OBJECT_CLASS (balie_worker_parent_class)->dispose (object);
}

static void
balie_worker_finalize (GObject *object)
{
  BalieWorker *self = BALIE_WORKER (object);

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);

  G_OBJECT_CLASS (balie_worker_parent_class)->finalize (object);
}

static void
balie_worker_class_init (BalieWorkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_worker_dispose;
  object_class->finalize = balie_worker_finalize;
}

static void
balie_worker_init (BalieWorker *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->waiting);
}

BalieWorker *
balie_worker_new (const char *name)
{
  BalieWorker *self = g_object_new (BALIE_TYPE_WORKER, NULL);

  self->thread = g_thread_new (name, balie_worker_thread, self);

  return self;
}

void
balie_worker_run_async (BalieWorker        *self,
                        BalieWorkerJob      job,
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

  g_return_if_fail (BALIE_IS_WORKER (self));
  g_return_if_fail (job != NULL);

  job_data = g_new0 (JobData, 1);
  job_data->job = job;
  job_data->data = data;
  job_data->data_free = data_free;
  job_data->result_free = result_free;
  g_set_object (&job_data->cancellable, cancellable);

  /* The task itself is not to know the cancellable: it would call back for a cancelled one out of order. */
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, balie_worker_run_async);
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
    g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_STORAGE, "the worker is closed");
}

gpointer
balie_worker_run_finish (BalieWorker  *self,
                         GAsyncResult *result,
                         GError      **error)
{
  const JobData *job;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  job = g_task_get_task_data (G_TASK (result));
  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return NULL;

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
balie_worker_close (BalieWorker *self)
{
  g_return_if_fail (BALIE_IS_WORKER (self));
  g_assert (self->thread != g_thread_self ());

  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&self->thread, g_thread_join);
}
