/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions and file choosers: they come up, name what they are about, and can be given up. */
#include "config.h"

#include "balie-app-test.h"

#include "compat/balie-dialogs.h"

typedef struct
{
  GtkWindow    *window;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  balie_app_test_present (fixture->window, 700, 500);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->result);
  balie_app_test_close (fixture->window);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->result = g_object_ref (result);
}

/* The dialog over the window, once it is shown. */
static GtkWindow *
find_dialog (Fixture *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (window) == fixture->window && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static gboolean
ask (Fixture    *fixture,
     const char *response)
{
  balie_dialogs_ask_async (fixture->window, "Open “invoice.pdf”?", "It comes from somebody else.", "_Open", FALSE, result_cb, fixture);
  balie_app_test_wait_until (find_dialog (fixture) != NULL);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (find_dialog (fixture))), ==, "Open “invoice.pdf”?");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_dialog (fixture)), response);
  gtk_window_destroy (find_dialog (fixture));
  balie_app_test_wait_until (fixture->result != NULL);

  return balie_dialogs_ask_finish (fixture->result);
}

static void
test_accepted (Fixture      *fixture,
               gconstpointer data)
{
  g_assert_true (ask (fixture, "accept"));
}

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  g_assert_false (ask (fixture, "cancel"));
}

/* The name is suggested; nothing is saved when it is given up. */
static void
test_target (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *name = NULL;
  GtkWindow       *dialog;

  balie_dialogs_choose_target_async (fixture->window, "Save Attachment", "export.log", result_cb, fixture);
  balie_app_test_wait_until (find_dialog (fixture) != NULL);
  dialog = find_dialog (fixture);
  g_assert_cmpstr (gtk_window_get_title (dialog), ==, "Save Attachment");
  name = gtk_file_chooser_get_current_name (GTK_FILE_CHOOSER (dialog));
  g_assert_cmpstr (name, ==, "export.log");

  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  balie_app_test_wait_until (fixture->result != NULL);
  g_assert_null (balie_dialogs_choose_target_finish (fixture->result));
}

static void
test_nothing_chosen (Fixture      *fixture,
                     gconstpointer data)
{
  balie_dialogs_choose_files_async (fixture->window, "Attach Files", result_cb, fixture);
  balie_app_test_wait_until (find_dialog (fixture) != NULL);
  g_assert_cmpstr (gtk_window_get_title (find_dialog (fixture)), ==, "Attach Files");
  g_assert_true (gtk_file_chooser_get_select_multiple (GTK_FILE_CHOOSER (find_dialog (fixture))));
  gtk_dialog_response (GTK_DIALOG (find_dialog (fixture)), GTK_RESPONSE_CANCEL);
  balie_app_test_wait_until (fixture->result != NULL);
  g_assert_null (balie_dialogs_choose_files_finish (fixture->result));
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

#define ADD(path, function) g_test_add ("/app/dialogs" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/accepted", test_accepted);
  ADD ("/refused", test_refused);
  ADD ("/target", test_target);
  ADD ("/nothing-chosen", test_nothing_chosen);
#undef ADD

  return g_test_run ();
}
