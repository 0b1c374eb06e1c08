/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with sessions. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-session-actions.h"

#include "balie-account-store.h"
#include "balie-error.h"
#include "balie-refusal.h"
#include "balie-session-store.h"
#include "balie-token.h"

void
balie_session_input_free (BalieSessionInput *self)
{
  g_clear_pointer (&self->caller, balie_caller_free);
  balie_token_free (self->token);
  g_free (self->password);
  g_free (self->device_id);
  g_free (self->device);
  g_free (self);
}

gpointer
balie_session_action_find_caller (BalieTransaction *transaction,
                                  gpointer          input,
                                  GError          **error)
{
  return balie_session_store_find_caller (transaction->db, input, transaction->now, error);
}

gboolean
balie_session_action_check (BalieTransaction *transaction,
                            GError          **error)
{
  const BalieCaller *caller = transaction->caller;
  g_autoptr (GError) local_error = NULL;

  if (caller == NULL || caller->session == NULL || balie_session_store_is_alive (transaction->db, caller->session, transaction->now, &local_error))
    return TRUE;

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, BALIE_ERROR, BALIE_ERROR_AUTH, "The session %s has ended", caller->session);
  return FALSE;
}

gpointer
balie_session_action_find_credentials (BalieTransaction *transaction,
                                       gpointer          input,
                                       GError          **error)
{
  return balie_account_store_find_credentials (transaction->db, input, error);
}

static gboolean
check_credentials (BalieTransaction        *transaction,
                   const BalieSessionInput *input,
                   GError                 **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieCredentials) credentials = balie_account_store_get_credentials (transaction->db, input->caller->account, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (credentials != NULL && !credentials->disabled && g_str_equal (credentials->password, input->password))
    return TRUE;

  g_propagate_error (error, balie_refusal_new (401, "login-failed", BALIE_LOGIN_FAILED));
  return FALSE;
}

gpointer
balie_session_action_create (BalieTransaction *transaction,
                             gpointer          input,
                             GError          **error)
{
  BalieSessionInput *session = input;
  BalieCaller       *caller = session->caller;
  g_autofree char   *token_hash = balie_token_hash (session->token);
  g_autoptr (BalieAccount) account = NULL;
  BalieReply *reply;

  if (!check_credentials (transaction, session, error))
    return NULL;

  caller->expires_at = transaction->now + BALIE_SESSION_LIFETIME;
  if (!balie_session_store_insert (transaction->db, caller, token_hash, session->device_id, session->device, transaction->now, error))
    return NULL;

  account = balie_account_store_get (transaction->db, caller->account, error);
  if (account == NULL)
    return NULL;

  reply = balie_reply_new_document (201);
  balie_json_writer_begin_object (reply->body, NULL);
  balie_json_writer_string (reply->body, "token", session->token);
  balie_json_writer_string (reply->body, "session_id", caller->session);
  balie_account_write (account, reply->body, "account");
  balie_json_writer_time (reply->body, "expires_at", caller->expires_at);
  balie_json_writer_end_object (reply->body);
  return reply;
}

gpointer
balie_session_action_list (BalieTransaction *transaction,
                           gpointer          input,
                           GError          **error)
{
  const BalieCaller *caller = transaction->caller;
  g_autoptr (GPtrArray) rows = balie_session_store_list (transaction->db, caller->account, transaction->now, error);
  BalieReply *reply;

  if (rows == NULL)
    return NULL;

  reply = balie_reply_new_document (200);
  balie_json_writer_begin_object (reply->body, NULL);
  balie_json_writer_begin_array (reply->body, "sessions");
  for (guint i = 0; i < rows->len; i++)
    {
      const BalieSessionRow *row = g_ptr_array_index (rows, i);

      balie_json_writer_begin_object (reply->body, NULL);
      balie_json_writer_string (reply->body, "id", row->id);
      balie_json_writer_optional_string (reply->body, "device", row->device);
      balie_json_writer_time (reply->body, "created_at", row->created_at);
      balie_json_writer_time (reply->body, "expires_at", row->expires_at);
      balie_json_writer_boolean (reply->body, "current", g_strcmp0 (row->id, caller->session) == 0);
      balie_json_writer_end_object (reply->body);
    }
  balie_json_writer_end_array (reply->body);
  balie_json_writer_end_object (reply->body);
  return reply;
}

gpointer
balie_session_action_end (BalieTransaction *transaction,
                          gpointer          input,
                          GError          **error)
{
  const char *session = input;
  gboolean    ended = FALSE;

  if (!balie_session_store_end (transaction->db, transaction->caller->account, session, &ended, error))
    return NULL;
  if (ended && !balie_transaction_end_session (transaction, transaction->caller, session, error))
    return NULL;

  return balie_reply_new (204);
}

gboolean
balie_session_action_end_all (BalieTransaction *transaction,
                              const char       *except,
                              GError          **error)
{
  g_autoptr (GPtrArray) ended = balie_session_store_end_all (transaction->db, transaction->caller->account, except, error);

  if (ended == NULL)
    return FALSE;

  for (guint i = 0; i < ended->len; i++)
    {
      if (!balie_transaction_end_session (transaction, transaction->caller, g_ptr_array_index (ended, i), error))
        return FALSE;
    }
  return TRUE;
}
