/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searches 100,000 cached messages as somebody types, and weighs what the index costs when it is written and made anew. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include "balie-bench.h"
#include "balie-cache.h"
#include "balie-conversation-table.h"
#include "balie-message-table.h"
#include "balie-search-index.h"
#include "balie-search-table.h"
#include "balie-search.h"
#include "balie-session-open.h"
#include "balie-test-folder.h"

#include <string.h>

#define CUSTOMER "7be4b4f0-52ea-4e9c-8b0c-0f2f8ce0a5d3"
#define STAFF "5a1f8f39-6a15-4c6e-8f2c-1f5e5f7f9a10"
#define CHAT "2f2ad0a4-3c41-4f5b-9f0c-5d2d8b1d3c11"
#define MESSAGES 100000
#define REQUESTS 10000
#define VOCABULARY 20000
#define ROUNDS 9

static GRand *random_numbers;
static char  *vocabulary[VOCABULARY];

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

/* Words of the length and frequency that those of a language have: few are in every message, most are rare. */
static void
make_vocabulary (void)
{
  static const char consonants[] = "bcdfghklmnprstvw";
  static const char vowels[] = "aeiou";

  random_numbers = g_rand_new_with_seed (7);
  for (guint i = 0; i < VOCABULARY; i++)
    {
      g_autoptr (GString) word = g_string_new (NULL);

      for (int syllable = g_rand_int_range (random_numbers, 1, 5); syllable > 0; syllable--)
        {
          g_string_append_c (word, consonants[g_rand_int_range (random_numbers, 0, (gint32)strlen (consonants))]);
          g_string_append_c (word, vowels[g_rand_int_range (random_numbers, 0, (gint32)strlen (vowels))]);
        }
      vocabulary[i] = g_strdup (word->str);
    }
}

static char *
dup_text (int n_words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (n_words-- > 0)
    {
      double share = g_rand_double (random_numbers);

      g_string_append (text, vocabulary[(guint)(VOCABULARY * share * share * share * share)]);
      g_string_append_c (text, ' ');
    }

  return g_strdup (text->str);
}

static BalieConversation *
make_request (guint number)
{
  BalieConversation *request = balie_conversation_new ();

  request->id = g_uuid_string_random ();
  request->kind = BALIE_CONVERSATION_QUESTION;
  request->number = number;
  request->subject = dup_text (5);
  request->customer = balie_person_new (CUSTOMER, "Jan Visser", BALIE_ROLE_CUSTOMER);
  request->count = MESSAGES / REQUESTS;
  request->version = 1;

  return request;
}

static BalieMessage *
make_message (const char *conversation,
              gint64      number)
{
  BalieMessage *message = balie_message_new ();

  message->id = g_uuid_string_random ();
  message->conversation = g_strdup (conversation);
  message->number = number;
  message->text = dup_text (g_rand_int_range (random_numbers, 3, 40));
  message->author = number % 2 == 1 ? balie_person_new (CUSTOMER, "Jan Visser", BALIE_ROLE_CUSTOMER)
                                    : balie_person_new (STAFF, "Sanne de Boer", BALIE_ROLE_STAFF);

  return message;
}

static gpointer
fill_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  for (guint i = 0; i < REQUESTS; i++)
    {
      g_autoptr (BalieConversation) request = make_request (i + 1);
      g_autoptr (BalieConversation) kept = balie_conversation_table_put (db, request, error);

      if (kept == NULL)
        return NULL;

      for (gint64 number = 1; number <= MESSAGES / REQUESTS; number++)
        {
          g_autoptr (BalieMessage) message = make_message (request->id, number);

          if (!balie_message_table_put (db, message, error))
            return NULL;
        }
    }

  return NULL;
}

/* Leaves the cache as an older program did. */
static gpointer
go_back_job (BalieDb *db,
             gpointer data,
             GError **error)
{
  balie_db_exec (db,
                 "DROP TABLE search; DROP TABLE search_place; DROP TABLE search_backlog;"
                 "PRAGMA user_version = 2;",
                 error);

  return NULL;
}

static gpointer
has_backlog_job (BalieDb *db,
                 gpointer data,
                 GError **error)
{
  return GINT_TO_POINTER (balie_search_table_has_backlog (db, error));
}

