/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cache that an older version of the program kept: all of it is there afterwards, or what can be saved of it when it is damaged. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-cache-salvage.h"
#include "balie-cache-schema.h"
#include "balie-cache.h"
#include "balie-client-test.h"
#include "balie-draft-table.h"
#include "balie-message-table.h"
#include "balie-outbox-entry.h"
#include "balie-outbox-table.h"
#include "balie-read-mark-table.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#include <string.h>

#define CHAT "33333333-3333-4333-8333-333333333333"
#define REQUEST "55555555-5555-4555-8555-555555555555"

static void
make_version_1 (const char *path)
{
  g_autofree char *fixture = g_test_build_filename (G_TEST_DIST, "fixtures", "client-cache-version-1.sql", NULL);
  g_autofree char *dump = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDb) db = balie_db_open (path, BALIE_DB_READ_WRITE, &error);

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture, &dump, NULL, &error));
  g_assert_true (balie_db_exec (db, dump, &error));
  g_assert_no_error (error);
  g_assert_cmpint (balie_db_get_version (db, &error), ==, 1);
}

static BalieCache *
open_cache (const char          *path,
            BalieCacheContents **contents)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieCache *cache;

  balie_cache_open_async (path, TRUE, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  cache = balie_cache_open_finish (result, contents, &error);
  g_assert_no_error (error);

  return cache;
}

static gpointer
list_messages_job (BalieDb *db,
                   gpointer data,
                   GError **error)
{
  return balie_message_table_list_from (db, CHAT, 0, error);
}

static gpointer
count_rows_job (BalieDb *db,
                gpointer data,
                GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT (SELECT count(*) FROM file) + (SELECT count(*) FROM download)");
  gint64          count;

  if (!balie_statement_next (statement, error))
    return NULL;

  count = balie_statement_get_int (statement, 0);
  balie_statement_reset (statement);

  return GINT_TO_POINTER ((int)count);
}

static gpointer
read_and_wait (BalieCache    *cache,
               BalieDbJob     job,
               GDestroyNotify result_free)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer value;

  balie_cache_read_async (cache, job, NULL, NULL, result_free, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  value = balie_cache_read_finish (cache, result, &error);
  g_assert_no_error (error);

  return value;
}

static void
assert_entries (GPtrArray *entries)
{
  const BalieOutboxEntry *entry;

  g_assert_cmpuint (entries->len, ==, 3);
  for (guint i = 0; i < entries->len; i++)
    {
      entry = g_ptr_array_index (entries, i);
      g_assert_cmpstr (entry->text, ==, balie_outbox_state_nicks[entry->state]);
      g_assert_null (entry->diagnostics);
      g_assert_null (entry->follows);
    }

  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpint (entry->state, ==, BALIE_OUTBOX_REFUSED);
  g_assert_cmpint (entry->error_code, ==, BALIE_ERROR_CONFLICT);
  g_assert_cmpstr (entry->error_type, ==, "conversation-closed");
  entry = g_ptr_array_index (entries, 2);
  g_assert_true (entry->is_request);
  g_assert_cmpstr (entry->conversation, ==, REQUEST);
  g_assert_cmpstr (entry->subject, ==, "Printer");
  g_assert_cmpstr (entry->category, ==, "hardware");
  g_assert_cmpstr (entry->urgency, ==, "high");
}

static void
assert_drafts (GPtrArray *drafts)
{
  const BalieDraftRow *answer;
  const BalieDraftRow *question;

  g_assert_cmpuint (drafts->len, ==, 2);
  answer = g_ptr_array_index (drafts, 0);
  g_assert_cmpstr (answer->key, ==, CHAT);
  g_assert_cmpstr (answer->draft->text, ==, "Half a sen");
  question = g_ptr_array_index (drafts, 1);
  g_assert_cmpstr (question->key, ==, BALIE_DRAFT_NEW_QUESTION);
  g_assert_cmpstr (question->draft->subject, ==, "Printer");
  g_assert_cmpstr (question->draft->text, ==, "It smokes");
  g_assert_cmpstr (question->draft->category, ==, "hardware");
  g_assert_cmpstr (question->draft->urgency, ==, "high");
  g_assert_null (question->draft->follows);
  g_assert_null (question->draft->diagnostics);
  g_assert_cmpint (question->draft->changed_at, ==, 0);
  g_assert_cmpuint (question->n_files, ==, 0);
}

