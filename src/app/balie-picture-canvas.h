/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows a picture with what is to be done to it, and lets people do it: by pointer and by keyboard. */
#pragma once

#include <gtk/gtk.h>

#include "balie-picture-edit.h"

G_BEGIN_DECLS

/**
 * BaliePictureTool:
 * @BALIE_PICTURE_TOOL_CROP: pulling chooses the part that stays
 * @BALIE_PICTURE_TOOL_COVER: pulling draws boxes
 */
typedef enum {
  BALIE_PICTURE_TOOL_CROP,
  BALIE_PICTURE_TOOL_COVER,
} BaliePictureTool;

/**
 * BaliePictureCanvas:
 *
 * As large as there is room for, never larger than the picture. One rectangle is chosen, a box or the part that stays, and the keys
 * work on it: arrows move it by 10 pixels, with Shift its right and bottom edge; with Control by one pixel. Page Up and Page Down
 * choose another one.
 *
 * Signals: `changed`: something of the edit, or what is chosen.
 */
#define BALIE_TYPE_PICTURE_CANVAS (balie_picture_canvas_get_type ())
G_DECLARE_FINAL_TYPE (BaliePictureCanvas, balie_picture_canvas, BALIE, PICTURE_CANVAS, GtkWidget)

/**
 * balie_picture_canvas_set_picture:
 * @edit: as large as @picture; it has to live as long as the canvas
 */
void balie_picture_canvas_set_picture (BaliePictureCanvas *self,
                                       GdkPaintable       *picture,
                                       BaliePictureEdit   *edit);

/**
 * balie_picture_canvas_get_chosen:
 *
 * Returns: index of a box, or %BALIE_PICTURE_CROP
 */
int              balie_picture_canvas_get_chosen (BaliePictureCanvas *self);
BaliePictureTool balie_picture_canvas_get_tool (BaliePictureCanvas *self);
void             balie_picture_canvas_set_tool (BaliePictureCanvas *self,
                                                BaliePictureTool    tool);

/**
 * balie_picture_canvas_add_box:
 *
 * Draws a box in the middle of what stays, and chooses it.
 */
void balie_picture_canvas_add_box (BaliePictureCanvas *self);

/**
 * balie_picture_canvas_remove_box:
 *
 * Removes the chosen box; without one does nothing.
 */
void balie_picture_canvas_remove_box (BaliePictureCanvas *self);
void balie_picture_canvas_undo (BaliePictureCanvas *self);

G_END_DECLS
