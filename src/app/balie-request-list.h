/* SPDX-License-Identifier: GPL-3.0-or-later */
/* My requests and drafts in their sections, with search and filters. */
#pragma once

#include <gtk/gtk.h>

#include "balie-conversation-item.h"
#include "balie-desk-state.h"
#include "balie-search.h"

G_BEGIN_DECLS

/**
 * BalieRequestList:
 *
 * Properties: `requests` (GListModel of BalieConversationItem, nullable), `drafts` (GListModel of BalieDraftItem, nullable),
 * `search` (BalieSearch, nullable: that what is typed goes to), `status-filter` (BalieStatusFilter), `kind-filter` (BalieKindFilter),
 * `narrow` (boolean), `loading` (boolean: an empty list is no answer yet), `inset` (int: pixels at the end that something else
 * covers; the scroll bar alone stands in them).
 *
 * Signals: `request-activated` (BalieConversationItem), `draft-activated` (BalieDraftItem), `draft-discarded` (BalieDraftItem): to be
 * asked about.
 *
 * Actions: `list.filter-status`, `list.filter-kind` (string: nick of the value), `list.clear-filter`, `list.clear-search`.
 */
#define BALIE_TYPE_REQUEST_LIST (balie_request_list_get_type ())
G_DECLARE_FINAL_TYPE (BalieRequestList, balie_request_list, BALIE, REQUEST_LIST, GtkWidget)

GtkWidget *balie_request_list_new (void);
void       balie_request_list_set_requests (BalieRequestList *self,
                                            GListModel       *requests);
void       balie_request_list_set_drafts (BalieRequestList *self,
                                          GListModel       *drafts);
void       balie_request_list_set_search (BalieRequestList *self,
                                          BalieSearch      *search);

/**
 * balie_request_list_get_waiting:
 *
 * Returns: (transfer none): as [method@RequestSections.get_waiting]
 */
GListModel *balie_request_list_get_waiting (BalieRequestList *self);
void        balie_request_list_set_narrow (BalieRequestList *self,
                                           gboolean          narrow);
void        balie_request_list_set_loading (BalieRequestList *self,
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
 * balie_request_list_open_filter:
 *
 * Shows the menu of the filters.
 */
void balie_request_list_open_filter (BalieRequestList *self);

/**
 * balie_request_list_focus_search:
 *
 * Moves the focus to the search box and selects what stands in it.
 */
void balie_request_list_focus_search (BalieRequestList *self);

G_END_DECLS
