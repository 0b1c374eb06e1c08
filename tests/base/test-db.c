/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database: opening, transactions, migrations, faults, backups. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "balie-db.h"
#include "balie-db-test.h"
#include "balie-error.h"
#include "balie-test-folder.h"

typedef struct
{
  BalieTestFolder *folder;
  const char      *path;
  BalieDb         *db;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  fixture->folder = balie_test_folder_new ();
  fixture->path = balie_test_folder_get_file (fixture->folder, "test.db");
  fixture->db = balie_db_test_open (fixture->path, BALIE_DB_READ_WRITE);
  balie_db_test_exec (fixture->db, "CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT, data BLOB);");
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
  g_autoptr (BalieDb) db = balie_db_test_open (path, BALIE_DB_READ_WRITE);

  balie_db_test_exec (db, "CREATE TABLE entry (id INTEGER);");
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

  g_assert_cmpint (balie_db_test_query_int (fixture->db, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (balie_db_test_query_int (fixture->db, "PRAGMA secure_delete"), ==, 1);
  g_assert_cmpint (balie_db_test_query_int (fixture->db, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (balie_db_test_query_int (fixture->db, "PRAGMA busy_timeout"), ==, 10000);
}

static void
test_transactions (Fixture      *fixture,
                   gconstpointer unused)
{
  g_autoptr (GError) local_error = NULL;

  g_assert_true (balie_db_begin (fixture->db, NULL));
  balie_db_test_exec (fixture->db, "INSERT INTO entry (id) VALUES (1);");
  g_assert_true (balie_db_commit (fixture->db, NULL));

  g_assert_true (balie_db_begin (fixture->db, NULL));
  g_assert_false (balie_db_begin (fixture->db, &local_error));
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  balie_db_test_exec (fixture->db, "INSERT INTO entry (id) VALUES (2);");
  balie_db_rollback (fixture->db);
  balie_db_rollback (fixture->db);

  g_assert_cmpint (balie_db_test_query_int (fixture->db, "SELECT sum (id) FROM entry"), ==, 1);
}

static void
test_savepoints (Fixture      *fixture,
                 gconstpointer unused)
{
  g_assert_true (balie_db_begin (fixture->db, NULL));

  g_assert_true (balie_db_savepoint (fixture->db, NULL));
  balie_db_test_exec (fixture->db, "INSERT INTO entry (id) VALUES (1);");
  g_assert_true (balie_db_release_savepoint (fixture->db, NULL));

  g_assert_true (balie_db_savepoint (fixture->db, NULL));
  balie_db_test_exec (fixture->db, "INSERT INTO entry (id) VALUES (10);");
  g_assert_true (balie_db_rollback_to_savepoint (fixture->db, NULL));

  g_assert_true (balie_db_savepoint (fixture->db, NULL));
  balie_db_test_exec (fixture->db, "INSERT INTO entry (id) VALUES (100);");
  g_assert_true (balie_db_release_savepoint (fixture->db, NULL));

  g_assert_true (balie_db_commit (fixture->db, NULL));
  g_assert_cmpint (balie_db_test_query_int (fixture->db, "SELECT sum (id) FROM entry"), ==, 101);
  g_assert_false (balie_db_release_savepoint (fixture->db, NULL));
}

static void
test_read_transaction (Fixture      *fixture,
                       gconstpointer unused)
{
  g_autoptr (BalieDb) reader = balie_db_test_open (fixture->path, BALIE_DB_READ_ONLY);

  g_assert_true (balie_db_begin_read (reader, NULL));
  g_assert_cmpint (balie_db_test_query_int (reader, "SELECT count (*) FROM entry"), ==, 0);

  balie_db_test_exec (fixture->db, "INSERT INTO entry (id) VALUES (1);");
  g_assert_cmpint (balie_db_test_query_int (reader, "SELECT count (*) FROM entry"), ==, 0);

  g_assert_true (balie_db_commit (reader, NULL));
  g_assert_cmpint (balie_db_test_query_int (reader, "SELECT count (*) FROM entry"), ==, 1);
}

static void
test_left_statement (Fixture      *fixture,
                     gconstpointer unused)
{
  g_autoptr (BalieDb) reader = balie_db_test_open (fixture->path, BALIE_DB_READ_ONLY);

  balie_db_test_exec (fixture->db, "INSERT INTO entry (id) VALUES (1), (2);");

  g_assert_true (balie_db_begin_read (reader, NULL));
  g_assert_true (balie_statement_next (balie_db_prepare (reader, "SELECT id FROM entry"), NULL));
  g_assert_true (balie_db_commit (reader, NULL));

  balie_db_test_exec (fixture->db, "INSERT INTO entry (id) VALUES (3);");
  g_assert_cmpint (balie_db_test_query_int (reader, "SELECT count (*) FROM entry"), ==, 3);
}

static void
test_foreign_keys (Fixture      *fixture,
                   gconstpointer unused)
{
  balie_db_test_exec (fixture->db, "CREATE TABLE child (entry INTEGER REFERENCES entry (id));");
  g_assert_false (balie_db_exec (fixture->db, "INSERT INTO child (entry) VALUES (1);", NULL));

  balie_db_test_exec (fixture->db, "PRAGMA foreign_keys = OFF; INSERT INTO child (entry) VALUES (1);");
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
  g_autoptr (BalieDb) db = balie_db_test_open (NULL, BALIE_DB_IN_MEMORY);
  g_autoptr (GError) local_error = NULL;

  g_assert_cmpint (balie_db_get_version (db, NULL), ==, 0);
  g_assert_true (balie_db_migrate (db, migrations, 0, NULL));
  g_assert_cmpint (balie_db_get_version (db, NULL), ==, 0);
  g_assert_true (balie_db_migrate (db, migrations, 2, NULL));
  g_assert_cmpint (balie_db_get_version (db, NULL), ==, 2);
  g_assert_true (balie_db_migrate (db, migrations, 3, NULL));
  g_assert_true (balie_db_migrate (db, migrations, 3, NULL));
  g_assert_cmpint (balie_db_get_version (db, NULL), ==, 3);
  g_assert_cmpint (balie_db_test_query_int (db, "SELECT id FROM one"), ==, 2);

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
  g_autoptr (BalieDb) db = balie_db_test_open (NULL, BALIE_DB_IN_MEMORY);
  g_autoptr (GError) local_error = NULL;

  g_assert_false (balie_db_migrate (db, faulty, G_N_ELEMENTS (faulty), &local_error));
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_assert_cmpint (balie_db_get_version (db, NULL), ==, 1);
  g_assert_cmpint (balie_db_test_query_int (db, "SELECT count (*) FROM one"), ==, 0);
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
  g_autoptr (BalieDb) db = balie_db_test_open (NULL, BALIE_DB_IN_MEMORY);

  g_assert_true (balie_db_migrate (db, rebuilding, 2, NULL));
  g_assert_cmpint (balie_db_test_query_int (db, "SELECT count (*) FROM child"), ==, 1);
  g_assert_cmpint (balie_db_test_query_int (db, "PRAGMA foreign_keys"), ==, 1);

  g_assert_false (balie_db_migrate (db, rebuilding, 3, NULL));
  g_assert_cmpint (balie_db_get_version (db, NULL), ==, 2);
  g_assert_cmpint (balie_db_test_query_int (db, "SELECT count (*) FROM parent"), ==, 1);
  g_assert_cmpint (balie_db_test_query_int (db, "PRAGMA foreign_keys"), ==, 1);
}

static void
test_in_memory (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "unused.db");
  g_autoptr (BalieDb) db = balie_db_test_open (path, BALIE_DB_IN_MEMORY);

  balie_db_test_exec (db, "CREATE TABLE entry (id INTEGER);");
  g_assert_cmpint (balie_db_test_query_int (db, "SELECT count (*) FROM entry"), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_read_only (Fixture      *fixture,
                gconstpointer unused)
{
  g_autoptr (BalieDb) reader = balie_db_test_open (fixture->path, BALIE_DB_READ_ONLY);
  const char *missing = balie_test_folder_get_file (fixture->folder, "missing.db");
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GError) missing_error = NULL;

  g_assert_cmpint (balie_db_test_query_int (reader, "SELECT count (*) FROM entry"), ==, 0);
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
  return GINT_TO_POINTER ((int)balie_db_test_query_int (data, "SELECT count (*) FROM entry"));
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

  balie_db_test_exec (fixture->db, "INSERT INTO entry (id) VALUES (1);");
  balie_db_release_owner (fixture->db);
  thread = g_thread_new ("new owner", count_entries_and_hand_back, fixture->db);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 1);
  g_assert_cmpint (balie_db_test_query_int (fixture->db, "SELECT count (*) FROM entry"), ==, 1);
}

static void
test_wrong_thread (Fixture      *fixture,
                   gconstpointer unused)
{
  if (g_test_subprocess ())
    {
      g_assert_cmpint (balie_db_test_query_int (fixture->db, "SELECT count (*) FROM entry"), ==, 0);
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
    balie_db_test_exec (fixture->db, "INSERT INTO entry (text) VALUES (hex (randomblob (20)));");
  g_assert_true (balie_db_commit (fixture->db, NULL));
  g_assert_true (balie_db_check (fixture->db, NULL));
  g_clear_pointer (&fixture->db, balie_db_close);

  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 4 * 4096);
  memset (contents + 4096, 0xa5, length - 4096);
  g_assert_true (g_file_set_contents (fixture->path, contents, (gssize)length, NULL));

  fixture->db = balie_db_test_open (fixture->path, BALIE_DB_READ_WRITE);
  g_assert_false (balie_db_check (fixture->db, &check_error));
  g_assert_true (balie_db_error_is_corrupt (check_error));
  g_assert_false (balie_statement_run (balie_db_prepare (fixture->db, "SELECT * FROM entry"), &query_error));
  g_assert_true (balie_db_error_is_corrupt (query_error));
}

static void
test_full (Fixture      *fixture,
           gconstpointer unused)
{
  g_autoptr (GError) local_error = NULL;
  gint64 before;

  balie_db_test_exec (fixture->db, "PRAGMA max_page_count = 20;");
  while (balie_db_exec (fixture->db, "INSERT INTO entry (text) VALUES (hex (zeroblob (500)));", &local_error))
    ;
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_assert_true (balie_db_error_is_full (local_error));
  g_assert_false (balie_db_error_is_corrupt (local_error));

  before = balie_db_test_query_int (fixture->db, "SELECT count (*) FROM entry");
  g_assert_cmpint (before, >, 10);
  balie_db_test_exec (fixture->db, "PRAGMA max_page_count = 1000; INSERT INTO entry (text) VALUES (hex (zeroblob (500)));");
  g_assert_cmpint (balie_db_test_query_int (fixture->db, "SELECT count (*) FROM entry"), ==, before + 1);
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
  before = balie_db_test_query_int (fixture->db, "SELECT count (*) FROM entry");
  g_assert_cmpint (before, >, 5);

  limit_files (10000);
  g_assert_false (balie_db_backup (fixture->db, backup, &backup_error));
  g_assert_true (balie_db_error_is_full (backup_error));
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));

  limit_files (RLIM_INFINITY);
  balie_db_test_exec (fixture->db, "INSERT INTO entry (data) VALUES (zeroblob (5000));");
  g_assert_cmpint (balie_db_test_query_int (fixture->db, "SELECT count (*) FROM entry"), ==, before + 1);
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
      balie_db_test_exec (writer->db, "INSERT INTO entry (text, data) VALUES ('left', zeroblob (3000));");
      balie_db_test_exec (writer->db, "INSERT INTO entry (text, data) VALUES ('right', zeroblob (3000));");
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
  g_autoptr (BalieDb) reader = balie_db_test_open (fixture->path, BALIE_DB_READ_ONLY);
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

      copy = balie_db_test_open (path, BALIE_DB_READ_WRITE);
      g_assert_true (balie_db_check (copy, NULL));
      count = balie_db_test_query_int (copy, "SELECT count (*) FROM entry WHERE text = 'left'");
      g_assert_cmpint (count, >=, written);
      g_assert_cmpint (count, >=, previous);
      g_assert_cmpint (count, ==, balie_db_test_query_int (copy, "SELECT count (*) FROM entry WHERE text = 'right'"));
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
  add ("/db/fault/full", test_full);
  add ("/db/fault/full-files", test_full_files);
  g_test_add_func ("/db/fault/no-error", test_no_error_is_neither);
  add ("/db/backup/while-writing", test_backup);
  add ("/db/backup/fails", test_backup_fails);
  return g_test_run ();
}
