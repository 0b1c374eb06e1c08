/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker that takes several jobs at once, for those who know how to do them together. */
#pragma once

#include "balie-worker.h"

G_BEGIN_DECLS

/**
 * BalieWork:
 * @job: what to do; a function that the group's own function knows how to call
 * @data: for @job
 * @data_free: (nullable): frees @data, in the caller's thread
 * @result: (nullable): what came of it
 * @result_free: (nullable): frees a result that nobody fetched
 * @error: (nullable): why nothing came of it
 * @cancellable: (nullable): work that is cancelled before it begins is not to be done
 *
 * One job from the call to its answer.
 */
typedef struct
{
  GCallback      job;
  gpointer       data;
  GDestroyNotify data_free;
  gpointer       result;
  GDestroyNotify result_free;
  GError        *error;
  GCancellable  *cancellable;
} BalieWork;

BalieWork *balie_work_new (GCallback      job,
                           gpointer       data,
                           GDestroyNotify data_free,
                           GDestroyNotify result_free,
                           GCancellable  *cancellable);

/**
 * balie_work_clear_result:
 *
 * Forgets what came of it, so that it can be done again.
 */
void balie_work_clear_result (BalieWork *self);

/**
 * BalieWorkerGroup:
 * @works: (array length=n_works): what waits, in order; each gets its result or its error
 *
 * Runs on the worker's thread. The answers go out when it returns.
 */
typedef void (*BalieWorkerGroup) (BalieWork **works,
                                  gsize       n_works,
                                  gpointer    user_data);

/**
 * balie_worker_new_for_groups:
 * @maximum: how many jobs it takes at once; %BALIE_WORKER_MAX_GROUP at most
 * @group: does them
 * @end: (nullable): called on the worker's thread, as the last thing
 * @user_data: for both
 */
BalieWorker *balie_worker_new_for_groups (const char      *name,
                                          gsize            maximum,
                                          BalieWorkerGroup group,
                                          GDestroyNotify   end,
                                          gpointer         user_data);

#define BALIE_WORKER_MAX_GROUP 128

/**
 * balie_worker_add:
 * @work: (transfer full): what to do
 * @task: (transfer full): gets its result; without a cancellable, which would call it back out of order
 */
void balie_worker_add (BalieWorker *self,
                       BalieWork   *work,
                       GTask       *task);

G_END_DECLS
