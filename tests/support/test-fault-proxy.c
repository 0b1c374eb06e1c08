/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fault proxy breaks connections exactly as it is told. */
#include <string.h>

#include "balie-fault-proxy.h"
#include "balie-test-wait.h"

#define TEXT "0123456789abcdef"
#define TEXT_LENGTH 16

typedef enum {
  CLIENT_CONNECTING,
  CLIENT_OPEN,
  CLIENT_ENDED,
  CLIENT_RESET,
} ClientState;

/* Sends TEXT and reads whatever comes. */
typedef struct
{
  GSocketConnection *connection;
  GCancellable      *cancellable;
  GByteArray        *received;
  ClientState        state;
  gboolean           done;
  char               buffer[64];
} Client;

typedef struct
{
  GSocketService  *echo;
  BalieFaultProxy *proxy;
} Fixture;

static void
echoed (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GIOStream) connection = user_data;

  g_output_stream_splice_finish (G_OUTPUT_STREAM (object), result, NULL);
  g_io_stream_close (connection, NULL, NULL);
}

static gboolean
serve_echo (GSocketService    *service,
            GSocketConnection *connection,
            GObject           *source,
            gpointer           unused)
{
  GIOStream *stream = G_IO_STREAM (g_object_ref (connection));

  g_output_stream_splice_async (g_io_stream_get_output_stream (stream), g_io_stream_get_input_stream (stream),
                                G_OUTPUT_STREAM_SPLICE_NONE, G_PRIORITY_DEFAULT, NULL, echoed, stream);
  return TRUE;
}

static void
set_up (Fixture      *fixture,
        gconstpointer unused)
{
  guint16 port;

  fixture->echo = g_socket_service_new ();
  g_signal_connect (fixture->echo, "incoming", G_CALLBACK (serve_echo), NULL);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (fixture->echo), NULL, NULL);
  g_assert_cmpint (port, !=, 0);
  fixture->proxy = balie_fault_proxy_new (port);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->proxy));
  g_socket_service_stop (fixture->echo);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->echo));
  g_clear_object (&fixture->echo);
}

static void client_read (Client *client);

static void
client_have_read (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Client *client = user_data;
  gssize  n_bytes = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);

  if (n_bytes > 0)
    {
      g_byte_array_append (client->received, (guint8 *)client->buffer, (guint)n_bytes);
      client_read (client);
      return;
    }

  client->state = n_bytes == 0 ? CLIENT_ENDED : CLIENT_RESET;
  client->done = TRUE;
}

static void
client_read (Client *client)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (client->connection)), client->buffer, sizeof client->buffer,
                             G_PRIORITY_DEFAULT, client->cancellable, client_have_read, client);
}

static void
client_connected (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Client *client = user_data;

  client->connection = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (object), result, NULL);
  if (client->connection == NULL)
    {
      client->state = CLIENT_RESET;
      client->done = TRUE;
      return;
    }

  client->state = CLIENT_OPEN;

  /* So few bytes always fit in the socket; a connection that is reset already is seen when reading. */
  g_output_stream_write (g_io_stream_get_output_stream (G_IO_STREAM (client->connection)), TEXT, TEXT_LENGTH, NULL, NULL);
  client_read (client);
}

static void
client_start (Client  *client,
              Fixture *fixture)
{
  g_autoptr (GSocketClient) maker = g_socket_client_new ();

  g_socket_client_set_enable_proxy (maker, FALSE);
  memset (client, 0, sizeof *client);
  client->cancellable = g_cancellable_new ();
  client->received = g_byte_array_new ();
  g_socket_client_connect_to_host_async (maker, "127.0.0.1", balie_fault_proxy_get_port (fixture->proxy), NULL, client_connected, client);
}

static void
client_stop (Client *client)
{
  g_cancellable_cancel (client->cancellable);
  balie_test_wait_until (client->done);
  g_clear_object (&client->connection);
  g_clear_object (&client->cancellable);
  g_clear_pointer (&client->received, g_byte_array_unref);
}

