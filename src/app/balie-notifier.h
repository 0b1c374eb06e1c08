/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Desktop notifications: of answers that nobody looks at, and of what waits for the customer. */
#pragma once

#include "balie-window.h"

G_BEGIN_DECLS

#define BALIE_TYPE_NOTIFIER (balie_notifier_get_type ())
G_DECLARE_FINAL_TYPE (BalieNotifier, balie_notifier, BALIE, NOTIFIER, GObject)

/**
 * balie_notifier_new:
 * @application: in whose name it notifies
 * @settings: whether it does
 */
BalieNotifier *balie_notifier_new (GApplication *application,
                                   GSettings    *settings);

/**
 * balie_notifier_follow:
 * @window: whose session to listen to, and which may show the conversation already
 *
 * Replaces what was followed before. A notification opens its conversation, and goes when that was read, here or
 * elsewhere; a reminder goes when its request does not wait any more.
 */
void balie_notifier_follow (BalieNotifier *self,
                            BalieWindow   *window);

G_END_DECLS
