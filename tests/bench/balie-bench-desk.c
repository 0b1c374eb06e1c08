/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk for benchmarks: filled without passwords, then served by the program. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include "balie-bench-desk.h"

#include "balie-account-actions.h"
#include "balie-attachment-store.h"
#include "balie-clock.h"
#include "balie-conversation-actions.h"
#include "balie-desk-service.h"
#include "balie-message-actions.h"
#include "balie-session-store.h"
#include "balie-token.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* How many messages are written in one transaction. */
#define GROUP 1000

#define TEXT "How do I add a second administrator?"

struct _BalieBenchDesk
{
  char        *data;
  char        *epoch;
  GPtrArray   *customers;
  BalieDb     *db; /* until it is served */
  GSubprocess *server;
  guint16      port;
};

static void
stop_on_error (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static void
customer_free (gpointer data)
{
  BalieBenchCustomer *self = data;

  balie_caller_free (self->caller);
  g_free (self->chat);
  balie_token_free (self->token);
  g_free (self);
}

char *
balie_bench_customer_make_get (const BalieBenchCustomer *self,
                               const char               *path)
{
  return g_strdup_printf ("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n", path, self->token);
}

char *
balie_bench_customer_make_message (const BalieBenchCustomer *self)
{
  static const char body[] = "{\"text\":\"" TEXT "\"}";
  g_autofree char  *id = g_uuid_string_random ();

  return g_strdup_printf ("PUT /v1/conversations/%s/messages/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                          "Authorization: Bearer %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                          self->chat, id, self->token, strlen (body), body);
}

static gpointer
add_customer (BalieTransaction *transaction,
              gpointer          input,
              GError          **error)
{
  const guint *number = input;
  g_autoptr (BalieAccountInput) made = g_new0 (BalieAccountInput, 1);
  g_autofree char    *hash = NULL;
  BalieBenchCustomer *customer = g_new0 (BalieBenchCustomer, 1);

  made->account = balie_account_new ();
  made->account->username = g_strdup_printf ("customer%u", *number);
  made->account->name = g_strdup_printf ("Customer %u", *number);
  made->account->role = BALIE_ROLE_CUSTOMER;
  made->password = g_strdup ("*");
  customer->caller = balie_account_action_create (transaction, made, error);
  if (customer->caller == NULL)
    return customer;

  customer->chat = g_strdup (made->account->chat);
  customer->token = balie_token_new ();
  customer->caller->session = g_uuid_string_random ();
  customer->caller->expires_at = transaction->now + BALIE_SESSION_LIFETIME;
  hash = balie_token_hash (customer->token);
  balie_session_store_insert (transaction->db, customer->caller, hash, customer->caller->session, "bench", transaction->now, error);
  return customer;
}

BalieBenchDesk *
balie_bench_desk_new (BalieTestFolder *folder,
                      const char      *name,
                      guint            n_customers)
{
  BalieBenchDesk *self = g_new0 (BalieBenchDesk, 1);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDesk) settings = NULL;
  g_autofree char *path = NULL;

  self->customers = g_ptr_array_new_with_free_func (customer_free);
  self->data = g_strdup (balie_test_folder_get_file (folder, name));
  g_mkdir (self->data, 0700);
  path = g_build_filename (self->data, "desk.db", NULL);
  self->db = balie_desk_service_open_database (path, NULL, &settings, &local_error);
  stop_on_error (local_error);
  self->epoch = g_strdup (settings->epoch);

  for (guint i = 0; i < n_customers; i++)
    {
      g_ptr_array_add (self->customers, balie_desk_service_run_here (self->db, add_customer, NULL, &i, &local_error));
      stop_on_error (local_error);
    }
  return self;
}

void
balie_bench_desk_free (BalieBenchDesk *self)
{
  balie_bench_desk_stop (self);
  g_clear_pointer (&self->db, balie_db_close);
  g_ptr_array_unref (self->customers);
  g_free (self->data);
  g_free (self->epoch);
  g_free (self);
}

const BalieBenchCustomer *
balie_bench_desk_get_customer (BalieBenchDesk *self,
                               guint           index)
{
  return g_ptr_array_index (self->customers, index);
}

const char *
balie_bench_desk_get_epoch (BalieBenchDesk *self)
{
  return self->epoch;
}

/* What is filled in, and how much of it in one transaction. */
typedef struct
{
  const BalieBenchCustomer *customer;
  guint                     n;
} Filling;

