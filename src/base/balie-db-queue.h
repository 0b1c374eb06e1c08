/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that owns one database connection and runs jobs on it, in order. */
#pragma once

#include <gio/gio.h>

#include "balie-db.h"

G_BEGIN_DECLS

#define BALIE_TYPE_DB_QUEUE (balie_db_queue_get_type ())
G_DECLARE_FINAL_TYPE (BalieDbQueue, balie_db_queue, BALIE, DB_QUEUE, GObject)

/**
 * BalieDbQueueMode:
 * @BALIE_DB_QUEUE_READ: every job runs in a read transaction of its own and sees one state of the database
 * @BALIE_DB_QUEUE_WRITE: jobs that wait together are committed together, up to 128 in one transaction; each can
 *   fail alone. A job is answered after the commit, never before.
 */
typedef enum {
  BALIE_DB_QUEUE_READ,
  BALIE_DB_QUEUE_WRITE,
} BalieDbQueueMode;

/**
 * BalieDbJob:
 * @db: the connection; the job must not begin, commit or roll back
 * @data: the job's own, seen by no other thread while it runs
 * @error: what went wrong; the job's writes are then undone
 *
 * Runs on the queue's thread. It may be run a second time when a commit of several jobs failed, so it must compute its
 * result anew from @db and @data alone.
 *
 * Returns: (transfer full) (nullable): the result, handed to balie_db_queue_run_finish(). %NULL is no error by itself.
 */
typedef gpointer (*BalieDbJob) (BalieDb *db,
                                gpointer data,
                                GError **error);

/**
 * balie_db_queue_new:
 * @name: of the thread, for debuggers
 * @db: (transfer full): a connection
 * @mode: what the jobs do
 *
 * Returns: (transfer full): a queue; [method@DbQueue.close] ends it
 */
BalieDbQueue *balie_db_queue_new (const char      *name,
                                  BalieDb         *db,
                                  BalieDbQueueMode mode);

/**
 * balie_db_queue_run_async:
 * @job: what to do
 * @data: (transfer full): for @job
 * @data_free: (nullable): frees @data, in the caller's thread
 * @result_free: (nullable): frees a result that nobody fetched
 * @cancellable: (nullable): a cancelled job does not start; one that runs is finished and its answer is G_IO_ERROR_CANCELLED
 *
 * Jobs run in the order of the calls, and their callbacks come in that order in the caller's main context.
 */
void balie_db_queue_run_async (BalieDbQueue       *self,
                               BalieDbJob          job,
                               gpointer            data,
                               GDestroyNotify      data_free,
                               GDestroyNotify      result_free,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);

/**
 * balie_db_queue_run_finish:
 * @error: the job's own error; %BALIE_ERROR_STORAGE when the commit failed or the queue is closed
 *
 * Returns: (transfer full) (nullable): the job's result
 */
gpointer balie_db_queue_run_finish (BalieDbQueue *self,
                                    GAsyncResult *result,
                                    GError      **error);

/**
 * balie_db_queue_close:
 *
 * Takes no more jobs, finishes those that wait, closes the connection and joins the thread. Repeatable.
 */
void balie_db_queue_close (BalieDbQueue *self);

G_END_DECLS
