/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only tests need of the event source. */
#pragma once

#include "balie-event-source.h"

G_BEGIN_DECLS

/**
 * balie_event_source_set_silence:
 * @milliseconds: without a byte, after which the connection counts as dead
 */
void balie_event_source_set_silence (BalieEventSource *self,
                                     guint             milliseconds);

G_END_DECLS
