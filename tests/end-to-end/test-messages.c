/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Client and server together: what one side writes the other one has, once, in order, over cuts and restarts. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-error.h"
#include "balie-test-desk.h"
#include "balie-test-wait.h"

typedef struct
{
  BalieTestDesk *desk;
  BalieSession  *session;
  char          *chat;
} Fixture;

static gboolean
is_online (BalieSession *session)
{
  return balie_session_get_connection (session) == BALIE_CONNECTION_ONLINE;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->desk = balie_test_desk_new ();
  fixture->session = balie_test_desk_open_session (fixture->desk, balie_test_desk_get_port (fixture->desk), "cache.db");
  fixture->chat = g_strdup (balie_session_get_account (fixture->session)->chat);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_session_close (fixture->session);
  g_clear_object (&fixture->session);
  g_clear_pointer (&fixture->desk, balie_test_desk_free);
  g_clear_pointer (&fixture->chat, g_free);
}

static gboolean
server_has (Fixture    *fixture,
            const char *conversation,
            const char *expected)
{
  g_auto (GStrv) texts = balie_test_desk_list_texts (fixture->desk, conversation);
  g_autofree char *joined = g_strjoinv ("|", texts);

  if (!g_str_equal (joined, expected))
    g_test_message ("The server has %s", joined);

  return g_str_equal (joined, expected);
}

static void
on_received (BalieSession          *session,
             BalieConversationItem *conversation,
             BalieThreadItem       *item,
             GString               *received)
{
  g_string_append_printf (received, "%s;", balie_thread_item_get_message (item)->text);
}

static void
test_chat_both_ways (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (BalieThread) thread = balie_session_open_thread (fixture->session, fixture->chat);
  g_autoptr (GString) received = g_string_new (NULL);
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  g_autoptr (BalieThreadItem) item = NULL;
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/read", fixture->chat);
  g_autoptr (GBytes) none = NULL;

  g_signal_connect (fixture->session, "message-received", G_CALLBACK (on_received), received);
  mine = balie_test_send (fixture->session, fixture->chat, "Good morning");
  g_assert_true (balie_test_thread_is (thread, "Good morning"));
  item = g_list_model_get_item (G_LIST_MODEL (thread), 0);
  balie_test_wait_until (balie_thread_item_get_state (item) == BALIE_MESSAGE_SENT);
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 0);
  g_assert_true (server_has (fixture, fixture->chat, "Good morning"));

  balie_test_wait_until (is_online (fixture->session));
  theirs = balie_test_desk_staff_writes (fixture->desk, fixture->chat, "Hello Jan");
  balie_test_wait_until (balie_test_thread_is (thread, "Good morning|Hello Jan"));
  g_assert_cmpstr (received->str, ==, "Hello Jan;");
  g_assert_cmpuint (balie_conversation_item_get_unread (balie_session_get_chat (fixture->session)), ==, 1);

  balie_session_mark_seen (fixture->session, fixture->chat, 2);
  g_assert_cmpuint (balie_conversation_item_get_unread (balie_session_get_chat (fixture->session)), ==, 0);
  none = balie_test_desk_staff (fixture->desk, "PUT", path, NULL, "{\"up_to\": 1}");
  balie_test_wait_until (balie_thread_item_get_state (item) == BALIE_MESSAGE_SEEN);
}

