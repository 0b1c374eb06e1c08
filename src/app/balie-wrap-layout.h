/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two things at the ends of a line, or below each other where the line is too short. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BalieWrapLayout:
 *
 * Lays out the first two children of a widget: the first at the start, the second at the end, on one line if both fit there in
 * their natural widths.
 */
#define BALIE_TYPE_WRAP_LAYOUT (balie_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (BalieWrapLayout, balie_wrap_layout, BALIE, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
