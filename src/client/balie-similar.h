/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds requests whose subjects have words in common with a text. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BalieSimilar:
 *
 * The words of a text that say what it is about: case and diacritics are folded, and what stands in every sentence, in Dutch or in English,
 * is left out.
 */
typedef struct _BalieSimilar BalieSimilar;

/**
 * balie_similar_new:
 * @text: valid UTF-8; its last word may still be growing
 */
BalieSimilar *balie_similar_new (const char *text);
void          balie_similar_free (BalieSimilar *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieSimilar, balie_similar_free)

/**
 * balie_similar_is_empty:
 *
 * Returns: whether there is no word to look for
 */
gboolean balie_similar_is_empty (const BalieSimilar *self);

/**
 * balie_similar_score:
 * @subject: valid UTF-8
 *
 * A word that is the same counts fully; one of which the other is the beginning, from four letters on, counts by half.
 *
 * Returns: how alike they are: from 0 for nothing in common to 1 for all words of the text
 */
double balie_similar_score (const BalieSimilar *self,
                            const char         *subject);

/**
 * balie_similar_find_requests:
 * @requests: of BalieConversationItem, newest change first
 * @text: such as the subject of a new request
 * @maximum: how many are wanted
 *
 * Returns: (transfer full) (element-type BalieConversationItem): requests that are neither solved nor closed and have at least a third of
 *   the words, the most alike first, and of those that are as much alike the newer ones
 */
GPtrArray *balie_similar_find_requests (GListModel *requests,
                                        const char *text,
                                        guint       maximum);

G_END_DECLS
