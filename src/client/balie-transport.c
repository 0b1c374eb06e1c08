/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON over HTTP to one server: one request, one answer, every limit kept. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-transport.h"
#include "balie-transport-private.h"

#include <libsoup/soup.h>
#include <string.h>

#include "balie-answer-private.h"
#include "balie-bounded-read.h"
#include "balie-error.h"

#define CONNECTIONS 6
#define TIMEOUT 60

struct _BalieTransport
{
  GObject parent_instance;

  /* owned */
  char         *server;
  char         *token;
  SoupSession  *session;
  GTlsDatabase *authority;
  GQueue        waiting; /* of GTask: requests that got 401 and wait for a new token */

  /* borrowed */
  BalieTransportRenew renew;
  gpointer            renew_data;

  gboolean renewing;
};

G_DEFINE_TYPE (BalieTransport, balie_transport, G_TYPE_OBJECT)

/* One request until its answer, which may take two messages: a second one when the token was renewed. */
typedef struct
{
  char        *method;
  char        *path;
  char        *accept;
  char        *if_match;
  char        *if_range;
  GBytes      *body;
  gint64       range_start;   /* first byte that is wanted of a stream; -1 when it has no such thing */
  gint64       upload_offset; /* of a part of an upload; -1 for a body of JSON */
  gboolean     streaming;
  SoupMessage *message;
  char        *token;        /* that the message went out with */
  BalieAnswer *refusal;      /* the 401 that is being waited for */
  GSource     *cancelled;    /* while it waits */
  char        *content_type; /* of the stream */
  guint        retry_after;  /* of a refused stream */
  BalieRange   range;        /* of the stream */
} Exchange;

static Exchange *
exchange_new (const char *method,
              const char *path,
              const char *accept)
{
  Exchange *self = g_new0 (Exchange, 1);

  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->accept = g_strdup (accept);
  self->range_start = -1;
  self->upload_offset = -1;

  return self;
}

static void
exchange_free (Exchange *self)
{
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->accept, g_free);
  g_clear_pointer (&self->if_match, g_free);
  g_clear_pointer (&self->if_range, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_object (&self->message);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->refusal, balie_answer_free);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->range.etag, g_free);
  g_free (self);
}

static void exchange_send (GTask *task);

/* The system refused the certificate. It is still good when everything about it, the host's name included, is in order
 * by the own authority. */
static gboolean
on_accept_certificate (SoupMessage         *message,
                       GTlsCertificate     *certificate,
                       GTlsCertificateFlags faults,
                       BalieTransport      *self)
{
  g_autoptr (GSocketConnectable) host = NULL;
  g_autoptr (GError) error = NULL;
  GUri *uri = soup_message_get_uri (message);

  if (self->authority == NULL)
    return FALSE;

  host = g_network_address_new (g_uri_get_host (uri), g_uri_get_port (uri));
  faults = g_tls_database_verify_chain (self->authority, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, host,
                                        NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, &error);
  if (error != NULL)
    g_debug ("Own authority: %s", error->message);

  return error == NULL && faults == 0;
}

/* Ends a request with an answer that is final. */
static void
exchange_return (GTask       *task,
                 BalieAnswer *answer)
{
  Exchange *self = g_task_get_task_data (task);
  GError   *error = NULL;

  /* The caller may have the next part of a file made while this task still lives. */
  g_clear_object (&self->message);
  g_clear_pointer (&self->body, g_bytes_unref);

  if (!self->streaming)
    g_task_return_pointer (task, answer, (GDestroyNotify)balie_answer_free);
  else
    {
      if (answer->problem != NULL)
        self->retry_after = answer->problem->retry_after;
      if (balie_answer_check (answer, &error))
        error = g_error_new (BALIE_ERROR, BALIE_ERROR_PARSE, "Status %u where a stream was expected", answer->status);
      g_task_return_error (task, error);
      balie_answer_free (answer);
    }
}

static gboolean
on_cancelled_while_waiting (GCancellable *cancellable,
                            gpointer      user_data)
{
  GTask          *task = user_data;
  BalieTransport *self = g_task_get_source_object (task);

  g_queue_remove (&self->waiting, task);
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);

  return G_SOURCE_REMOVE;
}

static gboolean
has_newer_token (BalieTransport *self,
                 Exchange       *exchange)
{
  return self->token != NULL && strcmp (exchange->token, self->token) != 0;
}

