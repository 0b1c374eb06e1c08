/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client library and the real server, each in its own process, over real sockets. */
#include <string.h>

#include "balie-client.h"
#include "balie-error.h"
#include "balie-server-process.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#define USERNAME "j.visser"
#define PASSWORD "welkom-bij-balie"

static const char *server_program;

typedef struct
{
  BalieTestFolder    *folder;
  BalieServerProcess *server;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = balie_test_folder_new ();
  fixture->server = balie_server_process_new (server_program, balie_test_folder_get_file (fixture->folder, "server"), TRUE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_pointer (&fixture->server, balie_server_process_free);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      address)
{
  GAsyncResult **kept = address;

  *kept = g_object_ref (result);
}

static BalieClient *
make_client (Fixture    *fixture,
             const char *device)
{
  return balie_client_new (balie_test_folder_get_file (fixture->folder, device));
}

static BalieSession *
sign_in (Fixture     *fixture,
         BalieClient *client,
         const char  *password,
         GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_client_sign_in_async (client, balie_server_process_get_address (fixture->server), USERNAME, password, FALSE, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_client_sign_in_finish (client, result, error);
}

/* Signs in and waits until all that happened so far is here. */
static BalieSession *
go_online (Fixture     *fixture,
           BalieClient *client)
{
  g_autoptr (GError) error = NULL;
  BalieSession *session = sign_in (fixture, client, PASSWORD, &error);

  g_assert_no_error (error);
  balie_test_wait_until (balie_session_get_connection (session) == BALIE_CONNECTION_ONLINE);

  return session;
}

static char *
send (BalieSession *session,
      const char   *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  balie_session_send_message_async (session, balie_conversation_item_get_id (balie_session_get_chat (session)), text, NULL, NULL,
                                    on_result, &result);
  balie_test_wait_until (result != NULL);
  id = balie_session_send_message_finish (session, result, &error);
  g_assert_no_error (error);

  return id;
}

/* How often the message stands in the thread; @state of the last one. */
static guint
count (BalieThread       *thread,
       const char        *id,
       BalieMessageState *state)
{
  guint n_found = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (thread)); i++)
    {
      g_autoptr (BalieThreadItem) item = g_list_model_get_item (G_LIST_MODEL (thread), i);

      if (strcmp (balie_thread_item_get_id (item), id) == 0)
        {
          *state = balie_thread_item_get_state (item);
          n_found++;
        }
    }

  return n_found;
}

static gboolean
is_sent (BalieThread *thread,
         const char  *id)
{
  BalieMessageState state = BALIE_MESSAGE_WAITING;

  return count (thread, id, &state) == 1 && (state == BALIE_MESSAGE_SENT || state == BALIE_MESSAGE_SEEN);
}

static BalieThread *
open_chat (BalieSession *session)
{
  return balie_session_open_thread (session, balie_conversation_item_get_id (balie_session_get_chat (session)));
}

