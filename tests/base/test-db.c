/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database: opening, statements, transactions, migrations, faults, backups. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "balie-db.h"
#include "balie-error.h"
#include "balie-test-folder.h"

typedef struct
{
  BalieTestFolder *folder;
  const char      *path;
  BalieDb         *db;
} Fixture;

static BalieDb *
open_or_fail (const char  *path,
              BalieDbFlags flags)
{
  g_autoptr (GError) local_error = NULL;
  BalieDb *db = balie_db_open (path, flags, &local_error);

  g_assert_no_error (local_error);
  g_assert_nonnull (db);
  return db;
}

static void
exec_or_fail (BalieDb    *db,
              const char *sql)
{
  g_autoptr (GError) local_error = NULL;

  balie_db_exec (db, sql, &local_error);
  g_assert_no_error (local_error);
}

static gint64
query_int (BalieDb    *db,
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

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->folder = balie_test_folder_new ();
  fixture->path = balie_test_folder_get_file (fixture->folder, "test.db");
  fixture->db = open_or_fail (fixture->path, BALIE_DB_READ_WRITE);
  exec_or_fail (fixture->db, "CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT, data BLOB);");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  g_clear_pointer (&fixture->db, balie_db_close);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

static void
assert_mode (const char *path,
             guint       mode)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, mode);
}

static void
test_private (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "private.db");
  mode_t      mask = umask (0);
  g_autoptr (BalieDb) db = open_or_fail (path, BALIE_DB_READ_WRITE);

  exec_or_fail (db, "CREATE TABLE entry (id INTEGER);");
  umask (mask);

  assert_mode (path, 0600);
  assert_mode (balie_test_folder_get_file (folder, "private.db-wal"), 0600);
  assert_mode (balie_test_folder_get_file (folder, "private.db-shm"), 0600);
}

