/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection to a database: opening, statements, transactions. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-db.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "balie-db-private.h"
#include "balie-error-private.h"
#include "balie-statement-private.h"

#define BUSY_TIMEOUT_MS 10000

/* The log is copied into the database whenever it has grown by 1000 pages (4 MB), by the writer, without waiting for
 * anybody. A log that a long reader or a large transaction made bigger is cut to 16 MiB when it starts over. */
#define PRAGMAS_OF_WRITER             \
  "PRAGMA journal_mode = WAL;"        \
  "PRAGMA synchronous = FULL;"        \
  "PRAGMA secure_delete = ON;"        \
  "PRAGMA wal_autocheckpoint = 1000;" \
  "PRAGMA journal_size_limit = 16777216;"

/* Asking for the schema's version reads the file's header, and so tells at once whether this is a database. */
#define PRAGMAS                  \
  "PRAGMA foreign_keys = ON;"    \
  "PRAGMA trusted_schema = OFF;" \
  "PRAGMA temp_store = MEMORY;"  \
  "PRAGMA schema_version;"

/* SQLite gives its -wal and -shm files the mode of the database. Only a file that was not there is opened here: closing
 * another one would take away the locks that this process may hold on it. */
static gboolean
make_private_file (const char *path,
                   GError    **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int saved_errno = errno;

  if (fd >= 0)
    {
      close (fd);
      return TRUE;
    }

  if (saved_errno == EEXIST)
    return TRUE;

  balie_error_set_storage (error, balie_storage_fault_from_errno (saved_errno), "making %s: %s", path, g_strerror (saved_errno));
  return FALSE;
}

static gboolean
set_up (BalieDb     *self,
        BalieDbFlags flags,
        GError     **error)
{
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);

  /* A misspelt column in double quotes is an error, not a string, as in every other database. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);

  return ((flags & BALIE_DB_READ_ONLY) != 0 || balie_db_exec (self, PRAGMAS_OF_WRITER, error)) &&
         balie_db_exec (self, PRAGMAS, error);
}

const char *
balie_db_get_library_version (void)
{
  return sqlite3_libversion ();
}

BalieDb *
balie_db_open (const char  *path,
               BalieDbFlags flags,
               GError     **error)
{
  g_autoptr (BalieDb) self = g_new0 (BalieDb, 1);
  int open_flags = SQLITE_OPEN_NOMUTEX;
  int result;

  g_return_val_if_fail (path != NULL || (flags & BALIE_DB_IN_MEMORY) != 0, NULL);

  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)balie_statement_free);

  if (flags & BALIE_DB_IN_MEMORY)
    path = ":memory:";
  else if ((flags & BALIE_DB_READ_ONLY) == 0 && !make_private_file (path, error))
    return NULL;

  open_flags |= flags & BALIE_DB_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  result = sqlite3_open_v2 (path, &self->handle, open_flags, NULL);
  if (result != SQLITE_OK)
    {
      balie_db_set_error (self->handle, result, path, error);
      return NULL;
    }

  if (!set_up (self, flags, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  balie_db_release_owner (self);
  return g_steal_pointer (&self);
}

void
balie_db_close (BalieDb *self)
{
  balie_db_assert_owner (self);

  g_clear_pointer (&self->statements, g_hash_table_unref);
  if (sqlite3_close (self->handle) != SQLITE_OK)
    g_warning ("Closing a database: %s", sqlite3_errmsg (self->handle));
  g_free (self);
}

void
balie_db_assert_owner (BalieDb *self)
{
  GThread *current = g_thread_self ();

  /* Atomic so that two threads that both believe to be the first do not both pass. */
  if (!g_atomic_pointer_compare_and_exchange (&self->owner, NULL, current))
    g_assert (g_atomic_pointer_get (&self->owner) == current);
}

void
balie_db_release_owner (BalieDb *self)
{
  balie_db_assert_owner (self);
  g_atomic_pointer_set (&self->owner, NULL);
}

BalieStatement *
balie_db_prepare (BalieDb    *self,
                  const char *sql)
{
  BalieStatement *statement;

  g_return_val_if_fail (sql != NULL, NULL);
  balie_db_assert_owner (self);

  statement = g_hash_table_lookup (self->statements, sql);
  if (statement == NULL)
    {
      statement = balie_statement_new (self, sql);
      g_hash_table_insert (self->statements, (char *)balie_statement_get_sql (statement), statement);
    }

  balie_statement_renew (statement);
  return statement;
}

gboolean
balie_db_exec (BalieDb    *self,
               const char *sql,
               GError    **error)
{
  int result;

  balie_db_assert_owner (self);

  result = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  if (result == SQLITE_OK)
    return TRUE;

  balie_db_set_error (self->handle, result, "executing", error);
  return FALSE;
}

gint64
balie_db_query_int (BalieDb    *self,
                    const char *sql,
                    GError    **error)
{
  BalieStatement *statement = balie_db_prepare (self, sql);
  gint64          value;

  if (!balie_statement_next (statement, error))
    return -1;

  value = balie_statement_get_int (statement, 0);
  balie_statement_reset (statement);
  return value;
}

gboolean
balie_db_in_transaction (BalieDb *self)
{
  balie_db_assert_owner (self);
  return sqlite3_get_autocommit (self->handle) == 0;
}

/* A statement that was left before its last row would keep the transaction's view of the database open. */
static void
reset_statements (BalieDb *self)
{
  sqlite3_stmt *statement = NULL;

  while ((statement = sqlite3_next_stmt (self->handle, statement)) != NULL)
    {
      if (sqlite3_stmt_busy (statement))
        sqlite3_reset (statement);
    }
}

gboolean
balie_db_begin (BalieDb *self,
                GError **error)
{
  return balie_statement_run (balie_db_prepare (self, "BEGIN IMMEDIATE"), error);
}

gboolean
balie_db_begin_read (BalieDb *self,
                     GError **error)
{
  return balie_statement_run (balie_db_prepare (self, "BEGIN"), error);
}

gboolean
balie_db_commit (BalieDb *self,
                 GError **error)
{
  balie_db_assert_owner (self);

  reset_statements (self);
  return balie_statement_run (balie_db_prepare (self, "COMMIT"), error);
}

void
balie_db_rollback (BalieDb *self)
{
  g_autoptr (GError) local_error = NULL;

  if (!balie_db_in_transaction (self))
    return;

  reset_statements (self);
  if (!balie_statement_run (balie_db_prepare (self, "ROLLBACK"), &local_error))
    g_warning ("Rolling back: %s", local_error->message);
}

gboolean
balie_db_savepoint (BalieDb *self,
                    GError **error)
{
  return balie_statement_run (balie_db_prepare (self, "SAVEPOINT here"), error);
}

gboolean
balie_db_release_savepoint (BalieDb *self,
                            GError **error)
{
  return balie_statement_run (balie_db_prepare (self, "RELEASE SAVEPOINT here"), error);
}

gboolean
balie_db_rollback_to_savepoint (BalieDb *self,
                                GError **error)
{
  balie_db_assert_owner (self);

  reset_statements (self);
  return balie_statement_run (balie_db_prepare (self, "ROLLBACK TO SAVEPOINT here"), error) &&
         balie_db_release_savepoint (self, error);
}

gint64
balie_db_get_changes (BalieDb *self)
{
  balie_db_assert_owner (self);
  return sqlite3_changes64 (self->handle);
}
