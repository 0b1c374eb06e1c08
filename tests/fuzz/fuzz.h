/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fuzz target has: one entry point, named by libFuzzer. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LLVMFuzzerTestOneInput:
 * @data: anything
 *
 * Must survive any input, and aborts when what it finds is not as it should be.
 *
 * Returns: 0
 */
int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

G_END_DECLS