/* A refused name or password is an answer to what was asked, and no fault of the token. */
static gboolean
is_refusal_of_token (BalieTransport *self,
                     Exchange       *exchange,
                     BalieAnswer    *answer)
{
  return answer->status == SOUP_STATUS_UNAUTHORIZED &&
         strcmp (answer->problem->type, "login-failed") != 0 &&
         exchange->token != NULL &&
         exchange->refusal == NULL &&
         (self->renew != NULL || has_newer_token (self, exchange));
}

static void
exchange_wait_for_token (GTask       *task,
                         BalieAnswer *refusal)
{
  BalieTransport *self = g_task_get_source_object (task);
  Exchange       *exchange = g_task_get_task_data (task);

  exchange->refusal = refusal;

  /* Another request's renewal came in between. */
  if (has_newer_token (self, exchange))
    {
      exchange_send (task);
      return;
    }

  if (g_task_get_cancellable (task) != NULL)
    {
      exchange->cancelled = g_cancellable_source_new (g_task_get_cancellable (task));
      g_source_set_callback (exchange->cancelled, G_SOURCE_FUNC (on_cancelled_while_waiting), task, NULL);
      g_source_attach (exchange->cancelled, g_task_get_context (task));
    }
  g_queue_push_tail (&self->waiting, task);

  if (!self->renewing)
    {
      self->renewing = TRUE;
      self->renew (self, self->renew_data);
    }
}

static void
on_body (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (BalieAnswer) answer = NULL;
  BalieTransport *self = g_task_get_source_object (task);
  Exchange       *exchange = g_task_get_task_data (task);

  body = balie_bounded_read_finish (G_INPUT_STREAM (source), result, &error);
  if (body != NULL)
    answer = balie_answer_new (exchange->message, body, &error);

  if (answer == NULL)
    g_task_return_error (task, balie_answer_error (g_steal_pointer (&error)));
  else if (is_refusal_of_token (self, exchange, answer))
    exchange_wait_for_token (g_steal_pointer (&task), g_steal_pointer (&answer));
  else
    exchange_return (task, g_steal_pointer (&answer));
}

static gboolean
is_stream (const Exchange *self)
{
  guint status = soup_message_get_status (self->message);

  return self->streaming && (status == SOUP_STATUS_OK || (status == SOUP_STATUS_PARTIAL_CONTENT && self->range_start > 0));
}

/* What of the whole the stream is. A range that was not asked for cannot be put anywhere. */
static gboolean
read_range (Exchange *self,
            GError  **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  goffset             end;

  self->range.size = -1;
  self->range.etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  if (soup_message_get_status (self->message) == SOUP_STATUS_OK)
    {
      if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH)
        self->range.size = soup_message_headers_get_content_length (headers);
      return TRUE;
    }

  if (soup_message_headers_get_content_range (headers, &self->range.offset, &end, &self->range.size) &&
      self->range.offset == self->range_start)
    return TRUE;

  g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_PARSE, "Another range than was asked for");
  return FALSE;
}

static void
on_sent (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = NULL;
  Exchange   *exchange = g_task_get_task_data (task);
  const char *type;

  stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (stream == NULL)
    {
      g_debug ("%s failed: %s", exchange->method, error->message);
      g_task_return_error (task, balie_answer_error (g_steal_pointer (&error)));
      return;
    }

  g_debug ("%s %s: %u", exchange->method, g_uri_get_path (soup_message_get_uri (exchange->message)),
           soup_message_get_status (exchange->message));

  if (!is_stream (exchange))
    {
      balie_bounded_read_async (stream, BALIE_TRANSPORT_MAX_ANSWER, g_task_get_cancellable (task), on_body, task);
      g_steal_pointer (&task);
      return;
    }

  type = soup_message_headers_get_content_type (soup_message_get_response_headers (exchange->message), NULL);
  exchange->content_type = g_strdup (type == NULL ? "" : type);
  if (!read_range (exchange, &error))
    {
      g_input_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_pointer (task, g_steal_pointer (&stream), g_object_unref);
}

/* The bytes as they are: an offset into what was compressed on the way would mean nothing. */
static void
ask_for_range (Exchange    *self,
               SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  if (self->range_start > 0)
    {
      soup_message_headers_set_range (headers, self->range_start, -1);
      soup_message_headers_replace (headers, "If-Range", self->if_range);
    }
}

static SoupMessage *
exchange_make_message (Exchange       *self,
                       BalieTransport *transport)
{
  g_autofree char *address = g_strconcat (transport->server, self->path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (self->method, address);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;

  headers = soup_message_get_request_headers (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Accept", self->accept);
  if (self->if_match != NULL)
    soup_message_headers_replace (headers, "If-Match", self->if_match);
  if (self->body != NULL)
    soup_message_set_request_body_from_bytes (message, self->upload_offset < 0 ? "application/json" : "application/partial-upload", self->body);
  if (self->range_start >= 0)
    ask_for_range (self, message);
  if (self->upload_offset >= 0)
    {
      g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, self->upload_offset);

      /* A part that arrived is not taken twice, so it may go over a connection that was used before. */
      soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
      soup_message_headers_replace (headers, "Upload-Offset", offset);
    }
  if (self->token != NULL)
    {
      g_autofree char *authorization = g_strconcat ("Bearer ", self->token, NULL);

      soup_message_headers_replace (headers, "Authorization", authorization);
    }
  g_signal_connect_object (message, "accept-certificate", G_CALLBACK (on_accept_certificate), transport, 0);

  return g_steal_pointer (&message);
}

static void
exchange_send (GTask *task)
{
  BalieTransport *self = g_task_get_source_object (task);
  Exchange       *exchange = g_task_get_task_data (task);

  g_free (exchange->token);
  exchange->token = g_strdup (self->token);
  g_clear_object (&exchange->message);
  exchange->message = exchange_make_message (exchange, self);
  if (exchange->message == NULL)
    {
      g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_PARSE, "No address: %s", exchange->path);
      g_object_unref (task);
      return;
    }

  soup_session_send_async (self->session, exchange->message, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_sent, task);
}

static void
balie_transport_dispose (GObject *object)
{
  BalieTransport *self = BALIE_TRANSPORT (object);

  /* Requests hold a reference, so there are none. */
  g_assert (g_queue_is_empty (&self->waiting));
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->authority);
  g_clear_pointer (&self->token, g_free);

  G_OBJECT_CLASS (balie_transport_parent_class)->dispose (object);
}

