/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages with files before a real desk: whole, once, in order, whatever happens to either side before they have arrived. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-fault-proxy.h"
#include "balie-json-reader.h"
#include "balie-test-desk.h"
#include "balie-test-file.h"
#include "balie-test-wait.h"

#include <string.h>

typedef struct
{
  BalieTestDesk   *desk;
  BalieFaultProxy *proxy;
  BalieSession    *session;
  char            *chat;
} Fixture;

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static void
open_session (Fixture *fixture)
{
  fixture->session = balie_test_desk_open_session (fixture->desk, balie_fault_proxy_get_port (fixture->proxy), "cache.db");
}

static void
close_session (Fixture *fixture)
{
  balie_session_close (fixture->session);
  g_clear_object (&fixture->session);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->desk = balie_test_desk_new ();
  fixture->proxy = balie_fault_proxy_new (balie_test_desk_get_port (fixture->desk));
  open_session (fixture);
  fixture->chat = g_strdup (balie_session_get_account (fixture->session)->chat);
  balie_test_wait_until (balie_session_get_connection (fixture->session) == BALIE_CONNECTION_ONLINE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  close_session (fixture);
  g_clear_object (&fixture->proxy);
  g_clear_pointer (&fixture->chat, g_free);
  g_clear_pointer (&fixture->desk, balie_test_desk_free);
}

/* Adds the files that belong to @text to the draft of @key. */
static void
add_files (Fixture    *fixture,
           const char *key,
           const char *text)
{
  for (guint i = 0; i < balie_test_get_n_files (text); i++)
    {
      g_autofree char *name = balie_test_dup_file_name (text, i);
      g_autofree char *content = balie_test_dup_file_content (name);
      g_autoptr (GBytes) data = g_bytes_new (content, strlen (content));
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      balie_session_add_data_async (fixture->session, key, name, "text/plain", data, NULL, on_result, &result);
      balie_test_wait_until (result != NULL);
      g_assert_true (balie_session_add_data_finish (fixture->session, result, &error));
      g_assert_no_error (error);
    }
}

static char *
send_with_files (Fixture    *fixture,
                 const char *text)
{
  add_files (fixture, fixture->chat, text);

  return balie_test_send (fixture->session, fixture->chat, text);
}

static guint
get_n_files (Fixture    *fixture,
             const char *key)
{
  g_autoptr (GListModel) files = balie_session_get_files (fixture->session, key);

  return g_list_model_get_n_items (files);
}

static gboolean
is_uploaded (Fixture    *fixture,
             const char *key)
{
  g_autoptr (GListModel) files = balie_session_get_files (fixture->session, key);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (BalieUpload) upload = g_list_model_get_item (files, i);

      if (balie_upload_get_state (upload) != BALIE_UPLOAD_SENT)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_settled (Fixture *fixture)
{
  return balie_session_get_unsent (fixture->session) == 0 && balie_session_get_connection (fixture->session) == BALIE_CONNECTION_ONLINE;
}

static void
assert_whole (const BalieMessage *message)
{
  g_assert_cmpuint (message->attachments->len, ==, balie_test_get_n_files (message->text));
  for (guint i = 0; i < message->attachments->len; i++)
    {
      const BalieAttachment *attachment = g_ptr_array_index (message->attachments, i);
      g_autofree char       *name = balie_test_dup_file_name (message->text, i);
      g_autofree char       *content = balie_test_dup_file_content (name);
      g_autofree char       *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);

      g_assert_cmpstr (attachment->name, ==, name);
      g_assert_cmpstr (attachment->sha256, ==, sha256);
    }
}

/* The server has these texts, separated by `|`, each with all of its files. */
static void
assert_server_has (Fixture    *fixture,
                   const char *conversation,
                   const char *texts)
{
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages?limit=50", conversation);
  g_autoptr (GBytes) body = balie_test_desk_staff (fixture->desk, "GET", path, NULL, NULL);
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  guint n_messages;

  reader = balie_json_reader_new (g_bytes_get_data (body, NULL), (gssize)g_bytes_get_size (body), BALIE_JSON_READER_NONE, &error);
  g_assert_no_error (error);
  n_messages = balie_json_reader_enter_array (reader, "messages");
  for (guint i = 0; i < n_messages; i++)
    {
      g_autoptr (BalieMessage) message = NULL;

      balie_json_reader_enter_item (reader, i);
      message = balie_message_read (reader, NULL);
      balie_json_reader_leave (reader);
      if (message->author->role != BALIE_ROLE_CUSTOMER)
        continue;
      assert_whole (message);
      g_string_append_printf (found, "%s%s", found->len > 0 ? "|" : "", message->text);
    }
  balie_json_reader_leave (reader);
  g_assert_true (balie_json_reader_finish (reader, &error));
  g_assert_cmpstr (found->str, ==, texts);
}

static gboolean
server_has_some (Fixture *fixture)
{
  g_auto (GStrv) texts = balie_test_desk_list_texts (fixture->desk, fixture->chat);

  return texts[0] != NULL;
}

/* Nothing gets to the server but what is very short: a file begins, and does not get through. */
static void
hold_files (Fixture *fixture)
{
  const BalieFault fault = {.kind = BALIE_FAULT_BLACKHOLE, .direction = BALIE_FAULT_TO_SERVER, .after = 20000};

  balie_fault_proxy_set_default_fault (fixture->proxy, &fault);
  balie_fault_proxy_cut_all (fixture->proxy);
}

static void
let_files_through (Fixture *fixture)
{
  const BalieFault none = {.kind = BALIE_FAULT_PASS};

  balie_fault_proxy_set_default_fault (fixture->proxy, &none);
  balie_fault_proxy_cut_all (fixture->proxy);
}

/* Sent without a server, and arrived after the program was started again. */
static void
test_offline (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *message = NULL;

  balie_test_desk_stop (fixture->desk);
  message = send_with_files (fixture, "Offline+2");
  close_session (fixture);
  balie_test_desk_start (fixture->desk);
  open_session (fixture);
  balie_test_wait_until (is_settled (fixture));
  assert_server_has (fixture, fixture->chat, "Offline+2");
}

/* The server ends in the middle of it. */
static void
test_server_restarted (Fixture      *fixture,
                       gconstpointer data)
{
  g_autofree char *message = NULL;

  hold_files (fixture);
  message = send_with_files (fixture, "Restarted+3");
  balie_test_desk_stop (fixture->desk);
  let_files_through (fixture);
  balie_test_desk_start (fixture->desk);
  balie_test_wait_until (is_settled (fixture));
  assert_server_has (fixture, fixture->chat, "Restarted+3");
}

/* The server forgot files that no message came for: they go again by themselves. */
static void
test_collected (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *message = NULL;

  add_files (fixture, fixture->chat, "Collected+2");
  balie_test_wait_until (is_uploaded (fixture, fixture->chat));
  balie_test_desk_stop (fixture->desk);
  message = balie_test_send (fixture->session, fixture->chat, "Collected+2");
  g_assert_true (is_uploaded (fixture, message));
  balie_test_desk_change (fixture->desk, "DELETE FROM attachment");
  balie_test_desk_start (fixture->desk);
  balie_test_wait_until (is_settled (fixture));
  assert_server_has (fixture, fixture->chat, "Collected+2");
}

/* Taken back while its files are on their way, it is a draft with them, and nothing is sent. */
static void
test_withdrawn (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDraft) draft = NULL;
  g_autofree char *message = NULL;
  g_autofree char *again = NULL;

  hold_files (fixture);
  message = send_with_files (fixture, "Withdrawn+2");
  balie_session_withdraw_async (fixture->session, message, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  draft = balie_session_withdraw_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft->text, ==, "Withdrawn+2");
  g_assert_cmpuint (get_n_files (fixture, fixture->chat), ==, 2);

  let_files_through (fixture);
  balie_test_wait_until (is_uploaded (fixture, fixture->chat));
  assert_server_has (fixture, fixture->chat, "");
  again = balie_test_send (fixture->session, fixture->chat, "Withdrawn+2");
  balie_test_wait_until (is_settled (fixture));
  assert_server_has (fixture, fixture->chat, "Withdrawn+2");
}

