/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives out attachments, whole or a range of them. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-uploads.h"

#include "balie-file-name.h"
#include "balie-range.h"
#include "balie-routes.h"
#include "balie-upload-actions.h"
#include "balie-uploads-private.h"

/* An attachment on its way out. */
typedef struct
{
  BalieUploads   *uploads;
  BalieExchange  *exchange;
  BalieUploadRow *upload;
  gint64          first;
  gint64          length;
} Sending;

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  g_object_unref (sending->uploads);
  g_object_unref (sending->exchange);
  g_clear_pointer (&sending->upload, balie_upload_row_free);
  g_free (sending);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

static void
open_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Sending *sending = task_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GFileInputStream) stream = balie_file_store_read (sending->uploads->files, sending->upload->file, &local_error);

  if (stream != NULL && g_seekable_seek (G_SEEKABLE (stream), sending->first, G_SEEK_SET, NULL, &local_error))
    g_task_return_pointer (task, g_steal_pointer (&stream), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&local_error));
}

static void
opened (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Sending               *sending = g_task_get_task_data (G_TASK (result));
  const BalieAttachment *attachment = sending->upload->attachment;
  g_autofree char       *disposition = balie_file_name_to_disposition (attachment->name);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GInputStream) stream = g_task_propagate_pointer (G_TASK (result), &local_error);
  gboolean is_part = sending->length < attachment->size;

  if (stream == NULL)
    {
      balie_exchange_answer_error (sending->exchange, local_error);
      return;
    }

  balie_exchange_set_header (sending->exchange, "Accept-Ranges", "bytes");
  balie_exchange_set_header (sending->exchange, "Content-Disposition", disposition);
  if (is_part)
    {
      g_autofree char *range = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                                                sending->first, sending->first + sending->length - 1, attachment->size);

      balie_exchange_set_header (sending->exchange, "Content-Range", range);
    }
  balie_exchange_answer_stream (sending->exchange, is_part ? 206 : 200, attachment->type, stream, sending->length);
}

/* What was not checked, or was refused, is given to nobody, not even to who sent it. */
static gboolean
check_state (Sending *sending)
{
  switch (sending->upload->attachment->state)
    {
    case BALIE_ATTACHMENT_CHECKING:
      balie_exchange_refuse (sending->exchange, 409, "attachment-checking", "The attachment is being checked");
      return FALSE;
    case BALIE_ATTACHMENT_REFUSED:
      balie_exchange_refuse (sending->exchange, 409, "attachment-refused", "The check of the desk refused this attachment");
      return FALSE;
    case BALIE_ATTACHMENT_READY:
    default:
      return TRUE;
    }
}

static void
found_to_send (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Sending) sending = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GTask) task = NULL;
  gint64 size;

  sending->upload = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);
  if (sending->upload == NULL)
    {
      balie_exchange_answer_error (sending->exchange, local_error);
      return;
    }

  if (!check_state (sending))
    return;

  size = sending->upload->attachment->size;
  balie_exchange_set_etag (sending->exchange, sending->upload->attachment->sha256);
  if (balie_range_parse (balie_exchange_get_range (sending->exchange), size, &sending->first, &sending->length) == BALIE_RANGE_OUTSIDE)
    {
      g_autofree char *range = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, size);

      balie_exchange_set_header (sending->exchange, "Content-Range", range);
      balie_exchange_refuse (sending->exchange, 416, NULL, NULL);
      return;
    }

  task = g_task_new (sending->uploads, NULL, opened, NULL);
  g_task_set_source_tag (task, balie_uploads_send);
  g_task_set_task_data (task, g_steal_pointer (&sending), sending_free);
  g_task_run_in_thread (task, open_in_thread);
}

void
balie_uploads_send (BalieUploads  *self,
                    BalieExchange *exchange)
{
  g_autoptr (BalieCaller) caller = NULL;
  Sending *sending;

  g_return_if_fail (BALIE_IS_UPLOADS (self));

  caller = balie_routes_dup_caller (exchange);
  sending = g_new0 (Sending, 1);
  sending->uploads = g_object_ref (self);
  sending->exchange = g_object_ref (exchange);
  balie_desk_service_read_async (self->service, balie_upload_action_find_attachment, caller, g_strdup (balie_exchange_get_parameter (exchange, "id")), g_free,
                                 (GDestroyNotify)balie_upload_row_free, balie_exchange_get_cancellable (exchange), found_to_send, sending);
}
