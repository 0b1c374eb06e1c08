/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole desk in the test's own process: a real server, a customer, and somebody of the staff who speaks HTTP. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-test-desk.h"

#include "balie-account-actions.h"
#include "balie-desk-store.h"
#include "balie-json-reader.h"
#include "balie-passwords.h"
#include "balie-session-open.h"
#include "balie-sign-in.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

/* Retries wait so many milliseconds at most. */
#define BACKOFF 10

struct _BalieTestDesk
{
  BalieTestFolder *folder;
  BalieServer     *server;
  BalieTransport  *staff;
  guint16          port;
  char            *scan_command;
};

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static void
add_account (BalieTestDesk *self,
             const char    *username,
             const char    *name,
             BalieRole      role)
{
  BalieDeskService *service = balie_server_get_service (self->server);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieCaller) caller = NULL;
  BalieAccountInput *input = g_new0 (BalieAccountInput, 1);

  input->account = balie_account_new ();
  input->account->username = g_strdup (username);
  input->account->name = g_strdup (name);
  input->account->role = role;
  input->account->email = g_strdup_printf ("%s@example.nl", username);
  input->account->language = g_strdup ("nl");
  input->password = balie_password_hash (BALIE_TEST_PASSWORD, &error);
  g_assert_no_error (error);

  balie_desk_service_write_async (service, balie_account_action_create, NULL, input, (GDestroyNotify)balie_account_input_free,
                                  (GDestroyNotify)balie_caller_free, on_result, &result);
  balie_test_wait_until (result != NULL);
  caller = balie_desk_service_run_finish (service, result, &error);
  g_assert_no_error (error);
}

static BalieGrant *
sign_in (BalieTransport *transport,
         const char     *username)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *device = g_uuid_string_random ();
  BalieGrant      *grant;

  balie_sign_in_async (transport, username, BALIE_TEST_PASSWORD, device, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  grant = balie_sign_in_finish (transport, result, NULL, &error);
  g_assert_no_error (error);
  balie_transport_set_token (transport, grant->token);

  return grant;
}

static BalieTransport *
new_transport (guint16 port)
{
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", port);

  return balie_transport_new (address, NULL);
}

void
balie_test_desk_start (BalieTestDesk *self)
{
  g_autoptr (BalieServerConfig) config = balie_server_config_new ();
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", self->port);
  g_autoptr (GError) error = NULL;

  g_assert_null (self->server);
  balie_server_config_set (config, "server.data", balie_test_folder_get_file (self->folder, "desk"));
  balie_server_config_set (config, "server.listen", listen);
  if (self->scan_command != NULL)
    balie_server_config_set (config, "server.scan-command", self->scan_command);
  g_assert_true (balie_server_config_load (config, &error));
  self->server = balie_server_new (config, &error);
  g_assert_no_error (error);
  g_assert_true (balie_server_start (self->server, &error));
  g_assert_no_error (error);
  self->port = balie_server_get_port (self->server);
}

void
balie_test_desk_set_scan_command (BalieTestDesk *self,
                                  const char    *command)
{
  g_free (self->scan_command);
  self->scan_command = g_strdup (command);
}

void
balie_test_desk_stop (BalieTestDesk *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_server_stop_async (self->server, on_result, &result);
  balie_test_wait_until (result != NULL);
  balie_server_stop_finish (self->server, result);
  g_clear_object (&self->server);
}

BalieTestDesk *
balie_test_desk_new (void)
{
  BalieTestDesk *self = g_new0 (BalieTestDesk, 1);
  g_autoptr (BalieGrant) grant = NULL;

  self->folder = balie_test_folder_new ();
  balie_test_desk_start (self);
  add_account (self, BALIE_TEST_CUSTOMER, "Jan Visser", BALIE_ROLE_CUSTOMER);
  add_account (self, BALIE_TEST_STAFF, "Sanne de Boer", BALIE_ROLE_STAFF);
  self->staff = new_transport (self->port);
  grant = sign_in (self->staff, BALIE_TEST_STAFF);

  return self;
}

void
balie_test_desk_free (BalieTestDesk *self)
{
  if (self->server != NULL)
    balie_test_desk_stop (self);
  g_free (self->scan_command);
  g_clear_object (&self->staff);
  balie_test_folder_free (self->folder);
  g_free (self);
}

guint16
balie_test_desk_get_port (BalieTestDesk *self)
{
  return self->port;
}

const char *
balie_test_desk_get_file (BalieTestDesk *self,
                          const char    *name)
{
  return balie_test_folder_get_file (self->folder, name);
}

char *
balie_test_desk_dup_token (BalieTestDesk *self)
{
  g_autoptr (BalieTransport) door = new_transport (self->port);
  g_autoptr (BalieGrant) grant = sign_in (door, BALIE_TEST_CUSTOMER);

  return g_strdup (grant->token);
}

void
balie_test_desk_back_up (BalieTestDesk *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDb) db = balie_db_open (balie_test_folder_get_file (self->folder, "desk/desk.db"), BALIE_DB_READ_ONLY, &error);

  g_assert_no_error (error);
  g_assert_true (balie_db_backup (db, balie_test_folder_get_file (self->folder, "backup.db"), &error));
  g_assert_no_error (error);
}

