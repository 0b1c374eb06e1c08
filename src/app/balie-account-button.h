/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is signed in, and the menu of what concerns the program itself. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BALIE_TYPE_ACCOUNT_BUTTON (balie_account_button_get_type ())
G_DECLARE_FINAL_TYPE (BalieAccountButton, balie_account_button, BALIE, ACCOUNT_BUTTON, GtkWidget)

GtkWidget *balie_account_button_new (void);

/**
 * balie_account_button_set_person:
 * @name: for display
 * @email: (nullable): where answers are mailed to
 */
void balie_account_button_set_person (BalieAccountButton *self,
                                      const char         *name,
                                      const char         *email);

/**
 * balie_account_button_popup:
 *
 * Opens the menu.
 */
void balie_account_button_popup (BalieAccountButton *self);

G_END_DECLS
