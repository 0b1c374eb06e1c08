/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations joined to a session that has no server: what is sent waits, what is typed is kept, nothing is lost. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-chat-panel.h"
#include "balie-request-dialog.h"
#include "balie-request-page.h"
#include "balie-session-open.h"
#include "balie-test-folder.h"

#define CHAT "2f2ad0a4-3c41-4f5b-9f0c-5d2d8b1d3c11"

typedef struct
{
  BalieTestFolder *folder;
  BalieSession    *session;
  GtkWindow       *window;
  BalieChatPanel  *panel;
} Fixture;

static BalieAccount *
make_account (void)
{
  BalieAccount *account = balie_account_new ();

  account->id = g_strdup ("7be4b4f0-52ea-4e9c-8b0c-0f2f8ce0a5d3");
  account->username = g_strdup ("j.visser");
  account->name = g_strdup ("Jan Visser");
  account->role = BALIE_ROLE_CUSTOMER;
  account->email = g_strdup ("j.visser@example.nl");
  account->notify_by_email = TRUE;
  account->chat = g_strdup (CHAT);

  return account;
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static BalieSession *
open_session (const char *path)
{
  g_autoptr (BalieTransport) transport = balie_transport_new ("http://127.0.0.1:9", NULL);
  g_autoptr (BalieAccount) account = make_account ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieSession *session;

  balie_session_open_async (transport, path, account, NULL, result_cb, &result);
  balie_app_test_wait_until (result != NULL);
  session = balie_session_open_finish (result, &error);
  g_assert_no_error (error);

  return session;
}

static void
open_panel (Fixture *fixture)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->panel = BALIE_CHAT_PANEL (balie_chat_panel_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->panel));
  balie_chat_panel_set_session (fixture->panel, fixture->session);
  balie_app_test_present (fixture->window, 360, 600);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = balie_test_folder_new ();
  fixture->session = open_session (balie_test_folder_get_file (fixture->folder, "cache.db"));
  open_panel (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  if (fixture->window != NULL)
    balie_app_test_close (fixture->window);
  balie_session_close (fixture->session);
  g_object_unref (fixture->session);
  balie_test_folder_free (fixture->folder);
}

static BalieConversationView *
get_view (Fixture *fixture)
{
  return balie_chat_panel_get_conversation_view (fixture->panel);
}

static BalieComposer *
get_composer (Fixture *fixture)
{
  return balie_conversation_view_get_composer (get_view (fixture));
}

static GListModel *
get_thread (Fixture *fixture)
{
  return balie_thread_view_get_model (balie_conversation_view_get_thread_view (get_view (fixture)));
}

static void
type (Fixture    *fixture,
      const char *text)
{
  GtkWidget *view = balie_app_test_find (GTK_WIDGET (get_composer (fixture)), GTK_TYPE_TEXT_VIEW, NULL);

  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static gboolean
is_typed (Fixture    *fixture,
          const char *text)
{
  g_autofree char *typed = balie_composer_dup_text (get_composer (fixture));

  return g_str_equal (typed, text);
}

/* Sends @text and waits until it stands in the thread; returns its item. */
static BalieThreadItem *
send (Fixture    *fixture,
      const char *text)
{
  guint n_items = g_list_model_get_n_items (get_thread (fixture));

  type (fixture, text);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_composer (fixture)), "composer.send", NULL));
  g_assert_true (is_typed (fixture, ""));
  balie_app_test_wait_until (g_list_model_get_n_items (get_thread (fixture)) == n_items + 1);

  return g_list_model_get_item (get_thread (fixture), n_items);
}

static void
test_sent_waits (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (BalieThreadItem) item = send (fixture, " Hello there\n");

  g_assert_cmpstr (balie_thread_item_get_message (item)->text, ==, "Hello there");
  g_assert_cmpint (balie_thread_item_get_state (item), ==, BALIE_MESSAGE_WAITING);
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 1);
}

static void
test_edit (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (BalieThreadItem) item = send (fixture, "Hello there");

  type (fixture, "typed since");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_view (fixture)), "thread.edit-message", "s", balie_thread_item_get_id (item)));
  balie_app_test_wait_until (is_typed (fixture, "Hello there\n\ntyped since"));
  balie_app_test_wait_until (g_list_model_get_n_items (get_thread (fixture)) == 0);
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 0);
}

static void
test_delete_and_undo (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("some bytes", 10);
  g_autoptr (GListModel) files = balie_session_get_files (fixture->session, CHAT);
  g_autoptr (BalieUpload) upload = NULL;
  g_autoptr (BalieThreadItem) item = NULL;
  GtkWidget *undo;

  balie_session_add_data_async (fixture->session, CHAT, "one.txt", "text/plain", bytes, NULL, NULL, NULL);
  upload = g_list_model_get_item (files, 0);
  balie_app_test_wait_until (balie_upload_get_state (upload) == BALIE_UPLOAD_WAITING);
  item = send (fixture, "Hello there");
  balie_app_test_wait_until (g_list_model_get_n_items (files) == 0);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_view (fixture)), "thread.delete-message", "s", balie_thread_item_get_id (item)));
  balie_app_test_wait_until (g_list_model_get_n_items (get_thread (fixture)) == 0);
  g_assert_true (is_typed (fixture, ""));

  balie_app_test_wait_until ((undo = balie_app_test_find (GTK_WIDGET (get_view (fixture)), GTK_TYPE_BUTTON, "action_button")) != NULL);
  g_signal_emit_by_name (undo, "clicked");
  balie_app_test_wait_until (is_typed (fixture, "Hello there"));
  balie_app_test_wait_until (g_list_model_get_n_items (files) == 1);
}

