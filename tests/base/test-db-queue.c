/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database's thread: order, group commit, failures alone and together, cancelling, closing. */
#define G_LOG_DOMAIN "balie-test"

#include <gio/gio.h>

#include "balie-db-queue.h"
#include "balie-db-test.h"
#include "balie-error.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#define N_GROUP 20

typedef struct
{
  BalieTestFolder *folder;
  const char      *path;
  BalieDbQueue    *writer;
} Fixture;

typedef enum {
  FAIL_NOT,
  FAIL_AFTER_WRITING,
  FAIL_AT_COMMIT,
  FAIL_DISK_FULL,
} Failure;

/* One job of a test, its call and what came of it. */
typedef struct
{
  int           id;
  Failure       failure;
  GCancellable *cancel_while_running;
  GThread      *thread;
  int           n_runs;
  gboolean      answered;
  gint64        result;
  GError       *error;
  int           order;
} Call;

static int n_answers;
static int n_data_freed;
static int n_results;

static void
free_call_data (gpointer data)
{
  Call **call = data;

  g_assert_true ((*call)->thread == g_thread_self ());
  n_data_freed++;
  g_free (call);
}

static void
free_result (gpointer result)
{
  g_atomic_int_dec_and_test (&n_results);
  g_free (result);
}

static gint64 *
make_result (gint64 value)
{
  gint64 *result = g_new (gint64, 1);

  g_atomic_int_inc (&n_results);
  *result = value;
  return result;
}

static gboolean
insert (BalieDb    *db,
        const char *sql,
        int         id,
        GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, sql);

  balie_statement_bind_int (statement, 1, id);
  return balie_statement_run (statement, error);
}

static gpointer
insert_job (BalieDb *db,
            gpointer data,
            GError **error)
{
  Call *call = *(Call **)data;

  call->n_runs++;
  if (call->cancel_while_running != NULL)
    g_cancellable_cancel (call->cancel_while_running);

  if (!insert (db, "INSERT INTO entry (id) VALUES ($1)", call->id, error))
    return NULL;

  switch (call->failure)
    {
    case FAIL_NOT:
      break;

    case FAIL_AFTER_WRITING:
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_CONFLICT, "as told");
      return make_result (-1);

    case FAIL_AT_COMMIT:
      if (!insert (db, "INSERT INTO child (entry) VALUES (0 - $1)", call->id, error))
        return NULL;
      break;

    case FAIL_DISK_FULL:
      /* More than fits, so that SQLite gives up the whole transaction by itself. */
      if (!balie_db_exec (db, "INSERT INTO entry (id, data) VALUES (100000, zeroblob (4000000));", error))
        return NULL;
      break;

    default:
      g_assert_not_reached ();
    }

  return make_result (call->id);
}

static gpointer
count_job (BalieDb *db,
           gpointer data,
           GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT count (*) FROM entry");

  if (!balie_statement_next (statement, error))
    return NULL;

  return make_result (balie_statement_get_int (statement, 0));
}

static void
answered (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Call   *call = user_data;
  gint64 *value = balie_db_queue_run_finish (BALIE_DB_QUEUE (object), result, &call->error);

  g_assert_false (call->answered);
  g_assert_true (call->thread == g_thread_self ());
  call->answered = TRUE;
  call->order = n_answers++;
  if (value != NULL)
    {
      call->result = *value;
      free_result (value);
    }
}

static void
start (BalieDbQueue *queue,
       BalieDbJob    job,
       Call         *call,
       GCancellable *cancellable)
{
  Call **data = g_new (Call *, 1);

  *data = call;
  call->thread = g_thread_self ();
  balie_db_queue_run_async (queue, job, data, free_call_data, free_result, cancellable, answered, call);
}

static gint64
count_entries (BalieDbQueue *queue)
{
  Call call = {0};

  start (queue, count_job, &call, NULL);
  balie_test_wait_until (call.answered);
  g_assert_no_error (call.error);
  return call.result;
}

