/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that runs jobs in order, for what waits on the disk. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-worker-private.h"

#include "balie-error.h"

struct _BalieWorker
{
  GObject parent_instance;

  /* owned */
  GThread *thread;
  GMutex   lock;
  GCond    changed;
  GQueue   waiting; /* of GTask; under the lock */

  /* borrowed */
  BalieWorkerGroup group;
  GDestroyNotify   end;
  gpointer         user_data;

  gsize    maximum;
  gboolean closed; /* under the lock */
};

G_DEFINE_FINAL_TYPE (BalieWorker, balie_worker, G_TYPE_OBJECT)

BalieWork *
balie_work_new (GCallback      job,
                gpointer       data,
                GDestroyNotify data_free,
                GDestroyNotify result_free,
                GCancellable  *cancellable)
{
  BalieWork *self = g_new0 (BalieWork, 1);

  self->job = job;
  self->data = data;
  self->data_free = data_free;
  self->result_free = result_free;
  g_set_object (&self->cancellable, cancellable);

  return self;
}

void
balie_work_clear_result (BalieWork *self)
{
  if (self->result != NULL && self->result_free != NULL)
    self->result_free (self->result);

  self->result = NULL;
  g_clear_error (&self->error);
}

static void
balie_work_free (BalieWork *self)
{
  balie_work_clear_result (self);
  if (self->data_free != NULL)
    self->data_free (self->data);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static void
answer (GTask *task)
{
  BalieWork *work = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (work->cancellable))
    {
      balie_work_clear_result (work);
      g_cancellable_set_error_if_cancelled (work->cancellable, &work->error);
    }

  if (work->error != NULL)
    g_task_return_error (task, g_steal_pointer (&work->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&work->result), work->result_free);
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
      g_source_set_static_name (source, "balie_worker answers");
      g_source_set_callback (source, answer_all, same, (GDestroyNotify)g_ptr_array_unref);
      g_source_attach (source, context);
    }
}

/* Waits for work.
 *
 * Returns: how many of @tasks were filled; 0 when the worker is closed and has none
 */
static gsize
take_tasks (BalieWorker *self,
            GTask      **tasks)
{
  gsize n_tasks = 0;

  g_mutex_lock (&self->lock);
  while (g_queue_is_empty (&self->waiting) && !self->closed)
    g_cond_wait (&self->changed, &self->lock);

  while (n_tasks < self->maximum && !g_queue_is_empty (&self->waiting))
    tasks[n_tasks++] = g_queue_pop_head (&self->waiting);
  g_mutex_unlock (&self->lock);

  return n_tasks;
}

static gpointer
balie_worker_thread (gpointer data)
{
  BalieWorker *self = data;
  GTask       *tasks[BALIE_WORKER_MAX_GROUP];
  BalieWork   *works[BALIE_WORKER_MAX_GROUP];
  gsize        n_tasks;

  while ((n_tasks = take_tasks (self, tasks)) > 0)
    {
      for (gsize i = 0; i < n_tasks; i++)
        works[i] = g_task_get_task_data (tasks[i]);
      self->group (works, n_tasks, self->user_data);
      send_answers (tasks, n_tasks);
    }

  if (self->end != NULL)
    self->end (self->user_data);
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

static void
run_each (BalieWork **works,
          gsize       n_works,
          gpointer    user_data)
{
  for (gsize i = 0; i < n_works; i++)
    {
      BalieWork     *work = works[i];
      BalieWorkerJob job = (BalieWorkerJob)work->job;

      if (!g_cancellable_is_cancelled (work->cancellable))
        work->result = job (work->data, work->cancellable, &work->error);
    }
}

BalieWorker *
balie_worker_new (const char *name)
{
  return balie_worker_new_for_groups (name, 1, run_each, NULL, NULL);
}

BalieWorker *
balie_worker_new_for_groups (const char      *name,
                             gsize            maximum,
                             BalieWorkerGroup group,
                             GDestroyNotify   end,
                             gpointer         user_data)
{
  BalieWorker *self;

  g_return_val_if_fail (maximum > 0 && maximum <= BALIE_WORKER_MAX_GROUP, NULL);

  self = g_object_new (BALIE_TYPE_WORKER, NULL);
  self->maximum = maximum;
  self->group = group;
  self->end = end;
  self->user_data = user_data;
  self->thread = g_thread_new (name, balie_worker_thread, self);

  return self;
}

void
balie_worker_add (BalieWorker *self,
                  BalieWork   *work,
                  GTask       *task)
{
  gboolean closed;

  g_return_if_fail (BALIE_IS_WORKER (self));
  g_return_if_fail (g_task_get_cancellable (task) == NULL);

  g_task_set_task_data (task, work, (GDestroyNotify)balie_work_free);

  g_mutex_lock (&self->lock);
  closed = self->closed;
  if (!closed)
    {
      g_queue_push_tail (&self->waiting, task);
      g_cond_signal (&self->changed);
    }
  g_mutex_unlock (&self->lock);

  if (closed)
    {
      g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_STORAGE, "it is closed already");
      g_object_unref (task);
    }
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
  GTask *task;

  g_return_if_fail (BALIE_IS_WORKER (self));
  g_return_if_fail (job != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, balie_worker_run_async);
  balie_worker_add (self, balie_work_new (G_CALLBACK (job), data, data_free, result_free, cancellable), task);
}

gpointer
balie_worker_run_finish (BalieWorker  *self,
                         GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

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
