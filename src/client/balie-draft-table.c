/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drafts in the cache. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-draft-table.h"

/* Columns from @first on: subject, text, category, urgency. */
static BalieDraft *
read_draft (BalieStatement *statement,
            int             first)
{
  BalieDraft *draft = balie_draft_new (balie_statement_get_text (statement, first),
                                       balie_statement_get_text (statement, first + 1));

  draft->category = balie_statement_dup_text (statement, first + 2);
  draft->urgency = balie_statement_dup_text (statement, first + 3);

  return draft;
}

gboolean
balie_draft_table_put (BalieDb          *db,
                       const char       *key,
                       const BalieDraft *draft,
                       GError          **error)
{
  BalieStatement *statement;

  if (draft == NULL || balie_draft_is_empty (draft))
    {
      statement = balie_db_prepare (db, "DELETE FROM draft WHERE key = $1");
      balie_statement_bind_text (statement, 1, key);
      return balie_statement_run (statement, error);
    }

  statement = balie_db_prepare (db,
                                "INSERT INTO draft (key, subject, text, category, urgency) VALUES ($1, $2, $3, $4, $5) "
                                "ON CONFLICT (key) DO UPDATE SET subject = excluded.subject, text = excluded.text, "
                                "category = excluded.category, urgency = excluded.urgency");
  balie_statement_bind_text (statement, 1, key);
  balie_statement_bind_text (statement, 2, draft->subject);
  balie_statement_bind_text (statement, 3, draft->text);
  balie_statement_bind_text (statement, 4, draft->category);
  balie_statement_bind_text (statement, 5, draft->urgency);

  return balie_statement_run (statement, error);
}

BalieDraft *
balie_draft_table_get (BalieDb    *db,
                       const char *key,
                       GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT subject, text, category, urgency FROM draft WHERE key = $1");
  BalieDraft     *draft;

  balie_statement_bind_text (statement, 1, key);
  if (!balie_statement_next (statement, error))
    return NULL;

  draft = read_draft (statement, 0);
  balie_statement_reset (statement);

  return draft;
}

gint64
balie_draft_table_count (BalieDb *db,
                         GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT count(*) FROM draft");
  gint64          count;

  if (!balie_statement_next (statement, error))
    return -1;

  count = balie_statement_get_int (statement, 0);
  balie_statement_reset (statement);

  return count;
}

guint
balie_draft_table_salvage (BalieDb *from,
                           BalieDb *to)
{
  BalieStatement *statement = balie_db_prepare (from, "SELECT key, subject, text, category, urgency FROM draft");
  g_autoptr (GError) error = NULL;
  guint saved = 0;

  while (balie_statement_next (statement, &error))
    {
      const char *key = balie_statement_get_text (statement, 0);
      g_autoptr (BalieDraft) draft = read_draft (statement, 1);
      g_autoptr (GError) put_error = NULL;

      if (key != NULL && balie_draft_table_put (to, key, draft, &put_error))
        saved++;
      else if (put_error != NULL)
        g_warning ("A draft could not be saved from the damaged cache: %s", put_error->message);
    }

  if (error != NULL)
    g_message ("Not all drafts could be read from the damaged cache: %s", error->message);

  return saved;
}