/* Holds the queue, so that what is started meanwhile waits together and becomes one group. */
typedef struct
{
  GMutex   lock;
  GCond    changed;
  gboolean held;
  gboolean let_go;
  gboolean answered;
} Gate;

static gpointer
gate_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->lock);
  gate->held = TRUE;
  g_cond_signal (&gate->changed);
  while (!gate->let_go)
    g_cond_wait (&gate->changed, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return NULL;
}

static void
gate_answered (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  Gate *gate = user_data;

  gate->answered = TRUE;
}

static void
gate_hold (Gate         *gate,
           BalieDbQueue *queue)
{
  g_mutex_init (&gate->lock);
  g_cond_init (&gate->changed);
  balie_db_queue_run_async (queue, gate_job, gate, NULL, NULL, NULL, gate_answered, gate);

  g_mutex_lock (&gate->lock);
  while (!gate->held)
    g_cond_wait (&gate->changed, &gate->lock);
  g_mutex_unlock (&gate->lock);
}

static void
gate_let_go (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->let_go = TRUE;
  g_cond_signal (&gate->changed);
  g_mutex_unlock (&gate->lock);

  balie_test_wait_until (gate->answered);
  g_mutex_clear (&gate->lock);
  g_cond_clear (&gate->changed);
}

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  g_autoptr (GError) local_error = NULL;
  BalieDb *db;

  n_answers = 0;
  n_data_freed = 0;
  n_results = 0;

  fixture->folder = balie_test_folder_new ();
  fixture->path = balie_test_folder_get_file (fixture->folder, "queue.db");
  db = balie_db_test_open (fixture->path, BALIE_DB_READ_WRITE);
  balie_db_exec (db,
                 "CREATE TABLE entry (id INTEGER PRIMARY KEY, data BLOB);"
                 "CREATE TABLE child (entry INTEGER REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED);",
                 &local_error);
  g_assert_no_error (local_error);
  fixture->writer = balie_db_queue_new ("writer", db, BALIE_DB_QUEUE_WRITE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  balie_db_queue_close (fixture->writer);
  g_assert_finalize_object (g_steal_pointer (&fixture->writer));
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
  g_assert_cmpint (n_results, ==, 0);
}

/* Runs calls as one group and waits for their answers. */
static void
run_together (Fixture *fixture,
              Call    *calls,
              int      n_calls)
{
  Gate gate = {0};

  gate_hold (&gate, fixture->writer);
  for (int i = 0; i < n_calls; i++)
    {
      calls[i].id = i + 1;
      start (fixture->writer, insert_job, &calls[i], NULL);
    }
  gate_let_go (&gate);
  balie_test_wait_until (n_answers == n_calls);

  for (int i = 0; i < n_calls; i++)
    g_assert_cmpint (calls[i].order, ==, i);
}

static void
clear_errors (Call *calls,
              int   n_calls)
{
  for (int i = 0; i < n_calls; i++)
    g_clear_error (&calls[i].error);
}

static void
test_order (Fixture      *fixture,
            gconstpointer unused)
{
  enum {
    N = 500
  };
  g_autofree Call *calls = g_new0 (Call, N);

  for (int i = 0; i < N; i++)
    {
      calls[i].id = i + 1;
      start (fixture->writer, insert_job, &calls[i], NULL);
    }
  balie_test_wait_until (n_answers == N);

  for (int i = 0; i < N; i++)
    {
      g_assert_no_error (calls[i].error);
      g_assert_cmpint (calls[i].order, ==, i);
      g_assert_cmpint (calls[i].result, ==, i + 1);
      g_assert_cmpint (calls[i].n_runs, ==, 1);
    }
  g_assert_cmpint (count_entries (fixture->writer), ==, N);
  balie_test_wait_until (n_data_freed == N + 1);
}

