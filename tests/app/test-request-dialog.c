/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog for a new request: when it can be sent and what it says when not, and how it looks. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-request-dialog.h"
#include "balie-test-uploads.h"

static BalieDesk *
make_desk (gboolean choices)
{
  static const char *const features[] = {"attachments", NULL};
  BalieDesk               *desk = balie_desk_new ();

  desk->limits.subject = 40;
  desk->limits.message = 200;
  desk->limits.attachment = 100000000;
  desk->limits.attachments_size = 100000000;
  g_strfreev (desk->features);
  desk->features = g_strdupv ((char **)features);
  if (choices)
    {
      g_ptr_array_add (desk->urgencies, balie_choice_new ("low", "I can go on"));
      g_ptr_array_add (desk->urgencies, balie_choice_new ("high", "I can't do my work"));
      g_ptr_array_add (desk->categories, balie_choice_new ("export", "Export"));
    }

  return desk;
}

static GtkWidget *
find (BalieRequestDialog *dialog,
      const char         *id)
{
  GtkWidget *found = balie_app_test_find (GTK_WIDGET (dialog), GTK_TYPE_WIDGET, id);

  g_assert_nonnull (found);
  return found;
}

static void
type (BalieRequestDialog *dialog,
      const char         *subject,
      const char         *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (dialog, "subject")), subject);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (dialog, "description"))), text, -1);
}

static void
check_send (BalieRequestDialog *dialog,
            gboolean            sensitive,
            const char         *reason)
{
  GtkWidget *send = find (dialog, "send");

  g_assert_cmpint (gtk_widget_is_sensitive (send), ==, sensitive);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (send), ==, reason);
}

static void
test_question (void)
{
  g_autoptr (BalieDesk) desk = make_desk (FALSE);
  BalieRequestDialog *dialog = balie_request_dialog_new (NULL, NULL, BALIE_CONVERSATION_QUESTION);

  balie_request_dialog_set_desk (dialog, desk, "j.visser@example.nl");
  balie_app_test_present (GTK_WINDOW (dialog), 620, 560);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Ask a Question");
  g_assert_true (gtk_widget_get_visible (find (dialog, "box")));
  g_assert_false (gtk_widget_get_visible (find (dialog, "details")));
  g_assert_false (gtk_widget_get_visible (find (dialog, "urgency")));
  g_assert_false (gtk_widget_get_visible (find (dialog, "category")));
  g_assert_false (gtk_widget_get_visible (find (dialog, "discard")));
  balie_app_test_take_picture (GTK_WIDGET (dialog), "dialog-question-empty");

  check_send (dialog, FALSE, "Write a subject first: a few words say what it is about");
  type (dialog, "Second administrator", "");
  check_send (dialog, FALSE, "Write your question first");
  type (dialog, "  \t ", "How?");
  check_send (dialog, FALSE, "Write a subject first: a few words say what it is about");
  type (dialog, "Second administrator", "How do I add a second administrator?");
  check_send (dialog, TRUE, NULL);
  g_assert_true (gtk_widget_get_visible (find (dialog, "discard")));
  balie_app_test_take_picture (GTK_WIDGET (dialog), "dialog-question");
  balie_app_test_close (GTK_WINDOW (dialog));
}

static void
test_limits (void)
{
  g_autoptr (BalieDesk) desk = make_desk (FALSE);
  g_autofree char    *subject = g_strnfill (41, 's');
  g_autofree char    *text = g_strnfill (203, 't');
  BalieRequestDialog *dialog = balie_request_dialog_new (NULL, NULL, BALIE_CONVERSATION_QUESTION);

  balie_request_dialog_set_desk (dialog, desk, NULL);
  balie_app_test_present (GTK_WINDOW (dialog), 620, 560);
  type (dialog, subject, "text");
  check_send (dialog, FALSE, "The subject is 1 character too long");
  type (dialog, "subject", text);
  check_send (dialog, FALSE, "The description is 3 characters too long");
  text[200] = '\0';
  type (dialog, "subject", text);
  check_send (dialog, TRUE, NULL);
  balie_app_test_close (GTK_WINDOW (dialog));
}

static void
test_problem (void)
{
  g_autoptr (BalieDesk) desk = make_desk (TRUE);
  BalieRequestDialog *dialog = balie_request_dialog_new (NULL, NULL, BALIE_CONVERSATION_PROBLEM);

  balie_request_dialog_set_desk (dialog, desk, "j.visser@example.nl");
  type (dialog, "Invoice export stops at 500 lines",
        "Since this morning the export of October stops after 500 lines, without a message. I expected all 1,240 lines, as last month.");
  balie_app_test_present (GTK_WINDOW (dialog), 620, 600);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Report a Problem");
  g_assert_true (gtk_widget_get_visible (find (dialog, "box")));
  g_assert_true (gtk_widget_get_visible (find (dialog, "details")));
  g_assert_true (gtk_widget_get_visible (find (dialog, "urgency")));
  g_assert_true (gtk_widget_get_visible (find (dialog, "category")));
  balie_app_test_take_picture (GTK_WIDGET (dialog), "dialog-problem");
  balie_app_test_close (GTK_WINDOW (dialog));
}

