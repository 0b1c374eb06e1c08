/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures that were shown last, so that scrolling back decodes nothing anew; few enough to cost little. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-texture-cache.h"

#define BYTES_PER_PIXEL 4

typedef struct
{
  char       *key;
  GdkTexture *texture;
} Entry;

/* Of the main thread; the one that was used last stands first. */
static GQueue entries = G_QUEUE_INIT;
static gsize  size;

static gsize
get_texture_size (GdkTexture *texture)
{
  return (gsize)gdk_texture_get_width (texture) * (gsize)gdk_texture_get_height (texture) * BYTES_PER_PIXEL;
}

static void
drop (GList *link)
{
  Entry *entry = link->data;

  size -= get_texture_size (entry->texture);
  g_queue_delete_link (&entries, link);
  g_object_unref (entry->texture);
  g_free (entry->key);
  g_free (entry);
}

static int
compare_key (gconstpointer entry,
             gconstpointer key)
{
  return g_strcmp0 (((const Entry *)entry)->key, key);
}

GdkTexture *
balie_texture_cache_find (const char *key)
{
  GList *link = g_queue_find_custom (&entries, key, compare_key);

  if (link == NULL)
    return NULL;

  g_queue_unlink (&entries, link);
  g_queue_push_head_link (&entries, link);

  return g_object_ref (((Entry *)link->data)->texture);
}

void
balie_texture_cache_put (const char *key,
                         GdkTexture *texture)
{
  GList *link = g_queue_find_custom (&entries, key, compare_key);
  Entry *entry;

  g_return_if_fail (GDK_IS_TEXTURE (texture));

  if (link != NULL)
    drop (link);

  entry = g_new0 (Entry, 1);
  entry->key = g_strdup (key);
  entry->texture = g_object_ref (texture);
  g_queue_push_head (&entries, entry);
  size += get_texture_size (texture);
  while (size > BALIE_TEXTURE_CACHE_MAXIMUM)
    drop (g_queue_peek_tail_link (&entries));
}

void
balie_texture_cache_clear (void)
{
  while (!g_queue_is_empty (&entries))
    drop (g_queue_peek_tail_link (&entries));
}

gsize
balie_texture_cache_get_size (void)
{
  return size;
}
