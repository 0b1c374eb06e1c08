/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with sessions. */
#pragma once

#include "balie-reply.h"
#include "balie-transaction.h"

G_BEGIN_DECLS

/* Each action runs inside a transaction on a thread of the database, as a #BalieAction does. */

/**
 * BALIE_LOGIN_FAILED:
 *
 * The one text for an unknown name, a wrong password and a disabled account.
 */
#define BALIE_LOGIN_FAILED "The user name or the password is not right"

/**
 * balie_session_action_find_caller:
 * @input: (type utf8): SHA-256 of a token
 *
 * Returns: (type BalieCaller) (transfer full) (nullable): whose it is; %NULL without @error for nobody's
 */
gpointer balie_session_action_find_caller (BalieTransaction *transaction,
                                           gpointer          input,
                                           GError          **error);

/**
 * balie_session_action_check:
 * @error: %BALIE_ERROR_AUTH when the session has ended
 *
 * Looks whether the caller may still call, for who was found behind a token earlier. Whoever calls without a session may.
 */
gboolean balie_session_action_check (BalieTransaction *transaction,
                                     GError          **error);

/**
 * balie_session_action_find_credentials:
 * @input: (type utf8): a normalized user name
 *
 * Returns: (type BalieCredentials) (transfer full) (nullable): what the password is checked against; %NULL without @error
 *   when nobody is called so
 */
gpointer balie_session_action_find_credentials (BalieTransaction *transaction,
                                                gpointer          input,
                                                GError          **error);

/**
 * BalieSessionInput:
 * @caller: who signed in, with the id of the new session
 * @token: for the client; its hash is kept
 * @password: the hash that the password was checked against
 * @device_id: (nullable): UUID
 * @device: (nullable): for display
 */
typedef struct
{
  BalieCaller *caller;
  char        *token;
  char        *password;
  char        *device_id;
  char        *device;
} BalieSessionInput;

void balie_session_input_free (BalieSessionInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieSessionInput, balie_session_input_free)

/**
 * balie_session_action_create:
 * @input: (type BalieSessionInput):
 *
 * Begins a session: 201 with the token. Refused with 401 when the account was disabled, or got another password, while the
 * old one was checked.
 */
gpointer balie_session_action_create (BalieTransaction *transaction,
                                      gpointer          input,
                                      GError          **error);

/**
 * balie_session_action_list:
 * @input: not used
 */
gpointer balie_session_action_list (BalieTransaction *transaction,
                                    gpointer          input,
                                    GError          **error);

/**
 * balie_session_action_end:
 * @input: (type utf8): id of a session
 *
 * Ends a session of the caller's: 204, also when there is none.
 */
gpointer balie_session_action_end (BalieTransaction *transaction,
                                   gpointer          input,
                                   GError          **error);

/**
 * balie_session_action_end_all:
 * @except: (nullable): id of a session that stays
 *
 * Ends the sessions of the transaction's caller.
 */
gboolean balie_session_action_end_all (BalieTransaction *transaction,
                                       const char       *except,
                                       GError          **error);

G_END_DECLS
