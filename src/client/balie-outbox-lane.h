/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way out of one conversation: one entry after the other. */
#pragma once

#include "balie-outbox.h"

G_BEGIN_DECLS

typedef struct _BalieOutboxLane BalieOutboxLane;

/**
 * balie_outbox_lane_new:
 * @outbox: (transfer none): owns the lane
 */
BalieOutboxLane *balie_outbox_lane_new (BalieOutbox *outbox,
                                        const char  *conversation);
void             balie_outbox_lane_free (BalieOutboxLane *self);

/**
 * balie_outbox_lane_get:
 *
 * Returns: (transfer none): the lane of that conversation, made when it is missing
 */
BalieOutboxLane *balie_outbox_lane_get (BalieOutbox *outbox,
                                        const char  *conversation);

/**
 * balie_outbox_lane_pump:
 *
 * Sends the next entry, unless one is under way, or the lane waits, or its files are not with the server, or the outbox is not open.
 * One whose files are refused is refused.
 */
void balie_outbox_lane_pump (BalieOutboxLane *self);

/**
 * balie_outbox_lane_go_on:
 *
 * What was under way is where it belongs: the next one goes.
 */
void balie_outbox_lane_go_on (BalieOutboxLane *self);

/**
 * balie_outbox_lane_retry_later:
 * @retry_after: seconds that the server asked for, 0 for none
 *
 * What was under way did not arrive, as far as one knows: it goes again after a while.
 */
void balie_outbox_lane_retry_later (BalieOutboxLane *self,
                                    guint            retry_after);

/**
 * balie_outbox_lane_rest:
 *
 * What was under way did not arrive; nothing goes before the lane is pumped.
 */
void balie_outbox_lane_rest (BalieOutboxLane *self);

/**
 * balie_outbox_lane_hurry:
 *
 * Does not wait any longer, unless the server asked for it.
 */
void balie_outbox_lane_hurry (BalieOutboxLane *self);

/**
 * balie_outbox_lane_confirmed:
 *
 * An entry was found to be with the server, by another way than its answer.
 */
void balie_outbox_lane_confirmed (BalieOutboxLane *self);
void balie_outbox_lane_stop (BalieOutboxLane *self);

G_END_DECLS
