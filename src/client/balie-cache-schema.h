/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache's tables, version by version. */
#pragma once

#include "balie-db.h"

G_BEGIN_DECLS

/**
 * balie_cache_schema_migrate:
 *
 * Brings a cache of any version up to date.
 */
gboolean balie_cache_schema_migrate (BalieDb *db,
                                     GError **error);

G_END_DECLS
