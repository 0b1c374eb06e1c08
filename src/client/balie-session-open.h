/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a session is made and given its login; for this room alone. */
#pragma once

#include "balie-session.h"
#include "balie-transport.h"

G_BEGIN_DECLS

/**
 * BalieSessionLogin:
 * @unlock_async: asks for the keyring to be unlocked and gives the transport its token
 * @unlock_finish: answers whether there is a login to connect with now
 * @forget_async: forgets the login, in memory and in the keyring
 * @forget_finish: answers whether it is forgotten
 *
 * What a session asks of the object that holds its login. A session knows neither password nor token.
 */
typedef struct
{
  void (*unlock_async) (gpointer            holder,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data);
  gboolean (*unlock_finish) (gpointer      holder,
                             GAsyncResult *result,
                             GError      **error);
  void (*forget_async) (gpointer            holder,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data);
  gboolean (*forget_finish) (gpointer      holder,
                             GAsyncResult *result,
                             GError      **error);
} BalieSessionLogin;

/**
 * balie_session_open_async:
 * @transport: to the server; with its token when there is one already
 * @path: of the cache, one file an account; made when it is missing and @account is known
 * @account: (nullable): as the server gave it at sign-in; %NULL for the one in the cache
 *
 * Opens the cache and loads the lists. A damaged cache is moved aside and made anew, with what could be saved of the
 * outbox and the drafts. The session does not connect before [func@session_start].
 */
void balie_session_open_async (BalieTransport     *transport,
                               const char         *path,
                               BalieAccount       *account,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);

/**
 * balie_session_open_finish:
 * @error: %BALIE_ERROR_STORAGE; %BALIE_ERROR_NOT_FOUND when neither the caller nor the cache has an account
 *
 * Returns: (transfer full): a session that is offline
 */
BalieSession *balie_session_open_finish (GAsyncResult *result,
                                         GError      **error);

/**
 * balie_session_set_login:
 * @holder: (transfer none): kept alive by the session
 */
void balie_session_set_login (BalieSession            *self,
                              const BalieSessionLogin *login,
                              GObject                 *holder);
void balie_session_set_keyring_state (BalieSession     *self,
                                      BalieKeyringState state);

/**
 * balie_session_start:
 *
 * Begins to connect, now that the transport has a token or can get one. Also after [func@session_lock], and again when a
 * refused login was replaced. A closed session stays closed.
 */
void balie_session_start (BalieSession *self);

/**
 * balie_session_lock:
 *
 * There is no login to connect with, because the keyring is locked: %BALIE_CONNECTION_LOCKED.
 */
void balie_session_lock (BalieSession *self);

/**
 * balie_session_set_backoff:
 * @base: milliseconds that the first retry waits at most; 500 unless set
 * @maximum: milliseconds that any retry waits at most; 30000 unless set
 * @seed: of the jitter
 *
 * For tests that cannot wait.
 */
void balie_session_set_backoff (BalieSession *self,
                                guint         base,
                                guint         maximum,
                                guint32       seed);

G_END_DECLS
