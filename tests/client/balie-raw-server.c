/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server in the test's own process that sends exactly the bytes it is told, be they HTTP or not. */
#include "balie-raw-server.h"

#include <string.h>

struct _BalieRawServer
{
  GObject parent_instance;

  /* owned */
  GSocketService  *service;
  GTlsCertificate *certificate;
  char            *address;
  GQueue           answers;     /* of Answer */
  GQueue           waiting;     /* of Connection: requests without an answer */
  GPtrArray       *connections; /* of Connection: the open ones */
  GPtrArray       *requests;    /* of char* */

  /* borrowed */
  gpointer last; /* Connection that served the last request, as long as it is open */
};

G_DEFINE_TYPE (BalieRawServer, balie_raw_server, G_TYPE_OBJECT)

typedef struct
{
  GBytes     *bytes;
  BalieRawEnd end;
} Answer;

typedef struct
{
  BalieRawServer *server; /* NULL once the server is gone */
  GIOStream      *stream;
  GString        *received;
  GBytes         *sending;
  const char     *request; /* the last one; the server's */
  BalieRawEnd     end;
  char            buffer[4096];
} Connection;

static void
answer_free (Answer *self)
{
  g_bytes_unref (self->bytes);
  g_free (self);
}

static void
connection_clear (Connection *self)
{
  g_clear_object (&self->stream);
  g_string_free (self->received, TRUE);
  g_clear_pointer (&self->sending, g_bytes_unref);
}

static void
connection_unref (Connection *self)
{
  g_rc_box_release_full (self, (GDestroyNotify)connection_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Connection, connection_unref)

static void connection_read (Connection *self);

static void
connection_close (Connection *self)
{
  BalieRawServer *server = g_steal_pointer (&self->server);

  if (server == NULL)
    return;

  g_io_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  if (server->last == self)
    server->last = NULL;
  if (g_queue_remove (&server->waiting, self))
    connection_unref (self);
  g_ptr_array_remove (server->connections, self);
}

static void connection_write (Connection *self);

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Connection) self = user_data;
  gboolean written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);

  if (self->server == NULL)
    return;

  if (!written || self->end == BALIE_RAW_CLOSE)
    connection_close (self);
  else if (self->end == BALIE_RAW_ENDLESS)
    {
      gsize   length = g_bytes_get_size (self->sending);
      gsize   tail = MIN (length, 1024);
      GBytes *again = g_bytes_new_from_bytes (self->sending, length - tail, tail);

      g_bytes_unref (self->sending);
      self->sending = again;
      connection_write (self);
    }
}

static void
connection_write (Connection *self)
{
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream), g_bytes_get_data (self->sending, NULL),
                                   g_bytes_get_size (self->sending), G_PRIORITY_DEFAULT, NULL, on_written,
                                   g_rc_box_acquire (self));
}

/* Returns: (transfer full): @bytes about what the request is about */
static GBytes *
fill_in_id (GBytes     *bytes,
            const char *request)
{
  gsize       length;
  const char *data = g_bytes_get_data (bytes, &length);
  const char *id = strstr (request, "/v1/uploads/");
  char       *filled = g_memdup2 (data, length);
  char       *place = filled;

  while (id != NULL && place != NULL && (place = g_strstr_len (place, length - (gsize)(place - filled), BALIE_RAW_ID)) != NULL)
    memcpy (place, id + strlen ("/v1/uploads/"), strlen (BALIE_RAW_ID));

  return g_bytes_new_take (filled, length);
}

static void
connection_answer (Connection *self)
{
  Answer *answer = g_queue_pop_head (&self->server->answers);

  g_clear_pointer (&self->sending, g_bytes_unref);
  self->sending = fill_in_id (answer->bytes, self->request);
  self->end = answer->end;
  answer_free (answer);
  connection_write (self);
}

/* Cuts a whole request off what came; NULL when there is none yet. */
static char *
connection_take_request (Connection *self)
{
  const char *end = strstr (self->received->str, "\r\n\r\n");
  const char *header = strstr (self->received->str, "\r\nContent-Length: ");
  gsize       length;
  char       *request;

  if (end == NULL)
    return NULL;

  length = end + 4 - self->received->str;
  if (header != NULL && header < end)
    length += g_ascii_strtoull (header + strlen ("\r\nContent-Length: "), NULL, 10);
  if (self->received->len < length)
    return NULL;

  request = g_strndup (self->received->str, length);
  g_string_erase (self->received, 0, length);

  return request;
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Connection) self = user_data;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  char  *request;

  if (self->server == NULL)
    return;
  if (length <= 0)
    {
      connection_close (self);
      return;
    }

  g_string_append_len (self->received, self->buffer, length);
  request = connection_take_request (self);
  if (request != NULL)
    {
      BalieRawServer *server = self->server;

      g_ptr_array_add (server->requests, request);
      self->request = request;
      server->last = self;
      if (g_queue_is_empty (&server->answers))
        g_queue_push_tail (&server->waiting, g_rc_box_acquire (self));
      else
        connection_answer (self);
    }

  connection_read (self);
}

