/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drafts in the cache. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-draft-table.h"

#include "balie-file-table.h"

#define COLUMNS "subject, text, category, urgency, follows, diagnostics, changed_at"

/* The same of a cache that knew neither technical details nor follow-ups. */
#define FIRST_COLUMNS "subject, text, category, urgency, NULL, NULL, 0"

void
balie_draft_row_free (BalieDraftRow *self)
{
  if (self == NULL)
    return;

  g_free (self->key);
  g_clear_pointer (&self->draft, balie_draft_free);
  g_free (self);
}

/* Columns from @first on as in COLUMNS. */
static BalieDraft *
read_draft (BalieStatement *statement,
            int             first)
{
  BalieDraft *draft = balie_draft_new (balie_statement_get_text (statement, first),
                                       balie_statement_get_text (statement, first + 1));

  draft->category = balie_statement_dup_text (statement, first + 2);
  draft->urgency = balie_statement_dup_text (statement, first + 3);
  draft->follows = balie_statement_dup_text (statement, first + 4);
  draft->diagnostics = balie_statement_dup_text (statement, first + 5);
  draft->changed_at = balie_statement_get_int (statement, first + 6);

  return draft;
}

static gboolean
put_row (BalieDb          *db,
         const char       *key,
         const BalieDraft *draft,
         GError          **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db,
                                "INSERT INTO draft (key, " COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
                                "ON CONFLICT (key) DO UPDATE SET subject = excluded.subject, text = excluded.text, "
                                "category = excluded.category, urgency = excluded.urgency, follows = excluded.follows, "
                                "diagnostics = excluded.diagnostics, changed_at = excluded.changed_at");
  balie_statement_bind_text (statement, 1, key);
  balie_statement_bind_text (statement, 2, draft->subject);
  balie_statement_bind_text (statement, 3, draft->text);
  balie_statement_bind_text (statement, 4, draft->category);
  balie_statement_bind_text (statement, 5, draft->urgency);
  balie_statement_bind_text (statement, 6, draft->follows);
  balie_statement_bind_text (statement, 7, draft->diagnostics);
  balie_statement_bind_int (statement, 8, draft->changed_at);

  return balie_statement_run (statement, error);
}

/* What was chosen stays with the files, though there is no text. */
static gboolean
remove_without_files (BalieDb    *db,
                      const char *key,
                      GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "DELETE FROM draft WHERE key = $1 AND key NOT IN (SELECT owner FROM file)");

  balie_statement_bind_text (statement, 1, key);

  return balie_statement_run (statement, error);
}

gboolean
balie_draft_table_put (BalieDb          *db,
                       const char       *key,
                       const BalieDraft *draft,
                       GError          **error)
{
  g_autoptr (BalieDraft) nothing = draft == NULL ? balie_draft_new (NULL, NULL) : NULL;
  const BalieDraft *kept = draft != NULL ? draft : nothing;

  if (!put_row (db, key, kept, error))
    return FALSE;

  return !balie_draft_is_empty (kept) || remove_without_files (db, key, error);
}

gboolean
balie_draft_table_remove (BalieDb    *db,
                          const char *key,
                          GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "DELETE FROM draft WHERE key = $1");

  balie_statement_bind_text (statement, 1, key);

  return balie_statement_run (statement, error);
}

BalieDraft *
balie_draft_table_get (BalieDb    *db,
                       const char *key,
                       GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT " COLUMNS " FROM draft WHERE key = $1");
  BalieDraft     *draft;

  balie_statement_bind_text (statement, 1, key);
  if (!balie_statement_next (statement, error))
    return NULL;

  draft = read_draft (statement, 0);
  balie_statement_reset (statement);

  return draft;
}

GPtrArray *
balie_draft_table_list (BalieDb *db,
                        GError **error)
{
  BalieStatement *statement;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_draft_row_free);
  g_autoptr (GError) local_error = NULL;

  /* Files whose owner is neither a draft nor a message are those of a draft whose row was not written yet. */
  statement = balie_db_prepare (db,
                                "SELECT key, (SELECT count(*) FROM file WHERE owner = key), " COLUMNS " FROM draft "
                                "UNION ALL "
                                "SELECT owner, count(*), NULL, '', NULL, NULL, NULL, NULL, 0 FROM file "
                                "WHERE owner NOT IN (SELECT key FROM draft) AND owner NOT IN (SELECT message FROM outbox) "
                                "AND owner NOT GLOB '" BALIE_FILE_DELETED "*' "
                                "GROUP BY owner");
  while (balie_statement_next (statement, &local_error))
    {
      g_autoptr (BalieDraftRow) row = g_new0 (BalieDraftRow, 1);

      row->key = balie_statement_dup_text (statement, 0);
      row->n_files = (guint)balie_statement_get_int (statement, 1);
      row->draft = read_draft (statement, 2);
      /* What was chosen is of no interest when the last file has gone. */
      if (row->n_files > 0 || !balie_draft_is_empty (row->draft))
        g_ptr_array_add (rows, g_steal_pointer (&row));
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&rows);
}

gint64
balie_draft_table_count (BalieDb *db,
                         GError **error)
{
  g_autoptr (GPtrArray) rows = balie_draft_table_list (db, error);

  return rows != NULL ? (gint64)rows->len : -1;
}

guint
balie_draft_table_salvage (BalieDb *from,
                           BalieDb *to)
{
  gboolean        first = balie_db_get_version (from, NULL) == 1;
  BalieStatement *statement = first ? balie_db_prepare (from, "SELECT key, " FIRST_COLUMNS " FROM draft")
                                    : balie_db_prepare (from, "SELECT key, " COLUMNS " FROM draft");
  g_autoptr (GError) error = NULL;
  guint saved = 0;

  while (balie_statement_next (statement, &error))
    {
      const char *key = balie_statement_get_text (statement, 0);
      g_autoptr (BalieDraft) draft = read_draft (statement, 1);
      g_autoptr (GError) put_error = NULL;

      if (key != NULL && put_row (to, key, draft, &put_error))
        saved++;
      else if (put_error != NULL)
        g_warning ("A draft could not be saved from the damaged cache: %s", put_error->message);
    }

  if (error != NULL)
    g_message ("Not all drafts could be read from the damaged cache: %s", error->message);

  return saved;
}
