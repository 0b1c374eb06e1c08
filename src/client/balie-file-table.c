/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files in the cache: what goes with drafts and messages. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-file-table.h"

#define COLUMNS "id, owner, position, name, type, size, sha256, state, error_code, error_type"

static const char *const state_nicks[] = {
  "copying",
  "waiting",
  "sent",
  "refused",
};

void
balie_file_row_free (BalieFileRow *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->owner);
  g_free (self->name);
  g_free (self->type);
  g_free (self->sha256);
  g_free (self->error_type);
  g_free (self);
}

/* Of a state that cannot be read the careful guess is that the copy has to be looked at. */
static BalieFileState
read_state (const char *nick)
{
  for (gsize i = 0; nick != NULL && i < G_N_ELEMENTS (state_nicks); i++)
    {
      if (g_str_equal (state_nicks[i], nick))
        return (BalieFileState)i;
    }

  return BALIE_FILE_COPYING;
}

static BalieFileRow *
read_row (BalieStatement *statement)
{
  BalieFileRow *row = g_new0 (BalieFileRow, 1);

  row->id = balie_statement_dup_text (statement, 0);
  row->owner = balie_statement_dup_text (statement, 1);
  row->position = balie_statement_get_int (statement, 2);
  row->name = balie_statement_dup_text (statement, 3);
  row->type = balie_statement_dup_text (statement, 4);
  row->size = MAX (balie_statement_get_int (statement, 5), 0);
  row->sha256 = balie_statement_dup_text (statement, 6);
  row->state = read_state (balie_statement_get_text (statement, 7));
  row->error_code = CLAMP (balie_statement_get_int (statement, 8), 0, BALIE_ERROR_STORAGE);
  row->error_type = balie_statement_dup_text (statement, 9);

  return row;
}

gboolean
balie_file_table_add (BalieDb            *db,
                      const BalieFileRow *row,
                      GError            **error)
{
  gboolean        is_refused = row->state == BALIE_FILE_REFUSED;
  BalieStatement *statement;

  statement = balie_db_prepare (db,
                                "INSERT INTO file (" COLUMNS ") VALUES "
                                "($1, $2, (SELECT coalesce(max(position), 0) + 1 FROM file), $3, $4, $5, $6, $7, $8, $9)");
  balie_statement_bind_text (statement, 1, row->id);
  balie_statement_bind_text (statement, 2, row->owner);
  balie_statement_bind_text (statement, 3, row->name);
  balie_statement_bind_text (statement, 4, row->type);
  balie_statement_bind_int (statement, 5, row->size);
  balie_statement_bind_text (statement, 6, row->sha256);
  balie_statement_bind_text (statement, 7, state_nicks[row->state]);
  balie_statement_bind_int_or_null (statement, 8, is_refused ? (gint64)row->error_code : -1, -1);
  balie_statement_bind_text (statement, 9, is_refused ? row->error_type : NULL);

  return balie_statement_run (statement, error);
}

GPtrArray *
balie_file_table_list (BalieDb *db,
                       GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT " COLUMNS " FROM file ORDER BY position");
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_file_row_free);
  g_autoptr (GError) local_error = NULL;

  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (rows, read_row (statement));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&rows);
}

gint64
balie_file_table_count (BalieDb    *db,
                        const char *owner,
                        GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT count(*) FROM file WHERE owner = $1");
  gint64          count;

  balie_statement_bind_text (statement, 1, owner);
  if (!balie_statement_next (statement, error))
    return -1;

  count = balie_statement_get_int (statement, 0);
  balie_statement_reset (statement);

  return count;
}