static void
test_settings (Fixture      *fixture,
               gconstpointer unused)
{
  BalieStatement *statement = balie_db_prepare (fixture->db, "PRAGMA journal_mode");

  g_assert_true (balie_statement_next (statement, NULL));
  g_assert_cmpstr (balie_statement_get_text (statement, 0), ==, "wal");
  balie_statement_reset (statement);

  g_assert_cmpint (query_int (fixture->db, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (query_int (fixture->db, "PRAGMA secure_delete"), ==, 1);
  g_assert_cmpint (query_int (fixture->db, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (query_int (fixture->db, "PRAGMA busy_timeout"), ==, 10000);
}

static void
test_values (Fixture      *fixture,
             gconstpointer unused)
{
  static const char bytes[] = {'a', '\0', 'b'};
  g_autoptr (GBytes) blob = g_bytes_new_static (bytes, sizeof bytes);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) blob_back = NULL;
  g_autoptr (GBytes) empty_back = NULL;
  g_autofree char *text = NULL;
  BalieStatement  *statement = balie_db_prepare (fixture->db, "INSERT INTO entry (id, text, data) VALUES ($1, $2, $3)");

  balie_statement_bind_int (statement, 1, G_MAXINT64);
  balie_statement_bind_text (statement, 2, "één 'twee' \"drie\" 😀");
  balie_statement_bind_bytes (statement, 3, blob);
  g_assert_true (balie_statement_run (statement, NULL));
  g_assert_cmpint (balie_db_get_changes (fixture->db), ==, 1);

  statement = balie_db_prepare (fixture->db, "INSERT INTO entry (id, text, data) VALUES ($1, $2, $3)");
  balie_statement_bind_int_or_null (statement, 1, G_MININT64, -1);
  balie_statement_bind_null (statement, 2);
  balie_statement_bind_bytes (statement, 3, empty);
  g_assert_true (balie_statement_run (statement, NULL));

  statement = balie_db_prepare (fixture->db, "SELECT id, text, data FROM entry ORDER BY id");
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
test_null_values (Fixture      *fixture,
                  gconstpointer unused)
{
  BalieStatement *statement = balie_db_prepare (fixture->db, "SELECT $1, $2, $3, $4");

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
test_parameters_by_number (Fixture      *fixture,
                           gconstpointer unused)
{
  BalieStatement *statement = balie_db_prepare (fixture->db, "SELECT $2, $1, $2, $10");

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
test_prepare_again (Fixture      *fixture,
                    gconstpointer unused)
{
  BalieStatement *first = balie_db_prepare (fixture->db, "SELECT $1");
  BalieStatement *second;

  balie_statement_bind_int (first, 1, 1);
  g_assert_true (balie_statement_next (first, NULL));

  second = balie_db_prepare (fixture->db, "SELECT $1");
  g_assert_true (second == first);
  g_assert_true (balie_statement_next (second, NULL));
  g_assert_true (balie_statement_is_null (second, 0));
  balie_statement_reset (second);
}

static void
test_faulty_statements (Fixture      *fixture,
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

      g_assert_false (balie_statement_next (balie_db_prepare (fixture->db, cases[i]), &next_error));
      g_assert_error (next_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
      g_assert_false (balie_db_error_is_corrupt (next_error));
      g_assert_false (balie_db_error_is_full (next_error));

      g_assert_false (balie_statement_run (balie_db_prepare (fixture->db, cases[i]), &run_error));
      g_assert_error (run_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
      g_assert_false (balie_statement_run (balie_db_prepare (fixture->db, cases[i]), NULL));
    }
}

static void
test_faulty_binding (Fixture      *fixture,
                     gconstpointer unused)
{
  static const int parameters[] = {-1, 0, 2, 64, 65};

  for (gsize i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      BalieStatement *statement = balie_db_prepare (fixture->db, "SELECT $1");
      g_autoptr (GError) local_error = NULL;

      balie_statement_bind_int (statement, parameters[i], 1);
      balie_statement_bind_int (statement, 1, 1);
      g_assert_false (balie_statement_next (statement, &local_error));
      g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
    }

  g_assert_true (balie_statement_run (balie_db_prepare (fixture->db, "SELECT $1"), NULL));
}

static void
test_prepared_before_its_table (Fixture      *fixture,
                                gconstpointer unused)
{
  g_assert_false (balie_statement_run (balie_db_prepare (fixture->db, "SELECT * FROM later"), NULL));
  exec_or_fail (fixture->db, "CREATE TABLE later (id INTEGER);");
  g_assert_true (balie_statement_run (balie_db_prepare (fixture->db, "SELECT * FROM later"), NULL));
}

static void
test_transactions (Fixture      *fixture,
                   gconstpointer unused)
{
  g_autoptr (GError) local_error = NULL;

  g_assert_true (balie_db_begin (fixture->db, NULL));
  exec_or_fail (fixture->db, "INSERT INTO entry (id) VALUES (1);");
  g_assert_true (balie_db_commit (fixture->db, NULL));

  g_assert_true (balie_db_begin (fixture->db, NULL));
  g_assert_false (balie_db_begin (fixture->db, &local_error));
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  exec_or_fail (fixture->db, "INSERT INTO entry (id) VALUES (2);");
  balie_db_rollback (fixture->db);
  balie_db_rollback (fixture->db);

  g_assert_cmpint (query_int (fixture->db, "SELECT sum (id) FROM entry"), ==, 1);
}

static void
test_savepoints (Fixture      *fixture,
                 gconstpointer unused)
{
  g_assert_true (balie_db_begin (fixture->db, NULL));

  g_assert_true (balie_db_savepoint (fixture->db, NULL));
  exec_or_fail (fixture->db, "INSERT INTO entry (id) VALUES (1);");
  g_assert_true (balie_db_release_savepoint (fixture->db, NULL));

  g_assert_true (balie_db_savepoint (fixture->db, NULL));
  exec_or_fail (fixture->db, "INSERT INTO entry (id) VALUES (10);");
  g_assert_true (balie_db_rollback_to_savepoint (fixture->db, NULL));

  g_assert_true (balie_db_savepoint (fixture->db, NULL));
  exec_or_fail (fixture->db, "INSERT INTO entry (id) VALUES (100);");
  g_assert_true (balie_db_release_savepoint (fixture->db, NULL));

  g_assert_true (balie_db_commit (fixture->db, NULL));
  g_assert_cmpint (query_int (fixture->db, "SELECT sum (id) FROM entry"), ==, 101);
  g_assert_false (balie_db_release_savepoint (fixture->db, NULL));
}

static void
test_read_transaction (Fixture      *fixture,
                       gconstpointer unused)
{
  g_autoptr (BalieDb) reader = open_or_fail (fixture->path, BALIE_DB_READ_ONLY);

  g_assert_true (balie_db_begin_read (reader, NULL));
  g_assert_cmpint (query_int (reader, "SELECT count (*) FROM entry"), ==, 0);

  exec_or_fail (fixture->db, "INSERT INTO entry (id) VALUES (1);");
  g_assert_cmpint (query_int (reader, "SELECT count (*) FROM entry"), ==, 0);

  g_assert_true (balie_db_commit (reader, NULL));
  g_assert_cmpint (query_int (reader, "SELECT count (*) FROM entry"), ==, 1);
}

static void
test_left_statement (Fixture      *fixture,
                     gconstpointer unused)
{
  g_autoptr (BalieDb) reader = open_or_fail (fixture->path, BALIE_DB_READ_ONLY);

  exec_or_fail (fixture->db, "INSERT INTO entry (id) VALUES (1), (2);");

  g_assert_true (balie_db_begin_read (reader, NULL));
  g_assert_true (balie_statement_next (balie_db_prepare (reader, "SELECT id FROM entry"), NULL));
  g_assert_true (balie_db_commit (reader, NULL));

  exec_or_fail (fixture->db, "INSERT INTO entry (id) VALUES (3);");
  g_assert_cmpint (query_int (reader, "SELECT count (*) FROM entry"), ==, 3);
}

static void
test_foreign_keys (Fixture      *fixture,
                   gconstpointer unused)
{
  exec_or_fail (fixture->db, "CREATE TABLE child (entry INTEGER REFERENCES entry (id));");
  g_assert_false (balie_db_exec (fixture->db, "INSERT INTO child (entry) VALUES (1);", NULL));

  exec_or_fail (fixture->db, "PRAGMA foreign_keys = OFF; INSERT INTO child (entry) VALUES (1);");
  g_assert_false (balie_db_check (fixture->db, NULL));
}

static const BalieMigration migrations[] = {
  {1, "CREATE TABLE one (id INTEGER); INSERT INTO one (id) VALUES (1);"},
  {2, "ALTER TABLE one ADD COLUMN text TEXT;"},
  {3, "UPDATE one SET id = id + 1;"},
};

static void
test_migrate (void)
{
  g_autoptr (BalieDb) db = open_or_fail (NULL, BALIE_DB_IN_MEMORY);
  g_autoptr (GError) local_error = NULL;

  g_assert_cmpint (balie_db_get_version (db, NULL), ==, 0);
  g_assert_true (balie_db_migrate (db, migrations, 0, NULL));
  g_assert_cmpint (balie_db_get_version (db, NULL), ==, 0);
  g_assert_true (balie_db_migrate (db, migrations, 2, NULL));
  g_assert_cmpint (balie_db_get_version (db, NULL), ==, 2);
  g_assert_true (balie_db_migrate (db, migrations, 3, NULL));
  g_assert_true (balie_db_migrate (db, migrations, 3, NULL));
  g_assert_cmpint (balie_db_get_version (db, NULL), ==, 3);
  g_assert_cmpint (query_int (db, "SELECT id FROM one"), ==, 2);

  g_assert_false (balie_db_migrate (db, migrations, 2, &local_error));
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_assert_nonnull (strstr (local_error->message, "version 3"));
  g_assert_false (balie_db_error_is_corrupt (local_error));
}

static void
test_migrate_fails (void)
{
  static const BalieMigration faulty[] = {
    {1, "CREATE TABLE one (id INTEGER);"},
    {2, "INSERT INTO one (id) VALUES (1); INSERT INTO nowhere (id) VALUES (1);"},
  };
  g_autoptr (BalieDb) db = open_or_fail (NULL, BALIE_DB_IN_MEMORY);
  g_autoptr (GError) local_error = NULL;

  g_assert_false (balie_db_migrate (db, faulty, G_N_ELEMENTS (faulty), &local_error));
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_assert_cmpint (balie_db_get_version (db, NULL), ==, 1);
  g_assert_cmpint (query_int (db, "SELECT count (*) FROM one"), ==, 0);
}

static void
test_migrate_rebuilds (void)
{
  static const BalieMigration rebuilding[] = {
    {1, "CREATE TABLE parent (id INTEGER PRIMARY KEY);"
        "CREATE TABLE child (parent INTEGER REFERENCES parent (id) ON DELETE CASCADE);"
        "INSERT INTO parent (id) VALUES (1);"
        "INSERT INTO child (parent) VALUES (1);"},
    {2, "CREATE TABLE renewed (id INTEGER PRIMARY KEY, text TEXT);"
        "INSERT INTO renewed (id) SELECT id FROM parent;"
        "DROP TABLE parent;"
        "ALTER TABLE renewed RENAME TO parent;"},
    {3, "DELETE FROM parent;"},
  };
  g_autoptr (BalieDb) db = open_or_fail (NULL, BALIE_DB_IN_MEMORY);

  g_assert_true (balie_db_migrate (db, rebuilding, 2, NULL));
  g_assert_cmpint (query_int (db, "SELECT count (*) FROM child"), ==, 1);
  g_assert_cmpint (query_int (db, "PRAGMA foreign_keys"), ==, 1);

  g_assert_false (balie_db_migrate (db, rebuilding, 3, NULL));
  g_assert_cmpint (balie_db_get_version (db, NULL), ==, 2);
  g_assert_cmpint (query_int (db, "SELECT count (*) FROM parent"), ==, 1);
  g_assert_cmpint (query_int (db, "PRAGMA foreign_keys"), ==, 1);
}

static void
test_in_memory (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "unused.db");
  g_autoptr (BalieDb) db = open_or_fail (path, BALIE_DB_IN_MEMORY);

  exec_or_fail (db, "CREATE TABLE entry (id INTEGER);");
  g_assert_cmpint (query_int (db, "SELECT count (*) FROM entry"), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_read_only (Fixture      *fixture,
                gconstpointer unused)
{
  g_autoptr (BalieDb) reader = open_or_fail (fixture->path, BALIE_DB_READ_ONLY);
  const char *missing = balie_test_folder_get_file (fixture->folder, "missing.db");
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GError) missing_error = NULL;

  g_assert_cmpint (query_int (reader, "SELECT count (*) FROM entry"), ==, 0);
  g_assert_false (balie_db_exec (reader, "INSERT INTO entry (id) VALUES (1);", &local_error));
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);

  g_assert_null (balie_db_open (missing, BALIE_DB_READ_ONLY, &missing_error));
  g_assert_error (missing_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_assert_false (balie_db_error_is_corrupt (missing_error));
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
}

static void
test_open_fails (Fixture      *fixture,
                 gconstpointer unused)
{
  const char *path = balie_test_folder_get_file (fixture->folder, "no/such/folder.db");
  g_autoptr (GError) local_error = NULL;

  g_assert_null (balie_db_open (path, BALIE_DB_READ_WRITE, &local_error));
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
}

static gpointer
count_entries (gpointer data)
{
  return GINT_TO_POINTER ((int)query_int (data, "SELECT count (*) FROM entry"));
}

static gpointer
count_entries_and_hand_back (gpointer data)
{
  gpointer count = count_entries (data);

  balie_db_release_owner (data);
  return count;
}

static void
test_hand_on (Fixture      *fixture,
              gconstpointer unused)
{
  GThread *thread;

  exec_or_fail (fixture->db, "INSERT INTO entry (id) VALUES (1);");
  balie_db_release_owner (fixture->db);
  thread = g_thread_new ("new owner", count_entries_and_hand_back, fixture->db);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 1);
  g_assert_cmpint (query_int (fixture->db, "SELECT count (*) FROM entry"), ==, 1);
}

static void
test_wrong_thread (Fixture      *fixture,
                   gconstpointer unused)
{
  if (g_test_subprocess ())
    {
      g_assert_cmpint (query_int (fixture->db, "SELECT count (*) FROM entry"), ==, 0);
      g_thread_join (g_thread_new ("intruder", count_entries, fixture->db));
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*balie_db_assert_owner*");
}

static void
test_no_database (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char               *path = balie_test_folder_get_file (folder, "garbage.db");
  g_autofree char          *garbage = g_strnfill (8192, 'x');
  static const BalieDbFlags flags[] = {BALIE_DB_READ_WRITE, BALIE_DB_READ_ONLY};

  g_assert_true (g_file_set_contents (path, garbage, 8192, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GError) copy = NULL;

      g_assert_null (balie_db_open (path, flags[i], &local_error));
      g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
      g_assert_true (balie_db_error_is_corrupt (local_error));
      g_assert_false (balie_db_error_is_full (local_error));

      copy = g_error_copy (local_error);
      g_prefix_error (&copy, "While testing: ");
      g_assert_true (balie_db_error_is_corrupt (copy));
    }
}

static void
test_damaged (Fixture      *fixture,
              gconstpointer unused)
{
  g_autofree char *contents = NULL;
  gsize            length;
  g_autoptr (GError) check_error = NULL;
  g_autoptr (GError) query_error = NULL;

  g_assert_true (balie_db_begin (fixture->db, NULL));
  for (int i = 0; i < 2000; i++)
    exec_or_fail (fixture->db, "INSERT INTO entry (text) VALUES (hex (randomblob (20)));");
  g_assert_true (balie_db_commit (fixture->db, NULL));
  g_assert_true (balie_db_check (fixture->db, NULL));
  g_clear_pointer (&fixture->db, balie_db_close);

  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 4 * 4096);
  memset (contents + 4096, 0xa5, length - 4096);
  g_assert_true (g_file_set_contents (fixture->path, contents, (gssize)length, NULL));

  fixture->db = open_or_fail (fixture->path, BALIE_DB_READ_WRITE);
  g_assert_false (balie_db_check (fixture->db, &check_error));
  g_assert_true (balie_db_error_is_corrupt (check_error));
  g_assert_false (balie_statement_run (balie_db_prepare (fixture->db, "SELECT * FROM entry"), &query_error));
  g_assert_true (balie_db_error_is_corrupt (query_error));
}

static void
test_damaged_text (Fixture      *fixture,
                   gconstpointer unused)
{
  static const char *const cases[] = {"SELECT CAST (X'ff' AS TEXT)", "SELECT 1, CAST (X'610062' AS TEXT)"};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) local_error = NULL;

      g_assert_false (balie_statement_next (balie_db_prepare (fixture->db, cases[i]), &local_error));
      g_assert_true (balie_db_error_is_corrupt (local_error));
    }
}

static void
test_full (Fixture      *fixture,
           gconstpointer unused)
{
  g_autoptr (GError) local_error = NULL;
  gint64 before;

  exec_or_fail (fixture->db, "PRAGMA max_page_count = 20;");
  while (balie_db_exec (fixture->db, "INSERT INTO entry (text) VALUES (hex (zeroblob (500)));", &local_error))
    ;
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_assert_true (balie_db_error_is_full (local_error));
  g_assert_false (balie_db_error_is_corrupt (local_error));

  before = query_int (fixture->db, "SELECT count (*) FROM entry");
  g_assert_cmpint (before, >, 10);
  exec_or_fail (fixture->db, "PRAGMA max_page_count = 1000; INSERT INTO entry (text) VALUES (hex (zeroblob (500)));");
  g_assert_cmpint (query_int (fixture->db, "SELECT count (*) FROM entry"), ==, before + 1);
  g_assert_true (balie_db_check (fixture->db, NULL));
}

/* Files of this process may get no larger than this. */
static void
limit_files (rlim_t n_bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (n_bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_full_files (Fixture      *fixture,
                 gconstpointer unused)
{
  const char *backup = balie_test_folder_get_file (fixture->folder, "backup.db");
  g_autoptr (GError) write_error = NULL;
  g_autoptr (GError) backup_error = NULL;
  gint64 before;

  signal (SIGXFSZ, SIG_IGN);
  limit_files (100000);
  while (balie_db_exec (fixture->db, "INSERT INTO entry (data) VALUES (zeroblob (5000));", &write_error))
    ;
  g_assert_error (write_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_assert_true (balie_db_error_is_full (write_error));
  before = query_int (fixture->db, "SELECT count (*) FROM entry");
  g_assert_cmpint (before, >, 5);

  limit_files (10000);
  g_assert_false (balie_db_backup (fixture->db, backup, &backup_error));
  g_assert_true (balie_db_error_is_full (backup_error));
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));

  limit_files (RLIM_INFINITY);
  exec_or_fail (fixture->db, "INSERT INTO entry (data) VALUES (zeroblob (5000));");
  g_assert_cmpint (query_int (fixture->db, "SELECT count (*) FROM entry"), ==, before + 1);
  g_assert_true (balie_db_check (fixture->db, NULL));
}

static void
test_no_error_is_neither (void)
{
  g_autoptr (GError) other = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_NOSPC, "other domain");

  g_assert_false (balie_db_error_is_corrupt (NULL));
  g_assert_false (balie_db_error_is_full (NULL));
  g_assert_false (balie_db_error_is_corrupt (other));
  g_assert_false (balie_db_error_is_full (other));
}

typedef struct
{
  BalieDb *db;
  int      stop;
  int      written;
} Writer;

/* Every transaction leaves as many texts "left" as "right". */
static gpointer
write_pairs (gpointer data)
{
  Writer *writer = data;

  while (!g_atomic_int_get (&writer->stop))
    {
      g_assert_true (balie_db_begin (writer->db, NULL));
      exec_or_fail (writer->db, "INSERT INTO entry (text, data) VALUES ('left', zeroblob (3000));");
      exec_or_fail (writer->db, "INSERT INTO entry (text, data) VALUES ('right', zeroblob (3000));");
      g_assert_true (balie_db_commit (writer->db, NULL));
      g_atomic_int_inc (&writer->written);
    }

  balie_db_release_owner (writer->db);
  return NULL;
}

static void
test_backup (Fixture      *fixture,
             gconstpointer unused)
{
  const char *path = balie_test_folder_get_file (fixture->folder, "backup.db");
  g_autoptr (BalieDb) reader = open_or_fail (fixture->path, BALIE_DB_READ_ONLY);
  Writer   writer = {.db = fixture->db};
  GThread *thread;
  gint64   previous = -1;

  balie_db_release_owner (fixture->db);
  thread = g_thread_new ("writer", write_pairs, &writer);

  for (int round = 0; round < 5; round++)
    {
      int written = g_atomic_int_get (&writer.written);
      g_autoptr (GError) local_error = NULL;
      g_autoptr (BalieDb) copy = NULL;
      gint64 count;

      balie_db_backup (reader, path, &local_error);
      g_assert_no_error (local_error);
      assert_mode (path, 0600);

      copy = open_or_fail (path, BALIE_DB_READ_WRITE);
      g_assert_true (balie_db_check (copy, NULL));
      count = query_int (copy, "SELECT count (*) FROM entry WHERE text = 'left'");
      g_assert_cmpint (count, >=, written);
      g_assert_cmpint (count, >=, previous);
      g_assert_cmpint (count, ==, query_int (copy, "SELECT count (*) FROM entry WHERE text = 'right'"));
      previous = count;

      while (g_atomic_int_get (&writer.written) == written)
        g_thread_yield ();
    }

  g_atomic_int_set (&writer.stop, 1);
  g_thread_join (thread);
}

static void
test_backup_fails (Fixture      *fixture,
                   gconstpointer unused)
{
  const char *path = balie_test_folder_get_file (fixture->folder, "no-folder/backup.db");
  const char *taken = balie_test_folder_get_file (fixture->folder, "taken");
  const char *inside = balie_test_folder_get_file (fixture->folder, "taken/file");
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GError) taken_error = NULL;
  g_autoptr (GDir) folder = NULL;
  guint n_files = 0;

  g_assert_false (balie_db_backup (fixture->db, path, &local_error));
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);

  g_assert_cmpint (g_mkdir (taken, 0700), ==, 0);
  g_assert_true (g_file_set_contents (inside, "x", 1, NULL));
  g_assert_false (balie_db_backup (fixture->db, taken, &taken_error));
  g_assert_error (taken_error, BALIE_ERROR, BALIE_ERROR_STORAGE);

  folder = g_dir_open (balie_test_folder_get_path (fixture->folder), 0, NULL);
  while (g_dir_read_name (folder) != NULL)
    n_files++;
  g_assert_cmpuint (n_files, ==, 4); /* test.db, its -wal and -shm, and taken: no half copies */
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/private", test_private);
  add ("/db/settings", test_settings);
  add ("/db/statement/values", test_values);
  add ("/db/statement/null-values", test_null_values);
  add ("/db/statement/parameters-by-number", test_parameters_by_number);
  add ("/db/statement/prepare-again", test_prepare_again);
  add ("/db/statement/faulty", test_faulty_statements);
  add ("/db/statement/faulty-binding", test_faulty_binding);
  add ("/db/statement/before-its-table", test_prepared_before_its_table);
  add ("/db/transaction/commit-and-rollback", test_transactions);
  add ("/db/transaction/savepoints", test_savepoints);
  add ("/db/transaction/read", test_read_transaction);
  add ("/db/transaction/left-statement", test_left_statement);
  add ("/db/foreign-keys", test_foreign_keys);
  g_test_add_func ("/db/migrate", test_migrate);
  g_test_add_func ("/db/migrate-fails", test_migrate_fails);
  g_test_add_func ("/db/migrate-rebuilds", test_migrate_rebuilds);
  g_test_add_func ("/db/in-memory", test_in_memory);
  add ("/db/read-only", test_read_only);
  add ("/db/open-fails", test_open_fails);
  add ("/db/owner/hand-on", test_hand_on);
  add ("/db/owner/wrong-thread", test_wrong_thread);
  g_test_add_func ("/db/fault/no-database", test_no_database);
  add ("/db/fault/damaged", test_damaged);
  add ("/db/fault/damaged-text", test_damaged_text);
  add ("/db/fault/full", test_full);
  add ("/db/fault/full-files", test_full_files);
  g_test_add_func ("/db/fault/no-error", test_no_error_is_neither);
  add ("/db/backup/while-writing", test_backup);
  add ("/db/backup/fails", test_backup_fails);
  return g_test_run ();
}