static void
balie_transport_finalize (GObject *object)
{
  BalieTransport *self = BALIE_TRANSPORT (object);

  g_clear_pointer (&self->server, g_free);

  G_OBJECT_CLASS (balie_transport_parent_class)->finalize (object);
}

static void
balie_transport_class_init (BalieTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_transport_dispose;
  object_class->finalize = balie_transport_finalize;
}

static void
balie_transport_init (BalieTransport *self)
{
  self->session = soup_session_new_with_options ("max-conns", CONNECTIONS,
                                                 "max-conns-per-host", CONNECTIONS,
                                                 "timeout", TIMEOUT,
                                                 "idle-timeout", TIMEOUT,
                                                 "user-agent", "balie/" BALIE_VERSION,
                                                 NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  g_queue_init (&self->waiting);
}

BalieTransport *
balie_transport_new (const char *server,
                     const char *authority_file)
{
  BalieTransport *self = g_object_new (BALIE_TYPE_TRANSPORT, NULL);
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (server != NULL && !g_str_has_suffix (server, "/"), NULL);

  self->server = g_strdup (server);
  if (authority_file != NULL)
    {
      self->authority = g_tls_file_database_new (authority_file, &error);
      if (self->authority == NULL)
        g_message ("The own certificate authority cannot be used: %s", error->message);
    }

  return self;
}

const char *
balie_transport_get_server (BalieTransport *self)
{
  g_return_val_if_fail (BALIE_IS_TRANSPORT (self), NULL);

  return self->server;
}

void
balie_transport_set_timeout (BalieTransport *self,
                             guint           seconds)
{
  g_return_if_fail (BALIE_IS_TRANSPORT (self));

  soup_session_set_timeout (self->session, seconds);
}

void
balie_transport_set_token (BalieTransport *self,
                           const char     *token)
{
  g_return_if_fail (BALIE_IS_TRANSPORT (self));

  if (g_strcmp0 (self->token, token) != 0)
    {
      g_free (self->token);
      self->token = g_strdup (token);
    }
}

void
balie_transport_set_renew (BalieTransport     *self,
                           BalieTransportRenew renew,
                           gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_TRANSPORT (self));

  self->renew = renew;
  self->renew_data = user_data;
}

void
balie_transport_renewed (BalieTransport *self,
                         const char     *token,
                         const GError   *error)
{
  GQueue waiting;

  g_return_if_fail (BALIE_IS_TRANSPORT (self));
  g_return_if_fail (self->renewing);
  g_return_if_fail (token == NULL || error == NULL);

  if (token != NULL)
    balie_transport_set_token (self, token);
  self->renewing = FALSE;

  waiting = self->waiting;
  g_queue_init (&self->waiting);
  for (GTask *task = g_queue_pop_head (&waiting); task != NULL; task = g_queue_pop_head (&waiting))
    {
      Exchange *exchange = g_task_get_task_data (task);

      if (exchange->cancelled != NULL)
        g_source_destroy (exchange->cancelled);
      g_clear_pointer (&exchange->cancelled, g_source_unref);

      if (token != NULL)
        {
          exchange_send (task);
          continue;
        }

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        exchange_return (task, g_steal_pointer (&exchange->refusal));
      g_object_unref (task);
    }
}

