/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts the messages that a server acknowledges a second, each durably on disk, sent by many customers at once. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include <gio/gio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "balie-bench-database.h"
#include "balie-bench.h"

#define CUSTOMERS 64
#define SECONDS 4

typedef struct
{
  guint16     port;
  const char *token;
  const char *chat;
  gint64      end;
  guint64     acknowledged;
} Customer;

/* One request and its answer over a kept connection. Returns: the status; the body, when asked for, to be freed. */
static int
exchange (GDataInputStream *input,
          GOutputStream    *output,
          const char       *method,
          const char       *path,
          const char       *token,
          const char       *body,
          char            **answer)
{
  g_autofree char *request = g_strdup_printf ("%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n%s%s%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                                              method, path, token ? "Authorization: Bearer " : "", token ? token : "", token ? "\r\n" : "", strlen (body), body);
  gsize            length = 0;
  int              status = 0;

  if (!g_output_stream_write_all (output, request, strlen (request), NULL, NULL, NULL))
    return 0;

  while (TRUE)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (line == NULL)
        return 0;
      if (g_str_has_prefix (line, "HTTP/1.1 "))
        status = atoi (line + strlen ("HTTP/1.1 "));
      else if (g_ascii_strncasecmp (line, "content-length:", strlen ("content-length:")) == 0)
        length = strtoul (line + strlen ("content-length:"), NULL, 10);
      else if (*g_strstrip (line) == '\0')
        break;
    }

  {
    g_autofree char *content = g_malloc0 (length + 1);

    if (!g_input_stream_read_all (G_INPUT_STREAM (input), content, length, NULL, NULL, NULL))
      return 0;
    if (answer != NULL)
      *answer = g_steal_pointer (&content);
  }
  return status;
}

static gpointer
send_messages (gpointer data)
{
  Customer *self = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, NULL);
  g_autoptr (GDataInputStream) input = NULL;

  if (connection == NULL)
    return NULL;
  g_tcp_connection_set_graceful_disconnect (G_TCP_CONNECTION (connection), FALSE);
  g_socket_set_option (g_socket_connection_get_socket (connection), IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);

  while (g_get_monotonic_time () < self->end)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages/%s", self->chat, id);

      if (exchange (input, g_io_stream_get_output_stream (G_IO_STREAM (connection)), "PUT", path, self->token, "{\"text\":\"How do I add a second administrator?\"}", NULL) != 201)
        break;
      self->acknowledged++;
    }
  return NULL;
}

/* Takes one string member out of an answer of this program's own server. */
static char *
cut_string (const char *json,
            const char *name)
{
  g_autofree char *key = g_strdup_printf ("\"%s\":\"", name);
  const char      *start = strstr (json, key);

  if (start == NULL)
    return NULL;
  start += strlen (key);
  return g_strndup (start, strcspn (start, "\""));
}

static gboolean
sign_in (Customer *customer,
         int       number)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1", customer->port, NULL, NULL);
  g_autoptr (GDataInputStream) input = NULL;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *body = g_strdup_printf ("{\"username\":\"customer%d\",\"password\":\"a long enough password\",\"device_id\":\"%s\",\"device\":\"bench\"}", number, id);
  g_autofree char *answer = NULL;

  if (connection == NULL)
    return FALSE;
  input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  if (exchange (input, g_io_stream_get_output_stream (G_IO_STREAM (connection)), "POST", "/v1/sessions", NULL, body, &answer) != 201)
    return FALSE;

  customer->token = cut_string (answer, "token");
  customer->chat = cut_string (answer, "chat");
  return customer->token != NULL && customer->chat != NULL;
}

static gboolean
add_accounts (const char *program,
              const char *folder)
{
  for (int i = 0; i < CUSTOMERS; i++)
    {
      g_autofree char *username = g_strdup_printf ("customer%d", i);
      g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, program, "account", "add", "--data", folder, "--role", "customer", "--name", username, "--email", "customer@example.nl", username, NULL);

      if (process == NULL || !g_subprocess_communicate_utf8 (process, "a long enough password\n", NULL, NULL, NULL, NULL) || !g_subprocess_get_successful (process))
        return FALSE;
    }
  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new_in (".");
  const char *data;
  g_autoptr (GSubprocess) server = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *address = NULL;
  Customer         customers[CUSTOMERS] = {0};
  GThread         *threads[CUSTOMERS];
  guint64          acknowledged = 0;
  double           floor;
  gint64           start;

  if (argc != 2)
    {
      g_printerr ("Usage: bench-server SERVER\n");
      return 2;
    }

  floor = balie_bench_database_measure_alone (folder, CUSTOMERS);
  data = balie_test_folder_get_file (folder, "desk");
  if (!add_accounts (argv[1], data))
    {
      g_printerr ("the accounts could not be made\n");
      return 1;
    }

  server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, argv[1], "serve", "--data", data, "--listen", "127.0.0.1:0", "--print-address", NULL);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  address = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  if (address == NULL || strrchr (address, ':') == NULL)
    return 1;

  for (int i = 0; i < CUSTOMERS; i++)
    {
      customers[i].port = (guint16)atoi (strrchr (address, ':') + 1);
      if (!sign_in (&customers[i], i))
        {
          g_printerr ("customer %d cannot sign in\n", i);
          g_subprocess_force_exit (server);
          return 1;
        }
    }

  start = g_get_monotonic_time ();
  for (int i = 0; i < CUSTOMERS; i++)
    {
      customers[i].end = start + SECONDS * G_USEC_PER_SEC;
      threads[i] = g_thread_new ("customer", send_messages, &customers[i]);
    }
  for (int i = 0; i < CUSTOMERS; i++)
    {
      g_thread_join (threads[i]);
      acknowledged += customers[i].acknowledged;
    }

  balie_bench_print ("server-durable-messages", (double)acknowledged / SECONDS, "messages/s");
  balie_bench_print ("server-durable-messages-beside-sqlite-alone", (double)acknowledged / SECONDS / floor, "x");
  g_subprocess_send_signal (server, 15);
  g_subprocess_wait (server, NULL, NULL);
  return acknowledged > 0 ? 0 : 1;
}
