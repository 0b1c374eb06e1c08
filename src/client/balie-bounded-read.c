/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a stream to its end, but not beyond a limit. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-bounded-read.h"

#include "balie-error.h"

#define CHUNK (64 * 1024)

typedef struct
{
  GByteArray *read;
  gsize       maximum;
} BoundedRead;

static void
bounded_read_free (BoundedRead *self)
{
  g_clear_pointer (&self->read, g_byte_array_unref);
  g_free (self);
}

static void read_chunk (GTask *task);

/* Nobody waits for the close: whatever it says, the bytes are here or the answer is lost. */
static void
return_error (GTask  *task,
              GError *error)
{
  g_input_stream_close_async (g_task_get_source_object (task), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_task_return_error (task, error);
}

static void
return_bytes (GTask *task)
{
  BoundedRead *self = g_task_get_task_data (task);

  g_input_stream_close_async (g_task_get_source_object (task), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&self->read)), (GDestroyNotify)g_bytes_unref);
}

static void
on_chunk (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = NULL;
  BoundedRead *self = g_task_get_task_data (task);

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (chunk == NULL)
    {
      return_error (task, g_steal_pointer (&error));
      return;
    }

  if (g_bytes_get_size (chunk) == 0)
    {
      return_bytes (task);
      return;
    }

  if (g_bytes_get_size (chunk) > self->maximum - self->read->len)
    {
      return_error (task, g_error_new (BALIE_ERROR, BALIE_ERROR_PARSE, "More than %" G_GSIZE_FORMAT " bytes came", self->maximum));
      return;
    }

  g_byte_array_append (self->read, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
  read_chunk (g_steal_pointer (&task));
}

static void
read_chunk (GTask *task)
{
  g_input_stream_read_bytes_async (g_task_get_source_object (task), CHUNK, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), on_chunk, task);
}

void
balie_bounded_read_async (GInputStream       *stream,
                          gsize               maximum,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  BoundedRead *self = g_new0 (BoundedRead, 1);

  g_return_if_fail (G_IS_INPUT_STREAM (stream));

  self->read = g_byte_array_new ();
  self->maximum = maximum;
  g_task_set_source_tag (task, balie_bounded_read_async);
  g_task_set_task_data (task, self, (GDestroyNotify)bounded_read_free);
  read_chunk (g_steal_pointer (&task));
}

GBytes *
balie_bounded_read_finish (GInputStream *stream,
                           GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, stream), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
