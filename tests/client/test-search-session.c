/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session's search: the newest words win, snippets come when they are asked for, and the server adds what it knows. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-client-test.h"
#include "balie-clock.h"
#include "balie-conversation-table.h"
#include "balie-message-table.h"
#include "balie-raw-server.h"
#include "balie-search.h"
#include "balie-session-private.h"
#include "balie-setting-table.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#define OWN "00000000-0000-4000-8000-000000000001"
#define CHAT "00000000-0000-4000-8000-00000000000c"
#define N_REQUESTS 150u
#define STREAM "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
#define FAULT "HTTP/1.1 422 X\r\nContent-Type: application/problem+json\r\nContent-Length: 2\r\n\r\n{}"

typedef struct
{
  BalieTestFolder *folder;
  BalieRawServer  *server;
  BalieTransport  *transport;
  BalieSession    *session;
  BalieSearch     *search;
  guint            n_changes;
  guint            n_snippet_changes;
} Fixture;

static char *
dup_id (guint number)
{
  return g_strdup_printf ("00000000-0000-4000-8000-000000000%03u", number);
}

static BalieConversation *
make_request (guint number)
{
  BalieConversation *request = balie_conversation_new ();

  request->id = dup_id (number);
  request->kind = BALIE_CONVERSATION_QUESTION;
  request->number = number;
  request->subject = g_strdup_printf ("Subject %u", number);
  request->customer = balie_person_new (OWN, "Jan Visser", BALIE_ROLE_CUSTOMER);
  request->count = 1;
  request->version = 1;

  return request;
}

static BalieMessage *
make_message (const char *conversation,
              gint64      number,
              const char *text)
{
  BalieMessage *message = balie_message_new ();

  message->id = g_uuid_string_random ();
  message->conversation = g_strdup (conversation);
  message->number = number;
  message->author = balie_person_new (OWN, "Jan Visser", BALIE_ROLE_CUSTOMER);
  message->text = g_strdup (text);

  return message;
}

/* Requests from 100 on; message texts have a word in common, and one of their own. */
static gpointer
fill_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  for (guint number = 100; number < 100 + N_REQUESTS; number++)
    {
      g_autoptr (BalieConversation) request = make_request (number);
      g_autoptr (BalieConversation) kept = balie_conversation_table_put (db, request, error);
      g_autofree char *text = g_strdup_printf ("The common word and own%u", number);
      g_autoptr (BalieMessage) message = make_message (request->id, 1, text);

      if (kept == NULL || !balie_message_table_put (db, message, error))
        return NULL;
    }

  balie_setting_table_set (db, BALIE_SETTING_POSITION, "e1.0", error);
  return NULL;
}

static void
write_cache (BalieCache *cache,
             BalieDbJob  job)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_cache_write_async (cache, job, NULL, NULL, NULL, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  balie_cache_write_finish (cache, result, &error);
  g_assert_no_error (error);
}

