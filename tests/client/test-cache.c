/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache's file: its mode, coming back to it, and what is saved when it is damaged. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-cache.h"
#include "balie-client-test.h"
#include "balie-draft-table.h"
#include "balie-error.h"
#include "balie-outbox-table.h"
#include "balie-read-mark-table.h"
#include "balie-setting-table.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

static BalieCache *
open_cache (const char          *path,
            BalieCacheContents **contents,
            GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_cache_open_async (path, TRUE, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_cache_open_finish (result, contents, error);
}

static gpointer
write_and_wait (BalieCache *cache,
                BalieDbJob  job,
                GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_cache_write_async (cache, job, NULL, NULL, NULL, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_cache_write_finish (cache, result, error);
}

static BalieOutboxEntry *
make_entry (const char      *text,
            BalieOutboxState state)
{
  BalieOutboxEntry *entry = balie_outbox_entry_new ("6f1c0f3e-0000-4000-8000-000000000001", text, 1000);

  entry->state = state;
  entry->sent_at = state == BALIE_OUTBOX_SENT ? g_get_real_time () / 1000 : 0;

  return entry;
}

static gpointer
fill_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  static const BalieOutboxState states[] = {BALIE_OUTBOX_WAITING, BALIE_OUTBOX_ATTEMPTED, BALIE_OUTBOX_REFUSED, BALIE_OUTBOX_SENT};
  g_autoptr (BalieDraft) draft = balie_draft_new ("Printer", "It smokes");

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (BalieOutboxEntry) entry = make_entry (balie_outbox_state_nicks[states[i]], states[i]);

      if (!balie_outbox_table_add (db, entry, error))
        return NULL;
    }

  balie_setting_table_set (db, BALIE_SETTING_POSITION, "e1.7", error);
  balie_read_mark_table_raise (db, "c1", 5, 3, error);
  balie_read_mark_table_raise (db, "c1", 4, 4, error);
  balie_draft_table_put (db, BALIE_DRAFT_NEW_QUESTION, draft, error);

  return NULL;
}

static gpointer
get_draft_job (BalieDb *db,
               gpointer data,
               GError **error)
{
  return balie_draft_table_get (db, BALIE_DRAFT_NEW_QUESTION, error);
}

static void
fill (const char *path)
{
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (BalieCache) cache = NULL;
  g_autoptr (GError) error = NULL;

  cache = open_cache (path, &contents, &error);
  g_assert_no_error (error);
  write_and_wait (cache, fill_job, &error);
  g_assert_no_error (error);
  balie_cache_close (cache);
}

static void
assert_unsent (BalieCache         *cache,
               BalieCacheContents *contents)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDraft) draft = NULL;

  g_assert_cmpuint (contents->entries->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const BalieOutboxEntry *entry = g_ptr_array_index (contents->entries, i);

      g_assert_cmpstr (entry->text, ==, balie_outbox_state_nicks[entry->state]);
      g_assert_cmpint (entry->state, ==, i);
    }

  draft = write_and_wait (cache, get_draft_job, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft->subject, ==, "Printer");
  g_assert_cmpstr (draft->text, ==, "It smokes");
}

static void
test_comes_back (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "cache.db");
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (BalieCache) cache = NULL;
  g_autoptr (GError) error = NULL;
  const BalieReadMark *mark;
  GStatBuf             status;

  fill (path);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  cache = open_cache (path, &contents, &error);
  g_assert_no_error (error);
  assert_unsent (cache, contents);
  g_assert_cmpstr (contents->position, ==, "e1.7");
  g_assert_cmpuint (contents->read_marks->len, ==, 1);
  mark = g_ptr_array_index (contents->read_marks, 0);
  g_assert_cmpint (mark->up_to, ==, 5);
  g_assert_cmpint (mark->flushed_to, ==, 4);

  g_assert_true (balie_cache_delete (cache, &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static guint
count_damaged (BalieTestFolder *folder)
{
  g_autoptr (GDir) dir = g_dir_open (balie_test_folder_get_path (folder), 0, NULL);
  const char *name;
  guint       n_damaged = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (strstr (name, ".damaged-") != NULL && !g_str_has_suffix (name, "-wal") && !g_str_has_suffix (name, "-shm"))
        n_damaged++;
    }

  return n_damaged;
}

/* Overwrites what lies in the file from @offset on. */
static void
damage (const char *path,
        gsize       offset,
        gsize       length)
{
  g_autofree char *bytes = NULL;
  gsize            size = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (offset, <, size);
  memset (bytes + offset, 0xa5, MIN (length, size - offset));
  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
}

static gpointer
spoil_job (BalieDb *db,
           gpointer data,
           GError **error)
{
  balie_setting_table_set (db, BALIE_SETTING_DESK, "{\"api\": \"no number\"}", error);

  return NULL;
}

/* Something that SQLite can read and nobody here wrote: all of the unsent is saved. */
static void
test_unreadable_is_rebuilt (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "cache.db");
  g_autoptr (BalieCacheContents) before = NULL;
  g_autoptr (BalieCacheContents) after = NULL;
  g_autoptr (BalieCache) spoilt = NULL;
  g_autoptr (BalieCache) cache = NULL;
  g_autoptr (GError) error = NULL;

  fill (path);
  spoilt = open_cache (path, &before, &error);
  g_assert_no_error (error);
  write_and_wait (spoilt, spoil_job, &error);
  g_assert_no_error (error);
  balie_cache_close (spoilt);

  cache = open_cache (path, &after, &error);
  g_assert_no_error (error);
  assert_unsent (cache, after);
  g_assert_null (after->position);
  g_assert_cmpuint (count_damaged (folder), ==, 1);
}

