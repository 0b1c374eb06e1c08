/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that runs jobs in order, for what waits on the disk. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BALIE_TYPE_WORKER (balie_worker_get_type ())
G_DECLARE_FINAL_TYPE (BalieWorker, balie_worker, BALIE, WORKER, GObject)

/**
 * BalieWorkerJob:
 * @data: the job's own, seen by no other thread while it runs
 * @cancellable: (nullable): to be looked at by a job that takes long
 *
 * Runs on the worker's thread.
 *
 * Returns: (transfer full) (nullable): the result
 */
typedef gpointer (*BalieWorkerJob) (gpointer      data,
                                    GCancellable *cancellable,
                                    GError      **error);

/**
 * balie_worker_new:
 * @name: of the thread, for debuggers
 *
 * Returns: (transfer full): a worker; [method@Worker.close] ends it
 */
BalieWorker *balie_worker_new (const char *name);

/**
 * balie_worker_run_async:
 * @job: what to do
 * @data: (transfer full): for @job
 * @data_free: (nullable): frees @data, in the caller's thread
 * @result_free: (nullable): frees a result that nobody fetched
 * @cancellable: (nullable): a cancelled job does not start; whatever it came to, its answer is then G_IO_ERROR_CANCELLED
 *
 * Jobs run in the order of the calls, and their callbacks come in that order in the caller's main context.
 */
void balie_worker_run_async (BalieWorker        *self,
                             BalieWorkerJob      job,
                             gpointer            data,
                             GDestroyNotify      data_free,
                             GDestroyNotify      result_free,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);

/**
 * balie_worker_run_finish:
 * @error: the job's own; %BALIE_ERROR_STORAGE when the worker is closed
 *
 * Returns: (transfer full) (nullable): the job's result
 */
gpointer balie_worker_run_finish (BalieWorker  *self,
                                  GAsyncResult *result,
                                  GError      **error);

/**
 * balie_worker_close:
 *
 * Takes no more jobs, finishes those that wait, and joins the thread. Repeatable.
 */
void balie_worker_close (BalieWorker *self);

G_END_DECLS
