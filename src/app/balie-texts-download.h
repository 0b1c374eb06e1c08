/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for files that come with messages. */
#pragma once

#include "balie-download.h"
#include "balie-upload.h"

G_BEGIN_DECLS

/**
 * balie_texts_dup_download:
 *
 * Returns: (transfer full): how large a file is and how far it has come, or why it cannot be had
 */
char *balie_texts_dup_download (BalieDownload *download);

/**
 * balie_texts_dup_upload:
 *
 * Returns: (transfer full): how far a file of one's own message has gone, or why it does not go
 */
char *balie_texts_dup_upload (BalieUpload *upload);

/**
 * balie_texts_dup_open_question:
 * @type: for people, such as `PDF document`
 *
 * Returns: (transfer full): what somebody should know before a file is opened
 */
char *balie_texts_dup_open_question (BalieDownload *download,
                                     const char    *type);

/**
 * balie_texts_get_unsafe:
 * @page: whether it is a web page and no program
 *
 * Returns: why such a file is not opened
 */
const char *balie_texts_get_unsafe (gboolean page);

G_END_DECLS
