/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that runs the desk until it is told to stop. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-command.h"
#include "balie-demo-seed.h"
#include "balie-demo.h"
#include "balie-server.h"

#include "balie-clock.h"

#include <glib-unix.h>
#include <stdio.h>

/* A server that runs, as the signals see it. */
typedef struct
{
  GMainLoop   *loop;
  BalieServer *server;
  gboolean     stopping;
} Running;

static void
stopped (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Running *running = user_data;

  balie_server_stop_finish (BALIE_SERVER (source), result);
  g_main_loop_quit (running->loop);
}

static gboolean
told_to_stop (gpointer user_data)
{
  Running *running = user_data;

  if (!running->stopping)
    {
      running->stopping = TRUE;
      g_message ("Stopping");
      balie_server_stop_async (running->server, stopped, running);
    }
  return G_SOURCE_CONTINUE;
}

static void
announce (BalieServer *server,
          gboolean     print_address)
{
  g_autofree char *address = balie_server_dup_address (server);

  g_message ("The desk can be reached at %s", address);
  if (print_address)
    {
      g_print ("%s\n", address);
      fflush (stdout);
    }
}

static int
run (BalieServer *server,
     gboolean     print_address)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Running running = {loop, server, FALSE};
  guint   interrupt = g_unix_signal_add (SIGINT, told_to_stop, &running);
  guint   terminate = g_unix_signal_add (SIGTERM, told_to_stop, &running);

  /* Whoever has read the address may stop the server at once, in good order. */
  announce (server, print_address);
  g_main_loop_run (loop);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  return BALIE_EXIT_OK;
}

/* Everything that the server does takes its time from the clock, so that it can be run at another moment as a whole. */
static gboolean
set_clock (const char *text)
{
  gint64 time = 0;

  if (!balie_time_from_string (text, &time))
    {
      g_printerr ("balie-server: --clock: must be a time, such as 2026-04-06T11:20:00+02:00\n");
      return FALSE;
    }
  balie_clock_shift (time - balie_clock_now ());
  return TRUE;
}

int
balie_command_serve (char **arguments)
{
  gboolean           print_address = FALSE;
  gboolean           demo = FALSE;
  g_autofree char   *clock = NULL;
  const GOptionEntry entries[] = {
    {"print-address", 0, 0, G_OPTION_ARG_NONE, &print_address, "Print the address on standard output when the desk can be reached", NULL},
    {"demo", 0, 0, G_OPTION_ARG_NONE, &demo, "Fill an empty desk with examples, and let a scripted colleague answer", NULL},
    {"clock", 0, 0, G_OPTION_ARG_STRING, &clock, "Run the desk as if it were that time now", "TIME"},
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (BalieServerConfig) config = balie_server_config_new ();
  g_autoptr (BalieServer) server = NULL;
  g_autoptr (BalieDemo) colleague = NULL;
  g_autoptr (GError) local_error = NULL;
  g_auto (GStrv) rest = g_strdupv (arguments);
  int exit = BALIE_EXIT_OK;

  if (!balie_command_parse ("serve", "Runs the desk until it gets SIGTERM or SIGINT.", config, entries, &rest, &exit))
    return exit;
  if (g_strv_length (rest) != 1)
    {
      g_printerr ("balie-server: serve takes options alone\n");
      return BALIE_EXIT_USAGE;
    }
  if (clock != NULL && !set_clock (clock))
    return BALIE_EXIT_CONFIG;
  if (demo && !balie_demo_seed (config, &local_error))
    return balie_command_fail (local_error);

  server = balie_server_new (config, &local_error);
  if (server == NULL || !balie_server_start (server, &local_error))
    return balie_command_fail (local_error);
  if (demo)
    colleague = balie_demo_new (server);

  return run (server, print_address);
}
