/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of the database that must succeed. */
#pragma once

#include "balie-db.h"

G_BEGIN_DECLS

BalieDb *balie_db_test_open (const char  *path,
                             BalieDbFlags flags);
void     balie_db_test_exec (BalieDb    *db,
                             const char *sql);
gint64   balie_db_test_query_int (BalieDb    *db,
                                  const char *sql);

G_END_DECLS
