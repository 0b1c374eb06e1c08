/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that somebody searches for, and where they stand in a text. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BALIE_SEARCH_MAX_WORDS:
 *
 * Most words of a search; what comes after them is left out.
 */
#define BALIE_SEARCH_MAX_WORDS 8

/**
 * BALIE_SEARCH_MAX_LINE:
 *
 * Most characters of a snippet.
 */
#define BALIE_SEARCH_MAX_LINE 160

/**
 * BalieSearchWords:
 *
 * What was typed, word by word. A text has a word when it stands in it from the beginning of one of the text's own words, in
 * whatever case and with whatever accents. Letters and digits count; all else only parts them, so `8.2` is an 8 with a 2
 * right behind it. Immutable.
 */
typedef struct _BalieSearchWords BalieSearchWords;

/**
 * balie_search_words_new:
 * @text: (nullable): as it was typed
 *
 * Returns: (transfer full) (nullable): the words, %NULL when there is none
 */
BalieSearchWords *balie_search_words_new (const char *text);
BalieSearchWords *balie_search_words_ref (BalieSearchWords *self);
void              balie_search_words_unref (BalieSearchWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieSearchWords, balie_search_words_unref)

guint balie_search_words_get_n_words (const BalieSearchWords *self);

/**
 * balie_search_words_get_match:
 * @word: from 0
 *
 * Returns: (transfer none): the word for the index: a quoted phrase in which nothing is syntax
 */
const char *balie_search_words_get_match (const BalieSearchWords *self,
                                          guint                   word);

/**
 * balie_search_words_has_all:
 *
 * Returns: whether @text has every word
 */
gboolean balie_search_words_has_all (const BalieSearchWords *self,
                                     const char             *text);

/**
 * balie_search_words_locate:
 * @text: valid UTF-8
 * @offset: (out): of the first place where one of the words stands, in bytes
 * @length: (out): of that place, in bytes
 *
 * Returns: whether there is such a place
 */
gboolean balie_search_words_locate (const BalieSearchWords *self,
                                    const char             *text,
                                    guint                  *offset,
                                    guint                  *length);

/**
 * balie_search_words_dup_snippet:
 * @text: valid UTF-8
 * @offset: (out): of the hit in the snippet, in bytes
 * @length: (out): of the hit in bytes, 0 when there is none in @text
 *
 * Returns: (transfer full): one line of @text, around the first hit
 */
char *balie_search_words_dup_snippet (const BalieSearchWords *self,
                                      const char             *text,
                                      guint                  *offset,
                                      guint                  *length);

G_END_DECLS
