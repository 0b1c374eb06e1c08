/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of a session without a server: where dropped files go, and which dialogs requests open. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-request-dialog.h"
#include "balie-request-page.h"
#include "balie-session-open.h"
#include "balie-session-private.h"
#include "balie-test-folder.h"
#include "balie-window-private.h"

#define CHAT "2f2ad0a4-3c41-4f5b-9f0c-5d2d8b1d3c11"

static AdwApplication *application;

typedef struct
{
  BalieTestFolder *folder;
  BalieClient     *client;
  GSettings       *settings;
  BalieSession    *session;
  BalieWindow     *window;
} Fixture;

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
  static const char *const features[] = {"attachments", "chat", "problem", "question", NULL};
  g_autoptr (BalieTransport) transport = balie_transport_new ("http://127.0.0.1:9", NULL);
  g_autoptr (BalieAccount) account = balie_account_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieSession *session;

  account->id = g_strdup ("7be4b4f0-52ea-4e9c-8b0c-0f2f8ce0a5d3");
  account->username = g_strdup ("j.visser");
  account->name = g_strdup ("Jan Visser");
  account->role = BALIE_ROLE_CUSTOMER;
  account->chat = g_strdup (CHAT);
  balie_session_open_async (transport, path, account, NULL, result_cb, &result);
  balie_app_test_wait_until (result != NULL);
  session = balie_session_open_finish (result, &error);
  g_assert_no_error (error);

  session->desk = balie_desk_new ();
  session->desk->limits.attachments = 20;
  g_strfreev (session->desk->features);
  session->desk->features = g_strdupv ((char **)features);
  return session;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = balie_test_folder_new ();
  fixture->settings = g_settings_new (BALIE_APPLICATION_ID);
  fixture->client = balie_client_new (balie_test_folder_get_file (fixture->folder, "data"));
  fixture->session = open_session (balie_test_folder_get_file (fixture->folder, "cache.db"));
  fixture->window = balie_window_new (application, fixture->client, fixture->settings);
  balie_window_set_session (fixture->window, fixture->session);
  balie_app_test_present (GTK_WINDOW (fixture->window), 1000, 700);
  balie_home_page_set_chat_open (fixture->window->home_page, FALSE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->settings);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

static BalieRequestDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (BALIE_IS_REQUEST_DIALOG (window))
        return BALIE_REQUEST_DIALOG (window);
    }
  return NULL;
}

static void
close_dialog (void)
{
  gtk_widget_activate_action (GTK_WIDGET (find_dialog ()), "window.close", NULL);
  balie_app_test_wait_until (find_dialog () == NULL);
}

/* As a file manager does, on the middle of the window. */
static void
drop (Fixture *fixture)
{
  g_autoptr (GFile) file = g_file_new_for_path (balie_test_folder_get_file (fixture->folder, "export.log"));
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  GSList files = {file, NULL};

  g_file_replace_contents (file, "log", 3, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, &error);
  g_assert_no_error (error);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, &files);
  balie_window_take_files (fixture->window, &value, 300, 400);
}

static guint
count_files (BalieConversationView *view)
{
  return balie_attachment_box_get_n_files (balie_composer_get_attachment_box (balie_conversation_view_get_composer (view)));
}

static guint
count_files_of_dialog (void)
{
  return balie_attachment_box_get_n_files (balie_request_dialog_get_attachment_box (find_dialog ()));
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  char **id = user_data;
  g_autoptr (GError) error = NULL;

  *id = balie_session_send_request_finish (BALIE_SESSION (source), result, &error);
  g_assert_no_error (error);
}

/* Returns: (transfer full): its id */
static char *
send_problem (Fixture *fixture)
{
  const BalieNewRequest request = {.kind = BALIE_CONVERSATION_PROBLEM, .subject = "Printer", .text = "It smokes"};
  char                 *id = NULL;

  balie_session_send_request_async (fixture->session, &request, NULL, sent_cb, &id);
  balie_app_test_wait_until (id != NULL);
  return id;
}

static void
activate (Fixture    *fixture,
          const char *action,
          const char *id)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action, id != NULL ? g_variant_new_string (id) : NULL);
}

static BalieConversationView *
get_request_view (Fixture *fixture)
{
  GtkWidget *page = balie_home_page_get_request_page (fixture->window->home_page);

  return page != NULL ? balie_request_page_get_conversation_view (BALIE_REQUEST_PAGE (page)) : NULL;
}

/* Nothing is open that could take them: they are a problem to be reported. The dialog takes the next ones, too. */
static void
test_dropped_on_home (Fixture      *fixture,
                      gconstpointer data)
{
  drop (fixture);
  g_assert_nonnull (find_dialog ());
  balie_app_test_wait_until (count_files_of_dialog () == 1);
  drop (fixture);
  balie_app_test_wait_until (count_files_of_dialog () == 2);
  close_dialog ();
}

static void
test_dropped_beside_chat (Fixture      *fixture,
                          gconstpointer data)
{
  balie_home_page_set_chat_open (fixture->window->home_page, TRUE);
  drop (fixture);
  g_assert_null (find_dialog ());
  balie_app_test_wait_until (count_files (balie_chat_panel_get_conversation_view (fixture->window->chat_panel)) == 1);
}

static void
test_dropped_on_request (Fixture      *fixture,
                         gconstpointer data)
{
  g_autofree char *id = send_problem (fixture);

  activate (fixture, "open-conversation", id);
  drop (fixture);
  g_assert_null (find_dialog ());
  balie_app_test_wait_until (count_files (get_request_view (fixture)) == 1);
}

