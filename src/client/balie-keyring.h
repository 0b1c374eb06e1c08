/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Name, password and token in the desktop's keyring: one item a server and user. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BalieKeyringState:
 * @BALIE_KEYRING_KEPT: the login is in the keyring
 * @BALIE_KEYRING_NONE: nothing is kept, because nobody asked for it
 * @BALIE_KEYRING_LOCKED: the keyring is locked; what is in it is unknown
 * @BALIE_KEYRING_DISMISSED: unlocking was asked for and refused
 * @BALIE_KEYRING_ABSENT: there is no keyring service
 * @BALIE_KEYRING_FAILED: it is there and does not work
 */
typedef enum {
  BALIE_KEYRING_NONE,
  BALIE_KEYRING_KEPT,
  BALIE_KEYRING_LOCKED,
  BALIE_KEYRING_DISMISSED,
  BALIE_KEYRING_ABSENT,
  BALIE_KEYRING_FAILED,
} BalieKeyringState;

#define BALIE_TYPE_KEYRING_STATE (balie_keyring_state_get_type ())
GType balie_keyring_state_get_type (void) G_GNUC_CONST;

/**
 * BalieLogin:
 * @server: address
 * @username: what one signs in with
 * @password: the password
 * @token: (nullable): of the present session
 * @account: (nullable): id of the account, to find its cache
 */
typedef struct
{
  char *server;
  char *username;
  char *password;
  char *token;
  char *account;
} BalieLogin;

BalieLogin *balie_login_new (const char *server,
                             const char *username,
                             const char *password);
BalieLogin *balie_login_copy (const BalieLogin *self);

/**
 * balie_login_free:
 *
 * Overwrites the secrets before it frees them.
 */
void balie_login_free (BalieLogin *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieLogin, balie_login_free)

/**
 * balie_keyring_look_up_async:
 * @unlock: whether the person may be asked to unlock it
 *
 * Answers within 25 s without a prompt, and within 120 s with one, also when the keyring itself never answers.
 */
void balie_keyring_look_up_async (const char         *server,
                                  const char         *username,
                                  gboolean            unlock,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);

/**
 * balie_keyring_look_up_finish:
 * @state: (out): how it stands; %BALIE_KEYRING_NONE when there is no such item
 *
 * Returns: (transfer full) (nullable): the login, only with %BALIE_KEYRING_KEPT
 */
BalieLogin *balie_keyring_look_up_finish (GAsyncResult      *result,
                                          BalieKeyringState *state,
                                          GError           **error);

/**
 * balie_keyring_store_async:
 *
 * Keeps @login, replacing what was kept for that server and user.
 */
void              balie_keyring_store_async (const BalieLogin   *login,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
BalieKeyringState balie_keyring_store_finish (GAsyncResult *result,
                                              GError      **error);

/**
 * balie_keyring_clear_async:
 *
 * Forgets the login of that server and user.
 */
void              balie_keyring_clear_async (const char         *server,
                                             const char         *username,
                                             GCancellable       *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer            user_data);
BalieKeyringState balie_keyring_clear_finish (GAsyncResult *result,
                                              GError      **error);

G_END_DECLS
