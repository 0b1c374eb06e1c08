/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of the keyring, made to wait for their ends. */
#pragma once

#include "balie-client-test.h"
#include "balie-keyring.h"
#include "balie-test-wait.h"

G_BEGIN_DECLS

BalieLogin       *balie_test_keyring_look_up (const char        *server,
                                              const char        *username,
                                              gboolean           unlock,
                                              BalieKeyringState *state,
                                              GError           **error);
BalieKeyringState balie_test_keyring_store (const BalieLogin *login,
                                            GError          **error);
BalieKeyringState balie_test_keyring_clear (const char *server,
                                            const char *username,
                                            GError    **error);

G_END_DECLS
