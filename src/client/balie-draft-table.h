/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drafts in the cache. */
#pragma once

#include "balie-db.h"
#include "balie-draft.h"

G_BEGIN_DECLS

/**
 * BalieDraftRow:
 * @key: of the draft
 * @draft: what was typed and chosen
 * @n_files: how many files go with it
 */
typedef struct
{
  char       *key;
  BalieDraft *draft;
  guint       n_files;
} BalieDraftRow;

void balie_draft_row_free (BalieDraftRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieDraftRow, balie_draft_row_free)

/**
 * balie_draft_table_put:
 * @draft: (nullable): an empty one or %NULL removes, unless files go with it
 */
gboolean balie_draft_table_put (BalieDb          *db,
                                const char       *key,
                                const BalieDraft *draft,
                                GError          **error);

/**
 * balie_draft_table_remove:
 *
 * Removes what was typed and chosen, not the files.
 */
gboolean balie_draft_table_remove (BalieDb    *db,
                                   const char *key,
                                   GError    **error);

/**
 * balie_draft_table_get:
 *
 * Returns: (transfer full) (nullable): the draft; %NULL without @error when there is none
 */
BalieDraft *balie_draft_table_get (BalieDb    *db,
                                   const char *key,
                                   GError    **error);

/**
 * balie_draft_table_list:
 *
 * Returns: (transfer full) (element-type BalieDraftRow): all drafts, also those that have only files
 */
GPtrArray *balie_draft_table_list (BalieDb *db,
                                   GError **error);

/**
 * balie_draft_table_count:
 *
 * Returns: how many there are, also of those that have only files; -1 on an error
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
