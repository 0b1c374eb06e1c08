/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server answered: status, body, the few headers that matter. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-answer-private.h"

#include <string.h>

#include "balie-clock.h"
#include "balie-error.h"

/* A server that says more than a day has a fault in its clock or means ill. */
#define MAX_RETRY_AFTER (24 * 60 * 60)

void
balie_answer_free (BalieAnswer *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->problem, balie_problem_unref);
  g_free (self);
}

gboolean
balie_answer_check (const BalieAnswer *self,
                    GError           **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->problem == NULL)
    return TRUE;

  g_propagate_error (error, balie_problem_to_error (self->problem));
  return FALSE;
}

gboolean
balie_answer_is_refusal (const BalieAnswer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->problem == NULL || self->status >= 500 || g_str_equal (self->problem->type, "about:blank"))
    return FALSE;

  return self->status != 400 && self->status != 408 && self->status != 425 && self->status != 429;
}

/* Seconds or a date; 0 for neither. */
static guint
parse_retry_after (const char *value)
{
  g_autoptr (GDateTime) date = NULL;
  guint64 seconds;
  gint64  until;

  if (value == NULL)
    return 0;

  if (g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT, &seconds, NULL))
    return MIN (seconds, MAX_RETRY_AFTER);

  date = soup_date_time_new_from_http_string (value);
  if (date == NULL)
    return 0;

  until = g_date_time_to_unix (date) - balie_clock_now () / 1000;
  return CLAMP (until, 0, MAX_RETRY_AFTER);
}

static gint64
parse_offset (const char *value)
{
  guint64 offset;

  return value != NULL && g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, &offset, NULL) ? (gint64)offset : -1;
}

static gboolean
link_is_next (const char *parameters)
{
  g_autoptr (GHashTable) table = soup_header_parse_semi_param_list (parameters);
  const char *relation = g_hash_table_lookup (table, "rel");

  return relation != NULL && g_ascii_strcasecmp (relation, "next") == 0;
}

/* Finds `<…>; rel=next`. A page may only lead to another of the same API: anything else is no acceptable answer. */
static gboolean
parse_next (const char *value,
            char      **next,
            GError    **error)
{
  const char *open = value == NULL ? NULL : strchr (value, '<');

  while (open != NULL)
    {
      const char      *close = strchr (open, '>');
      const char      *following = close == NULL ? NULL : strchr (close, '<');
      g_autofree char *parameters = NULL;

      if (close == NULL)
        break;

      parameters = following == NULL ? g_strdup (close + 1) : g_strndup (close + 1, following - close - 1);
      g_strdelimit (parameters, ",", ' ');
      g_strstrip (parameters);
      if (parameters[0] == ';' && link_is_next (parameters + 1))
        {
          *next = g_strndup (open + 1, close - open - 1);
          if (g_str_has_prefix (*next, "/v1/"))
            return TRUE;

          g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_PARSE, "The next page is elsewhere");
          return FALSE;
        }
      open = following;
    }

  return TRUE;
}

static gboolean
check_content (SoupMessage *message,
               GBytes      *body,
               GError     **error)
{
  const char *type = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  if (g_bytes_get_size (body) == 0 || g_strcmp0 (type, "application/json") == 0)
    return TRUE;

  g_set_error (error, BALIE_ERROR, BALIE_ERROR_PARSE, "Expected JSON, got %s", type == NULL ? "no type" : type);
  return FALSE;
}

/* Whether everything that was opened is closed. What is wrong otherwise is for the reader to find. */
static gboolean
json_is_closed (GBytes *body)
{
  gsize       length;
  const char *text = g_bytes_get_data (body, &length);
  gsize       depth = 0;
  gboolean    in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"')
        in_string = !in_string;
      else if (in_string)
        i += text[i] == '\\';
      else if (text[i] == '{' || text[i] == '[')
        depth++;
      else if ((text[i] == '}' || text[i] == ']') && --depth == 0)
        return TRUE;
    }

  return FALSE;
}

/* libsoup takes a head that breaks off for a whole one, and an end between two chunks for the end. Where no length tells,
 * the JSON itself must. */
static gboolean
check_whole (SoupMessage *message,
             GBytes      *body,
             GError     **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char         *type = soup_message_headers_get_content_type (headers, NULL);
  gboolean            whole = g_bytes_get_size (body) > 0;

  if (soup_message_get_status (message) == SOUP_STATUS_NO_CONTENT ||
      soup_message_get_http_version (message) > SOUP_HTTP_1_1 ||
      soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH)
    return TRUE;

  if (g_strcmp0 (type, "application/json") == 0 || g_strcmp0 (type, BALIE_PROBLEM_CONTENT_TYPE) == 0)
    whole = json_is_closed (body);
  if (!whole)
    g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_OFFLINE, "The answer broke off");

  return whole;
}

BalieAnswer *
balie_answer_new (SoupMessage *message,
                  GBytes      *body,
                  GError     **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr (BalieAnswer) self = NULL;

  if (!check_whole (message, body, error))
    return NULL;

  self = g_new0 (BalieAnswer, 1);
  self->status = soup_message_get_status (message);
  self->body = g_bytes_ref (body);
  self->etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  self->offset = parse_offset (soup_message_headers_get_one (headers, "Upload-Offset"));

  if (self->status >= 400)
    {
      self->problem = balie_problem_from_bytes (self->status, body);
      self->problem->retry_after = parse_retry_after (soup_message_headers_get_one (headers, "Retry-After"));
      return g_steal_pointer (&self);
    }

  if (self->status < 200 || self->status >= 300)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_PARSE, "Unexpected status %u", self->status);
      return NULL;
    }

  if (!check_content (message, body, error) || !parse_next (soup_message_headers_get_list (headers, "Link"), &self->next, error))
    return NULL;

  return g_steal_pointer (&self);
}

GError *
balie_answer_error (GError *error)
{
  BalieError code = BALIE_ERROR_OFFLINE;
  GError    *answer;

  if (error->domain == BALIE_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;

  /* What is no HTTP, or not compressed as it says: trying again will not help. */
  if (g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) ||
      g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    code = BALIE_ERROR_PARSE;

  answer = g_error_new_literal (BALIE_ERROR, code, error->message);
  g_error_free (error);
  return answer;
}
