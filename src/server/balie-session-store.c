/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of sessions: who may call with which token. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-session-store.h"

void
balie_session_row_free (BalieSessionRow *self)
{
  g_free (self->id);
  g_free (self->device);
  g_free (self);
}

gboolean
balie_session_store_insert (BalieDb           *db,
                            const BalieCaller *caller,
                            const char        *token_hash,
                            const char        *device_id,
                            const char        *device,
                            gint64             now,
                            GError           **error)
{
  BalieStatement *statement = balie_db_prepare (db, "INSERT INTO session (id, account, token, device_id, device, created_at, expires_at)"
                                                    " VALUES ($1, $2, $3, $4, $5, $6, $7)");

  balie_statement_bind_text (statement, 1, caller->session);
  balie_statement_bind_text (statement, 2, caller->account);
  balie_statement_bind_text (statement, 3, token_hash);
  balie_statement_bind_text (statement, 4, device_id);
  balie_statement_bind_text (statement, 5, device);
  balie_statement_bind_int (statement, 6, now);
  balie_statement_bind_int (statement, 7, caller->expires_at);
  return balie_statement_run (statement, error);
}

BalieCaller *
balie_session_store_find_caller (BalieDb    *db,
                                 const char *token_hash,
                                 gint64      now,
                                 GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT account.id, account.name, account.role, session.id, session.expires_at"
                                                    " FROM session JOIN account ON account.id = session.account"
                                                    " WHERE session.token = $1 AND session.expires_at > $2 AND account.disabled = 0");
  BalieCaller    *caller;

  balie_statement_bind_text (statement, 1, token_hash);
  balie_statement_bind_int (statement, 2, now);
  if (!balie_statement_next (statement, error))
    return NULL;

  caller = balie_caller_new (balie_statement_get_text (statement, 0),
                             balie_statement_get_text (statement, 1),
                             g_strcmp0 (balie_statement_get_text (statement, 2), "staff") == 0 ? BALIE_ROLE_STAFF : BALIE_ROLE_CUSTOMER,
                             balie_statement_get_text (statement, 3));
  caller->expires_at = balie_statement_get_int (statement, 4);
  balie_statement_reset (statement);
  return caller;
}

gboolean
balie_session_store_is_alive (BalieDb    *db,
                              const char *id,
                              gint64      now,
                              GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT session.id FROM session JOIN account ON account.id = session.account"
                                                    " WHERE session.id = $1 AND session.expires_at > $2 AND account.disabled = 0");
  gboolean        alive;

  balie_statement_bind_text (statement, 1, id);
  balie_statement_bind_int (statement, 2, now);
  alive = balie_statement_next (statement, error);
  if (alive)
    balie_statement_reset (statement);
  return alive;
}

GPtrArray *
balie_session_store_list (BalieDb    *db,
                          const char *account,
                          gint64      now,
                          GError    **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_session_row_free);
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, "SELECT id, device, created_at, expires_at FROM session"
                                                    " WHERE account = $1 AND expires_at > $2 ORDER BY created_at DESC, id");

  balie_statement_bind_text (statement, 1, account);
  balie_statement_bind_int (statement, 2, now);
  while (balie_statement_next (statement, &local_error))
    {
      BalieSessionRow *row = g_new0 (BalieSessionRow, 1);

      row->id = balie_statement_dup_text (statement, 0);
      row->device = balie_statement_dup_text (statement, 1);
      row->created_at = balie_statement_get_int (statement, 2);
      row->expires_at = balie_statement_get_int (statement, 3);
      g_ptr_array_add (rows, row);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&rows);
}

gboolean
balie_session_store_end (BalieDb    *db,
                         const char *account,
                         const char *id,
                         gboolean   *ended,
                         GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "DELETE FROM session WHERE account = $1 AND id = $2");

  balie_statement_bind_text (statement, 1, account);
  balie_statement_bind_text (statement, 2, id);
  if (!balie_statement_run (statement, error))
    return FALSE;

  *ended = balie_db_get_changes (db) > 0;
  return TRUE;
}

GPtrArray *
balie_session_store_end_all (BalieDb    *db,
                             const char *account,
                             const char *except,
                             GError    **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, "DELETE FROM session WHERE account = $1 AND id <> $2 RETURNING id");

  balie_statement_bind_text (statement, 1, account);
  balie_statement_bind_text (statement, 2, except != NULL ? except : "");
  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (ids, balie_statement_dup_text (statement, 0));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&ids);
}

gboolean
balie_session_store_prune (BalieDb *db,
                           gint64   now,
                           GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "DELETE FROM session WHERE expires_at <= $1");

  balie_statement_bind_int (statement, 1, now);
  return balie_statement_run (statement, error);
}
