/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture in a message: its place is there before its pixels are. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BALIE_MESSAGE_PICTURE_WIDTH:
 *
 * Logical pixels that a picture takes at most.
 */
#define BALIE_MESSAGE_PICTURE_WIDTH 360
#define BALIE_MESSAGE_PICTURE_HEIGHT 240

/**
 * BalieMessagePicture:
 *
 * Signals: `broken`: what is in the file cannot be shown.
 */
#define BALIE_TYPE_MESSAGE_PICTURE (balie_message_picture_get_type ())
G_DECLARE_FINAL_TYPE (BalieMessagePicture, balie_message_picture, BALIE, MESSAGE_PICTURE, GtkWidget)

GtkWidget *balie_message_picture_new (void);

/**
 * balie_message_picture_set_size:
 * @width: pixels of the whole picture, positive
 * @height: pixels of the whole picture, positive
 *
 * Takes the room that the picture will need.
 */
void balie_message_picture_set_size (BalieMessagePicture *self,
                                     int                  width,
                                     int                  height);

/**
 * balie_message_picture_set_path:
 * @path: (nullable): of the file, which may come from anybody; %NULL shows nothing
 */
void balie_message_picture_set_path (BalieMessagePicture *self,
                                     const char          *path);

/**
 * balie_message_picture_get_texture:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
GdkTexture *balie_message_picture_get_texture (BalieMessagePicture *self);

G_END_DECLS
