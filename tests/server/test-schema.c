/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's tables: made once, kept afterwards, and left alone when they are newer than the program. */
#include "balie-account-store.h"
#include "balie-attachment-store.h"
#include "balie-conversation-store.h"
#include "balie-error.h"
#include "balie-message-store.h"
#include "balie-schema.h"
#include "balie-test-folder.h"

static void
test_made_once (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (BalieDb) db = balie_db_open (balie_test_folder_get_file (folder, "desk.db"), BALIE_DB_READ_WRITE, &local_error);

      g_assert_no_error (local_error);
      g_assert_true (balie_schema_migrate (db, &local_error));
      g_assert_no_error (local_error);
      g_assert_cmpint (balie_db_get_version (db, &local_error), ==, balie_schema_get_version ());
      g_assert_true (balie_db_check (db, &local_error));
    }
}

/* Returns a desk as an older version kept it. */
static BalieDb *
open_old (int version)
{
  g_autofree char *name = g_strdup_printf ("desk-version-%d.sql", version);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", name, NULL);
  g_autofree char *dump = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDb) db = balie_db_open (NULL, BALIE_DB_IN_MEMORY, &local_error);

  g_assert_no_error (local_error);
  g_file_get_contents (path, &dump, NULL, &local_error);
  g_assert_no_error (local_error);
  balie_db_exec (db, dump, &local_error);
  g_assert_no_error (local_error);
  g_assert_cmpint (balie_db_get_version (db, &local_error), ==, version);
  return g_steal_pointer (&db);
}

static void
migrate (BalieDb *db)
{
  g_autoptr (GError) local_error = NULL;

  balie_schema_migrate (db, &local_error);
  g_assert_no_error (local_error);
  g_assert_cmpint (balie_db_get_version (db, &local_error), ==, balie_schema_get_version ());
  g_assert_true (balie_db_check (db, &local_error));
}

static BalieDb *
open_migrated (int version)
{
  BalieDb *db = open_old (version);

  migrate (db);
  return db;
}

/* All that a query says, a line a row. */
static char *
read_all (BalieDb    *db,
          const char *sql)
{
  BalieStatement *statement = balie_db_prepare (db, sql);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GError) local_error = NULL;

  while (balie_statement_next (statement, &local_error))
    g_string_append_printf (all, "%s\n", balie_statement_get_text (statement, 0));
  g_assert_no_error (local_error);
  return g_strdup (all->str);
}

static GStrv
list_tables (BalieDb *db)
{
  g_autofree char *names = read_all (db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");

  return g_strsplit (g_strchomp (names), "\n", -1);
}

/* How many rows each of the tables has: some. */
static char *
count_rows (BalieDb *db,
            GStrv    tables)
{
  g_autoptr (GString) counts = g_string_new (NULL);

  for (char **table = tables; *table != NULL; table++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", *table);
      g_autofree char *count = read_all (db, sql);

      g_test_message ("%s: %s", *table, count);
      g_assert_cmpstr (count, !=, "0\n");
      g_string_append_printf (counts, "%s %s", *table, count);
    }
  return g_strdup (counts->str);
}

#define COLUMNS                                                                                                                                     \
  "SELECT t.name || ' ' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || c.pk FROM sqlite_schema AS t, pragma_table_info (t.name) AS c" \
  " WHERE t.type = 'table' ORDER BY t.name, c.name"
#define INDEXES "SELECT name || ' ' || coalesce (sql, '') FROM sqlite_schema WHERE type = 'index' ORDER BY name"

/* No row of any table goes on the way, and in the end the tables are those of a new desk: from every older version, which each has its dump. */
static void
test_from_all_versions (void)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDb) fresh = balie_db_open (NULL, BALIE_DB_IN_MEMORY, &local_error);
  g_autofree char *columns = NULL;
  g_autofree char *indexes = NULL;

  g_assert_no_error (local_error);
  migrate (fresh);
  columns = read_all (fresh, COLUMNS);
  indexes = read_all (fresh, INDEXES);
  for (int version = 1; version < balie_schema_get_version (); version++)
    {
      g_autoptr (BalieDb) db = open_old (version);
      g_auto (GStrv) tables = list_tables (db);
      g_autofree char *before = count_rows (db, tables);
      g_autofree char *after = NULL;
      g_autofree char *its_columns = NULL;
      g_autofree char *its_indexes = NULL;

      migrate (db);
      after = count_rows (db, tables);
      its_columns = read_all (db, COLUMNS);
      its_indexes = read_all (db, INDEXES);
      g_assert_cmpstr (before, ==, after);
      g_assert_cmpstr (its_columns, ==, columns);
      g_assert_cmpstr (its_indexes, ==, indexes);
    }
}

