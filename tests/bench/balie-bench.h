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

/**
 * balie_bench_print_percentiles:
 * @milliseconds: (array length=n): is sorted
 * @p50: (out) (optional): the median
 * @p99: (out) (optional): the 99th percentile
 *
 * Prints both, under the names `NAME-p50` and `NAME-p99`.
 */
void balie_bench_print_percentiles (const char *name,
                                    double     *milliseconds,
                                    gsize       n,
                                    double     *p50,
                                    double     *p99);

/**
 * balie_bench_get_pss:
 *
 * Returns: the memory that a process has to answer for (PSS), in MiB
 */
double balie_bench_get_pss (int pid);

/**
 * balie_bench_get_processor_seconds:
 *
 * Returns: the time that a process has had on the processor, which does not depend on what else the machine does
 */
double balie_bench_get_processor_seconds (int pid);

G_END_DECLS
