/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search: what counts as a word, what is found and shown of it, and what was cached before there was an index. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-cache-schema.h"
#include "balie-conversation-table.h"
#include "balie-message-table.h"
#include "balie-search-table.h"
#include "balie-sync-jobs.h"

#define OWN "00000000-0000-4000-8000-000000000001"
#define STAFF "00000000-0000-4000-8000-000000000002"

typedef struct
{
  BalieDb *db;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->db = balie_db_open ("", BALIE_DB_IN_MEMORY, &error);
  g_assert_no_error (error);
  g_assert_true (balie_cache_schema_migrate (fixture->db, &error));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_db_close (fixture->db);
}

static BalieConversation *
make_conversation (const char *id,
                   gint64      number,
                   const char *subject)
{
  BalieConversation *conversation = balie_conversation_new ();

  conversation->id = g_strdup (id);
  conversation->kind = BALIE_CONVERSATION_QUESTION;
  conversation->number = number;
  conversation->subject = g_strdup (subject);
  conversation->customer = balie_person_new (OWN, "Jan Visser", BALIE_ROLE_CUSTOMER);
  conversation->version = 1 + number;

  return conversation;
}

static void
put_conversation (Fixture    *fixture,
                  const char *id,
                  gint64      number,
                  const char *subject)
{
  g_autoptr (BalieConversation) conversation = make_conversation (id, number, subject);
  g_autoptr (BalieConversation) merged = NULL;
  g_autoptr (GError) error = NULL;

  merged = balie_conversation_table_put (fixture->db, conversation, &error);
  g_assert_no_error (error);
}

static BalieMessage *
make_message (const char *conversation,
              gint64      number,
              BalieRole   author,
              const char *text)
{
  static const char *const names[] = {"Jan Visser", "Sanne de Boer", ""};
  BalieMessage            *message = balie_message_new ();

  message->id = g_strdup_printf ("00000000-0000-4000-%c000-%012" G_GINT64_FORMAT, conversation[35], number);
  message->conversation = g_strdup (conversation);
  message->number = number;
  message->author = balie_person_new (author == BALIE_ROLE_CUSTOMER ? OWN : STAFF, names[author], author);
  message->text = g_strdup (text);

  return message;
}

static void
put_message (Fixture    *fixture,
             const char *conversation,
             gint64      number,
             BalieRole   author,
             const char *text)
{
  g_autoptr (BalieMessage) message = make_message (conversation, number, author, text);
  g_autoptr (GError) error = NULL;

  g_assert_true (balie_message_table_put (fixture->db, message, &error));
  g_assert_no_error (error);
}

#define A "00000000-0000-4000-8000-00000000000a"
#define B "00000000-0000-4000-8000-00000000000b"
#define C "00000000-0000-4000-8000-00000000000c"

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* What is found, such as `a2 b0`: the last letter of each conversation, and the number of the message. */
static char *
dup_found (BalieDb    *db,
           const char *query)
{
  g_autoptr (BalieSearchWords) words = balie_search_words_new (query);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) places = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_assert_nonnull (words);
  places = balie_search_table_find (db, words, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < places->len; i++)
    {
      BalieSearchPlace *place = &g_array_index (places, BalieSearchPlace, i);

      g_ptr_array_add (names, g_strdup_printf ("%c%" G_GINT64_FORMAT, place->conversation[35], place->number));
    }
  g_ptr_array_sort (names, compare_strings);
  g_ptr_array_add (names, NULL);

  return g_strjoinv (" ", (char **)names->pdata);
}

static void
assert_found (Fixture    *fixture,
              const char *query,
              const char *expected)
{
  g_autofree char *found = dup_found (fixture->db, query);

  if (!g_str_equal (found, expected))
    g_error ("%s: found '%s' instead of '%s'", query, found, expected);
}

