/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody looks for, as words of the full-text index. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BALIE_INDEX_WORDS_TEXT_MAX:
 *
 * Most characters of what is looked for.
 */
#define BALIE_INDEX_WORDS_TEXT_MAX 200

/**
 * balie_index_words_split:
 * @text: UTF-8 that somebody typed
 *
 * Letters and digits make words, all else is between them: nothing that is typed means anything else to the index. At most 16 are taken.
 *
 * Returns: (transfer full) (array zero-terminated=1): the words, possibly none
 */
GStrv balie_index_words_split (const char *text);

/**
 * balie_index_words_quote:
 * @word: from [func@index_words_split]
 * @is_prefix: whether it may go on
 *
 * Returns: (transfer full): the word as an expression for the index
 */
char *balie_index_words_quote (const char *word,
                               gboolean    is_prefix);

/**
 * balie_index_words_make_match:
 * @text: UTF-8 that somebody typed
 *
 * Returns: (transfer full) (nullable): an expression for what holds every word, the last one as the beginning of one; %NULL when there is no
 *   word in @text
 */
char *balie_index_words_make_match (const char *text);

G_END_DECLS
