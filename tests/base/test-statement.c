/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements: values, parameters, faults. */
#include "balie-db-test.h"
#include "balie-error.h"

static void
set_up (BalieDb     **db,
        gconstpointer unused)
{
  *db = balie_db_test_open (NULL, BALIE_DB_IN_MEMORY);
  balie_db_test_exec (*db, "CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT, data BLOB);");
}

static void
tear_down (BalieDb     **db,
           gconstpointer unused)
{
  g_clear_pointer (db, balie_db_close);
}

static void
test_values (BalieDb     **db,
             gconstpointer unused)
{
  static const char bytes[] = {'a', '\0', 'b'};
  g_autoptr (GBytes) blob = g_bytes_new_static (bytes, sizeof bytes);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) blob_back = NULL;
  g_autoptr (GBytes) empty_back = NULL;
  g_autofree char *text = NULL;
  BalieStatement  *statement = balie_db_prepare (*db, "INSERT INTO entry (id, text, data) VALUES ($1, $2, $3)");

  balie_statement_bind_int (statement, 1, G_MAXINT64);
  balie_statement_bind_text (statement, 2, "één 'twee' \"drie\" 😀");
  balie_statement_bind_bytes (statement, 3, blob);
  g_assert_true (balie_statement_run (statement, NULL));
  g_assert_cmpint (balie_db_get_changes (*db), ==, 1);

  statement = balie_db_prepare (*db, "INSERT INTO entry (id, text, data) VALUES ($1, $2, $3)");
  balie_statement_bind_int_or_null (statement, 1, G_MININT64, -1);
  balie_statement_bind_null (statement, 2);
  balie_statement_bind_bytes (statement, 3, empty);
  g_assert_true (balie_statement_run (statement, NULL));

  statement = balie_db_prepare (*db, "SELECT id, text, data FROM entry ORDER BY id");
  g_assert_true (balie_statement_next (statement, NULL));
  g_assert_cmpint (balie_statement_get_int (statement, 0), ==, G_MININT64);
  g_assert_true (balie_statement_is_null (statement, 1));
  g_assert_null (balie_statement_get_text (statement, 1));
  g_assert_cmpint (balie_statement_get_int (statement, 1), ==, 0);
  g_assert_null (balie_statement_dup_bytes (statement, 1));
  empty_back = balie_statement_dup_bytes (statement, 2);
  g_assert_true (g_bytes_equal (empty_back, empty));

  g_assert_true (balie_statement_next (statement, NULL));
  g_assert_cmpint (balie_statement_get_int (statement, 0), ==, G_MAXINT64);
  text = balie_statement_dup_text (statement, 1);
  g_assert_cmpstr (text, ==, "één 'twee' \"drie\" 😀");
  blob_back = balie_statement_dup_bytes (statement, 2);
  g_assert_true (g_bytes_equal (blob_back, blob));

  g_assert_false (balie_statement_next (statement, NULL));
}

static void
test_null_values (BalieDb     **db,
                  gconstpointer unused)
{
  BalieStatement *statement = balie_db_prepare (*db, "SELECT $1, $2, $3, $4");

  balie_statement_bind_text (statement, 1, NULL);
  balie_statement_bind_bytes (statement, 2, NULL);
  balie_statement_bind_int_or_null (statement, 3, 0, 0);
  balie_statement_bind_int_or_null (statement, 4, 0, -1);
  g_assert_true (balie_statement_next (statement, NULL));
  g_assert_true (balie_statement_is_null (statement, 0));
  g_assert_true (balie_statement_is_null (statement, 1));
  g_assert_true (balie_statement_is_null (statement, 2));
  g_assert_false (balie_statement_is_null (statement, 3));
  balie_statement_reset (statement);
}

