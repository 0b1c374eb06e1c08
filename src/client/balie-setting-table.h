/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache's single values: position, desk, account. */
#pragma once

#include "balie-db.h"

G_BEGIN_DECLS

#define BALIE_SETTING_POSITION "position"
#define BALIE_SETTING_DESK "desk"
#define BALIE_SETTING_ACCOUNT "account"

/**
 * balie_setting_table_get:
 *
 * Returns: (transfer full) (nullable): the value; %NULL without @error when there is none
 */
char *balie_setting_table_get (BalieDb    *db,
                               const char *name,
                               GError    **error);

/**
 * balie_setting_table_set:
 * @value: (nullable): %NULL removes it
 */
gboolean balie_setting_table_set (BalieDb    *db,
                                  const char *name,
                                  const char *value,
                                  GError    **error);

G_END_DECLS
