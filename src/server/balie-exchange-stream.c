/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies that are larger than what is kept in memory of them: they come and go in parts. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-exchange-private.h"

#include <string.h>

static void
deliver (BalieExchange *self,
         gboolean       is_last)
{
  g_autoptr (GBytes) part = g_byte_array_free_to_bytes (g_steal_pointer (&self->part));

  self->part = g_byte_array_new ();
  self->sink (self, part, is_last, self->sink_data);
}

void
balie_exchange_take_chunk (BalieExchange *self,
                           GBytes        *chunk)
{
  /* It was refused by its headers: the rest is only read so that the connection can go on. */
  if (self->state != BALIE_EXCHANGE_RUNNING)
    return;

  g_byte_array_append (self->part, g_bytes_get_data (chunk, NULL), (guint)g_bytes_get_size (chunk));
  if (self->part->len < BALIE_EXCHANGE_PART)
    return;

  balie_exchange_pause (self);
  deliver (self, FALSE);
}

void
balie_exchange_take_end (BalieExchange *self)
{
  if (self->state != BALIE_EXCHANGE_RUNNING)
    return;

  self->has_whole_body = TRUE;
  balie_exchange_pause (self);
  deliver (self, TRUE);
}

void
balie_exchange_stream_body (BalieExchange *self,
                            BalieBodySink  sink,
                            gpointer       user_data)
{
  g_return_if_fail (BALIE_IS_EXCHANGE (self));
  g_return_if_fail (sink != NULL && self->sink == NULL);
  g_return_if_fail (self->is_streamed);

  self->sink = sink;
  self->sink_data = user_data;
  balie_exchange_continue_body (self);
}

void
balie_exchange_continue_body (BalieExchange *self)
{
  g_return_if_fail (BALIE_IS_EXCHANGE (self));

  if (self->state != BALIE_EXCHANGE_RUNNING || !self->paused || self->has_whole_body)
    return;

  self->paused = FALSE;
  soup_server_message_unpause (self->message);
}

gint64
balie_exchange_get_body_length (BalieExchange *self)
{
  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), 0);

  if (self->message == NULL)
    return 0;
  return soup_message_headers_get_content_length (soup_server_message_get_request_headers (self->message));
}

const char *
balie_exchange_get_range (BalieExchange *self)
{
  const char *condition;

  g_return_val_if_fail (BALIE_IS_EXCHANGE (self), NULL);

  condition = balie_exchange_get_header (self, "If-Range");
  return condition == NULL || g_strcmp0 (condition, self->etag) == 0 ? self->range : NULL;
}

static void
part_read (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (BalieExchange) self = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) part = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &local_error);

  if (self->state == BALIE_EXCHANGE_ENDED)
    return;

  if (part == NULL || g_bytes_get_size (part) == 0)
    {
      g_warning ("An answer is cut short: %s", local_error != NULL ? local_error->message : "its file is shorter than it was");
      balie_exchange_hang_up (self);
      return;
    }

  self->source_left -= (gint64)g_bytes_get_size (part);
  soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), part);
  soup_server_message_unpause (self->message);
}

/* The message waits by itself when it has nothing to write. */
static void
read_part (BalieExchange *self)
{
  if (self->source_left > 0)
    g_input_stream_read_bytes_async (self->source, (gsize)MIN (self->source_left, BALIE_EXCHANGE_PART), G_PRIORITY_DEFAULT,
                                     NULL, part_read, g_object_ref (self));
}

void
balie_exchange_answer_stream (BalieExchange *self,
                              guint          status,
                              const char    *content_type,
                              GInputStream  *stream,
                              gint64         length)
{
  SoupServerMessage *message;

  g_return_if_fail (BALIE_IS_EXCHANGE (self));
  g_return_if_fail (content_type != NULL && G_IS_INPUT_STREAM (stream) && length >= 0);

  message = balie_exchange_begin_answer (self);
  if (message == NULL)
    return;

  if (balie_exchange_begin_body (self, message, status, content_type))
    {
      soup_message_headers_set_content_length (soup_server_message_get_response_headers (message), length);
      soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
      if (!self->is_head && length > 0)
        {
          self->source = g_object_ref (stream);
          self->source_left = length;
          g_signal_connect_object (message, "wrote-headers", G_CALLBACK (read_part), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (message, "wrote-chunk", G_CALLBACK (read_part), self, G_CONNECT_SWAPPED);
        }
    }
  balie_exchange_end_answer (self);
}
