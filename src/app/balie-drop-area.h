/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where files can be dropped, and seen that they can. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BalieDropArea:
 *
 * Covers its child with an invitation while files are held over it. It takes them before any field in it does, which would take
 * their paths for a text.
 *
 * Properties: `child` (GtkWidget, nullable), `enabled` (boolean: whether files can be dropped now).
 *
 * Signals: `dropped` (GValue: a GdkFileList or a GdkTexture; double, double: where, in the coordinates of the area).
 */
#define BALIE_TYPE_DROP_AREA (balie_drop_area_get_type ())
G_DECLARE_FINAL_TYPE (BalieDropArea, balie_drop_area, BALIE, DROP_AREA, GtkWidget)

GtkWidget *balie_drop_area_new (void);
void       balie_drop_area_set_child (BalieDropArea *self,
                                      GtkWidget     *child);
void       balie_drop_area_set_enabled (BalieDropArea *self,
                                        gboolean       enabled);

G_END_DECLS
