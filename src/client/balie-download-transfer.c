/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings one attachment to a file: once, from where it broke off, checked. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-download-transfer.h"

#include "balie-answer-private.h"
#include "balie-error.h"
#include "balie-part-file.h"

#define CHUNK (1024 * 1024)

/* What is worth a worker's while, as long as more comes at once. */
#define PORTION (512 * 1024)

/* What a fast connection brings at the least; behind a slow one, somebody waits for each piece. */
#define BURST (48 * 1024)

typedef struct
{
  guint8 *bytes;
  gsize   length;
} Chunk;

/* All of it belongs to the main thread, but for the part and the chunk that is full while the worker has them. */
typedef struct
{
  /* owned */
  BalieTransport  *transport;
  BalieAttachment *attachment;
  char            *path;
  char            *etag; /* of the attachment, when its digest is known */
  BaliePartFile   *part;
  GInputStream    *stream;
  GError          *fault; /* the first one */
  Chunk            filling;
  Chunk            full;

  /* borrowed */
  BalieDownloadProgress progress;
  gpointer              progress_data;

  gint64   received; /* of the whole, in the part or in a chunk */
  gint64   kept;     /* in the end */
  gssize   n_last;   /* bytes that the last read brought */
  guint    retry_after;
  gboolean restarts; /* all comes anew: the worker empties the part first */
  gboolean reading;
  gboolean writing;
  gboolean at_end;
} Transfer;

static void step (GTask *task);

static void
transfer_free (Transfer *self)
{
  g_clear_object (&self->transport);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->attachment, balie_attachment_unref);
  g_clear_pointer (&self->part, balie_part_file_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->etag, g_free);
  g_clear_error (&self->fault);
  g_free (self->filling.bytes);
  g_free (self->full.bytes);
  g_free (self);
}

static void
fail (Transfer *self,
      GError   *fault)
{
  if (self->fault == NULL)
    self->fault = fault;
  else
    g_error_free (fault);
}

/* Runs @work on another thread, with the transfer as its data and @done as its end. */
static void
run (GTask              *task,
     GTaskThreadFunc     work,
     GAsyncReadyCallback done)
{
  g_autoptr (GTask) job = g_task_new (NULL, NULL, done, g_object_ref (task));

  g_task_set_source_tag (job, work);
  g_task_set_task_data (job, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (job, work);
}

/* What may become whole another time stays. */
static gboolean
is_worth_keeping (const GError *fault)
{
  return fault->domain != BALIE_ERROR || fault->code == BALIE_ERROR_OFFLINE || fault->code == BALIE_ERROR_SERVER ||
         fault->code == BALIE_ERROR_AUTH || fault->code == BALIE_ERROR_LIMIT;
}

static void
conclude_in_thread (GTask        *job,
                    gpointer      source,
                    gpointer      data,
                    GCancellable *cancellable)
{
  Transfer *self = data;
  GError   *error = NULL;

  if (self->fault == NULL && !balie_part_file_finish (self->part, self->attachment->sha256, &error))
    self->fault = error;
  if (self->fault == NULL || is_worth_keeping (self->fault))
    self->kept = self->part != NULL ? balie_part_file_get_length (self->part) : 0;
  else if (self->part != NULL)
    balie_part_file_discard (self->part);
  g_clear_pointer (&self->part, balie_part_file_free);

  g_task_return_boolean (job, TRUE);
}

static void
on_concluded (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Transfer *self = g_task_get_task_data (task);

  if (self->fault != NULL)
    g_task_return_error (task, g_steal_pointer (&self->fault));
  else
    g_task_return_boolean (task, TRUE);
}

static void
conclude (GTask *task)
{
  Transfer *self = g_task_get_task_data (task);

  if (self->stream != NULL)
    g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  run (task, conclude_in_thread, on_concluded);
}

static void
write_in_thread (GTask        *job,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Transfer *self = data;
  GError   *error = NULL;

  if ((!self->restarts || balie_part_file_restart (self->part, &error)) &&
      balie_part_file_append (self->part, self->full.bytes, self->full.length, &error))
    g_task_return_boolean (job, TRUE);
  else
    g_task_return_error (job, error);
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Transfer *self = g_task_get_task_data (task);

  self->writing = FALSE;
  self->restarts = FALSE;
  self->full.length = 0;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      /* Before a cut or a cancellation, which would have it kept. */
      g_clear_error (&self->fault);
      fail (self, g_steal_pointer (&error));
    }
  else
    self->progress (balie_part_file_get_length (self->part), self->progress_data);

  step (task);
}

static void
start_writing (GTask *task)
{
  Transfer *self = g_task_get_task_data (task);
  Chunk     empty = self->full;

  self->full = self->filling;
  self->filling = empty;
  self->writing = TRUE;
  run (task, write_in_thread, on_written);
}