/* What the session does not know, or not any more, is shown as nothing, and what is typed goes nowhere it would be lost. */
static void
test_unknown (Fixture      *fixture,
              gconstpointer data)
{
  balie_conversation_view_open (get_view (fixture), fixture->session, "00000000-0000-4000-8000-000000000000");
  g_assert_null (get_thread (fixture));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (get_composer (fixture))));

  balie_conversation_view_open (get_view (fixture), fixture->session, CHAT);
  g_assert_nonnull (get_thread (fixture));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (get_composer (fixture))));
}

static void
flush (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_session_flush_async (fixture->session, NULL, result_cb, &result);
  balie_app_test_wait_until (result != NULL);
  g_assert_true (balie_session_flush_finish (fixture->session, result, &error));
  g_assert_no_error (error);
}

/* A draft is there again in another window, and after the program ended. */
static void
test_draft (Fixture      *fixture,
            gconstpointer data)
{
  type (fixture, "Not finished ye");
  balie_app_test_close (fixture->window);
  open_panel (fixture);
  balie_app_test_wait_until (is_typed (fixture, "Not finished ye"));

  type (fixture, "t");
  balie_app_test_close (fixture->window);
  flush (fixture);
  balie_session_close (fixture->session);
  g_clear_object (&fixture->session);
  fixture->session = open_session (balie_test_folder_get_file (fixture->folder, "cache.db"));
  open_panel (fixture);
  balie_app_test_wait_until (!balie_composer_is_empty (get_composer (fixture)));
}

/* What was sent is no draft any more, whatever was on its way to the disk. */
static void
test_draft_goes_when_sent (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (BalieThreadItem) item = send (fixture, "Hello there");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BalieDraft) draft = NULL;
  g_autoptr (GError) error = NULL;

  flush (fixture);
  balie_session_load_draft_async (fixture->session, CHAT, NULL, result_cb, &result);
  balie_app_test_wait_until (result != NULL);
  draft = balie_session_load_draft_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  g_assert_null (draft);
}

static void
add_file (Fixture            *fixture,
          BalieAttachmentBox *box)
{
  g_autoptr (GFile) file = g_file_new_for_path (balie_test_folder_get_file (fixture->folder, "export.log"));
  g_autoptr (GError) error = NULL;

  g_file_set_contents (balie_test_folder_get_file (fixture->folder, "export.log"), "content", -1, &error);
  g_assert_no_error (error);
  balie_attachment_box_add_file (box, file);
  balie_app_test_wait_until (balie_attachment_box_get_n_files (box) == 1 && balie_attachment_box_get_problem (box) == NULL);
}

/* A file goes without a word, and is no part of the draft any more. */
static void
test_file_alone (Fixture      *fixture,
                 gconstpointer data)
{
  BalieAttachmentBox *box = balie_composer_get_attachment_box (get_composer (fixture));
  g_autoptr (BalieThreadItem) item = NULL;

  add_file (fixture, box);
  balie_app_test_close (fixture->window);
  open_panel (fixture);
  box = balie_composer_get_attachment_box (get_composer (fixture));
  balie_app_test_wait_until (balie_attachment_box_get_n_files (box) == 1);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_composer (fixture)), "composer.send", NULL));
  balie_app_test_wait_until (g_list_model_get_n_items (get_thread (fixture)) == 1);
  item = g_list_model_get_item (get_thread (fixture), 0);
  g_assert_cmpstr (balie_thread_item_get_message (item)->text, ==, "");
  g_assert_cmpuint (balie_thread_item_get_message (item)->attachments->len, ==, 1);
  balie_app_test_wait_until (balie_attachment_box_get_n_files (box) == 0);
}

static void
sent_cb (BalieRequestDialog *dialog,
         const char         *id,
         gpointer            user_data)
{
  char **place = user_data;

  *place = g_strdup (id);
}

static void
fill_dialog (BalieRequestDialog *dialog)
{
  GtkWidget *subject = balie_app_test_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "subject");
  GtkWidget *description = balie_app_test_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, "description");

  gtk_editable_set_text (GTK_EDITABLE (subject), "Second administrator");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (description)), "How do I add one?", -1);
}

