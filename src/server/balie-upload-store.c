/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of uploads: files that are on their way. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-upload-store.h"

BalieUploadRow *
balie_upload_row_new (void)
{
  return g_new0 (BalieUploadRow, 1);
}

void
balie_upload_row_free (BalieUploadRow *self)
{
  g_free (self->account);
  g_clear_pointer (&self->attachment, balie_attachment_unref);
  g_free (self->digest);
  g_free (self->file);
  g_free (self->message);
  g_free (self);
}

BalieAttachment *
balie_upload_row_read_attachment (BalieStatement *statement,
                                  int             first)
{
  BalieAttachment *self = balie_attachment_new ();

  self->id = balie_statement_dup_text (statement, first);
  self->name = balie_statement_dup_text (statement, first + 1);
  self->type = balie_statement_dup_text (statement, first + 2);
  self->size = balie_statement_get_int (statement, first + 3);
  self->sha256 = balie_statement_dup_text (statement, first + 4);
  return self;
}

BalieUploadRow *
balie_upload_store_get (BalieDb    *db,
                        const char *id,
                        GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT id, name, type, size, sha256, account, digest, file, stored FROM upload WHERE id = $1");
  BalieUploadRow *self;

  balie_statement_bind_text (statement, 1, id);
  if (!balie_statement_next (statement, error))
    return NULL;

  self = balie_upload_row_new ();
  self->attachment = balie_upload_row_read_attachment (statement, 0);
  self->account = balie_statement_dup_text (statement, 5);
  self->digest = balie_statement_dup_text (statement, 6);
  self->file = balie_statement_dup_text (statement, 7);
  self->stored = balie_statement_get_int (statement, 8);
  balie_statement_reset (statement);
  return self;
}

gboolean
balie_upload_store_insert (BalieDb              *db,
                           const BalieUploadRow *upload,
                           gint64                now,
                           GError              **error)
{
  const BalieAttachment *attachment = upload->attachment;
  BalieStatement        *statement = balie_db_prepare (db, "INSERT INTO upload (id, account, name, type, size, sha256, digest, file, stored, changed_at)"
                                                                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9)");

  balie_statement_bind_text (statement, 1, attachment->id);
  balie_statement_bind_text (statement, 2, upload->account);
  balie_statement_bind_text (statement, 3, attachment->name);
  balie_statement_bind_text (statement, 4, attachment->type);
  balie_statement_bind_int (statement, 5, attachment->size);
  balie_statement_bind_text (statement, 6, attachment->sha256);
  balie_statement_bind_text (statement, 7, upload->digest);
  balie_statement_bind_text (statement, 8, upload->file);
  balie_statement_bind_int (statement, 9, now);
  return balie_statement_run (statement, error);
}

gboolean
balie_upload_store_advance (BalieDb    *db,
                            const char *id,
                            gint64      from,
                            gint64      to,
                            gint64      now,
                            gboolean   *advanced,
                            GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE upload SET stored = $1, changed_at = $2 WHERE id = $3 AND stored = $4");

  balie_statement_bind_int (statement, 1, to);
  balie_statement_bind_int (statement, 2, now);
  balie_statement_bind_text (statement, 3, id);
  balie_statement_bind_int (statement, 4, from);
  if (!balie_statement_run (statement, error))
    return FALSE;

  *advanced = balie_db_get_changes (db) > 0;
  return TRUE;
}

gboolean
balie_upload_store_delete (BalieDb    *db,
                           const char *id,
                           GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "DELETE FROM upload WHERE id = $1");

  balie_statement_bind_text (statement, 1, id);
  return balie_statement_run (statement, error);
}

gboolean
balie_upload_store_get_usage (BalieDb    *db,
                              const char *account,
                              gint64     *bytes,
                              gint64     *count,
                              GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT coalesce(sum(size), 0), count(*) FROM upload WHERE account = $1");

  balie_statement_bind_text (statement, 1, account);
  if (!balie_statement_next (statement, error))
    return FALSE;

  *bytes = balie_statement_get_int (statement, 0);
  *count = balie_statement_get_int (statement, 1);
  balie_statement_reset (statement);
  return TRUE;
}

gboolean
balie_upload_store_prune (BalieDb *db,
                          gint64   before,
                          GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "DELETE FROM upload WHERE changed_at < $1");

  balie_statement_bind_int (statement, 1, before);
  return balie_statement_run (statement, error);
}

gboolean
balie_upload_store_has_file (BalieDb    *db,
                             const char *file,
                             gboolean   *has,
                             GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT EXISTS (SELECT 1 FROM upload WHERE file = $1) OR EXISTS (SELECT 1 FROM attachment WHERE file = $1)");

  balie_statement_bind_text (statement, 1, file);
  if (!balie_statement_next (statement, error))
    return FALSE;

  *has = balie_statement_get_int (statement, 0) != 0;
  balie_statement_reset (statement);
  return TRUE;
}