static void
assert_received (Client *client,
                 gsize   length)
{
  g_assert_cmpmem (client->received->data, client->received->len, TEXT, length);
}

static void
test_pass (Fixture      *fixture,
           gconstpointer unused)
{
  Client client;

  client_start (&client, fixture);
  balie_test_wait_until (client.received->len == TEXT_LENGTH);
  assert_received (&client, TEXT_LENGTH);
  g_assert_cmpuint (balie_fault_proxy_get_bytes (fixture->proxy, BALIE_FAULT_TO_SERVER), ==, TEXT_LENGTH);
  g_assert_cmpuint (balie_fault_proxy_get_bytes (fixture->proxy, BALIE_FAULT_TO_CLIENT), ==, TEXT_LENGTH);
  g_assert_cmpuint (balie_fault_proxy_get_n_open (fixture->proxy), ==, 1);

  /* An end on one side reaches the other, and comes back. */
  g_socket_shutdown (g_socket_connection_get_socket (client.connection), FALSE, TRUE, NULL);
  balie_test_wait_until (client.done);
  g_assert_cmpint (client.state, ==, CLIENT_ENDED);
  balie_test_wait_until (balie_fault_proxy_get_n_open (fixture->proxy) == 0);
  g_assert_cmpuint (balie_fault_proxy_get_n_faults (fixture->proxy), ==, 0);
  client_stop (&client);
}

static void
test_refuse (Fixture      *fixture,
             gconstpointer unused)
{
  static const BalieFault refuse = {.kind = BALIE_FAULT_REFUSE};
  Client                  refused;
  Client                  served;

  balie_fault_proxy_add_fault (fixture->proxy, &refuse);
  client_start (&refused, fixture);
  balie_test_wait_until (refused.done);
  g_assert_cmpint (refused.state, ==, CLIENT_RESET);
  assert_received (&refused, 0);
  g_assert_cmpuint (balie_fault_proxy_get_bytes (fixture->proxy, BALIE_FAULT_TO_SERVER), ==, 0);
  g_assert_cmpuint (balie_fault_proxy_get_n_faults (fixture->proxy), ==, 1);
  client_stop (&refused);

  client_start (&served, fixture);
  balie_test_wait_until (served.received->len == TEXT_LENGTH);
  g_assert_cmpuint (balie_fault_proxy_get_n_connections (fixture->proxy), ==, 2);
  client_stop (&served);
}

static void
test_cut_to_server (Fixture      *fixture,
                    gconstpointer unused)
{
  for (guint after = 0; after <= TEXT_LENGTH; after++)
    {
      BalieFault cut = {.kind = BALIE_FAULT_CUT, .direction = BALIE_FAULT_TO_SERVER, .after = after};
      guint64    before = balie_fault_proxy_get_bytes (fixture->proxy, BALIE_FAULT_TO_SERVER);
      Client     client;

      balie_fault_proxy_add_fault (fixture->proxy, &cut);
      client_start (&client, fixture);
      balie_test_wait_until (client.done);
      g_assert_cmpint (client.state, ==, CLIENT_RESET);
      g_assert_cmpuint (balie_fault_proxy_get_bytes (fixture->proxy, BALIE_FAULT_TO_SERVER) - before, ==, after);
      g_assert_cmpuint (balie_fault_proxy_get_n_faults (fixture->proxy), ==, after + 1);
      client_stop (&client);
    }
}

static void
test_cut_to_client (Fixture      *fixture,
                    gconstpointer unused)
{
  for (guint after = 0; after <= TEXT_LENGTH; after++)
    {
      BalieFault cut = {.kind = BALIE_FAULT_CUT, .direction = BALIE_FAULT_TO_CLIENT, .after = after};
      guint64    before = balie_fault_proxy_get_bytes (fixture->proxy, BALIE_FAULT_TO_SERVER);
      Client     client;

      balie_fault_proxy_add_fault (fixture->proxy, &cut);
      client_start (&client, fixture);
      balie_test_wait_until (client.done);
      g_assert_cmpint (client.state, ==, CLIENT_RESET);
      assert_received (&client, after);
      g_assert_cmpuint (balie_fault_proxy_get_bytes (fixture->proxy, BALIE_FAULT_TO_SERVER) - before, ==, TEXT_LENGTH);
      client_stop (&client);
    }
}

