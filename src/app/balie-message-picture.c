/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture in a message: its place is there before its pixels are. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-message-picture.h"

#include "balie-picture-loader.h"
#include "balie-texture-cache.h"

/* So narrow may a window make it. */
#define MINIMUM 48

struct _BalieMessagePicture
{
  GtkWidget parent_instance;

  GdkTexture   *texture;
  GCancellable *cancellable;
  char         *path;
  char         *key; /* of what is being decoded */
  int           width;
  int           height;
};

enum {
  BROKEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieMessagePicture, balie_message_picture, GTK_TYPE_WIDGET)

static void
take_texture (BalieMessagePicture *self,
              GdkTexture          *texture)
{
  g_set_object (&self->texture, texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (BalieMessagePicture) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = balie_picture_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (texture == NULL)
    {
      g_info ("A picture is shown as a file: %s", error->message);
      g_signal_emit (self, signals[BROKEN], 0);
      return;
    }

  balie_texture_cache_put (self->key, texture);
  take_texture (self, texture);
}

static void
stop_loading (BalieMessagePicture *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* In the pixels of the screen that it is on. */
static void
load (BalieMessagePicture *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autoptr (GdkTexture) texture = NULL;

  stop_loading (self);
  if (self->path == NULL)
    return;

  g_free (self->key);
  self->key = g_strdup_printf ("%s@%d", self->path, scale);
  texture = balie_texture_cache_find (self->key);
  if (texture != NULL)
    {
      take_texture (self, texture);
      return;
    }

  self->cancellable = g_cancellable_new ();
  balie_picture_load_async (self->path, BALIE_MESSAGE_PICTURE_WIDTH * scale, BALIE_MESSAGE_PICTURE_HEIGHT * scale,
                            self->cancellable, on_loaded, g_object_ref (self));
}

/* The room that it takes where there is enough. */
static void
get_natural (BalieMessagePicture *self,
             int                 *width,
             int                 *height)
{
  double scale = MIN (1.0, MIN ((double)BALIE_MESSAGE_PICTURE_WIDTH / self->width, (double)BALIE_MESSAGE_PICTURE_HEIGHT / self->height));

  *width = MAX (1, (int)(self->width * scale));
  *height = MAX (1, (int)(self->height * scale));
}

static GtkSizeRequestMode
balie_message_picture_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
balie_message_picture_measure (GtkWidget     *widget,
                               GtkOrientation orientation,
                               int            for_size,
                               int           *minimum,
                               int           *natural,
                               int           *minimum_baseline,
                               int           *natural_baseline)
{
  int width;
  int height;

  get_natural (BALIE_MESSAGE_PICTURE (widget), &width, &height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN (width, MINIMUM);
      *natural = width;
      return;
    }

  if (for_size >= 0 && for_size < width)
    height = MAX (1, height * for_size / width);
  *minimum = height;
  *natural = height;
}

static void
balie_message_picture_snapshot (GtkWidget   *widget,
                                GtkSnapshot *snapshot)
{
  BalieMessagePicture *self = BALIE_MESSAGE_PICTURE (widget);
  int                  width;
  int                  height;
  double               scale;

  if (self->texture == NULL)
    return;

  get_natural (self, &width, &height);
  scale = MIN (1.0, MIN ((double)gtk_widget_get_width (widget) / width, (double)gtk_widget_get_height (widget) / height));
  gdk_paintable_snapshot (GDK_PAINTABLE (self->texture), snapshot, width * scale, height * scale);
}

static void
balie_message_picture_dispose (GObject *object)
{
  BalieMessagePicture *self = BALIE_MESSAGE_PICTURE (object);

  stop_loading (self);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->key, g_free);

  G_OBJECT_CLASS (balie_message_picture_parent_class)->dispose (object);
}

static void
balie_message_picture_class_init (BalieMessagePictureClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_message_picture_dispose;
  widget_class->get_request_mode = balie_message_picture_get_request_mode;
  widget_class->measure = balie_message_picture_measure;
  widget_class->snapshot = balie_message_picture_snapshot;

  signals[BROKEN] = g_signal_new ("broken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "messagepicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
balie_message_picture_init (BalieMessagePicture *self)
{
  self->width = 1;
  self->height = 1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (load), NULL);
}

GtkWidget *
balie_message_picture_new (void)
{
  return g_object_new (BALIE_TYPE_MESSAGE_PICTURE, NULL);
}

void
balie_message_picture_set_size (BalieMessagePicture *self,
                                int                  width,
                                int                  height)
{
  g_return_if_fail (BALIE_IS_MESSAGE_PICTURE (self));
  g_return_if_fail (width > 0 && height > 0);

  if (self->width == width && self->height == height)
    return;

  self->width = width;
  self->height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
balie_message_picture_set_path (BalieMessagePicture *self,
                                const char          *path)
{
  g_return_if_fail (BALIE_IS_MESSAGE_PICTURE (self));

  if (g_strcmp0 (self->path, path) == 0)
    return;

  g_free (self->path);
  self->path = g_strdup (path);
  take_texture (self, NULL);
  load (self);
}

GdkTexture *
balie_message_picture_get_texture (BalieMessagePicture *self)
{
  g_return_val_if_fail (BALIE_IS_MESSAGE_PICTURE (self), NULL);

  return self->texture;
}
