/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells the repetition of a request from another one that reuses its id. */
#pragma once

#include "balie-diagnostics.h"

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
 * balie_digest_post:
 * @fields: as of balie_digest()
 * @attachments: (nullable) (element-type utf8): ids; an empty list is none
 * @follows: (nullable): id of the request that is followed
 * @diagnostics: (nullable): technical details
 *
 * Returns: (transfer full): the digest of all of it. What is absent leaves no trace, so that the digests from before there was such a thing
 *   hold.
 */
char *balie_digest_post (const char *const      *fields,
                         gsize                   n_fields,
                         GPtrArray              *attachments,
                         const char             *follows,
                         const BalieDiagnostics *diagnostics);

G_END_DECLS
