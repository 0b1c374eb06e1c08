/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: finds the command and runs it. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-command.h"

#include "balie-log.h"

#include <locale.h>

static const struct
{
  const char *name;
  int (*run) (char **arguments);
  const char *description;
} commands[] = {
  {"serve", balie_command_serve, "Run the desk"},
  {"account", balie_command_account, "Add, list or disable accounts, or set a password"},
  {"hours", balie_command_hours, "Say whether a desk is open at a time"},
  {"check", balie_command_check, "Check the settings and the database"},
  {"backup", balie_command_backup, "Copy the database, also while the server runs"},
};

static void
print_help (void)
{
  g_print ("Usage: balie-server COMMAND [OPTION…]\n\nCommands:\n");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, commands[i].description);
  g_print ("\n  --version  Say which version this is\n"
           "  --help     Say this; after a command, say what its options are\n\n"
           "The manual page balie-server(1) says more.\n");
}

int
main (int    argc,
      char **argv)
{
  g_auto (GStrv) arguments = NULL;

  setlocale (LC_ALL, "");
  g_set_prgname ("balie-server");
  balie_log_init (FALSE);
  if (argc < 2)
    {
      print_help ();
      return BALIE_EXIT_USAGE;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("balie-server " BALIE_VERSION "\n");
      return BALIE_EXIT_OK;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      print_help ();
      return BALIE_EXIT_OK;
    }

  arguments = g_strdupv (argv + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (argv[1], commands[i].name))
        return commands[i].run (arguments);
    }

  g_printerr ("balie-server: there is no command %s; try balie-server --help\n", argv[1]);
  return BALIE_EXIT_USAGE;
}
