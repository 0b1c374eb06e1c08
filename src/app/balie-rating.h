/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a request was handled, in stars and words: to be given, and to be changed. */
#pragma once

#include <gtk/gtk.h>

#include "balie-conversation.h"

G_BEGIN_DECLS

/**
 * BalieRating:
 *
 * Five stars in a row; choosing one asks for a comment and offers to send both.
 *
 * Actions: `rating.send`.
 *
 * Signals: `rated` (int: 1 to %BALIE_RATING_MAX, nullable string: the comment) when it is to be sent;
 * `comment-typed` whenever somebody changed the comment.
 */
#define BALIE_TYPE_RATING (balie_rating_get_type ())
G_DECLARE_FINAL_TYPE (BalieRating, balie_rating, BALIE, RATING, GtkWidget)

GtkWidget *balie_rating_new (void);

/**
 * balie_rating_clear:
 *
 * Forgets everything, for another request.
 */
void balie_rating_clear (BalieRating *self);

/**
 * balie_rating_set_kept:
 * @score: what was given, 0 for nothing so far
 * @comment: (nullable): what was said with it
 *
 * Shows what the desk has. What is being chosen or typed stays, unless this is what was sent.
 */
void balie_rating_set_kept (BalieRating *self,
                            int          score,
                            const char  *comment);

/**
 * balie_rating_dup_comment:
 *
 * Returns: (transfer full) (nullable): what was typed and not sent so far
 */
char *balie_rating_dup_comment (BalieRating *self);

/**
 * balie_rating_set_comment:
 *
 * Puts back what was typed earlier, to be sent with the next star that is chosen.
 */
void balie_rating_set_comment (BalieRating *self,
                               const char  *comment);

/**
 * balie_rating_set_sending:
 * @sending: whether it is on its way, during which nothing can be changed
 */
void balie_rating_set_sending (BalieRating *self,
                               gboolean     sending);

G_END_DECLS
