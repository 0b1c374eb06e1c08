/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of uploads: files that are on their way. */
#pragma once

#include "balie-attachment.h"
#include "balie-db.h"

G_BEGIN_DECLS

/**
 * BalieUploadRow:
 * @account: whose it is
 * @attachment: what it becomes; its id is the upload's
 * @digest: of what the client said about it, to tell a repetition from a reused id
 * @file: its name in the folder of files
 * @stored: bytes that are safe in the file; all of them when it is finished
 * @is_finished: whether it is an attachment by now
 * @message: (nullable): id of the message that carries it
 */
typedef struct
{
  char            *account;
  BalieAttachment *attachment;
  char            *digest;
  char            *file;
  gint64           stored;
  gboolean         is_finished;
  char            *message;
} BalieUploadRow;

BalieUploadRow *balie_upload_row_new (void);
void            balie_upload_row_free (BalieUploadRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieUploadRow, balie_upload_row_free)

/**
 * balie_upload_row_read_attachment:
 * @first: column of the id; name, type, size and sha256 follow it
 *
 * Returns: (transfer full): an attachment out of a row
 */
BalieAttachment *balie_upload_row_read_attachment (BalieStatement *statement,
                                                   int             first);

/**
 * balie_upload_store_get:
 *
 * Returns: (transfer full) (nullable): the upload; %NULL without @error when there is none, or it is finished
 */
BalieUploadRow *balie_upload_store_get (BalieDb    *db,
                                        const char *id,
                                        GError    **error);

gboolean balie_upload_store_insert (BalieDb              *db,
                                    const BalieUploadRow *upload,
                                    gint64                now,
                                    GError              **error);

/**
 * balie_upload_store_advance:
 * @from: what must be stored so far
 * @to: what is stored from now on
 * @advanced: (out): whether it was so
 */
gboolean balie_upload_store_advance (BalieDb    *db,
                                     const char *id,
                                     gint64      from,
                                     gint64      to,
                                     gint64      now,
                                     gboolean   *advanced,
                                     GError    **error);

gboolean balie_upload_store_delete (BalieDb    *db,
                                    const char *id,
                                    GError    **error);

/**
 * balie_upload_store_get_usage:
 * @bytes: (out): that the account's uploads will have
 * @count: (out): how many there are
 */
gboolean balie_upload_store_get_usage (BalieDb    *db,
                                       const char *account,
                                       gint64     *bytes,
                                       gint64     *count,
                                       GError    **error);

/**
 * balie_upload_store_prune:
 * @before: milliseconds since 1970
 *
 * Deletes what nothing has come of since @before.
 */
gboolean balie_upload_store_prune (BalieDb *db,
                                   gint64   before,
                                   GError **error);

/**
 * balie_upload_store_has_file:
 * @has: (out): whether an upload or an attachment has this file
 */
gboolean balie_upload_store_has_file (BalieDb    *db,
                                      const char *file,
                                      gboolean   *has,
                                      GError    **error);

G_END_DECLS
