/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a connection makes its statements. */
#pragma once

#include "balie-db.h"
#include "balie-statement.h"

G_BEGIN_DECLS

BalieStatement *balie_statement_new (BalieDb    *db,
                                     const char *sql);
void            balie_statement_free (BalieStatement *self);

/**
 * balie_statement_renew:
 *
 * Resets the statement and forgets bindings and faults; compiles it when that has not succeeded so far.
 */
void balie_statement_renew (BalieStatement *self);

/**
 * balie_statement_get_sql:
 *
 * Returns: (transfer none): the text it was made from
 */
const char *balie_statement_get_sql (BalieStatement *self);

G_END_DECLS
