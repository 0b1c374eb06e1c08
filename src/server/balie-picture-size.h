/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the first bytes of a file say about the picture in it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BALIE_PICTURE_SIZE_HEAD:
 *
 * Bytes from the beginning of a file that are enough to look at. A JPEG has its size behind whatever the camera put there.
 */
#define BALIE_PICTURE_SIZE_HEAD (256 * 1024)

/**
 * BaliePictureSize:
 * @type: media type
 * @width: pixels as they are stored, at least 1
 * @height: pixels as they are stored, at least 1
 */
typedef struct
{
  const char *type;
  int         width;
  int         height;
} BaliePictureSize;

/**
 * balie_picture_size_read:
 * @data: the beginning of a file
 * @length: of @data; see %BALIE_PICTURE_SIZE_HEAD
 * @size: (out): set when it is a picture
 *
 * Reads the header of a PNG, JPEG, GIF or WebP. Nothing is decoded.
 *
 * Returns: whether it is one, and says how large it is
 */
gboolean balie_picture_size_read (const guint8     *data,
                                  gsize             length,
                                  BaliePictureSize *size);

/**
 * balie_picture_size_check_type:
 * @announced: media type, as the sender said
 * @data: the beginning of the file
 *
 * Says what a file may be called: a picture is called what it is, and what was announced as a picture without being one is
 * `application/octet-stream`. All else keeps its type.
 *
 * Returns: (transfer none): a media type; possibly @announced
 */
const char *balie_picture_size_check_type (const char   *announced,
                                           const guint8 *data,
                                           gsize         length);

G_END_DECLS
