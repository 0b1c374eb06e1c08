/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking a database over, and copying it while it is used. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-db.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "balie-db-private.h"
#include "balie-error-private.h"

static gboolean
set_file_error (GError    **error,
                const char *doing,
                const char *path)
{
  int saved_errno = errno;

  balie_error_set_storage (error, balie_storage_fault_from_errno (saved_errno), "%s %s: %s", doing, path, g_strerror (saved_errno));
  return FALSE;
}

static gboolean
sync_path (const char *path,
           int         flags,
           GError    **error)
{
  int      fd = g_open (path, flags | O_CLOEXEC, 0);
  gboolean done;

  if (fd < 0)
    return set_file_error (error, "opening", path);

  done = fsync (fd) == 0 || set_file_error (error, "writing", path);
  close (fd);
  return done;
}

/* One step over all pages reads one state of the database, and keeps no writer waiting, thanks to the write-ahead log. */
static gboolean
copy_pages (BalieDb    *self,
            sqlite3    *target,
            const char *path,
            GError    **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (target, "main", self->handle, "main");
  int             result;

  if (backup == NULL)
    {
      balie_db_set_error (target, sqlite3_extended_errcode (target), path, error);
      return FALSE;
    }

  result = sqlite3_backup_step (backup, -1);
  if (result == SQLITE_DONE)
    {
      result = sqlite3_backup_finish (backup);
      if (result == SQLITE_OK)
        return TRUE;
    }
  else
    {
      sqlite3_backup_finish (backup);
    }

  balie_db_set_error (target, result, path, error);
  return FALSE;
}

static gboolean
write_copy (BalieDb    *self,
            const char *path,
            GError    **error)
{
  sqlite3 *target = NULL;
  int      result = sqlite3_open_v2 (path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  gboolean done;

  if (result == SQLITE_OK)
    {
      done = copy_pages (self, target, path, error);
    }
  else
    {
      balie_db_set_error (target, result, path, error);
      done = FALSE;
    }

  sqlite3_close (target);
  return done && sync_path (path, O_RDWR, error);
}

gboolean
balie_db_backup (BalieDb    *self,
                 const char *path,
                 GError    **error)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  int              fd;

  balie_db_assert_owner (self);

  fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    return set_file_error (error, "making", temporary);
  close (fd);

  if (!write_copy (self, temporary, error))
    {
      g_unlink (temporary);
      return FALSE;
    }

  if (g_rename (temporary, path) != 0)
    {
      set_file_error (error, "replacing", path);
      g_unlink (temporary);
      return FALSE;
    }

  return sync_path (folder, O_RDONLY | O_DIRECTORY, error);
}

gboolean
balie_db_check_foreign_keys (BalieDb *self,
                             GError **error)
{
  BalieStatement *statement = balie_db_prepare (self, "PRAGMA foreign_key_check");
  g_autoptr (GError) local_error = NULL;

  if (balie_statement_next (statement, &local_error))
    balie_error_set_storage (&local_error, BALIE_STORAGE_FAULT_CORRUPT, "a row of %s refers to nothing",
                             balie_statement_get_text (statement, 0));
  balie_statement_reset (statement);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
balie_db_check (BalieDb *self,
                GError **error)
{
  BalieStatement *statement = balie_db_prepare (self, "PRAGMA integrity_check (1)");
  g_autoptr (GError) local_error = NULL;

  if (balie_statement_next (statement, &local_error) && g_strcmp0 (balie_statement_get_text (statement, 0), "ok") != 0)
    balie_error_set_storage (&local_error, BALIE_STORAGE_FAULT_CORRUPT, "%s", balie_statement_get_text (statement, 0));
  balie_statement_reset (statement);

  if (local_error == NULL)
    return balie_db_check_foreign_keys (self, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
