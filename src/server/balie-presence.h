/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knows whether anybody of the staff is there now, and tells everybody when that changes. */
#pragma once

#include "balie-event-streams.h"

G_BEGIN_DECLS

/**
 * BaliePresence:
 *
 * Staff are there while they have a stream open. A moment without one, such as between two streams, does not count. Readers
 * that are there themselves are told by a live `presence` event.
 */
#define BALIE_TYPE_PRESENCE (balie_presence_get_type ())
G_DECLARE_FINAL_TYPE (BaliePresence, balie_presence, BALIE, PRESENCE, GObject)

/**
 * BALIE_PRESENCE_GRACE:
 *
 * Milliseconds that the last of the staff may be gone before it is told.
 */
#define BALIE_PRESENCE_GRACE 15000

BaliePresence *balie_presence_new (BalieEventStreams *streams);

/**
 * balie_presence_get_staffed:
 *
 * Returns: whether anybody of the staff is there
 */
gboolean balie_presence_get_staffed (BaliePresence *self);

/**
 * balie_presence_set_colleague:
 * @there: whether a colleague is there who needs no stream, as the demo's
 */
void balie_presence_set_colleague (BaliePresence *self,
                                   gboolean       there);

/**
 * balie_presence_set_grace:
 * @milliseconds: instead of %BALIE_PRESENCE_GRACE
 *
 * For tests, which have less time.
 */
void balie_presence_set_grace (BaliePresence *self,
                               guint          milliseconds);

G_END_DECLS
