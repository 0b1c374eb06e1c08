/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are dropped and pasted, brought to a session without a server by what the real controllers call. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-attachment-intake.h"
#include "balie-composer.h"
#include "balie-session-open.h"
#include "balie-test-folder.h"

#define CHAT "2f2ad0a4-3c41-4f5b-9f0c-5d2d8b1d3c11"

typedef struct
{
  BalieTestFolder    *folder;
  BalieSession       *session;
  BalieDesk          *desk;
  GtkWindow          *window;
  BalieComposer      *composer;
  BalieAttachmentBox *box;
  char               *notice;
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

  return session;
}

static void
notice_cb (Fixture    *fixture,
           const char *text)
{
  g_free (fixture->notice);
  fixture->notice = g_strdup (text);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  static const char *const features[] = {"attachments", NULL};

  fixture->folder = balie_test_folder_new ();
  fixture->session = open_session (balie_test_folder_get_file (fixture->folder, "cache.db"));
  fixture->desk = balie_desk_new ();
  fixture->desk->limits.attachments = 20;
  g_strfreev (fixture->desk->features);
  fixture->desk->features = g_strdupv ((char **)features);
  fixture->notice = NULL;
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->composer = BALIE_COMPOSER (balie_composer_new (TRUE));
  fixture->box = balie_composer_get_attachment_box (fixture->composer);
  balie_attachment_box_open (fixture->box, fixture->session, CHAT);
  balie_attachment_box_set_desk (fixture->box, fixture->desk);
  g_signal_connect_swapped (fixture->box, "notice", G_CALLBACK (notice_cb), fixture);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->composer));
  balie_app_test_present (fixture->window, 500, 300);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  balie_session_close (fixture->session);
  g_object_unref (fixture->session);
  balie_desk_unref (fixture->desk);
  balie_test_folder_free (fixture->folder);
  g_free (fixture->notice);
}

static GListModel *
get_files (Fixture *fixture)
{
  g_autoptr (GListModel) files = NULL;

  g_object_get (fixture->box, "files", &files, NULL);
  return files;
}

static BalieUpload *
get_file (Fixture *fixture,
          guint    position)
{
  g_autoptr (BalieUpload) upload = g_list_model_get_item (get_files (fixture), position);

  return upload;
}

static GFile *
write_file (Fixture    *fixture,
            const char *name)
{
  g_autoptr (GError) error = NULL;
  const char *path = balie_test_folder_get_file (fixture->folder, name);

  g_file_set_contents (path, "content", -1, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static void
drop (Fixture *fixture,
      GSList  *files)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  g_assert_true (balie_attachment_intake_add_value (fixture->box, &value));
}

static void
drop_one (Fixture *fixture,
          GFile   *file)
{
  GSList link = {file, NULL};

  drop (fixture, &link);
}

static void
test_drop (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GFile) file = write_file (fixture, "export.log");

  drop_one (fixture, file);
  balie_app_test_wait_until (balie_attachment_box_get_n_files (fixture->box) == 1);
  balie_app_test_wait_until (balie_attachment_box_get_problem (fixture->box) == NULL);
  g_assert_cmpstr (balie_upload_get_name (get_file (fixture, 0)), ==, "export.log");
  g_assert_null (fixture->notice);

  /* A file alone can be sent. */
  g_assert_true (gtk_widget_is_sensitive (balie_app_test_find (GTK_WIDGET (fixture->composer), GTK_TYPE_BUTTON, "send_button")));
}

static void
check_refused (Fixture    *fixture,
               GFile      *file,
               const char *sentence)
{
  GtkWidget *detail;

  drop_one (fixture, file);
  balie_app_test_wait_until (balie_attachment_box_has_refused (fixture->box));
  detail = balie_app_test_find (GTK_WIDGET (fixture->box), GTK_TYPE_LABEL, "detail");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (detail)), ==, sentence);
  g_assert_false (gtk_widget_is_sensitive (balie_app_test_find (GTK_WIDGET (fixture->composer), GTK_TYPE_BUTTON, "send_button")));

  gtk_widget_activate_action (detail, "attachment.remove", NULL);
  balie_app_test_wait_until (balie_attachment_box_get_n_files (fixture->box) == 0);
  g_assert_false (balie_attachment_box_has_refused (fixture->box));
}

static void
test_folder (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (balie_test_folder_get_path (fixture->folder));

  check_refused (fixture, folder, "This is a folder; add the files in it, or make an archive of it first");
}

static void
test_vanished (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (balie_test_folder_get_file (fixture->folder, "gone"));

  check_refused (fixture, file, "This is not there any more; it may have been moved or deleted");
}

/* As many as fit, at once; one sentence for the rest. */
static void
test_ten_thousand (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GFile) file = write_file (fixture, "export.log");
  g_autoslist (GFile) files = NULL;

  for (guint i = 0; i < 10000; i++)
    files = g_slist_prepend (files, g_object_ref (file));
  drop (fixture, files);
  g_assert_cmpstr (fixture->notice, ==, "Only 20 files fit on one message; 9980 were not added");
  balie_app_test_wait_until (balie_attachment_box_get_n_files (fixture->box) == 20);
  balie_app_test_wait_until (balie_attachment_box_get_problem (fixture->box) == NULL);

  drop_one (fixture, file);
  g_assert_cmpstr (fixture->notice, ==, "Only 20 files fit on one message; 1 was not added");
  g_assert_cmpuint (balie_attachment_box_get_n_files (fixture->box), ==, 20);
}

static void
paste (Fixture *fixture)
{
  GtkWidget *view = balie_app_test_find (GTK_WIDGET (fixture->composer), GTK_TYPE_TEXT_VIEW, NULL);

  g_signal_emit_by_name (view, "paste-clipboard");
}

static void
test_paste_picture (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GBytes) pixels = g_bytes_new_take (g_malloc0 (4 * 8 * 8), 4 * 8 * 8);
  g_autoptr (GdkTexture) picture = gdk_memory_texture_new (8, 8, GDK_MEMORY_DEFAULT, pixels, 4 * 8);

  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (fixture->box)), picture);
  paste (fixture);
  balie_app_test_wait_until (balie_attachment_box_get_n_files (fixture->box) == 1);
  g_assert_true (g_str_has_prefix (balie_upload_get_name (get_file (fixture, 0)), "Pasted picture 2"));
  g_assert_true (balie_composer_is_empty (fixture->composer));
  balie_app_test_wait_until (balie_attachment_box_get_problem (fixture->box) == NULL);
  g_assert_cmpstr (balie_upload_get_media_type (get_file (fixture, 0)), ==, "image/png");
}

static void
test_paste_text (Fixture      *fixture,
                 gconstpointer data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (fixture->box)), "A text");
  paste (fixture);
  balie_app_test_wait_until (!balie_composer_is_empty (fixture->composer));
  g_assert_cmpuint (balie_attachment_box_get_n_files (fixture->box), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/attachment-intake/drop", Fixture, NULL, set_up, test_drop, tear_down);
  g_test_add ("/app/attachment-intake/folder", Fixture, NULL, set_up, test_folder, tear_down);
  g_test_add ("/app/attachment-intake/vanished", Fixture, NULL, set_up, test_vanished, tear_down);
  g_test_add ("/app/attachment-intake/ten-thousand", Fixture, NULL, set_up, test_ten_thousand, tear_down);
  g_test_add ("/app/attachment-intake/paste-picture", Fixture, NULL, set_up, test_paste_picture, tear_down);
  g_test_add ("/app/attachment-intake/paste-text", Fixture, NULL, set_up, test_paste_text, tear_down);

  return g_test_run ();
}
