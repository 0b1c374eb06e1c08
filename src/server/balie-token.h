/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Session tokens: 256 random bits for the client, their SHA-256 for the database. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_token_new:
 *
 * Returns: (transfer full): a new token of 43 characters of base64url. Free it with balie_token_free().
 */
char *balie_token_new (void);

/**
 * balie_token_free:
 * @token: (nullable): wiped before it is freed
 */
void balie_token_free (char *token);

/**
 * balie_token_is_well_formed:
 *
 * Returns: whether @token can be a token at all
 */
gboolean balie_token_is_well_formed (const char *token);

/**
 * balie_token_hash:
 *
 * Returns: (transfer full): SHA-256 of @token, 64 hexadecimal digits
 */
char *balie_token_hash (const char *token);

G_END_DECLS
