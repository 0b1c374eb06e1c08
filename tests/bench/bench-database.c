/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Durable messages a second: what the disk allows SQLite alone, in groups of several sizes, and what the queue makes of it.
 * The folder in which it is started decides which disk is measured. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include <gio/gio.h>

#include "balie-bench-database.h"
#include "balie-bench.h"
#include "balie-db-queue.h"

/* The most that the queue commits together, and twice as many writers, so that a group waits while another is written. */
#define MAX_GROUP 128
#define N_WRITERS (2 * MAX_GROUP)

typedef struct
{
  BalieDbQueue *queue;
  guint         n_waiting;
  guint         n_answered;
} Queued;

static gpointer
write_job (BalieDb *db,
           gpointer unused,
           GError **error)
{
  balie_bench_database_write (db, error);
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
  if (local_error != NULL)
    g_error ("%s", local_error->message);
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
measure_queue (BalieTestFolder *folder)
{
  g_autoptr (BalieDbQueue) queue = balie_db_queue_new ("writer", balie_bench_database_open (folder, "queue.db"), BALIE_DB_QUEUE_WRITE);
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
    alone = balie_bench_database_measure_alone (folder, groups[i]);
  balie_bench_print ("database-queue-beside-sqlite-alone", measure_queue (folder) / alone, "x");

  return 0;
}
