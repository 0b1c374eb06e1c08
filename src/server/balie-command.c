/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of the program, and what they share. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-command.h"

#include "balie-desk-service.h"
#include "balie-error.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

int
balie_command_fail (const GError *error)
{
  g_printerr ("balie-server: %s\n", error->message);
  if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_INVALID) || g_error_matches (error, BALIE_ERROR, BALIE_ERROR_PARSE))
    return BALIE_EXIT_CONFIG;
  if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND))
    return BALIE_EXIT_NOT_FOUND;
  if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_CONFLICT))
    return BALIE_EXIT_CONFLICT;
  return BALIE_EXIT_FAILURE;
}

gboolean
balie_command_parse (const char         *usage,
                     const char         *summary,
                     BalieServerConfig  *config,
                     const GOptionEntry *entries,
                     char             ***arguments,
                     int                *exit)
{
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autoptr (GError) local_error = NULL;

  g_option_context_set_summary (context, summary);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  if (config != NULL)
    g_option_context_add_main_entries (context, balie_server_config_get_options (config), NULL);

  if (!g_option_context_parse_strv (context, arguments, &local_error))
    {
      g_printerr ("balie-server: %s\n", local_error->message);
      *exit = BALIE_EXIT_USAGE;
      return FALSE;
    }
  if (config != NULL && !balie_server_config_load (config, &local_error))
    {
      *exit = balie_command_fail (local_error);
      return FALSE;
    }
  return TRUE;
}

BalieDb *
balie_command_open_database (BalieServerConfig *config,
                             gboolean           make,
                             GError           **error)
{
  g_autofree char *path = balie_server_config_dup_database (config);

  if (!make && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND, "%s: there is no desk here", balie_server_config_get_data (config));
      return NULL;
    }

  if (g_mkdir_with_parents (balie_server_config_get_data (config), 0700) != 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s: %s", balie_server_config_get_data (config), g_strerror (errno));
      return NULL;
    }
  return balie_desk_service_open_database (path, NULL, NULL, error);
}
