/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file of a message: a picture as what it shows, any other as a chip. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-message-file.h"

#include "balie-accessible.h"
#include "balie-file-errand.h"
#include "balie-file-icon.h"
#include "balie-file-name.h"
#include "balie-message-picture.h"
#include "balie-picture-loader.h"
#include "balie-texts-attachment.h"
#include "balie-texts-download.h"

#include <glib/gi18n.h>

struct _BalieMessageFile
{
  GtkWidget parent_instance;

  /* owned */
  BalieDownload *download;
  BalieUpload   *upload;
  GSignalGroup  *download_signals;
  GSignalGroup  *upload_signals;
  char          *server;

  gboolean broken;  /* it calls itself a picture and is none that can be shown */
  gboolean fetched; /* it was asked for here, by nobody */

  /* Template */
  GtkWidget           *picture_area;
  GtkWidget           *picture_button;
  BalieMessagePicture *picture;
  GtkWidget           *chip;
  GtkWidget           *main;
  GtkImage            *icon;
  GtkLabel            *name;
  GtkLabel            *detail;
  GtkProgressBar      *progress;
  GtkWidget           *stop;
  GtkWidget           *picture_menu;
  GtkWidget           *chip_menu;
};

G_DEFINE_FINAL_TYPE (BalieMessageFile, balie_message_file, GTK_TYPE_WIDGET)

static gboolean
is_going_out (BalieMessageFile *self)
{
  return self->upload != NULL && balie_upload_get_state (self->upload) != BALIE_UPLOAD_SENT;
}

static gboolean
is_here (BalieMessageFile *self)
{
  return balie_download_get_state (self->download) == BALIE_DOWNLOAD_PRESENT;
}

static gboolean
can_fetch (BalieMessageFile *self)
{
  return balie_download_get_attachment (self->download)->state == BALIE_ATTACHMENT_READY &&
         (balie_download_get_state (self->download) == BALIE_DOWNLOAD_ABSENT ||
          balie_download_get_state (self->download) == BALIE_DOWNLOAD_FAILED);
}

/* Whether it could be shown, by what the server says of it. */
static gboolean
is_picture (BalieMessageFile *self)
{
  static const char *const types[] = {"image/png", "image/jpeg", "image/gif", "image/webp", NULL};
  const BalieAttachment   *attachment = balie_download_get_attachment (self->download);

  return !self->broken && attachment->width > 0 && attachment->height > 0 &&
         (gint64)attachment->width * attachment->height <= BALIE_PICTURE_MAX_PIXELS &&
         g_strv_contains (types, attachment->type);
}

/* A small one has its place while it comes; a large one, or one that failed, is asked for. */
static gboolean
shows_picture (BalieMessageFile *self)
{
  const BalieAttachment *attachment = balie_download_get_attachment (self->download);

  if (!is_picture (self) || is_going_out (self))
    return FALSE;
  if (is_here (self))
    return TRUE;

  return attachment->state == BALIE_ATTACHMENT_READY && attachment->size <= BALIE_MESSAGE_FILE_SMALL &&
         balie_download_get_state (self->download) != BALIE_DOWNLOAD_FAILED;
}

static void
update_picture (BalieMessageFile *self)
{
  const BalieAttachment *attachment = balie_download_get_attachment (self->download);
  g_autofree char       *name = balie_file_name_clean (attachment->name);
  g_autofree char       *path = balie_download_dup_path (self->download);
  /* Translators: what a click on a picture does, for screen readers; %s is the name of the file */
  g_autofree char *label = g_strdup_printf (_ ("Open picture %s"), name);

  balie_message_picture_set_size (self->picture, attachment->width, attachment->height);
  balie_message_picture_set_path (self->picture, path);
  gtk_widget_set_tooltip_text (self->picture_button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_progress (BalieMessageFile *self)
{
  gboolean running = balie_download_get_state (self->download) == BALIE_DOWNLOAD_RUNNING;
  gint64   size = balie_download_get_attachment (self->download)->size;
  gint64   done = balie_download_get_received (self->download);

  if (is_going_out (self))
    {
      running = balie_upload_get_state (self->upload) != BALIE_UPLOAD_REFUSED;
      done = balie_upload_get_sent (self->upload);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  if (running)
    gtk_progress_bar_set_fraction (self->progress, size > 0 ? MIN (1.0, (double)done / size) : 0);
}

static void
update_chip (BalieMessageFile *self)
{
  const BalieAttachment *attachment = balie_download_get_attachment (self->download);
  gboolean               running = balie_download_get_state (self->download) == BALIE_DOWNLOAD_RUNNING;
  gboolean               refused = attachment->state == BALIE_ATTACHMENT_REFUSED;
  g_autofree char       *name = balie_file_name_clean (attachment->name);
  g_autofree char       *detail = NULL;
  g_autofree char       *label = NULL;

  detail = is_going_out (self) ? balie_texts_dup_upload (self->upload) : balie_texts_dup_download (self->download);
  gtk_image_set_from_icon_name (self->icon, balie_file_icon_get (attachment->type));
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_tooltip_text (self->main, name);
  gtk_widget_set_visible (self->stop, running);
  gtk_widget_set_visible (self->chip_menu, !running && (is_here (self) || can_fetch (self)));
  if (refused || balie_download_get_state (self->download) == BALIE_DOWNLOAD_FAILED)
    gtk_widget_add_css_class (self->chip, "refused");
  else
    gtk_widget_remove_css_class (self->chip, "refused");
  update_progress (self);

  if (is_picture (self) && !is_here (self))
    {
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->main), "file.fetch");
      /* Translators: for screen readers; the name of a picture that is not here yet, then its size or state */
      label = g_strdup_printf (_ ("Show picture %s, %s"), name, detail);
    }
  else
    {
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->main), "file.open");
      /* Translators: for screen readers; the name of a file, then its size or state */
      label = g_strdup_printf (_ ("Open file %s, %s"), name, detail);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->main), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update (BalieMessageFile *self)
{
  gboolean picture;
  gboolean usable;

  if (self->download == NULL)
    return;

  picture = shows_picture (self);
  usable = is_here (self) || can_fetch (self);

  gtk_widget_set_visible (self->picture_area, picture);
  gtk_widget_set_visible (self->chip, !picture);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "file.open", usable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "file.save", usable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "file.fetch", can_fetch (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "file.stop", balie_download_get_state (self->download) == BALIE_DOWNLOAD_RUNNING);

  if (picture)
    update_picture (self);
  else
    {
      balie_message_picture_set_path (self->picture, NULL);
      update_chip (self);
    }

  if (picture && balie_download_get_state (self->download) == BALIE_DOWNLOAD_ABSENT && !self->fetched)
    {
      self->fetched = TRUE;
      balie_download_start (self->download);
    }
}

