/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Servicedesk menu: all ways to reach the desk, and whether it is open. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BALIE_TYPE_DESK_MENU (balie_desk_menu_get_type ())
G_DECLARE_FINAL_TYPE (BalieDeskMenu, balie_desk_menu, BALIE, DESK_MENU, GtkPopover)

GtkWidget *balie_desk_menu_new (void);

/**
 * balie_desk_menu_set_opening:
 * @opening: (nullable): whether the desk is open, as a sentence
 */
void balie_desk_menu_set_opening (BalieDeskMenu *self,
                                  const char    *opening);

/**
 * balie_desk_menu_set_answers_by_email:
 * @answers_by_email: whether answers are mailed too, so that the menu promises no more than is true
 */
void balie_desk_menu_set_answers_by_email (BalieDeskMenu *self,
                                           gboolean       answers_by_email);

G_END_DECLS
