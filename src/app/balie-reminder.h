/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reminds once a day of the requests that wait for the customer. */
#pragma once

#include <gio/gio.h>

#include "balie-conversation-item.h"
#include "balie-desk-state.h"

G_BEGIN_DECLS

/**
 * balie_reminder_is_due:
 * @waiting_since: since when a request waits for the customer, milliseconds since 1970
 * @reminded_at: when the customer was last reminded of it, 0 for never
 * @now: milliseconds since 1970, by the desk's clock
 *
 * On the day on which the request began to wait its message has said so. From then on once a day, of the desk's calendar, and while
 * the desk is open: then somebody is there for the answer, and it is not the middle of the night.
 *
 * Returns: whether to remind now
 */
gboolean balie_reminder_is_due (const BalieOpeningHours *hours,
                                gint64                   waiting_since,
                                gint64                   reminded_at,
                                gint64                   now);

/**
 * BalieReminder:
 *
 * Looks at what waits whenever that changes, or the desk opens. When it reminded of what is kept in the settings, so that a restart
 * does not remind twice.
 *
 * Signals: `due` (BalieConversationItem; returns boolean: whether the customer was reminded): it is time. `over` (string: id of a
 * conversation): it does not wait any more.
 */
#define BALIE_TYPE_REMINDER (balie_reminder_get_type ())
G_DECLARE_FINAL_TYPE (BalieReminder, balie_reminder, BALIE, REMINDER, GObject)

/**
 * balie_reminder_new:
 * @settings: whether to remind, and when it was done last
 */
BalieReminder *balie_reminder_new (GSettings *settings);

/**
 * balie_reminder_follow:
 * @waiting: (nullable): a list of the #BalieConversationItem that wait
 * @state: (nullable): the desk's hours and clock
 */
void balie_reminder_follow (BalieReminder  *self,
                            GListModel     *waiting,
                            BalieDeskState *state);

G_END_DECLS
