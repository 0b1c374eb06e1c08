/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of accounts. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-account-store.h"

#include "balie-error.h"

#define USERNAME_MAX 64

#define ACCOUNT_COLUMNS "id, username, name, role, email, language, notify_by_email, chat, disabled"

static BalieRole
role_from_column (BalieStatement *statement,
                  int             column)
{
  /* The table's own check leaves just these two. */
  return g_strcmp0 (balie_statement_get_text (statement, column), "staff") == 0 ? BALIE_ROLE_STAFF : BALIE_ROLE_CUSTOMER;
}

static BalieAccount *
read_account (BalieStatement *statement)
{
  BalieAccount *account = balie_account_new ();

  account->id = balie_statement_dup_text (statement, 0);
  account->username = balie_statement_dup_text (statement, 1);
  account->name = balie_statement_dup_text (statement, 2);
  account->role = role_from_column (statement, 3);
  account->email = balie_statement_dup_text (statement, 4);
  account->language = balie_statement_dup_text (statement, 5);
  account->notify_by_email = balie_statement_get_int (statement, 6) != 0;
  account->chat = balie_statement_dup_text (statement, 7);
  return account;
}

static BalieCredentials *
read_credentials (BalieStatement *statement,
                  GError        **error)
{
  BalieCredentials *self;

  if (!balie_statement_next (statement, error))
    return NULL;

  self = g_new0 (BalieCredentials, 1);
  self->account = balie_statement_dup_text (statement, 0);
  self->name = balie_statement_dup_text (statement, 1);
  self->role = role_from_column (statement, 2);
  self->password = balie_statement_dup_text (statement, 3);
  self->disabled = balie_statement_get_int (statement, 4) != 0;
  balie_statement_reset (statement);
  return self;
}

void
balie_credentials_free (BalieCredentials *self)
{
  g_free (self->account);
  g_free (self->name);
  g_free (self->password);
  g_free (self);
}

char *
balie_account_store_normalize (const char *username)
{
  g_autofree char *composed = g_utf8_normalize (username, -1, G_NORMALIZE_NFKC);
  g_autofree char *lower = NULL;

  if (composed == NULL)
    return NULL;

  lower = g_utf8_strdown (g_strstrip (composed), -1);
  if (*lower == '\0' || g_utf8_strlen (lower, -1) > USERNAME_MAX)
    return NULL;

  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isgraph (c))
        return NULL;
    }

  return g_steal_pointer (&lower);
}

gboolean
balie_account_store_insert (BalieDb            *db,
                            const BalieAccount *account,
                            const char         *password,
                            gint64              now,
                            GError            **error)
{
  BalieStatement *statement = balie_db_prepare (db, "INSERT INTO account (id, username, name, role, email, language, notify_by_email, password, chat, disabled, created_at)"
                                                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10) ON CONFLICT DO NOTHING");

  balie_statement_bind_text (statement, 1, account->id);
  balie_statement_bind_text (statement, 2, account->username);
  balie_statement_bind_text (statement, 3, account->name);
  balie_statement_bind_text (statement, 4, balie_role_nicks[account->role]);
  balie_statement_bind_text (statement, 5, account->email);
  balie_statement_bind_text (statement, 6, account->language);
  balie_statement_bind_int (statement, 7, account->notify_by_email);
  balie_statement_bind_text (statement, 8, password);
  balie_statement_bind_text (statement, 9, account->chat);
  balie_statement_bind_int (statement, 10, now);
  if (!balie_statement_run (statement, error))
    return FALSE;

  if (balie_db_get_changes (db) == 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_CONFLICT, "There is an account %s already", account->username);
      return FALSE;
    }
  return TRUE;
}

BalieAccount *
balie_account_store_get (BalieDb    *db,
                         const char *id,
                         GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT " ACCOUNT_COLUMNS " FROM account WHERE id = $1");
  BalieAccount   *account;

  balie_statement_bind_text (statement, 1, id);
  if (!balie_statement_next (statement, error))
    return NULL;

  account = read_account (statement);
  balie_statement_reset (statement);
  return account;
}

BalieCredentials *
balie_account_store_find_credentials (BalieDb    *db,
                                      const char *username,
                                      GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT id, name, role, password, disabled FROM account WHERE username = $1");

  balie_statement_bind_text (statement, 1, username);
  return read_credentials (statement, error);
}

BalieCredentials *
balie_account_store_get_credentials (BalieDb    *db,
                                     const char *id,
                                     GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT id, name, role, password, disabled FROM account WHERE id = $1");

  balie_statement_bind_text (statement, 1, id);
  return read_credentials (statement, error);
}

GPtrArray *
balie_account_store_list (BalieDb    *db,
                          BalieRole   role,
                          const char *after,
                          guint       limit,
                          GError    **error)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_account_unref);
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, "SELECT " ACCOUNT_COLUMNS " FROM account WHERE role = $1 AND username > $2 AND disabled = 0 ORDER BY username LIMIT $3");

  balie_statement_bind_text (statement, 1, balie_role_nicks[role]);
  balie_statement_bind_text (statement, 2, after != NULL ? after : "");
  balie_statement_bind_int (statement, 3, limit);
  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (accounts, read_account (statement));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&accounts);
}

gboolean
balie_account_store_foreach (BalieDb         *db,
                             BalieAccountFunc func,
                             gpointer         user_data,
                             GError         **error)
{
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, "SELECT " ACCOUNT_COLUMNS " FROM account ORDER BY username");

  while (balie_statement_next (statement, &local_error))
    {
      g_autoptr (BalieAccount) account = read_account (statement);

      func (account, balie_statement_get_int (statement, 8) != 0, user_data);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

gboolean
balie_account_store_set_password (BalieDb    *db,
                                  const char *id,
                                  const char *password,
                                  GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE account SET password = $2 WHERE id = $1");

  balie_statement_bind_text (statement, 1, id);
  balie_statement_bind_text (statement, 2, password);
  return balie_statement_run (statement, error);
}

gboolean
balie_account_store_set_disabled (BalieDb    *db,
                                  const char *id,
                                  gboolean    disabled,
                                  GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE account SET disabled = $2 WHERE id = $1");

  balie_statement_bind_text (statement, 1, id);
  balie_statement_bind_int (statement, 2, disabled);
  return balie_statement_run (statement, error);
}

gboolean
balie_account_store_set_preferences (BalieDb    *db,
                                     const char *id,
                                     const char *language,
                                     gboolean    notify_by_email,
                                     GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE account SET language = $2, notify_by_email = $3 WHERE id = $1");

  balie_statement_bind_text (statement, 1, id);
  balie_statement_bind_text (statement, 2, language);
  balie_statement_bind_int (statement, 3, notify_by_email);
  return balie_statement_run (statement, error);
}

gint64
balie_account_store_count (BalieDb *db,
                           GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT COUNT(*) FROM account");
  gint64          count;

  if (!balie_statement_next (statement, error))
    return -1;

  count = balie_statement_get_int (statement, 0);
  balie_statement_reset (statement);
  return count;
}
