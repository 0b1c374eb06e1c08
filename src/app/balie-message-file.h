/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file of a message: a picture as what it shows, any other as a chip. */
#pragma once

#include <gtk/gtk.h>

#include "balie-download.h"
#include "balie-upload.h"

G_BEGIN_DECLS

/**
 * BALIE_MESSAGE_FILE_SMALL:
 *
 * Bytes up to which a picture is fetched without being asked for.
 */
#define BALIE_MESSAGE_FILE_SMALL (4 * 1024 * 1024)

/**
 * BalieMessageFile:
 *
 * Says what it is, how large, and how far it is on its way; a picture that is small, or here, is shown. A message from the outbox
 * shows how its files go out.
 *
 * Actions: `file.open`, `file.save`, `file.fetch`, `file.stop`. What has to be told goes to `thread.show-notice`.
 */
#define BALIE_TYPE_MESSAGE_FILE (balie_message_file_get_type ())
G_DECLARE_FINAL_TYPE (BalieMessageFile, balie_message_file, BALIE, MESSAGE_FILE, GtkWidget)

GtkWidget *balie_message_file_new (void);

/**
 * balie_message_file_set:
 * @download: (nullable): what to show
 * @upload: (nullable): on its way to the server, for a message of one's own
 * @server: (nullable): where the file comes from, to be noted on what is saved
 */
void balie_message_file_set (BalieMessageFile *self,
                             BalieDownload    *download,
                             BalieUpload      *upload,
                             const char       *server);

BalieDownload *balie_message_file_get_download (BalieMessageFile *self);

G_END_DECLS
