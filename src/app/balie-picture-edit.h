/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be done to a picture: which part of it stays, and which parts are covered. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BaliePictureRect:
 *
 * In pixels of the picture.
 */
typedef struct
{
  int x;
  int y;
  int width;
  int height;
} BaliePictureRect;

/**
 * BALIE_PICTURE_CROP:
 *
 * Stands for the part that stays where an index names one of the boxes.
 */
#define BALIE_PICTURE_CROP (-1)

/**
 * BaliePictureEdit:
 *
 * Nothing of it touches the pixels before [method@PictureEdit.apply], so that each step can be taken back.
 */
typedef struct _BaliePictureEdit BaliePictureEdit;

BaliePictureEdit *balie_picture_edit_new (int width,
                                          int height);
void              balie_picture_edit_free (BaliePictureEdit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BaliePictureEdit, balie_picture_edit_free)

int balie_picture_edit_get_width (const BaliePictureEdit *self);
int balie_picture_edit_get_height (const BaliePictureEdit *self);
int balie_picture_edit_get_n_boxes (const BaliePictureEdit *self);

/**
 * balie_picture_edit_get_rect:
 * @index: of a box, or %BALIE_PICTURE_CROP
 *
 * Returns: where it is; it has one pixel at least
 */
BaliePictureRect balie_picture_edit_get_rect (const BaliePictureEdit *self,
                                              int                     index);

/**
 * balie_picture_edit_find_box:
 *
 * Returns: index of the uppermost box at that pixel, or %BALIE_PICTURE_CROP for none
 */
int balie_picture_edit_find_box (const BaliePictureEdit *self,
                                 int                     x,
                                 int                     y);

/**
 * balie_picture_edit_begin_step:
 *
 * What is changed from here on is taken back together. A step that changes nothing is none.
 */
void balie_picture_edit_begin_step (BaliePictureEdit *self);

/**
 * balie_picture_edit_add_box:
 * @rect: cut where the picture ends
 *
 * Returns: index of the new box
 */
int balie_picture_edit_add_box (BaliePictureEdit *self,
                                BaliePictureRect  rect);

/**
 * balie_picture_edit_set_rect:
 * @index: of a box, or %BALIE_PICTURE_CROP
 * @rect: cut where the picture ends; one of no size gets one pixel
 */
void balie_picture_edit_set_rect (BaliePictureEdit *self,
                                  int               index,
                                  BaliePictureRect  rect);

/**
 * balie_picture_edit_move:
 * @index: of a box, or %BALIE_PICTURE_CROP
 *
 * Moves it as far as the picture goes, in its size.
 */
void balie_picture_edit_move (BaliePictureEdit *self,
                              int               index,
                              int               dx,
                              int               dy);

/**
 * balie_picture_edit_resize:
 * @index: of a box, or %BALIE_PICTURE_CROP
 *
 * Moves its right and bottom edge.
 */
void balie_picture_edit_resize (BaliePictureEdit *self,
                                int               index,
                                int               dx,
                                int               dy);

void balie_picture_edit_remove_box (BaliePictureEdit *self,
                                    int               index);

gboolean balie_picture_edit_can_undo (const BaliePictureEdit *self);

/**
 * balie_picture_edit_undo:
 *
 * Takes the last step back.
 *
 * Returns: whether there was one
 */
gboolean balie_picture_edit_undo (BaliePictureEdit *self);

/**
 * balie_picture_edit_apply:
 * @pixels: of the whole picture, as %CAIRO_FORMAT_ARGB32 has them: alpha in the highest byte, colours multiplied by it
 * @stride: pixels from one row to the next
 *
 * Returns: (transfer full): new pixels of what stays, as red, green and blue bytes without gaps, on white, and black where a box is; in
 *   no way do they depend on what is under a box or was cut off
 */
GBytes *balie_picture_edit_apply (const BaliePictureEdit *self,
                                  const guint32          *pixels,
                                  gsize                   stride);

G_END_DECLS
