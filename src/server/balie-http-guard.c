/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What HTTP allows and this server does not: looked at when the headers of a request were read, before anything else. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-http-guard.h"

#include "balie-exchange.h"

#include <string.h>

#define MAX_TARGET 8192

typedef struct
{
  guint       hosts;
  guint       lengths;
  const char *length;
  const char *host;
  gboolean    has_transfer_encoding;
  gsize       size;
} Headers;

static void
look_at_header (const char *name,
                const char *value,
                gpointer    user_data)
{
  Headers *headers = user_data;

  headers->size += strlen (name) + strlen (value) + strlen (": \r\n");

  if (g_ascii_strcasecmp (name, "Host") == 0)
    {
      headers->hosts++;
      headers->host = value;
    }
  else if (g_ascii_strcasecmp (name, "Content-Length") == 0)
    {
      headers->lengths++;
      headers->length = value;
    }
  else if (g_ascii_strcasecmp (name, "Transfer-Encoding") == 0)
    {
      headers->has_transfer_encoding = TRUE;
    }
}

static gboolean
method_is_known (const char *method)
{
  static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", NULL};

  return g_strv_contains (methods, method);
}

/* Two readings of where one request ends and the next begins are how a request is smuggled past a proxy. */
static const char *
find_ambiguity (const Headers  *headers,
                SoupHTTPVersion version)
{
  if (headers->has_transfer_encoding)
    return "Transfer-Encoding is not taken";
  if (headers->lengths > 1)
    return "Content-Length is there twice";
  if (headers->length != NULL && (*headers->length == '\0' || strspn (headers->length, "0123456789") != strlen (headers->length)))
    return "Content-Length is no number";
  if (headers->hosts > 1 || (headers->hosts == 0 && version != SOUP_HTTP_1_0))
    return "Host must be there once";
  if (headers->host != NULL && strpbrk (headers->host, ", \t/@") != NULL)
    return "Host is no name";

  return NULL;
}

BalieProblem *
balie_http_guard_check (SoupServerMessage *message,
                        gsize              max_headers,
                        gsize              max_body)
{
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  g_autofree char    *target = g_uri_to_string (soup_server_message_get_uri (message));
  Headers             headers = {0};
  const char         *ambiguity;
  guint64             length = 0;

  soup_message_headers_foreach (request, look_at_header, &headers);

  ambiguity = find_ambiguity (&headers, soup_server_message_get_http_version (message));
  if (ambiguity != NULL)
    return balie_problem_new (SOUP_STATUS_BAD_REQUEST, "malformed", "%s", ambiguity);

  if (headers.length != NULL &&
      (!g_ascii_string_to_unsigned (headers.length, 10, 0, G_MAXINT64, &length, NULL) || length > max_body))
    return balie_problem_new (SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "too-large", "A body has at most %" G_GSIZE_FORMAT " bytes", max_body);

  if (headers.size > max_headers)
    return balie_problem_new (431, "too-large", "The headers have at most %" G_GSIZE_FORMAT " bytes", max_headers);

  if (strlen (target) > MAX_TARGET)
    return balie_problem_new (SOUP_STATUS_REQUEST_URI_TOO_LONG, "too-large", NULL);

  if (!method_is_known (soup_server_message_get_method (message)))
    return balie_problem_new (SOUP_STATUS_NOT_IMPLEMENTED, NULL, NULL);

  soup_message_headers_remove (request, "Range");
  return NULL;
}
