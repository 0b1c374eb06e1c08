/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How benchmarks take and print their figures. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include "balie-bench.h"

#include <stdio.h>

void
balie_bench_print (const char *name,
                   double      value,
                   const char *unit)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  printf ("%s %s %s\n", name, g_ascii_formatd (digits, sizeof digits, "%.3f", value), unit);
  fflush (stdout);
}

double
balie_bench_rate (BalieBenchFunc function,
                  gpointer       data)
{
  gint64  start = g_get_monotonic_time ();
  gint64  now = start;
  guint64 n_done = 0;

  while (now - start < BALIE_BENCH_SECONDS * G_USEC_PER_SEC)
    {
      n_done += function (data);
      now = g_get_monotonic_time ();
    }

  return (double)n_done * G_USEC_PER_SEC / (double)(now - start);
}
