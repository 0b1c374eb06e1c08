/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's tables, and how they came to be version by version. */
#pragma once

#include "balie-db.h"

G_BEGIN_DECLS

/**
 * balie_schema_migrate:
 * @db: the desk's database, of any age
 * @error: %BALIE_ERROR_STORAGE
 *
 * Returns: whether the tables are up to date now
 */
gboolean balie_schema_migrate (BalieDb *db,
                               GError **error);

/**
 * balie_schema_get_version:
 *
 * Returns: the version that [func@schema_migrate] brings a database to
 */
int balie_schema_get_version (void);

G_END_DECLS
