/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking back what was not sent: out of the outbox, into a draft or away. */
#pragma once

#include "balie-db.h"
#include "balie-outbox-entry.h"

G_BEGIN_DECLS

/**
 * BalieOutboxWithdrawal:
 * @draft: what was typed
 * @draft_key: (nullable): key of the draft that has it now; %NULL when it was deleted
 * @files_key: owner of the files now: the same, or %BALIE_FILE_DELETED with the id of the message
 * @kept: (nullable): that draft, with what stood there before
 * @entries: (element-type BalieOutboxEntry): what is out of the outbox now
 */
typedef struct
{
  BalieDraft *draft;
  char       *draft_key;
  char       *files_key;
  BalieDraft *kept;
  GPtrArray  *entries;
} BalieOutboxWithdrawal;

void balie_outbox_withdrawal_free (BalieOutboxWithdrawal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieOutboxWithdrawal, balie_outbox_withdrawal_free)

/**
 * balie_outbox_job_withdraw:
 * @data: id of the message
 * @error: %BALIE_ERROR_CONFLICT when it may have reached the server, %BALIE_ERROR_NOT_FOUND
 *
 * Removes the entry; with a request all that waits behind it. Text and files go back into the draft that it was made from.
 *
 * Returns: (transfer full): a #BalieOutboxWithdrawal
 */
gpointer balie_outbox_job_withdraw (BalieDb *db,
                                    gpointer data,
                                    GError **error);

/**
 * balie_outbox_job_delete:
 * @data: id of the message
 * @error: as of [func@outbox_job_withdraw]
 *
 * Removes the entry; with a request all that waits behind it. The files are put aside.
 *
 * Returns: (transfer full): a #BalieOutboxWithdrawal
 */
gpointer balie_outbox_job_delete (BalieDb *db,
                                  gpointer data,
                                  GError **error);

/**
 * BalieOutboxMove:
 * @to: (nullable): %NULL to remove them
 *
 * Files of deleted messages that get another owner, or none.
 */
typedef struct
{
  char *from;
  char *to;
} BalieOutboxMove;

void balie_outbox_move_free (BalieOutboxMove *self);

/**
 * balie_outbox_job_move_files:
 * @data: a #BalieOutboxMove
 *
 * Returns: %NULL
 */
gpointer balie_outbox_job_move_files (BalieDb *db,
                                      gpointer data,
                                      GError **error);

G_END_DECLS
