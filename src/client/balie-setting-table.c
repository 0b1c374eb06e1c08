/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache's single values: position, desk, account. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-setting-table.h"

char *
balie_setting_table_get (BalieDb    *db,
                         const char *name,
                         GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT value FROM setting WHERE name = $1");
  char           *value;

  balie_statement_bind_text (statement, 1, name);
  if (!balie_statement_next (statement, error))
    return NULL;

  value = balie_statement_dup_text (statement, 0);
  balie_statement_reset (statement);

  return value;
}

gboolean
balie_setting_table_set (BalieDb    *db,
                         const char *name,
                         const char *value,
                         GError    **error)
{
  BalieStatement *statement;

  if (value == NULL)
    {
      statement = balie_db_prepare (db, "DELETE FROM setting WHERE name = $1");
      balie_statement_bind_text (statement, 1, name);
      return balie_statement_run (statement, error);
    }

  statement = balie_db_prepare (db,
                                "INSERT INTO setting (name, value) VALUES ($1, $2) "
                                "ON CONFLICT (name) DO UPDATE SET value = excluded.value");
  balie_statement_bind_text (statement, 1, name);
  balie_statement_bind_text (statement, 2, value);

  return balie_statement_run (statement, error);
}
