/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a server for a session: name and password in, token and account out. */
#pragma once

#include "balie-account.h"
#include "balie-transport.h"

G_BEGIN_DECLS

/**
 * BalieGrant:
 * @token: of the new session
 * @account: whose it is
 */
typedef struct
{
  char         *token;
  BalieAccount *account;
} BalieGrant;

void balie_grant_free (BalieGrant *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieGrant, balie_grant_free)

/**
 * balie_sign_in_async:
 * @transport: without a token
 * @device_id: UUID of this installation
 */
void balie_sign_in_async (BalieTransport     *transport,
                          const char         *username,
                          const char         *password,
                          const char         *device_id,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data);

/**
 * balie_sign_in_finish:
 * @retry_after: (out) (optional): seconds for which the server wants no other try; 0 unless it said
 * @error: %BALIE_ERROR_AUTH for a wrong name or password, %BALIE_ERROR_LIMIT after too many tries, %BALIE_ERROR_OFFLINE,
 *   %BALIE_ERROR_SERVER, %BALIE_ERROR_FORBIDDEN, %BALIE_ERROR_PARSE when that is no desk
 *
 * Returns: (transfer full): what the server granted
 */
BalieGrant *balie_sign_in_finish (BalieTransport *transport,
                                  GAsyncResult   *result,
                                  guint          *retry_after,
                                  GError        **error);

G_END_DECLS
