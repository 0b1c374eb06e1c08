/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the interface says about the opening hours: never a bare "closed". */
#pragma once

#include "balie-opening-hours.h"

G_BEGIN_DECLS

/**
 * balie_texts_get_holiday:
 * @rule: such as `nl.easter_monday`
 *
 * Returns: its name in the language of the interface; @rule itself when it is not known
 */
const char *balie_texts_get_holiday (const char *rule);

/**
 * balie_texts_dup_opening:
 * @now: milliseconds since 1970
 * @local: this computer's zone; where it differs from the desk's at the moment named, both times are given
 *
 * Returns: (transfer full): the state as one sentence, with the reason: `Open until 17:00`,
 *   `Closed now, opens tomorrow 09:00`, `Closed today (Easter Monday), opens Tuesday 09:00`,
 *   `Closed until 10 August 09:00 (Summer closing)`
 */
char *balie_texts_dup_opening (const BalieOpeningHours *hours,
                               gint64                   now,
                               GTimeZone               *local);

/**
 * balie_texts_dup_opening_short:
 *
 * Returns: (transfer full): for one short line that stands beside the reason: `Open until 17:00`,
 *   `Closed · opens Tuesday 09:00`
 */
char *balie_texts_dup_opening_short (const BalieOpeningHours *hours,
                                     gint64                   now,
                                     GTimeZone               *local);

/**
 * balie_texts_dup_opening_banner:
 * @email: (nullable): where answers are mailed to
 *
 * What is said before anything is typed while the desk is closed: why, and from when there is an answer.
 *
 * Returns: (transfer full) (nullable): markup for a #GtkLabel; %NULL while the desk is open
 */
char *balie_texts_dup_opening_banner (const BalieOpeningHours *hours,
                                      gint64                   now,
                                      GTimeZone               *local,
                                      const char              *email);

/**
 * balie_texts_dup_answered_from:
 * @sent_at: when a message was sent; milliseconds since 1970
 * @email: (nullable): where answers are mailed to
 *
 * Returns: (transfer full) (nullable): when a message that was sent out of hours gets its answer; %NULL when it was
 *   sent within them, or they have begun since
 */
char *balie_texts_dup_answered_from (const BalieOpeningHours *hours,
                                     gint64                   sent_at,
                                     gint64                   now,
                                     GTimeZone               *local,
                                     const char              *email);

G_END_DECLS
