/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws over a picture what is to be done to it, at any zoom. */
#pragma once

#include <gtk/gtk.h>

#include "balie-picture-edit.h"

G_BEGIN_DECLS

/**
 * BaliePictureZoom:
 * @scale: pixels of the screen for one of the picture, at most 1
 * @x: where the picture begins, in pixels of the screen
 * @y: where the picture begins, in pixels of the screen
 */
typedef struct
{
  double scale;
  double x;
  double y;
} BaliePictureZoom;

/**
 * balie_picture_zoom_fit:
 * @width: of the room, in pixels of the screen
 * @height: of the room, in pixels of the screen
 * @margin: that stays free around the picture
 *
 * Returns: how all of the picture is seen, in the middle, and not enlarged
 */
BaliePictureZoom balie_picture_zoom_fit (const BaliePictureEdit *edit,
                                         int                     width,
                                         int                     height,
                                         int                     margin);

/**
 * balie_picture_marks_snapshot:
 * @chosen: index of a box, or %BALIE_PICTURE_CROP: what has handles
 *
 * Covers the boxes, dims what is cut off, and frames what is chosen.
 */
void balie_picture_marks_snapshot (const BaliePictureEdit *edit,
                                   int                     chosen,
                                   const BaliePictureZoom *zoom,
                                   GtkSnapshot            *snapshot);

G_END_DECLS
