/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was found behind the tokens that came lately, so that not every request asks the database who it is. */
#pragma once

#include "balie-caller.h"

G_BEGIN_DECLS

/**
 * BalieCallerCache:
 *
 * What it says may have become wrong: every action looks by itself, in its own transaction, whether the session of its caller still
 * lives. See [func@session_action_check].
 */
typedef struct _BalieCallerCache BalieCallerCache;

/**
 * balie_caller_cache_new:
 * @maximum: of callers
 */
BalieCallerCache *balie_caller_cache_new (guint maximum);
void              balie_caller_cache_free (BalieCallerCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieCallerCache, balie_caller_cache_free)

/**
 * balie_caller_cache_find:
 * @token_hash: as the database keeps it
 * @now: milliseconds since 1970
 *
 * Returns: (transfer none) (nullable): who has the token, until the cache is changed; %NULL when that is not known, or has
 *   expired
 */
const BalieCaller *balie_caller_cache_find (BalieCallerCache *self,
                                            const char       *token_hash,
                                            gint64            now);

/**
 * balie_caller_cache_add:
 * @caller: with a session
 */
void balie_caller_cache_add (BalieCallerCache  *self,
                             const char        *token_hash,
                             const BalieCaller *caller);

/**
 * balie_caller_cache_forget:
 * @session: that has ended
 */
void balie_caller_cache_forget (BalieCallerCache *self,
                                const char       *session);

G_END_DECLS
