/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts, newest change first; for this room alone, the app sees a GListModel. */
#pragma once

#include <gio/gio.h>

#include "balie-draft-item.h"

G_BEGIN_DECLS

#define BALIE_TYPE_DRAFT_LIST (balie_draft_list_get_type ())
G_DECLARE_FINAL_TYPE (BalieDraftList, balie_draft_list, BALIE, DRAFT_LIST, GObject)

BalieDraftList *balie_draft_list_new (void);

/**
 * balie_draft_list_put:
 *
 * Adds a draft, or changes the item that is there.
 */
void balie_draft_list_put (BalieDraftList          *self,
                           const BalieDraftSummary *summary);

/**
 * balie_draft_list_remove:
 *
 * No fault when there is none with that key.
 */
void balie_draft_list_remove (BalieDraftList *self,
                              const char     *key);

/**
 * balie_draft_list_find:
 *
 * Returns: (transfer none) (nullable): the item with that key
 */
BalieDraftItem *balie_draft_list_find (BalieDraftList *self,
                                       const char     *key);

G_END_DECLS
