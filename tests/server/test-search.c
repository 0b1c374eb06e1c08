/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding conversations: by words, within one's rights, and from an index that may be lost. */
#include "balie-search-store.h"
#include "balie-test-desk.h"

#include <glib/gstdio.h>
#include <string.h>

/* Subjects of what somebody finds, in their order; a chat is called so. */
static char *
find (BalieTestDesk  *desk,
      BalieTestPerson who,
      const char     *text,
      const char     *more)
{
  g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/v1/conversations?q=", escaped, more, NULL);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, who, "GET", path, NULL);
  g_autoptr (GString) subjects = g_string_new (NULL);
  JsonArray *conversations;

  g_assert_cmpuint (answer->status, ==, 200);
  conversations = balie_test_array (answer->json, "conversations");
  for (guint i = 0; i < json_array_get_length (conversations); i++)
    {
      JsonObject *conversation = json_array_get_object_element (conversations, i);

      g_string_append_printf (subjects, "%s%s", i > 0 ? "; " : "", json_object_get_string_member_with_default (conversation, "subject", "chat"));
    }
  return g_strdup (subjects->str);
}

static void
assert_finds (BalieTestDesk  *desk,
              BalieTestPerson who,
              const char     *text,
              const char     *subjects)
{
  g_autofree char *found = find (desk, who, text, "");

  g_test_message ("%s", text);
  g_assert_cmpstr (found, ==, subjects);
}

static void
note (BalieTestDesk *desk,
      const char    *conversation,
      const char    *text)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/v1/conversations/", conversation, "/messages/", id, NULL);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, SANNE, "PUT", path, "{\"text\":\"%s\",\"internal\":true}", text);

  g_assert_cmpuint (answer->status, ==, 201);
}

static void
test_words (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *export = balie_test_desk_ask (desk, JAN, "Invoice export stops");
  g_autofree char *menu = balie_test_desk_ask (desk, JAN, "Caf\303\251 menu");
  g_autofree char *answer = balie_test_desk_say (desk, SANNE, export, "Please send us the log file of version 8.2.");
  g_autofree char *chat = balie_test_desk_say (desk, JAN, desk->chats[JAN], "Cr\303\250me br\303\273l\303\251e, na\303\257vet\303\251, \316\261\316\262\316\263 \346\227\245\346\234\254");
  g_autoptr (BalieTestAnswer) request = balie_test_desk_get_conversation (desk, JAN, export);
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, balie_test_int (request->json, "number"));

  assert_finds (desk, JAN, "invoice", "Invoice export stops");
  assert_finds (desk, JAN, "INVOICE", "Invoice export stops");
  assert_finds (desk, JAN, "inv", "Invoice export stops");
  assert_finds (desk, JAN, "inv export", "");
  assert_finds (desk, JAN, "export invoice", "Invoice export stops");
  assert_finds (desk, JAN, "invoice log", "Invoice export stops");
  assert_finds (desk, JAN, "invoice menu", "");
  assert_finds (desk, JAN, "8.2", "Invoice export stops");
  assert_finds (desk, JAN, number, "Invoice export stops");
  assert_finds (desk, JAN, "cafe", "Caf\303\251 menu");
  assert_finds (desk, JAN, "CAF\303\211", "Caf\303\251 menu");
  assert_finds (desk, JAN, "cafe\314\201", "Caf\303\251 menu");
  assert_finds (desk, JAN, "creme brulee naivete", "chat");
  assert_finds (desk, JAN, "\316\221\316\222", "chat");
  assert_finds (desk, JAN, "\346\227\245\346\234\254", "chat");
  assert_finds (desk, JAN, "received", "");
}

