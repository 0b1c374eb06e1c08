/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One prepared SQL statement: bind, step, read columns. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BalieStatement:
 *
 * Comes from [method@Db.prepare] and belongs to the connection. Parameters count from 1 (`$1`), columns from 0.
 * A failed binding is reported by the next step.
 *
 * ```c
 * BalieStatement *statement = balie_db_prepare (db, "SELECT id, text FROM message WHERE conversation = $1");
 * g_autoptr (GError) local_error = NULL;
 *
 * balie_statement_bind_text (statement, 1, conversation);
 * while (balie_statement_next (statement, &local_error))
 *   use (balie_statement_get_text (statement, 0));
 * if (local_error != NULL)
 *   …
 * ```
 */
typedef struct _BalieStatement BalieStatement;

/**
 * balie_statement_bind_text:
 * @value: (nullable): copied; %NULL binds NULL
 */
void balie_statement_bind_text (BalieStatement *self,
                                int             parameter,
                                const char     *value);
void balie_statement_bind_int (BalieStatement *self,
                               int             parameter,
                               gint64          value);

/**
 * balie_statement_bind_int_or_null:
 *
 * Binds NULL for @none_value.
 */
void balie_statement_bind_int_or_null (BalieStatement *self,
                                       int             parameter,
                                       gint64          value,
                                       gint64          none_value);
void balie_statement_bind_bytes (BalieStatement *self,
                                 int             parameter,
                                 GBytes         *value);
void balie_statement_bind_null (BalieStatement *self,
                                int             parameter);

/**
 * balie_statement_next:
 * @error: set when it failed, and only then
 *
 * Returns: whether there is a row to read. At the end, and on an error, the statement is reset.
 */
gboolean balie_statement_next (BalieStatement *self,
                               GError        **error);

/**
 * balie_statement_run:
 *
 * Runs a statement whose rows, if any, are of no interest.
 *
 * Returns: whether it succeeded
 */
gboolean balie_statement_run (BalieStatement *self,
                              GError        **error);

/**
 * balie_statement_reset:
 *
 * Ends a statement before its last row was read, so that it keeps no lock.
 */
void balie_statement_reset (BalieStatement *self);

/**
 * balie_statement_get_text:
 *
 * Returns: (transfer none) (nullable): valid until the next step; %NULL for NULL
 */
const char *balie_statement_get_text (BalieStatement *self,
                                      int             column);

/**
 * balie_statement_dup_text:
 *
 * Returns: (transfer full) (nullable): a copy; %NULL for NULL
 */
char *balie_statement_dup_text (BalieStatement *self,
                                int             column);

/**
 * balie_statement_get_int:
 *
 * Returns: the integer, 0 for NULL
 */
gint64   balie_statement_get_int (BalieStatement *self,
                                  int             column);
GBytes  *balie_statement_dup_bytes (BalieStatement *self,
                                    int             column);
gboolean balie_statement_is_null (BalieStatement *self,
                                  int             column);

G_END_DECLS
