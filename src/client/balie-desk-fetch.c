/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a server which desk it is, and for the desk's logo. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-desk-fetch.h"

#include "balie-bounded-read.h"
#include "balie-error.h"

/* More than enough for a picture of a few hundred pixels. */
#define MAX_LOGO (1024 * 1024)

typedef struct
{
  BalieDesk *desk;
  GBytes    *logo;
} Look;

static void
look_free (Look *self)
{
  g_clear_pointer (&self->desk, balie_desk_unref);
  g_clear_pointer (&self->logo, g_bytes_unref);
  g_free (self);
}

/* A desk without its logo is a desk all the same. */
static void
on_logo (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Look *look = g_task_get_task_data (task);

  look->logo = balie_bounded_read_finish (G_INPUT_STREAM (source), result, &error);
  if (error != NULL)
    g_debug ("No logo: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
on_logo_opened (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autofree char *content_type = NULL;

  stream = balie_transport_open_finish (BALIE_TRANSPORT (source), result, &content_type, NULL, &error);
  if (stream == NULL || !g_str_has_prefix (content_type, "image/"))
    {
      g_debug ("No logo: %s", error == NULL ? content_type : error->message);
      g_task_return_boolean (task, TRUE);
      return;
    }

  balie_bounded_read_async (stream, MAX_LOGO, g_task_get_cancellable (task), on_logo, g_object_ref (task));
}

static BalieDesk *
read_desk (BalieAnswer *answer,
           GError     **error)
{
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (BalieDesk) desk = NULL;
  gsize       length;
  const char *text = g_bytes_get_data (answer->body, &length);

  reader = balie_json_reader_new (text, length, BALIE_JSON_READER_NONE, error);
  if (reader == NULL)
    return NULL;

  desk = balie_desk_read (reader, NULL);
  if (!balie_json_reader_finish (reader, error))
    return NULL;

  if (desk->api != 1)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_PARSE, "The desk speaks version %d", desk->api);
      return NULL;
    }

  return g_steal_pointer (&desk);
}

static void
on_desk (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = NULL;
  Look *look = g_task_get_task_data (task);

  answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, &error);
  if (answer != NULL && balie_answer_check (answer, &error))
    look->desk = read_desk (answer, &error);

  if (error != NULL)
    {
      /* There is a server, and it has no such page or another one there: whatever it is, it is no desk. */
      if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND) ||
          g_error_matches (error, BALIE_ERROR, BALIE_ERROR_INVALID))
        error->code = BALIE_ERROR_PARSE;
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (look->desk->logo == NULL || !g_str_has_prefix (look->desk->logo, "/v1/"))
    g_task_return_boolean (task, TRUE);
  else
    balie_transport_open_async (BALIE_TRANSPORT (source), look->desk->logo, "image/*", g_task_get_cancellable (task), on_logo_opened,
                                g_object_ref (task));
}

void
balie_desk_fetch_async (BalieTransport     *transport,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (BALIE_IS_TRANSPORT (transport));

  task = g_task_new (transport, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_desk_fetch_async);
  g_task_set_task_data (task, g_new0 (Look, 1), (GDestroyNotify)look_free);
  balie_transport_request_async (transport, "GET", "/v1/desk", NULL, NULL, cancellable, on_desk, task);
}

BalieDesk *
balie_desk_fetch_finish (BalieTransport *transport,
                         GAsyncResult   *result,
                         GBytes        **logo,
                         GError        **error)
{
  Look *look;

  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  look = g_task_get_task_data (G_TASK (result));
  *logo = g_steal_pointer (&look->logo);

  return g_steal_pointer (&look->desk);
}
