/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decodes pictures of whatever origin, away from the main thread and within bounds. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BALIE_PICTURE_MAX_PIXELS:
 *
 * What a picture may have at most to be decoded at all: a larger one is shown as a file.
 */
#define BALIE_PICTURE_MAX_PIXELS 40000000

/**
 * balie_picture_load_async:
 * @path: of a file that may come from anybody
 * @max_width: device pixels; positive
 * @max_height: device pixels; positive
 * @cancellable: (nullable): stops the decoder too
 *
 * Decodes a picture to fit into the given box, never enlarged. Its size is read before its pixels, which are scaled while they are
 * loaded. PNG, JPEG, GIF (its first picture) and, where the system can, WebP are known by their content; nothing else reaches a decoder.
 * Two are decoded at a time, so that a screen full of large pictures does not fill the memory.
 */
void balie_picture_load_async (const char         *path,
                               int                 max_width,
                               int                 max_height,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);

/**
 * balie_picture_load_finish:
 * @error: %BALIE_ERROR_INVALID for what is no picture or a damaged one, %BALIE_ERROR_LIMIT for one of too many pixels,
 *   %BALIE_ERROR_STORAGE when the file cannot be read
 *
 * Returns: (transfer full): the picture
 */
GdkTexture *balie_picture_load_finish (GAsyncResult *result,
                                       GError      **error);

G_END_DECLS
