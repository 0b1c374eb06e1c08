/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out a page and the chat at its bottom right: beside it, over it, or instead of it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BALIE_MEDIUM_WIDTH:
 *
 * From this width on the chat does not take the whole window.
 */
#define BALIE_MEDIUM_WIDTH 600

/**
 * BalieLayoutMode:
 * @BALIE_LAYOUT_NARROW: the chat takes the whole window
 * @BALIE_LAYOUT_MEDIUM: the chat floats over the page
 * @BALIE_LAYOUT_WIDE: the page makes room for the chat
 */
typedef enum {
  BALIE_LAYOUT_NARROW,
  BALIE_LAYOUT_MEDIUM,
  BALIE_LAYOUT_WIDE,
} BalieLayoutMode;

#define BALIE_TYPE_LAYOUT_MODE (balie_layout_mode_get_type ())
GType balie_layout_mode_get_type (void) G_GNUC_CONST;

/**
 * BalieChatCorner:
 *
 * Properties: `content` (GtkWidget), `panel` (GtkWidget: the unfolded chat), `button` (GtkWidget: the folded chat), `open` (boolean:
 * whether it is unfolded), `available` (boolean: whether there is a chat at all), `mode` (BalieLayoutMode, read-only), `inset` (int,
 * read-only: how many pixels the page is to keep free at its end; known before the page is measured).
 */
#define BALIE_TYPE_CHAT_CORNER (balie_chat_corner_get_type ())
G_DECLARE_FINAL_TYPE (BalieChatCorner, balie_chat_corner, BALIE, CHAT_CORNER, GtkWidget)

GtkWidget *balie_chat_corner_new (void);

void            balie_chat_corner_set_content (BalieChatCorner *self,
                                               GtkWidget       *content);
void            balie_chat_corner_set_panel (BalieChatCorner *self,
                                             GtkWidget       *panel);
void            balie_chat_corner_set_button (BalieChatCorner *self,
                                              GtkWidget       *button);
gboolean        balie_chat_corner_get_open (BalieChatCorner *self);
void            balie_chat_corner_set_open (BalieChatCorner *self,
                                            gboolean         open);
void            balie_chat_corner_set_available (BalieChatCorner *self,
                                                 gboolean         available);
BalieLayoutMode balie_chat_corner_get_mode (BalieChatCorner *self);

G_END_DECLS