void
balie_transport_request_async (BalieTransport     *self,
                               const char         *method,
                               const char         *path,
                               const char         *if_match,
                               GBytes             *body,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Exchange *exchange;

  g_return_if_fail (BALIE_IS_TRANSPORT (self));
  g_return_if_fail (g_str_has_prefix (path, "/v1/"));

  exchange = exchange_new (method, path, "application/json");
  exchange->if_match = g_strdup (if_match);
  exchange->body = body == NULL ? NULL : g_bytes_ref (body);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_transport_request_async);
  g_task_set_task_data (task, exchange, (GDestroyNotify)exchange_free);
  exchange_send (g_steal_pointer (&task));
}

BalieAnswer *
balie_transport_request_finish (BalieTransport *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == balie_transport_request_async, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
open_stream (BalieTransport     *self,
             const char         *path,
             const char         *accept,
             gint64              offset,
             const char         *if_range,
             gpointer            tag,
             GCancellable       *cancellable,
             GAsyncReadyCallback callback,
             gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Exchange *exchange = exchange_new ("GET", path, accept);

  exchange->range_start = offset;
  exchange->if_range = g_strdup (if_range);
  exchange->streaming = TRUE;

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, exchange, (GDestroyNotify)exchange_free);
  exchange_send (g_steal_pointer (&task));
}

void
balie_transport_send_part_async (BalieTransport     *self,
                                 const char         *path,
                                 gint64              offset,
                                 GBytes             *part,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Exchange *exchange;

  g_return_if_fail (BALIE_IS_TRANSPORT (self));
  g_return_if_fail (g_str_has_prefix (path, "/v1/"));
  g_return_if_fail (offset >= 0 && part != NULL);

  exchange = exchange_new ("PATCH", path, "application/json");
  exchange->body = g_bytes_ref (part);
  exchange->upload_offset = offset;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_transport_send_part_async);
  g_task_set_task_data (task, exchange, (GDestroyNotify)exchange_free);
  exchange_send (g_steal_pointer (&task));
}

BalieAnswer *
balie_transport_send_part_finish (BalieTransport *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == balie_transport_send_part_async, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
balie_transport_open_async (BalieTransport     *self,
                            const char         *path,
                            const char         *accept,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_TRANSPORT (self));
  g_return_if_fail (g_str_has_prefix (path, "/v1/"));

  open_stream (self, path, accept, -1, NULL, balie_transport_open_async, cancellable, callback, user_data);
}

GInputStream *
balie_transport_open_finish (BalieTransport *self,
                             GAsyncResult   *result,
                             char          **content_type,
                             guint          *retry_after,
                             GError        **error)
{
  GInputStream *stream;
  Exchange     *exchange;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == balie_transport_open_async, NULL);

  stream = g_task_propagate_pointer (G_TASK (result), error);
  exchange = g_task_get_task_data (G_TASK (result));
  if (stream != NULL && content_type != NULL)
    *content_type = g_steal_pointer (&exchange->content_type);
  if (retry_after != NULL)
    *retry_after = exchange->retry_after;

  return stream;
}

void
balie_transport_open_range_async (BalieTransport     *self,
                                  const char         *path,
                                  gint64              offset,
                                  const char         *if_range,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_TRANSPORT (self));
  g_return_if_fail (g_str_has_prefix (path, "/v1/"));
  g_return_if_fail (offset >= 0);
  g_return_if_fail (offset == 0 || if_range != NULL);

  open_stream (self, path, "*/*", offset, if_range, balie_transport_open_range_async, cancellable, callback, user_data);
}

GInputStream *
balie_transport_open_range_finish (BalieTransport *self,
                                   GAsyncResult   *result,
                                   BalieRange     *range,
                                   guint          *retry_after,
                                   GError        **error)
{
  GInputStream *stream;
  Exchange     *exchange;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == balie_transport_open_range_async, NULL);
  g_return_val_if_fail (range != NULL, NULL);

  stream = g_task_propagate_pointer (G_TASK (result), error);
  exchange = g_task_get_task_data (G_TASK (result));
  if (stream != NULL)
    {
      *range = exchange->range;
      exchange->range.etag = NULL;
    }
  if (retry_after != NULL)
    *retry_after = exchange->retry_after;

  return stream;
}
