/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requests and drafts in the order of their sections, narrowed down by filters and a search. */
#pragma once

#include <gtk/gtk.h>

#include "balie-request-filter.h"
#include "balie-search.h"

G_BEGIN_DECLS

/**
 * BalieRequestSection:
 * @BALIE_SECTION_WAITING: for the customer
 * @BALIE_SECTION_DRAFTS: begun and not sent
 * @BALIE_SECTION_OPEN: with the desk
 * @BALIE_SECTION_CLOSED: solved or closed
 */
typedef enum {
  BALIE_SECTION_WAITING,
  BALIE_SECTION_DRAFTS,
  BALIE_SECTION_OPEN,
  BALIE_SECTION_CLOSED,
} BalieRequestSection;

#define BALIE_N_SECTIONS (BALIE_SECTION_CLOSED + 1)

/**
 * BalieRequestSections:
 *
 * Follows its source and the status of each request in it. Within a section the order of the source holds.
 */
#define BALIE_TYPE_REQUEST_SECTIONS (balie_request_sections_get_type ())
G_DECLARE_FINAL_TYPE (BalieRequestSections, balie_request_sections, BALIE, REQUEST_SECTIONS, GObject)

BalieRequestSections *balie_request_sections_new (void);

/**
 * balie_request_sections_set_source:
 * @source: (nullable): a list of #BalieConversationItem
 */
void balie_request_sections_set_source (BalieRequestSections *self,
                                        GListModel           *source);

/**
 * balie_request_sections_set_drafts:
 * @drafts: (nullable): a list of #BalieDraftItem
 */
void balie_request_sections_set_drafts (BalieRequestSections *self,
                                        GListModel           *drafts);

/**
 * balie_request_sections_set_search:
 * @search: (nullable): that has to find what is shown, while anything is searched for
 */
void balie_request_sections_set_search (BalieRequestSections *self,
                                        BalieSearch          *search);

/**
 * balie_request_sections_set_filter:
 *
 * A draft has no status, so that a filter by status hides it.
 */
void balie_request_sections_set_filter (BalieRequestSections *self,
                                        BalieStatusFilter     status,
                                        BalieKindFilter       kind);

/**
 * balie_request_sections_get_model:
 *
 * Returns: (transfer none): all that is shown, section after section
 */
GListModel *balie_request_sections_get_model (BalieRequestSections *self);

/**
 * balie_request_sections_get_waiting:
 *
 * Returns: (transfer none): the requests that wait for the customer, whether they are shown or not
 */
GListModel *balie_request_sections_get_waiting (BalieRequestSections *self);

/**
 * balie_request_sections_get_count:
 *
 * Returns: how many requests of @section are shown
 */
guint balie_request_sections_get_count (BalieRequestSections *self,
                                        BalieRequestSection   section);

/**
 * balie_request_section_of:
 * @item: a #BalieConversationItem or a #BalieDraftItem
 *
 * Returns: the section that it belongs to
 */
BalieRequestSection balie_request_section_of (gpointer item);

G_END_DECLS
