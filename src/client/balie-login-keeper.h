/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds a session's login, in memory and in the keyring, and renews its token. */
#pragma once

#include "balie-keyring.h"
#include "balie-session-open.h"
#include "balie-transport.h"

G_BEGIN_DECLS

/**
 * BalieLoginKeeper:
 *
 * Properties: `keyring-state` (BalieKeyringState, read-only, notifies).
 */
#define BALIE_TYPE_LOGIN_KEEPER (balie_login_keeper_get_type ())
G_DECLARE_FINAL_TYPE (BalieLoginKeeper, balie_login_keeper, BALIE, LOGIN_KEEPER, GObject)

/**
 * balie_login_keeper_operations:
 *
 * What a session may ask; the holder is the keeper.
 */
extern const BalieSessionLogin balie_login_keeper_operations;

/**
 * balie_login_keeper_new:
 * @transport: gets its token from the keeper from now on
 * @door: another one to the same server, without a token, to sign in by
 * @device_id: UUID of this installation
 */
BalieLoginKeeper *balie_login_keeper_new (BalieTransport *transport,
                                          BalieTransport *door,
                                          const char     *username,
                                          const char     *device_id);

/**
 * balie_login_keeper_set_login:
 * @login: just accepted by the server, with its token
 * @keep: whether it goes into the keyring; when not, what is kept there of an earlier time goes, unless it is locked
 *
 * Never waits for the keyring; see `keyring-state`.
 */
void              balie_login_keeper_set_login (BalieLoginKeeper *self,
                                                const BalieLogin *login,
                                                gboolean          keep);
BalieKeyringState balie_login_keeper_get_keyring_state (BalieLoginKeeper *self);

/**
 * balie_login_keeper_look_up_async:
 * @unlock: whether the person may be asked to unlock the keyring
 *
 * Takes the login from the keyring.
 */
void balie_login_keeper_look_up_async (BalieLoginKeeper   *self,
                                       gboolean            unlock,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);

/**
 * balie_login_keeper_look_up_finish:
 * @error: %BALIE_ERROR_AUTH when nothing is kept, %BALIE_ERROR_STORAGE when it cannot be had; `keyring-state` says why
 *
 * Returns: whether there is a login now
 */
gboolean balie_login_keeper_look_up_finish (BalieLoginKeeper *self,
                                            GAsyncResult     *result,
                                            GError          **error);

G_END_DECLS
