/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which downloads are whole on the disk, and when each was last of use. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-download-table.h"

gboolean
balie_download_table_put (BalieDb    *db,
                          const char *attachment,
                          gint64      size,
                          gint64      used_at,
                          GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db,
                                                "INSERT INTO download (attachment, size, used_at) VALUES ($1, $2, $3) "
                                                "ON CONFLICT (attachment) DO UPDATE SET size = excluded.size, used_at = excluded.used_at");

  balie_statement_bind_text (statement, 1, attachment);
  balie_statement_bind_int (statement, 2, size);
  balie_statement_bind_int (statement, 3, used_at);

  return balie_statement_run (statement, error);
}

gboolean
balie_download_table_touch (BalieDb    *db,
                            const char *attachment,
                            gint64      used_at,
                            GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE download SET used_at = $2 WHERE attachment = $1");

  balie_statement_bind_text (statement, 1, attachment);
  balie_statement_bind_int (statement, 2, used_at);

  return balie_statement_run (statement, error);
}

gboolean
balie_download_table_remove (BalieDb    *db,
                             const char *attachment,
                             GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "DELETE FROM download WHERE attachment = $1");

  balie_statement_bind_text (statement, 1, attachment);

  return balie_statement_run (statement, error);
}

GPtrArray *
balie_download_table_list (BalieDb *db,
                           GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT attachment FROM download ORDER BY used_at, attachment");
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;

  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (ids, balie_statement_dup_text (statement, 0));
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&ids);
}

static gboolean
sum_sizes (BalieDb *db,
           gint64  *sum,
           GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT CAST (coalesce(sum(size), 0) AS BIGINT) FROM download");

  if (!balie_statement_next (statement, error))
    return FALSE;

  *sum = balie_statement_get_int (statement, 0);
  balie_statement_reset (statement);

  return TRUE;
}

GPtrArray *
balie_download_table_list_excess (BalieDb    *db,
                                  gint64      maximum,
                                  GHashTable *kept,
                                  GError    **error)
{
  BalieStatement *statement;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  gint64 sum;

  if (!sum_sizes (db, &sum, error))
    return NULL;

  statement = balie_db_prepare (db, "SELECT attachment, size FROM download ORDER BY used_at, attachment");
  while (sum > maximum && balie_statement_next (statement, &local_error))
    {
      const char *id = balie_statement_get_text (statement, 0);

      if (g_hash_table_contains (kept, id))
        continue;
      g_ptr_array_add (ids, g_strdup (id));
      sum -= balie_statement_get_int (statement, 1);
    }
  balie_statement_reset (statement);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&ids);
}
