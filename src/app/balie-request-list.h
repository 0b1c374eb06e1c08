/* SPDX-License-Identifier: GPL-3.0-or-later */
/* My requests in their sections, with search and filter. */
#pragma once

#include <gtk/gtk.h>

#include "balie-conversation-item.h"
#include "balie-desk-state.h"

G_BEGIN_DECLS

/**
 * BalieRequestList:
 *
 * Properties: `requests` (GListModel of BalieConversationItem, nullable), `narrow` (boolean), `loading` (boolean: an empty list is no
 * answer yet), `inset` (int: pixels at the end that something else covers; the scroll bar alone stands in them).
 *
 * Signals: `request-activated` (BalieConversationItem).
 */
#define BALIE_TYPE_REQUEST_LIST (balie_request_list_get_type ())
G_DECLARE_FINAL_TYPE (BalieRequestList, balie_request_list, BALIE, REQUEST_LIST, GtkWidget)

GtkWidget *balie_request_list_new (void);
void       balie_request_list_set_requests (BalieRequestList *self,
                                            GListModel       *requests);
void       balie_request_list_set_narrow (BalieRequestList *self,
                                          gboolean          narrow);
void       balie_request_list_set_loading (BalieRequestList *self,
                                           gboolean          loading);

/**
 * balie_request_list_set_desk_state:
 * @state: (nullable): whose clock tells today from yesterday
 */
void balie_request_list_set_desk_state (BalieRequestList *self,
                                        BalieDeskState   *state);

/**
 * balie_request_list_focus:
 *
 * Moves the focus to the request that had it last, or to what can be done where there is none.
 *
 * Returns: whether there was anything to give it to
 */
gboolean balie_request_list_focus (BalieRequestList *self);

/**
 * balie_request_list_focus_search:
 *
 * Moves the focus to the search box and selects what stands in it.
 */
void balie_request_list_focus_search (BalieRequestList *self);

G_END_DECLS