static gpointer
put_messages (BalieTransaction *transaction,
              gpointer          input,
              GError          **error)
{
  const Filling *filling = input;

  for (guint i = 0; i < filling->n; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autoptr (BalieMessageInput) message = balie_message_input_new (id, filling->customer->chat, TEXT);
      BalieReply *reply = balie_message_action_put (transaction, message, error);

      if (reply == NULL)
        break;
      balie_reply_free (reply);
    }
  return NULL;
}

static gpointer
put_requests (BalieTransaction *transaction,
              gpointer          input,
              GError          **error)
{
  const Filling *filling = input;

  for (guint i = 0; i < filling->n; i++)
    {
      g_autoptr (BalieConversationInput) request = g_new0 (BalieConversationInput, 1);
      BalieReply *reply;

      request->id = g_uuid_string_random ();
      request->kind = BALIE_CONVERSATION_QUESTION;
      request->subject = g_strdup ("A second administrator");
      request->message = g_uuid_string_random ();
      request->text = g_strdup (TEXT);
      reply = balie_conversation_action_put (transaction, request, error);
      if (reply == NULL)
        break;
      balie_reply_free (reply);
    }
  return NULL;
}

static void
fill (BalieBenchDesk *self,
      guint           customer,
      guint           n,
      BalieAction     action)
{
  Filling filling = {.customer = balie_bench_desk_get_customer (self, customer)};

  for (guint done = 0; done < n; done += filling.n)
    {
      g_autoptr (GError) local_error = NULL;

      filling.n = MIN (n - done, GROUP);
      balie_desk_service_run_here (self->db, action, filling.customer->caller, &filling, &local_error);
      stop_on_error (local_error);
    }
}

void
balie_bench_desk_fill_chat (BalieBenchDesk *self,
                            guint           customer,
                            guint           n_messages)
{
  fill (self, customer, n_messages, put_messages);
}

void
balie_bench_desk_fill_requests (BalieBenchDesk *self,
                                guint           customer,
                                guint           n_requests)
{
  fill (self, customer, n_requests, put_requests);
}

char *
balie_bench_desk_add_file (BalieBenchDesk *self,
                           guint           customer,
                           const char     *path,
                           gint64          size,
                           const char     *sha256)
{
  g_autofree char    *files = g_build_filename (self->data, "files", NULL);
  g_autofree char    *file = g_uuid_string_random ();
  g_autofree char    *target = g_build_filename (files, file, NULL);
  BalieBenchCustomer *owner = g_ptr_array_index (self->customers, customer);
  BalieUploadRow      row = {.account = owner->caller->account, .digest = (char *)"", .file = file, .stored = size};
  BalieAttachment    *attachment = balie_attachment_new ();
  char               *id;
  g_autoptr (GError) local_error = NULL;

  attachment->id = g_uuid_string_random ();
  attachment->name = g_strdup ("large.bin");
  attachment->type = g_strdup ("application/octet-stream");
  attachment->size = size;
  attachment->sha256 = g_strdup (sha256);
  row.attachment = attachment;
  id = g_strdup (attachment->id);

  g_mkdir_with_parents (files, 0700);
  if (g_rename (path, target) != 0)
    g_error ("The file cannot be moved");
  balie_attachment_store_insert (self->db, &row, balie_clock_now (), &local_error);
  stop_on_error (local_error);
  balie_attachment_unref (attachment);

  return id;
}

void
balie_bench_desk_serve (BalieBenchDesk *self,
                        const char     *program)
{
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *address = NULL;

  g_clear_pointer (&self->db, balie_db_close);
  self->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &local_error,
                                   program, "serve", "--data", self->data, "--listen", "127.0.0.1:0", "--print-address", NULL);
  stop_on_error (local_error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->server));
  address = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  if (address == NULL || strrchr (address, ':') == NULL)
    g_error ("The server does not come up");
  self->port = (guint16)atoi (strrchr (address, ':') + 1);
}

void
balie_bench_desk_stop (BalieBenchDesk *self)
{
  if (self->server == NULL)
    return;

  g_subprocess_send_signal (self->server, SIGTERM);
  g_subprocess_wait (self->server, NULL, NULL);
  g_clear_object (&self->server);
}

guint16
balie_bench_desk_get_port (BalieBenchDesk *self)
{
  return self->port;
}

int
balie_bench_desk_get_pid (BalieBenchDesk *self)
{
  return atoi (g_subprocess_get_identifier (self->server));
}
