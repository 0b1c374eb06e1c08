/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that looks over the settings, the database, the files and the help articles. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-command.h"

#include "balie-account-store.h"
#include "balie-article-folder.h"
#include "balie-attachment-store.h"
#include "balie-error.h"
#include "balie-schema.h"

#include <glib/gstdio.h>

/* From which version of the database on there are attachments. */
#define FIRST_WITH_FILES 2

/* What is kept is the server's own; @name is in the folder of data, or not. */
static gboolean
check_mode (BalieServerConfig *config,
            const char        *name,
            GError           **error)
{
  g_autofree char *path = g_build_filename (balie_server_config_get_data (config), name, NULL);
  GStatBuf         status;

  if (g_stat (path, &status) != 0 || (status.st_mode & 077) == 0)
    return TRUE;

  g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s: others than the server can use it (mode %03o)", path, (guint)status.st_mode & 0777);
  return FALSE;
}

/* A folder that nobody else can enter keeps all that is in it. */
static gboolean
check_modes (BalieServerConfig *config,
             GError           **error)
{
  static const char *const names[] = {"desk.db", "search.db", "files"};

  if (check_mode (config, "", NULL))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (!check_mode (config, names[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_files (BalieServerConfig *config,
             BalieDb           *db,
             GError           **error)
{
  g_autoptr (GPtrArray) names = balie_attachment_store_list_files (db, TRUE, error);
  guint n_missing = 0;

  if (names == NULL)
    return FALSE;

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (balie_server_config_get_data (config), "files", g_ptr_array_index (names, i), NULL);

      n_missing += !g_file_test (path, G_FILE_TEST_IS_REGULAR);
    }
  if (n_missing > 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s/files: %u of %u files that messages carry are missing", balie_server_config_get_data (config), n_missing, names->len);
      return FALSE;
    }
  g_print ("files: all %u are there\n", names->len);
  return TRUE;
}

static gboolean
check_database (BalieServerConfig *config,
                GError           **error)
{
  g_autofree char *path = balie_server_config_dup_database (config);
  g_autoptr (BalieDb) db = NULL;
  gint64 n_accounts;
  int    version;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_print ("database: there is none yet; serve makes it\n");
      return TRUE;
    }

  db = balie_db_open (path, BALIE_DB_READ_ONLY, error);
  if (db == NULL || !balie_db_check (db, error))
    return FALSE;

  version = balie_db_get_version (db, error);
  if (version < 0)
    return FALSE;
  if (version > balie_schema_get_version ())
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s: version %d is newer than this program, which knows %d", path, version, balie_schema_get_version ());
      return FALSE;
    }

  n_accounts = version > 0 ? balie_account_store_count (db, error) : 0;
  if (n_accounts < 0)
    return FALSE;
  g_print ("database: sound, version %d of %d, %" G_GINT64_FORMAT " accounts\n", version, balie_schema_get_version (), n_accounts);
  return version < FIRST_WITH_FILES || check_files (config, db, error);
}

/* All faults at once, for who has to mend them. */
static gboolean
check_articles (BalieServerConfig *config,
                GError           **error)
{
  g_autofree char *path = balie_server_config_dup_articles (config);
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) files = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_print ("articles: there is no folder yet; serve makes it\n");
      return TRUE;
    }

  files = balie_article_folder_read (path, faults, error);
  if (files == NULL)
    return FALSE;

  for (guint i = 0; i < faults->len; i++)
    g_printerr ("%s" G_DIR_SEPARATOR_S "%s\n", path, (const char *)g_ptr_array_index (faults, i));
  if (faults->len > 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "%s: %u of the articles cannot be read", path, faults->len);
      return FALSE;
    }
  g_print ("articles: %u files\n", files->len);
  return TRUE;
}

int
balie_command_check (char **arguments)
{
  g_autoptr (BalieServerConfig) config = balie_server_config_new ();
  g_autoptr (GError) local_error = NULL;
  g_auto (GStrv) rest = g_strdupv (arguments);
  int exit = BALIE_EXIT_OK;

  if (!balie_command_parse ("check", "Checks the settings, the database, the files and the help articles, also while the server runs. Changes nothing.", config, NULL, &rest, &exit))
    return exit;
  if (g_strv_length (rest) != 1)
    {
      g_printerr ("balie-server: check takes options alone\n");
      return BALIE_EXIT_USAGE;
    }

  g_print ("settings: good\n");
  if (!check_modes (config, &local_error) || !check_database (config, &local_error) || !check_articles (config, &local_error))
    return balie_command_fail (local_error);
  return BALIE_EXIT_OK;
}