/* What may not go must go from the form before the rest of it can be sent. */
static void
test_files (void)
{
  g_autoptr (BalieDesk) desk = make_desk (TRUE);
  g_autoptr (GListStore) files = balie_test_uploads_new ();
  BalieRequestDialog *dialog = balie_request_dialog_new (NULL, NULL, BALIE_CONVERSATION_PROBLEM);

  balie_request_dialog_set_desk (dialog, desk, "j.visser@example.nl");
  type (dialog, "Invoice export stops at 500 lines",
        "Since this morning the export of October stops after 500 lines, without a message. I expected all 1,240 lines, as last month.");
  balie_app_test_present (GTK_WINDOW (dialog), 620, 760);
  check_send (dialog, TRUE, NULL);
  balie_attachment_box_set_files (balie_request_dialog_get_attachment_box (dialog), G_LIST_MODEL (files));
  check_send (dialog, FALSE, "First remove the file that cannot be sent");
  balie_app_test_take_picture (GTK_WIDGET (dialog), "dialog-files");

  g_list_store_remove (files, 2);
  check_send (dialog, TRUE, NULL);

  /* Files alone are worth keeping too, but no request. */
  type (dialog, "", "");
  g_assert_true (gtk_widget_get_visible (find (dialog, "discard")));
  check_send (dialog, FALSE, "Write a subject first: a few words say what it is about");
  balie_app_test_close (GTK_WINDOW (dialog));
}

static void
test_narrow (void)
{
  g_autoptr (BalieDesk) desk = make_desk (TRUE);
  g_autoptr (GListStore) files = balie_test_uploads_new ();
  BalieRequestDialog *dialog = balie_request_dialog_new (NULL, NULL, BALIE_CONVERSATION_PROBLEM);

  balie_request_dialog_set_desk (dialog, desk, "j.visser@example.nl");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  balie_attachment_box_set_files (balie_request_dialog_get_attachment_box (dialog), G_LIST_MODEL (files));
  balie_app_test_present (GTK_WINDOW (dialog), 360, 900);
  balie_app_test_take_picture (GTK_WIDGET (dialog), "dialog-narrow-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  balie_app_test_close (GTK_WINDOW (dialog));
}

/* It is no larger than the window that it belongs to, and one can type at once. */
static void
test_opening (void)
{
  static const int sizes[][4] = {
    {360, 420, 360, 420},
    {900, 700, 620, 450},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      GtkWindow          *parent = GTK_WINDOW (adw_window_new ());
      BalieRequestDialog *dialog;
      GtkWidget          *subject;
      int                 width;
      int                 height;

      adw_window_set_content (ADW_WINDOW (parent), gtk_label_new ("The list"));
      balie_app_test_present (parent, sizes[i][0], sizes[i][1]);
      balie_app_test_wait_until (gtk_widget_get_height (GTK_WIDGET (parent)) == sizes[i][1]);

      dialog = balie_request_dialog_new (parent, NULL, BALIE_CONVERSATION_QUESTION);
      gtk_window_get_default_size (GTK_WINDOW (dialog), &width, &height);
      g_assert_cmpint (width, ==, sizes[i][2]);
      g_assert_cmpint (height, ==, sizes[i][3]);

      gtk_window_present (GTK_WINDOW (dialog));
      balie_app_test_wait_until (gtk_widget_get_width (GTK_WIDGET (dialog)) > 0);
      subject = find (dialog, "subject");
      g_assert_true (gtk_widget_get_state_flags (subject) & GTK_STATE_FLAG_FOCUS_WITHIN);
      g_assert_true (gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (subject)))));
      balie_app_test_close (GTK_WINDOW (dialog));
      balie_app_test_close (parent);
    }
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* Closing keeps what was typed, and says so; there is nothing to say about nothing. */
static void
test_closing (void)
{
  BalieRequestDialog *dialog = balie_request_dialog_new (NULL, NULL, BALIE_CONVERSATION_QUESTION);
  guint               kept = 0;
  gpointer            pointer = dialog;

  g_signal_connect_swapped (dialog, "draft-kept", G_CALLBACK (count_cb), &kept);
  g_object_add_weak_pointer (G_OBJECT (dialog), &pointer);
  balie_app_test_present (GTK_WINDOW (dialog), 620, 560);
  type (dialog, "Something", "");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "window.close", NULL);
  balie_app_test_wait_until (pointer == NULL);
  g_assert_cmpuint (kept, ==, 1);

  dialog = balie_request_dialog_new (NULL, NULL, BALIE_CONVERSATION_QUESTION);
  pointer = dialog;
  g_signal_connect_swapped (dialog, "draft-kept", G_CALLBACK (count_cb), &kept);
  g_object_add_weak_pointer (G_OBJECT (dialog), &pointer);
  balie_app_test_present (GTK_WINDOW (dialog), 620, 560);
  type (dialog, "Something", "");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.discard", NULL);
  balie_app_test_wait_until (pointer == NULL);
  g_assert_cmpuint (kept, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add_func ("/app/request-dialog/opening", test_opening);
  g_test_add_func ("/app/request-dialog/question", test_question);
  g_test_add_func ("/app/request-dialog/limits", test_limits);
  g_test_add_func ("/app/request-dialog/problem", test_problem);
  g_test_add_func ("/app/request-dialog/files", test_files);
  g_test_add_func ("/app/request-dialog/narrow", test_narrow);
  g_test_add_func ("/app/request-dialog/closing", test_closing);

  return g_test_run ();
}
