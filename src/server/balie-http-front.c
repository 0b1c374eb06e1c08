/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's door: listens, keeps out what HTTP allows and we do not, and hands exchanges to the router. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-http-front.h"

#include "balie-door.h"
#include "balie-exchange-private.h"
#include "balie-expiry-queue.h"
#include "balie-farewells.h"
#include "balie-http-guard.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* After so long it is looked at whether the client of an answer is still there. */
#define PATIENCE_MILLISECONDS 100

static const BalieHttpLimits default_limits = {
  .headers_timeout = 10,
  .body_timeout = 60,
  .idle_timeout = 60,
  .deadline = 90,
  .stop_timeout = 10,
  .max_headers = 16 * 1024,
};

struct _BalieHttpFront
{
  GObject parent_instance;

  SoupServer     *server;
  BalieRouter    *router;
  BalieDoor      *door;
  BalieSocketSet *sockets;
  BalieFarewells *farewells;

  /* Every request that has not ended: SoupServerMessage to Visit. */
  GHashTable       *visits;
  BalieExpiryQueue *reading_headers;
  BalieExpiryQueue *reading_body;
  BalieExpiryQueue *running;
  BalieExpiryQueue *unwatched;
  guint             n_running;

  BalieHttpLimits limits;
  gboolean        trusts_proxy;
  gboolean        is_healthy;

  /* From when it is told to stop. */
  gboolean is_stopping;
  GTask   *stop_task;
  GSource *stop_source;
};

/* What the front keeps of an exchange beside the exchange itself. */
typedef struct
{
  BalieHttpFront   *front;
  BalieExchange    *exchange;
  BalieExpiry       expiry;
  BalieExpiry       patience;
  BalieSocketWatch *hang_up;
  gboolean          is_counted;
} Visit;

G_DEFINE_FINAL_TYPE (BalieHttpFront, balie_http_front, G_TYPE_OBJECT)

static void finish_stop_soon (BalieHttpFront *self);

static void
visit_free (gpointer data)
{
  Visit *visit = data;

  balie_expiry_remove (&visit->expiry);
  balie_expiry_remove (&visit->patience);
  g_clear_pointer (&visit->hang_up, balie_socket_watch_remove);
  g_object_unref (visit->exchange);
  g_free (visit);
}

static void
visit_end (Visit *visit)
{
  BalieHttpFront *self = visit->front;
  g_autoptr (BalieExchange) exchange = g_object_ref (visit->exchange);
  g_autoptr (SoupServerMessage) message = g_object_ref (exchange->message);

  g_signal_handlers_disconnect_by_data (message, visit);
  if (visit->is_counted)
    self->n_running--;
  g_hash_table_remove (self->visits, message);
  balie_exchange_end (exchange);

  if (self->n_running == 0 && self->stop_task != NULL)
    finish_stop_soon (self);
}

/* A connection that brings no request in time, or not all of it. */
static void
too_slow_cb (gpointer owner,
             gpointer user_data)
{
  Visit *visit = owner;

  balie_exchange_hang_up (visit->exchange);
}

static void
deadline_cb (gpointer owner,
             gpointer user_data)
{
  g_autoptr (BalieExchange) exchange = g_object_ref (((Visit *)owner)->exchange);
  g_autoptr (BalieProblem) problem = NULL;

  if (balie_exchange_is_answered (exchange))
    return;

  problem = balie_problem_new (SOUP_STATUS_SERVICE_UNAVAILABLE, "unavailable", NULL);
  problem->retry_after = 1;
  balie_exchange_answer_problem (exchange, problem);
  g_cancellable_cancel (exchange->cancellable);
}

static void
hang_up_cb (guint32  events,
            gpointer user_data)
{
  Visit *visit = user_data;

  if (!balie_exchange_is_answered (visit->exchange))
    balie_exchange_hang_up (visit->exchange);
}

/* Most answers are there before it would have been worth looking whether somebody still waits for them. */
static void
takes_long_cb (gpointer owner,
               gpointer user_data)
{
  Visit          *visit = owner;
  BalieHttpFront *self = user_data;

  if (!balie_exchange_is_answered (visit->exchange))
    visit->hang_up = balie_socket_set_add (self->sockets, visit->exchange->socket, EPOLLRDHUP | EPOLLONESHOT, hang_up_cb, visit);
}

