/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows the text of a help article. */
#pragma once

#include <gtk/gtk.h>

#include "balie-article.h"

G_BEGIN_DECLS

#define BALIE_TYPE_ARTICLE_VIEW (balie_article_view_get_type ())
G_DECLARE_FINAL_TYPE (BalieArticleView, balie_article_view, BALIE, ARTICLE_VIEW, GtkWidget)

GtkWidget *balie_article_view_new (void);

/**
 * balie_article_view_set_article:
 * @article: with its body
 */
void balie_article_view_set_article (BalieArticleView *self,
                                     BalieArticle     *article);

G_END_DECLS
