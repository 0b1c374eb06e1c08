/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An entry of a menu that explains itself: icon, title and a line below it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BalieMenuItem:
 *
 * Properties: `item-icon` (string: name of an icon), `title` (string), `subtitle` (string, nullable).
 *
 * Closes the popover that it stands in when it is clicked. Hides while its action is not enabled: what a desk does not
 * offer is not on its menu.
 */
#define BALIE_TYPE_MENU_ITEM (balie_menu_item_get_type ())
G_DECLARE_FINAL_TYPE (BalieMenuItem, balie_menu_item, BALIE, MENU_ITEM, GtkButton)

void balie_menu_item_set_subtitle (BalieMenuItem *self,
                                   const char    *subtitle);

G_END_DECLS
