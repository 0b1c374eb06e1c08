/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session against a real desk: refusals, taking back, a lost login, a restored server, a network without streams. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-error.h"
#include "balie-fault-proxy.h"
#include "balie-session-private.h"
#include "balie-setting-table.h"
#include "balie-test-desk.h"
#include "balie-test-wait.h"

#include <string.h>

typedef struct
{
  BalieTestDesk   *desk;
  BalieFaultProxy *proxy;
  BalieSession    *session;
  char            *chat;
} Fixture;

static gboolean
is_settled (BalieSession *session)
{
  return balie_session_get_unsent (session) == 0 && balie_session_get_connection (session) == BALIE_CONNECTION_ONLINE;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->desk = balie_test_desk_new ();
  fixture->proxy = balie_fault_proxy_new (balie_test_desk_get_port (fixture->desk));
  fixture->session = balie_test_desk_open_session (fixture->desk, balie_fault_proxy_get_port (fixture->proxy), "cache.db");
  fixture->chat = g_strdup (balie_session_get_account (fixture->session)->chat);
  balie_test_wait_until (is_settled (fixture->session));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_session_close (fixture->session);
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->proxy);
  g_clear_pointer (&fixture->chat, g_free);
  g_clear_pointer (&fixture->desk, balie_test_desk_free);
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static BalieDraft *
withdraw (BalieSession *session,
          const char   *message,
          GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_session_withdraw_async (session, message, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_session_withdraw_finish (session, result, error);
}

static void
assert_server_has (Fixture    *fixture,
                   const char *conversation,
                   const char *expected)
{
  g_auto (GStrv) texts = balie_test_desk_list_texts (fixture->desk, conversation);
  g_autofree char *joined = g_strjoinv ("|", texts);

  g_assert_cmpstr (joined, ==, expected);
}

static BalieThreadItem *
find_item (BalieThread *thread,
           const char  *id)
{
  BalieThreadItem *item = balie_thread_find (thread, id);

  g_assert_nonnull (item);

  return item;
}

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char       *id = balie_test_send_question (fixture->session, "Printer", "It smokes");
  g_autofree char       *path = g_strdup_printf ("/v1/conversations/%s", id);
  BalieConversationItem *conversation = balie_session_find_conversation (fixture->session, id);
  g_autoptr (BalieThread) thread = balie_session_open_thread (fixture->session, id);
  g_autofree char *tag = NULL;
  g_autofree char *message = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (BalieDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  BalieThreadItem *item;

  balie_test_wait_until (is_settled (fixture->session) && balie_conversation_item_get_conversation (conversation)->version > 0);
  tag = g_strdup_printf ("\"v%" G_GINT64_FORMAT "\"", balie_conversation_item_get_conversation (conversation)->version);
  answer = balie_test_desk_staff (fixture->desk, "PATCH", path, tag, "{\"status\": \"closed\"}");

  message = balie_test_send (fixture->session, id, "Still smoking");
  item = find_item (thread, message);
  balie_test_wait_until (balie_thread_item_get_state (item) == BALIE_MESSAGE_REFUSED);
  g_assert_cmpint (balie_thread_item_get_error_code (item), ==, BALIE_ERROR_CONFLICT);
  g_assert_cmpstr (balie_thread_item_get_error_type (item), ==, "conversation-closed");
  g_assert_true (balie_conversation_item_get_refused (conversation));
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 1);

  /* It is sent as it is, and refused as before. */
  balie_session_retry (fixture->session, message);
  balie_test_wait_until (balie_thread_item_get_state (item) == BALIE_MESSAGE_WAITING);
  balie_test_wait_until (balie_thread_item_get_state (item) == BALIE_MESSAGE_REFUSED);

  draft = withdraw (fixture->session, message, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft->text, ==, "Still smoking");
  g_assert_null (balie_thread_find (thread, message));
  g_assert_false (balie_conversation_item_get_refused (conversation));
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 0);
}

