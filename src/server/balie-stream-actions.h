/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be read of a stream: a snapshot to begin with, then the events. */
#pragma once

#include "balie-reply.h"
#include "balie-transaction.h"

G_BEGIN_DECLS

/* Each action runs inside a transaction on a thread of the database, as a #BalieAction does. */

/**
 * BalieSnapshotInput:
 * @epoch: the desk's
 * @cursor: id of the last conversation that the caller has, "" to begin
 * @next: (nullable): the position that came with the first page; %NULL for the first page
 * @limit: most conversations
 */
typedef struct
{
  char *epoch;
  char *cursor;
  char *next;
  guint limit;
} BalieSnapshotInput;

void balie_snapshot_input_free (BalieSnapshotInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieSnapshotInput, balie_snapshot_input_free)

/**
 * balie_stream_action_snapshot:
 * @input: (type BalieSnapshotInput):
 *
 * Reads a page of all that the caller may see. All pages carry the position of the first one: what changes while they are read
 * is in the events after it.
 */
gpointer balie_stream_action_snapshot (BalieTransaction *transaction,
                                       gpointer          input,
                                       GError          **error);

/**
 * BalieSyncInput:
 * @epoch: the desk's
 * @since: (nullable): a position; %NULL for now
 * @limit: most events
 */
typedef struct
{
  char *epoch;
  char *since;
  guint limit;
} BalieSyncInput;

BalieSyncInput *balie_sync_input_new (const char *epoch,
                                      const char *since,
                                      guint       limit);
void            balie_sync_input_free (BalieSyncInput *self);

/**
 * BalieSyncResult:
 * @reply: the events
 * @n_events: how many
 * @seq: the newest that the caller has now
 */
typedef struct
{
  BalieReply *reply;
  guint       n_events;
  gint64      seq;
} BalieSyncResult;

void balie_sync_result_free (BalieSyncResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieSyncResult, balie_sync_result_free)

/**
 * balie_stream_action_sync:
 * @input: (type BalieSyncInput):
 *
 * Reads the events after a position; 410 `sync-reset` when they are not there any more, or never were.
 *
 * Returns: (type BalieSyncResult) (transfer full):
 */
gpointer balie_stream_action_sync (BalieTransaction *transaction,
                                   gpointer          input,
                                   GError          **error);

/**
 * balie_stream_action_locate:
 * @input: (type BalieSyncInput): its limit means nothing
 *
 * Finds out whether the events after a position are there.
 *
 * Returns: (type gint64) (transfer full): the position's seq
 */
gpointer balie_stream_action_locate (BalieTransaction *transaction,
                                     gpointer          input,
                                     GError          **error);

G_END_DECLS
