/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which downloads are whole on the disk, and when each was last of use. */
#pragma once

#include "balie-db.h"

G_BEGIN_DECLS

/**
 * balie_download_table_put:
 * @size: bytes
 * @used_at: milliseconds since 1970
 */
gboolean balie_download_table_put (BalieDb    *db,
                                   const char *attachment,
                                   gint64      size,
                                   gint64      used_at,
                                   GError    **error);

/**
 * balie_download_table_touch:
 *
 * Says that it was of use, if it is there.
 */
gboolean balie_download_table_touch (BalieDb    *db,
                                     const char *attachment,
                                     gint64      used_at,
                                     GError    **error);
gboolean balie_download_table_remove (BalieDb    *db,
                                      const char *attachment,
                                      GError    **error);

/**
 * balie_download_table_list:
 *
 * Returns: (transfer full) (element-type utf8): all ids, those that were not of use for longest first
 */
GPtrArray *balie_download_table_list (BalieDb *db,
                                      GError **error);

/**
 * balie_download_table_list_excess:
 * @maximum: bytes that may stay
 * @kept: (element-type utf8): a set of ids that stay in any case
 *
 * Returns: (transfer full) (element-type utf8): what has to go so that the rest is within bounds
 */
GPtrArray *balie_download_table_list_excess (BalieDb    *db,
                                             gint64      maximum,
                                             GHashTable *kept,
                                             GError    **error);

G_END_DECLS
