/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only tests need of the keyring. */
#pragma once

#include "balie-keyring.h"

G_BEGIN_DECLS

/**
 * balie_keyring_set_patience:
 * @plain: milliseconds that an answer without a prompt may take
 * @prompt: milliseconds that an answer with a prompt may take
 *
 * For the whole process.
 */
void balie_keyring_set_patience (guint plain,
                                 guint prompt);

G_END_DECLS
