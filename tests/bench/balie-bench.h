/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How benchmarks take and print their figures. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BALIE_BENCH_SECONDS:
 *
 * How long a rate is measured, so that a figure does not depend on the moment.
 */
#define BALIE_BENCH_SECONDS 2

/**
 * balie_bench_print:
 * @name: lower case, words joined by hyphens
 * @unit: such as `ms`, `1/s`, `MiB`, or `x` for a ratio
 *
 * Prints one figure on a line of its own: name, value, unit.
 */
void balie_bench_print (const char *name,
                        double      value,
                        const char *unit);

/**
 * BalieBenchFunc:
 *
 * Does a piece of the work that is measured.
 *
 * Returns: how much was done
 */
typedef guint (*BalieBenchFunc) (gpointer data);

/**
 * balie_bench_rate:
 *
 * Does it again and again for %BALIE_BENCH_SECONDS.
 *
 * Returns: how much was done in a second
 */
double balie_bench_rate (BalieBenchFunc function,
                         gpointer       data);

G_END_DECLS
