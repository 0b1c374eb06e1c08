/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the app begins: look at a desk, sign in, go on where one left off. */
#pragma once

#include "balie-session.h"

G_BEGIN_DECLS

#define BALIE_TYPE_CLIENT (balie_client_get_type ())
G_DECLARE_FINAL_TYPE (BalieClient, balie_client, BALIE, CLIENT, GObject)

/**
 * balie_client_new:
 * @data_dir: folder for caches, one file an account, made when it is missing with mode 0700
 *
 * Properties: `authority-file` (string): PEM file of an own certificate authority.
 */
BalieClient *balie_client_new (const char *data_dir);
void         balie_client_set_authority_file (BalieClient *self,
                                              const char  *path);

/**
 * balie_client_fetch_desk_async:
 * @server: as [func@server_address_parse] gives it
 *
 * What the sign-in page shows before anybody signs in.
 */
void       balie_client_fetch_desk_async (BalieClient        *self,
                                          const char         *server,
                                          GCancellable       *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer            user_data);
BalieDesk *balie_client_fetch_desk_finish (BalieClient  *self,
                                           GAsyncResult *result,
                                           GBytes      **logo,
                                           GError      **error);

/**
 * balie_client_sign_in_async:
 * @keep: "Stay signed in": whether the login goes into the keyring
 *
 * A keyring that does not work does not keep anybody from signing in; see BalieSession:keyring-state.
 */
void balie_client_sign_in_async (BalieClient        *self,
                                 const char         *server,
                                 const char         *username,
                                 const char         *password,
                                 gboolean            keep,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);

/**
 * balie_client_sign_in_finish:
 * @error: %BALIE_ERROR_AUTH for a wrong name or password, %BALIE_ERROR_LIMIT after too many tries,
 *   %BALIE_ERROR_OFFLINE, %BALIE_ERROR_STORAGE, %BALIE_ERROR_PARSE when that is no desk, %BALIE_ERROR_FORBIDDEN for an
 *   account of the staff, who have their own console
 *
 * Returns: (transfer full): a session whose lists are loaded from the cache and that is connecting
 */
BalieSession *balie_client_sign_in_finish (BalieClient  *self,
                                           GAsyncResult *result,
                                           GError      **error);

/**
 * balie_client_resume_async:
 * @username: as the account has it, which may differ from what was typed to sign in
 *
 * Goes on with a kept login: opens the cache at once, without waiting for the keyring or the network.
 */
void balie_client_resume_async (BalieClient        *self,
                                const char         *server,
                                const char         *username,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);

/**
 * balie_client_resume_finish:
 *
 * Returns: (transfer full) (nullable): a session with its lists loaded, or %NULL without @error when there is no cache
 *   of that login and the keyring has nothing either
 */
BalieSession *balie_client_resume_finish (BalieClient  *self,
                                          GAsyncResult *result,
                                          GError      **error);

G_END_DECLS