static void
test_question (Fixture      *fixture,
               gconstpointer data)
{
  GListModel            *requests = balie_session_get_requests (fixture->session);
  g_autofree char       *id = balie_test_send_question (fixture->session, "Printer", "It smokes");
  BalieConversationItem *item = balie_session_find_conversation (fixture->session, id);
  g_autoptr (BalieThread) thread = balie_session_open_thread (fixture->session, id);
  g_autoptr (BalieConversationItem) first = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *follow_up = NULL;

  /* It stands in the list at once, with its number when that is known. */
  g_assert_nonnull (item);
  first = g_list_model_get_item (requests, 0);
  g_assert_true (first == item);
  balie_test_wait_until (!balie_conversation_item_get_pending (item) && balie_conversation_item_get_conversation (item)->number > 0);
  g_assert_cmpuint (g_list_model_get_n_items (requests), ==, 1);
  balie_test_wait_until (is_online (fixture->session));
  balie_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (thread)) == 2);

  answer = balie_test_desk_staff_writes (fixture->desk, id, "Is it plugged in?");
  balie_test_wait_until (balie_conversation_item_get_conversation (item)->status == BALIE_STATUS_IN_PROGRESS);
  follow_up = balie_test_send (fixture->session, id, "It is");
  balie_test_wait_until (balie_session_get_unsent (fixture->session) == 0);
  balie_test_wait_until (balie_conversation_item_get_conversation (item)->read_own == balie_conversation_item_get_conversation (item)->count);
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static void
test_status (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char       *id = balie_test_send_question (fixture->session, "Printer", "It smokes");
  BalieConversationItem *item = balie_session_find_conversation (fixture->session, id);
  g_autoptr (GAsyncResult) solved = NULL;
  g_autoptr (GAsyncResult) reopened = NULL;
  g_autoptr (GError) error = NULL;

  balie_test_wait_until (!balie_conversation_item_get_pending (item) && is_online (fixture->session));
  balie_session_set_status_async (fixture->session, id, BALIE_STATUS_SOLVED, NULL, on_result, &solved);
  balie_test_wait_until (solved != NULL);
  g_assert_true (balie_session_set_status_finish (fixture->session, solved, &error));
  g_assert_no_error (error);
  g_assert_cmpint (balie_conversation_item_get_conversation (item)->status, ==, BALIE_STATUS_SOLVED);

  balie_session_set_status_async (fixture->session, id, BALIE_STATUS_OPEN, NULL, on_result, &reopened);
  balie_test_wait_until (reopened != NULL);
  g_assert_true (balie_session_set_status_finish (fixture->session, reopened, &error));
  g_assert_cmpint (balie_conversation_item_get_conversation (item)->status, ==, BALIE_STATUS_OPEN);
}

/* What is sent while the server is away goes out when it is back, in order. */
static void
test_server_restarts (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (BalieThread) thread = balie_session_open_thread (fixture->session, fixture->chat);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  balie_test_wait_until (is_online (fixture->session));
  balie_test_desk_stop (fixture->desk);
  balie_test_wait_until (!is_online (fixture->session));
  first = balie_test_send (fixture->session, fixture->chat, "One");
  second = balie_test_send (fixture->session, fixture->chat, "Two");
  third = balie_test_send (fixture->session, fixture->chat, "Three");
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 3);
  g_assert_true (balie_test_thread_is (thread, "One|Two|Three"));

  balie_test_desk_start (fixture->desk);
  balie_test_wait_until (balie_session_get_unsent (fixture->session) == 0);
  g_assert_true (server_has (fixture, fixture->chat, "One|Two|Three"));
  balie_test_wait_until (is_online (fixture->session));
  g_assert_true (balie_test_thread_is (thread, "One|Two|Three"));
}

