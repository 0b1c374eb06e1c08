/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How what the server tells gets into the cache: each a job, one transaction with the position. */
#pragma once

#include "balie-db.h"
#include "balie-event.h"

G_BEGIN_DECLS

/**
 * BalieSyncBatch:
 * @events: (element-type BalieEvent): ascending by seq, none live
 * @own: id of the reader's account
 * @role: the reader's side
 * @next: (nullable): position that the server named for after the last of @events
 */
typedef struct
{
  GPtrArray *events;
  char      *own;
  BalieRole  role;
  char      *next;
} BalieSyncBatch;

void balie_sync_batch_free (BalieSyncBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieSyncBatch, balie_sync_batch_free)

/**
 * BalieSyncApplied:
 * @events: (element-type BalieEvent): those that were new
 * @position: of the cache now
 * @gap: whether one did not follow the one before it; nothing from there on was applied
 */
typedef struct
{
  GPtrArray    *events;
  BaliePosition position;
  gboolean      gap;
} BalieSyncApplied;

void balie_sync_applied_free (BalieSyncApplied *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieSyncApplied, balie_sync_applied_free)

/**
 * balie_sync_job_apply:
 * @data: a #BalieSyncBatch
 *
 * Applies events that follow the cache's position. What is known is passed over, so the same batch may come twice.
 *
 * Returns: (transfer full): a #BalieSyncApplied
 */
gpointer balie_sync_job_apply (BalieDb *db,
                               gpointer data,
                               GError **error);

/**
 * BalieSyncSnapshot:
 * @conversations: (element-type BalieConversation): all that the reader has
 * @next: position to go on from
 */
typedef struct
{
  GPtrArray *conversations;
  char      *next;
} BalieSyncSnapshot;

void balie_sync_snapshot_free (BalieSyncSnapshot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieSyncSnapshot, balie_sync_snapshot_free)

/**
 * balie_sync_job_replace:
 * @data: a #BalieSyncSnapshot
 *
 * Puts a snapshot in the place of all that was cached; outbox, drafts and read marks stay. When the epoch is another one,
 * what was sent lately goes out again.
 *
 * Returns: (transfer full): a #GPtrArray of #BalieOutboxEntry: what is not sent now
 */
gpointer balie_sync_job_replace (BalieDb *db,
                                 gpointer data,
                                 GError **error);

/**
 * balie_sync_job_set_desk:
 * @data: the document as JSON
 */
gpointer balie_sync_job_set_desk (BalieDb *db,
                                  gpointer data,
                                  GError **error);

G_END_DECLS
