/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far this side has read, and how far the server knows it. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-read-mark-table.h"

void
balie_read_mark_free (BalieReadMark *self)
{
  if (self == NULL)
    return;

  g_free (self->conversation);
  g_free (self);
}

gboolean
balie_read_mark_table_raise (BalieDb    *db,
                             const char *conversation,
                             gint64      up_to,
                             gint64      flushed_to,
                             GError    **error)
{
  BalieStatement *statement;

  statement = balie_db_prepare (db,
                                "INSERT INTO read_mark (conversation, up_to, flushed_to) VALUES ($1, $2, $3) "
                                "ON CONFLICT (conversation) DO UPDATE SET "
                                "up_to = CASE WHEN excluded.up_to > up_to THEN excluded.up_to ELSE up_to END, "
                                "flushed_to = CASE WHEN excluded.flushed_to > flushed_to THEN excluded.flushed_to ELSE flushed_to END");
  balie_statement_bind_text (statement, 1, conversation);
  balie_statement_bind_int (statement, 2, up_to);
  balie_statement_bind_int (statement, 3, flushed_to);

  return balie_statement_run (statement, error);
}

GPtrArray *
balie_read_mark_table_list (BalieDb *db,
                            GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT conversation, up_to, flushed_to FROM read_mark");
  g_autoptr (GPtrArray) marks = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_read_mark_free);
  g_autoptr (GError) local_error = NULL;

  while (balie_statement_next (statement, &local_error))
    {
      BalieReadMark *mark = g_new0 (BalieReadMark, 1);

      mark->conversation = balie_statement_dup_text (statement, 0);
      mark->up_to = balie_statement_get_int (statement, 1);
      mark->flushed_to = balie_statement_get_int (statement, 2);
      g_ptr_array_add (marks, mark);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&marks);
}

gboolean
balie_read_mark_table_forget_flushed (BalieDb *db,
                                      GError **error)
{
  return balie_statement_run (balie_db_prepare (db, "UPDATE read_mark SET flushed_to = 0"), error);
}
