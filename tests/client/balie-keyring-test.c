/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of the keyring, made to wait for their ends. */
#include "balie-keyring-test.h"

BalieLogin *
balie_test_keyring_look_up (const char        *server,
                            const char        *username,
                            gboolean           unlock,
                            BalieKeyringState *state,
                            GError           **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_keyring_look_up_async (server, username, unlock, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_keyring_look_up_finish (result, state, error);
}

BalieKeyringState
balie_test_keyring_store (const BalieLogin *login,
                          GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_keyring_store_async (login, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_keyring_store_finish (result, error);
}

BalieKeyringState
balie_test_keyring_clear (const char *server,
                          const char *username,
                          GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_keyring_clear_async (server, username, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_keyring_clear_finish (result, error);
}