/* No database at all any more: nothing to save, but it goes on, and the file is kept. */
static void
test_destroyed_is_rebuilt (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "cache.db");
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (BalieCache) cache = NULL;
  g_autoptr (GError) error = NULL;

  fill (path);
  damage (path, 0, G_MAXINT32);
  cache = open_cache (path, &contents, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contents->entries->len, ==, 0);
  g_assert_cmpuint (count_damaged (folder), ==, 1);
}

/* Whichever page is hit, the cache opens, and never with a text that nobody typed. */
static void
test_any_page_damaged (void)
{
  static const gsize page_size = 4096;
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char      *original = balie_test_folder_get_file (folder, "original.db");
  g_autofree char *bytes = NULL;
  guint            n_complete = 0;
  gsize            size = 0;

  fill (original);
  g_assert_true (g_file_get_contents (original, &bytes, &size, NULL));
  for (gsize offset = page_size; offset < size; offset += page_size)
    {
      g_autofree char *name = g_strdup_printf ("%" G_GSIZE_FORMAT ".db", offset);
      const char      *path = balie_test_folder_get_file (folder, name);
      g_autoptr (BalieCacheContents) contents = NULL;
      g_autoptr (BalieCache) cache = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, bytes, size, NULL));
      damage (path, offset, page_size);
      cache = open_cache (path, &contents, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < contents->entries->len; i++)
        {
          const BalieOutboxEntry *entry = g_ptr_array_index (contents->entries, i);

          g_assert_cmpstr (entry->text, ==, balie_outbox_state_nicks[entry->state]);
        }
      if (contents->entries->len == 3)
        n_complete++;
    }

  /* Damage elsewhere costs nothing of the outbox. */
  g_assert_cmpuint (n_complete, >=, size / page_size / 2);
}

static gpointer
future_job (BalieDb *db,
            gpointer data,
            GError **error)
{
  BalieMigration migrations[100];

  for (gsize i = 0; i < G_N_ELEMENTS (migrations); i++)
    migrations[i] = (BalieMigration){(int)i + 1, "SELECT 1"};

  return GINT_TO_POINTER (balie_db_migrate (db, migrations, G_N_ELEMENTS (migrations), error));
}

static gpointer
raise_version (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDb) db = balie_db_open (path, BALIE_DB_READ_WRITE, &error);

  g_assert_no_error (error);
  return future_job (db, NULL, &error);
}

/* A newer program's cache is not damaged: it is left alone. */
static void
test_newer_is_left_alone (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char         *path = balie_test_folder_get_file (folder, "cache.db");
  BalieCacheContents *contents = NULL;
  g_autoptr (GError) error = NULL;

  fill (path);
  g_assert_nonnull (raise_version (path));
  g_assert_null (open_cache (path, &contents, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_assert_cmpuint (count_damaged (folder), ==, 0);
}

static gpointer
fail_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  return GINT_TO_POINTER (balie_db_exec (db, "INSERT INTO no_such_table VALUES (1)", error));
}

static void
test_failing (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (BalieCache) cache = NULL;
  g_autoptr (GError) error = NULL;

  cache = open_cache (balie_test_folder_get_file (folder, "cache.db"), &contents, &error);
  g_assert_no_error (error);
  g_assert_false (balie_cache_get_failing (cache));

  write_and_wait (cache, fail_job, &error);
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_assert_true (balie_cache_get_failing (cache));
  g_clear_error (&error);

  write_and_wait (cache, fill_job, &error);
  g_assert_no_error (error);
  g_assert_false (balie_cache_get_failing (cache));
}

static void
test_folders (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (BalieCacheContents) contents_again = NULL;
  g_autoptr (BalieCache) cache = NULL;
  g_autoptr (BalieCache) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *files = NULL;
  g_autofree char *downloads = NULL;
  g_autofree char *left = NULL;
  GStatBuf         status;

  cache = open_cache (balie_test_folder_get_file (folder, "j.visser.db"), &contents, &error);
  g_assert_no_error (error);
  files = balie_cache_dup_folder (cache, BALIE_CACHE_FILES);
  downloads = balie_cache_dup_folder (cache, BALIE_CACHE_DOWNLOADS);
  g_assert_cmpstr (files, ==, balie_test_folder_get_file (folder, "j.visser.files"));
  g_assert_cmpstr (downloads, ==, balie_test_folder_get_file (folder, "j.visser.downloads"));
  g_assert_cmpint (g_stat (files, &status), ==, 0);
  g_assert_true (S_ISDIR (status.st_mode));
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  left = g_build_filename (files, "left", NULL);
  g_assert_true (g_file_set_contents (left, "over", -1, NULL));
  balie_cache_close (cache);

  again = open_cache (balie_test_folder_get_file (folder, "j.visser.db"), &contents_again, &error);
  g_assert_no_error (error);
  g_assert_true (balie_cache_delete (again, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (files, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (downloads, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache/comes-back", test_comes_back);
  g_test_add_func ("/cache/unreadable-is-rebuilt", test_unreadable_is_rebuilt);
  g_test_add_func ("/cache/destroyed-is-rebuilt", test_destroyed_is_rebuilt);
  g_test_add_func ("/cache/any-page-damaged", test_any_page_damaged);
  g_test_add_func ("/cache/newer-is-left-alone", test_newer_is_left_alone);
  g_test_add_func ("/cache/failing", test_failing);
  g_test_add_func ("/cache/folders", test_folders);
  return g_test_run ();
}
