/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of uploads and attachments. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-routes.h"

#include "balie-file-name.h"
#include "balie-upload-actions.h"

#include <string.h>

/* Characters of a name as it comes; what is kept of it is shorter. */
#define NAME_MAX_LENGTH 4096

static const char *
read_sha256 (BalieJsonReader *reader)
{
  const char *sha256 = balie_json_reader_string (reader, "sha256");

  if (strlen (sha256) != 64 || strspn (sha256, "0123456789abcdef") != 64)
    balie_json_reader_fail (reader, "sha256", "must be 64 hexadecimal digits in lower case");
  return sha256;
}

/* Parameters, such as a character set, are of no use to anybody. */
static char *
read_type (BalieJsonReader *reader)
{
  g_autofree char *type = g_ascii_strdown (balie_json_reader_string (reader, "type"), -1);

  type[strcspn (type, ";")] = '\0';
  g_strstrip (type);
  if (!balie_file_name_is_type (type))
    balie_json_reader_fail (reader, "type", "must be a media type");
  return g_steal_pointer (&type);
}

static gboolean
check_limits (BalieExchange          *exchange,
              const BalieUploadInput *input,
              const BalieLimits      *limits)
{
  if (input->size > limits->attachment)
    {
      balie_exchange_refuse (exchange, 413, "too-large", "A file has at most %" G_GINT64_FORMAT " bytes", (gint64)limits->attachment);
      return FALSE;
    }
  if (balie_file_name_is_blocked (input->name, input->type, (const char *const *)limits->blocked_types))
    {
      balie_exchange_refuse (exchange, 422, "type-blocked", "Files of this kind are not taken");
      return FALSE;
    }
  return TRUE;
}

static void
put_upload (BalieExchange *exchange,
            gpointer       user_data)
{
  BalieRouteContext *context = user_data;
  const BalieDesk   *desk = balie_desk_service_get_desk (context->service);
  g_autoptr (BalieUploadInput) input = NULL;
  BalieJsonReader *reader;

  if (!balie_exchange_finish_query (exchange) || (reader = balie_exchange_read_body (exchange)) == NULL)
    return;

  input = g_new0 (BalieUploadInput, 1);
  input->id = g_strdup (balie_exchange_get_parameter (exchange, "id"));
  input->raw_name = g_strdup (balie_json_reader_text (reader, "name", 1, NAME_MAX_LENGTH));
  input->name = balie_file_name_clean (input->raw_name);
  input->type = read_type (reader);
  input->size = balie_json_reader_int (reader, "size", 0, G_MAXINT64);
  input->sha256 = g_strdup (read_sha256 (reader));
  input->quota = balie_uploads_get_quota (context->uploads);
  if (balie_exchange_finish_body (exchange) && check_limits (exchange, input, &desk->limits))
    balie_routes_write (context, exchange, balie_upload_action_put, g_steal_pointer (&input), (GDestroyNotify)balie_upload_input_free);
}

static void
get_upload (BalieExchange *exchange,
            gpointer       user_data)
{
  if (balie_exchange_finish_query (exchange))
    balie_routes_read (user_data, exchange, balie_upload_action_get, g_strdup (balie_exchange_get_parameter (exchange, "id")), g_free);
}

static void
patch_upload (BalieExchange *exchange,
              gpointer       user_data)
{
  BalieRouteContext *context = user_data;
  const char        *type = balie_exchange_get_header (exchange, "Content-Type");
  const char        *text = balie_exchange_get_header (exchange, "Upload-Offset");
  guint64            offset = 0;

  if (!balie_exchange_finish_query (exchange))
    return;

  if (g_strcmp0 (type, "application/partial-upload") != 0)
    balie_exchange_refuse (exchange, 415, NULL, "The body must be application/partial-upload");
  else if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &offset, NULL))
    balie_exchange_refuse (exchange, 400, "malformed", "Upload-Offset must be a number");
  else
    balie_uploads_receive (context->uploads, exchange, (gint64)offset);
}

static void
finish_upload (BalieExchange *exchange,
               gpointer       user_data)
{
  BalieRouteContext *context = user_data;

  if (balie_exchange_finish_query (exchange))
    balie_uploads_finish (context->uploads, exchange);
}

static void
get_attachment (BalieExchange *exchange,
                gpointer       user_data)
{
  BalieRouteContext *context = user_data;

  if (balie_exchange_finish_query (exchange))
    balie_uploads_send (context->uploads, exchange);
}

static const BalieRoute routes[] = {
  {"PUT", "/v1/uploads/{id}", BALIE_ACCESS_SIGNED_IN, put_upload},
  {"GET", "/v1/uploads/{id}", BALIE_ACCESS_SIGNED_IN, get_upload},
  {"PATCH", "/v1/uploads/{id}", BALIE_ACCESS_SIGNED_IN, patch_upload},
  {"POST", "/v1/uploads/{id}/finish", BALIE_ACCESS_SIGNED_IN, finish_upload},
  {"GET", "/v1/attachments/{id}", BALIE_ACCESS_SIGNED_IN, get_attachment},
};

void
balie_routes_add_upload (BalieRouter       *router,
                         BalieRouteContext *context)
{
  const BalieDesk *desk = balie_desk_service_get_desk (context->service);

  balie_router_add_routes (router, routes, G_N_ELEMENTS (routes), context);
  balie_router_stream_bodies (router, "PATCH", "/v1/uploads/{id}", (gsize)desk->limits.upload_chunk);
}
