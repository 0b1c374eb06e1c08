/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of the database that must succeed. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-db-test.h"

BalieDb *
balie_db_test_open (const char  *path,
                    BalieDbFlags flags)
{
  g_autoptr (GError) local_error = NULL;
  BalieDb *db = balie_db_open (path, flags, &local_error);

  g_assert_no_error (local_error);
  g_assert_nonnull (db);
  return db;
}

void
balie_db_test_exec (BalieDb    *db,
                    const char *sql)
{
  g_autoptr (GError) local_error = NULL;

  balie_db_exec (db, sql, &local_error);
  g_assert_no_error (local_error);
}

gint64
balie_db_test_query_int (BalieDb    *db,
                         const char *sql)
{
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, sql);
  gint64          value;

  g_assert_true (balie_statement_next (statement, &local_error));
  g_assert_no_error (local_error);
  value = balie_statement_get_int (statement, 0);
  balie_statement_reset (statement);
  return value;
}
