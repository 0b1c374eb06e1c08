/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's colour as the accent of the whole program, readable on light and on dark. */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/**
 * balie_accent_apply:
 * @accent: (nullable): a colour as `#rrggbb`; %NULL or anything else goes back to the system's own accent
 *
 * Holds for all windows, and follows a change between light and dark.
 */
void balie_accent_apply (const char *accent);

/**
 * balie_accent_get_contrast:
 *
 * Returns: the contrast of two opaque colours by WCAG 2, from 1 to 21
 */
double balie_accent_get_contrast (const GdkRGBA *a,
                                  const GdkRGBA *b);

/**
 * balie_accent_get_text_color:
 * @background: opaque
 * @text: (out): white or nearly black, whichever is easier to read on @background; white while it is readable
 */
void balie_accent_get_text_color (const GdkRGBA *background,
                                  GdkRGBA       *text);

/**
 * balie_accent_get_readable:
 * @accent: opaque
 * @background: opaque
 * @readable: (out): @accent, made darker or lighter until it can be read as text on @background
 */
void balie_accent_get_readable (const GdkRGBA *accent,
                                const GdkRGBA *background,
                                GdkRGBA       *readable);

G_END_DECLS
