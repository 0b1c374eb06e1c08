/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accepts connections and keeps their books: which socket is whose, and which waits too long for its next request. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-door.h"

#include "balie-error.h"
#include "balie-expiry-queue.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/resource.h>

#define BACKLOG 4096

/* How many come in before others get their turn. */
#define MAX_AT_ONCE 64

/* Without a file for one more connection, there is no use in trying again at once. */
#define PAUSE_MILLISECONDS 500

struct _BalieDoor
{
  /* Of Listener. */
  GPtrArray *listeners;
  GSource   *pause;
  guint16    port;

  /* GSocketAddress to Connection. */
  GHashTable       *connections;
  BalieExpiryQueue *idle;

  BalieDoorEntered entered;
  gpointer         user_data;
};

typedef struct
{
  BalieDoor *door;
  GSocket   *socket;
  GSource   *source;
} Listener;

typedef struct
{
  BalieDoor      *door;
  GSocketAddress *remote;
  BalieExpiry     expiry;

  /* Borrowed: the books end with the connection. */
  GSocketConnection *connection;
} Connection;

static void
connection_gone_cb (gpointer user_data,
                    GObject *where_it_was)
{
  Connection *connection = user_data;

  connection->connection = NULL;
  g_hash_table_remove (connection->door->connections, connection->remote);
}

static void
connection_free (gpointer data)
{
  Connection *connection = data;

  balie_expiry_remove (&connection->expiry);
  if (connection->connection != NULL)
    g_object_weak_unref (G_OBJECT (connection->connection), connection_gone_cb, connection);
  g_object_unref (connection->remote);
  g_free (connection);
}

static void
idle_cb (gpointer owner,
         gpointer user_data)
{
  Connection *connection = owner;

  /* To libsoup it looks as if the client had gone, so that it does the rest itself. */
  g_socket_shutdown (g_socket_connection_get_socket (connection->connection), TRUE, TRUE, NULL);
}

static void
listener_free (gpointer data)
{
  Listener *listener = data;

  /* There is none during a pause. */
  if (listener->source != NULL)
    {
      g_source_destroy (listener->source);
      g_source_unref (listener->source);
    }
  g_socket_close (listener->socket, NULL);
  g_object_unref (listener->socket);
  g_free (listener);
}

static void
enter (BalieDoor *self,
       GSocket   *socket)
{
  g_autoptr (GSocketConnection) stream = g_socket_connection_factory_create_connection (socket);
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  Connection *connection;

  /* It may be gone already. */
  if (local == NULL || remote == NULL)
    return;

  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);

  connection = g_new0 (Connection, 1);
  connection->door = self;
  connection->remote = g_object_ref (remote);
  connection->connection = stream;
  g_object_weak_ref (G_OBJECT (stream), connection_gone_cb, connection);
  g_hash_table_insert (self->connections, remote, connection);

  self->entered (stream, local, remote, self->user_data);
}

static gboolean accept_cb (GSocket     *socket,
                           GIOCondition condition,
                           gpointer     user_data);

static void
listener_begin (Listener *listener)
{
  listener->source = g_socket_create_source (listener->socket, G_IO_IN, NULL);
  g_source_set_callback (listener->source, G_SOURCE_FUNC (accept_cb), listener, NULL);
  g_source_set_static_name (listener->source, "[balie] door");
  g_source_attach (listener->source, g_main_context_get_thread_default ());
}

static gboolean
pause_over_cb (gpointer user_data)
{
  BalieDoor *self = user_data;

  self->pause = NULL;
  for (guint i = 0; i < self->listeners->len; i++)
    listener_begin (g_ptr_array_index (self->listeners, i));
  return G_SOURCE_REMOVE;
}

static void
pause_all (BalieDoor *self)
{
  for (guint i = 0; i < self->listeners->len; i++)
    {
      Listener *listener = g_ptr_array_index (self->listeners, i);

      g_source_destroy (listener->source);
      g_source_unref (listener->source);
      listener->source = NULL;
    }

  self->pause = g_timeout_source_new (PAUSE_MILLISECONDS);
  g_source_set_callback (self->pause, pause_over_cb, self, NULL);
  g_source_attach (self->pause, g_main_context_get_thread_default ());
  g_source_unref (self->pause);
}

