/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process that does not outlive the test that started it, also when the test is aborted. */
#include "config.h"

#include "balie-test-process.h"

#include <signal.h>
#include <sys/prctl.h>

static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

GSubprocess *
balie_test_process_new (GSubprocessFlags flags,
                        const char      *program,
                        ...)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) local_error = NULL;
  GSubprocess *process;
  const char  *argument;
  va_list      list;

  g_ptr_array_add (arguments, (gpointer)program);
  va_start (list, program);
  while ((argument = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (arguments, (gpointer)argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *)arguments->pdata, &local_error);
  g_assert_no_error (local_error);
  return process;
}