static void
test_truncate (Fixture      *fixture,
               gconstpointer unused)
{
  static const BalieFault truncate = {.kind = BALIE_FAULT_TRUNCATE, .direction = BALIE_FAULT_TO_CLIENT, .after = 5};
  Client                  client;

  balie_fault_proxy_set_default_fault (fixture->proxy, &truncate);
  client_start (&client, fixture);
  balie_test_wait_until (client.done);
  g_assert_cmpint (client.state, ==, CLIENT_ENDED);
  assert_received (&client, 5);
  client_stop (&client);
  balie_test_wait_until (balie_fault_proxy_get_n_open (fixture->proxy) == 0);
}

static void
test_blackhole (Fixture      *fixture,
                gconstpointer unused)
{
  static const BalieFault blackhole = {.kind = BALIE_FAULT_BLACKHOLE, .direction = BALIE_FAULT_TO_CLIENT, .after = 3};
  Client                  client;
  Client                  other;

  balie_fault_proxy_add_fault (fixture->proxy, &blackhole);
  client_start (&client, fixture);
  balie_test_wait_until (balie_fault_proxy_get_n_faults (fixture->proxy) == 1);
  balie_test_wait_until (client.received->len == 3);

  /* Another connection gets all its bytes meanwhile, this one no more. */
  client_start (&other, fixture);
  balie_test_wait_until (other.received->len == TEXT_LENGTH);
  assert_received (&client, 3);
  g_assert_cmpint (client.state, ==, CLIENT_OPEN);
  g_assert_cmpuint (balie_fault_proxy_get_n_open (fixture->proxy), ==, 2);
  client_stop (&other);
  client_stop (&client);
}

static void
test_delay (Fixture      *fixture,
            gconstpointer unused)
{
  static const BalieFault delay = {.kind = BALIE_FAULT_DELAY, .direction = BALIE_FAULT_TO_SERVER, .delay = 30};
  gint64                  start = g_get_monotonic_time ();
  Client                  client;

  balie_fault_proxy_add_fault (fixture->proxy, &delay);
  client_start (&client, fixture);
  balie_test_wait_until (client.received->len == TEXT_LENGTH);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 30000);
  client_stop (&client);
}

static void
test_cut_all (Fixture      *fixture,
              gconstpointer unused)
{
  Client clients[3];

  for (gsize i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      client_start (&clients[i], fixture);
      balie_test_wait_until (clients[i].received->len == TEXT_LENGTH);
    }

  balie_fault_proxy_cut_all (fixture->proxy);
  g_assert_cmpuint (balie_fault_proxy_get_n_open (fixture->proxy), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      balie_test_wait_until (clients[i].done);
      g_assert_cmpint (clients[i].state, ==, CLIENT_RESET);
      client_stop (&clients[i]);
    }
}

static void
test_no_server (Fixture      *fixture,
                gconstpointer unused)
{
  Client client;

  g_socket_service_stop (fixture->echo);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->echo));
  client_start (&client, fixture);
  balie_test_wait_until (client.done);
  g_assert_cmpint (client.state, ==, CLIENT_RESET);
  client_stop (&client);
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/fault-proxy/pass", test_pass);
  add ("/fault-proxy/refuse", test_refuse);
  add ("/fault-proxy/cut-to-server", test_cut_to_server);
  add ("/fault-proxy/cut-to-client", test_cut_to_client);
  add ("/fault-proxy/truncate", test_truncate);
  add ("/fault-proxy/blackhole", test_blackhole);
  add ("/fault-proxy/delay", test_delay);
  add ("/fault-proxy/cut-all", test_cut_all);
  add ("/fault-proxy/no-server", test_no_server);
  return g_test_run ();
}