static void
fill_cache (const char *path,
            BalieDbJob  job)
{
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (BalieCache) cache = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_cache_open_async (path, TRUE, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  cache = balie_cache_open_finish (result, &contents, &error);
  g_assert_no_error (error);
  write_cache (cache, job);
  balie_cache_close (cache);
}

static BalieSession *
open_session (Fixture    *fixture,
              const char *path)
{
  g_autoptr (BalieAccount) account = balie_account_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieSession *session;

  account->id = g_strdup (OWN);
  account->username = g_strdup ("j.visser");
  account->name = g_strdup ("Jan Visser");
  account->role = BALIE_ROLE_CUSTOMER;
  account->chat = g_strdup (CHAT);
  balie_session_open_async (fixture->transport, path, account, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  session = balie_session_open_finish (result, &error);
  g_assert_no_error (error);

  return session;
}

static void
count (guint *n)
{
  (*n)++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  const char *path;

  fixture->folder = balie_test_folder_new ();
  fixture->server = balie_raw_server_new (NULL);
  fixture->transport = balie_transport_new (balie_raw_server_get_address (fixture->server), NULL);
  balie_transport_set_token (fixture->transport, "token");

  path = balie_test_folder_get_file (fixture->folder, "cache.db");
  fill_cache (path, fill_job);
  fixture->session = open_session (fixture, path);
  fixture->search = balie_session_new_search (fixture->session);
  g_signal_connect_swapped (fixture->search, "changed", G_CALLBACK (count), &fixture->n_changes);
  g_signal_connect_swapped (fixture->search, "snippets-changed", G_CALLBACK (count), &fixture->n_snippet_changes);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_session_close (fixture->session);
  balie_test_drain ();
  g_assert_finalize_object (fixture->search);
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->server);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

/* Searches and waits for what comes of it. */
static void
search (Fixture    *fixture,
        const char *query)
{
  guint n_changes = fixture->n_changes;

  balie_search_set_query (fixture->search, query);
  balie_test_wait_until (fixture->n_changes > n_changes);
}

static guint
count_found (Fixture *fixture)
{
  GListModel *requests = balie_session_get_requests (fixture->session);
  guint       n_found = 0;

  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (BalieConversationItem) item = g_list_model_get_item (requests, i);

      if (balie_search_has (fixture->search, balie_conversation_item_get_id (item)))
        n_found++;
    }

  return n_found;
}

static const BalieSearchHit *
find (Fixture *fixture,
      guint    number)
{
  g_autofree char *id = dup_id (number);

  return balie_search_find (fixture->search, id);
}

static void
assert_snippet (Fixture    *fixture,
                guint       number,
                const char *snippet,
                const char *marked)
{
  const BalieSearchHit *hit = find (fixture, number);
  g_autofree char      *part = NULL;

  g_assert_nonnull (hit);
  g_assert_cmpstr (hit->snippet, ==, snippet);
  if (snippet == NULL)
    return;

  part = g_strndup (hit->snippet + hit->offset, hit->length);
  g_assert_cmpstr (part, ==, marked);
}

static void
test_find (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_false (balie_search_get_active (fixture->search));
  g_assert_null (find (fixture, 101));

  search (fixture, "own101");
  g_assert_true (balie_search_get_active (fixture->search));
  g_assert_cmpuint (count_found (fixture), ==, 1);
  assert_snippet (fixture, 101, "…word and own101", "own101");
  g_assert_null (find (fixture, 102));

  search (fixture, "subject 101");
  g_assert_cmpuint (count_found (fixture), ==, 1);
  assert_snippet (fixture, 101, NULL, NULL);

  search (fixture, "common");
  g_assert_cmpuint (count_found (fixture), ==, N_REQUESTS);
  search (fixture, "no such");
  g_assert_cmpuint (count_found (fixture), ==, 0);
  g_assert_true (balie_search_get_active (fixture->search));

  search (fixture, "");
  g_assert_false (balie_search_get_active (fixture->search));
  search (fixture, "own1");
  search (fixture, NULL);
  g_assert_false (balie_search_get_active (fixture->search));
}

/* Snippets of what was found before the newest come when they are asked for. */
static void
test_snippets (Fixture      *fixture,
               gconstpointer data)
{
  search (fixture, "common");
  assert_snippet (fixture, 100 + N_REQUESTS - 1, "The common word and own249", "common");
  g_assert_cmpuint (fixture->n_snippet_changes, ==, 0);

  assert_snippet (fixture, 100, NULL, NULL);
  assert_snippet (fixture, 101, NULL, NULL);
  balie_test_wait_until (fixture->n_snippet_changes > 0 && find (fixture, 101)->snippet != NULL);
  assert_snippet (fixture, 100, "The common word and own100", "common");
  assert_snippet (fixture, 101, "The common word and own101", "common");

  /* What is asked for and not needed any more does not come. */
  find (fixture, 102);
  search (fixture, "own102");
  assert_snippet (fixture, 102, "…word and own102", "own102");
}

static void
test_newest_wins (Fixture      *fixture,
                  gconstpointer data)
{
  balie_search_set_query (fixture->search, "c");
  balie_search_set_query (fixture->search, "co");
  balie_search_set_query (fixture->search, "com");
  balie_search_set_query (fixture->search, "own120");
  balie_test_wait_until (fixture->n_changes > 0);
  balie_test_drain ();

  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpuint (count_found (fixture), ==, 1);

  /* And no answer comes after all was cleared. */
  balie_search_set_query (fixture->search, "common");
  balie_search_set_query (fixture->search, "");
  write_cache (fixture->session->cache, fill_job);
  g_assert_false (balie_search_get_active (fixture->search));
  g_assert_cmpuint (fixture->n_changes, ==, 2);
}

static void
test_outbox (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *request = dup_id (100);
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  search (fixture, "unsent");
  g_assert_cmpuint (count_found (fixture), ==, 0);

  balie_session_send_message_async (fixture->session, request, "Still unsent, this one", NULL, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  message = balie_session_send_message_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  balie_test_wait_until (count_found (fixture) == 1);
  assert_snippet (fixture, 100, "Still unsent, this one", "unsent");
}

static void
test_closed (Fixture      *fixture,
             gconstpointer data)
{
  balie_search_set_query (fixture->search, "common");
  balie_session_close (fixture->session);
  balie_search_set_query (fixture->search, "own");
  balie_test_drain ();
  g_assert_false (balie_search_get_active (fixture->search));

  balie_search_set_query (fixture->search, "");
  g_assert_null (find (fixture, 100));
}

/* What an older program cached is found bit by bit, while it is searched for. */
static gpointer
forget_index_job (BalieDb *db,
                  gpointer data,
                  GError **error)
{
  balie_db_exec (db,
                 "INSERT INTO search (search) VALUES ('delete-all');"
                 "UPDATE search_place SET subject = NULL;"
                 "INSERT INTO search_backlog SELECT MIN(rowid), MAX(rowid) FROM message;",
                 error);

  return NULL;
}

static void
test_backlog (Fixture      *fixture,
              gconstpointer data)
{
  const char *path = balie_test_folder_get_file (fixture->folder, "old.db");
  g_autoptr (BalieSession) session = NULL;
  g_autoptr (BalieSearch) search = NULL;
  g_autofree char *id = dup_id (101);

  fill_cache (path, fill_job);
  fill_cache (path, forget_index_job);
  session = open_session (fixture, path);
  search = balie_session_new_search (session);
  balie_search_set_query (search, "own101");
  balie_test_wait_until (balie_search_has (search, id));
  balie_session_close (session);
  balie_test_drain ();
}

static void
give_desk (Fixture *fixture)
{
  g_autoptr (BalieDesk) desk = balie_desk_new ();
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *json = NULL;

  desk->api = 1;
  g_free (desk->epoch);
  desk->epoch = g_strdup ("e1");
  desk->now = balie_clock_now ();
  balie_desk_write (desk, writer, NULL);
  json = balie_json_writer_end (writer, NULL);
  balie_raw_server_add_json (fixture->server, 200, NULL, json);
}

static void
go_online (Fixture *fixture)
{
  give_desk (fixture);
  balie_raw_server_add_json (fixture->server, 200, NULL, "{\"events\": [], \"next\": \"e1.0\", \"more\": false}");
  balie_raw_server_add (fixture->server, STREAM, -1, BALIE_RAW_KEEP);
  balie_raw_server_add_json (fixture->server, 200, NULL, "{}"); /* the account */
  balie_session_start (fixture->session);
  balie_test_wait_until (balie_session_get_connection (fixture->session) == BALIE_CONNECTION_ONLINE &&
                         balie_raw_server_get_n_requests (fixture->server) == 4);
}

static void
give_page (Fixture    *fixture,
           guint       number,
           const char *next)
{
  g_autoptr (BalieConversation) request = make_request (number);
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *json = NULL;

  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_begin_array (writer, "conversations");
  balie_conversation_write (request, writer, NULL);
  balie_json_writer_end_array (writer);
  balie_json_writer_optional_string (writer, "next", next);
  balie_json_writer_end_object (writer);
  json = balie_json_writer_end (writer, NULL);
  balie_raw_server_add_json (fixture->server, 200, NULL, json);
}

static void
assert_request (Fixture    *fixture,
                guint       index,
                const char *start)
{
  balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) > index);
  if (!g_str_has_prefix (balie_raw_server_get_request (fixture->server, index), start))
    g_error ("Expected %s, got %s", start, balie_raw_server_get_request (fixture->server, index));
}

