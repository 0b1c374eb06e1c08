/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows one help article, and fetches it when need be. */
#pragma once

#include <adwaita.h>

#include "balie-session.h"

G_BEGIN_DECLS

/**
 * BalieArticleDialog:
 *
 * Actions: `article.load`: tries again.
 */
#define BALIE_TYPE_ARTICLE_DIALOG (balie_article_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BalieArticleDialog, balie_article_dialog, BALIE, ARTICLE_DIALOG, AdwWindow)

/**
 * balie_article_dialog_new:
 * @parent: (nullable): what it stands over
 * @session: (nullable): that fetches the body; %NULL for previews
 * @article: with or without its body
 */
GtkWindow *balie_article_dialog_new (GtkWindow    *parent,
                                     BalieSession *session,
                                     BalieArticle *article);

G_END_DECLS
