/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which log lines are shown, and that standard output stays free of them. */
#define G_LOG_DOMAIN "balie-test"

#include "balie-log.h"

/* GLib's test framework takes the log over; a program has it as GLib starts it. */
static void
log_all (gboolean verbose)
{
  g_log_set_default_handler (g_log_default_handler, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  balie_log_init (verbose);

  g_debug ("a debug line");
  g_info ("an info line");
  g_message ("a message line");
  g_warning ("a warning line");
  g_log ("other", G_LOG_LEVEL_DEBUG, "a foreign debug line");
  g_log ("other", G_LOG_LEVEL_INFO, "a foreign info line");
  g_log ("other", G_LOG_LEVEL_WARNING, "a foreign warning line");
  g_log (NULL, G_LOG_LEVEL_MESSAGE, "a line from nowhere");
}

static void
assert_log (void)
{
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout_unmatched ("* line*");
  g_test_trap_assert_stderr ("*INFO*: *an info line*a message line*a warning line*");
  g_test_trap_assert_stderr ("*a foreign warning line*a line from nowhere*");
  g_test_trap_assert_stderr_unmatched ("*foreign debug*");
  g_test_trap_assert_stderr_unmatched ("*foreign info*");
}

static void
test_quiet (void)
{
  if (g_test_subprocess ())
    {
      log_all (FALSE);
      return;
    }

  assert_log ();
  g_test_trap_assert_stderr_unmatched ("*a debug line*");
}

static void
test_verbose (void)
{
  if (g_test_subprocess ())
    {
      log_all (TRUE);
      return;
    }

  assert_log ();
  g_test_trap_assert_stderr ("*a debug line*");
}

static void
test_remember (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *before = balie_log_dup_remembered ();
      g_autofree char *after = NULL;

      balie_log_remember ();
      log_all (FALSE);
      after = balie_log_dup_remembered ();
      g_print ("before=%s.\nafter=%s.\n", before, after);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*before=.\nafter=??:??:?? balie-test info: an info line\n??:??:?? balie-test info: a message line\n"
                             "??:??:?? balie-test warning: a warning line\n??:??:?? other warning: a foreign warning line\n.\n*");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/quiet", test_quiet);
  g_test_add_func ("/log/verbose", test_verbose);
  g_test_add_func ("/log/remember", test_remember);
  return g_test_run ();
}
