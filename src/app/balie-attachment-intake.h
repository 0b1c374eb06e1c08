/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways by which files come to a message: chosen, dropped, pasted, taken of the screen. */
#pragma once

#include <gtk/gtk.h>

#include "balie-attachment-box.h"

G_BEGIN_DECLS

/**
 * balie_attachment_intake_add_files:
 * @files: (element-type GFile): any number
 *
 * Adds as many as fit on the message, and says how many did not.
 */
void balie_attachment_intake_add_files (BalieAttachmentBox *box,
                                        const GSList       *files);

/**
 * balie_attachment_intake_add_picture:
 *
 * Adds a picture that was pasted or dropped, as a PNG that is made away from the main thread.
 */
void balie_attachment_intake_add_picture (BalieAttachmentBox *box,
                                          GdkTexture         *picture);

/**
 * balie_attachment_intake_add_value:
 * @value: a GdkFileList or a GdkTexture
 *
 * Adds what was dropped or pasted.
 *
 * Returns: whether it was something that can be added
 */
gboolean balie_attachment_intake_add_value (BalieAttachmentBox *box,
                                            const GValue       *value);

/**
 * balie_attachment_intake_choose:
 *
 * Lets somebody choose files.
 */
void balie_attachment_intake_choose (BalieAttachmentBox *box);

/**
 * balie_attachment_intake_take_screenshot:
 *
 * Takes a picture of the screen and adds it.
 */
void balie_attachment_intake_take_screenshot (BalieAttachmentBox *box);

/**
 * balie_attachment_intake_paste:
 *
 * Adds the files or the picture of the clipboard, if that is what it holds.
 */
void balie_attachment_intake_paste (BalieAttachmentBox *box);

/**
 * balie_attachment_intake_watch_paste:
 * @widget: a #GtkTextView or a #GtkText
 *
 * Makes files and pictures that are pasted into @widget go to the box. Texts go where they always go.
 */
void balie_attachment_intake_watch_paste (BalieAttachmentBox *box,
                                          GtkWidget          *widget);

G_END_DECLS
