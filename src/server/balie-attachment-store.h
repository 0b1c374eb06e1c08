/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of attachments: files that arrived. */
#pragma once

#include "balie-message.h"
#include "balie-upload-store.h"

G_BEGIN_DECLS

/**
 * balie_attachment_store_get:
 *
 * Returns: (transfer full) (nullable): the finished upload; %NULL without @error when there is none
 */
BalieUploadRow *balie_attachment_store_get (BalieDb    *db,
                                            const char *id,
                                            GError    **error);

/**
 * balie_attachment_store_insert:
 * @upload: that is complete
 */
gboolean balie_attachment_store_insert (BalieDb              *db,
                                        const BalieUploadRow *upload,
                                        gint64                now,
                                        GError              **error);

/**
 * balie_attachment_store_find_file:
 * @is_refused: (out): whether an attachment with this content was refused
 *
 * Returns: (transfer full) (nullable): name of a file of this account with this content; %NULL without @error when there is none
 */
char *balie_attachment_store_find_file (BalieDb    *db,
                                        const char *account,
                                        const char *sha256,
                                        gboolean   *is_refused,
                                        GError    **error);

/**
 * balie_attachment_store_get_usage:
 * @bytes: (out): of the account's files, each counted once
 * @n_unused: (out): how many attachments hang on no message
 */
gboolean balie_attachment_store_get_usage (BalieDb    *db,
                                           const char *account,
                                           gint64     *bytes,
                                           gint64     *n_unused,
                                           GError    **error);

/**
 * balie_attachment_store_hang:
 * @message: that carries it from now on
 * @position: among those of the message, from 0
 * @hung: (out): whether it was there, hung on none, and was not refused
 */
gboolean balie_attachment_store_hang (BalieDb    *db,
                                      const char *id,
                                      const char *account,
                                      const char *message,
                                      int         position,
                                      gboolean   *hung,
                                      GError    **error);

/**
 * balie_attachment_store_set_state:
 *
 * Says whether it can be fetched from now on.
 */
gboolean balie_attachment_store_set_state (BalieDb             *db,
                                           const char          *id,
                                           BalieAttachmentState state,
                                           GError             **error);

/**
 * balie_attachment_store_list_checking:
 *
 * Returns: (transfer full) (element-type BalieUploadRow): those that are to be checked, the oldest first
 */
GPtrArray *balie_attachment_store_list_checking (BalieDb *db,
                                                 GError **error);

/**
 * balie_attachment_store_list_sharing:
 *
 * Returns: (transfer full) (element-type BalieUploadRow): those whose content is in @file
 */
GPtrArray *balie_attachment_store_list_sharing (BalieDb    *db,
                                                const char *file,
                                                GError    **error);

/**
 * balie_attachment_store_load:
 * @message: gets its attachments
 */
gboolean balie_attachment_store_load (BalieDb      *db,
                                      BalieMessage *message,
                                      GError      **error);

/**
 * balie_attachment_store_list_files:
 * @carried: whether of those that a message carries, or of those that hang on none
 *
 * Returns: (transfer full) (element-type utf8): the names of their files, each once
 */
GPtrArray *balie_attachment_store_list_files (BalieDb *db,
                                              gboolean carried,
                                              GError **error);

/**
 * balie_attachment_store_prune:
 * @before: milliseconds since 1970
 *
 * Deletes what arrived before and hangs on no message.
 */
gboolean balie_attachment_store_prune (BalieDb *db,
                                       gint64   before,
                                       GError **error);

G_END_DECLS
