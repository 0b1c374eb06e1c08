/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Durable messages a second: what the disk allows SQLite alone, in groups of several sizes, and what the queue makes of it.
 * The folder in which it is started decides which disk is measured. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include <gio/gio.h>

#include "balie-bench.h"
#include "balie-db-queue.h"
#include "balie-test-folder.h"

/* The most that the queue commits together, and twice as many writers, so that a group waits while another is written. */
#define MAX_GROUP 128
#define N_WRITERS (2 * MAX_GROUP)

typedef struct
{
  BalieDb *db;
  guint    group;
} Alone;

typedef struct
{
  BalieDbQueue *queue;
  guint         n_waiting;
  guint         n_answered;
} Queued;

static void
stop_on_error (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

/* The shape of the server's work: a conversation's count, a message, an event. */
static gboolean
write_message (BalieDb *db,
               GError **error)
{
  static const char text[] = "The printer on the second floor says that it is out of paper, but it is not.";
  g_autofree char  *id = g_uuid_string_random ();
  BalieStatement   *statement = balie_db_prepare (db, "UPDATE conversation SET count = count + 1 WHERE id = $1 RETURNING count");
  gint64            count;

  balie_statement_bind_int (statement, 1, 1);
  if (!balie_statement_next (statement, error))
    return FALSE;
  count = balie_statement_get_int (statement, 0);
  balie_statement_reset (statement);

  statement = balie_db_prepare (db, "INSERT INTO message (id, conversation, number, text) VALUES ($1, $2, $3, $4)");
  balie_statement_bind_text (statement, 1, id);
  balie_statement_bind_int (statement, 2, 1);
  balie_statement_bind_int (statement, 3, count);
  balie_statement_bind_text (statement, 4, text);
  if (!balie_statement_run (statement, error))
    return FALSE;

  statement = balie_db_prepare (db, "INSERT INTO event (seq, data) VALUES ($1, $2)");
  balie_statement_bind_int (statement, 1, count);
  balie_statement_bind_text (statement, 2, text);
  return balie_statement_run (statement, error);
}

static BalieDb *
open_database (BalieTestFolder *folder,
               const char      *name)
{
  g_autoptr (GError) local_error = NULL;
  BalieDb *db = balie_db_open (balie_test_folder_get_file (folder, name), BALIE_DB_READ_WRITE, &local_error);

  stop_on_error (local_error);
  balie_db_exec (db,
                 "CREATE TABLE conversation (id INTEGER PRIMARY KEY, count INTEGER NOT NULL);"
                 "CREATE TABLE message (id TEXT PRIMARY KEY, conversation INTEGER NOT NULL, number INTEGER NOT NULL,"
                 "  text TEXT NOT NULL, UNIQUE (conversation, number));"
                 "CREATE TABLE event (seq INTEGER PRIMARY KEY, data TEXT NOT NULL);"
                 "INSERT INTO conversation (id, count) VALUES (1, 0);",
                 &local_error);
  stop_on_error (local_error);
  return db;
}

static guint
write_group (gpointer data)
{
  Alone *alone = data;
  g_autoptr (GError) local_error = NULL;

  balie_db_begin (alone->db, &local_error);
  stop_on_error (local_error);
  for (guint i = 0; i < alone->group && local_error == NULL; i++)
    write_message (alone->db, &local_error);
  stop_on_error (local_error);
  balie_db_commit (alone->db, &local_error);
  stop_on_error (local_error);

  return alone->group;
}

static gpointer
write_job (BalieDb *db,
           gpointer unused,
           GError **error)
{
  write_message (db, error);
  return NULL;
}

static void
on_written (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Queued *queued = user_data;
  g_autoptr (GError) local_error = NULL;

  balie_db_queue_run_finish (BALIE_DB_QUEUE (object), result, &local_error);
  stop_on_error (local_error);
  queued->n_waiting--;
  queued->n_answered++;
}

/* Every writer has one message under way, and sends the next when it is answered. */
static guint
write_queued (gpointer data)
{
  Queued *queued = data;
  guint   before = queued->n_answered;

  while (queued->n_waiting < N_WRITERS)
    {
      balie_db_queue_run_async (queued->queue, write_job, NULL, NULL, NULL, NULL, on_written, queued);
      queued->n_waiting++;
    }
  g_main_context_iteration (NULL, TRUE);

  return queued->n_answered - before;
}

static double
measure_alone (BalieTestFolder *folder,
               guint            group)
{
  g_autofree char *file = g_strdup_printf ("alone-%u.db", group);
  g_autofree char *name = g_strdup_printf ("sqlite-alone-in-groups-of-%u", group);
  g_autoptr (BalieDb) db = open_database (folder, file);
  Alone  alone = {.db = db, .group = group};
  double rate = balie_bench_rate (write_group, &alone);

  balie_bench_print (name, rate, "messages/s");
  return rate;
}

static double
measure_queue (BalieTestFolder *folder)
{
  g_autoptr (BalieDbQueue) queue = balie_db_queue_new ("writer", open_database (folder, "queue.db"), BALIE_DB_QUEUE_WRITE);
  Queued queued = {.queue = queue};
  double rate = balie_bench_rate (write_queued, &queued);

  while (queued.n_waiting > 0)
    g_main_context_iteration (NULL, TRUE);
  balie_db_queue_close (queue);

  balie_bench_print ("database-queue", rate, "messages/s");
  return rate;
}

int
main (int    argc,
      char **argv)
{
  static const guint groups[] = {1, 8, 32, MAX_GROUP};
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new_in (".");
  double alone = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    alone = measure_alone (folder, groups[i]);
  balie_bench_print ("database-queue-beside-sqlite-alone", measure_queue (folder) / alone, "x");

  return 0;
}
