/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a rectangle on a picture is held with the pointer, and what pulling there makes of it. */
#pragma once

#include "balie-picture-edit.h"

G_BEGIN_DECLS

/**
 * BaliePictureGrip:
 * @BALIE_PICTURE_GRIP_NONE: beside it
 * @BALIE_PICTURE_GRIP_LEFT: an edge; two of them are a corner
 * @BALIE_PICTURE_GRIP_RIGHT: an edge
 * @BALIE_PICTURE_GRIP_TOP: an edge
 * @BALIE_PICTURE_GRIP_BOTTOM: an edge
 * @BALIE_PICTURE_GRIP_INSIDE: all of it
 */
typedef enum {
  BALIE_PICTURE_GRIP_NONE = 0,
  BALIE_PICTURE_GRIP_LEFT = 1 << 0,
  BALIE_PICTURE_GRIP_RIGHT = 1 << 1,
  BALIE_PICTURE_GRIP_TOP = 1 << 2,
  BALIE_PICTURE_GRIP_BOTTOM = 1 << 3,
  BALIE_PICTURE_GRIP_INSIDE = 1 << 4,
} BaliePictureGrip;

/**
 * balie_picture_grip_find:
 * @x: in pixels of the picture
 * @y: in pixels of the picture
 * @reach: how far from an edge, to both sides, it is still held there
 *
 * Returns: where @rect is held
 */
BaliePictureGrip balie_picture_grip_find (BaliePictureRect rect,
                                          double           x,
                                          double           y,
                                          double           reach);

/**
 * balie_picture_grip_pull:
 * @rect: as it was when it was taken
 * @dx: pixels since then
 * @dy: pixels since then
 *
 * Returns: @rect as it becomes. An edge that is pulled over the opposite one turns it round; it may leave the picture.
 */
BaliePictureRect balie_picture_grip_pull (BaliePictureRect rect,
                                          BaliePictureGrip grip,
                                          int              dx,
                                          int              dy);

/**
 * balie_picture_grip_get_cursor:
 *
 * Returns: name of the pointer that says what pulling there does
 */
const char *balie_picture_grip_get_cursor (BaliePictureGrip grip);

G_END_DECLS
