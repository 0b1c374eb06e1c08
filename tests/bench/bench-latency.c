/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times a message from the call that sends it to its row in the list of another device, beside a bare TCP round trip. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include <gio/gio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "balie-bench.h"
#include "balie-client.h"
#include "balie-test-folder.h"

#define MESSAGES 500
#define PAUSE_US 2000

/* The customer of the demo desk. */
#define USERNAME "j.visser"
#define PASSWORD "welkom-bij-balie"

typedef struct
{
  BalieClient  *client;
  BalieSession *session;
  BalieThread  *thread;
} Device;

static gpointer
echo (gpointer data)
{
  GSocket *listener = data;
  g_autoptr (GSocket) socket = g_socket_accept (listener, NULL, NULL);
  char byte;

  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  while (g_socket_receive (socket, &byte, 1, NULL, NULL) == 1)
    g_socket_send (socket, &byte, 1, NULL, NULL);
  return NULL;
}

/* One byte there and back between two threads: what no program over TCP can be faster than. */
static void
measure_round_trips (double *milliseconds)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  GThread *thread;
  char     byte = 'b';

  if (!g_socket_bind (listener, any, TRUE, NULL) || !g_socket_listen (listener, NULL))
    g_error ("No socket to listen on");
  address = g_socket_get_local_address (listener, NULL);
  thread = g_thread_new ("echo", echo, listener);
  if (!g_socket_connect (socket, address, NULL, NULL))
    g_error ("No connection to itself");
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);

  for (int i = 0; i < MESSAGES; i++)
    {
      gint64 start = g_get_monotonic_time ();

      g_socket_send (socket, &byte, 1, NULL, NULL);
      g_socket_receive (socket, &byte, 1, NULL, NULL);
      milliseconds[i] = (double)(g_get_monotonic_time () - start) / 1000;
      g_usleep (PAUSE_US);
    }
  g_socket_close (socket, NULL);
  g_thread_join (thread);
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static void
sign_in (Device     *device,
         const char *folder,
         const char *address)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  device->client = balie_client_new (folder);
  balie_client_sign_in_async (device->client, address, USERNAME, PASSWORD, FALSE, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  device->session = balie_client_sign_in_finish (device->client, result, &error);
  if (device->session == NULL)
    g_error ("%s", error->message);

  while (balie_session_get_connection (device->session) != BALIE_CONNECTION_ONLINE)
    g_main_context_iteration (NULL, TRUE);
  device->thread = balie_session_open_thread (device->session, balie_conversation_item_get_id (balie_session_get_chat (device->session)));
  while (!balie_thread_get_loaded (device->thread))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
shows (BalieThread *thread,
       const char  *id)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (thread));

  for (guint i = n_items; i > 0 && i + 8 > n_items; i--)
    {
      g_autoptr (BalieThreadItem) item = g_list_model_get_item (G_LIST_MODEL (thread), i - 1);

      if (strcmp (balie_thread_item_get_id (item), id) == 0)
        return TRUE;
    }
  return FALSE;
}

static double
send_one (Device *from,
          Device *to)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;
  gint64           start = g_get_monotonic_time ();
  double           milliseconds;

  balie_session_send_message_async (from->session, balie_conversation_item_get_id (balie_session_get_chat (from->session)),
                                    "How do I add a second administrator?", NULL, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  id = balie_session_send_message_finish (from->session, result, NULL);
  while (!shows (to->thread, id))
    g_main_context_iteration (NULL, TRUE);
  milliseconds = (double)(g_get_monotonic_time () - start) / 1000;

  /* What is left of this message must not count for the next one. */
  while (balie_session_get_unsent (from->session) > 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return milliseconds;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new_in (".");
  g_autoptr (GSubprocess) server = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *address = NULL;
  Device           devices[2] = {0};
  double           milliseconds[MESSAGES];
  double           bare_p50, bare_p99, p50, p99;

  if (argc != 2)
    {
      g_printerr ("Usage: bench-latency SERVER\n");
      return 2;
    }

  server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, argv[1], "serve", "--demo",
                             "--data", balie_test_folder_get_file (folder, "desk"), "--listen", "127.0.0.1:0", "--print-address", NULL);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  address = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  if (address == NULL)
    g_error ("The server does not start");

  sign_in (&devices[0], balie_test_folder_get_file (folder, "one"), address);
  sign_in (&devices[1], balie_test_folder_get_file (folder, "other"), address);

  measure_round_trips (milliseconds);
  balie_bench_print_percentiles ("tcp-round-trip", milliseconds, MESSAGES, &bare_p50, &bare_p99);

  for (int i = 0; i < MESSAGES; i++)
    milliseconds[i] = send_one (&devices[0], &devices[1]);
  balie_bench_print_percentiles ("send-to-other-side", milliseconds, MESSAGES, &p50, &p99);
  balie_bench_print ("send-to-other-side-above-tcp-p50", p50 - bare_p50, "ms");
  balie_bench_print ("send-to-other-side-above-tcp-p99", p99 - bare_p99, "ms");

  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      g_clear_object (&devices[i].thread);
      balie_session_close (devices[i].session);
      g_clear_object (&devices[i].session);
      g_clear_object (&devices[i].client);
    }
  g_subprocess_send_signal (server, 15);
  return g_subprocess_wait (server, NULL, NULL) ? 0 : 1;
}
