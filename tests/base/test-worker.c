/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker: its jobs run in order on one thread, and each caller gets its own answer. */
#include "balie-worker.h"

#include "balie-error.h"
#include "balie-test-wait.h"

#define N_JOBS 1000

typedef struct
{
  GString *order;
  GThread *thread;
  guint    n_answers;
  guint    n_freed;
} Scene;

typedef struct
{
  Scene *scene;
  guint  number;
} Job;

/* What is only touched by the worker's thread needs no lock. */
static gpointer
append_job (gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Job *job = data;

  g_assert_true (job->scene->thread == NULL || job->scene->thread == g_thread_self ());
  job->scene->thread = g_thread_self ();
  g_string_append_printf (job->scene->order, "%u ", job->number);

  return GUINT_TO_POINTER (job->number);
}

static void
append_done (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Scene *scene = user_data;
  g_autoptr (GError) error = NULL;
  guint number = GPOINTER_TO_UINT (balie_worker_run_finish (BALIE_WORKER (source), result, &error));

  g_assert_no_error (error);
  g_assert_cmpuint (number, ==, ++scene->n_answers);
}

static void
test_order (void)
{
  g_autoptr (BalieWorker) worker = balie_worker_new ("test");
  g_autoptr (GString) order = g_string_new (NULL);
  g_autoptr (GString) expected = g_string_new (NULL);
  Scene scene = {order, NULL, 0, 0};

  for (guint i = 1; i <= N_JOBS; i++)
    {
      Job job = {&scene, i};

      balie_worker_run_async (worker, append_job, g_memdup2 (&job, sizeof job), g_free, NULL, NULL, append_done, &scene);
      g_string_append_printf (expected, "%u ", i);
    }
  balie_test_wait_until (scene.n_answers == N_JOBS);

  balie_worker_close (worker);
  g_assert_cmpstr (order->str, ==, expected->str);
  g_assert_true (scene.thread != g_thread_self ());
}

static gpointer
fail_job (gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "gone");
  return NULL;
}

static gpointer
must_not_run_job (gpointer      data,
                  GCancellable *cancellable,
                  GError      **error)
{
  g_assert_not_reached ();
}

static void
error_done (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError **error = user_data;

  g_assert_null (balie_worker_run_finish (BALIE_WORKER (source), result, error));
}

static void
test_errors (void)
{
  g_autoptr (BalieWorker) worker = balie_worker_new ("test");
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) failed = NULL;
  g_autoptr (GError) given_up = NULL;
  g_autoptr (GError) too_late = NULL;

  g_cancellable_cancel (cancelled);
  balie_worker_run_async (worker, fail_job, NULL, NULL, NULL, NULL, error_done, &failed);
  balie_worker_run_async (worker, must_not_run_job, NULL, NULL, NULL, cancelled, error_done, &given_up);
  balie_test_wait_until (given_up != NULL);
  g_assert_error (failed, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_error (given_up, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  balie_worker_close (worker);
  balie_worker_run_async (worker, must_not_run_job, NULL, NULL, NULL, NULL, error_done, &too_late);
  balie_test_wait_until (too_late != NULL);
  g_assert_error (too_late, BALIE_ERROR, BALIE_ERROR_STORAGE);
}

static gpointer
make_job (gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  return data;
}

static void
count_freed (gpointer result)
{
  Scene *scene = result;

  scene->n_freed++;
}

/* Of somebody who lost interest while it ran, what came of it is not lost either way. */
static void
test_unfetched (void)
{
  g_autoptr (BalieWorker) worker = balie_worker_new ("test");
  Scene scene = {NULL, NULL, 0, 0};

  balie_worker_run_async (worker, make_job, &scene, NULL, count_freed, NULL, NULL, NULL);
  balie_worker_close (worker);
  balie_test_wait_until (scene.n_freed == 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/order", test_order);
  g_test_add_func ("/worker/errors", test_errors);
  g_test_add_func ("/worker/unfetched", test_unfetched);
  return g_test_run ();
}
