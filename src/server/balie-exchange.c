/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One HTTP request, as handlers see it; its answer is in balie-exchange-answer.c. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-exchange.h"

#include "balie-exchange-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (BalieExchange, balie_exchange, G_TYPE_OBJECT)

/* What was there, as text that a handler may use; an address that cannot be decoded matches no route anyway. */
static char *
dup_decoded_path (SoupServerMessage *message)
{
  const char      *encoded = g_uri_get_path (soup_server_message_get_uri (message));
  g_autofree char *decoded = g_uri_unescape_string (encoded, NULL);

  if (decoded == NULL || !g_utf8_validate (decoded, -1, NULL))
    return g_strdup ("");

  return g_steal_pointer (&decoded);
}

static void
balie_exchange_finalize (GObject *object)
{
  BalieExchange *self = BALIE_EXCHANGE (object);

  g_clear_object (&self->message);
  g_clear_object (&self->socket);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->query, balie_query_free);
  g_clear_pointer (&self->parameters, g_hash_table_unref);
  g_clear_pointer (&self->reader, balie_json_reader_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->range, g_free);
  g_clear_pointer (&self->part, g_byte_array_unref);
  g_clear_object (&self->source);
  g_clear_pointer (&self->client_address, g_free);
  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->session_id, g_free);
  g_clear_pointer (&self->etag, g_free);

  G_OBJECT_CLASS (balie_exchange_parent_class)->finalize (object);
}

static void
balie_exchange_class_init (BalieExchangeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = balie_exchange_finalize;
}

static void
balie_exchange_init (BalieExchange *self)
{
}

BalieExchange *
balie_exchange_new (SoupServerMessage *message,
                    GSocket           *socket)
{
  BalieExchange *self = g_object_new (BALIE_TYPE_EXCHANGE, NULL);

  self->message = g_object_ref (message);
  self->socket = g_object_ref (socket);
  self->state = BALIE_EXCHANGE_READING_HEADERS;
  return self;
}

void
balie_exchange_begin_running (BalieExchange *self)
{
  SoupMessageBody *body = soup_server_message_get_request_body (self->message);
  const char      *method = soup_server_message_get_method (self->message);

  self->state = BALIE_EXCHANGE_RUNNING;
  self->is_head = strcmp (method, "HEAD") == 0;
  self->method = self->is_head ? "GET" : g_intern_string (method);
  self->path = dup_decoded_path (self->message);
  self->query = balie_query_new (g_uri_get_query (soup_server_message_get_uri (self->message)));
  self->body = self->is_streamed ? g_bytes_new (NULL, 0) : soup_message_body_flatten (body);
  self->part = self->is_streamed ? g_byte_array_new () : NULL;
  self->cancellable = g_cancellable_new ();
}

void
balie_exchange_pause (BalieExchange *self)
{
  if (self->state != BALIE_EXCHANGE_RUNNING)
    return;

  self->paused = TRUE;
  soup_server_message_pause (self->message);
}

void
balie_exchange_end (BalieExchange *self)
{
  g_autoptr (BalieExchange) alive = g_object_ref (self);
  gboolean was_running = self->state == BALIE_EXCHANGE_RUNNING;

  if (self->state == BALIE_EXCHANGE_ENDED)
    return;

  self->state = BALIE_EXCHANGE_ENDED;
  g_clear_object (&self->message);
  g_clear_object (&self->socket);

  if (self->take_over != NULL)
    g_steal_pointer (&self->take_over) (self, NULL, NULL, self->take_over_data);
  if (was_running)
    g_cancellable_cancel (self->cancellable);
}

void
balie_exchange_hang_up (BalieExchange *self)
{
  if (self->state == BALIE_EXCHANGE_ENDED)
    return;

  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);

  /* A message that waits does not look at its socket: let it find out. */
  if (self->source != NULL)
    {
      soup_message_body_append (soup_server_message_get_response_body (self->message), SOUP_MEMORY_STATIC, "", 1);
      soup_server_message_unpause (self->message);
    }
  else if (self->paused)
    {
      self->paused = FALSE;
      self->state = BALIE_EXCHANGE_ANSWERED;
      soup_server_message_set_status (self->message, SOUP_STATUS_INTERNAL_SERVER_ERROR, NULL);
      soup_server_message_unpause (self->message);
      g_cancellable_cancel (self->cancellable);
    }
}

const char *
balie_exchange_get_method (BalieExchange *self)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), NULL);

  return self->method;
}

const char *
balie_exchange_get_path (BalieExchange *self)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), NULL);

  return self->path;
}

const char *
balie_exchange_get_parameter (BalieExchange *self,
                              const char    *name)
{
  const char *value = NULL;

  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (self->parameters != NULL)
    value = g_hash_table_lookup (self->parameters, name);
  g_return_val_if_fail (value != NULL, NULL);

  return value;
}

const char *
balie_exchange_query_text (BalieExchange *self,
                           const char    *name,
                           gsize          maximum)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), NULL);

  return balie_query_text (self->query, name, maximum);
}

