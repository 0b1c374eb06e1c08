/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and saving a file that came with a message: fetched when it has to be, asked for when it should be. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-file-errand.h"

#include "balie-file-copy.h"
#include "balie-file-name.h"
#include "balie-texts-download.h"
#include "compat/balie-dialogs.h"

#include <glib/gi18n.h>

typedef struct
{
  BalieFileErrand errand;

  GtkWindow     *parent;
  BalieDownload *download;
  char          *name;
  char          *origin;
  GFile         *target; /* where to save it */
  gulong         handler;
} Errand;

static void ask_where (GTask *task);

static void
errand_free (Errand *self)
{
  g_clear_signal_handler (&self->handler, self->download);
  g_clear_object (&self->parent);
  g_clear_object (&self->download);
  g_clear_object (&self->target);
  g_free (self->name);
  g_free (self->origin);
  g_free (self);
}

static void
return_nothing (GTask *task)
{
  g_task_return_pointer (task, NULL, NULL);
  g_object_unref (task);
}

static void
return_notice (GTask *task,
               char  *notice)
{
  g_task_return_pointer (task, notice, g_free);
  g_object_unref (task);
}

static void
on_kept (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr (GError) error = NULL;

  if (balie_file_copy_keep_finish (result, &error))
    {
      return_notice (task, g_strdup (_ ("The file was saved.")));
      return;
    }

  g_message ("A file could not be saved: %s", error->message);
  return_notice (task, g_strdup (_ ("The file could not be saved there. Choose another place.")));
}

static void
save (GTask *task)
{
  Errand          *self = g_task_get_task_data (task);
  g_autofree char *path = balie_download_dup_path (self->download);

  balie_file_copy_keep_async (path, self->target, self->origin, on_kept, task);
}

static void
on_launched (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr (GError) error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    {
      return_nothing (task);
      return;
    }

  g_message ("A file could not be opened: %s", error->message);
  return_notice (task, g_strdup (_ ("There is no program on this computer that opens this file. You can save it.")));
}

static void
on_copied (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask  *task = user_data;
  Errand *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) copy = balie_file_copy_read_finish (result, &error);
  g_autoptr (GdkAppLaunchContext) context = NULL;
  g_autofree char *uri = NULL;

  if (copy == NULL)
    {
      g_message ("A file could not be copied to be opened: %s", error->message);
      return_notice (task, g_strdup (_ ("The file could not be opened: the disk is full or cannot be written.")));
      return;
    }

  uri = g_file_get_uri (copy);
  context = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self->parent)));
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, on_launched, task);
}

static void
on_open_answered (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask           *task = user_data;
  Errand          *self = g_task_get_task_data (task);
  g_autofree char *path = balie_download_dup_path (self->download);

  if (balie_dialogs_ask_finish (result) && path != NULL)
    balie_file_copy_read_async (path, self->name, on_copied, task);
  else
    return_nothing (task);
}

static void
on_save_answered (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask  *task = user_data;
  Errand *self = g_task_get_task_data (task);

  self->errand = BALIE_FILE_ERRAND_SAVE;
  if (balie_dialogs_ask_finish (result))
    ask_where (task);
  else
    return_nothing (task);
}

static void
on_judged (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask  *task = user_data;
  Errand *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *type = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  BalieFileSafety  safety;

  if (!balie_file_copy_judge_finish (result, &safety, &type, &error))
    {
      g_message ("A file could not be read: %s", error->message);
      return_notice (task, g_strdup (_ ("The file cannot be read. Fetch it again.")));
      return;
    }

  if (safety == BALIE_FILE_SAFE)
    {
      /* Translators: %s is the name of a file */
      heading = g_strdup_printf (_ ("Open “%s”?"), self->name);
      body = balie_texts_dup_open_question (self->download, type);
      balie_dialogs_ask_async (self->parent, heading, body, _ ("_Open"), FALSE, on_open_answered, task);
      return;
    }

  /* Translators: %s is the name of a file */
  heading = g_strdup_printf (_ ("“%s” Can Only Be Saved"), self->name);
  balie_dialogs_ask_async (self->parent, heading, balie_texts_get_unsafe (safety == BALIE_FILE_PAGE), _ ("_Save As…"), FALSE,
                           on_save_answered, task);
}

static void
on_download_changed (BalieDownload *download,
                     GParamSpec    *pspec,
                     GTask         *task)
{
  Errand            *self = g_task_get_task_data (task);
  BalieDownloadState state = balie_download_get_state (download);
  g_autofree char   *path = balie_download_dup_path (download);

  if (state == BALIE_DOWNLOAD_RUNNING)
    return;

  g_clear_signal_handler (&self->handler, download);
  if (state == BALIE_DOWNLOAD_FAILED)
    return_notice (task, balie_texts_dup_download (download));
  else if (path == NULL)
    return_nothing (task);
  else if (self->errand == BALIE_FILE_ERRAND_SAVE)
    save (task);
  else
    balie_file_copy_judge_async (path, self->name, on_judged, task);
}

/* Goes on as soon as the file is here. */
static void
fetch (GTask *task)
{
  Errand *self = g_task_get_task_data (task);

  balie_download_start (self->download);
  self->handler = g_signal_connect (self->download, "notify::state", G_CALLBACK (on_download_changed), task);
  on_download_changed (self->download, NULL, task);
}

static void
on_target_chosen (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GTask  *task = user_data;
  Errand *self = g_task_get_task_data (task);

  self->target = balie_dialogs_choose_target_finish (result);
  if (self->target != NULL)
    fetch (task);
  else
    return_nothing (task);
}

static void
ask_where (GTask *task)
{
  Errand *self = g_task_get_task_data (task);

  balie_dialogs_choose_target_async (self->parent, _ ("Save File"), self->name, on_target_chosen, task);
}

void
balie_file_errand_async (BalieFileErrand     errand,
                         GtkWindow          *parent,
                         BalieDownload      *download,
                         const char         *server,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  const BalieAttachment *attachment;
  Errand                *self;
  GTask                 *task;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (BALIE_IS_DOWNLOAD (download));

  attachment = balie_download_get_attachment (download);
  self = g_new0 (Errand, 1);
  self->errand = errand;
  self->parent = g_object_ref (parent);
  self->download = g_object_ref (download);
  self->name = balie_file_name_clean (attachment->name);
  if (server != NULL)
    self->origin = g_strconcat (server, "/v1/attachments/", attachment->id, NULL);

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, balie_file_errand_async);
  g_task_set_task_data (task, self, (GDestroyNotify)errand_free);
  if (errand == BALIE_FILE_ERRAND_SAVE)
    ask_where (task);
  else
    fetch (task);
}

char *
balie_file_errand_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
