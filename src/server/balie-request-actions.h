/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to a request at the end of its life. */
#pragma once

#include "balie-conversation.h"
#include "balie-transaction.h"

G_BEGIN_DECLS

/* Each action runs inside a transaction on a thread of the database, as a #BalieAction does. A refusal, such as 404 for what is not the
 * caller's, comes as an error of %BALIE_REFUSAL. */

/**
 * BalieRatingInput:
 * @conversation: id
 * @score: 1 to 5
 * @comment: (nullable): checked
 */
typedef struct
{
  char *conversation;
  int   score;
  char *comment;
} BalieRatingInput;

void balie_rating_input_free (BalieRatingInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieRatingInput, balie_rating_input_free)

/**
 * balie_request_action_rate:
 * @input: (type BalieRatingInput):
 *
 * Keeps what the caller thinks of how an own request was handled, in place of an earlier rating: 200 with the conversation; 409 while it is
 * neither solved nor closed.
 */
gpointer balie_request_action_rate (BalieTransaction *transaction,
                                    gpointer          input,
                                    GError          **error);

/**
 * BALIE_CLOSE_BATCH:
 *
 * Most requests that are closed in one transaction, so that others need not wait for long.
 */
#define BALIE_CLOSE_BATCH 100

/**
 * balie_request_action_close_solved:
 * @input: (type gint64): milliseconds that a request stays solved
 *
 * Closes, in the desk's own name, requests that have been solved for so long, %BALIE_CLOSE_BATCH at most.
 *
 * Returns: (type guint): how many were closed; 0 also on error
 */
gpointer balie_request_action_close_solved (BalieTransaction *transaction,
                                            gpointer          input,
                                            GError          **error);

G_END_DECLS
