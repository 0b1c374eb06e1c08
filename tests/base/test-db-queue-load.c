/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many random jobs of all kinds at once: the database does what a simple model says, step by step. */
#define G_LOG_DOMAIN "balie-test"

#include <gio/gio.h>

#include "balie-db-queue.h"
#include "balie-db-test.h"
#include "balie-error.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#define N_PURSES 10
#define START 1000
#define N_JOBS 1000
#define MAX_BURST 150

typedef enum {
  JOB_TRANSFER,
  JOB_FAIL_HALFWAY,
  JOB_FAIL_AT_COMMIT,
  JOB_CANCELLED,
} JobKind;

typedef struct
{
  BalieDbQueue *writer;
  BalieDbQueue *reader;
  GRand        *rand;
  gint64        model[N_PURSES];
  guint         n_started;
  guint         n_answered;
  guint         n_done;
  guint         n_reading;
  gint64        seen;
} Load;

/* Moves an amount from one purse to another, or tries to. */
typedef struct
{
  Load   *load;
  guint   order;
  JobKind kind;
  int     from;
  int     to;
  int     amount;
} Job;

static gboolean
add_to_purse (BalieDb *db,
              int      purse,
              int      amount,
              gint64  *left,
              GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE purse SET amount = amount + $2 WHERE id = $1 RETURNING amount");

  balie_statement_bind_int (statement, 1, purse);
  balie_statement_bind_int (statement, 2, amount);
  if (!balie_statement_next (statement, error))
    return FALSE;

  *left = balie_statement_get_int (statement, 0);
  return balie_statement_run (statement, error);
}

static gpointer
run_job (BalieDb *db,
         gpointer data,
         GError **error)
{
  Job               *job = data;
  g_autofree gint64 *left = g_new0 (gint64, 1);
  gint64             right;
  BalieStatement    *statement;

  if (!add_to_purse (db, job->from, -job->amount, left, error))
    return NULL;

  if (job->kind == JOB_FAIL_HALFWAY)
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_CONFLICT, "as told");
      return NULL;
    }

  if (!add_to_purse (db, job->to, job->amount, &right, error))
    return NULL;

  /* A transfer by nobody violates a constraint that is looked at when everything is committed. */
  statement = balie_db_prepare (db, "INSERT INTO transfer (purse) VALUES ($1)");
  balie_statement_bind_int (statement, 1, job->kind == JOB_FAIL_AT_COMMIT ? -1 : job->from);
  if (!balie_statement_run (statement, error))
    return NULL;

  return g_steal_pointer (&left);
}

static void
on_job (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autofree Job *job = user_data;
  Load           *load = job->load;
  g_autoptr (GError) local_error = NULL;
  g_autofree gint64 *left = balie_db_queue_run_finish (BALIE_DB_QUEUE (object), result, &local_error);

  g_assert_cmpuint (job->order, ==, load->n_answered);
  load->n_answered++;

  switch (job->kind)
    {
    case JOB_TRANSFER:
      g_assert_no_error (local_error);
      load->model[job->from] -= job->amount;
      g_assert_cmpint (*left, ==, load->model[job->from]);
      load->model[job->to] += job->amount;
      load->n_done++;
      break;

    case JOB_FAIL_HALFWAY:
      g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_CONFLICT);
      break;

    case JOB_FAIL_AT_COMMIT:
      g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
      break;

    case JOB_CANCELLED:
      g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
start_job (Load *load)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (GCancellable) cancellable = NULL;

  job->load = load;
  job->order = load->n_started++;
  job->from = g_rand_int_range (load->rand, 0, N_PURSES);
  job->to = g_rand_int_range (load->rand, 0, N_PURSES);
  job->amount = g_rand_int_range (load->rand, 1, 100);

  /* Failures at the commit make whole groups run again, so they are rare, and some groups have none. */
  if (g_rand_int_range (load->rand, 0, 100) == 0)
    job->kind = JOB_FAIL_AT_COMMIT;
  else if (g_rand_int_range (load->rand, 0, 10) == 0)
    job->kind = JOB_FAIL_HALFWAY;
  else if (g_rand_int_range (load->rand, 0, 10) == 0)
    job->kind = JOB_CANCELLED;

  if (job->kind == JOB_CANCELLED)
    {
      cancellable = g_cancellable_new ();
      g_cancellable_cancel (cancellable);
    }

  balie_db_queue_run_async (load->writer, run_job, job, NULL, g_free, cancellable, on_job, job);
}

