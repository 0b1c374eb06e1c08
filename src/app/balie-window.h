/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: shows the sign-in page or the home of the session, and routes what pages ask for. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BALIE_TYPE_WINDOW (balie_window_get_type ())
G_DECLARE_FINAL_TYPE (BalieWindow, balie_window, BALIE, WINDOW, AdwApplicationWindow)

BalieWindow *balie_window_new (AdwApplication *application);

G_END_DECLS
