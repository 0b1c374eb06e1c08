/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times programs from their start to their first frame on the screen, in turn, and weighs them. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include <gio/gio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include "balie-bench.h"

#define ROUNDS 9
#define PATIENCE_US (20 * G_USEC_PER_SEC)
#define SETTLE_US (1500 * 1000)

typedef struct
{
  char  *name;
  char **argv;
  double milliseconds[ROUNDS];
  double processor[ROUNDS];
  double mebibytes[ROUNDS];
} Program;

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

static double
median (double *values)
{
  double sorted[ROUNDS];

  memcpy (sorted, values, sizeof sorted);
  qsort (sorted, ROUNDS, sizeof sorted[0], compare);
  return sorted[ROUNDS / 2];
}

/* A pixel that every window of these programs covers; the screen behind it is black. */
static gboolean
is_covered (Display *display)
{
  XImage       *image = XGetImage (display, DefaultRootWindow (display), 300, 300, 1, 1, AllPlanes, ZPixmap);
  unsigned long pixel = XGetPixel (image, 0, 0) & 0xffffff;

  XDestroyImage (image);
  return pixel != 0;
}

static gboolean
wait_covered (Display *display,
              gboolean covered)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (is_covered (display) != covered)
    {
      if (g_get_monotonic_time () > end)
        return FALSE;
      g_usleep (500);
    }
  return TRUE;
}

/* Milliseconds that the threads of a process have had on a processor: what else the machine does is not in them. */
static double
get_processor_time (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", pid);
  g_autoptr (GDir) tasks = g_dir_open (path, 0, NULL);
  const char *task;
  guint64     nanoseconds = 0;

  while (tasks != NULL && (task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, task, "schedstat", NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (file, &text, NULL, NULL))
        nanoseconds += g_ascii_strtoull (text, NULL, 10);
    }

  return (double)nanoseconds / 1000000;
}

static gboolean
run_once (Display *display,
          Program *program,
          int      round)
{
  g_autoptr (GError) error = NULL;
  gint64 start;
  GPid   pid;

  start = g_get_monotonic_time ();
  if (!g_spawn_async (NULL, program->argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &pid, &error))
    {
      g_printerr ("%s: %s\n", program->name, error->message);
      return FALSE;
    }

  if (!wait_covered (display, TRUE))
    g_printerr ("%s: no frame in time\n", program->name);
  program->milliseconds[round] = (double)(g_get_monotonic_time () - start) / 1000;
  program->processor[round] = get_processor_time ((int)pid);
  g_usleep (SETTLE_US);
  program->mebibytes[round] = balie_bench_get_pss ((int)pid);

  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  return wait_covered (display, FALSE);
}

static void
print_figure (const char *what,
              const char *unit,
              Program    *program,
              double      value,
              Program    *first,
              double      first_value)
{
  g_autofree char *name = g_strdup_printf ("%s-%s", what, program->name);
  g_autofree char *ratio_name = g_strdup_printf ("%s-%s-beside-%s", what, program->name, first->name);

  balie_bench_print (name, value, unit);
  if (program != first)
    balie_bench_print (ratio_name, value / first_value, "x");
}

static void
print_figures (Program *program,
               Program *first)
{
  print_figure ("first-frame", "ms", program, median (program->milliseconds), first, median (first->milliseconds));
  print_figure ("processor", "ms", program, median (program->processor), first, median (first->processor));
  print_figure ("pss", "MiB", program, median (program->mebibytes), first, median (first->mebibytes));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) programs = g_ptr_array_new ();
  Display *display = XOpenDisplay (NULL);

  /* NAME=COMMAND…, the one that the others are measured against first. */
  if (display == NULL || argc < 2)
    {
      g_printerr ("Usage, on a black X display: first-frame NAME=COMMAND…\n");
      return 2;
    }

  XSetWindowBackground (display, DefaultRootWindow (display), 0);
  XClearWindow (display, DefaultRootWindow (display));
  XSync (display, False);

  for (int i = 1; i < argc; i++)
    {
      Program    *program = g_new0 (Program, 1);
      const char *command = strchr (argv[i], '=');

      if (command == NULL || !g_shell_parse_argv (command + 1, NULL, &program->argv, NULL))
        return 2;
      program->name = g_strndup (argv[i], command - argv[i]);
      g_ptr_array_add (programs, program);
    }

  /* In turn, so that a machine that changes its speed changes it for all; the first round warms up and is written over. */
  for (int round = -1; round < ROUNDS; round++)
    for (guint i = 0; i < programs->len; i++)
      if (!run_once (display, g_ptr_array_index (programs, i), MAX (round, 0)))
        return 1;

  for (guint i = 0; i < programs->len; i++)
    print_figures (g_ptr_array_index (programs, i), g_ptr_array_index (programs, 0));
  return 0;
}