static void
broken_cb (BalieMessageFile *self)
{
  self->broken = TRUE;
  update (self);
}

static void
errand_done_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (BalieMessageFile) self = user_data;
  g_autofree char *notice = balie_file_errand_finish (result);

  if (notice != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "thread.show-notice", "s", notice);
}

static void
run_errand (GtkWidget      *widget,
            BalieFileErrand errand)
{
  BalieMessageFile *self = BALIE_MESSAGE_FILE (widget);
  GtkRoot          *root = gtk_widget_get_root (widget);

  if (self->download != NULL && GTK_IS_WINDOW (root))
    balie_file_errand_async (errand, GTK_WINDOW (root), self->download, self->server, errand_done_cb, g_object_ref (self));
}

static void
open_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  run_errand (widget, BALIE_FILE_ERRAND_OPEN);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  run_errand (widget, BALIE_FILE_ERRAND_SAVE);
}

static void
fetch_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  balie_download_start (BALIE_MESSAGE_FILE (widget)->download);
}

static void
stop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  balie_download_stop (BALIE_MESSAGE_FILE (widget)->download);
}

static void
balie_message_file_dispose (GObject *object)
{
  BalieMessageFile *self = BALIE_MESSAGE_FILE (object);
  GtkWidget        *child;

  if (self->download_signals != NULL)
    balie_message_file_set (self, NULL, NULL, NULL);
  g_clear_object (&self->download_signals);
  g_clear_object (&self->upload_signals);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (balie_message_file_parent_class)->dispose (object);
}

static void
balie_message_file_class_init (BalieMessageFileClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_message_file_dispose;

  g_type_ensure (BALIE_TYPE_MESSAGE_PICTURE);
  gtk_widget_class_set_css_name (widget_class, "messagefile");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-message-file.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieMessageFile, picture_area);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageFile, picture_button);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageFile, picture);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageFile, chip);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageFile, main);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageFile, icon);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageFile, name);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageFile, detail);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageFile, progress);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageFile, stop);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageFile, picture_menu);
  gtk_widget_class_bind_template_child (widget_class, BalieMessageFile, chip_menu);
  gtk_widget_class_install_action (widget_class, "file.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "file.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "file.fetch", NULL, fetch_action);
  gtk_widget_class_install_action (widget_class, "file.stop", NULL, stop_action);
}

static void
balie_message_file_init (BalieMessageFile *self)
{
  static const char *const of_download[] = {"notify::attachment", "notify::state", "notify::received", "notify::paused", "notify::error-code"};
  static const char *const of_upload[] = {"notify::state", "notify::sent", "notify::paused", "notify::error-type"};

  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_menu_button (GTK_MENU_BUTTON (self->picture_menu), _ ("More about this file"));
  balie_accessible_name_menu_button (GTK_MENU_BUTTON (self->chip_menu), _ ("More about this file"));
  g_signal_connect_swapped (self->picture, "broken", G_CALLBACK (broken_cb), self);

  self->download_signals = g_signal_group_new (BALIE_TYPE_DOWNLOAD);
  for (gsize i = 0; i < G_N_ELEMENTS (of_download); i++)
    g_signal_group_connect_swapped (self->download_signals, of_download[i], G_CALLBACK (update), self);

  self->upload_signals = g_signal_group_new (BALIE_TYPE_UPLOAD);
  for (gsize i = 0; i < G_N_ELEMENTS (of_upload); i++)
    g_signal_group_connect_swapped (self->upload_signals, of_upload[i], G_CALLBACK (update), self);
}

GtkWidget *
balie_message_file_new (void)
{
  return g_object_new (BALIE_TYPE_MESSAGE_FILE, NULL);
}

void
balie_message_file_set (BalieMessageFile *self,
                        BalieDownload    *download,
                        BalieUpload      *upload,
                        const char       *server)
{
  g_return_if_fail (BALIE_IS_MESSAGE_FILE (self));

  if (self->download != download)
    {
      /* Nobody asked for it, and nobody looks at it any more. */
      if (self->fetched)
        balie_download_stop (self->download);
      self->fetched = FALSE;
      self->broken = FALSE;
      balie_message_picture_set_path (self->picture, NULL);
    }

  g_set_object (&self->download, download);
  g_set_object (&self->upload, upload);
  g_signal_group_set_target (self->download_signals, download);
  g_signal_group_set_target (self->upload_signals, upload);
  g_free (self->server);
  self->server = g_strdup (server);
  update (self);
}

BalieDownload *
balie_message_file_get_download (BalieMessageFile *self)
{
  g_return_val_if_fail (BALIE_IS_MESSAGE_FILE (self), NULL);

  return self->download;
}
