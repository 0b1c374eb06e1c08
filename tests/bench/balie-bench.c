/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How benchmarks take and print their figures. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include "balie-bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

void
balie_bench_print_percentiles (const char *name,
                               double     *milliseconds,
                               gsize       n,
                               double     *p50,
                               double     *p99)
{
  g_autofree char *name_p50 = g_strdup_printf ("%s-p50", name);
  g_autofree char *name_p99 = g_strdup_printf ("%s-p99", name);

  g_return_if_fail (n > 0);

  qsort (milliseconds, n, sizeof milliseconds[0], compare);
  balie_bench_print (name_p50, milliseconds[n / 2], "ms");
  balie_bench_print (name_p99, milliseconds[n * 99 / 100], "ms");
  if (p50 != NULL)
    *p50 = milliseconds[n / 2];
  if (p99 != NULL)
    *p99 = milliseconds[n * 99 / 100];
}

double
balie_bench_get_pss (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", pid);
  g_autofree char *text = NULL;
  const char      *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, "\nPss:")) == NULL)
    return 0;
  return g_ascii_strtod (line + strlen ("\nPss:"), NULL) / 1024;
}

double
balie_bench_get_processor_seconds (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  const char      *rest;
  unsigned long    user = 0;
  unsigned long    system = 0;

  /* The fields after the program's name, which may hold anything; see proc(5). */
  if (!g_file_get_contents (path, &text, NULL, NULL) || (rest = strrchr (text, ')')) == NULL ||
      sscanf (rest, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
    return 0;
  return (double)(user + system) / (double)sysconf (_SC_CLK_TCK);
}
