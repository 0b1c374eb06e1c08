/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets one "is typing" through in two seconds. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BALIE_TYPING_INTERVAL:
 *
 * Milliseconds between two that are let through.
 */
#define BALIE_TYPING_INTERVAL 2000

/**
 * BalieTypingLimit:
 *
 * Remembers who was typing where within the interval, and forgets it afterwards.
 */
typedef struct _BalieTypingLimit BalieTypingLimit;

BalieTypingLimit *balie_typing_limit_new (void);
void              balie_typing_limit_free (BalieTypingLimit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieTypingLimit, balie_typing_limit_free)

/**
 * balie_typing_limit_pass:
 * @account: who
 * @conversation: where
 * @now: milliseconds of a clock that does not go back
 *
 * Returns: whether this one is to be told to others
 */
gboolean balie_typing_limit_pass (BalieTypingLimit *self,
                                  const char       *account,
                                  const char       *conversation,
                                  gint64            now);

G_END_DECLS
