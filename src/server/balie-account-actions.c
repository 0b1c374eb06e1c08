/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with accounts. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-account-actions.h"

#include "balie-account-store.h"
#include "balie-error.h"
#include "balie-event-store.h"
#include "balie-posting.h"
#include "balie-session-actions.h"

void
balie_account_input_free (BalieAccountInput *self)
{
  g_clear_pointer (&self->account, balie_account_unref);
  g_free (self->password);
  g_free (self);
}

void
balie_password_input_free (BaliePasswordInput *self)
{
  g_free (self->username);
  g_free (self->password);
  g_free (self);
}

void
balie_preferences_free (BaliePreferences *self)
{
  g_free (self->language);
  g_free (self);
}

void
balie_customer_query_free (BalieCustomerQuery *self)
{
  g_free (self->after);
  g_free (self);
}

/* The one endless conversation of a customer is there from the start. */
static gboolean
make_chat (BalieTransaction   *transaction,
           const BalieAccount *account,
           GError            **error)
{
  g_auto (BaliePosting) posting = {0};
  g_autoptr (BalieConversation) chat = balie_conversation_new ();

  chat->id = g_strdup (account->chat);
  chat->kind = BALIE_CONVERSATION_CHAT;
  chat->customer = balie_person_new (account->id, account->name, BALIE_ROLE_CUSTOMER);
  chat->created_at = transaction->now;
  chat->changed_at = transaction->now;
  return balie_posting_init_new (&posting, transaction, chat, NULL, "", error) && balie_posting_finish (&posting, error);
}

gpointer
balie_account_action_create (BalieTransaction *transaction,
                             gpointer          input,
                             GError          **error)
{
  BalieAccountInput *made = input;
  BalieAccount      *account = made->account;

  if (account->id == NULL)
    account->id = g_uuid_string_random ();
  if (account->role == BALIE_ROLE_CUSTOMER && account->chat == NULL)
    account->chat = g_uuid_string_random ();

  if (!balie_account_store_insert (transaction->db, account, made->password, transaction->now, error))
    return NULL;
  if (account->role == BALIE_ROLE_CUSTOMER &&
      (!balie_event_store_add_stream (transaction->db, account->id, error) || !make_chat (transaction, account, error)))
    return NULL;

  return balie_caller_new (account->id, account->name, account->role, NULL);
}

static BalieCaller *
find_account (BalieTransaction *transaction,
              const char       *username,
              GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieCredentials) credentials = balie_account_store_find_credentials (transaction->db, username, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (credentials == NULL)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND, "There is no account %s", username);
      return NULL;
    }
  return balie_caller_new (credentials->account, credentials->name, credentials->role, NULL);
}

/* Ends the sessions of an account in the name of which nobody called. */
static gboolean
end_sessions_of (BalieTransaction  *transaction,
                 const BalieCaller *account,
                 GError           **error)
{
  const BalieCaller *before = transaction->caller;
  gboolean           ended;

  transaction->caller = account;
  ended = balie_session_action_end_all (transaction, NULL, error);
  transaction->caller = before;
  return ended;
}

gpointer
balie_account_action_disable (BalieTransaction *transaction,
                              gpointer          input,
                              GError          **error)
{
  g_autoptr (BalieCaller) account = find_account (transaction, input, error);

  if (account == NULL ||
      !balie_account_store_set_disabled (transaction->db, account->account, TRUE, error) ||
      !end_sessions_of (transaction, account, error))
    return NULL;
  return g_steal_pointer (&account);
}

gpointer
balie_account_action_reset_password (BalieTransaction *transaction,
                                     gpointer          input,
                                     GError          **error)
{
  BaliePasswordInput *reset = input;
  g_autoptr (BalieCaller) account = find_account (transaction, reset->username, error);

  if (account == NULL ||
      !balie_account_store_set_password (transaction->db, account->account, reset->password, error) ||
      !balie_account_store_set_disabled (transaction->db, account->account, FALSE, error) ||
      !end_sessions_of (transaction, account, error))
    return NULL;
  return g_steal_pointer (&account);
}

gpointer
balie_account_action_find_credentials (BalieTransaction *transaction,
                                       gpointer          input,
                                       GError          **error)
{
  return balie_account_store_get_credentials (transaction->db, transaction->caller->account, error);
}

gpointer
balie_account_action_change_password (BalieTransaction *transaction,
                                      gpointer          input,
                                      GError          **error)
{
  const BalieCaller *caller = transaction->caller;

  if (!balie_account_store_set_password (transaction->db, caller->account, input, error) ||
      !balie_session_action_end_all (transaction, caller->session, error))
    return NULL;
  return balie_reply_new (204);
}

static BalieReply *
reply_with_account (const BalieAccount *account)
{
  BalieReply *reply = balie_reply_new_document (200);

  balie_account_write (account, reply->body, NULL);
  return reply;
}

gpointer
balie_account_action_get (BalieTransaction *transaction,
                          gpointer          input,
                          GError          **error)
{
  g_autoptr (BalieAccount) account = balie_account_store_get (transaction->db, transaction->caller->account, error);

  return account != NULL ? reply_with_account (account) : NULL;
}

gpointer
balie_account_action_patch (BalieTransaction *transaction,
                            gpointer          input,
                            GError          **error)
{
  BaliePreferences *preferences = input;
  g_autoptr (BalieAccount) account = balie_account_store_get (transaction->db, transaction->caller->account, error);

  if (account == NULL)
    return NULL;

  if (preferences->language != NULL)
    {
      g_free (account->language);
      account->language = g_strdup (preferences->language);
    }
  if (preferences->notify_by_email >= 0)
    account->notify_by_email = preferences->notify_by_email;

  if (!balie_account_store_set_preferences (transaction->db, account->id, account->language, account->notify_by_email, error))
    return NULL;
  return reply_with_account (account);
}

gpointer
balie_account_action_list_customers (BalieTransaction *transaction,
                                     gpointer          input,
                                     GError          **error)
{
  BalieCustomerQuery *query = input;
  g_autoptr (GPtrArray) accounts = balie_account_store_list (transaction->db, BALIE_ROLE_CUSTOMER, query->after, query->limit + 1, error);
  BalieReply *reply;

  if (accounts == NULL)
    return NULL;

  reply = balie_reply_new_document (200);
  balie_json_writer_begin_object (reply->body, NULL);
  balie_json_writer_begin_array (reply->body, "customers");
  for (guint i = 0; i < MIN (accounts->len, query->limit); i++)
    balie_account_write (g_ptr_array_index (accounts, i), reply->body, NULL);
  balie_json_writer_end_array (reply->body);
  if (accounts->len > query->limit)
    {
      const BalieAccount *last = g_ptr_array_index (accounts, query->limit - 1);

      balie_json_writer_string (reply->body, "next", last->username);
    }
  balie_json_writer_end_object (reply->body);
  return reply;
}