static char *
dup_client_address (BalieHttpFront    *self,
                    SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  GInetAddress   *peer = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote));
  const char     *forwarded = NULL;

  if (self->trusts_proxy && g_inet_address_get_is_loopback (peer))
    forwarded = soup_message_headers_get_list (soup_server_message_get_request_headers (message), "X-Forwarded-For");

  /* Only the last one is by our own proxy; those before it are whatever the client made up. */
  if (forwarded != NULL)
    {
      const char      *comma = strrchr (forwarded, ',');
      g_autofree char *last = g_strstrip (g_strdup (comma != NULL ? comma + 1 : forwarded));
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (last);

      if (address != NULL)
        return g_inet_address_to_string (address);
    }

  return g_inet_address_to_string (peer);
}

/* What comes in parts goes to its handler before there is a body. Parts that come one after the other may take as long as they like. */
static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              Visit             *visit)
{
  balie_exchange_take_chunk (visit->exchange, chunk);
  if (visit->exchange->paused)
    balie_expiry_queue_add (visit->front->reading_body, &visit->expiry, visit);
}

static void
begin_streamed (BalieHttpFront *self,
                Visit          *visit)
{
  g_autoptr (BalieExchange) exchange = g_object_ref (visit->exchange);
  SoupServerMessage *message = exchange->message;

  exchange->is_streamed = TRUE;
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), visit);
  balie_exchange_begin_running (exchange);
  exchange->client_address = dup_client_address (self, message);
  balie_router_dispatch (self->router, exchange);
  if (exchange->sink == NULL)
    balie_exchange_pause (exchange);
}

static void
got_headers_cb (SoupServerMessage *message,
                Visit             *visit)
{
  BalieHttpFront     *self = visit->front;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char         *path = g_uri_get_path (soup_server_message_get_uri (message));
  gsize               streamed_maximum = balie_router_get_streamed_maximum (self->router, soup_server_message_get_method (message), path);
  g_autoptr (BalieProblem) problem = NULL;

  visit->exchange->range = g_strdup (soup_message_headers_get_one (headers, "Range"));
  problem = balie_http_guard_check (message, self->limits.max_headers, MAX (streamed_maximum, BALIE_EXCHANGE_MAX_BODY));
  if (problem == NULL && self->is_stopping)
    {
      problem = balie_problem_new (SOUP_STATUS_SERVICE_UNAVAILABLE, "unavailable", "The server stops");
      problem->retry_after = 1;
    }

  if (problem != NULL)
    {
      balie_farewells_say (self->farewells, visit->exchange, problem);
      return;
    }

  visit->exchange->state = BALIE_EXCHANGE_READING_BODY;
  visit->is_counted = TRUE;
  self->n_running++;
  balie_expiry_queue_add (self->reading_body, &visit->expiry, visit);
  if (streamed_maximum > 0)
    begin_streamed (self, visit);
}

static void
finished_cb (SoupServerMessage *message,
             Visit             *visit)
{
  balie_exchange_release_packets (visit->exchange);
  balie_door_set_idle (visit->front->door, soup_server_message_get_remote_address (message), TRUE);
  visit_end (visit);
}

static void
request_started_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    BalieHttpFront    *self)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  GSocket        *socket = balie_door_get_socket (self->door, remote);
  Visit          *visit = g_new0 (Visit, 1);

  visit->front = self;
  visit->exchange = balie_exchange_new (message, socket);
  g_hash_table_insert (self->visits, message, visit);
  balie_expiry_queue_add (self->reading_headers, &visit->expiry, visit);
  balie_door_set_idle (self->door, remote, FALSE);
  g_socket_set_timeout (socket, self->limits.idle_timeout);

  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), visit);

  /* The first comes for what had headers, the second for what had none, or was taken out of the server. */
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), visit);
  g_signal_connect_swapped (message, "disconnected", G_CALLBACK (visit_end), visit);
}

/* libsoup takes the end of a connection for the end of the headers, so those that say how long the body is may be among what did
 * not come. A client that has closed its side after a whole request without a body cannot be told from it, and is gone as well. */
