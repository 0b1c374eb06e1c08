/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a login is written into one item of the keyring. */
#pragma once

#include "balie-keyring.h"

G_BEGIN_DECLS

/**
 * balie_secret_free:
 * @text: (nullable): a password, a token, or text that holds one
 *
 * Overwrites @text before it frees it.
 */
void balie_secret_free (char *text);

/**
 * balie_login_to_secret:
 *
 * Returns: (transfer full): password, token and account as JSON; free it with [func@secret_free]
 */
char *balie_login_to_secret (const BalieLogin *self);

/**
 * balie_login_from_secret:
 * @secret: as [method@Login.to_secret] wrote it
 * @length: of @secret
 * @error: when @secret is something else; nothing of its contents is in the message
 *
 * Returns: (transfer full): the login
 */
BalieLogin *balie_login_from_secret (const char *server,
                                     const char *username,
                                     const char *secret,
                                     gsize       length,
                                     GError    **error);

G_END_DECLS
