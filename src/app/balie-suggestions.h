/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offers own open requests and help articles that look like what is being typed. */
#pragma once

#include <gtk/gtk.h>

#include "balie-session.h"

G_BEGIN_DECLS

/**
 * BalieSuggestions:
 *
 * Shows itself when there is something, at most three requests and three articles, and takes no room when there is not. It looks after
 * a pause in typing, from three letters on. Articles open in a window of their own.
 *
 * Signals: `request-activated` (string: id of a request that wants to be opened).
 *
 * Actions: `suggestions.dismiss`: it stays away until the text was empty once.
 */
#define BALIE_TYPE_SUGGESTIONS (balie_suggestions_get_type ())
G_DECLARE_FINAL_TYPE (BalieSuggestions, balie_suggestions, BALIE, SUGGESTIONS, GtkWidget)

GtkWidget *balie_suggestions_new (void);

/**
 * balie_suggestions_set_session:
 * @session: (nullable): whose requests and articles are offered
 */
void balie_suggestions_set_session (BalieSuggestions *self,
                                    BalieSession     *session);

/**
 * balie_suggestions_set_text:
 * @text: what stands there now; to be called on each change
 */
void balie_suggestions_set_text (BalieSuggestions *self,
                                 const char       *text);

/**
 * balie_suggestions_set_delay:
 * @milliseconds: how long a pause is; 300 unless this is called
 */
void balie_suggestions_set_delay (BalieSuggestions *self,
                                  guint             milliseconds);

/**
 * balie_suggestions_set_requests:
 * @requests: (nullable): of BalieConversationItem
 *
 * A session brings its own; this is for tests and previews without one.
 */
void balie_suggestions_set_requests (BalieSuggestions *self,
                                     GListModel       *requests);

/**
 * balie_suggestions_show_articles:
 * @articles: (element-type BalieArticle): that look like the text, the best first
 *
 * A session finds its own; this is for tests and previews without one.
 */
void balie_suggestions_show_articles (BalieSuggestions *self,
                                      GPtrArray        *articles);

G_END_DECLS
