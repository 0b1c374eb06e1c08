/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Home: my requests, one of them opened, the Servicedesk menu and the chat in its corner. */
#pragma once

#include <adwaita.h>

#include "balie-banner.h"
#include "balie-chat-corner.h"
#include "balie-conversation-item.h"
#include "balie-desk-state.h"
#include "balie-search.h"

G_BEGIN_DECLS

/**
 * BalieHomePage:
 *
 * Shows what it is given and knows no session.
 *
 * Properties: `chat-open` (boolean: the chat is unfolded), `waiting` (uint, read-only: how many requests wait for the customer).
 *
 * Signals: `request-activated` (BalieConversationItem), `draft-activated` (BalieDraftItem), `draft-discarded` (BalieDraftItem): to be
 * asked about.
 */
#define BALIE_TYPE_HOME_PAGE (balie_home_page_get_type ())
G_DECLARE_FINAL_TYPE (BalieHomePage, balie_home_page, BALIE, HOME_PAGE, AdwBin)

GtkWidget *balie_home_page_new (void);

/**
 * balie_home_page_set_desk:
 * @name: of the desk
 */
void balie_home_page_set_desk (BalieHomePage *self,
                               const char    *name);

/**
 * balie_home_page_set_person:
 * @name: of who is signed in
 * @email: (nullable): where answers are mailed to
 */
void balie_home_page_set_person (BalieHomePage *self,
                                 const char    *name,
                                 const char    *email);

/**
 * balie_home_page_set_desk_state:
 * @state: (nullable): whether the desk is open, and what time it is
 */
void balie_home_page_set_desk_state (BalieHomePage  *self,
                                     BalieDeskState *state);

/**
 * balie_home_page_set_requests:
 * @requests: (nullable): a list of #BalieConversationItem
 */
void balie_home_page_set_requests (BalieHomePage *self,
                                   GListModel    *requests);

/**
 * balie_home_page_set_drafts:
 * @drafts: (nullable): a list of #BalieDraftItem
 */
void balie_home_page_set_drafts (BalieHomePage *self,
                                 GListModel    *drafts);

/**
 * balie_home_page_set_search:
 * @search: (nullable): that searches the requests
 */
void balie_home_page_set_search (BalieHomePage *self,
                                 BalieSearch   *search);

/**
 * balie_home_page_get_waiting:
 *
 * Returns: (transfer none): a list of the #BalieConversationItem that wait for the customer, whatever the list shows of them
 */
GListModel *balie_home_page_get_waiting (BalieHomePage *self);

/**
 * balie_home_page_set_loading:
 * @loading: whether an empty list is no answer yet
 */
void balie_home_page_set_loading (BalieHomePage *self,
                                  gboolean       loading);

/**
 * balie_home_page_set_chat:
 * @chat: (nullable): whose unread messages the folded chat counts
 */
void balie_home_page_set_chat (BalieHomePage         *self,
                               BalieConversationItem *chat);

/**
 * balie_home_page_set_chat_offered:
 * @offered: whether the desk can be reached by chat; without it there is no corner for it
 */
void balie_home_page_set_chat_offered (BalieHomePage *self,
                                       gboolean       offered);

/**
 * balie_home_page_set_chat_panel:
 * @panel: (nullable): what the unfolded chat shows
 */
void balie_home_page_set_chat_panel (BalieHomePage *self,
                                     GtkWidget     *panel);

/**
 * balie_home_page_set_answers_by_email:
 * @answers_by_email: whether answers are mailed too
 */
void balie_home_page_set_answers_by_email (BalieHomePage *self,
                                           gboolean       answers_by_email);

gboolean balie_home_page_get_chat_open (BalieHomePage *self);
void     balie_home_page_set_chat_open (BalieHomePage *self,
                                        gboolean       open);

/**
 * balie_home_page_show_request:
 * @page: what shows the request
 * @item: the request, for the title
 *
 * Shows a request instead of the list.
 */
void balie_home_page_show_request (BalieHomePage         *self,
                                   GtkWidget             *page,
                                   BalieConversationItem *item);

/**
 * balie_home_page_get_request:
 *
 * Returns: (transfer none) (nullable): the request that is shown, %NULL while the list is
 */
BalieConversationItem *balie_home_page_get_request (BalieHomePage *self);

/**
 * balie_home_page_get_request_page:
 *
 * Returns: (transfer none) (nullable): what shows the request, %NULL while the list is shown
 */
GtkWidget *balie_home_page_get_request_page (BalieHomePage *self);

/**
 * balie_home_page_show_list:
 *
 * Goes back to the list and lets go of the request's page.
 */
void balie_home_page_show_list (BalieHomePage *self);

void balie_home_page_focus_search (BalieHomePage *self);

/**
 * balie_home_page_open_filter:
 *
 * Goes back to the list and opens the menu of its filters.
 */
void balie_home_page_open_filter (BalieHomePage *self);

/**
 * balie_home_page_focus_list:
 *
 * Moves the focus to the request that had it last, or nowhere, so that it does not fall on the first button of the window.
 */
void balie_home_page_focus_list (BalieHomePage *self);

/**
 * balie_home_page_open_desk_menu:
 *
 * Opens the Servicedesk menu.
 */
void balie_home_page_open_desk_menu (BalieHomePage *self);

/**
 * balie_home_page_get_banner:
 *
 * Returns: (transfer none): the line for what is the matter
 */
BalieBanner *balie_home_page_get_banner (BalieHomePage *self);

/**
 * balie_home_page_get_corner:
 *
 * Returns: (transfer none): the layout, whose mode others may follow
 */
BalieChatCorner *balie_home_page_get_corner (BalieHomePage *self);

G_END_DECLS
