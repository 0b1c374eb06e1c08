/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out a message and what stands below it, at one side of the chat. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BalieBubbleLayout:
 *
 * Children stand below one another, at the start or at the end. Each is as wide as it would like to be, at most to a margin
 * before the other side.
 */
#define BALIE_TYPE_BUBBLE_LAYOUT (balie_bubble_layout_get_type ())
G_DECLARE_FINAL_TYPE (BalieBubbleLayout, balie_bubble_layout, BALIE, BUBBLE_LAYOUT, GtkLayoutManager)

GtkLayoutManager *balie_bubble_layout_new (void);

/**
 * balie_bubble_layout_set_at_end:
 * @at_end: whether the children stand at the end; at the start unless set
 */
void balie_bubble_layout_set_at_end (BalieBubbleLayout *self,
                                     gboolean           at_end);

G_END_DECLS
