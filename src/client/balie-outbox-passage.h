/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry on its way: from the mark in the cache to the answer. */
#pragma once

#include "balie-outbox-lane.h"

G_BEGIN_DECLS

/**
 * balie_outbox_passage_begin:
 * @entry: one that waits, or was attempted
 *
 * Sends @entry. In the end its lane goes on, tries again later, or rests.
 */
void balie_outbox_passage_begin (BalieOutbox            *outbox,
                                 const BalieOutboxEntry *entry);

/**
 * balie_outbox_passage_refuse:
 * @type: (nullable): why, as a problem's type
 *
 * @entry does not go before somebody decides. Then its lane goes on.
 */
void balie_outbox_passage_refuse (BalieOutbox            *outbox,
                                  const BalieOutboxEntry *entry,
                                  BalieError              code,
                                  const char             *type);

G_END_DECLS