static void
test_withdraw (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *message = NULL;
  g_autofree char *question = NULL;
  g_autofree char *follow_up = NULL;
  g_autofree char *first = NULL;
  g_autoptr (BalieThread) thread = NULL;
  g_autoptr (BalieThreadItem) item = NULL;
  g_autoptr (BalieDraft) draft = NULL;
  g_autoptr (BalieDraft) request = NULL;
  g_autoptr (GError) error = NULL;

  balie_test_desk_stop (fixture->desk);
  balie_test_wait_until (balie_session_get_connection (fixture->session) != BALIE_CONNECTION_ONLINE);
  message = balie_test_send (fixture->session, fixture->chat, "Never mind");
  draft = withdraw (fixture->session, message, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft->text, ==, "Never mind");
  g_assert_null (withdraw (fixture->session, message, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* A request takes along what waits behind it. */
  question = balie_test_send_question (fixture->session, "Printer", "It smokes");
  follow_up = balie_test_send (fixture->session, question, "And smells");
  thread = balie_session_open_thread (fixture->session, question);
  item = g_list_model_get_item (G_LIST_MODEL (thread), 0);
  first = g_strdup (balie_thread_item_get_id (item));
  request = withdraw (fixture->session, first, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (request->subject, ==, "Printer");
  g_assert_cmpstr (request->text, ==, "It smokes\n\nAnd smells");
  g_assert_null (balie_session_find_conversation (fixture->session, question));
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 0);

  balie_test_desk_start (fixture->desk);
  balie_test_wait_until (is_settled (fixture->session));
  assert_server_has (fixture, fixture->chat, "");
}

/* Nobody knows whether it arrived, so it cannot be taken back. */
static void
test_withdraw_too_late (Fixture      *fixture,
                        gconstpointer data)
{
  static const BalieFault silence = {BALIE_FAULT_BLACKHOLE, BALIE_FAULT_TO_CLIENT, 0, 0};
  static const BalieFault none = {
    BALIE_FAULT_PASS,
  };
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;
  BalieOutboxEntry *entry;

  balie_fault_proxy_set_default_fault (fixture->proxy, &silence);
  balie_outbox_set_open (fixture->session->outbox, FALSE);
  balie_fault_proxy_cut_all (fixture->proxy);
  message = balie_test_send (fixture->session, fixture->chat, "Too late");
  balie_outbox_set_open (fixture->session->outbox, TRUE);
  entry = balie_outbox_find (fixture->session->outbox, message);
  balie_test_wait_until (entry->state == BALIE_OUTBOX_ATTEMPTED);
  g_assert_null (withdraw (fixture->session, message, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_CONFLICT);

  balie_fault_proxy_set_default_fault (fixture->proxy, &none);
  balie_fault_proxy_cut_all (fixture->proxy);
  balie_session_reconnect (fixture->session);
  balie_test_wait_until (is_settled (fixture->session));
  assert_server_has (fixture, fixture->chat, "Too late");
}

/* The login is refused: what is sent waits, and goes out when there is another. */
static void
test_login_refused (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GAsyncResult) ended = NULL;
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (BalieTransport) other = NULL;
  g_autoptr (BalieAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  g_autofree char *token = NULL;

  balie_transport_request_async (fixture->session->transport, "DELETE", "/v1/sessions/current", NULL, NULL, NULL, on_result, &ended);
  balie_test_wait_until (ended != NULL);
  answer = balie_transport_request_finish (fixture->session->transport, ended, &error);
  g_assert_no_error (error);
  balie_test_wait_until (balie_session_get_connection (fixture->session) == BALIE_CONNECTION_REFUSED);

  message = balie_test_send (fixture->session, fixture->chat, "Patience");
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 1);

  token = balie_test_desk_dup_token (fixture->desk);
  balie_transport_set_token (fixture->session->transport, token);
  balie_session_start (fixture->session);
  balie_test_wait_until (is_settled (fixture->session));
  assert_server_has (fixture, fixture->chat, "Patience");
}

/* The server is restored from a backup: what this side sent since then is sent again, what others wrote is gone there and here. */
static void
test_restored_server (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (BalieThread) thread = balie_session_open_thread (fixture->session, fixture->chat);
  g_autofree char       *one = balie_test_send (fixture->session, fixture->chat, "One");
  g_autofree char       *two = NULL;
  g_autofree char       *three = NULL;
  g_autofree char       *question = NULL;
  g_autofree char       *theirs = NULL;
  BalieConversationItem *request;

  balie_test_wait_until (is_settled (fixture->session) && balie_test_thread_is (thread, "One"));
  balie_test_desk_back_up (fixture->desk);
  two = balie_test_send (fixture->session, fixture->chat, "Two");
  question = balie_test_send_question (fixture->session, "Printer", "It smokes");
  balie_test_wait_until (is_settled (fixture->session));
  theirs = balie_test_desk_staff_writes (fixture->desk, fixture->chat, "Lost");
  balie_test_wait_until (balie_test_thread_is (thread, "One|Two|Lost"));

  balie_test_desk_stop (fixture->desk);
  balie_test_wait_until (balie_session_get_connection (fixture->session) != BALIE_CONNECTION_ONLINE);
  three = balie_test_send (fixture->session, fixture->chat, "Three");
  balie_test_desk_restore (fixture->desk);
  balie_test_desk_start (fixture->desk);

  balie_test_wait_until (is_settled (fixture->session) && balie_test_thread_is (thread, "One|Two|Three"));
  assert_server_has (fixture, fixture->chat, "One|Two|Three");
  request = balie_session_find_conversation (fixture->session, question);
  g_assert_nonnull (request);
  balie_test_wait_until (!balie_conversation_item_get_pending (request) && balie_conversation_item_get_conversation (request)->number > 0);
}

static void
on_account (BalieSession *session,
            GParamSpec   *pspec,
            guint        *n_changes)
{
  *n_changes += 1;
}

/* The desk changes what it knows of the customer: no event tells, but each connection asks. */
static void
test_account (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (BalieDb) db = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;
  guint n_changes = 0;

  g_signal_connect (fixture->session, "notify::account", G_CALLBACK (on_account), &n_changes);
  balie_test_desk_stop (fixture->desk);
  balie_test_wait_until (balie_session_get_connection (fixture->session) != BALIE_CONNECTION_ONLINE);
  balie_test_desk_change (fixture->desk, "UPDATE account SET name = 'Jan de Visser', email = 'jan@example.nl' WHERE username = '" BALIE_TEST_CUSTOMER "';");
  balie_test_desk_start (fixture->desk);
  balie_test_wait_until (n_changes == 1);
  g_assert_cmpstr (balie_session_get_account (fixture->session)->name, ==, "Jan de Visser");
  g_assert_cmpstr (balie_session_get_account (fixture->session)->email, ==, "jan@example.nl");
  g_assert_cmpstr (balie_session_get_account (fixture->session)->chat, ==, fixture->chat);

  /* It is kept for when there is no connection, and does not change again by itself. */
  balie_session_reconnect (fixture->session);
  message = balie_test_send (fixture->session, fixture->chat, "It is me");
  balie_test_wait_until (is_settled (fixture->session));
  g_assert_cmpuint (n_changes, ==, 1);
  db = balie_db_open (balie_test_desk_get_file (fixture->desk, "cache.db"), BALIE_DB_READ_ONLY, &error);
  g_assert_no_error (error);
  kept = balie_setting_table_get (db, BALIE_SETTING_ACCOUNT, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (kept, "Jan de Visser"));
}

/* Something on the way cuts every stream: requests that wait bring the messages instead. */
static void
test_no_stream (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (BalieThread) thread = balie_session_open_thread (fixture->session, fixture->chat);
  guint n_messages = 0;

  while (balie_sync_get_state (fixture->session->sync) != BALIE_SYNC_POLL)
    {
      g_autofree char *theirs = balie_test_desk_staff_writes (fixture->desk, fixture->chat, "By a stream");

      /* When this one is here the stream stands, and can be cut. */
      n_messages++;
      balie_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (thread)) == n_messages);
      g_assert_cmpuint (n_messages, <, 10);
      balie_fault_proxy_cut_all (fixture->proxy);
      balie_test_wait_until (balie_sync_get_state (fixture->session->sync) != BALIE_SYNC_STREAM);
      balie_test_wait_until (balie_session_get_connection (fixture->session) == BALIE_CONNECTION_ONLINE);
    }

  {
    g_autofree char *theirs = balie_test_desk_staff_writes (fixture->desk, fixture->chat, "By another way");

    n_messages++;
    balie_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (thread)) == n_messages);
    g_assert_cmpint (balie_sync_get_state (fixture->session->sync), ==, BALIE_SYNC_POLL);
  }

  /* Somebody asks for a connection: the stream is given another chance. */
  balie_session_reconnect (fixture->session);
  balie_test_wait_until (balie_sync_get_state (fixture->session->sync) == BALIE_SYNC_STREAM);
}