static void
test_server_adds (Fixture      *fixture,
                  gconstpointer data)
{
  go_online (fixture);
  give_page (fixture, 110, "c 1");
  give_page (fixture, 120, NULL);

  search (fixture, "own101 & café");
  g_assert_cmpuint (count_found (fixture), ==, 0);
  assert_request (fixture, 4, "GET /v1/conversations?limit=100&q=own101%20%26%20caf%C3%A9 ");
  assert_request (fixture, 5, "GET /v1/conversations?limit=100&q=own101%20%26%20caf%C3%A9&cursor=c%201 ");
  balie_test_wait_until (count_found (fixture) == 2);
  assert_snippet (fixture, 110, NULL, NULL);
  assert_snippet (fixture, 120, NULL, NULL);

  /* What it found was for those words. */
  search (fixture, "own102");
  g_assert_cmpuint (count_found (fixture), ==, 1);
}

/* A request that nobody here knows cannot be shown. */
static void
test_server_knows_more (Fixture      *fixture,
                        gconstpointer data)
{
  g_autofree char *unknown = dup_id (900);

  go_online (fixture);
  give_page (fixture, 900, "2");
  give_page (fixture, 110, NULL);
  search (fixture, "nothing here");
  balie_test_wait_until (count_found (fixture) == 1);
  g_assert_false (balie_search_has (fixture->search, unknown));
}