static void
test_request (Fixture      *fixture,
              gconstpointer data)
{
  BalieRequestDialog    *dialog = balie_request_dialog_new (fixture->window, fixture->session, BALIE_CONVERSATION_QUESTION);
  BalieRequestPage      *page = BALIE_REQUEST_PAGE (g_object_ref_sink (balie_request_page_new ()));
  GListModel            *thread;
  g_autofree char       *id = NULL;
  BalieConversationItem *item;

  g_signal_connect (dialog, "sent", G_CALLBACK (sent_cb), &id);
  balie_app_test_present (GTK_WINDOW (dialog), 620, 560);
  fill_dialog (dialog);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.send", NULL));
  balie_app_test_wait_until (id != NULL);

  item = balie_session_find_conversation (fixture->session, id);
  g_assert_nonnull (item);
  g_assert_true (balie_conversation_item_get_pending (item));
  g_assert_cmpuint (g_list_model_get_n_items (balie_session_get_requests (fixture->session)), ==, 1);

  balie_request_page_open (page, fixture->session, item);
  thread = balie_thread_view_get_model (balie_conversation_view_get_thread_view (balie_request_page_get_conversation_view (page)));
  balie_app_test_wait_until (g_list_model_get_n_items (thread) == 1);
  balie_request_page_open (page, NULL, NULL);
  g_object_unref (page);
}

static gboolean
has_subject (BalieRequestDialog *dialog,
             const char         *text)
{
  GtkWidget *subject = balie_app_test_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, "subject");

  return g_str_equal (gtk_editable_get_text (GTK_EDITABLE (subject)), text);
}

static void
close_dialog (BalieRequestDialog *dialog,
              const char         *action)
{
  gpointer pointer = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &pointer);
  gtk_widget_activate_action (GTK_WIDGET (dialog), action, NULL);
  balie_app_test_wait_until (pointer == NULL);
}

/* Files are a part of the draft: kept with it, there again with it, destroyed with it. */
static void
test_request_files (Fixture      *fixture,
                    gconstpointer data)
{
  BalieRequestDialog *dialog = balie_request_dialog_new (fixture->window, fixture->session, BALIE_CONVERSATION_PROBLEM);
  BalieAttachmentBox *box;

  balie_app_test_present (GTK_WINDOW (dialog), 620, 560);
  add_file (fixture, balie_request_dialog_get_attachment_box (dialog));
  close_dialog (dialog, "window.close");

  dialog = balie_request_dialog_new (fixture->window, fixture->session, BALIE_CONVERSATION_PROBLEM);
  box = balie_request_dialog_get_attachment_box (dialog);
  balie_app_test_present (GTK_WINDOW (dialog), 620, 560);
  balie_app_test_wait_until (balie_attachment_box_get_n_files (box) == 1);
  close_dialog (dialog, "dialog.discard");
  flush (fixture);

  dialog = balie_request_dialog_new (fixture->window, fixture->session, BALIE_CONVERSATION_PROBLEM);
  box = balie_request_dialog_get_attachment_box (dialog);
  balie_app_test_present (GTK_WINDOW (dialog), 620, 560);
  balie_app_test_wait_until (balie_attachment_box_get_n_files (box) == 0);
  close_dialog (dialog, "window.close");
}

/* Cancel keeps, Discard alone destroys. */
static void
test_request_draft (Fixture      *fixture,
                    gconstpointer data)
{
  BalieRequestDialog *dialog = balie_request_dialog_new (fixture->window, fixture->session, BALIE_CONVERSATION_PROBLEM);

  balie_app_test_present (GTK_WINDOW (dialog), 620, 560);
  fill_dialog (dialog);
  close_dialog (dialog, "window.close");

  dialog = balie_request_dialog_new (fixture->window, fixture->session, BALIE_CONVERSATION_PROBLEM);
  balie_app_test_present (GTK_WINDOW (dialog), 620, 560);
  balie_app_test_wait_until (has_subject (dialog, "Second administrator"));
  close_dialog (dialog, "dialog.discard");
  flush (fixture);

  dialog = balie_request_dialog_new (fixture->window, fixture->session, BALIE_CONVERSATION_PROBLEM);
  balie_app_test_present (GTK_WINDOW (dialog), 620, 560);
  flush (fixture);
  g_assert_true (has_subject (dialog, ""));
  close_dialog (dialog, "window.close");
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/conversation/sent-waits", Fixture, NULL, set_up, test_sent_waits, tear_down);
  g_test_add ("/app/conversation/edit", Fixture, NULL, set_up, test_edit, tear_down);
  g_test_add ("/app/conversation/delete-and-undo", Fixture, NULL, set_up, test_delete_and_undo, tear_down);
  g_test_add ("/app/conversation/unknown", Fixture, NULL, set_up, test_unknown, tear_down);
  g_test_add ("/app/conversation/draft", Fixture, NULL, set_up, test_draft, tear_down);
  g_test_add ("/app/conversation/draft-goes-when-sent", Fixture, NULL, set_up, test_draft_goes_when_sent, tear_down);
  g_test_add ("/app/conversation/file-alone", Fixture, NULL, set_up, test_file_alone, tear_down);
  g_test_add ("/app/conversation/request-files", Fixture, NULL, set_up, test_request_files, tear_down);
  g_test_add ("/app/conversation/request", Fixture, NULL, set_up, test_request, tear_down);
  g_test_add ("/app/conversation/request-draft", Fixture, NULL, set_up, test_request_draft, tear_down);

  return g_test_run ();
}
