/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings drafts to the disk within a second, however fast somebody types. */
#pragma once

#include "balie-cache.h"
#include "balie-draft.h"

G_BEGIN_DECLS

#define BALIE_TYPE_DRAFT_KEEPER (balie_draft_keeper_get_type ())
G_DECLARE_FINAL_TYPE (BalieDraftKeeper, balie_draft_keeper, BALIE, DRAFT_KEEPER, GObject)

BalieDraftKeeper *balie_draft_keeper_new (BalieCache *cache);

/**
 * balie_draft_keeper_put:
 * @draft: (nullable): an empty one or %NULL removes, unless files go with it
 *
 * It was changed now.
 */
void balie_draft_keeper_put (BalieDraftKeeper *self,
                             const char       *key,
                             const BalieDraft *draft);

/**
 * balie_draft_keeper_peek:
 * @draft: (out) (transfer none) (nullable): what is not on disk yet
 *
 * Returns: whether something of @key is not on disk yet, be it a removal
 */
gboolean balie_draft_keeper_peek (BalieDraftKeeper  *self,
                                  const char        *key,
                                  const BalieDraft **draft);

/**
 * balie_draft_keeper_hold:
 *
 * The draft of @key is being sent: it is not written until [method@DraftKeeper.release], of which each hold needs one. What
 * is on its way to the disk and does not arrive is held too.
 */
void balie_draft_keeper_hold (BalieDraftKeeper *self,
                              const char       *key);

/**
 * balie_draft_keeper_release:
 * @sent: whether the held draft is gone for good; otherwise it is written like any. To be called in the order in which the
 *   cache answers
 *
 * What was put meanwhile stays.
 */
void balie_draft_keeper_release (BalieDraftKeeper *self,
                                 const char       *key,
                                 gboolean          sent);

/**
 * balie_draft_keeper_write:
 *
 * Hands all that is not on disk to the cache; it is there when a job that is given to the cache after this has run.
 */
void balie_draft_keeper_write (BalieDraftKeeper *self);

/**
 * balie_draft_keeper_stop:
 *
 * Writes what there is, and takes no more.
 */
void balie_draft_keeper_stop (BalieDraftKeeper *self);

G_END_DECLS
