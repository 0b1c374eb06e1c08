/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which subjects are alike, and that looking through very many of them takes no time. */
#include <string.h>

#include "balie-conversation-item.h"
#include "balie-similar.h"

static void
test_score (void)
{
  static const struct
  {
    const char *text;
    const char *subject;
    double      score;
  } cases[] = {
    {"", "Invoice export stops", 0},
    {"Invoice export", "", 0},
    {"invoice", "Invoice export stops at 500 lines", 1},
    {"INVOICE EXPORT", "Export of an invoice", 1},
    {"invoice printing", "Invoice export stops", 0.5},
    {"Factuurexport", "factuur", 0.5},
    {"factuur", "Factuurexport stopt", 0.5},
    {"fac", "Factuurexport stopt", 0},
    {"fact", "Factuurexport stopt", 0.5},
    {"Zoë's café", "zoe cafe", 1},
    {"zoe cafe", "Zoë’s CAFÉ", 1},
    {"Zoe\xcc\x88", "Zo\xc3\xab", 1},
    {"coöperatie", "COOPERATIE", 1},
    {"export, export; EXPORT!", "export", 1},
    {"the export is not in the list", "export list", 1},
    {"hoe kan ik een export van het overzicht", "overzicht export", 1},
    {"how do I", "how do I", 0},
    {"#1042", "1042", 1},
    {"отчёт", "Отчет за март", 1},
    {"出力", "出力が止まる", 0.5},
    {"login page", "Login page blank after update to 8.2", 1},
    {"ﬁle", "FILE", 1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieSimilar) similar = balie_similar_new (cases[i].text);

      g_test_message ("“%s” and “%s”", cases[i].text, cases[i].subject);
      g_assert_cmpfloat_with_epsilon (balie_similar_score (similar, cases[i].subject), cases[i].score, 0.001);
    }
}

static void
test_empty (void)
{
  static const char *const empty[] = {"", "  ", "the", "hoe kan ik", "?!", "\xcc\x88"};

  for (gsize i = 0; i < G_N_ELEMENTS (empty); i++)
    {
      g_autoptr (BalieSimilar) similar = balie_similar_new (empty[i]);

      g_assert_true (balie_similar_is_empty (similar));
    }
}

/* A text of one endless word, or of very many, is a text all the same. */
static void
test_long (void)
{
  g_autofree char *word = g_strnfill (100000, 'x');
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (BalieSimilar) of_word = balie_similar_new (word);
  g_autoptr (BalieSimilar) of_words = NULL;

  for (int i = 0; i < 10000; i++)
    g_string_append_printf (words, "é%dà ", i);
  of_words = balie_similar_new (words->str);

  g_assert_cmpfloat (balie_similar_score (of_word, word), ==, 1);
  g_assert_cmpfloat (balie_similar_score (of_words, words->str), ==, 1);
  g_assert_cmpfloat (balie_similar_score (of_word, words->str), ==, 0);
}

static void
add (GListStore *requests,
     const char *subject,
     BalieStatus status)
{
  g_autoptr (BalieConversation) conversation = balie_conversation_new ();
  g_autoptr (BalieConversationItem) item = NULL;

  conversation->id = g_uuid_string_random ();
  conversation->kind = BALIE_CONVERSATION_QUESTION;
  conversation->subject = g_strdup (subject);
  conversation->status = status;
  item = balie_conversation_item_new (conversation);
  g_list_store_append (requests, item);
}

static char *
dup_found (GListStore *requests,
           const char *text,
           guint       maximum)
{
  g_autoptr (GPtrArray) found = balie_similar_find_requests (G_LIST_MODEL (requests), text, maximum);
  GString *subjects = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (subjects, "%s|", balie_conversation_item_get_conversation (g_ptr_array_index (found, i))->subject);

  return g_string_free (subjects, FALSE);
}

static void
test_requests (void)
{
  g_autoptr (GListStore) requests = g_list_store_new (BALIE_TYPE_CONVERSATION_ITEM);
  static const struct
  {
    const char *text;
    guint       maximum;
    const char *found;
  } cases[] = {
    {"invoice export stops", 3, "Invoice export stops at 500 lines|Export of invoices|Invoice is wrong|"},
    {"invoice export stops", 1, "Invoice export stops at 500 lines|"},
    {"export", 3, "Export of invoices|Invoice export stops at 500 lines|"},
    {"login", 3, ""},
    {"printer in the hall", 3, ""},
    {"the", 3, ""},
  };

  add (requests, "Export of invoices", BALIE_STATUS_OPEN);
  add (requests, "Invoice is wrong", BALIE_STATUS_WAITING);
  add (requests, "Invoice export stops at 500 lines", BALIE_STATUS_IN_PROGRESS);
  add (requests, "Invoice export stops at 100 lines", BALIE_STATUS_SOLVED);
  add (requests, "Login page blank", BALIE_STATUS_CLOSED);
  add (requests, NULL, BALIE_STATUS_OPEN);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = dup_found (requests, cases[i].text, cases[i].maximum);

      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

/* It happens between two key presses. The bound is generous, for slow machines and sanitizers; the figure is printed. */
static void
test_many (void)
{
  g_autoptr (GListStore) requests = g_list_store_new (BALIE_TYPE_CONVERSATION_ITEM);
  gint64 fastest = G_MAXINT64;

  for (int i = 0; i < 10000; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Request %d: café invoice export of month %d stops after %d lines", i, i % 12, i);

      add (requests, subject, BALIE_STATUS_OPEN);
    }

  for (int i = 0; i < 5; i++)
    {
      gint64           start = g_get_monotonic_time ();
      g_autofree char *found = dup_found (requests, "The invoice export of last month stops after 9999 lines", 3);

      fastest = MIN (fastest, g_get_monotonic_time () - start);
      g_assert_true (g_str_has_prefix (found, "Request 9999: "));
    }

  g_test_message ("10,000 requests in %" G_GINT64_FORMAT " µs", fastest);
  g_assert_cmpint (fastest, <, G_USEC_PER_SEC);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/similar/score", test_score);
  g_test_add_func ("/similar/empty", test_empty);
  g_test_add_func ("/similar/long", test_long);
  g_test_add_func ("/similar/requests", test_requests);
  g_test_add_func ("/similar/many", test_many);

  return g_test_run ();
}
