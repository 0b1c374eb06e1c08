/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dialogs whose classes newer systems replaced: the only place that uses them. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-dialogs.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define RESPONSE_CANCEL "cancel"
#define RESPONSE_ACCEPT "accept"

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, g_strcmp0 (response, RESPONSE_ACCEPT) == 0);
}

void
balie_dialogs_ask_async (GtkWindow          *parent,
                         const char         *heading,
                         const char         *body,
                         const char         *accept_label,
                         gboolean            destructive,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  GtkWidget        *dialog = adw_message_dialog_new (parent, heading, body);
  AdwMessageDialog *message_dialog = ADW_MESSAGE_DIALOG (dialog);
  GTask            *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, balie_dialogs_ask_async);

  adw_message_dialog_add_responses (message_dialog,
                                    RESPONSE_CANCEL, _ ("_Cancel"),
                                    RESPONSE_ACCEPT, accept_label,
                                    NULL);
  adw_message_dialog_set_response_appearance (message_dialog, RESPONSE_ACCEPT,
                                              destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message_dialog, destructive ? RESPONSE_CANCEL : RESPONSE_ACCEPT);
  adw_message_dialog_set_close_response (message_dialog, RESPONSE_CANCEL);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
balie_dialogs_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
file_response_cb (GtkNativeDialog *dialog,
                  int              response,
                  gpointer         user_data)
{
  g_autoptr (GTask) task = user_data;
  GFile *file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_task_return_pointer (task, file, g_object_unref);
  g_object_unref (dialog);
}

void
balie_dialogs_choose_file_async (GtkWindow          *parent,
                                 const char         *title,
                                 GtkFileFilter      *filter,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  GTask                *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, balie_dialogs_choose_file_async);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (filter != NULL)
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect (dialog, "response", G_CALLBACK (file_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

GFile *
balie_dialogs_choose_file_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
free_files (gpointer files)
{
  g_slist_free_full (files, g_object_unref);
}

static void
files_response_cb (GtkNativeDialog *dialog,
                   int              response,
                   gpointer         user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GListModel) chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  GSList *files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    for (guint i = g_list_model_get_n_items (chosen); i > 0; i--)
      files = g_slist_prepend (files, g_list_model_get_item (chosen, i - 1));

  g_task_return_pointer (task, files, free_files);
  g_object_unref (dialog);
}

void
balie_dialogs_choose_files_async (GtkWindow          *parent,
                                  const char         *title,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), NULL);
  GTask                *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, balie_dialogs_choose_files_async);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (files_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

GSList *
balie_dialogs_choose_files_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
balie_dialogs_choose_target_async (GtkWindow          *parent,
                                   const char         *title,
                                   const char         *name,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  GTask                *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, balie_dialogs_choose_target_async);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (file_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

GFile *
balie_dialogs_choose_target_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
