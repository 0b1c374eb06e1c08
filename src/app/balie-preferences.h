/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences window. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BALIE_TYPE_PREFERENCES (balie_preferences_get_type ())
G_DECLARE_FINAL_TYPE (BaliePreferences, balie_preferences, BALIE, PREFERENCES, AdwPreferencesWindow)

/**
 * balie_preferences_new:
 * @settings: that the window changes, at once
 */
GtkWindow *balie_preferences_new (GtkWindow *parent,
                                  GSettings *settings);

G_END_DECLS