static void
test_durable_before_answer (Fixture      *fixture,
                            gconstpointer unused)
{
  g_autoptr (BalieDb) reader = balie_db_test_open (fixture->path, BALIE_DB_READ_ONLY);

  for (int i = 1; i <= 20; i++)
    {
      Call            call = {.id = i};
      BalieStatement *statement;

      start (fixture->writer, insert_job, &call, NULL);
      balie_test_wait_until (call.answered);

      statement = balie_db_prepare (reader, "SELECT count (*) FROM entry");
      g_assert_true (balie_statement_next (statement, NULL));
      g_assert_cmpint (balie_statement_get_int (statement, 0), ==, i);
      balie_statement_reset (statement);
    }
}

static void
test_one_fails_alone (Fixture      *fixture,
                      gconstpointer unused)
{
  Call calls[N_GROUP] = {[0] = {.failure = FAIL_AFTER_WRITING},
                         [7] = {.failure = FAIL_AFTER_WRITING},
                         [N_GROUP - 1] = {.failure = FAIL_AFTER_WRITING}};

  run_together (fixture, calls, N_GROUP);

  for (int i = 0; i < N_GROUP; i++)
    {
      if (calls[i].failure == FAIL_NOT)
        g_assert_no_error (calls[i].error);
      else
        g_assert_error (calls[i].error, BALIE_ERROR, BALIE_ERROR_CONFLICT);
      g_assert_cmpint (calls[i].n_runs, ==, 1);
    }
  g_assert_cmpint (count_entries (fixture->writer), ==, N_GROUP - 3);
  clear_errors (calls, N_GROUP);
}

static void
test_commit_fails (Fixture      *fixture,
                   gconstpointer unused)
{
  Call calls[N_GROUP] = {[5] = {.failure = FAIL_AT_COMMIT}};

  run_together (fixture, calls, N_GROUP);

  for (int i = 0; i < N_GROUP; i++)
    {
      if (i == 5)
        g_assert_error (calls[i].error, BALIE_ERROR, BALIE_ERROR_STORAGE);
      else
        g_assert_no_error (calls[i].error);
      g_assert_cmpint (calls[i].n_runs, ==, 2);
    }
  g_assert_cmpint (count_entries (fixture->writer), ==, N_GROUP - 1);
  clear_errors (calls, N_GROUP);
}

static gpointer
limit_pages_job (BalieDb *db,
                 gpointer data,
                 GError **error)
{
  balie_db_exec (db, "PRAGMA max_page_count = 100;", error);
  return NULL;
}

static void
test_disk_full (Fixture      *fixture,
                gconstpointer unused)
{
  Call calls[N_GROUP] = {[5] = {.failure = FAIL_DISK_FULL}};

  balie_db_queue_run_async (fixture->writer, limit_pages_job, NULL, NULL, NULL, NULL, NULL, NULL);
  run_together (fixture, calls, N_GROUP);

  for (int i = 0; i < N_GROUP; i++)
    {
      if (i == 5)
        g_assert_true (balie_db_error_is_full (calls[i].error));
      else
        g_assert_no_error (calls[i].error);
    }
  g_assert_cmpint (count_entries (fixture->writer), ==, N_GROUP - 1);
  clear_errors (calls, N_GROUP);
}