void
balie_test_desk_restore (BalieTestDesk *self)
{
  static const char *const leftovers[] = {"desk/desk.db-wal", "desk/desk.db-shm"};
  const char              *path = balie_test_folder_get_file (self->folder, "desk/desk.db");
  g_autofree char         *bytes = NULL;
  g_autoptr (BalieDb) db = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  g_assert_null (self->server);
  for (gsize i = 0; i < G_N_ELEMENTS (leftovers); i++)
    g_unlink (balie_test_folder_get_file (self->folder, leftovers[i]));
  g_assert_true (g_file_get_contents (balie_test_folder_get_file (self->folder, "backup.db"), &bytes, &length, &error));
  g_assert_true (g_file_set_contents (path, bytes, length, &error));

  db = balie_db_open (path, BALIE_DB_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (balie_desk_store_renew_epoch (db, &error));
}

void
balie_test_desk_change (BalieTestDesk *self,
                        const char    *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDb) db = NULL;

  g_assert_null (self->server);
  db = balie_db_open (balie_test_folder_get_file (self->folder, "desk/desk.db"), BALIE_DB_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (balie_db_exec (db, sql, &error));
  g_assert_no_error (error);
}

BalieTransport *
balie_test_desk_sign_in (BalieTestDesk *self,
                         guint16        port,
                         BalieAccount **account)
{
  g_autoptr (BalieTransport) door = new_transport (self->port);
  g_autoptr (BalieGrant) grant = sign_in (door, BALIE_TEST_CUSTOMER);
  BalieTransport *transport = new_transport (port);

  balie_transport_set_token (transport, grant->token);
  *account = balie_account_ref (grant->account);

  return transport;
}

BalieSession *
balie_test_desk_open_session (BalieTestDesk *self,
                              guint16        port,
                              const char    *cache)
{
  g_autoptr (BalieAccount) account = NULL;
  g_autoptr (BalieTransport) transport = balie_test_desk_sign_in (self, port, &account);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieSession *session;

  balie_session_open_async (transport, balie_test_folder_get_file (self->folder, cache), account, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  session = balie_session_open_finish (result, &error);
  g_assert_no_error (error);
  balie_session_set_backoff (session, BACKOFF, BACKOFF, g_test_rand_int ());
  balie_session_start (session);

  return session;
}

GBytes *
balie_test_desk_staff (BalieTestDesk *self,
                       const char    *method,
                       const char    *path,
                       const char    *if_match,
                       const char    *json)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = json != NULL ? g_bytes_new (json, strlen (json)) : NULL;
  g_autoptr (BalieAnswer) answer = NULL;

  balie_transport_request_async (self->staff, method, path, if_match, body, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  answer = balie_transport_request_finish (self->staff, result, &error);
  g_assert_no_error (error);
  balie_answer_check (answer, &error);
  g_assert_no_error (error);

  return answer->body != NULL ? g_bytes_ref (answer->body) : NULL;
}

char *
balie_test_desk_staff_writes (BalieTestDesk *self,
                              const char    *conversation,
                              const char    *text)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages/%s", conversation, id);
  g_autofree char *json = g_strdup_printf ("{\"text\": \"%s\"}", text);
  g_autoptr (GBytes) body = balie_test_desk_staff (self, "PUT", path, NULL, json);

  return g_steal_pointer (&id);
}

char **
balie_test_desk_list_texts (BalieTestDesk *self,
                            const char    *conversation)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  gint64   before = G_MAXINT32;
  gboolean more = TRUE;

  while (more)
    {
      g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages?limit=50&before=%" G_GINT64_FORMAT, conversation, before);
      g_autoptr (GBytes) body = balie_test_desk_staff (self, "GET", path, NULL, NULL);
      g_autoptr (BalieJsonReader) reader = NULL;
      g_autoptr (GError) error = NULL;
      guint n_messages;

      reader = balie_json_reader_new (g_bytes_get_data (body, NULL), g_bytes_get_size (body), BALIE_JSON_READER_NONE, &error);
      g_assert_no_error (error);
      more = balie_json_reader_boolean (reader, "more");
      n_messages = balie_json_reader_enter_array (reader, "messages");
      for (guint i = n_messages; i > 0; i--)
        {
          balie_json_reader_enter_item (reader, i - 1);
          before = balie_json_reader_int (reader, "number_in_conversation", 1, G_MAXINT32);
          g_ptr_array_insert (texts, 0, g_strdup (balie_json_reader_string (reader, "text")));
          balie_json_reader_leave (reader);
        }
      balie_json_reader_leave (reader);
      g_assert_true (balie_json_reader_finish (reader, &error));
    }

  g_ptr_array_add (texts, NULL);

  return (char **)g_ptr_array_free (g_steal_pointer (&texts), FALSE);
}

char *
balie_test_send (BalieSession *session,
                 const char   *conversation,
                 const char   *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  balie_session_send_message_async (session, conversation, text, NULL, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  id = balie_session_send_message_finish (session, result, &error);
  g_assert_no_error (error);

  return id;
}

char *
balie_test_send_question (BalieSession *session,
                          const char   *subject,
                          const char   *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieNewRequest request = {.kind = BALIE_CONVERSATION_QUESTION, .subject = subject, .text = text};
  char           *id;

  balie_session_send_request_async (session, &request, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  id = balie_session_send_request_finish (session, result, &error);
  g_assert_no_error (error);

  return id;
}

char *
balie_test_dup_thread (BalieThread *thread)
{
  GString *texts = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (thread)); i++)
    {
      g_autoptr (BalieThreadItem) item = g_list_model_get_item (G_LIST_MODEL (thread), i);

      g_string_append_printf (texts, "%s%s", i > 0 ? "|" : "", balie_thread_item_get_message (item)->text);
    }

  return g_string_free (texts, FALSE);
}

gboolean
balie_test_thread_is (BalieThread *thread,
                      const char  *expected)
{
  g_autofree char *texts = balie_test_dup_thread (thread);

  return g_str_equal (texts, expected);
}