/* In one read transaction, the purses always hold together what they held at first. */
static gpointer
look (BalieDb *db,
      gpointer data,
      GError **error)
{
  BalieStatement    *statement = balie_db_prepare (db, "SELECT sum (amount) FROM purse");
  g_autofree gint64 *n_transfers = g_new0 (gint64, 1);

  if (!balie_statement_next (statement, error))
    return NULL;

  g_assert_cmpint (balie_statement_get_int (statement, 0), ==, N_PURSES * START);

  statement = balie_db_prepare (db, "SELECT count (*) FROM transfer");
  if (!balie_statement_next (statement, error))
    return NULL;

  *n_transfers = balie_statement_get_int (statement, 0);
  return g_steal_pointer (&n_transfers);
}

static void
on_look (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Load *load = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autofree gint64 *n_transfers = balie_db_queue_run_finish (BALIE_DB_QUEUE (object), result, &local_error);

  g_assert_no_error (local_error);
  g_assert_cmpint (*n_transfers, >=, load->seen);
  load->seen = *n_transfers;
  load->n_reading--;
}

static void
start_look (Load *load)
{
  load->n_reading++;
  balie_db_queue_run_async (load->reader, look, NULL, NULL, g_free, NULL, on_look, load);
}

static void
set_up (Load       *load,
        const char *path,
        guint32     seed)
{
  BalieDb *db = balie_db_test_open (path, BALIE_DB_READ_WRITE);
  g_autoptr (GError) local_error = NULL;

  balie_db_exec (db,
                 "CREATE TABLE purse (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL);"
                 "CREATE TABLE transfer (purse INTEGER REFERENCES purse (id) DEFERRABLE INITIALLY DEFERRED);",
                 &local_error);
  g_assert_no_error (local_error);

  for (int i = 0; i < N_PURSES; i++)
    {
      BalieStatement *statement = balie_db_prepare (db, "INSERT INTO purse (id, amount) VALUES ($1, $2)");

      balie_statement_bind_int (statement, 1, i);
      balie_statement_bind_int (statement, 2, START);
      g_assert_true (balie_statement_run (statement, NULL));
      load->model[i] = START;
    }

  load->rand = g_rand_new_with_seed (seed);
  load->writer = balie_db_queue_new ("writer", db, BALIE_DB_QUEUE_WRITE);
  load->reader = balie_db_queue_new ("reader", balie_db_test_open (path, BALIE_DB_READ_ONLY), BALIE_DB_QUEUE_READ);
}

static void
tear_down (Load *load)
{
  balie_db_queue_close (load->writer);
  balie_db_queue_close (load->reader);
  g_assert_finalize_object (g_steal_pointer (&load->writer));
  g_assert_finalize_object (g_steal_pointer (&load->reader));
  g_clear_pointer (&load->rand, g_rand_free);
}

static void
assert_like_model (Load       *load,
                   const char *path)
{
  g_autoptr (BalieDb) db = balie_db_test_open (path, BALIE_DB_READ_ONLY);
  BalieStatement *statement = balie_db_prepare (db, "SELECT amount FROM purse ORDER BY id");

  for (int i = 0; i < N_PURSES; i++)
    {
      g_assert_true (balie_statement_next (statement, NULL));
      g_assert_cmpint (balie_statement_get_int (statement, 0), ==, load->model[i]);
    }
  balie_statement_reset (statement);

  statement = balie_db_prepare (db, "SELECT count (*) FROM transfer");
  g_assert_true (balie_statement_next (statement, NULL));
  g_assert_cmpint (balie_statement_get_int (statement, 0), ==, load->n_done);
  balie_statement_reset (statement);
}

static void
test_load (gconstpointer seed)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "load.db");
  Load        load = {0};

  set_up (&load, path, GPOINTER_TO_UINT (seed));
  while (load.n_started < N_JOBS)
    {
      int   burst = g_rand_int_range (load.rand, 1, MAX_BURST);
      guint left_waiting = (guint)g_rand_int_range (load.rand, 0, MAX_BURST);

      for (int i = 0; i < burst; i++)
        start_job (&load);
      start_look (&load);
      balie_test_wait_until (load.n_started - load.n_answered <= left_waiting);
    }

  balie_test_wait_until (load.n_answered == load.n_started && load.n_reading == 0);
  g_assert_cmpuint (load.n_done, >, N_JOBS / 2);
  assert_like_model (&load, path);
  tear_down (&load);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint seed = 1; seed <= 3; seed++)
    {
      g_autofree char *path = g_strdup_printf ("/db-queue-load/seed-%u", seed);

      g_test_add_data_func (path, GUINT_TO_POINTER (seed), test_load);
    }
  return g_test_run ();
}
