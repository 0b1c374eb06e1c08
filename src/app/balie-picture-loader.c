/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decodes pictures of whatever origin, away from the main thread and within bounds. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-picture-loader.h"

#include "balie-error.h"

#include <string.h>

#define CHUNK 65536

/* Each may hold a whole picture of the largest size for a moment. */
#define MAX_THREADS 2

/* One picture that is wanted. */
typedef struct
{
  char *path;
  int   max_width;
  int   max_height;

  /* What its header says; 0 until that is read. */
  gint64 width;
  gint64 height;
} Wish;

/* How the formats that are decoded begin. */
static const struct
{
  const char *media_type;
  const char *magic;
  gsize       length;
  gsize       offset;
} formats[] = {
  {"image/png", "\x89PNG\r\n\x1a\n", 8, 0},
  {"image/jpeg", "\xff\xd8\xff", 3, 0},
  {"image/gif", "GIF8", 4, 0},
  {"image/webp", "WEBP", 4, 8},
};

static void
wish_free (Wish *self)
{
  g_clear_pointer (&self->path, g_free);
  g_free (self);
}

static const char *
find_media_type (const guchar *data,
                 gsize         length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (length >= formats[i].offset + formats[i].length &&
        memcmp (data + formats[i].offset, formats[i].magic, formats[i].length) == 0)
      return formats[i].media_type;

  return NULL;
}

static gboolean
is_too_large (const Wish *wish)
{
  return wish->width * wish->height > BALIE_PICTURE_MAX_PIXELS;
}

/* Comes when the header is read, and before there is a pixel. */
static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  Wish            *wish)
{
  double scale = MIN (1.0, MIN ((double)wish->max_width / width, (double)wish->max_height / height));

  wish->width = width;
  wish->height = height;

  /* To nothing, no decoder scales: each of them stops here, and asks for no memory. */
  if (is_too_large (wish))
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else
    gdk_pixbuf_loader_set_size (loader, MAX (1, (int)(width * scale)), MAX (1, (int)(height * scale)));
}

static void
set_refused (const Wish *wish,
             GError    **error)
{
  if (is_too_large (wish))
    g_set_error (error, BALIE_ERROR, BALIE_ERROR_LIMIT, "%" G_GINT64_FORMAT " x %" G_GINT64_FORMAT " pixels", wish->width, wish->height);
  else
    g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_INVALID, "Not a picture that can be shown");
}

/* @data holds the first @length bytes already. */
static gboolean
feed (GdkPixbufLoader *loader,
      GInputStream    *stream,
      const Wish      *wish,
      guchar          *data,
      gsize            length,
      GCancellable    *cancellable,
      GError         **error)
{
  gssize got = (gssize)length;

  while (got > 0)
    {
      if (!gdk_pixbuf_loader_write (loader, data, (gsize)got, NULL) || is_too_large (wish))
        {
          set_refused (wish, error);
          return FALSE;
        }

      got = g_input_stream_read (stream, data, CHUNK, cancellable, error);
    }

  return got == 0;
}

static GdkTexture *
make_texture (GdkPixbufLoader *loader)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  g_autoptr (GdkPixbuf) upright = pixbuf != NULL ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;

  return upright != NULL ? gdk_texture_new_for_pixbuf (upright) : NULL;
}

static GdkTexture *
decode (GInputStream *stream,
        Wish         *wish,
        GCancellable *cancellable,
        GError      **error)
{
  g_autofree guchar *data = g_malloc (CHUNK);
  g_autoptr (GdkPixbufLoader) loader = NULL;
  GdkTexture *texture = NULL;
  const char *media_type;
  gboolean    fed;
  gsize       length;

  if (!g_input_stream_read_all (stream, data, CHUNK, &length, cancellable, error))
    return NULL;

  media_type = find_media_type (data, length);
  loader = media_type != NULL ? gdk_pixbuf_loader_new_with_mime_type (media_type, NULL) : NULL;
  if (loader == NULL)
    {
      set_refused (wish, error);
      return NULL;
    }

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), wish);
  fed = feed (loader, stream, wish, data, length, cancellable, error);

  /* What was begun has to be closed, whatever came of it. */
  if (gdk_pixbuf_loader_close (loader, NULL) && fed)
    texture = make_texture (loader);
  if (texture == NULL && fed)
    set_refused (wish, error);

  return texture;
}

static GdkTexture *
load (Wish         *wish,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (wish->path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);

  return stream != NULL ? decode (G_INPUT_STREAM (stream), wish, cancellable, error) : NULL;
}

static void
work (gpointer data,
      gpointer user_data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  GdkTexture *texture = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  texture = load (g_task_get_task_data (task), g_task_get_cancellable (task), &error);
  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else if (error->domain == BALIE_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s", error->message);
}

/* Threads of its own: decoders must not keep the files of others waiting. */
static GThreadPool *
get_threads (void)
{
  static GThreadPool *threads;

  if (g_once_init_enter (&threads))
    g_once_init_leave (&threads, g_thread_pool_new (work, NULL, MAX_THREADS, FALSE, NULL));

  return threads;
}

void
balie_picture_load_async (const char         *path,
                          int                 max_width,
                          int                 max_height,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  GTask *task;
  Wish  *wish;

  g_return_if_fail (path != NULL);
  g_return_if_fail (max_width > 0 && max_height > 0);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_picture_load_async);

  wish = g_new0 (Wish, 1);
  wish->path = g_strdup (path);
  wish->max_width = max_width;
  wish->max_height = max_height;
  g_task_set_task_data (task, wish, (GDestroyNotify)wish_free);

  g_thread_pool_push (get_threads (), task, NULL);
}

GdkTexture *
balie_picture_load_finish (GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
