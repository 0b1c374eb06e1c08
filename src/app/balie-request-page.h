/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request: what it is about, how it stands, the correspondence, the answer box. */
#pragma once

#include <gtk/gtk.h>

#include "balie-conversation-view.h"
#include "balie-desk-state.h"

G_BEGIN_DECLS

/**
 * BalieRequestPage:
 *
 * The page below the window's header bar, from 360 px up.
 *
 * Properties (read-only): `item` (BalieConversationItem).
 *
 * Actions: `request.solve`, `request.reopen`, as far as the status allows them.
 */
#define BALIE_TYPE_REQUEST_PAGE (balie_request_page_get_type ())
G_DECLARE_FINAL_TYPE (BalieRequestPage, balie_request_page, BALIE, REQUEST_PAGE, GtkWidget)

GtkWidget *balie_request_page_new (void);

/**
 * balie_request_page_open:
 * @session: (nullable): whose request it is; %NULL shows @item without its thread, for previews
 * @item: (nullable): the request; %NULL closes it
 */
void balie_request_page_open (BalieRequestPage      *self,
                              BalieSession          *session,
                              BalieConversationItem *item);

/**
 * balie_request_page_set_desk_state:
 * @state: (nullable): what day it is and when there is an answer
 *
 * A session brings its own; this is for tests and previews without one.
 */
void                   balie_request_page_set_desk_state (BalieRequestPage *self,
                                                          BalieDeskState   *state);
BalieConversationItem *balie_request_page_get_item (BalieRequestPage *self);
BalieConversationView *balie_request_page_get_conversation_view (BalieRequestPage *self);

G_END_DECLS
