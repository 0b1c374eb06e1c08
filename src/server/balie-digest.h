/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells the repetition of a request from another one that reuses its id. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_digest:
 * @fields: (array length=n_fields) (element-type utf8) (nullable): what the client sent; each may be %NULL
 *
 * Returns: (transfer full): SHA-256 over the fields, each with its length, so that no two different lists run together
 */
char *balie_digest (const char *const *fields,
                    gsize              n_fields);

/**
 * balie_digest_with_list:
 * @fields: as of balie_digest()
 * @list: (nullable) (element-type utf8): more of them, of any number; an empty list is none
 *
 * Returns: (transfer full): the digest of all of them
 */
char *balie_digest_with_list (const char *const *fields,
                              gsize              n_fields,
                              GPtrArray         *list);

G_END_DECLS
