/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed and not sent. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BALIE_DRAFT_NEW_QUESTION:
 *
 * Key of the draft of the question dialog. An answer's draft has the id of its conversation for a key.
 */
#define BALIE_DRAFT_NEW_QUESTION "new-question"
#define BALIE_DRAFT_NEW_PROBLEM "new-problem"

/**
 * BALIE_DRAFT_RATING_PREFIX:
 *
 * Before the id of a request: the comment on a rating that was not sent. It stands at its request, and in no list.
 */
#define BALIE_DRAFT_RATING_PREFIX "rating:"

/**
 * BalieDraft:
 * @subject: (nullable): of a new request
 * @text: what was typed
 * @category: (nullable): chosen
 * @urgency: (nullable): chosen
 * @follows: (nullable): id of the closed request that a new one goes on from
 * @diagnostics: (nullable): set when technical details go with it: the names of those that were left out, joined by `\n`
 * @changed_at: milliseconds since 1970; the session sets it
 */
typedef struct
{
  char  *subject;
  char  *text;
  char  *category;
  char  *urgency;
  char  *follows;
  char  *diagnostics;
  gint64 changed_at;
} BalieDraft;

BalieDraft *balie_draft_new (const char *subject,
                             const char *text);
BalieDraft *balie_draft_copy (const BalieDraft *self);
void        balie_draft_free (BalieDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieDraft, balie_draft_free)

/**
 * balie_draft_is_empty:
 *
 * Returns: whether nobody would miss its text: only white space was typed. Files may go with it all the same.
 */
gboolean balie_draft_is_empty (const BalieDraft *self);

/**
 * balie_draft_append:
 * @text: (nullable): what else was typed; nothing happens when it is blank
 *
 * Puts @text behind the text, with an empty line between.
 */
void balie_draft_append (BalieDraft *self,
                         const char *text);

G_END_DECLS