static void
test_follow_up (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *id = send_problem (fixture);
  GtkWidget       *reference;

  activate (fixture, "follow-up", id);
  g_assert_nonnull (find_dialog ());
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (find_dialog ())), ==, "Report a Problem");
  reference = balie_app_test_find (GTK_WIDGET (find_dialog ()), GTK_TYPE_BOX, "reference");
  g_assert_true (gtk_widget_get_visible (reference));
  close_dialog ();

  activate (fixture, "follow-up", "00000000-0000-4000-8000-000000000000");
  g_assert_null (find_dialog ());
  activate (fixture, "follow-up", CHAT);
  g_assert_null (find_dialog ());
}

static gboolean
dialog_has_subject (const char *text)
{
  GtkWidget *subject = balie_app_test_find (GTK_WIDGET (find_dialog ()), ADW_TYPE_ENTRY_ROW, "subject");

  return g_str_equal (gtk_editable_get_text (GTK_EDITABLE (subject)), text);
}

static gboolean
dialog_has_text (const char *expected)
{
  GtkTextView     *view = GTK_TEXT_VIEW (balie_app_test_find (GTK_WIDGET (find_dialog ()), GTK_TYPE_TEXT_VIEW, "description"));
  GtkTextBuffer   *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  return g_str_equal (text, expected);
}

/* A request that is taken back is a draft again: its dialog comes, and its page goes. */
static void
test_request_edited (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *id = send_problem (fixture);
  g_autoptr (BalieThreadItem) first = NULL;
  GListModel *thread;

  activate (fixture, "open-conversation", id);
  thread = balie_thread_view_get_model (balie_conversation_view_get_thread_view (get_request_view (fixture)));
  balie_app_test_wait_until (g_list_model_get_n_items (thread) == 1);
  first = g_list_model_get_item (thread, 0);
  gtk_widget_activate_action (GTK_WIDGET (get_request_view (fixture)), "thread.edit-message", "s", balie_thread_item_get_id (first));

  balie_app_test_wait_until (find_dialog () != NULL);
  balie_app_test_wait_until (dialog_has_subject ("Printer"));
  g_assert_null (balie_home_page_get_request (fixture->window->home_page));
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 0);
  close_dialog ();
}

/* A request that was deleted by mistake comes back as what was typed, with what was begun since behind it. */
static void
test_request_deleted (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *id = send_problem (fixture);
  g_autoptr (BalieThreadItem) first = NULL;
  g_autoptr (BalieDraft) since = balie_draft_new (NULL, "typed since");
  GListModel *thread;
  GtkWidget  *view;
  GtkWidget  *undo;

  activate (fixture, "open-conversation", id);
  view = GTK_WIDGET (get_request_view (fixture));
  thread = balie_thread_view_get_model (balie_conversation_view_get_thread_view (get_request_view (fixture)));
  balie_app_test_wait_until (g_list_model_get_n_items (thread) == 1);
  first = g_list_model_get_item (thread, 0);
  balie_session_save_draft (fixture->session, BALIE_DRAFT_NEW_PROBLEM, since);
  gtk_widget_activate_action (view, "thread.delete-message", "s", balie_thread_item_get_id (first));
  balie_app_test_wait_until ((undo = balie_app_test_find (view, GTK_TYPE_BUTTON, "action_button")) != NULL);
  g_assert_null (balie_session_find_conversation (fixture->session, id));

  g_signal_emit_by_name (undo, "clicked");
  balie_app_test_wait_until (find_dialog () != NULL);
  balie_app_test_wait_until (dialog_has_subject ("Printer"));
  balie_app_test_wait_until (dialog_has_text ("It smokes\n\ntyped since"));
  g_assert_null (balie_home_page_get_request (fixture->window->home_page));
  close_dialog ();
}

/* A comment on a rating is kept like everything that is typed, and stands in no list of drafts. */
static void
test_comment_kept (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *id = send_problem (fixture);
  GtkWidget       *comment;

  activate (fixture, "open-conversation", id);
  comment = balie_app_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_ENTRY, "comment");
  gtk_editable_set_text (GTK_EDITABLE (comment), "Quick and kind");
  g_assert_cmpuint (g_list_model_get_n_items (balie_session_get_drafts (fixture->session)), ==, 0);
  activate (fixture, "back", NULL);

  activate (fixture, "open-conversation", id);
  comment = balie_app_test_find (balie_home_page_get_request_page (fixture->window->home_page), GTK_TYPE_ENTRY, "comment");
  balie_app_test_wait_until (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (comment)), "Quick and kind"));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  balie_app_test_init (&argc, &argv);
  application = g_object_new (ADW_TYPE_APPLICATION, "application-id", BALIE_APPLICATION_ID ".Files", "flags", G_APPLICATION_NON_UNIQUE, NULL);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

#define ADD(path, function) g_test_add ("/app/window-files" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/dropped-on-home", test_dropped_on_home);
  ADD ("/dropped-beside-chat", test_dropped_beside_chat);
  ADD ("/dropped-on-request", test_dropped_on_request);
  ADD ("/follow-up", test_follow_up);
  ADD ("/request-deleted", test_request_deleted);
  ADD ("/request-edited", test_request_edited);
  ADD ("/comment-kept", test_comment_kept);
#undef ADD

  return g_test_run ();
}
