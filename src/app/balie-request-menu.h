/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a request as a whole: its number, a link to it, a copy on paper. */
#pragma once

#include <gtk/gtk.h>

#include "balie-conversation-item.h"
#include "balie-session.h"

G_BEGIN_DECLS

/**
 * BalieRequestMenu:
 *
 * A button with a menu. Its actions are named `copy-number`, `copy-link`, `print` and `save-pdf`.
 *
 * Signals: `notice` (string: a sentence): something was done that cannot be seen.
 */
#define BALIE_TYPE_REQUEST_MENU (balie_request_menu_get_type ())
G_DECLARE_FINAL_TYPE (BalieRequestMenu, balie_request_menu, BALIE, REQUEST_MENU, GtkWidget)

/**
 * balie_request_menu_get_actions:
 *
 * Returns: (transfer none): to be inserted as `request-menu` where they are to be found
 */
GActionGroup *balie_request_menu_get_actions (BalieRequestMenu *self);

/**
 * balie_request_menu_set_item:
 * @session: (nullable): that knows all messages; without one, nothing can be printed
 * @item: (nullable): the request
 */
void balie_request_menu_set_item (BalieRequestMenu      *self,
                                  BalieSession          *session,
                                  BalieConversationItem *item);

/**
 * balie_request_menu_set_zone:
 * @zone: (nullable): in which times on paper are told; that of this machine for %NULL
 */
void balie_request_menu_set_zone (BalieRequestMenu *self,
                                  GTimeZone        *zone);

G_END_DECLS
