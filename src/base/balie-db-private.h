/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the database share; nobody else sees SQLite. */
#pragma once

#include <sqlite3.h>

#include "balie-db.h"

G_BEGIN_DECLS

struct _BalieDb
{
  /* owned */
  sqlite3    *handle;
  GHashTable *statements; /* SQL text, borrowed from the value -> BalieStatement */

  /* borrowed */
  GThread *owner; /* only for comparison */
};

/**
 * balie_db_assert_owner:
 *
 * Makes the calling thread the owner when there is none; any other thread than the owner is a bug.
 */
void balie_db_assert_owner (BalieDb *self);

/**
 * balie_db_in_transaction:
 *
 * Returns: whether a transaction is open. SQLite ends one by itself after some errors, such as a full disk.
 */
gboolean balie_db_in_transaction (BalieDb *self);

/**
 * balie_db_set_error:
 * @handle: (nullable): the connection that failed, for its words
 * @result: what SQLite returned
 * @doing: what was tried
 */
void balie_db_set_error (sqlite3    *handle,
                         int         result,
                         const char *doing,
                         GError    **error);

/**
 * balie_db_query_int:
 * @sql: a statement of one row with one integer
 *
 * Returns: the integer, or -1 with @error set
 */
gint64 balie_db_query_int (BalieDb    *self,
                           const char *sql,
                           GError    **error);

/**
 * balie_db_check_foreign_keys:
 *
 * Returns: whether every row that refers to another finds it
 */
gboolean balie_db_check_foreign_keys (BalieDb *self,
                                      GError **error);

G_END_DECLS