static gpointer
write_cache (BalieCache *cache,
             BalieDbJob  job)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer value;

  balie_cache_write_async (cache, job, NULL, NULL, NULL, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  value = balie_cache_write_finish (cache, result, &error);
  g_assert_no_error (error);

  return value;
}

static BalieCache *
open_cache (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (GError) error = NULL;
  BalieCache *cache;

  balie_cache_open_async (path, TRUE, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  cache = balie_cache_open_finish (result, &contents, &error);
  g_assert_no_error (error);

  return cache;
}

static BalieSession *
open_session (const char *path)
{
  g_autoptr (BalieTransport) transport = balie_transport_new ("http://127.0.0.1:9", NULL);
  g_autoptr (BalieAccount) account = balie_account_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieSession *session;

  account->id = g_strdup (CUSTOMER);
  account->username = g_strdup ("j.visser");
  account->name = g_strdup ("Jan Visser");
  account->role = BALIE_ROLE_CUSTOMER;
  account->chat = g_strdup (CHAT);
  balie_session_open_async (transport, path, account, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  session = balie_session_open_finish (result, &error);
  g_assert_no_error (error);

  return session;
}

static double
get_milliseconds_since (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / 1000;
}

static void
on_changed (gboolean *changed)
{
  *changed = TRUE;
}

/* From the key to what can be shown of it. */
static void
measure_search (BalieSession *session,
                const char   *name,
                const char   *query)
{
  g_autofree char *figure = g_strdup_printf ("search-%s", name);
  g_autoptr (BalieSearch) search = balie_session_new_search (session);
  double   best = G_MAXDOUBLE;
  gboolean changed = FALSE;

  g_signal_connect_swapped (search, "changed", G_CALLBACK (on_changed), &changed);
  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      changed = FALSE;
      balie_search_set_query (search, query);
      while (!changed)
        g_main_context_iteration (NULL, TRUE);
      best = MIN (best, get_milliseconds_since (start));
      balie_search_set_query (search, NULL);
    }
  balie_bench_print (figure, best, "ms");
}

static void
measure_opening (const char *name,
                 const char *path)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (BalieSession) session = open_session (path);

  balie_bench_print (name, get_milliseconds_since (start), "ms");
  balie_session_close (session);
}

/* How long the index grows beside all else, and how long a write waits for it at most. */
static void
measure_backlog (const char *path)
{
  g_autoptr (BalieCache) cache = open_cache (path);
  g_autoptr (BalieSearchIndex) index = balie_search_index_new (cache);
  gint64 start = g_get_monotonic_time ();
  gint64 asked;
  double longest = 0;

  balie_search_index_start (index);
  do
    {
      asked = g_get_monotonic_time ();
      if (write_cache (cache, has_backlog_job) == NULL)
        break;
      longest = MAX (longest, get_milliseconds_since (asked));
    }
  while (TRUE);
  balie_bench_print ("search-upgrade-backlog", get_milliseconds_since (start), "ms");
  balie_bench_print ("search-upgrade-longest-wait", longest, "ms");
  balie_search_index_stop (index);
  balie_cache_close (cache);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *here = g_get_current_dir ();
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new_in (here);
  const char *path = balie_test_folder_get_file (folder, "cache.db");
  g_autoptr (BalieCache) cache = NULL;
  g_autoptr (BalieSession) session = NULL;
  gint64 start;

  make_vocabulary ();
  cache = open_cache (path);
  start = g_get_monotonic_time ();
  write_cache (cache, fill_job);
  balie_bench_print ("search-put-100000-messages", get_milliseconds_since (start), "ms");
  write_cache (cache, go_back_job);
  balie_cache_close (cache);

  measure_opening ("search-open-to-upgrade", path);
  measure_opening ("search-open", path);
  measure_backlog (path);

  session = open_session (path);
  measure_search (session, "one-letter", "d");
  measure_search (session, "two-letters", "di");
  measure_search (session, "common-word", vocabulary[0]);
  measure_search (session, "two-common-words", "ba di");
  measure_search (session, "rare-word", vocabulary[VOCABULARY - 1]);
  measure_search (session, "number", "9137");
  balie_session_close (session);

  return 0;
}
