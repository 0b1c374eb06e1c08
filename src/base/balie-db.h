/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection to a database: the only place that knows which database it is. */
#pragma once

#include "balie-statement.h"

G_BEGIN_DECLS

/**
 * BalieDb:
 *
 * One connection, owned by one thread at a time: the thread that first uses it after [func@Db.open] or
 * [method@Db.release_owner]; use from another thread is a bug and asserts. SQL is written so that SQLite and PostgreSQL
 * both take it: `$1` parameters, RETURNING, ON CONFLICT, no functions of one of them.
 */
typedef struct _BalieDb BalieDb;

/**
 * BalieDbFlags:
 * @BALIE_DB_READ_WRITE: made when it does not exist, with mode 0600
 * @BALIE_DB_READ_ONLY: must exist
 * @BALIE_DB_IN_MEMORY: the path is not used, nothing reaches the disk
 */
typedef enum {
  BALIE_DB_READ_WRITE = 0,
  BALIE_DB_READ_ONLY = 1 << 0,
  BALIE_DB_IN_MEMORY = 1 << 1,
} BalieDbFlags;

/**
 * BalieMigration:
 * @version: from 1, without gaps; kept in the database
 * @sql: statements that bring version - 1 to @version
 */
typedef struct
{
  int         version;
  const char *sql;
} BalieMigration;

/**
 * balie_db_get_library_version:
 *
 * Returns: the version of the library beneath, as it is at run time
 */
const char *balie_db_get_library_version (void);

/**
 * balie_db_open:
 * @path: of the file
 * @flags: how
 * @error: %BALIE_ERROR_STORAGE; with [func@Db.error_is_corrupt] one tells a damaged file from a full disk
 *
 * Opens with write-ahead log, synchronous=FULL, foreign keys on, secure_delete on and a busy time-out of 10 s.
 *
 * Returns: (transfer full): a connection, or %NULL
 */
BalieDb *balie_db_open (const char  *path,
                        BalieDbFlags flags,
                        GError     **error);

/**
 * balie_db_close:
 *
 * Finalizes the cached statements and closes.
 */
void balie_db_close (BalieDb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieDb, balie_db_close)

/**
 * balie_db_release_owner:
 *
 * Hands the connection on: the next thread that uses it owns it.
 */
void balie_db_release_owner (BalieDb *self);

/**
 * balie_db_prepare:
 * @sql: one statement. A string constant: the statement is cached under its text.
 *
 * Returns: (transfer none): the statement, reset and without bindings, valid until it is prepared again. A fault in
 *   @sql is reported by the statement's first step, so that callers check one place.
 */
BalieStatement *balie_db_prepare (BalieDb    *self,
                                  const char *sql);

/**
 * balie_db_exec:
 * @sql: any number of statements without parameters
 * @error: %BALIE_ERROR_STORAGE
 */
gboolean balie_db_exec (BalieDb    *self,
                        const char *sql,
                        GError    **error);

/**
 * balie_db_begin:
 *
 * Begins a transaction that may write. Transactions do not nest; see [method@Db.savepoint].
 */
gboolean balie_db_begin (BalieDb *self,
                         GError **error);
gboolean balie_db_begin_read (BalieDb *self,
                              GError **error);
gboolean balie_db_commit (BalieDb *self,
                          GError **error);
void     balie_db_rollback (BalieDb *self);

/**
 * balie_db_savepoint:
 *
 * Marks a point inside a transaction to which [method@Db.rollback_to_savepoint] returns, which also ends it. One at a time.
 */
gboolean balie_db_savepoint (BalieDb *self,
                             GError **error);
gboolean balie_db_release_savepoint (BalieDb *self,
                                     GError **error);
gboolean balie_db_rollback_to_savepoint (BalieDb *self,
                                         GError **error);

/**
 * balie_db_get_changes:
 *
 * Returns: how many rows the last INSERT, UPDATE or DELETE touched
 */
gint64 balie_db_get_changes (BalieDb *self);

/**
 * balie_db_migrate:
 * @migrations: (array length=n_migrations): all there are, ascending
 * @error: %BALIE_ERROR_STORAGE; also when the database is newer than the last of @migrations, with that as text
 *
 * Brings the schema up to date, each version in a transaction of its own.
 */
gboolean balie_db_migrate (BalieDb              *self,
                           const BalieMigration *migrations,
                           gsize                 n_migrations,
                           GError              **error);

/**
 * balie_db_get_version:
 *
 * Returns: the version of the schema, 0 for an empty database, -1 on error
 */
int balie_db_get_version (BalieDb *self,
                          GError **error);

/**
 * balie_db_check:
 *
 * Looks the whole file over.
 *
 * Returns: whether it is sound
 */
gboolean balie_db_check (BalieDb *self,
                         GError **error);

/**
 * balie_db_backup:
 * @path: the new file; an existing one is replaced only when the copy is whole
 *
 * Copies the database while others use it.
 */
gboolean balie_db_backup (BalieDb    *self,
                          const char *path,
                          GError    **error);

/**
 * balie_db_error_is_corrupt:
 *
 * Returns: whether @error, from any function here, means that the file is damaged or no database at all
 */
gboolean balie_db_error_is_corrupt (const GError *error);

/**
 * balie_db_error_is_full:
 *
 * Returns: whether @error means that the disk or a quota is full
 */
gboolean balie_db_error_is_full (const GError *error);

G_END_DECLS