static void
test_sign_out (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (BalieDraft) draft = balie_draft_new (NULL, "Half a sen");
  g_autoptr (GAsyncResult) counted = NULL;
  g_autoptr (GAsyncResult) signed_out = NULL;
  g_autoptr (GError) error = NULL;
  BalieUnsent unsent;

  g_assert_true (g_file_test (balie_test_desk_get_file (fixture->desk, "cache.db"), G_FILE_TEST_EXISTS));
  balie_session_save_draft (fixture->session, fixture->chat, draft);
  balie_session_count_unsent_async (fixture->session, NULL, on_result, &counted);
  balie_test_wait_until (counted != NULL);
  g_assert_true (balie_session_count_unsent_finish (fixture->session, counted, &unsent, &error));
  g_assert_cmpuint (unsent.drafts, ==, 1);
  g_assert_cmpuint (unsent.messages, ==, 0);

  balie_session_sign_out_async (fixture->session, NULL, on_result, &signed_out);
  balie_test_wait_until (signed_out != NULL);
  g_assert_true (balie_session_sign_out_finish (fixture->session, signed_out, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (balie_test_desk_get_file (fixture->desk, "cache.db"), G_FILE_TEST_EXISTS));
}

/* Nothing is sent that the desk would not take, and the draft stays. */
static void
test_limits (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (balie_session_get_desk (fixture->session)->limits.message + 1, 'x');
  g_autoptr (GAsyncResult) too_long = NULL;
  g_autoptr (GAsyncResult) empty = NULL;
  g_autoptr (GError) error = NULL;

  balie_session_send_message_async (fixture->session, fixture->chat, long_text, NULL, NULL, on_result, &too_long);
  balie_test_wait_until (too_long != NULL);
  g_assert_null (balie_session_send_message_finish (fixture->session, too_long, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_LIMIT);
  g_clear_error (&error);

  balie_session_send_message_async (fixture->session, fixture->chat, " \n ", NULL, NULL, on_result, &empty);
  balie_test_wait_until (empty != NULL);
  g_assert_null (balie_session_send_message_finish (fixture->session, empty, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_INVALID);
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/session/refused", test_refused);
  ADD ("/session/withdraw", test_withdraw);
  ADD ("/session/withdraw-too-late", test_withdraw_too_late);
  ADD ("/session/login-refused", test_login_refused);
  ADD ("/session/restored-server", test_restored_server);
  ADD ("/session/account", test_account);
  ADD ("/session/no-stream", test_no_stream);
  ADD ("/session/sign-out", test_sign_out);
  ADD ("/session/limits", test_limits);
  return g_test_run ();
}