static void
test_parameters_by_number (BalieDb     **db,
                           gconstpointer unused)
{
  BalieStatement *statement = balie_db_prepare (*db, "SELECT $2, $1, $2, $10");

  balie_statement_bind_int (statement, 1, 11);
  balie_statement_bind_int (statement, 2, 22);
  balie_statement_bind_int (statement, 10, 100);
  g_assert_true (balie_statement_next (statement, NULL));
  g_assert_cmpint (balie_statement_get_int (statement, 0), ==, 22);
  g_assert_cmpint (balie_statement_get_int (statement, 1), ==, 11);
  g_assert_cmpint (balie_statement_get_int (statement, 2), ==, 22);
  g_assert_cmpint (balie_statement_get_int (statement, 3), ==, 100);
  balie_statement_reset (statement);
}

static void
test_prepare_again (BalieDb     **db,
                    gconstpointer unused)
{
  BalieStatement *first = balie_db_prepare (*db, "SELECT $1");
  BalieStatement *second;

  balie_statement_bind_int (first, 1, 1);
  g_assert_true (balie_statement_next (first, NULL));

  second = balie_db_prepare (*db, "SELECT $1");
  g_assert_true (second == first);
  g_assert_true (balie_statement_next (second, NULL));
  g_assert_true (balie_statement_is_null (second, 0));
  balie_statement_reset (second);
}

static void
test_faulty_statements (BalieDb     **db,
                        gconstpointer unused)
{
  static const char *const cases[] = {
    "",
    "SELEKT 1",
    "SELECT nothing FROM entry",
    "SELECT \"nothing\"",
    "SELECT 1 FROM nowhere",
    "SELECT 1; SELECT 2",
    "SELECT ?1",
    "SELECT $name",
    "SELECT $65",
    "INSERT INTO entry (id) VALUES (1), (1)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) next_error = NULL;
      g_autoptr (GError) run_error = NULL;

      g_assert_false (balie_statement_next (balie_db_prepare (*db, cases[i]), &next_error));
      g_assert_error (next_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
      g_assert_false (balie_db_error_is_corrupt (next_error));
      g_assert_false (balie_db_error_is_full (next_error));

      g_assert_false (balie_statement_run (balie_db_prepare (*db, cases[i]), &run_error));
      g_assert_error (run_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
      g_assert_false (balie_statement_run (balie_db_prepare (*db, cases[i]), NULL));
    }
}

static void
test_faulty_binding (BalieDb     **db,
                     gconstpointer unused)
{
  static const int parameters[] = {-1, 0, 2, 64, 65};

  for (gsize i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      BalieStatement *statement = balie_db_prepare (*db, "SELECT $1");
      g_autoptr (GError) local_error = NULL;

      balie_statement_bind_int (statement, parameters[i], 1);
      balie_statement_bind_int (statement, 1, 1);
      g_assert_false (balie_statement_next (statement, &local_error));
      g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
    }

  g_assert_true (balie_statement_run (balie_db_prepare (*db, "SELECT $1"), NULL));
}

static void
test_prepared_before_its_table (BalieDb     **db,
                                gconstpointer unused)
{
  g_assert_false (balie_statement_run (balie_db_prepare (*db, "SELECT * FROM later"), NULL));
  balie_db_test_exec (*db, "CREATE TABLE later (id INTEGER);");
  g_assert_true (balie_statement_run (balie_db_prepare (*db, "SELECT * FROM later"), NULL));
}

static void
test_damaged_text (BalieDb     **db,
                   gconstpointer unused)
{
  static const char *const cases[] = {"SELECT CAST (X'ff' AS TEXT)", "SELECT 1, CAST (X'610062' AS TEXT)"};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) local_error = NULL;

      g_assert_false (balie_statement_next (balie_db_prepare (*db, cases[i]), &local_error));
      g_assert_true (balie_db_error_is_corrupt (local_error));
    }
}

#define add(path, function) g_test_add (path, BalieDb *, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/statement/values", test_values);
  add ("/statement/null-values", test_null_values);
  add ("/statement/parameters-by-number", test_parameters_by_number);
  add ("/statement/prepare-again", test_prepare_again);
  add ("/statement/faulty", test_faulty_statements);
  add ("/statement/faulty-binding", test_faulty_binding);
  add ("/statement/before-its-table", test_prepared_before_its_table);
  add ("/statement/damaged-text", test_damaged_text);
  return g_test_run ();
}