/* Whatever the index understands as more than a word is text here. */
static void
test_hostile (void)
{
  static const char *const texts[] = {
    "*",
    "\"",
    "\"\"",
    "'",
    "(",
    ")",
    "-",
    "^",
    ":",
    "{}",
    "+",
    ",",
    ".",
    "%",
    "_",
    "\\",
    ";",
    "/* */",
    "--",
    "\360\237\230\200",
    "\314\201",
    " ",
    "",
  };
  static const char *const with_word[] = {
    "\"invoice",
    "invoice*",
    "*invoice",
    "(invoice",
    "invoice)",
    "text:invoice text",
    "^invoice",
    "-invoice",
    "{text}:invoice text",
    "invoice\";--",
    "'invoice'",
  };
  static const char *const operators[] = {"invoice OR zebra", "invoice AND", "NOT invoice", "NEAR(invoice stops)", "scope : c*", "c", "n"};
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *request = balie_test_desk_ask (desk, JAN, "Invoice text");
  g_autofree char *longest = g_strnfill (200, 'x');
  g_autofree char *too_long = g_strconcat ("/v1/conversations?q=", longest, "x", NULL);
  g_autoptr (BalieTestAnswer) refused = balie_test_desk_call (desk, JAN, "GET", too_long, NULL);
  g_autoptr (GString) many = g_string_new ("invoice");

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_finds (desk, JAN, texts[i], "");
  for (gsize i = 0; i < G_N_ELEMENTS (with_word); i++)
    assert_finds (desk, JAN, with_word[i], "Invoice text");
  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    assert_finds (desk, JAN, operators[i], "");
  for (int i = 0; i < 90; i++)
    g_string_append (many, " i");
  assert_finds (desk, JAN, many->str, "");
  assert_finds (desk, JAN, longest, "");
  g_assert_cmpuint (refused->status, ==, 422);
}

/* Customers find their own alone, and of notes nobody but staff, whatever the note and its conversation are called. */
static void
test_rights (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *jan = balie_test_desk_ask (desk, JAN, "Wombat of Jan");
  g_autofree char *piet = balie_test_desk_ask (desk, PIET, "Wombat of Piet");
  g_autofree char *scope = g_strdup_printf ("c%s", desk->accounts[PIET]);
  g_auto (GStrv) parts = g_strsplit (scope, "-", -1);
  g_autofree char *word = g_strjoinv ("", parts);

  note (desk, jan, "Secret platypus");
  note (desk, desk->chats[JAN], "Secret echidna");
  assert_finds (desk, JAN, "wombat", "Wombat of Jan");
  assert_finds (desk, PIET, "wombat", "Wombat of Piet");
  assert_finds (desk, SANNE, "wombat", "Wombat of Piet; Wombat of Jan");
  assert_finds (desk, SANNE, "platypus", "Wombat of Jan");
  assert_finds (desk, SANNE, "echidna", "chat");
  assert_finds (desk, JAN, "platypus", "");
  assert_finds (desk, JAN, "wombat platypus", "");
  assert_finds (desk, JAN, "echidna", "");
  assert_finds (desk, PIET, "platypus", "");
  assert_finds (desk, JAN, scope, "");
  assert_finds (desk, JAN, word, "");
}

/* Pages of a kind and a status, by key: each once, in the order of the list. */
static void
test_pages (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *cursor = NULL;
  g_autofree char *solved = NULL;
  g_autofree char *chats = NULL;
  g_autoptr (BalieTestAnswer) changed = NULL;
  char *last = NULL;

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Wombat %d", i);

      g_free (last);
      last = balie_test_desk_ask (desk, JAN, subject);
    }
  changed = balie_test_desk_set_status (desk, JAN, last, "solved");
  g_assert_cmpuint (changed->status, ==, 200);
  g_free (last);

  do
    {
      g_autofree char *path = g_strdup_printf ("/v1/conversations?q=wombat&limit=2&status=open%s%s", cursor != NULL ? "&cursor=" : "", cursor != NULL ? cursor : "");
      g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, JAN, "GET", path, NULL);
      JsonArray *conversations = balie_test_array (answer->json, "conversations");

      for (guint i = 0; i < json_array_get_length (conversations); i++)
        g_string_append (all, balie_test_string (json_array_get_object_element (conversations, i), "subject") + strlen ("Wombat "));
      g_free (cursor);
      cursor = g_strdup (json_object_get_string_member_with_default (answer->json, "next", NULL));
    }
  while (cursor != NULL);
  g_assert_cmpstr (all->str, ==, "3210");

  solved = find (desk, JAN, "wombat", "&status=solved");
  g_assert_cmpstr (solved, ==, "Wombat 4");
  chats = find (desk, JAN, "wombat", "&kind=chat");
  g_assert_cmpstr (chats, ==, "");
}

static void
damage (BalieTestDesk *desk,
        const char    *bytes,
        gsize          length)
{
  g_assert_true (g_file_set_contents (balie_test_folder_get_file (desk->folder, "search.db"), bytes, (gssize)length, NULL));
}

