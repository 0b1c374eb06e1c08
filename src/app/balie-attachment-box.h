/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that go with a message: what is added to it, and how each of them stands. */
#pragma once

#include <gtk/gtk.h>

#include "balie-screenshot.h"
#include "balie-session.h"

G_BEGIN_DECLS

/**
 * BalieAttachmentBox:
 *
 * A request's form shows it with a heading and buttons; a composer, which has buttons of its own, only while there are files.
 *
 * Properties: `compact` (boolean, construct only: for a composer); read-only, each notifies: `files` (GListModel of BalieUpload,
 * nullable), `n-files` (uint), `problem` (string, nullable: why the message cannot be sent as it is, as a sentence),
 * `accepting` (boolean: whether the desk takes files at all), `camera` (boolean: whether screenshots can be taken).
 *
 * Signals: `notice` (string): something to be said once, in passing.
 *
 * Actions: `attachments.add`, `attachments.screenshot`.
 */
#define BALIE_TYPE_ATTACHMENT_BOX (balie_attachment_box_get_type ())
G_DECLARE_FINAL_TYPE (BalieAttachmentBox, balie_attachment_box, BALIE, ATTACHMENT_BOX, GtkWidget)

GtkWidget *balie_attachment_box_new (gboolean compact);

/**
 * balie_attachment_box_open:
 * @session: (nullable): that keeps and uploads the files; %NULL closes
 * @draft_key: (nullable): which draft they belong to
 *
 * Shows the files of a draft, and brings to it what is added.
 */
void balie_attachment_box_open (BalieAttachmentBox *self,
                                BalieSession       *session,
                                const char         *draft_key);

/**
 * balie_attachment_box_set_files:
 * @files: (nullable): a list of #BalieUpload
 *
 * A session brings its own; this is for tests and previews without one.
 */
void balie_attachment_box_set_files (BalieAttachmentBox *self,
                                     GListModel         *files);

/**
 * balie_attachment_box_set_desk:
 * @desk: (nullable): whose limits hold
 *
 * A session brings its own; this is for tests and previews without one.
 */
void balie_attachment_box_set_desk (BalieAttachmentBox *self,
                                    BalieDesk          *desk);

/**
 * balie_attachment_box_add_file:
 *
 * Adds a file, wherever it comes from. A copy is taken; one that may not go stands there with the reason.
 */
void balie_attachment_box_add_file (BalieAttachmentBox *self,
                                    GFile              *file);

/**
 * balie_attachment_box_add_data:
 * @name: that the file gets
 *
 * Adds what is no file yet, such as a picture from the clipboard.
 */
void balie_attachment_box_add_data (BalieAttachmentBox *self,
                                    const char         *name,
                                    const char         *media_type,
                                    GBytes             *data);

/**
 * balie_attachment_box_remove_all:
 *
 * Removes every file for good.
 */
void balie_attachment_box_remove_all (BalieAttachmentBox *self);

/**
 * balie_attachment_box_get_room:
 *
 * Returns: how many files still fit on the message
 */
guint       balie_attachment_box_get_room (BalieAttachmentBox *self);
guint       balie_attachment_box_get_n_files (BalieAttachmentBox *self);
gboolean    balie_attachment_box_get_accepting (BalieAttachmentBox *self);
const char *balie_attachment_box_get_problem (BalieAttachmentBox *self);

/**
 * balie_attachment_box_has_refused:
 *
 * Returns: whether there is a file that cannot go, until somebody removes it
 */
gboolean   balie_attachment_box_has_refused (BalieAttachmentBox *self);
BalieDesk *balie_attachment_box_get_desk (BalieAttachmentBox *self);

/**
 * balie_attachment_box_get_camera:
 *
 * Returns: (transfer none): what takes screenshots
 */
BalieScreenshot *balie_attachment_box_get_camera (BalieAttachmentBox *self);

/**
 * balie_attachment_box_notify_notice:
 * @text: a sentence
 *
 * Says something once, wherever the box stands.
 */
void balie_attachment_box_notify_notice (BalieAttachmentBox *self,
                                         const char         *text);

G_END_DECLS
