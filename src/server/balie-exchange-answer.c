/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer of an exchange. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-db.h"
#include "balie-error.h"
#include "balie-exchange-private.h"
#include "balie-refusal.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

/* Seconds after which to try again what may pass. */
#define RETRY_AFTER 5

static void
set_default_header (SoupMessageHeaders *headers,
                    const char         *name,
                    const char         *value)
{
  if (soup_message_headers_get_one (headers, name) == NULL)
    soup_message_headers_append (headers, name, value);
}

void
balie_exchange_set_security_headers (SoupMessageHeaders *headers)
{
  set_default_header (headers, "Cache-Control", "no-store");
  set_default_header (headers, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  set_default_header (headers, "Cross-Origin-Resource-Policy", "same-origin");
  set_default_header (headers, "Referrer-Policy", "no-referrer");
  set_default_header (headers, "X-Content-Type-Options", "nosniff");
}

SoupServerMessage *
balie_exchange_begin_answer (BalieExchange *self)
{
  if (self->state == BALIE_EXCHANGE_ENDED)
    return NULL;

  g_return_val_if_fail (self->state == BALIE_EXCHANGE_RUNNING || g_cancellable_is_cancelled (self->cancellable), NULL);
  if (self->state != BALIE_EXCHANGE_RUNNING)
    return NULL;

  self->state = BALIE_EXCHANGE_ANSWERED;
  return self->message;
}

void
balie_exchange_end_answer (BalieExchange *self)
{
  balie_exchange_set_security_headers (soup_server_message_get_response_headers (self->message));

  if (self->paused)
    {
      self->paused = FALSE;
      soup_server_message_unpause (self->message);
    }
}

/* Whether the client said that it has this one: a list of entity tags, or a star (RFC 9110, 13.1.2). */
static gboolean
client_has (BalieExchange *self)
{
  const char *known = balie_exchange_get_header (self, "If-None-Match");
  g_auto (GStrv) tags = NULL;

  if (self->etag == NULL || known == NULL || strcmp (self->method, "GET") != 0)
    return FALSE;

  tags = g_strsplit (known, ",", -1);
  for (char **tag = tags; *tag != NULL; tag++)
    {
      const char *text = g_strstrip (*tag);

      if (g_str_has_prefix (text, "W/"))
        text += 2;
      if (strcmp (text, "*") == 0 || strcmp (text, self->etag) == 0)
        return TRUE;
    }

  return FALSE;
}

/* libsoup sends the headers and the body apart. Held together, they take one packet, and wake the client once; the front lets go
 * of them when all was written. */
static void
hold_packets (BalieExchange *self)
{
  self->holds_packets = g_socket_set_option (self->socket, IPPROTO_TCP, TCP_CORK, TRUE, NULL);
}

void
balie_exchange_release_packets (BalieExchange *self)
{
  if (self->holds_packets)
    g_socket_set_option (self->socket, IPPROTO_TCP, TCP_CORK, FALSE, NULL);
  self->holds_packets = FALSE;
}

static void
say_no_body_cb (SoupServerMessage *message)
{
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message), SOUP_ENCODING_NONE);
}

/* Without a body, libsoup takes the end of the connection for the end of the answer, unless it is told that there is none;
 * and for 204 it forgets that again when it writes the headers. */
static void
set_empty (SoupServerMessage *message,
           guint              status)
{
  soup_server_message_set_status (message, status, NULL);

  if (status == SOUP_STATUS_NO_CONTENT || status == SOUP_STATUS_NOT_MODIFIED)
    {
      say_no_body_cb (message);
      g_signal_connect (message, "wrote-headers", G_CALLBACK (say_no_body_cb), NULL);
    }
  else
    {
      soup_message_headers_set_content_length (soup_server_message_get_response_headers (message), 0);
    }
}

void
balie_exchange_set_header (BalieExchange *self,
                           const char    *name,
                           const char    *value)
{
  g_return_if_fail (BALIE_IS_EXCHANGE (self));
  g_return_if_fail (name != NULL && value != NULL);

  if (self->state == BALIE_EXCHANGE_RUNNING)
    soup_message_headers_replace (soup_server_message_get_response_headers (self->message), name, value);
}

void
balie_exchange_set_etag (BalieExchange *self,
                         const char    *etag)
{
  g_return_if_fail (BALIE_IS_EXCHANGE (self));
  g_return_if_fail (etag != NULL);

  g_free (self->etag);
  self->etag = g_strconcat ("\"", etag, "\"", NULL);
}

gboolean
balie_exchange_begin_body (BalieExchange     *self,
                           SoupServerMessage *message,
                           guint              status,
                           const char        *content_type)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (self->etag != NULL && status < 300)
    {
      soup_message_headers_replace (headers, "ETag", self->etag);
      set_default_header (headers, "Cache-Control", "private, no-cache");
    }
  if (status == SOUP_STATUS_OK && client_has (self))
    {
      set_empty (message, SOUP_STATUS_NOT_MODIFIED);
      return FALSE;
    }

  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (headers, "Content-Type", content_type);
  return TRUE;
}

void
balie_exchange_answer_bytes (BalieExchange *self,
                             guint          status,
                             const char    *content_type,
                             GBytes        *body)
{
  SoupServerMessage *message;

  g_return_if_fail (BALIE_IS_EXCHANGE (self));
  g_return_if_fail (content_type != NULL && body != NULL);

  message = balie_exchange_begin_answer (self);
  if (message == NULL)
    return;

  if (balie_exchange_begin_body (self, message, status, content_type))
    {
      soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
      hold_packets (self);
    }
  balie_exchange_end_answer (self);
}

