/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A last answer on a connection whose request is not read to its end. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-farewells.h"

#include "balie-expiry-queue.h"

#include <string.h>

#define LINGER_MILLISECONDS 2000

/* Beyond this a client does not mean to listen. */
#define MAX_THROWN_AWAY (4 * 1024 * 1024)

struct _BalieFarewells
{
  BalieSocketSet   *sockets;
  BalieExpiryQueue *lingering;
  GHashTable       *all;
};

typedef struct
{
  BalieFarewells   *farewells;
  GIOStream        *stream;
  GSocket          *socket;
  BalieSocketWatch *watch;
  BalieExpiry       expiry;
  gsize             thrown_away;
} Farewell;

static void
farewell_free (gpointer data)
{
  Farewell *farewell = data;

  balie_expiry_remove (&farewell->expiry);
  g_clear_pointer (&farewell->watch, balie_socket_watch_remove);
  g_socket_close (farewell->socket, NULL);
  g_object_unref (farewell->stream);
  g_object_unref (farewell->socket);
  g_free (farewell);
}

static void
farewell_end (Farewell *farewell)
{
  g_hash_table_remove (farewell->farewells->all, farewell);
}

static void
expired_cb (gpointer owner,
            gpointer user_data)
{
  farewell_end (owner);
}

static void
ready_cb (guint32  events,
          gpointer user_data)
{
  Farewell *farewell = user_data;
  char      buffer[16384];
  gssize    n_read = g_socket_receive_with_blocking (farewell->socket, buffer, sizeof buffer, FALSE, NULL, NULL);

  if (n_read > 0)
    farewell->thrown_away += (gsize)n_read;
  if (n_read <= 0 || farewell->thrown_away > MAX_THROWN_AWAY)
    farewell_end (farewell);
}

static GBytes *
render (BalieProblem *problem,
        gboolean      is_head)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_autoptr (GBytes) body = balie_problem_to_bytes (problem);
  GString               *text = g_string_new (NULL);
  SoupMessageHeadersIter iter;
  const char            *name;
  const char            *value;

  balie_exchange_set_security_headers (headers);
  g_string_append_printf (text, "HTTP/1.1 %u %s\r\n", problem->status, soup_status_get_phrase (problem->status));
  g_string_append (text, "Connection: close\r\nContent-Type: " BALIE_PROBLEM_CONTENT_TYPE "\r\n");
  g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n", g_bytes_get_size (body));
  if (problem->retry_after > 0)
    g_string_append_printf (text, "Retry-After: %u\r\n", problem->retry_after);

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    g_string_append_printf (text, "%s: %s\r\n", name, value);
  g_string_append (text, "\r\n");

  if (!is_head)
    g_string_append_len (text, g_bytes_get_data (body, NULL), (gssize)g_bytes_get_size (body));
  return g_string_free_to_bytes (text);
}

BalieFarewells *
balie_farewells_new (BalieSocketSet *sockets)
{
  BalieFarewells *self = g_new0 (BalieFarewells, 1);

  self->sockets = sockets;
  self->all = g_hash_table_new_full (NULL, NULL, farewell_free, NULL);
  self->lingering = balie_expiry_queue_new (LINGER_MILLISECONDS, expired_cb, self);
  return self;
}

void
balie_farewells_free (BalieFarewells *self)
{
  g_hash_table_unref (self->all);
  balie_expiry_queue_free (self->lingering);
  g_free (self);
}

void
balie_farewells_say (BalieFarewells *self,
                     BalieExchange  *exchange,
                     BalieProblem   *problem)
{
  g_autoptr (BalieExchange) alive = g_object_ref (exchange);
  g_autoptr (SoupServerMessage) message = g_object_ref (exchange->message);
  gboolean is_head = strcmp (soup_server_message_get_method (message), "HEAD") == 0;
  g_autoptr (GBytes) answer = render (problem, is_head);
  Farewell *farewell = g_new0 (Farewell, 1);

  farewell->farewells = self;
  farewell->socket = g_object_ref (exchange->socket);
  farewell->stream = soup_server_message_steal_connection (message);
  g_hash_table_add (self->all, farewell);
  balie_exchange_end (exchange);

  /* The answer is far smaller than the buffer of a socket that was not written to; if it does not fit, it is not worth more. */
  g_socket_send_with_blocking (farewell->socket, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), FALSE, NULL, NULL);
  g_socket_shutdown (farewell->socket, FALSE, TRUE, NULL);

  farewell->watch = balie_socket_set_add (self->sockets, farewell->socket, EPOLLIN, ready_cb, farewell);
  if (farewell->watch == NULL)
    farewell_end (farewell);
  else
    balie_expiry_queue_add (self->lingering, &farewell->expiry, farewell);
}
