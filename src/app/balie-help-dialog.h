/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's help articles, to search and to read. */
#pragma once

#include <adwaita.h>

#include "balie-session.h"

G_BEGIN_DECLS

/**
 * BalieHelpDialog:
 *
 * The server searches, in the whole texts.
 *
 * Actions: `help.load`: asks for the articles again.
 */
#define BALIE_TYPE_HELP_DIALOG (balie_help_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BalieHelpDialog, balie_help_dialog, BALIE, HELP_DIALOG, AdwWindow)

/**
 * balie_help_dialog_new:
 * @parent: (nullable): what it stands over
 * @session: (nullable): that fetches the articles; %NULL for previews
 */
BalieHelpDialog *balie_help_dialog_new (GtkWindow    *parent,
                                        BalieSession *session);

/**
 * balie_help_dialog_show_articles:
 * @articles: (element-type BalieArticle): in the order in which they are listed
 *
 * A session finds its own; this is for tests and previews without one.
 */
void balie_help_dialog_show_articles (BalieHelpDialog *self,
                                      GPtrArray       *articles);

/**
 * balie_help_dialog_show_failure:
 * @error: why there are no articles
 *
 * As balie_help_dialog_show_articles(), when they could not be fetched.
 */
void balie_help_dialog_show_failure (BalieHelpDialog *self,
                                     const GError    *error);

G_END_DECLS
