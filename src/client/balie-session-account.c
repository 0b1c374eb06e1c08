/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's own account: asked for again with each connection, for nobody tells when it has changed. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

#include "balie-setting-table.h"

char *
balie_session_dup_account_json (BalieAccount *account)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  balie_account_write (account, writer, NULL);

  return balie_json_writer_end (writer, NULL);
}

gpointer
balie_session_job_set_account (BalieDb *db,
                               gpointer data,
                               GError **error)
{
  balie_setting_table_set (db, BALIE_SETTING_ACCOUNT, data, error);

  return NULL;
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (BalieSession) self = user_data;
  g_autoptr (GError) error = NULL;

  balie_cache_write_finish (self->cache, result, &error);
  if (error != NULL)
    g_message ("What is known of the account could not be kept: %s", error->message);
}

static BalieAccount *
read_account (BalieAnswer *answer,
              GError     **error)
{
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (BalieAccount) account = NULL;
  gsize       length = 0;
  const char *text;

  if (!balie_answer_check (answer, error))
    return NULL;

  text = answer->body != NULL ? g_bytes_get_data (answer->body, &length) : "";
  reader = balie_json_reader_new (text, length, BALIE_JSON_READER_NONE, error);
  if (reader == NULL)
    return NULL;

  account = balie_account_read (reader, NULL);
  if (!balie_json_reader_finish (reader, error))
    return NULL;

  return g_steal_pointer (&account);
}

static void
take_account (BalieSession *self,
              BalieAccount *account)
{
  g_autofree char *before = balie_session_dup_account_json (self->account);
  g_autofree char *after = balie_session_dup_account_json (account);

  if (g_str_equal (before, after))
    return;

  balie_session_set_account (self, account);
  balie_cache_write_async (self->cache, balie_session_job_set_account, g_steal_pointer (&after), g_free, NULL, NULL,
                           on_stored, g_object_ref (self));
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (BalieSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, &error);
  g_autoptr (BalieAccount) account = NULL;

  if (self->closed)
    return;

  if (answer != NULL)
    account = read_account (answer, &error);

  if (account == NULL)
    g_info ("The account could not be fetched: %s", error->message);
  else if (g_strcmp0 (account->id, self->account->id) != 0 || g_strcmp0 (account->chat, self->account->chat) != 0)
    g_message ("The server told of another account");
  else
    take_account (self, account);
}

void
balie_session_refresh_account (BalieSession *self)
{
  balie_transport_request_async (self->transport, "GET", "/v1/me", NULL, NULL, self->cancellable, on_answered,
                                 g_object_ref (self));
}