static void
fill (Fixture *fixture)
{
  put_conversation (fixture, A, 1042, "Invoice export stops at 500 lines");
  put_message (fixture, A, 1, BALIE_ROLE_CUSTOMER, "Since this morning the export stops.");
  put_message (fixture, A, 2, BALIE_ROLE_STAFF, "Could you send us the log file of version 8.2?");
  put_message (fixture, A, 3, BALIE_ROLE_CUSTOMER, "Here is the log. Café Zürich uses 8.3 (2 machines), naïve \"quotes\" OR NOT NEAR(a) col:umn a* -b ^c");
  put_conversation (fixture, B, 1037, "Login page blank");
  put_message (fixture, B, 1, BALIE_ROLE_CUSTOMER, "The page is blank after the update to 8 of 2 machines");
  put_message (fixture, B, 2, BALIE_ROLE_SYSTEM, "status:waiting");
}

static void
test_find (Fixture      *fixture,
           gconstpointer data)
{
  static const struct
  {
    const char *query;
    const char *found;
  } cases[] = {
    {"invoice", "a0"},
    {"INVOICE", "a0"},
    {"inv", "a0"},
    {"voice", ""},
    {"export", "a1"},
    {"log", "a3 b0"},
    {"1042", "a0"},
    {"#1042", "a0"},
    {"10", "a0 b0"},
    {"page", "b1"},
    {"sanne", "a2"},
    {"visser", ""},
    {"waiting", ""},
    /* each word anywhere in the conversation, and in one message where there is one */
    {"invoice log", "a3"},
    {"send log", "a2"},
    {"invoice blank", ""},
    {"500 since zurich", "a1"},
    /* accents on either side */
    {"cafe", "a3"},
    {"CAFÉ", "a3"},
    {"zürich", "a3"},
    {"Naive", "a3"},
    /* a phrase is one word */
    {"8.2", "a2"},
    {"8.3", "a3"},
    {"8 2", "a3 b1"},
    /* what would be syntax */
    {"\"quotes\"", "a3"},
    {"\"", NULL},
    {"\"quo", "a3"},
    {"or", "a3"},
    {"OR NOT", "a3"},
    {"NEAR(a", "a3"},
    {"col:umn", "a3"},
    {"a*", "a3 b1"},
    {"-b", "a3 b1"},
    {"^c", "a3"},
    {"{log}", "a3 b0"},
    {"text:log", ""},
    {"'; DROP TABLE search; --", ""},
    {"log AND", ""},
    {"  log  ", "a3 b0"},
  };

  fill (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (cases[i].found != NULL)
      assert_found (fixture, cases[i].query, cases[i].found);
    else
      g_assert_null (balie_search_words_new (cases[i].query));
}

static void
test_no_words (void)
{
  static const char *const queries[] = {NULL, "", "   ", "#", "!!! ?", "\"\"", "*", "\xcc\x81"};

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    g_assert_null (balie_search_words_new (queries[i]));
}

static void
test_many_words (void)
{
  g_autoptr (BalieSearchWords) words = balie_search_words_new ("a b c d e f g h i j k");

  g_assert_cmpuint (balie_search_words_get_n_words (words), ==, BALIE_SEARCH_MAX_WORDS);
}

/* The snippet, with brackets around the hit. */
static char *
dup_marked (const char *query,
            const char *text)
{
  g_autoptr (BalieSearchWords) words = balie_search_words_new (query);
  guint            offset;
  guint            length;
  g_autofree char *snippet = balie_search_words_dup_snippet (words, text, &offset, &length);

  g_assert_cmpuint (offset + length, <=, strlen (snippet));
  if (length == 0)
    return g_steal_pointer (&snippet);

  return g_strdup_printf ("%.*s[%.*s]%s", (int)offset, snippet, (int)length, snippet + offset, snippet + offset + length);
}

static void
test_snippets (void)
{
  static const struct
  {
    const char *query;
    const char *text;
    const char *snippet;
  } cases[] = {
    {"exp", "The export stops", "The [exp]ort stops"},
    {"stops export", "The export stops", "The [export] stops"},
    {"none", "The export stops", "The export stops"},
    {"port", "The export, port 80", "The export, [port] 80"},
    {"cafe", "In het Café, daar", "In het [Café], daar"},
    {"CAFÉ", "In het cafe\xcc\x81, daar", "In het [cafe\xcc\x81], daar"},
    {"8.2", "Not 8 2 but 8-2", "Not [8 2] but 8-2"},
    {"8.2", "Version 8.21\nof", "Version [8.2]1 of"},
    {"second", "First line\n\n  Second  line", "First line [Second] line"},
    {"<b>", "Is <b>this</b> bold", "Is <[b]>this</b> bold"},
    {"needle", "A long text which goes on and on before it comes to the needle in it",
     "…comes to the [needle] in it"},
    {"needle", "Averylongwordwithoutanyspaceatallinit-needle", "…[needle]"},
    {"log", "", ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *marked = dup_marked (cases[i].query, cases[i].text);

      g_assert_cmpstr (marked, ==, cases[i].snippet);
    }
}

static void
test_long_snippet (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *marked = NULL;

  for (int i = 0; i < 4000; i++)
    g_string_append (text, i == 2000 ? "needle " : "ééé ");
  marked = dup_marked ("needle", text->str);

  g_assert_nonnull (strstr (marked, "[needle]"));
  g_assert_true (g_utf8_validate (marked, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (marked, -1), <=, BALIE_SEARCH_MAX_LINE + 4);
}

static void
test_has_all (void)
{
  g_autoptr (BalieSearchWords) words = balie_search_words_new ("smoke PRINTER");

  g_assert_true (balie_search_words_has_all (words, "The printer smokes"));
  g_assert_false (balie_search_words_has_all (words, "The printer"));
  g_assert_false (balie_search_words_has_all (words, ""));
}

/* A request gets its number after it was sent; and a server may call it anything. */
static void
test_conversation_changes (Fixture      *fixture,
                           gconstpointer data)
{
  put_conversation (fixture, A, 0, "Printer");
  assert_found (fixture, "printer", "a0");
  assert_found (fixture, "17", "");

  put_conversation (fixture, A, 17, "Printer");
  assert_found (fixture, "17", "a0");
  assert_found (fixture, "printer", "a0");

  put_conversation (fixture, A, 18, "Scanner");
  assert_found (fixture, "17", "");
  assert_found (fixture, "printer", "");
  assert_found (fixture, "scan 18", "a0");
}

static void
test_message_changes (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (BalieMessage) message = make_message (A, 1, BALIE_ROLE_CUSTOMER, "Third");
  g_autoptr (GError) error = NULL;

  put_conversation (fixture, A, 1, "Subject");
  put_message (fixture, A, 1, BALIE_ROLE_CUSTOMER, "First");
  put_message (fixture, A, 1, BALIE_ROLE_CUSTOMER, "First");
  assert_found (fixture, "first", "a1");

  put_message (fixture, A, 1, BALIE_ROLE_CUSTOMER, "Second");
  assert_found (fixture, "first", "");
  assert_found (fixture, "second", "a1");

  /* What an answer tells does not replace what is there. */
  g_assert_true (balie_message_table_add (fixture->db, message, &error));
  assert_found (fixture, "third", "");
  assert_found (fixture, "second", "a1");
}

static void
test_attachments (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (BalieMessage) message = make_message (A, 1, BALIE_ROLE_CUSTOMER, "");
  BalieAttachment *attachment = balie_attachment_new ();
  g_autoptr (GError) error = NULL;

  attachment->id = g_strdup (C);
  attachment->name = g_strdup ("Schermafbeelding maart.png");
  attachment->type = g_strdup ("image/png");
  g_ptr_array_add (message->attachments, attachment);
  put_conversation (fixture, A, 1, "Subject");
  g_assert_true (balie_message_table_put (fixture->db, message, &error));
  g_assert_no_error (error);

  assert_found (fixture, "maart", "a1");
  assert_found (fixture, "schermafbeelding", "a1");
}

/* A number that fits nowhere is found by nobody, and nothing breaks. */
static void
test_numbers (Fixture      *fixture,
              gconstpointer data)
{
  put_conversation (fixture, A, 1, "Subject");
  put_message (fixture, A, G_MAXUINT32, BALIE_ROLE_CUSTOMER, "Largest");
  put_message (fixture, B, G_GINT64_CONSTANT (0x100000001), BALIE_ROLE_CUSTOMER, "Larger");
  put_message (fixture, B, 1, BALIE_ROLE_CUSTOMER, "Before its conversation");

  assert_found (fixture, "largest", "a4294967295");
  assert_found (fixture, "larger", "");
  assert_found (fixture, "before", "b1");

  put_conversation (fixture, B, 2, "Late");
  assert_found (fixture, "late", "b0");
}

static void
test_replaced (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GPtrArray) conversations = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_conversation_unref);
  BalieSyncSnapshot snapshot = {conversations, (char *)"e1.5"};
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  fill (fixture);
  g_ptr_array_add (conversations, make_conversation (C, 7, "Export to paper"));
  entries = balie_sync_job_replace (fixture->db, &snapshot, &error);
  g_assert_no_error (error);

  assert_found (fixture, "export", "c0");
  assert_found (fixture, "log", "");
  put_message (fixture, C, 1, BALIE_ROLE_CUSTOMER, "The log");
  assert_found (fixture, "log", "c1");
}

/* Takes the index away, as a cache has none that an older program left. */
static void
go_back (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (balie_db_exec (fixture->db,
                                "DROP TABLE search; DROP TABLE search_place; DROP TABLE search_backlog;"
                                "PRAGMA user_version = 2;",
                                &error));
  g_assert_true (balie_cache_schema_migrate (fixture->db, &error));
  g_assert_no_error (error);
}

static void
test_backlog (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_bits = 1;

  fill (fixture);
  go_back (fixture);
  g_assert_true (balie_search_table_has_backlog (fixture->db, &error));
  assert_found (fixture, "export", "");

  /* Life goes on meanwhile: what is new is found at once, what changes is found once and as it is. */
  put_message (fixture, A, 4, BALIE_ROLE_CUSTOMER, "Newer than the index");
  put_message (fixture, A, 1, BALIE_ROLE_CUSTOMER, "Changed before it was indexed");
  put_conversation (fixture, B, 1038, "Login page white");
  assert_found (fixture, "newer", "a4");
  assert_found (fixture, "changed", "");
  assert_found (fixture, "white", "b0");

  while (balie_search_table_work_off (fixture->db, 1, &error))
    n_bits++;
  g_assert_no_error (error);
  g_assert_cmpuint (n_bits, >=, 5);
  g_assert_false (balie_search_table_has_backlog (fixture->db, &error));
  g_assert_no_error (error);

  assert_found (fixture, "export", "a0");
  assert_found (fixture, "changed", "a1");
  assert_found (fixture, "log", "a3 b0");
  assert_found (fixture, "newer", "a4");
  assert_found (fixture, "white", "b0");
  assert_found (fixture, "machines", "a3 b1");

  /* And forgotten as it is. */
  put_message (fixture, A, 1, BALIE_ROLE_CUSTOMER, "Again");
  assert_found (fixture, "changed", "");
  put_conversation (fixture, A, 1043, "Other");
  assert_found (fixture, "invoice", "");
}

static void
test_no_backlog (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (balie_search_table_has_backlog (fixture->db, &error));
  g_assert_false (balie_search_table_work_off (fixture->db, 10, &error));
  g_assert_no_error (error);

  go_back (fixture);
  g_assert_false (balie_search_table_has_backlog (fixture->db, &error));
  put_conversation (fixture, A, 1, "Subject");
  g_assert_false (balie_search_table_has_backlog (fixture->db, &error));
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/no-words", test_no_words);
  g_test_add_func ("/search/many-words", test_many_words);
  g_test_add_func ("/search/snippets", test_snippets);
  g_test_add_func ("/search/long-snippet", test_long_snippet);
  g_test_add_func ("/search/has-all", test_has_all);
  g_test_add ("/search/find", Fixture, NULL, set_up, test_find, tear_down);
  g_test_add ("/search/conversation-changes", Fixture, NULL, set_up, test_conversation_changes, tear_down);
  g_test_add ("/search/message-changes", Fixture, NULL, set_up, test_message_changes, tear_down);
  g_test_add ("/search/attachments", Fixture, NULL, set_up, test_attachments, tear_down);
  g_test_add ("/search/numbers", Fixture, NULL, set_up, test_numbers, tear_down);
  g_test_add ("/search/replaced", Fixture, NULL, set_up, test_replaced, tear_down);
  g_test_add ("/search/backlog", Fixture, NULL, set_up, test_backlog, tear_down);
  g_test_add ("/search/no-backlog", Fixture, NULL, set_up, test_no_backlog, tear_down);
  return g_test_run ();
}