static void
take_bytes (Transfer *self,
            gssize    n_read)
{
  if (n_read == 0)
    self->at_end = TRUE;
  else if (n_read > self->attachment->size - self->received)
    fail (self, g_error_new_literal (BALIE_ERROR, BALIE_ERROR_PARSE, "More bytes came than were announced"));
  else
    {
      self->filling.length += n_read;
      self->received += n_read;
    }

  if (self->at_end && self->received < self->attachment->size)
    fail (self, g_error_new_literal (BALIE_ERROR, BALIE_ERROR_OFFLINE, "The download broke off"));
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Transfer *self = g_task_get_task_data (task);
  gssize    n_read = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  self->reading = FALSE;
  self->n_last = n_read;
  if (n_read >= 0)
    take_bytes (self, n_read);
  else
    fail (self, balie_answer_error (g_steal_pointer (&error)));

  step (task);
}

static void
start_reading (GTask *task)
{
  Transfer *self = g_task_get_task_data (task);

  self->reading = TRUE;
  g_input_stream_read_async (self->stream, self->filling.bytes + self->filling.length, CHUNK - self->filling.length, G_PRIORITY_DEFAULT,
                             g_task_get_cancellable (task), on_read, g_object_ref (task));
}

static gboolean
is_worth_writing (const Transfer *self)
{
  return self->filling.length >= PORTION || (self->filling.length > 0 && (self->n_last < BURST || self->fault != NULL));
}

/* Whatever can be done next, and both at once. */
static void
step (GTask *task)
{
  Transfer *self = g_task_get_task_data (task);
  gboolean  stops = self->fault != NULL || self->at_end;

  if (!self->reading && !self->writing && is_worth_writing (self))
    start_writing (task);

  if (!stops && !self->reading && self->filling.length < CHUNK)
    start_reading (task);

  if (stops && !self->reading && !self->writing)
    conclude (task);
}

static gboolean
check_range (Transfer         *self,
             const BalieRange *range,
             GError          **error)
{
  gboolean is_it = range->size < 0 || range->size == self->attachment->size;

  if (is_it && self->etag != NULL && range->etag != NULL)
    is_it = g_str_equal (range->etag, self->etag);
  if (!is_it)
    g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_PARSE, "Another file came than was announced");

  return is_it;
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Transfer  *self = g_task_get_task_data (task);
  BalieRange range = {0};
  GError    *error = NULL;

  self->stream = balie_transport_open_range_finish (BALIE_TRANSPORT (source), result, &range, &self->retry_after, &error);
  if (self->stream == NULL || !check_range (self, &range, &error))
    {
      fail (self, error);
      conclude (task);
    }
  else
    {
      self->restarts = range.offset == 0;
      self->received = range.offset;
      self->filling.bytes = g_malloc (CHUNK);
      self->full.bytes = g_malloc (CHUNK);
      step (task);
    }

  g_free (range.etag);
}

static void
open_in_thread (GTask        *job,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Transfer *self = data;
  GError   *error = NULL;

  self->part = balie_part_file_open (self->path, self->attachment->size, &error);
  if (self->part == NULL)
    g_task_return_error (job, error);
  else
    g_task_return_boolean (job, TRUE);
}

static void
on_part_opened (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Transfer        *self = g_task_get_task_data (task);
  g_autofree char *address = g_strconcat ("/v1/attachments/", self->attachment->id, NULL);
  gint64           length;
  GError          *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) || g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    {
      fail (self, error);
      conclude (task);
      return;
    }

  length = balie_part_file_get_length (self->part);
  self->progress (length, self->progress_data);
  if (self->etag != NULL && length == self->attachment->size)
    {
      conclude (task);
      return;
    }

  balie_transport_open_range_async (self->transport, address, self->etag != NULL ? length : 0, self->etag,
                                    g_task_get_cancellable (task), on_opened, g_object_ref (task));
}

void
balie_download_transfer_async (BalieTransport       *transport,
                               BalieAttachment      *attachment,
                               const char           *path,
                               BalieDownloadProgress progress,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  Transfer *self;

  g_return_if_fail (BALIE_IS_TRANSPORT (transport));
  g_return_if_fail (attachment != NULL);
  g_return_if_fail (path != NULL);
  g_return_if_fail (progress != NULL);

  self = g_new0 (Transfer, 1);
  self->transport = g_object_ref (transport);
  self->attachment = balie_attachment_ref (attachment);
  self->path = g_strdup (path);
  self->progress = progress;
  self->progress_data = user_data;
  if (attachment->sha256 != NULL)
    self->etag = g_strdup_printf ("\"%s\"", attachment->sha256);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_download_transfer_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify)transfer_free);
  run (task, open_in_thread, on_part_opened);
}

gboolean
balie_download_transfer_finish (GAsyncResult *result,
                                gint64       *received,
                                guint        *retry_after,
                                GError      **error)
{
  const Transfer *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (received != NULL, FALSE);
  g_return_val_if_fail (retry_after != NULL, FALSE);

  self = g_task_get_task_data (G_TASK (result));
  *received = self->kept;
  *retry_after = self->retry_after;

  return g_task_propagate_boolean (G_TASK (result), error);
}