static void
test_server_cannot (Fixture      *fixture,
                    gconstpointer data)
{
  const char *answer = data;

  go_online (fixture);
  balie_raw_server_add (fixture->server, answer, -1, BALIE_RAW_KEEP);
  give_page (fixture, 110, NULL);

  search (fixture, "own101");
  assert_request (fixture, 4, "GET /v1/conversations?limit=100&q=own101 ");
  g_assert_cmpuint (count_found (fixture), ==, 1);
  search (fixture, "own102");
  balie_test_wait_until (count_found (fixture) == 2);
}

#define NOT_JSON "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n["
#define NO_LIST "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 24\r\n\r\n{\"conversations\": \"none\"}"

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/search-session/find", Fixture, NULL, set_up, test_find, tear_down);
  g_test_add ("/search-session/snippets", Fixture, NULL, set_up, test_snippets, tear_down);
  g_test_add ("/search-session/newest-wins", Fixture, NULL, set_up, test_newest_wins, tear_down);
  g_test_add ("/search-session/outbox", Fixture, NULL, set_up, test_outbox, tear_down);
  g_test_add ("/search-session/closed", Fixture, NULL, set_up, test_closed, tear_down);
  g_test_add ("/search-session/backlog", Fixture, NULL, set_up, test_backlog, tear_down);
  g_test_add ("/search-session/server-adds", Fixture, NULL, set_up, test_server_adds, tear_down);
  g_test_add ("/search-session/server-knows-more", Fixture, NULL, set_up, test_server_knows_more, tear_down);
  g_test_add ("/search-session/server-cannot", Fixture, FAULT, set_up, test_server_cannot, tear_down);
  g_test_add ("/search-session/server-is-broken", Fixture, NOT_JSON, set_up, test_server_cannot, tear_down);
  g_test_add ("/search-session/server-is-wrong", Fixture, NO_LIST, set_up, test_server_cannot, tear_down);
  return g_test_run ();
}