/* The client ends in the middle of it all, and a new one goes on with the same file. */
static void
test_client_restarts (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (BalieThread) thread = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (BalieDraft) draft = balie_draft_new (NULL, "Half a sen");
  g_autoptr (BalieDraft) kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  first = balie_test_send (fixture->session, fixture->chat, "One");
  balie_test_wait_until (is_online (fixture->session) && balie_session_get_unsent (fixture->session) == 0);
  balie_test_wait_until (balie_conversation_item_get_conversation (balie_session_get_chat (fixture->session))->count == 1);
  balie_test_desk_stop (fixture->desk);
  balie_test_wait_until (!is_online (fixture->session));
  second = balie_test_send (fixture->session, fixture->chat, "Two");
  balie_session_save_draft (fixture->session, fixture->chat, draft);
  balie_session_close (fixture->session);
  g_clear_object (&fixture->session);

  balie_test_desk_start (fixture->desk);
  theirs = balie_test_desk_staff_writes (fixture->desk, fixture->chat, "Meanwhile");
  fixture->session = balie_test_desk_open_session (fixture->desk, balie_test_desk_get_port (fixture->desk), "cache.db");
  thread = balie_session_open_thread (fixture->session, fixture->chat);
  balie_test_wait_until (balie_session_get_unsent (fixture->session) == 0);
  balie_test_wait_until (is_online (fixture->session));
  balie_test_wait_until (balie_test_thread_is (thread, "One|Meanwhile|Two"));
  g_assert_true (server_has (fixture, fixture->chat, "One|Meanwhile|Two"));

  balie_session_load_draft_async (fixture->session, fixture->chat, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  kept = balie_session_load_draft_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (kept);
  g_assert_cmpstr (kept->text, ==, "Half a sen");
}

/* Two machines of one customer show the same, whichever sent it. */
static void
test_two_devices (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (BalieSession) other = balie_test_desk_open_session (fixture->desk, balie_test_desk_get_port (fixture->desk), "other.db");
  g_autoptr (BalieThread) here = balie_session_open_thread (fixture->session, fixture->chat);
  g_autoptr (BalieThread) there = balie_session_open_thread (other, fixture->chat);
  g_autofree char *theirs = NULL;

  balie_test_wait_until (is_online (fixture->session) && is_online (other));
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);
      g_autofree char *id = balie_test_send (i % 2 == 0 ? fixture->session : other, fixture->chat, text);

      balie_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (here)) == i + 1 &&
                             g_list_model_get_n_items (G_LIST_MODEL (there)) == i + 1);
    }
  g_assert_true (balie_test_thread_is (here, "0|1|2|3|4|5|6|7|8|9"));
  g_assert_true (balie_test_thread_is (there, "0|1|2|3|4|5|6|7|8|9"));

  /* Read on one machine is read on the other. */
  theirs = balie_test_desk_staff_writes (fixture->desk, fixture->chat, "10");
  balie_test_wait_until (balie_conversation_item_get_unread (balie_session_get_chat (other)) == 1 &&
                         balie_conversation_item_get_unread (balie_session_get_chat (fixture->session)) == 1);
  balie_session_mark_seen (other, fixture->chat, 11);
  balie_test_wait_until (balie_conversation_item_get_unread (balie_session_get_chat (fixture->session)) == 0);
  balie_session_close (other);
}

/* Older pages come from the server once, and from the cache when there is no server. */
static void
test_pages (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieSession) other = NULL;
  g_autoptr (BalieThread) thread = NULL;
  g_autoptr (GAsyncResult) older = NULL;
  g_autoptr (GAsyncResult) offline = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= 120; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);
      g_autofree char *id = balie_test_desk_staff_writes (fixture->desk, fixture->chat, text);
    }

  other = balie_test_desk_open_session (fixture->desk, balie_test_desk_get_port (fixture->desk), "other.db");
  thread = balie_session_open_thread (other, fixture->chat);
  balie_test_wait_until (is_online (other) && balie_thread_get_loaded (thread) && g_list_model_get_n_items (G_LIST_MODEL (thread)) > 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (thread)), ==, 50);
  g_assert_true (balie_thread_get_has_older (thread));
  g_assert_cmpint (balie_thread_get_first_unread (thread), <=, 1);

  balie_thread_load_older_async (thread, NULL, on_result, &older);
  balie_test_wait_until (older != NULL);
  g_assert_true (balie_thread_load_older_finish (thread, older, &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (thread)), ==, 100);

  balie_test_desk_stop (fixture->desk);
  balie_test_wait_until (!is_online (other));
  g_clear_object (&older);
  g_assert_finalize_object (g_steal_pointer (&thread));
  thread = balie_session_open_thread (other, fixture->chat);
  balie_test_wait_until (balie_thread_get_loaded (thread));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (thread)), ==, 50);
  g_assert_true (balie_thread_get_has_older (thread));

  balie_thread_load_older_async (thread, NULL, on_result, &offline);
  balie_test_wait_until (offline != NULL);
  g_assert_true (balie_thread_load_older_finish (thread, offline, &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (thread)), ==, 100);
  g_clear_object (&offline);

  balie_thread_load_older_async (thread, NULL, on_result, &offline);
  balie_test_wait_until (offline != NULL);
  g_assert_false (balie_thread_load_older_finish (thread, offline, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_OFFLINE);
  g_assert_true (balie_thread_get_has_older (thread));
  g_clear_object (&thread);
  balie_session_close (other);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/messages/chat-both-ways", test_chat_both_ways);
  ADD ("/messages/question", test_question);
  ADD ("/messages/status", test_status);
  ADD ("/messages/server-restarts", test_server_restarts);
  ADD ("/messages/client-restarts", test_client_restarts);
  ADD ("/messages/two-devices", test_two_devices);
  ADD ("/messages/pages", test_pages);
  return g_test_run ();
}