static gboolean
accept_cb (GSocket     *socket,
           GIOCondition condition,
           gpointer     user_data)
{
  Listener  *listener = user_data;
  BalieDoor *self = listener->door;

  for (int i = 0; i < MAX_AT_ONCE; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocket) accepted = g_socket_accept (socket, NULL, &error);

      if (accepted != NULL)
        {
          enter (self, accepted);
        }
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          break;
        }
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
        {
          g_message ("Nobody can come in for now: %s", error->message);
          pause_all (self);
          return G_SOURCE_REMOVE;
        }
    }

  return G_SOURCE_CONTINUE;
}

BalieDoor *
balie_door_new (guint            idle_seconds,
                BalieDoorEntered entered,
                gpointer         user_data)
{
  BalieDoor *self = g_new0 (BalieDoor, 1);

  self->listeners = g_ptr_array_new_with_free_func (listener_free);
  self->connections = g_hash_table_new_full (NULL, NULL, NULL, connection_free);
  self->idle = balie_expiry_queue_new (idle_seconds * 1000, idle_cb, self);
  self->entered = entered;
  self->user_data = user_data;
  return self;
}

void
balie_door_free (BalieDoor *self)
{
  balie_door_close (self);
  g_ptr_array_unref (self->listeners);
  g_hash_table_unref (self->connections);
  balie_expiry_queue_free (self->idle);
  g_free (self);
}

/* Each stream is an open file, and the usual limit of 1024 is a courtesy to programs that use select(). */
static void
raise_open_files (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
    return;

  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    g_message ("The limit of open files stays as it is: %s", g_strerror (errno));
}

static GSocketAddress *
parse_address (const char *address,
               GError    **error)
{
  g_autofree char *host = NULL;
  const char      *colon = strrchr (address, ':');
  guint64          port = 0;
  GSocketAddress  *parsed = NULL;

  if (colon != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    {
      host = g_strndup (address, (gsize)(colon - address));
      if (g_str_has_prefix (host, "[") && g_str_has_suffix (host, "]"))
        {
          host[strlen (host) - 1] = '\0';
          parsed = g_inet_socket_address_new_from_string (host + 1, (guint)port);
        }
      else if (strchr (host, ':') == NULL)
        {
          parsed = g_inet_socket_address_new_from_string (host, (guint)port);
        }
    }

  if (parsed == NULL)
    g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "“%s” is no address to listen on, such as 127.0.0.1:8080", address);

  return parsed;
}

static GSocket *
listen_at (GSocketAddress *address,
           GError        **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;

  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;

  return g_steal_pointer (&socket);
}

gboolean
balie_door_listen (BalieDoor  *self,
                   const char *address,
                   GError    **error)
{
  g_autoptr (GSocketAddress) parsed = parse_address (address, error);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket = NULL;
  Listener *listener;

  if (parsed == NULL)
    return FALSE;

  raise_open_files ();
  socket = listen_at (parsed, error);
  if (socket == NULL)
    return FALSE;

  bound = g_socket_get_local_address (socket, error);
  if (bound == NULL)
    return FALSE;

  if (self->port == 0)
    self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  listener = g_new0 (Listener, 1);
  listener->door = self;
  listener->socket = g_steal_pointer (&socket);
  listener_begin (listener);
  g_ptr_array_add (self->listeners, listener);
  return TRUE;
}

guint16
balie_door_get_port (BalieDoor *self)
{
  return self->port;
}

void
balie_door_close (BalieDoor *self)
{
  g_clear_pointer (&self->pause, g_source_destroy);
  g_ptr_array_set_size (self->listeners, 0);
}

GSocket *
balie_door_get_socket (BalieDoor      *self,
                       GSocketAddress *remote)
{
  Connection *connection = g_hash_table_lookup (self->connections, remote);

  return connection != NULL ? g_socket_connection_get_socket (connection->connection) : NULL;
}

void
balie_door_set_idle (BalieDoor      *self,
                     GSocketAddress *remote,
                     gboolean        is_idle)
{
  Connection *connection = g_hash_table_lookup (self->connections, remote);

  if (connection == NULL)
    return;

  if (is_idle)
    balie_expiry_queue_add (self->idle, &connection->expiry, connection);
  else
    balie_expiry_remove (&connection->expiry);
}
