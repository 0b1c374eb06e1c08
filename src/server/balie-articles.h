/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The help articles of the desk, as they are now. */
#pragma once

#include <gio/gio.h>

#include "balie-article.h"

G_BEGIN_DECLS

/**
 * BalieArticles:
 *
 * Reads a folder, and reads it again when something changes in it. Readers see either what was there before or what is there
 * now, never something in between; a file that is being written is seen when that is done.
 *
 * Lives in the main context in which it was made. Signal: `changed`, when the folder was read again.
 */
#define BALIE_TYPE_ARTICLES (balie_articles_get_type ())
G_DECLARE_FINAL_TYPE (BalieArticles, balie_articles, BALIE, ARTICLES, GObject)

/**
 * balie_articles_new:
 * @path: of the folder; what is wrong in it is logged
 * @language: of readers who have none
 *
 * Returns: (transfer full): the articles
 */
BalieArticles *balie_articles_new (const char *path,
                                   const char *language);

/**
 * balie_articles_get_count:
 *
 * Returns: how many articles there are, each counted once whatever languages it is written in
 */
guint balie_articles_get_count (BalieArticles *self);

/**
 * balie_articles_list:
 * @language: (nullable): of the reader. An article that is not written in it is there in the desk's own, or in another one.
 *
 * Returns: (transfer full) (element-type BalieArticle): all, by title
 */
GPtrArray *balie_articles_list (BalieArticles *self,
                                const char    *language);

/**
 * balie_articles_find:
 * @language: (nullable): of the reader
 * @text: what is looked for
 *
 * Returns: (transfer full) (element-type BalieArticle): some articles, the best first; %NULL on error
 */
GPtrArray *balie_articles_find (BalieArticles *self,
                                const char    *language,
                                const char    *text,
                                GError       **error);

/**
 * balie_articles_get:
 * @language: (nullable): of the reader
 *
 * Returns: (transfer none) (nullable): the article, until the next `changed`; %NULL when there is none
 */
BalieArticle *balie_articles_get (BalieArticles *self,
                                  const char    *language,
                                  const char    *id);

G_END_DECLS
