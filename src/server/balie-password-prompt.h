/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks whoever runs a command for a password. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BALIE_PASSWORD_MIN:
 *
 * Fewest characters of a password.
 */
#define BALIE_PASSWORD_MIN 8

/**
 * BALIE_PASSWORD_MAX:
 *
 * Most characters of a password.
 */
#define BALIE_PASSWORD_MAX 256

/**
 * balie_password_prompt:
 * @error: %BALIE_ERROR_INVALID when it cannot be a password, or the two that were typed differ
 *
 * On a terminal it asks twice, without showing what is typed; else it takes the first line of standard input.
 *
 * Returns: (transfer full): the password; free it with balie_password_free()
 */
char *balie_password_prompt (GError **error);

/**
 * balie_password_free:
 * @password: (nullable): wiped before it is freed
 */
void balie_password_free (char *password);

G_END_DECLS
