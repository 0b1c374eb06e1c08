/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that owns one database connection and runs jobs on it, in order. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-db-queue.h"

#include "balie-db-private.h"
#include "balie-worker-private.h"

struct _BalieDbQueue
{
  GObject parent_instance;

  /* owned */
  BalieWorker *worker;
  BalieDb     *db; /* of the worker's thread, while it runs */

  BalieDbQueueMode mode;
};

G_DEFINE_FINAL_TYPE (BalieDbQueue, balie_db_queue, G_TYPE_OBJECT)

/* Runs one job so that it leaves nothing behind when it fails. */
static void
run_job (BalieDb   *db,
         BalieWork *work)
{
  BalieDbJob job = (BalieDbJob)work->job;
  g_autoptr (GError) local_error = NULL;

  if (g_cancellable_set_error_if_cancelled (work->cancellable, &work->error))
    return;

  if (!balie_db_savepoint (db, &work->error))
    return;

  work->result = job (db, work->data, &local_error);
  if (local_error == NULL && balie_db_release_savepoint (db, &local_error))
    return;

  /* After a full disk there may be no transaction left to go back in; run_group() looks. */
  if (balie_db_in_transaction (db))
    balie_db_rollback_to_savepoint (db, NULL);

  balie_work_clear_result (work);
  work->error = g_steal_pointer (&local_error);
}

static void
fail_all (BalieWork   **works,
          gsize         n_works,
          const GError *error)
{
  for (gsize i = 0; i < n_works; i++)
    {
      balie_work_clear_result (works[i]);
      works[i]->error = g_error_copy (error);
    }
}

/* Runs all in one transaction.
 *
 * Returns: whether every job has its own result or error; otherwise nothing was written, for the reason in @error
 */
static gboolean
run_in_transaction (BalieDbQueue *self,
                    BalieWork   **works,
                    gsize         n_works,
                    GError      **error)
{
  gboolean begun = self->mode == BALIE_DB_QUEUE_WRITE ? balie_db_begin (self->db, error) : balie_db_begin_read (self->db, error);

  if (!begun)
    return FALSE;

  for (gsize i = 0; i < n_works; i++)
    {
      run_job (self->db, works[i]);
      if (!balie_db_in_transaction (self->db))
        {
          g_propagate_error (error, g_error_copy (works[i]->error));
          return FALSE;
        }
    }

  if (balie_db_commit (self->db, error))
    return TRUE;

  balie_db_rollback (self->db);
  return FALSE;
}

static void
run_group (BalieWork **works,
           gsize       n_works,
           gpointer    user_data)
{
  BalieDbQueue *self = user_data;
  g_autoptr (GError) local_error = NULL;

  if (run_in_transaction (self, works, n_works, &local_error))
    return;

  fail_all (works, n_works, local_error);
  if (n_works == 1)
    return;

  /* One of them may have spoiled it for the others; alone, each gets what it deserves. */
  for (gsize i = 0; i < n_works; i++)
    {
      balie_work_clear_result (works[i]);
      run_group (&works[i], 1, self);
    }
}

static void
close_db (gpointer user_data)
{
  BalieDbQueue *self = user_data;

  g_clear_pointer (&self->db, balie_db_close);
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

  g_clear_object (&self->worker);

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
  self->worker = balie_worker_new_for_groups (name, mode == BALIE_DB_QUEUE_WRITE ? BALIE_WORKER_MAX_GROUP : 1, run_group, close_db, self);

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
  GTask *task;

  g_return_if_fail (BALIE_IS_DB_QUEUE (self));
  g_return_if_fail (job != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, balie_db_queue_run_async);
  balie_worker_add (self->worker, balie_work_new (G_CALLBACK (job), data, data_free, result_free, cancellable), task);
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

  balie_worker_close (self->worker);
}