/* An index that is gone, is none, or is damaged inside is made anew. */
static void
test_lost (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *request = balie_test_desk_ask (desk, JAN, "Wombat");
  const char      *path = balie_test_folder_get_file (desk->folder, "search.db");
  g_autofree char *bytes = NULL;
  gsize            length = 0;

  assert_finds (desk, JAN, "wombat", "Wombat");
  balie_test_desk_stop (desk);
  g_assert_cmpint (g_unlink (path), ==, 0);
  balie_test_desk_start (desk);
  assert_finds (desk, JAN, "wombat", "Wombat");

  balie_test_desk_stop (desk);
  damage (desk, "This is no database at all, whoever wrote it.", 45);
  balie_test_desk_start (desk);
  assert_finds (desk, JAN, "wombat", "Wombat");

  balie_test_desk_stop (desk);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  memset (bytes + 4096, 0xa5, length - 4096);
  damage (desk, bytes, length);
  balie_test_desk_start (desk);

  /* Who finds the damage is told to come again. */
  for (guint status = 503; status != 200;)
    {
      g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, JAN, "GET", "/v1/conversations?q=wombat", NULL);

      status = answer->status;
      g_assert_true (status == 200 || status == 503);
    }
  assert_finds (desk, JAN, "wombat", "Wombat");
}

static BalieDb *
open_desk (BalieTestDesk *desk)
{
  g_autoptr (GError) local_error = NULL;
  BalieDb *db = balie_db_open (balie_test_folder_get_file (desk->folder, "desk.db"), BALIE_DB_READ_WRITE, &local_error);

  g_assert_no_error (local_error);
  return db;
}

/* An index that is ahead of a desk that was put back from a copy begins anew: what is not there any more is not found. */
static void
test_put_back (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *before = balie_test_desk_ask (desk, JAN, "Wombat before");
  g_autofree char *after = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDb) db = NULL;

  balie_test_desk_stop (desk);
  db = open_desk (desk);
  balie_db_backup (db, balie_test_folder_get_file (desk->folder, "copy.db"), &local_error);
  g_assert_no_error (local_error);
  g_clear_pointer (&db, balie_db_close);
  balie_test_desk_start (desk);
  after = balie_test_desk_ask (desk, JAN, "Wombat after");
  assert_finds (desk, JAN, "wombat", "Wombat after; Wombat before");
  balie_test_desk_stop (desk);

  g_unlink (balie_test_folder_get_file (desk->folder, "desk.db-wal"));
  g_unlink (balie_test_folder_get_file (desk->folder, "desk.db-shm"));
  g_assert_cmpint (g_rename (balie_test_folder_get_file (desk->folder, "copy.db"), balie_test_folder_get_file (desk->folder, "desk.db")), ==, 0);
  db = open_desk (desk);
  balie_db_exec (db, "UPDATE desk SET epoch = 'another'", &local_error);
  g_assert_no_error (local_error);
  g_clear_pointer (&db, balie_db_close);
  balie_test_desk_start (desk);
  assert_finds (desk, JAN, "wombat", "Wombat before");
  again = balie_test_desk_ask (desk, JAN, "Wombat again");
  assert_finds (desk, JAN, "wombat", "Wombat again; Wombat before");
}

/* The index goes on where it was, by parts, and adds nothing twice. */
static void
test_catch_up (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDb) db = NULL;
  gboolean more = TRUE;
  guint    n_parts = 0;

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *id = balie_test_desk_say (desk, JAN, desk->chats[JAN], "wombat");

      g_assert_nonnull (id);
    }
  balie_test_desk_stop (desk);

  for (int i = 0; i < 2; i++)
    {
      db = balie_search_store_open (balie_test_folder_get_file (desk->folder, "own.db"), balie_test_folder_get_file (desk->folder, "desk.db"), &local_error);
      g_assert_no_error (local_error);
      for (more = TRUE; more; n_parts++)
        {
          g_assert_true (balie_search_store_catch_up (db, 2, &more, &local_error));
          g_assert_no_error (local_error);
        }
      g_clear_pointer (&db, balie_db_close);
    }
  g_assert_cmpuint (n_parts, ==, 4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/words", test_words);
  g_test_add_func ("/search/hostile", test_hostile);
  g_test_add_func ("/search/rights", test_rights);
  g_test_add_func ("/search/pages", test_pages);
  g_test_add_func ("/search/lost", test_lost);
  g_test_add_func ("/search/put-back", test_put_back);
  g_test_add_func ("/search/catch-up", test_catch_up);
  return g_test_run ();
}
