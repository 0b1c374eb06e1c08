/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes the language in the middle of a test. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_test_speak:
 * @language: such as `nl`; `en` is what the code says
 *
 * Makes every text from now on one of @language. The test needs the environment texts_env.
 */
void balie_test_speak (const char *language);

G_END_DECLS
