/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the scan command does with attachments. */
#pragma once

#include "balie-transaction.h"
#include "balie-upload-store.h"

G_BEGIN_DECLS

/* Each action runs inside a transaction on a thread of the database, as a #BalieAction does. */

/**
 * BalieScanVerdict:
 * @id: of the attachment
 * @state: ready or refused
 */
typedef struct
{
  char                *id;
  BalieAttachmentState state;
} BalieScanVerdict;

BalieScanVerdict *balie_scan_verdict_new (const char          *id,
                                          BalieAttachmentState state);
void              balie_scan_verdict_free (BalieScanVerdict *self);

/**
 * balie_scan_action_list:
 * @input: not used
 *
 * Returns: (transfer full) (element-type BalieUploadRow): the attachments that are to be checked, the oldest first
 */
gpointer balie_scan_action_list (BalieTransaction *transaction,
                                 gpointer          input,
                                 GError          **error);

/**
 * balie_scan_action_settle:
 * @input: (type BalieScanVerdict):
 *
 * Says what came of a check, and tells whoever sees the message that carries the attachment. Does nothing when it is not to be checked (any
 * more).
 */
gpointer balie_scan_action_settle (BalieTransaction *transaction,
                                   gpointer          input,
                                   GError          **error);

G_END_DECLS
