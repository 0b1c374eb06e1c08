/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of one message, below each other. */
#pragma once

#include <gtk/gtk.h>

#include "balie-message.h"
#include "balie-session.h"

G_BEGIN_DECLS

#define BALIE_TYPE_MESSAGE_FILES (balie_message_files_get_type ())
G_DECLARE_FINAL_TYPE (BalieMessageFiles, balie_message_files, BALIE, MESSAGE_FILES, GtkWidget)

GtkWidget *balie_message_files_new (void);

/**
 * balie_message_files_set:
 * @session: (nullable): where the files come from; without one they are there to be looked at
 * @attachments: (nullable) (element-type BalieAttachment): of the message
 *
 * Shows other files. What was held for those before is let go.
 */
void balie_message_files_set (BalieMessageFiles *self,
                              BalieSession      *session,
                              GPtrArray         *attachments);

G_END_DECLS
