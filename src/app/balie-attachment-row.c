/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file that goes with a message: what it is, how far it is, why it cannot go. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-attachment-row.h"

#include "balie-file-icon.h"
#include "balie-file-name.h"
#include "balie-picture-loader.h"
#include "balie-texts-attachment.h"

#include <glib/gi18n.h>

#define ICON_SIZE 16

/* As large as the square that an icon stands in. */
#define THUMBNAIL_SIZE 36

struct _BalieAttachmentRow
{
  GtkListBoxRow parent_instance;

  /* owned */
  BalieUpload  *upload;
  BalieDesk    *desk;
  GCancellable *cancellable;
  GdkPaintable *thumbnail;

  /* Template */
  GtkImage       *icon;
  GtkLabel       *name;
  GtkLabel       *detail;
  GtkProgressBar *progress;
  GtkWidget      *remove;
};

enum {
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieAttachmentRow, balie_attachment_row, GTK_TYPE_LIST_BOX_ROW)

static char *
dup_sending (BalieUpload *upload)
{
  g_autofree char *part = balie_texts_dup_part (balie_upload_get_sent (upload), balie_upload_get_size (upload));
  g_autofree char *left = NULL;

  if (balie_upload_get_paused (upload))
    /* Translators: %s is how much of a file is uploaded, such as "31.4 of 48.0 MB" */
    return g_strdup_printf (_ ("%s · waits for a connection"), part);
  if (balie_upload_get_seconds_left (upload) < 0)
    return g_steal_pointer (&part);

  left = balie_texts_dup_time_left (balie_upload_get_seconds_left (upload));
  /* Translators: how much of a file is uploaded, such as "31.4 of 48.0 MB", and how long it takes, such as "12 seconds left" */
  return g_strdup_printf (_ ("%s · %s"), part, left);
}

char *
balie_attachment_row_dup_text (BalieAttachmentRow *self)
{
  g_autofree char *size = NULL;

  g_return_val_if_fail (BALIE_IS_ATTACHMENT_ROW (self), NULL);

  size = balie_texts_dup_size (balie_upload_get_size (self->upload));
  switch (balie_upload_get_state (self->upload))
    {
    case BALIE_UPLOAD_SENDING:
      return dup_sending (self->upload);

    case BALIE_UPLOAD_SENT:
      /* Translators: %s is the size of a file, such as "214 kB" */
      return g_strdup_printf (_ ("%s · uploaded"), size);

    case BALIE_UPLOAD_REFUSED:
      return balie_texts_dup_file_refusal (balie_upload_get_error_code (self->upload),
                                           balie_upload_get_error_type (self->upload), balie_upload_get_size (self->upload),
                                           self->desk != NULL ? &self->desk->limits : NULL);

    case BALIE_UPLOAD_WAITING:
      if (balie_upload_get_paused (self->upload))
        return g_strdup_printf (_ ("%s · waits for a connection"), size);
      /* Translators: %s is the size of a file, such as "214 kB"; few files are uploaded at a time */
      return g_strdup_printf (_ ("%s · waits for its turn"), size);

    case BALIE_UPLOAD_COPYING:
    default:
      /* Translators: %s is the size of a file, such as "214 kB"; a copy of it is made */
      return g_strdup_printf (_ ("%s · being added"), size);
    }
}

static void
show_icon (BalieAttachmentRow *self)
{
  gboolean refused = balie_upload_get_state (self->upload) == BALIE_UPLOAD_REFUSED;

  if (self->thumbnail != NULL && !refused)
    {
      gtk_image_set_from_paintable (self->icon, self->thumbnail);
      gtk_image_set_pixel_size (self->icon, THUMBNAIL_SIZE);
      return;
    }

  gtk_image_set_pixel_size (self->icon, ICON_SIZE);
  if (refused)
    gtk_image_set_from_icon_name (self->icon, "dialog-warning-symbolic");
  else
    gtk_image_set_from_icon_name (self->icon, balie_file_icon_get (balie_upload_get_media_type (self->upload)));
}

/* A picture fills the square, cut where it is longer. */
static GdkPaintable *
make_thumbnail (GdkTexture *texture)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  float        width = (float)gdk_texture_get_width (texture);
  float        height = (float)gdk_texture_get_height (texture);
  float        scale = THUMBNAIL_SIZE / MIN (width, height);

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, THUMBNAIL_SIZE, THUMBNAIL_SIZE));
  gtk_snapshot_append_texture (snapshot, texture,
                               &GRAPHENE_RECT_INIT ((THUMBNAIL_SIZE - width * scale) / 2, (THUMBNAIL_SIZE - height * scale) / 2,
                                                    width * scale, height * scale));
  gtk_snapshot_pop (snapshot);

  return gtk_snapshot_free_to_paintable (snapshot, &GRAPHENE_SIZE_INIT (THUMBNAIL_SIZE, THUMBNAIL_SIZE));
}

