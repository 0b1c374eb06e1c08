/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drafts in the cache. */
#pragma once

#include "balie-db.h"
#include "balie-draft.h"

G_BEGIN_DECLS

/**
 * balie_draft_table_put:
 * @draft: (nullable): an empty one or %NULL removes
 */
gboolean balie_draft_table_put (BalieDb          *db,
                                const char       *key,
                                const BalieDraft *draft,
                                GError          **error);

/**
 * balie_draft_table_get:
 *
 * Returns: (transfer full) (nullable): the draft; %NULL without @error when there is none
 */
BalieDraft *balie_draft_table_get (BalieDb    *db,
                                   const char *key,
                                   GError    **error);

/**
 * balie_draft_table_count:
 *
 * Returns: how many there are, -1 on an error
 */
gint64 balie_draft_table_count (BalieDb *db,
                                GError **error);

/**
 * balie_draft_table_salvage:
 * @from: a damaged cache
 * @to: a new one
 *
 * Copies what can be read.
 *
 * Returns: how many drafts were saved
 */
guint balie_draft_table_salvage (BalieDb *from,
                                 BalieDb *to);

G_END_DECLS