static gboolean
may_be_cut (Visit *visit)
{
  SoupMessageBody *body = soup_server_message_get_request_body (visit->exchange->message);
  char             byte;

  return body->length == 0 &&
         recv (g_socket_get_fd (visit->exchange->socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static void
handle_request (SoupServer        *server,
                SoupServerMessage *message,
                const char        *path,
                GHashTable        *query,
                gpointer           user_data)
{
  BalieHttpFront *self = user_data;
  Visit          *visit = g_hash_table_lookup (self->visits, message);
  g_autoptr (BalieExchange) exchange = g_object_ref (visit->exchange);

  if (!exchange->is_streamed && may_be_cut (visit))
    {
      balie_exchange_hang_up (exchange);
      return;
    }

  balie_expiry_queue_add (self->running, &visit->expiry, visit);
  if (exchange->is_streamed)
    {
      balie_exchange_take_end (exchange);
    }
  else
    {
      balie_exchange_begin_running (exchange);
      exchange->client_address = dup_client_address (self, message);
      balie_router_dispatch (self->router, exchange);
    }

  if (!balie_exchange_is_answered (exchange))
    {
      balie_exchange_pause (exchange);
      balie_expiry_queue_add (self->unwatched, &visit->patience, visit);
    }
}

static void
handle_health (BalieExchange *exchange,
               gpointer       user_data)
{
  BalieHttpFront *self = user_data;
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  if (!balie_exchange_finish_query (exchange))
    return;

  if (!self->is_healthy)
    {
      balie_exchange_refuse (exchange, SOUP_STATUS_SERVICE_UNAVAILABLE, "unavailable", NULL);
      return;
    }

  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_string (writer, "status", "ok");
  balie_json_writer_end_object (writer);
  balie_exchange_answer_json (exchange, SOUP_STATUS_OK, writer);
}

static const BalieRoute routes[] = {
  {"GET", "/v1/health", BALIE_ACCESS_ANYBODY, handle_health},
};

static void
end_visits (BalieHttpFront *self)
{
  GHashTableIter iter;
  gpointer       visit;

  for (;;)
    {
      g_hash_table_iter_init (&iter, self->visits);
      if (!g_hash_table_iter_next (&iter, NULL, &visit))
        break;
      visit_end (visit);
    }
}

static gboolean
finish_stop_cb (gpointer user_data)
{
  BalieHttpFront *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);

  if (self->n_running > 0)
    g_message ("%u requests are cut off", self->n_running);

  self->stop_source = NULL;
  end_visits (self);
  soup_server_disconnect (self->server);
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static void
finish_stop_after (BalieHttpFront *self,
                   GSource        *source)
{
  g_clear_pointer (&self->stop_source, g_source_destroy);
  self->stop_source = source;
  g_source_set_callback (source, finish_stop_cb, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_source_unref (source);
}

/* Not at once: this is called from inside libsoup, which has something to finish itself. */
static void
finish_stop_soon (BalieHttpFront *self)
{
  finish_stop_after (self, g_idle_source_new ());
}

static void
entered_cb (GSocketConnection *connection,
            GSocketAddress    *local,
            GSocketAddress    *remote,
            gpointer           user_data)
{
  BalieHttpFront *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!soup_server_accept_iostream (self->server, G_IO_STREAM (connection), local, remote, &error))
    g_message ("A connection is not served: %s", error->message);
}

/* libsoup lets a connection bring a second request only while it listens itself. So it listens, at a socket that is replaced at
 * once by one at which nobody can knock: an eventfd is never readable by itself. */
static void
keep_connections_alive (BalieHttpFront *self)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  int nothing = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);

  if (socket == NULL ||
      nothing < 0 ||
      !g_socket_bind (socket, address, TRUE, NULL) ||
      !g_socket_listen (socket, NULL) ||
      !soup_server_listen_socket (self->server, socket, 0, NULL) ||
      dup3 (nothing, g_socket_get_fd (socket), O_CLOEXEC) < 0)
    g_error ("Nothing can be served: %s", g_strerror (errno));

  close (nothing);
}

static void
make_timers (BalieHttpFront *self)
{
  g_clear_pointer (&self->reading_headers, balie_expiry_queue_free);
  g_clear_pointer (&self->reading_body, balie_expiry_queue_free);
  g_clear_pointer (&self->running, balie_expiry_queue_free);
  g_clear_pointer (&self->unwatched, balie_expiry_queue_free);
  g_clear_pointer (&self->door, balie_door_free);

  self->reading_headers = balie_expiry_queue_new (self->limits.headers_timeout * 1000, too_slow_cb, self);
  self->reading_body = balie_expiry_queue_new (self->limits.body_timeout * 1000, too_slow_cb, self);
  self->running = balie_expiry_queue_new (self->limits.deadline * 1000, deadline_cb, self);
  self->unwatched = balie_expiry_queue_new (PATIENCE_MILLISECONDS, takes_long_cb, self);
  self->door = balie_door_new (self->limits.idle_timeout, entered_cb, self);
}

static void
balie_http_front_dispose (GObject *object)
{
  BalieHttpFront *self = BALIE_HTTP_FRONT (object);

  /* What runs is ended first: the server closes sockets under it without a word. */
  if (self->server != NULL)
    {
      end_visits (self);
      g_signal_handlers_disconnect_by_data (self->server, self);
      soup_server_disconnect (self->server);
    }
  g_clear_object (&self->server);
  g_clear_pointer (&self->farewells, balie_farewells_free);
  g_clear_object (&self->router);

  G_OBJECT_CLASS (balie_http_front_parent_class)->dispose (object);
}

static void
balie_http_front_finalize (GObject *object)
{
  BalieHttpFront *self = BALIE_HTTP_FRONT (object);

  g_clear_pointer (&self->visits, g_hash_table_unref);
  g_clear_pointer (&self->reading_headers, balie_expiry_queue_free);
  g_clear_pointer (&self->reading_body, balie_expiry_queue_free);
  g_clear_pointer (&self->running, balie_expiry_queue_free);
  g_clear_pointer (&self->unwatched, balie_expiry_queue_free);
  g_clear_pointer (&self->door, balie_door_free);
  g_clear_pointer (&self->sockets, balie_socket_set_free);

  G_OBJECT_CLASS (balie_http_front_parent_class)->finalize (object);
}

static void
balie_http_front_class_init (BalieHttpFrontClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_http_front_dispose;
  object_class->finalize = balie_http_front_finalize;
}

static void
balie_http_front_init (BalieHttpFront *self)
{
  g_autoptr (GError) error = NULL;

  self->limits = default_limits;
  self->is_healthy = TRUE;
  self->visits = g_hash_table_new_full (NULL, NULL, NULL, visit_free);
  make_timers (self);

  self->sockets = balie_socket_set_new (&error);
  if (self->sockets == NULL)
    g_error ("Nothing can be served: %s", error->message);
  self->farewells = balie_farewells_new (self->sockets);

  /* The router decodes each segment by itself; libsoup would decode the path as a whole, slashes included. */
  self->server = soup_server_new ("raw-paths", TRUE, NULL);
  soup_server_add_handler (self->server, NULL, handle_request, self, NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (request_started_cb), self);
  keep_connections_alive (self);
}

BalieHttpFront *
balie_http_front_new (BalieRouter *router)
{
  BalieHttpFront *self = g_object_new (BALIE_TYPE_HTTP_FRONT, NULL);

  g_return_val_if_fail (BALIE_IS_ROUTER (router), self);

  self->router = g_object_ref (router);
  balie_router_add_routes (router, routes, G_N_ELEMENTS (routes), self);
  return self;
}

const BalieHttpLimits *
balie_http_front_get_limits (BalieHttpFront *self)
{
  g_return_val_if_fail (BALIE_IS_HTTP_FRONT (self), NULL);

  return &self->limits;
}

void
balie_http_front_set_limits (BalieHttpFront        *self,
                             const BalieHttpLimits *limits)
{
  g_return_if_fail (BALIE_IS_HTTP_FRONT (self));
  g_return_if_fail (limits != NULL);
  g_return_if_fail (balie_door_get_port (self->door) == 0);

  self->limits = *limits;
  make_timers (self);
}

void
balie_http_front_set_trusts_proxy (BalieHttpFront *self,
                                   gboolean        trusts_proxy)
{
  g_return_if_fail (BALIE_IS_HTTP_FRONT (self));

  self->trusts_proxy = trusts_proxy;
}

void
balie_http_front_set_healthy (BalieHttpFront *self,
                              gboolean        healthy)
{
  g_return_if_fail (BALIE_IS_HTTP_FRONT (self));

  self->is_healthy = healthy;
}

gboolean
balie_http_front_listen (BalieHttpFront *self,
                         const char     *address,
                         GError        **error)
{
  g_return_val_if_fail (BALIE_IS_HTTP_FRONT (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);
  g_return_val_if_fail (!self->is_stopping, FALSE);

  return balie_door_listen (self->door, address, error);
}

guint16
balie_http_front_get_port (BalieHttpFront *self)
{
  g_return_val_if_fail (BALIE_IS_HTTP_FRONT (self), 0);

  return balie_door_get_port (self->door);
}

void
balie_http_front_stop_async (BalieHttpFront     *self,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_HTTP_FRONT (self));
  g_return_if_fail (self->stop_task == NULL);

  self->stop_task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->stop_task, balie_http_front_stop_async);

  balie_door_close (self->door);
  self->is_stopping = TRUE;
  self->is_healthy = FALSE;

  if (self->n_running > 0)
    finish_stop_after (self, g_timeout_source_new_seconds (self->limits.stop_timeout));
  else
    finish_stop_soon (self);
}

gboolean
balie_http_front_stop_finish (BalieHttpFront *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
