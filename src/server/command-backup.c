/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that copies the database and the files, also while the server runs. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-command.h"

#include "balie-attachment-store.h"
#include "balie-desk-store.h"
#include "balie-error.h"
#include "balie-file-store.h"
#include "balie-schema.h"
#include "balie-upload-store.h"

#include <errno.h>
#include <glib/gstdio.h>

/* A copy that is put back is behind what clients have seen since. Its epoch is another one, so that they notice, begin anew and
 * send again what it lacks. What was on its way then is sent from the beginning. */
static gboolean
make_restorable (BalieDb *copy,
                 GError **error)
{
  return balie_db_exec (copy, "DELETE FROM upload", error) && balie_desk_store_renew_epoch (copy, error);
}

/* Files behind the database: what it names was there when it was copied. What nothing came of may have gone since. */
static gboolean
take_files (BalieDb        *copy,
            BalieFileStore *from,
            BalieFileStore *to,
            gboolean        carried,
            GError        **error)
{
  g_autoptr (GPtrArray) names = balie_attachment_store_list_files (copy, carried, error);
  guint n_missing = 0;

  if (names == NULL)
    return FALSE;

  for (guint i = 0; i < names->len; i++)
    {
      gboolean missing = FALSE;

      if (!balie_file_store_take (to, from, g_ptr_array_index (names, i), &missing, error))
        return FALSE;
      n_missing += missing && carried;
    }
  if (n_missing > 0)
    g_printerr ("balie-server: %u files that messages carry are missing\n", n_missing);
  return TRUE;
}

/* What an earlier backup to the same place had and this one does not need. */
static GPtrArray *
find_others (BalieDb        *copy,
             BalieFileStore *files,
             GError        **error)
{
  g_autoptr (GPtrArray) names = balie_file_store_list (files, error);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);

  if (names == NULL)
    return NULL;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      gboolean    needed = FALSE;

      if (!balie_upload_store_has_file (copy, name, &needed, error))
        return NULL;
      if (!needed)
        g_ptr_array_add (others, g_strdup (name));
    }
  return g_steal_pointer (&others);
}

/* Completes the copy of the database, and closes it, so that it is in one file. Returns the names of the files that it does not need. */
static GPtrArray *
complete (const char     *part,
          BalieFileStore *from,
          BalieFileStore *to,
          GError        **error)
{
  g_autoptr (BalieDb) copy = balie_db_open (part, BALIE_DB_READ_WRITE, error);

  if (copy == NULL || !balie_schema_migrate (copy, error) || !make_restorable (copy, error) ||
      !take_files (copy, from, to, TRUE, error) || !take_files (copy, from, to, FALSE, error))
    return NULL;
  return find_others (copy, to, error);
}

/* Until the new database has its name, the old one has all of its files. */
static gboolean
copy_all (BalieServerConfig *config,
          BalieDb           *db,
          const char        *path,
          const char        *part,
          GError           **error)
{
  g_autofree char *folder = g_strconcat (path, ".files", NULL);
  g_autoptr (BalieFileStore) from = NULL;
  g_autoptr (BalieFileStore) to = NULL;
  g_autoptr (GPtrArray) others = NULL;

  if (!balie_db_backup (db, part, error) ||
      (from = balie_file_store_new (balie_server_config_get_data (config), error)) == NULL ||
      (to = balie_file_store_new_for_folder (folder, error)) == NULL ||
      (others = complete (part, from, to, error)) == NULL)
    return FALSE;

  if (g_rename (part, path) != 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s: %s", path, g_strerror (errno));
      return FALSE;
    }
  for (guint i = 0; i < others->len; i++)
    balie_file_store_remove (to, g_ptr_array_index (others, i));
  return TRUE;
}

static gboolean
back_up (BalieServerConfig *config,
         const char        *path,
         GError           **error)
{
  g_autofree char *database = balie_server_config_dup_database (config);
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autoptr (BalieDb) db = balie_db_open (database, BALIE_DB_READ_ONLY, error);

  if (db != NULL && copy_all (config, db, path, part, error))
    return TRUE;

  g_unlink (part);
  return FALSE;
}

int
balie_command_backup (char **arguments)
{
  g_autoptr (BalieServerConfig) config = balie_server_config_new ();
  g_autoptr (GError) local_error = NULL;
  g_auto (GStrv) rest = g_strdupv (arguments);
  int exit = BALIE_EXIT_OK;

  if (!balie_command_parse ("backup FILE", "Copies the database to FILE and what was attached to FILE.files, also while the server runs.", config, NULL, &rest, &exit))
    return exit;
  if (g_strv_length (rest) != 2)
    {
      g_printerr ("balie-server: say backup FILE\n");
      return BALIE_EXIT_USAGE;
    }
  if (!back_up (config, rest[1], &local_error))
    return balie_command_fail (local_error);
  return BALIE_EXIT_OK;
}
