/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of accounts. */
#pragma once

#include "balie-account.h"
#include "balie-db.h"

G_BEGIN_DECLS

/**
 * BalieCredentials:
 * @account: id
 * @name: for display
 * @role: customer or staff
 * @password: the hash, as libsodium writes it
 * @disabled: whether signing in is refused
 */
typedef struct
{
  char     *account;
  char     *name;
  BalieRole role;
  char     *password;
  gboolean  disabled;
} BalieCredentials;

void balie_credentials_free (BalieCredentials *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieCredentials, balie_credentials_free)

/**
 * balie_account_store_normalize:
 * @username: as somebody typed it
 *
 * Brings a user name into the form in which names are kept and compared: without white space at the ends, composed, in
 * lower case.
 *
 * Returns: (transfer full) (nullable): the name; %NULL when it can be none: empty, longer than 64 characters, or with
 *   white space or control characters inside
 */
char *balie_account_store_normalize (const char *username);

/**
 * balie_account_store_insert:
 * @account: with its username normalized
 * @password: the hash
 * @now: milliseconds since 1970
 * @error: %BALIE_ERROR_CONFLICT when the user name is taken; %BALIE_ERROR_STORAGE
 */
gboolean balie_account_store_insert (BalieDb            *db,
                                     const BalieAccount *account,
                                     const char         *password,
                                     gint64              now,
                                     GError            **error);

/**
 * balie_account_store_get:
 *
 * Returns: (transfer full) (nullable): the account; %NULL without @error when there is none
 */
BalieAccount *balie_account_store_get (BalieDb    *db,
                                       const char *id,
                                       GError    **error);

/**
 * balie_account_store_find_credentials:
 * @username: normalized
 *
 * Returns: (transfer full) (nullable): what signing in is checked against; %NULL without @error when nobody is called so
 */
BalieCredentials *balie_account_store_find_credentials (BalieDb    *db,
                                                        const char *username,
                                                        GError    **error);

/**
 * balie_account_store_get_credentials:
 * @id: of the account
 *
 * As [func@account_store_find_credentials], for who is signed in already.
 */
BalieCredentials *balie_account_store_get_credentials (BalieDb    *db,
                                                       const char *id,
                                                       GError    **error);

/**
 * balie_account_store_list:
 * @role: which
 * @after: (nullable): user name behind which to begin
 * @limit: most accounts
 *
 * Returns: (transfer full) (element-type BalieAccount): accounts that are not disabled, by user name
 */
GPtrArray *balie_account_store_list (BalieDb    *db,
                                     BalieRole   role,
                                     const char *after,
                                     guint       limit,
                                     GError    **error);

/**
 * BalieAccountFunc:
 * @disabled: whether signing in is refused
 */
typedef void (*BalieAccountFunc) (const BalieAccount *account,
                                  gboolean            disabled,
                                  gpointer            user_data);

/**
 * balie_account_store_foreach:
 *
 * Calls @func for every account there is, by user name.
 */
gboolean balie_account_store_foreach (BalieDb         *db,
                                      BalieAccountFunc func,
                                      gpointer         user_data,
                                      GError         **error);

gboolean balie_account_store_set_password (BalieDb    *db,
                                           const char *id,
                                           const char *password,
                                           GError    **error);
gboolean balie_account_store_set_disabled (BalieDb    *db,
                                           const char *id,
                                           gboolean    disabled,
                                           GError    **error);
gboolean balie_account_store_set_preferences (BalieDb    *db,
                                              const char *id,
                                              const char *language,
                                              gboolean    notify_by_email,
                                              GError    **error);

/**
 * balie_account_store_count:
 *
 * Returns: how many accounts there are, or -1 on error
 */
gint64 balie_account_store_count (BalieDb *db,
                                  GError **error);

G_END_DECLS
