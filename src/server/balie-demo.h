/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo desk's scripted colleague, who answers. */
#pragma once

#include "balie-server.h"

G_BEGIN_DECLS

#define BALIE_TYPE_DEMO (balie_demo_get_type ())

/**
 * BalieDemo:
 *
 * The scripted colleague. It is there while this lives, and acts by the same actions as everybody. It says what it is.
 */
G_DECLARE_FINAL_TYPE (BalieDemo, balie_demo, BALIE, DEMO, GObject)

/**
 * balie_demo_new:
 * @server: that has started
 *
 * Lets the colleague begin.
 */
BalieDemo *balie_demo_new (BalieServer *server);

/**
 * balie_demo_set_pace:
 * @percent: of the time that the colleague takes for everything; 100 at first
 *
 * For tests, which have less time.
 */
void balie_demo_set_pace (BalieDemo *self,
                          guint      percent);

G_END_DECLS