static void
test_all_fail (Fixture      *fixture,
               gconstpointer unused)
{
  Call calls[N_GROUP] = {0};
  g_autoptr (BalieDb) other = balie_db_test_open (fixture->path, BALIE_DB_READ_WRITE);

  g_assert_true (balie_db_exec (other, "DROP TABLE entry;", NULL));
  run_together (fixture, calls, N_GROUP);

  for (int i = 0; i < N_GROUP; i++)
    g_assert_error (calls[i].error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  clear_errors (calls, N_GROUP);
}

static void
test_readers (Fixture      *fixture,
              gconstpointer unused)
{
  BalieDbQueue *reader = balie_db_queue_new ("reader", balie_db_test_open (fixture->path, BALIE_DB_READ_ONLY), BALIE_DB_QUEUE_READ);
  Call          write = {.id = 1};
  Call          refused = {.id = 2};
  Gate          gate = {0};

  start (fixture->writer, insert_job, &write, NULL);
  balie_test_wait_until (write.answered);
  g_assert_cmpint (count_entries (reader), ==, 1);

  start (reader, insert_job, &refused, NULL);
  balie_test_wait_until (refused.answered);
  g_assert_error (refused.error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_clear_error (&refused.error);

  gate_hold (&gate, fixture->writer);
  g_assert_cmpint (count_entries (reader), ==, 1);
  gate_let_go (&gate);

  balie_db_queue_close (reader);
  g_assert_finalize_object (reader);
}

static void
test_cancel_before (Fixture      *fixture,
                    gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Call calls[3] = {{.id = 1}, {.id = 2}, {.id = 3}};
  Gate gate = {0};

  gate_hold (&gate, fixture->writer);
  for (int i = 0; i < 3; i++)
    start (fixture->writer, insert_job, &calls[i], i == 1 ? cancellable : NULL);
  g_cancellable_cancel (cancellable);
  gate_let_go (&gate);
  balie_test_wait_until (n_answers == 3);

  g_assert_no_error (calls[0].error);
  g_assert_error (calls[1].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_no_error (calls[2].error);
  g_assert_cmpint (calls[1].n_runs, ==, 0);
  g_assert_cmpint (count_entries (fixture->writer), ==, 2);
  clear_errors (calls, 3);
}

static void
test_cancel_while_running (Fixture      *fixture,
                           gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Call call = {.id = 1, .cancel_while_running = cancellable};

  start (fixture->writer, insert_job, &call, cancellable);
  balie_test_wait_until (call.answered);

  g_assert_error (call.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (call.n_runs, ==, 1);
  g_assert_cmpint (count_entries (fixture->writer), ==, 1);
  clear_errors (&call, 1);
}

static void
test_close (Fixture      *fixture,
            gconstpointer unused)
{
  Call calls[N_GROUP] = {0};
  Call late = {.id = 1000};
  g_autoptr (BalieDb) after = NULL;
  BalieStatement *statement;

  for (int i = 0; i < N_GROUP; i++)
    {
      calls[i].id = i + 1;
      start (fixture->writer, insert_job, &calls[i], NULL);
    }
  balie_db_queue_close (fixture->writer);
  balie_db_queue_close (fixture->writer);
  start (fixture->writer, insert_job, &late, NULL);
  balie_test_wait_until (n_answers == N_GROUP + 1);

  for (int i = 0; i < N_GROUP; i++)
    g_assert_no_error (calls[i].error);
  g_assert_error (late.error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_assert_cmpint (late.n_runs, ==, 0);
  g_assert_cmpint (late.order, ==, N_GROUP);
  clear_errors (&late, 1);

  after = balie_db_test_open (fixture->path, BALIE_DB_READ_ONLY);
  statement = balie_db_prepare (after, "SELECT count (*) FROM entry");
  g_assert_true (balie_statement_next (statement, NULL));
  g_assert_cmpint (balie_statement_get_int (statement, 0), ==, N_GROUP);
  balie_statement_reset (statement);
}

static void
test_unfetched_result (Fixture      *fixture,
                       gconstpointer unused)
{
  balie_db_queue_run_async (fixture->writer, count_job, NULL, NULL, free_result, NULL, NULL, NULL);
  balie_db_queue_close (fixture->writer);
  g_assert_cmpint (g_atomic_int_get (&n_results), ==, 1);
  balie_test_wait_until (n_results == 0);
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/db-queue/order", test_order);
  add ("/db-queue/durable-before-answer", test_durable_before_answer);
  add ("/db-queue/one-fails-alone", test_one_fails_alone);
  add ("/db-queue/commit-fails", test_commit_fails);
  add ("/db-queue/disk-full", test_disk_full);
  add ("/db-queue/all-fail", test_all_fail);
  add ("/db-queue/readers", test_readers);
  add ("/db-queue/cancel/before", test_cancel_before);
  add ("/db-queue/cancel/while-running", test_cancel_while_running);
  add ("/db-queue/close", test_close);
  add ("/db-queue/unfetched-result", test_unfetched_result);
  return g_test_run ();
}