gint64
balie_exchange_query_int (BalieExchange *self,
                          const char    *name,
                          gint64         minimum,
                          gint64         maximum,
                          gint64         fallback)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), fallback);

  return balie_query_int (self->query, name, minimum, maximum, fallback);
}

int
balie_exchange_query_enum (BalieExchange     *self,
                           const char        *name,
                           const char *const *nicks,
                           int                fallback)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), fallback);

  return balie_query_enum (self->query, name, nicks, fallback);
}

void
balie_exchange_query_fail (BalieExchange *self,
                           const char    *name,
                           const char    *detail)
{
  g_return_if_fail (BALIE_IS_EXCHANGE (self));

  balie_query_fail (self->query, name, detail);
}

static void
answer_invalid (BalieExchange *self,
                const char    *pointer,
                const char    *detail)
{
  g_autoptr (BalieProblem) problem = balie_problem_new (SOUP_STATUS_UNPROCESSABLE_ENTITY, "invalid", NULL);

  balie_problem_add_error (problem, pointer, detail);
  balie_exchange_answer_problem (self, problem);
}

gboolean
balie_exchange_finish_query (BalieExchange *self)
{
  const char *pointer = NULL;
  const char *detail = NULL;

  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), FALSE);

  if (balie_query_finish (self->query, &pointer, &detail))
    return TRUE;

  answer_invalid (self, pointer, detail);
  return FALSE;
}

BalieJsonReader *
balie_exchange_read_body (BalieExchange *self)
{
  g_autoptr (GError) error = NULL;
  const char *type = NULL;
  const char *data;
  gsize       length;

  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), NULL);
  g_return_val_if_fail (self->reader == NULL, NULL);

  if (self->message == NULL)
    return NULL;

  /* Insisting on the type also keeps out forms that another site's page sends in a browser. */
  type = soup_message_headers_get_content_type (soup_server_message_get_request_headers (self->message), NULL);
  if (g_strcmp0 (type, "application/json") != 0)
    {
      balie_exchange_refuse (self, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE, NULL, "The body must be application/json");
      return NULL;
    }

  data = g_bytes_get_data (self->body, &length);
  self->reader = balie_json_reader_new (data != NULL ? data : "", (gssize)length, BALIE_JSON_READER_STRICT, &error);
  if (self->reader == NULL)
    balie_exchange_refuse (self, SOUP_STATUS_BAD_REQUEST, "malformed", "%s", error->message);

  return self->reader;
}

gboolean
balie_exchange_finish_body (BalieExchange *self)
{
  const char *pointer = NULL;
  const char *detail = NULL;

  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), FALSE);
  g_return_val_if_fail (self->reader != NULL, FALSE);

  if (balie_json_reader_finish (self->reader, NULL))
    return TRUE;

  balie_json_reader_get_fault (self->reader, &pointer, &detail);
  answer_invalid (self, pointer, detail);
  return FALSE;
}

GBytes *
balie_exchange_get_body (BalieExchange *self)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), NULL);

  return self->body;
}

const char *
balie_exchange_get_header (BalieExchange *self,
                           const char    *name)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), NULL);

  if (self->message == NULL)
    return NULL;

  return soup_message_headers_get_list (soup_server_message_get_request_headers (self->message), name);
}

gboolean
balie_exchange_require_version (BalieExchange *self,
                                gint64        *version)
{
  const char      *text;
  g_autofree char *digits = NULL;

  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), FALSE);
  g_return_val_if_fail (version != NULL, FALSE);

  text = balie_exchange_get_header (self, "If-Match");
  if (text == NULL)
    {
      balie_exchange_refuse (self, 428, "precondition-required", "If-Match is missing");
      return FALSE;
    }

  if (g_str_has_prefix (text, "\"v") && g_str_has_suffix (text, "\""))
    digits = g_strndup (text + 2, strlen (text) - 3);
  if (digits == NULL || !g_ascii_string_to_signed (digits, 10, 0, G_MAXINT64, version, NULL))
    {
      balie_exchange_refuse (self, SOUP_STATUS_PRECONDITION_FAILED, "version-conflict", "If-Match is no version");
      return FALSE;
    }

  return TRUE;
}

const char *
balie_exchange_get_client_address (BalieExchange *self)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), NULL);

  return self->client_address;
}

const char *
balie_exchange_get_account_id (BalieExchange *self)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), NULL);

  return self->account_id;
}

BalieRole
balie_exchange_get_role (BalieExchange *self)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), BALIE_ROLE_CUSTOMER);

  return self->role;
}

const char *
balie_exchange_get_session_id (BalieExchange *self)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), NULL);

  return self->session_id;
}

GCancellable *
balie_exchange_get_cancellable (BalieExchange *self)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), NULL);

  return self->cancellable;
}

gboolean
balie_exchange_is_answered (BalieExchange *self)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), TRUE);

  return self->state >= BALIE_EXCHANGE_ANSWERED;
}