static void
test_desk (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (BalieClient) client = make_client (fixture, "device");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BalieDesk) desk = NULL;
  g_autoptr (GError) error = NULL;

  balie_client_fetch_desk_async (client, balie_server_process_get_address (fixture->server), NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  desk = balie_client_fetch_desk_finish (client, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (desk->name, ==, "Acme Software");
}

static void
test_wrong_password (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (BalieClient) client = make_client (fixture, "device");
  g_autoptr (GError) error = NULL;

  g_assert_null (sign_in (fixture, client, "not it", &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_AUTH);
}

/* What is sent on one device is sent, and comes to the other. */
static void
test_two_devices (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (BalieClient) desktop = make_client (fixture, "desktop");
  g_autoptr (BalieClient) laptop = make_client (fixture, "laptop");
  g_autoptr (BalieSession) here = go_online (fixture, desktop);
  g_autoptr (BalieSession) there = go_online (fixture, laptop);
  g_autoptr (BalieThread) thread_here = open_chat (here);
  g_autoptr (BalieThread) thread_there = open_chat (there);
  g_autofree char *id = send (here, "Is anybody there?");

  g_assert_cmpuint (g_list_model_get_n_items (balie_session_get_requests (here)), >, 0);
  balie_test_wait_until (is_sent (thread_here, id));
  balie_test_wait_until (is_sent (thread_there, id));
  balie_session_close (here);
  balie_session_close (there);
}

/* Sent while the server was dead, it goes out when the server is back, once. */
static void
test_server_killed (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (BalieClient) client = make_client (fixture, "device");
  g_autoptr (BalieSession) session = go_online (fixture, client);
  g_autoptr (BalieThread) thread = open_chat (session);
  g_autofree char  *before = send (session, "Before");
  g_autofree char  *meanwhile = NULL;
  BalieMessageState state = BALIE_MESSAGE_SENT;

  balie_test_wait_until (is_sent (thread, before));
  balie_server_process_kill (fixture->server);
  meanwhile = send (session, "Meanwhile");
  balie_test_wait_until (balie_session_get_connection (session) != BALIE_CONNECTION_ONLINE);
  balie_test_wait_until (count (thread, meanwhile, &state) == 1);
  g_assert_cmpint (state, ==, BALIE_MESSAGE_WAITING);

  balie_server_process_start (fixture->server);
  balie_session_reconnect (session);
  balie_test_wait_until (is_sent (thread, meanwhile));
  balie_test_wait_until (balie_session_get_connection (session) == BALIE_CONNECTION_ONLINE);
  g_assert_cmpuint (count (thread, before, &state), ==, 1);
  g_assert_cmpuint (count (thread, meanwhile, &state), ==, 1);
  g_assert_cmpuint (balie_session_get_unsent (session), ==, 0);
  balie_session_close (session);
}

static GPtrArray *
find_articles (BalieSession *session,
               const char   *query)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *articles;

  balie_session_find_articles_async (session, query, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  articles = balie_session_find_articles_finish (session, result, &error);
  g_assert_no_error (error);

  return articles;
}

static BalieArticle *
load_article (BalieSession *session,
              const char   *id,
              GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_session_load_article_async (session, id, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_session_load_article_finish (session, result, error);
}

/* All of them, those that look like a subject, one in full, and one that is not there. */
static void
test_articles (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (BalieClient) client = make_client (fixture, "desktop");
  g_autoptr (BalieSession) session = go_online (fixture, client);
  g_autoptr (GPtrArray) all = find_articles (session, NULL);
  g_autoptr (GPtrArray) alike = NULL;
  g_autoptr (BalieArticle) article = NULL;
  g_autoptr (BalieArticle) missing = NULL;
  g_autoptr (GError) error = NULL;
  const BalieArticle *best;

  g_assert_cmpuint (all->len, >, 1);
  alike = find_articles (session, ((const BalieArticle *)g_ptr_array_index (all, 1))->title);
  g_assert_cmpuint (alike->len, >, 0);
  best = g_ptr_array_index (alike, 0);
  g_assert_cmpstr (best->id, ==, ((const BalieArticle *)g_ptr_array_index (all, 1))->id);

  article = load_article (session, best->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (article->title, ==, best->title);
  g_assert_cmpstr (article->body, !=, "");

  missing = load_article (session, "no-such-article", &error);
  g_assert_null (missing);
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND);
  balie_session_close (session);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  server_program = argv[1];
  g_test_add ("/client-server/desk", Fixture, NULL, set_up, test_desk, tear_down);
  g_test_add ("/client-server/wrong-password", Fixture, NULL, set_up, test_wrong_password, tear_down);
  g_test_add ("/client-server/two-devices", Fixture, NULL, set_up, test_two_devices, tear_down);
  g_test_add ("/client-server/articles", Fixture, NULL, set_up, test_articles, tear_down);
  g_test_add ("/client-server/server-killed", Fixture, NULL, set_up, test_server_killed, tear_down);
  return g_test_run ();
}
