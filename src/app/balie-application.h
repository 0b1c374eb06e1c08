/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one instance, its actions and their keys, and where a start leads to. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BALIE_TYPE_APPLICATION (balie_application_get_type ())
G_DECLARE_FINAL_TYPE (BalieApplication, balie_application, BALIE, APPLICATION, AdwApplication)

BalieApplication *balie_application_new (void);

G_END_DECLS
