/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The opening hours of an ordinary week, the closing days to come, and how it stands now. */
#pragma once

#include <adwaita.h>

#include "balie-opening-hours.h"

G_BEGIN_DECLS

#define BALIE_TYPE_OPENING_DIALOG (balie_opening_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BalieOpeningDialog, balie_opening_dialog, BALIE, OPENING_DIALOG, AdwWindow)

/**
 * balie_opening_dialog_new:
 * @hours: of the desk
 * @now: milliseconds since 1970
 * @local: this computer's zone; its times are given too where they differ from the desk's
 */
GtkWindow *balie_opening_dialog_new (GtkWindow         *parent,
                                     BalieOpeningHours *hours,
                                     gint64             now,
                                     GTimeZone         *local);

G_END_DECLS