/* Always reading shows when the client goes away. */
static void
connection_read (Connection *self)
{
  if (self->server != NULL)
    g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->buffer, sizeof self->buffer,
                               G_PRIORITY_DEFAULT, NULL, on_read, g_rc_box_acquire (self));
}

static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *socket,
             GObject           *source,
             BalieRawServer    *self)
{
  g_autoptr (GError) error = NULL;
  Connection *connection = g_rc_box_new0 (Connection);

  connection->server = self;
  connection->received = g_string_new (NULL);
  if (self->certificate == NULL)
    connection->stream = G_IO_STREAM (g_object_ref (socket));
  else
    connection->stream = g_tls_server_connection_new (G_IO_STREAM (socket), self->certificate, &error);
  g_assert_no_error (error);

  g_ptr_array_add (self->connections, connection);
  connection_read (connection);

  return TRUE;
}

static void
balie_raw_server_dispose (GObject *object)
{
  BalieRawServer *self = BALIE_RAW_SERVER (object);

  if (self->service != NULL)
    {
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    }
  g_clear_object (&self->service);
  while (self->connections->len > 0)
    connection_close (self->connections->pdata[0]);

  G_OBJECT_CLASS (balie_raw_server_parent_class)->dispose (object);
}

static void
balie_raw_server_finalize (GObject *object)
{
  BalieRawServer *self = BALIE_RAW_SERVER (object);

  g_clear_object (&self->certificate);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->connections, g_ptr_array_unref);
  g_clear_pointer (&self->requests, g_ptr_array_unref);
  g_queue_clear_full (&self->answers, (GDestroyNotify)answer_free);

  G_OBJECT_CLASS (balie_raw_server_parent_class)->finalize (object);
}

static void
balie_raw_server_class_init (BalieRawServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_raw_server_dispose;
  object_class->finalize = balie_raw_server_finalize;
}

static void
balie_raw_server_init (BalieRawServer *self)
{
  self->connections = g_ptr_array_new_with_free_func ((GDestroyNotify)connection_unref);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&self->answers);
  g_queue_init (&self->waiting);
}

BalieRawServer *
balie_raw_server_new (const char *certificate_file)
{
  BalieRawServer *self = g_object_new (BALIE_TYPE_RAW_SERVER, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GError) error = NULL;

  if (certificate_file != NULL)
    self->certificate = g_tls_certificate_new_from_file (certificate_file, &error);
  g_assert_no_error (error);

  self->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &got, &error);
  g_assert_no_error (error);
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (on_incoming), self, 0);
  self->address = g_strdup_printf ("%s://127.0.0.1:%u", certificate_file == NULL ? "http" : "https",
                                   g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got)));

  return self;
}

const char *
balie_raw_server_get_address (BalieRawServer *self)
{
  return self->address;
}

void
balie_raw_server_add (BalieRawServer *self,
                      const char     *bytes,
                      gssize          length,
                      BalieRawEnd     end)
{
  Answer *answer = g_new0 (Answer, 1);
  g_autoptr (Connection) connection = NULL;

  answer->bytes = g_bytes_new (bytes, length < 0 ? strlen (bytes) : (gsize)length);
  answer->end = end;
  g_queue_push_tail (&self->answers, answer);

  connection = g_queue_pop_head (&self->waiting);
  if (connection != NULL)
    connection_answer (connection);
}

void
balie_raw_server_add_json (BalieRawServer *self,
                           guint           status,
                           const char     *headers,
                           const char     *json)
{
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 %u Answer\r\n"
                                             "Content-Type: %s\r\n"
                                             "%s"
                                             "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                                             "\r\n"
                                             "%s",
                                             status, status < 400 ? "application/json" : "application/problem+json",
                                             headers == NULL ? "" : headers, strlen (json), json);

  balie_raw_server_add (self, answer, -1, BALIE_RAW_KEEP);
}

void
balie_raw_server_send (BalieRawServer *self,
                       const char     *bytes)
{
  Connection *connection = self->last;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (connection->stream), bytes, strlen (bytes), NULL, NULL, &error);
  g_assert_no_error (error);
}

void
balie_raw_server_hang_up (BalieRawServer *self)
{
  g_assert_nonnull (self->last);
  connection_close (self->last);
}

guint
balie_raw_server_get_n_requests (BalieRawServer *self)
{
  return self->requests->len;
}

const char *
balie_raw_server_get_request (BalieRawServer *self,
                              guint           index)
{
  g_assert_cmpuint (index, <, self->requests->len);

  return self->requests->pdata[index];
}

guint
balie_raw_server_get_n_open (BalieRawServer *self)
{
  return self->connections->len;
}
