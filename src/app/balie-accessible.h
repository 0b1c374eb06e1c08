/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names for screen readers where the toolkit gives none, or two. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * balie_accessible_name_buttons:
 * @root: a widget whose template is there
 *
 * Names the buttons below @root: those with a mnemonic as balie_accessible_name_button() does, and those inside of drop-downs
 * and password entries, which the toolkit leaves without a name, by their tooltips.
 */
void balie_accessible_name_buttons (GtkWidget *root);

/**
 * balie_accessible_name_button:
 * @button: whose label was set
 *
 * Names a button with a mnemonic by its text alone. GTK names it by the label as it is written and by the text that it
 * shows, so that a screen reader says "_Try Now Try Now".
 */
void balie_accessible_name_button (GtkButton *button);

/**
 * balie_accessible_name_menu_button:
 * @name: as it is called; the template says the same
 *
 * Names the button inside, which has the focus and which newer versions of GTK leave without a name.
 */
void balie_accessible_name_menu_button (GtkMenuButton *menu_button,
                                        const char    *name);

G_END_DECLS
