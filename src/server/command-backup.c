/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that copies the database, also while the server runs. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-command.h"

#include "balie-desk-store.h"
#include "balie-error.h"

#include <errno.h>
#include <glib/gstdio.h>

/* A copy that is put back is behind what clients have seen since. Its epoch is another one, so that they notice, begin anew and
 * send again what it lacks. */
static gboolean
renew_epoch (const char *path,
             GError    **error)
{
  g_autoptr (BalieDb) copy = balie_db_open (path, BALIE_DB_READ_WRITE, error);

  return copy != NULL && balie_desk_store_renew_epoch (copy, error);
}

static gboolean
copy (BalieServerConfig *config,
      const char        *path,
      GError           **error)
{
  g_autofree char *database = balie_server_config_dup_database (config);
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autoptr (BalieDb) db = balie_db_open (database, BALIE_DB_READ_ONLY, error);

  if (db == NULL || !balie_db_backup (db, part, error) || !renew_epoch (part, error))
    {
      g_unlink (part);
      return FALSE;
    }
  if (g_rename (part, path) != 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s: %s", path, g_strerror (errno));
      g_unlink (part);
      return FALSE;
    }
  return TRUE;
}

int
balie_command_backup (char **arguments)
{
  g_autoptr (BalieServerConfig) config = balie_server_config_new ();
  g_autoptr (GError) local_error = NULL;
  g_auto (GStrv) rest = g_strdupv (arguments);
  int exit = BALIE_EXIT_OK;

  if (!balie_command_parse ("backup FILE", "Copies the database to FILE, also while the server runs.", config, NULL, &rest, &exit))
    return exit;
  if (g_strv_length (rest) != 2)
    {
      g_printerr ("balie-server: say backup FILE\n");
      return BALIE_EXIT_USAGE;
    }
  if (!copy (config, rest[1], &local_error))
    return balie_command_fail (local_error);
  return BALIE_EXIT_OK;
}