void
balie_exchange_answer_json (BalieExchange   *self,
                            guint            status,
                            BalieJsonWriter *writer)
{
  g_autoptr (GBytes) body = NULL;

  g_return_if_fail (BALIE_IS_EXCHANGE (self));
  g_return_if_fail (writer != NULL);

  body = balie_json_writer_end_bytes (writer);
  balie_exchange_answer_bytes (self, status, "application/json", body);
}

void
balie_exchange_answer_empty (BalieExchange *self,
                             guint          status)
{
  SoupServerMessage *message;

  g_return_if_fail (BALIE_IS_EXCHANGE (self));

  message = balie_exchange_begin_answer (self);
  if (message == NULL)
    return;

  set_empty (message, status);
  balie_exchange_end_answer (self);
}

void
balie_exchange_answer_problem (BalieExchange *self,
                               BalieProblem  *problem)
{
  g_autoptr (GBytes) body = NULL;

  g_return_if_fail (BALIE_IS_EXCHANGE (self));
  g_return_if_fail (problem != NULL);

  if (problem->retry_after > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%u", problem->retry_after);

      balie_exchange_set_header (self, "Retry-After", seconds);
    }
  if (problem->status == SOUP_STATUS_UNAUTHORIZED)
    balie_exchange_set_header (self, "WWW-Authenticate", "Bearer");

  body = balie_problem_to_bytes (problem);
  balie_exchange_answer_bytes (self, problem->status, BALIE_PROBLEM_CONTENT_TYPE, body);
}

void
balie_exchange_refuse (BalieExchange *self,
                       guint          status,
                       const char    *type,
                       const char    *detail,
                       ...)
{
  g_autoptr (BalieProblem) problem = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (BALIE_IS_EXCHANGE (self));

  if (detail != NULL)
    {
      va_list arguments;

      va_start (arguments, detail);
      text = g_strdup_vprintf (detail, arguments);
      va_end (arguments);
    }

  problem = text != NULL ? balie_problem_new (status, type, "%s", text) : balie_problem_new (status, type, NULL);
  balie_exchange_answer_problem (self, problem);
}

static BalieProblem *
new_unavailable (void)
{
  BalieProblem *problem = balie_problem_new (SOUP_STATUS_SERVICE_UNAVAILABLE, "unavailable", NULL);

  problem->retry_after = RETRY_AFTER;
  return problem;
}

static BalieProblem *
new_problem_for_code (const GError *error)
{
  switch ((BalieError)error->code)
    {
    case BALIE_ERROR_NOT_FOUND:
    case BALIE_ERROR_FORBIDDEN:
      return balie_problem_new (SOUP_STATUS_NOT_FOUND, "not-found", NULL);

    case BALIE_ERROR_AUTH:
      return balie_problem_new (SOUP_STATUS_UNAUTHORIZED, "token-invalid", NULL);

    case BALIE_ERROR_CONFLICT:
      return balie_problem_new (SOUP_STATUS_CONFLICT, NULL, NULL);

    case BALIE_ERROR_INVALID:
      return balie_problem_new (SOUP_STATUS_UNPROCESSABLE_ENTITY, "invalid", NULL);

    case BALIE_ERROR_PARSE:
      return balie_problem_new (SOUP_STATUS_BAD_REQUEST, "malformed", NULL);

    case BALIE_ERROR_LIMIT:
      return balie_problem_new (SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "too-large", NULL);

    case BALIE_ERROR_STORAGE:
      if (balie_db_error_is_full (error))
        return balie_problem_new (507, "storage-full", NULL);
      g_message ("The storage failed: %s", error->message);
      return new_unavailable ();

    case BALIE_ERROR_OFFLINE:
    case BALIE_ERROR_SERVER:
      g_message ("Refused for now: %s", error->message);
      return new_unavailable ();

    default:
      g_assert_not_reached ();
    }
}

void
balie_exchange_answer_error (BalieExchange *self,
                             const GError  *error)
{
  g_autoptr (BalieProblem) problem = NULL;

  g_return_if_fail (BALIE_IS_EXCHANGE (self));
  g_return_if_fail (error != NULL);

  if (error->domain == BALIE_REFUSAL)
    problem = balie_problem_ref (balie_refusal_get_problem (error));
  else if (error->domain == BALIE_ERROR)
    problem = new_problem_for_code (error);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    problem = new_unavailable ();
  else
    {
      g_warning ("No answer for an error of %s: %s", g_quark_to_string (error->domain), error->message);
      problem = balie_problem_new (SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL, NULL);
    }

  balie_exchange_answer_problem (self, problem);
}

static void
wrote_headers_cb (SoupServerMessage *message,
                  BalieExchange     *self)
{
  BalieTakeOver take_over = g_steal_pointer (&self->take_over);
  GSocket      *socket = g_object_ref (self->socket);
  GIOStream    *stream = soup_server_message_steal_connection (message);

  balie_exchange_end (self);
  take_over (self, stream, socket, self->take_over_data);
}

void
balie_exchange_take_over (BalieExchange *self,
                          const char    *content_type,
                          BalieTakeOver  take_over,
                          gpointer       user_data)
{
  SoupServerMessage  *message = balie_exchange_begin_answer (self);
  SoupMessageHeaders *headers;

  if (message == NULL)
    {
      take_over (self, NULL, NULL, user_data);
      return;
    }

  self->take_over = take_over;
  self->take_over_data = user_data;

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  headers = soup_server_message_get_response_headers (message);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_EOF);
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Content-Type", content_type);
  g_signal_connect_object (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), self, 0);
  balie_exchange_end_answer (self);
}
