/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of attachments: files that arrived. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-attachment-store.h"

#define ATTACHMENT_QUERY "SELECT id, name, type, size, sha256, width, height, state, account, digest, file, message FROM attachment "

/* Reads the columns of ATTACHMENT_QUERY up to its state. */
static BalieAttachment *
read_attachment (BalieStatement *statement)
{
  BalieAttachment *self = balie_upload_row_read_attachment (statement, 0);
  const char      *state = balie_statement_get_text (statement, 7);

  self->width = (int)balie_statement_get_int (statement, 5);
  self->height = (int)balie_statement_get_int (statement, 6);

  /* The table's own check leaves just the words of the list. */
  for (int i = 0; balie_attachment_state_nicks[i] != NULL; i++)
    {
      if (g_strcmp0 (state, balie_attachment_state_nicks[i]) == 0)
        self->state = (BalieAttachmentState)i;
    }
  return self;
}

static BalieUploadRow *
read_upload (BalieStatement *statement)
{
  BalieUploadRow *self = balie_upload_row_new ();

  self->attachment = read_attachment (statement);
  self->account = balie_statement_dup_text (statement, 8);
  self->digest = balie_statement_dup_text (statement, 9);
  self->file = balie_statement_dup_text (statement, 10);
  self->message = balie_statement_dup_text (statement, 11);
  self->stored = self->attachment->size;
  self->is_finished = TRUE;
  return self;
}

BalieUploadRow *
balie_attachment_store_get (BalieDb    *db,
                            const char *id,
                            GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, ATTACHMENT_QUERY "WHERE id = $1");
  BalieUploadRow *self;

  balie_statement_bind_text (statement, 1, id);
  if (!balie_statement_next (statement, error))
    return NULL;

  self = read_upload (statement);
  balie_statement_reset (statement);
  return self;
}

gboolean
balie_attachment_store_insert (BalieDb              *db,
                               const BalieUploadRow *upload,
                               gint64                now,
                               GError              **error)
{
  const BalieAttachment *attachment = upload->attachment;
  BalieStatement        *statement = balie_db_prepare (db, "INSERT INTO attachment (id, account, name, type, size, sha256, digest, file, message, position, finished_at,"
                                                                  " width, height, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 0, $9, $10, $11, $12)");

  balie_statement_bind_text (statement, 1, attachment->id);
  balie_statement_bind_text (statement, 2, upload->account);
  balie_statement_bind_text (statement, 3, attachment->name);
  balie_statement_bind_text (statement, 4, attachment->type);
  balie_statement_bind_int (statement, 5, attachment->size);
  balie_statement_bind_text (statement, 6, attachment->sha256);
  balie_statement_bind_text (statement, 7, upload->digest);
  balie_statement_bind_text (statement, 8, upload->file);
  balie_statement_bind_int (statement, 9, now);
  balie_statement_bind_int (statement, 10, attachment->width);
  balie_statement_bind_int (statement, 11, attachment->height);
  balie_statement_bind_text (statement, 12, balie_attachment_state_nicks[attachment->state]);
  return balie_statement_run (statement, error);
}

char *
balie_attachment_store_find_file (BalieDb    *db,
                                  const char *account,
                                  const char *sha256,
                                  gboolean   *is_refused,
                                  GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT file, state = 'refused' AS is_refused FROM attachment WHERE account = $1 AND sha256 = $2"
                                                    " ORDER BY is_refused DESC LIMIT 1");
  char           *file;

  *is_refused = FALSE;
  balie_statement_bind_text (statement, 1, account);
  balie_statement_bind_text (statement, 2, sha256);
  if (!balie_statement_next (statement, error))
    return NULL;

  file = balie_statement_dup_text (statement, 0);
  *is_refused = balie_statement_get_int (statement, 1) != 0;
  balie_statement_reset (statement);
  return file;
}

gboolean
balie_attachment_store_get_usage (BalieDb    *db,
                                  const char *account,
                                  gint64     *bytes,
                                  gint64     *n_unused,
                                  GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT coalesce((SELECT sum(size) FROM (SELECT DISTINCT file, size FROM attachment WHERE account = $1)), 0),"
                                                    " (SELECT count(*) FROM attachment WHERE account = $1 AND message IS NULL)");

  balie_statement_bind_text (statement, 1, account);
  if (!balie_statement_next (statement, error))
    return FALSE;

  *bytes = balie_statement_get_int (statement, 0);
  *n_unused = balie_statement_get_int (statement, 1);
  balie_statement_reset (statement);
  return TRUE;
}

gboolean
balie_attachment_store_hang (BalieDb    *db,
                             const char *id,
                             const char *account,
                             const char *message,
                             int         position,
                             gboolean   *hung,
                             GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE attachment SET message = $1, position = $2 WHERE id = $3 AND account = $4 AND message IS NULL AND state <> 'refused'");

  balie_statement_bind_text (statement, 1, message);
  balie_statement_bind_int (statement, 2, position);
  balie_statement_bind_text (statement, 3, id);
  balie_statement_bind_text (statement, 4, account);
  if (!balie_statement_run (statement, error))
    return FALSE;

  *hung = balie_db_get_changes (db) > 0;
  return TRUE;
}

gboolean
balie_attachment_store_set_state (BalieDb             *db,
                                  const char          *id,
                                  BalieAttachmentState state,
                                  GError             **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE attachment SET state = $2 WHERE id = $1");

  balie_statement_bind_text (statement, 1, id);
  balie_statement_bind_text (statement, 2, balie_attachment_state_nicks[state]);
  return balie_statement_run (statement, error);
}

static GPtrArray *
read_uploads (BalieStatement *statement,
              GError        **error)
{
  g_autoptr (GPtrArray) uploads = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_upload_row_free);
  g_autoptr (GError) local_error = NULL;

  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (uploads, read_upload (statement));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&uploads);
}

GPtrArray *
balie_attachment_store_list_checking (BalieDb *db,
                                      GError **error)
{
  return read_uploads (balie_db_prepare (db, ATTACHMENT_QUERY "WHERE state = 'checking' ORDER BY finished_at"), error);
}

GPtrArray *
balie_attachment_store_list_sharing (BalieDb    *db,
                                     const char *file,
                                     GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, ATTACHMENT_QUERY "WHERE file = $1");

  balie_statement_bind_text (statement, 1, file);
  return read_uploads (statement, error);
}

gboolean
balie_attachment_store_load (BalieDb      *db,
                             BalieMessage *message,
                             GError      **error)
{
  BalieStatement *statement = balie_db_prepare (db, ATTACHMENT_QUERY "WHERE message = $1 ORDER BY position");
  g_autoptr (GError) local_error = NULL;

  balie_statement_bind_text (statement, 1, message->id);
  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (message->attachments, read_attachment (statement));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

GPtrArray *
balie_attachment_store_list_files (BalieDb *db,
                                   gboolean carried,
                                   GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, carried ? "SELECT DISTINCT file FROM attachment WHERE message IS NOT NULL"
                                                            : "SELECT DISTINCT file FROM attachment WHERE message IS NULL");

  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (files, balie_statement_dup_text (statement, 0));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&files);
}

gboolean
balie_attachment_store_prune (BalieDb *db,
                              gint64   before,
                              GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "DELETE FROM attachment WHERE message IS NULL AND finished_at < $1");

  balie_statement_bind_int (statement, 1, before);
  return balie_statement_run (statement, error);
}
