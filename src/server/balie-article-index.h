/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds help articles by their words. */
#pragma once

#include "balie-article.h"

G_BEGIN_DECLS

/**
 * BalieArticleIndex:
 *
 * A full-text index in memory; used by one thread at a time, which [method@ArticleIndex.release_owner] hands on.
 */
typedef struct _BalieArticleIndex BalieArticleIndex;

BalieArticleIndex *balie_article_index_new (GError **error);
void               balie_article_index_free (BalieArticleIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieArticleIndex, balie_article_index_free)

/**
 * balie_article_index_add:
 * @language: of the readers who see @article; one article may be there for several
 */
gboolean balie_article_index_add (BalieArticleIndex *self,
                                  const char        *language,
                                  BalieArticle      *article,
                                  GError           **error);

/**
 * balie_article_index_release_owner:
 *
 * Lets another thread use the index from now on.
 */
void balie_article_index_release_owner (BalieArticleIndex *self);

/**
 * balie_article_index_find:
 * @language: of the reader
 * @text: what is looked for; a few words or a whole sentence
 * @limit: most articles
 *
 * Finds the articles that hold at least half of the words that count, the best first: those with most of the words, and among them those where
 * the words say most. Words of three letters and more, and the last one, may go on; shorter ones count when there are no others, and what most articles
 * hold does not.
 *
 * Returns: (transfer full) (element-type BalieArticle): the articles
 */
GPtrArray *balie_article_index_find (BalieArticleIndex *self,
                                     const char        *language,
                                     const char        *text,
                                     guint              limit,
                                     GError           **error);

G_END_DECLS
