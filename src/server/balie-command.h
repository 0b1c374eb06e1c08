/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of the program, and what they share. */
#pragma once

#include "balie-server-config.h"

#include "balie-db.h"

G_BEGIN_DECLS

/**
 * BalieExit:
 * @BALIE_EXIT_OK: done
 * @BALIE_EXIT_FAILURE: something went wrong: the database, the disk, the network
 * @BALIE_EXIT_USAGE: what was asked for makes no sense
 * @BALIE_EXIT_CONFIG: a setting is wrong
 * @BALIE_EXIT_NOT_FOUND: there is no such account, or no desk
 * @BALIE_EXIT_CONFLICT: there is one already; another server runs
 *
 * How a command ends. Documented in the manual page.
 */
typedef enum {
  BALIE_EXIT_OK = 0,
  BALIE_EXIT_FAILURE = 1,
  BALIE_EXIT_USAGE = 2,
  BALIE_EXIT_CONFIG = 3,
  BALIE_EXIT_NOT_FOUND = 4,
  BALIE_EXIT_CONFLICT = 5,
} BalieExit;

/**
 * balie_command_fail:
 * @error: what happened
 *
 * Says it on standard error.
 *
 * Returns: the exit code for it
 */
int balie_command_fail (const GError *error);

/**
 * balie_command_parse:
 * @usage: what stands behind the program's name, such as `account add USERNAME`
 * @config: (nullable): whose options are taken, too
 * @entries: (nullable): options of the command itself
 * @exit: (out): the exit code when there is nothing more to do
 *
 * Takes the options out of the arguments, and loads @config. When it fails, that has been said.
 *
 * Returns: whether to go on
 */
gboolean balie_command_parse (const char         *usage,
                              const char         *summary,
                              BalieServerConfig  *config,
                              const GOptionEntry *entries,
                              char             ***arguments,
                              int                *exit);

/**
 * balie_command_open_database:
 *
 * @make: whether it is made when there is none
 * @error: %BALIE_ERROR_STORAGE; %BALIE_ERROR_NOT_FOUND when there is none, and @make is %FALSE
 *
 * Opens the desk's database, brought up to date when needed, beside a server that may run. What the settings say about the desk
 * is left to the server.
 */
BalieDb *balie_command_open_database (BalieServerConfig *config,
                                      gboolean           make,
                                      GError           **error);

/* One for each command: @arguments begin with the command's name. They return the exit code. */
int balie_command_serve (char **arguments);
int balie_command_account (char **arguments);
int balie_command_hours (char **arguments);
int balie_command_check (char **arguments);
int balie_command_backup (char **arguments);

G_END_DECLS
