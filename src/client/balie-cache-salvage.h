/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a damaged cache. */
#pragma once

#include "balie-db.h"

G_BEGIN_DECLS

/**
 * balie_cache_salvage_move_aside:
 * @path: of the damaged file
 *
 * Renames the file and what belongs to it to `PATH.damaged-DATE`.
 *
 * Returns: (transfer full): the new path, or %NULL on an error
 */
char *balie_cache_salvage_move_aside (const char *path,
                                      GError    **error);

/**
 * balie_cache_salvage_copy:
 * @damaged: path of a damaged file
 * @to: a new cache, with its tables
 *
 * Copies what can be read of what only this machine has: outbox, drafts and their files.
 */
void balie_cache_salvage_copy (const char *damaged,
                               BalieDb    *to);

G_END_DECLS
