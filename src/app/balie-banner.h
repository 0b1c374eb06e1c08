/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line across the page that says what is the matter, with at most one button. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BALIE_TYPE_BANNER (balie_banner_get_type ())
G_DECLARE_FINAL_TYPE (BalieBanner, balie_banner, BALIE, BANNER, GtkWidget)

GtkWidget *balie_banner_new (void);

/**
 * balie_banner_show:
 * @title: a sentence
 * @button_label: (nullable): what the button does, %NULL for no button
 * @action_name: (nullable): the action of the button
 *
 * Slides the banner in, or changes what it says.
 */
void balie_banner_show (BalieBanner *self,
                        const char  *title,
                        const char  *button_label,
                        const char  *action_name);
void balie_banner_hide (BalieBanner *self);

/**
 * balie_banner_get_title:
 *
 * Returns: (nullable): what it says now, %NULL while it is hidden
 */
const char *balie_banner_get_title (BalieBanner *self);

G_END_DECLS
