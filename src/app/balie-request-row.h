/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request in the list of requests, or one draft. */
#pragma once

#include <gtk/gtk.h>

#include "balie-conversation-item.h"
#include "balie-desk-state.h"
#include "balie-search.h"

G_BEGIN_DECLS

/**
 * BalieRequestRow:
 *
 * Properties: `item` (BalieConversationItem or BalieDraftItem, nullable), `narrow` (boolean: leave out what a narrow window has no
 * room for).
 */
#define BALIE_TYPE_REQUEST_ROW (balie_request_row_get_type ())
G_DECLARE_FINAL_TYPE (BalieRequestRow, balie_request_row, BALIE, REQUEST_ROW, GtkWidget)

GtkWidget *balie_request_row_new (void);
gpointer   balie_request_row_get_item (BalieRequestRow *self);
void       balie_request_row_set_item (BalieRequestRow *self,
                                       gpointer         item);
void       balie_request_row_set_narrow (BalieRequestRow *self,
                                         gboolean         narrow);

/**
 * balie_request_row_set_search:
 * @search: (nullable): whose hits are shown instead of the last message
 */
void balie_request_row_set_search (BalieRequestRow *self,
                                   BalieSearch     *search);

/**
 * balie_request_row_set_desk_state:
 * @state: (nullable): whose clock tells today from yesterday; without one the row tells no time
 */
void balie_request_row_set_desk_state (BalieRequestRow *self,
                                       BalieDeskState  *state);

/**
 * balie_request_row_set_place:
 * @section: (nullable): name of the section that begins with this row; %NULL inside one
 * @count: number of requests in @section
 * @is_last: whether the section ends with this row
 *
 * Rows draw the frame of their section together.
 */
void balie_request_row_set_place (BalieRequestRow *self,
                                  const char      *section,
                                  guint            count,
                                  gboolean         is_last);

G_END_DECLS
