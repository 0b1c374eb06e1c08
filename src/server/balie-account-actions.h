/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with accounts. */
#pragma once

#include "balie-account.h"
#include "balie-reply.h"
#include "balie-transaction.h"

G_BEGIN_DECLS

/* Each action runs inside a transaction on a thread of the database, as a #BalieAction does. */

/**
 * BalieAccountInput:
 * @account: with username (normalized), name, role, email, language; id and chat may be set, or are made
 * @password: the hash
 */
typedef struct
{
  BalieAccount *account;
  char         *password;
} BalieAccountInput;

void balie_account_input_free (BalieAccountInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieAccountInput, balie_account_input_free)

/**
 * balie_account_action_create:
 * @input: (type BalieAccountInput):
 *
 * Makes an account; a customer's stream and chat with it.
 *
 * Returns: (type BalieCaller) (transfer full): the account, for acting in its name
 */
gpointer balie_account_action_create (BalieTransaction *transaction,
                                      gpointer          input,
                                      GError          **error);

/**
 * balie_account_action_disable:
 * @input: (type utf8): a normalized user name
 *
 * Refuses the account from now on, and ends its sessions.
 *
 * Returns: (type BalieCaller) (transfer full): the account; %BALIE_ERROR_NOT_FOUND when there is none
 */
gpointer balie_account_action_disable (BalieTransaction *transaction,
                                       gpointer          input,
                                       GError          **error);

/**
 * BaliePasswordInput:
 * @username: normalized
 * @password: the hash of the new password
 */
typedef struct
{
  char *username;
  char *password;
} BaliePasswordInput;

void balie_password_input_free (BaliePasswordInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BaliePasswordInput, balie_password_input_free)

/**
 * balie_account_action_reset_password:
 * @input: (type BaliePasswordInput):
 *
 * For the administrator: sets the password, lets a disabled account in again, and ends the account's sessions.
 *
 * Returns: (type BalieCaller) (transfer full): the account; %BALIE_ERROR_NOT_FOUND when there is none
 */
gpointer balie_account_action_reset_password (BalieTransaction *transaction,
                                              gpointer          input,
                                              GError          **error);

/**
 * balie_account_action_find_credentials:
 * @input: not used
 *
 * Returns: (type BalieCredentials) (transfer full): of the caller
 */
gpointer balie_account_action_find_credentials (BalieTransaction *transaction,
                                                gpointer          input,
                                                GError          **error);

/**
 * balie_account_action_change_password:
 * @input: (type utf8): the hash of the new password
 *
 * Changes the caller's password, and ends all of the caller's other sessions: 204.
 */
gpointer balie_account_action_change_password (BalieTransaction *transaction,
                                               gpointer          input,
                                               GError          **error);

/**
 * balie_account_action_get:
 * @input: not used
 *
 * Reads the caller's own account.
 */
gpointer balie_account_action_get (BalieTransaction *transaction,
                                   gpointer          input,
                                   GError          **error);

/**
 * BaliePreferences:
 * @language: (nullable): checked; %NULL leaves it
 * @notify_by_email: whether answers are mailed; -1 leaves it
 */
typedef struct
{
  char *language;
  int   notify_by_email;
} BaliePreferences;

void balie_preferences_free (BaliePreferences *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BaliePreferences, balie_preferences_free)

/**
 * balie_account_action_patch:
 * @input: (type BaliePreferences):
 */
gpointer balie_account_action_patch (BalieTransaction *transaction,
                                     gpointer          input,
                                     GError          **error);

/**
 * BalieCustomerQuery:
 * @after: (nullable): user name behind which to begin
 * @limit: most accounts
 */
typedef struct
{
  char *after;
  guint limit;
} BalieCustomerQuery;

void balie_customer_query_free (BalieCustomerQuery *self);

/**
 * balie_account_action_list_customers:
 * @input: (type BalieCustomerQuery):
 */
gpointer balie_account_action_list_customers (BalieTransaction *transaction,
                                              gpointer          input,
                                              GError          **error);

G_END_DECLS
