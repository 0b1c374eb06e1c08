/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures that were shown last, so that scrolling back decodes nothing anew; few enough to cost little. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BALIE_TEXTURE_CACHE_MAXIMUM:
 *
 * Most bytes of all textures together.
 */
#define BALIE_TEXTURE_CACHE_MAXIMUM (24 * 1024 * 1024)

/**
 * balie_texture_cache_find:
 * @key: what it shows, in what size
 *
 * Returns: (transfer full) (nullable): the texture
 */
GdkTexture *balie_texture_cache_find (const char *key);

/**
 * balie_texture_cache_put:
 *
 * Keeps @texture until others were used more recently and take the room.
 */
void balie_texture_cache_put (const char *key,
                              GdkTexture *texture);

/**
 * balie_texture_cache_clear:
 *
 * Forgets all, such as when somebody signs out.
 */
void balie_texture_cache_clear (void);

/**
 * balie_texture_cache_get_size:
 *
 * Returns: bytes of what is kept
 */
gsize balie_texture_cache_get_size (void);

G_END_DECLS