/* A message without files waits for the one before it; a question does not. */
static void
test_order (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *question = NULL;

  hold_files (fixture);
  first = send_with_files (fixture, "First+1");
  second = balie_test_send (fixture->session, fixture->chat, "Second");
  question = balie_test_send_question (fixture->session, "Printer", "It smokes");
  balie_test_wait_until (balie_session_get_unsent (fixture->session) == 2);
  assert_server_has (fixture, question, "It smokes");
  assert_server_has (fixture, fixture->chat, "");

  let_files_through (fixture);
  balie_test_wait_until (is_settled (fixture));
  assert_server_has (fixture, fixture->chat, "First+1|Second");
}

/* The server is restored from a backup that has neither message nor files: both go again. */
static void
test_restored (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *message = NULL;

  balie_test_desk_back_up (fixture->desk);
  message = send_with_files (fixture, "Restored+2");
  balie_test_wait_until (is_settled (fixture));
  balie_test_desk_stop (fixture->desk);
  balie_test_desk_restore (fixture->desk);
  balie_test_desk_start (fixture->desk);
  balie_test_wait_until (server_has_some (fixture));
  balie_test_wait_until (is_settled (fixture));
  assert_server_has (fixture, fixture->chat, "Restored+2");
}

/* Signed out while a file is on its way: nothing of it stays on this machine. */
static void
test_signed_out (Fixture      *fixture,
                 gconstpointer data)
{
  const gsize      size = 4 * 1024 * 1024;
  g_autofree char *content = g_malloc0 (size);
  g_autoptr (GBytes) bytes = g_bytes_new (content, size);
  g_autoptr (GListModel) files = balie_session_get_files (fixture->session, fixture->chat);
  g_autoptr (BalieUpload) upload = NULL;
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hold_files (fixture);
  balie_session_add_data_async (fixture->session, fixture->chat, "zeroes", NULL, bytes, NULL, NULL, NULL);
  upload = g_list_model_get_item (files, 0);
  balie_test_wait_until (balie_upload_get_state (upload) == BALIE_UPLOAD_SENDING);
  path = balie_upload_dup_path (upload);
  folder = g_path_get_dirname (path);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));

  balie_session_sign_out_async (fixture->session, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_session_sign_out_finish (fixture->session, result, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/files/offline", test_offline);
  ADD ("/files/server-restarted", test_server_restarted);
  ADD ("/files/collected", test_collected);
  ADD ("/files/withdrawn", test_withdrawn);
  ADD ("/files/order", test_order);
  ADD ("/files/restored", test_restored);
  ADD ("/files/signed-out", test_signed_out);
  return g_test_run ();
}
