/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One suggestion: a request or a help article that looks alike. */
#pragma once

#include <gtk/gtk.h>

#include "balie-article.h"
#include "balie-conversation-item.h"

G_BEGIN_DECLS

#define BALIE_TYPE_SUGGESTION_ROW (balie_suggestion_row_get_type ())
G_DECLARE_FINAL_TYPE (BalieSuggestionRow, balie_suggestion_row, BALIE, SUGGESTION_ROW, GtkListBoxRow)

GtkWidget *balie_suggestion_row_new_for_request (BalieConversationItem *request);
GtkWidget *balie_suggestion_row_new_for_article (BalieArticle *article);

/**
 * balie_suggestion_row_get_request:
 *
 * Returns: (transfer none) (nullable): the request, if it is one
 */
BalieConversationItem *balie_suggestion_row_get_request (BalieSuggestionRow *self);

/**
 * balie_suggestion_row_get_article:
 *
 * Returns: (transfer none) (nullable): the article, if it is one
 */
BalieArticle *balie_suggestion_row_get_article (BalieSuggestionRow *self);

G_END_DECLS
