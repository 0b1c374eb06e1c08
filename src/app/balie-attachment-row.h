/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file that goes with a message: what it is, how far it is, why it cannot go. */
#pragma once

#include <gtk/gtk.h>

#include "balie-desk.h"
#include "balie-upload.h"

G_BEGIN_DECLS

/**
 * BalieAttachmentRow:
 *
 * Follows one upload through all its states.
 *
 * Signals: `remove`: somebody wants the file not to go with the message.
 *
 * Actions: `attachment.remove`.
 */
#define BALIE_TYPE_ATTACHMENT_ROW (balie_attachment_row_get_type ())
G_DECLARE_FINAL_TYPE (BalieAttachmentRow, balie_attachment_row, BALIE, ATTACHMENT_ROW, GtkListBoxRow)

/**
 * balie_attachment_row_new:
 * @desk: (nullable): whose limits a refusal names
 */
GtkWidget   *balie_attachment_row_new (BalieUpload *upload,
                                       BalieDesk   *desk);
BalieUpload *balie_attachment_row_get_upload (BalieAttachmentRow *self);

/**
 * balie_attachment_row_dup_text:
 *
 * Returns: (transfer full): what the row says below the name: size and state, or why it cannot go
 */
char *balie_attachment_row_dup_text (BalieAttachmentRow *self);

G_END_DECLS