static void
test_from_version_1 (void)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDb) db = open_migrated (1);
  g_autoptr (BalieMessageRow) message = balie_message_store_get (db, "44444444-4444-4444-8444-444444444444", &local_error);
  g_autofree char *file = NULL;
  gboolean         is_refused = TRUE;

  g_assert_nonnull (message);
  g_assert_cmpstr (message->message->text, ==, "Where is my invoice?");
  file = balie_attachment_store_find_file (db, message->message->author->id, "", &is_refused, &local_error);
  g_assert_false (is_refused);
  g_assert_no_error (local_error);
  g_assert_null (file);
}

/* What was solved then counts as solved since it last changed. */
static void
test_from_version_2 (void)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDb) db = open_migrated (2);
  g_autoptr (BalieMessageRow) message = balie_message_store_get (db, "66666666-6666-4666-8666-666666666666", &local_error);
  g_autoptr (GPtrArray) before = balie_conversation_store_list_solved (db, 1763900002999, 10, &local_error);
  g_autoptr (GPtrArray) then = balie_conversation_store_list_solved (db, 1763900003000, 10, &local_error);
  const BalieConversation *solved;

  g_assert_no_error (local_error);
  g_assert_nonnull (message);
  g_assert_cmpuint (message->message->attachments->len, ==, 1);
  g_assert_cmpuint (before->len, ==, 0);
  g_assert_cmpuint (then->len, ==, 1);
  solved = g_ptr_array_index (then, 0);
  g_assert_cmpstr (solved->id, ==, "55555555-5555-4555-8555-555555555555");
  g_assert_cmpint (solved->rating, ==, 4);
}

/* What goes with a message is read as it was, and a file from before the check is good. */
static void
test_from_version_3 (void)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDb) db = open_migrated (3);
  g_autoptr (BalieMessageRow) message = balie_message_store_get (db, "66666666-6666-4666-8666-666666666666", &local_error);
  g_autoptr (BalieConversation) conversation = balie_conversation_store_get (db, "55555555-5555-4555-8555-555555555555", &local_error);
  const BalieAttachment *attachment;
  const BalieDiagnostic *diagnostic;

  g_assert_no_error (local_error);
  g_assert_cmpuint (message->message->attachments->len, ==, 1);
  attachment = g_ptr_array_index (message->message->attachments, 0);
  g_assert_cmpint (attachment->state, ==, BALIE_ATTACHMENT_READY);
  g_assert_cmpint (attachment->width, ==, 0);
  g_assert_nonnull (message->message->diagnostics);
  g_assert_cmpuint (message->message->diagnostics->items->len, ==, 1);
  diagnostic = g_ptr_array_index (message->message->diagnostics->items, 0);
  g_assert_cmpstr (diagnostic->value, ==, "Debian 12");
  g_assert_cmpstr (conversation->rating_comment, ==, "Well done");
}

static void
test_newer (void)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDb) db = balie_db_open (NULL, BALIE_DB_IN_MEMORY, &local_error);
  BalieMigration *migrations = g_new0 (BalieMigration, balie_schema_get_version () + 1);

  for (int i = 0; i <= balie_schema_get_version (); i++)
    migrations[i] = (BalieMigration){i + 1, "SELECT 1;"};
  g_assert_true (balie_db_migrate (db, migrations, balie_schema_get_version () + 1, &local_error));
  g_free (migrations);

  g_assert_false (balie_schema_migrate (db, &local_error));
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_STORAGE);
}

/* Names that are the same to people are the same to the desk; what can be no name is none. */
static void
test_usernames (void)
{
  static const struct
  {
    const char *typed;
    const char *kept;
  } cases[] = {
    {"jan", "jan"},
    {"  J.Visser\t", "j.visser"},
    {"ZO\303\213", "zo\303\253"},
    {"zoe\314\210", "zo\303\253"},
    {"\357\275\212an", "jan"},
    {"", NULL},
    {" ", NULL},
    {"two words", NULL},
    {"a\nb", NULL},
    {"a\342\200\213b", NULL},
    {"0123456789012345678901234567890123456789012345678901234567890123", "0123456789012345678901234567890123456789012345678901234567890123"},
    {"01234567890123456789012345678901234567890123456789012345678901234", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *kept = balie_account_store_normalize (cases[i].typed);

      g_assert_cmpstr (kept, ==, cases[i].kept);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/made-once", test_made_once);
  g_test_add_func ("/schema/from-all-versions", test_from_all_versions);
  g_test_add_func ("/schema/from-version-1", test_from_version_1);
  g_test_add_func ("/schema/from-version-2", test_from_version_2);
  g_test_add_func ("/schema/from-version-3", test_from_version_3);
  g_test_add_func ("/schema/newer", test_newer);
  g_test_add_func ("/schema/usernames", test_usernames);
  return g_test_run ();
}