static void
thumbnail_loaded_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (BalieAttachmentRow) self = BALIE_ATTACHMENT_ROW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = balie_picture_load_finish (result, &error);

  if (texture == NULL)
    {
      g_debug ("No thumbnail: %s", error->message);
      return;
    }
  if (self->upload == NULL)
    return;

  self->thumbnail = make_thumbnail (texture);
  show_icon (self);
}

/* As soon as there is a copy; the file itself may change or go at any time. */
static void
load_thumbnail (BalieAttachmentRow *self)
{
  g_autofree char *path = NULL;
  int              size = 3 * THUMBNAIL_SIZE * gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (self->cancellable != NULL || !g_str_has_prefix (balie_upload_get_media_type (self->upload), "image/"))
    return;

  path = balie_upload_dup_path (self->upload);
  if (path == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  balie_picture_load_async (path, size, size, self->cancellable, thumbnail_loaded_cb, g_object_ref (self));
}

static void
update_progress (BalieAttachmentRow *self)
{
  gboolean sending = balie_upload_get_state (self->upload) == BALIE_UPLOAD_SENDING;
  gint64   size = balie_upload_get_size (self->upload);

  gtk_widget_set_visible (GTK_WIDGET (self->progress), sending);
  if (sending && size > 0)
    gtk_progress_bar_set_fraction (self->progress, CLAMP ((double)balie_upload_get_sent (self->upload) / (double)size, 0, 1));
}

static void
update_remove (BalieAttachmentRow *self,
               const char         *name)
{
  BalieUploadState state = balie_upload_get_state (self->upload);
  gboolean         busy = state == BALIE_UPLOAD_COPYING || state == BALIE_UPLOAD_SENDING;
  g_autofree char *label = NULL;

  /* Translators: %s is the name of a file */
  label = g_strdup_printf (busy ? _ ("Stop and remove %s") : _ ("Remove %s"), name);
  gtk_button_set_icon_name (GTK_BUTTON (self->remove), busy ? "window-close-symbolic" : "user-trash-symbolic");
  gtk_widget_set_tooltip_text (self->remove, busy ? _ ("Stop and Remove") : _ ("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update (BalieAttachmentRow *self)
{
  g_autofree char *name = balie_file_name_clean (balie_upload_get_name (self->upload));
  g_autofree char *text = balie_attachment_row_dup_text (self);
  gboolean         refused = balie_upload_get_state (self->upload) == BALIE_UPLOAD_REFUSED;

  gtk_label_set_label (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  gtk_label_set_label (self->detail, text);
  if (refused)
    gtk_widget_add_css_class (GTK_WIDGET (self), "refused");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "refused");

  update_progress (self);
  update_remove (self, name);
  load_thumbnail (self);
  show_icon (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
remove_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  g_signal_emit (widget, signals[REMOVE], 0);
}

static void
balie_attachment_row_dispose (GObject *object)
{
  BalieAttachmentRow *self = BALIE_ATTACHMENT_ROW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->upload != NULL)
    g_signal_handlers_disconnect_by_func (self->upload, update, self);
  g_clear_object (&self->upload);
  g_clear_object (&self->thumbnail);
  g_clear_pointer (&self->desk, balie_desk_unref);

  G_OBJECT_CLASS (balie_attachment_row_parent_class)->dispose (object);
}

static void
balie_attachment_row_class_init (BalieAttachmentRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_attachment_row_dispose;

  /**
   * BalieAttachmentRow::remove:
   */
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-attachment-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieAttachmentRow, icon);
  gtk_widget_class_bind_template_child (widget_class, BalieAttachmentRow, name);
  gtk_widget_class_bind_template_child (widget_class, BalieAttachmentRow, detail);
  gtk_widget_class_bind_template_child (widget_class, BalieAttachmentRow, progress);
  gtk_widget_class_bind_template_child (widget_class, BalieAttachmentRow, remove);
  gtk_widget_class_install_action (widget_class, "attachment.remove", NULL, remove_action);
}

static void
balie_attachment_row_init (BalieAttachmentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
balie_attachment_row_new (BalieUpload *upload,
                          BalieDesk   *desk)
{
  BalieAttachmentRow *self;

  g_return_val_if_fail (BALIE_IS_UPLOAD (upload), NULL);

  self = g_object_new (BALIE_TYPE_ATTACHMENT_ROW, NULL);
  self->upload = g_object_ref (upload);
  if (desk != NULL)
    self->desk = balie_desk_ref (desk);
  g_signal_connect_object (upload, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

BalieUpload *
balie_attachment_row_get_upload (BalieAttachmentRow *self)
{
  g_return_val_if_fail (BALIE_IS_ATTACHMENT_ROW (self), NULL);

  return self->upload;
}
