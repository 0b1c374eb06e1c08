/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a search does on the cache's thread. */
#pragma once

#include "balie-cache.h"
#include "balie-search-words.h"
#include "balie-search.h"

G_BEGIN_DECLS

/**
 * BalieSearchFound:
 * @hit: what is shown of it
 * @number: of the message that @hit is of, 0 for none
 * @looked_up: whether @hit is all there is
 */
typedef struct
{
  BalieSearchHit hit;
  gint64         number;
  gboolean       looked_up;
} BalieSearchFound;

/**
 * balie_search_found_new:
 * @text: (nullable): what it was found in
 *
 * Returns: (transfer full): what is known without looking anything up
 */
BalieSearchFound *balie_search_found_new (const BalieSearchWords *words,
                                          const char             *text);

/**
 * balie_search_found_new_at:
 * @number: of the message that it was found in
 *
 * Returns: (transfer full): what is still to be looked up
 */
BalieSearchFound *balie_search_found_new_at (gint64 number);

/**
 * balie_search_found_table_new:
 *
 * Returns: (transfer full) (element-type utf8 BalieSearchFound): an empty table by the ids of conversations
 */
GHashTable *balie_search_found_table_new (void);

/**
 * balie_search_jobs_find_async:
 *
 * Finds what has all the words. The task gives a table as above, in which some of the snippets are looked up.
 */
void balie_search_jobs_find_async (BalieCache         *cache,
                                   BalieSearchWords   *words,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);

/**
 * balie_search_jobs_look_up_async:
 * @wanted: (transfer full): a table as above
 *
 * Looks up the snippets of all in @wanted. The task gives a table of them.
 */
void balie_search_jobs_look_up_async (BalieCache         *cache,
                                      BalieSearchWords   *words,
                                      GHashTable         *wanted,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);

G_END_DECLS