/* Every table had a row. */
static void
test_migrated (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "cache.db");
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (BalieCache) cache = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  const BalieReadMark *mark;

  make_version_1 (path);
  cache = open_cache (path, &contents);
  g_assert_cmpstr (contents->position, ==, "e1.7");
  g_assert_cmpuint (contents->conversations->len, ==, 1);
  assert_entries (contents->entries);
  assert_drafts (contents->drafts);
  g_assert_cmpuint (contents->read_marks->len, ==, 1);
  mark = g_ptr_array_index (contents->read_marks, 0);
  g_assert_cmpint (mark->up_to, ==, 5);
  g_assert_cmpint (mark->flushed_to, ==, 4);

  messages = read_and_wait (cache, list_messages_job, (GDestroyNotify)g_ptr_array_unref);
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_cmpstr (((BalieMessage *)g_ptr_array_index (messages, 0))->text, ==, "Where is my invoice?");
  g_assert_cmpint (GPOINTER_TO_INT (read_and_wait (cache, count_rows_job, NULL)), ==, 0);
  balie_cache_close (cache);
}

/* The tables of a cache that grew are those of a new one. */
static void
test_same_tables (void)
{
  static const char *const tables[] = {"outbox", "draft", "file", "download", "read_mark"};
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *old_path = balie_test_folder_get_file (folder, "old.db");
  g_autoptr (BalieDb) old = NULL;
  g_autoptr (BalieDb) new = NULL;
  g_autoptr (GError) error = NULL;

  make_version_1 (old_path);
  old = balie_db_open (old_path, BALIE_DB_READ_WRITE, &error);
  new = balie_db_open (NULL, BALIE_DB_IN_MEMORY, &error);
  g_assert_no_error (error);
  g_assert_true (balie_cache_schema_migrate (old, &error));
  g_assert_true (balie_cache_schema_migrate (new, &error));
  g_assert_cmpint (balie_db_get_version (old, &error), ==, balie_db_get_version (new, &error));
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      BalieStatement *statements[] = {
        balie_db_prepare (old, "SELECT name FROM pragma_table_info ($1) ORDER BY cid"),
        balie_db_prepare (new, "SELECT name FROM pragma_table_info ($1) ORDER BY cid"),
      };

      balie_statement_bind_text (statements[0], 1, tables[i]);
      balie_statement_bind_text (statements[1], 1, tables[i]);
      while (balie_statement_next (statements[0], &error))
        {
          g_assert_true (balie_statement_next (statements[1], &error));
          g_assert_cmpstr (balie_statement_get_text (statements[0], 0), ==, balie_statement_get_text (statements[1], 0));
        }
      g_assert_false (balie_statement_next (statements[1], &error));
      g_assert_no_error (error);
    }
}

/* One that is too damaged to become a newer one. */
static void
test_salvaged (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "cache.db");
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDb) db = balie_db_open (NULL, BALIE_DB_IN_MEMORY, &error);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) drafts = NULL;

  g_assert_no_error (error);
  g_assert_true (balie_cache_schema_migrate (db, &error));
  make_version_1 (path);
  balie_cache_salvage_copy (path, db);
  entries = balie_outbox_table_list (db, &error);
  g_assert_no_error (error);
  assert_entries (entries);
  drafts = balie_draft_table_list (db, &error);
  g_assert_no_error (error);
  assert_drafts (drafts);
}

/* Whichever page is hit, the cache opens, without a text that nobody typed; damage elsewhere costs nothing of the unsent. */
static void
test_any_page_damaged (void)
{
  static const gsize page_size = 4096;
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char      *original = balie_test_folder_get_file (folder, "original.db");
  g_autofree char *bytes = NULL;
  guint            n_entries = 0;
  guint            n_drafts = 0;
  gsize            size = 0;

  make_version_1 (original);
  g_assert_true (g_file_get_contents (original, &bytes, &size, NULL));
  for (gsize offset = page_size; offset < size; offset += page_size)
    {
      g_autofree char *name = g_strdup_printf ("%" G_GSIZE_FORMAT ".db", offset);
      g_autofree char *damaged = g_memdup2 (bytes, size);
      const char      *path = balie_test_folder_get_file (folder, name);
      g_autoptr (BalieCacheContents) contents = NULL;
      g_autoptr (BalieCache) cache = NULL;

      memset (damaged + offset, 0xa5, page_size);
      g_assert_true (g_file_set_contents (path, damaged, (gssize)size, NULL));
      cache = open_cache (path, &contents);
      if (contents->entries->len > 0)
        {
          assert_entries (contents->entries);
          n_entries++;
        }
      if (contents->drafts->len > 0)
        {
          assert_drafts (contents->drafts);
          n_drafts++;
        }
      balie_cache_close (cache);
    }

  /* The outbox has a page for its rows and one for its index, the drafts have one. */
  g_assert_cmpuint (n_entries, >=, size / page_size - 3);
  g_assert_cmpuint (n_drafts, ==, size / page_size - 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache-versions/migrated", test_migrated);
  g_test_add_func ("/cache-versions/same-tables", test_same_tables);
  g_test_add_func ("/cache-versions/salvaged", test_salvaged);
  g_test_add_func ("/cache-versions/any-page-damaged", test_any_page_damaged);
  return g_test_run ();
}