gboolean
balie_file_table_set_copied (BalieDb            *db,
                             const BalieFileRow *row,
                             GError            **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db,
                                "UPDATE file SET state = 'waiting', name = $2, type = $3, size = $4, sha256 = $5 "
                                "WHERE id = $1 AND state = 'copying'");
  balie_statement_bind_text (statement, 1, row->id);
  balie_statement_bind_text (statement, 2, row->name);
  balie_statement_bind_text (statement, 3, row->type);
  balie_statement_bind_int (statement, 4, row->size);
  balie_statement_bind_text (statement, 5, row->sha256);

  return balie_statement_run (statement, error);
}

gboolean
balie_file_table_set_refused (BalieDb    *db,
                              const char *id,
                              BalieError  code,
                              const char *type,
                              GError    **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db, "UPDATE file SET state = 'refused', error_code = $2, error_type = $3 WHERE id = $1");
  balie_statement_bind_text (statement, 1, id);
  balie_statement_bind_int (statement, 2, code);
  balie_statement_bind_text (statement, 3, type);

  return balie_statement_run (statement, error);
}

gboolean
balie_file_table_set_copying (BalieDb    *db,
                              const char *id,
                              GError    **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db, "UPDATE file SET state = 'copying', error_code = NULL, error_type = NULL WHERE id = $1");
  balie_statement_bind_text (statement, 1, id);

  return balie_statement_run (statement, error);
}

gboolean
balie_file_table_set_waiting (BalieDb    *db,
                              const char *id,
                              GError    **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db, "UPDATE file SET state = 'waiting', error_code = NULL, error_type = NULL WHERE id = $1");
  balie_statement_bind_text (statement, 1, id);

  return balie_statement_run (statement, error);
}

gboolean
balie_file_table_set_sent (BalieDb    *db,
                           const char *id,
                           GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE file SET state = 'sent' WHERE id = $1");

  balie_statement_bind_text (statement, 1, id);

  return balie_statement_run (statement, error);
}

gboolean
balie_file_table_move_owner (BalieDb    *db,
                             const char *from,
                             const char *to,
                             GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE file SET owner = $2 WHERE owner = $1");

  balie_statement_bind_text (statement, 1, from);
  balie_statement_bind_text (statement, 2, to);

  return balie_statement_run (statement, error);
}

gboolean
balie_file_table_remove (BalieDb    *db,
                         const char *id,
                         const char *owner,
                         GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "DELETE FROM file WHERE id = $1 AND owner = $2");

  balie_statement_bind_text (statement, 1, id);
  balie_statement_bind_text (statement, 2, owner);

  return balie_statement_run (statement, error) && balie_db_get_changes (db) > 0;
}

gboolean
balie_file_table_remove_owner (BalieDb    *db,
                               const char *owner,
                               GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "DELETE FROM file WHERE owner = $1");

  balie_statement_bind_text (statement, 1, owner);

  return balie_statement_run (statement, error);
}

gboolean
balie_file_table_prune (BalieDb *db,
                        gint64   before,
                        GError **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db,
                                "DELETE FROM file WHERE owner GLOB '" BALIE_FILE_DELETED "*' OR owner IN "
                                "(SELECT message FROM outbox WHERE state = 'sent' AND sent_at < $1)");
  balie_statement_bind_int (statement, 1, before);

  return balie_statement_run (statement, error);
}

guint
balie_file_table_salvage (BalieDb *from,
                          BalieDb *to)
{
  BalieStatement *statement = balie_db_prepare (from, "SELECT " COLUMNS " FROM file ORDER BY position");
  g_autoptr (GError) error = NULL;
  guint saved = 0;

  while (balie_statement_next (statement, &error))
    {
      g_autoptr (BalieFileRow) row = read_row (statement);
      g_autoptr (GError) add_error = NULL;

      if (row->id == NULL || row->owner == NULL || row->name == NULL || row->type == NULL)
        continue;
      if (balie_file_table_add (to, row, &add_error))
        saved++;
      else
        g_warning ("A file could not be saved from the damaged cache: %s", add_error->message);
    }

  if (error != NULL)
    g_message ("Not all files could be read from the damaged cache: %s", error->message);

  return saved;
}
