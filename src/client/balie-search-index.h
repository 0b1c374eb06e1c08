/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings what was cached before there was an index into it, bit by bit. */
#pragma once

#include "balie-cache.h"

G_BEGIN_DECLS

/**
 * BalieSearchIndex:
 *
 * Signals: `grown`: a search may find more now.
 */
#define BALIE_TYPE_SEARCH_INDEX (balie_search_index_get_type ())
G_DECLARE_FINAL_TYPE (BalieSearchIndex, balie_search_index, BALIE, SEARCH_INDEX, GObject)

BalieSearchIndex *balie_search_index_new (BalieCache *cache);

/**
 * balie_search_index_start:
 *
 * Works off the backlog whenever there is nothing else to do: the first frame comes first, and what is written meanwhile
 * waits for one bit at most.
 */
void balie_search_index_start (BalieSearchIndex *self);
void balie_search_index_stop (BalieSearchIndex *self);

G_END_DECLS
