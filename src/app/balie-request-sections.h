/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requests in the order of their sections, narrowed down by a filter and by words. */
#pragma once

#include <gtk/gtk.h>

#include "balie-conversation-item.h"

G_BEGIN_DECLS

/**
 * BalieRequestSection:
 * @BALIE_SECTION_WAITING: for the customer
 * @BALIE_SECTION_OPEN: with the desk
 * @BALIE_SECTION_CLOSED: solved or closed
 */
typedef enum {
  BALIE_SECTION_WAITING,
  BALIE_SECTION_OPEN,
  BALIE_SECTION_CLOSED,
} BalieRequestSection;

#define BALIE_N_SECTIONS (BALIE_SECTION_CLOSED + 1)

/**
 * BALIE_SECTION_ALL:
 *
 * No filter.
 */
#define BALIE_SECTION_ALL -1

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
 * balie_request_sections_set_words:
 * @text: (nullable): what was typed; each word must occur in the number, the subject or the last message
 */
void balie_request_sections_set_words (BalieRequestSections *self,
                                       const char           *text);

/**
 * balie_request_sections_set_filter:
 * @filter: a #BalieRequestSection, or %BALIE_SECTION_ALL
 */
void balie_request_sections_set_filter (BalieRequestSections *self,
                                        int                   filter);

/**
 * balie_request_sections_get_model:
 *
 * Returns: (transfer none): all that is shown, section after section
 */
GListModel *balie_request_sections_get_model (BalieRequestSections *self);

/**
 * balie_request_sections_get_count:
 *
 * Returns: how many requests of @section are shown
 */
guint balie_request_sections_get_count (BalieRequestSections *self,
                                        BalieRequestSection   section);

/**
 * balie_request_section_of:
 *
 * Returns: the section that a request belongs to
 */
BalieRequestSection balie_request_section_of (BalieConversationItem *item);

G_END_DECLS
