/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a file of the queue, and how the cache is told. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-upload-queue-private.h"

BalieFileRow *
balie_upload_queue_dup_row (BalieUploadQueue *self,
                            BalieUploadEntry *entry)
{
  static const BalieFileState states[] = {
    [BALIE_UPLOAD_COPYING] = BALIE_FILE_COPYING,
    [BALIE_UPLOAD_WAITING] = BALIE_FILE_WAITING,
    [BALIE_UPLOAD_SENDING] = BALIE_FILE_WAITING,
    [BALIE_UPLOAD_SENT] = BALIE_FILE_SENT,
    [BALIE_UPLOAD_REFUSED] = BALIE_FILE_REFUSED,
  };
  BalieUpload  *upload = entry->upload;
  BalieFileRow *row = g_new0 (BalieFileRow, 1);

  row->id = g_strdup (balie_upload_get_id (upload));
  row->owner = g_strdup (entry->owner);
  row->name = g_strdup (balie_upload_get_name (upload));
  row->type = g_strdup (balie_upload_get_media_type (upload));
  row->size = balie_upload_get_size (upload);
  row->sha256 = g_strdup (balie_upload_get_sha256 (upload));
  row->state = states[balie_upload_get_state (upload)];
  row->error_code = balie_upload_get_error_code (upload);
  row->error_type = g_strdup (balie_upload_get_error_type (upload));

  return row;
}

static gpointer
update_job (BalieDb *db,
            gpointer data,
            GError **error)
{
  const BalieFileRow *row = data;

  switch (row->state)
    {
    case BALIE_FILE_WAITING:
      if (balie_file_table_set_copied (db, row, error))
        balie_file_table_set_waiting (db, row->id, error);
      break;

    case BALIE_FILE_SENT:
      balie_file_table_set_sent (db, row->id, error);
      break;

    case BALIE_FILE_REFUSED:
      balie_file_table_set_refused (db, row->id, row->error_code, row->error_type, error);
      break;

    case BALIE_FILE_COPYING:
    default:
      balie_file_table_set_copying (db, row->id, error);
      break;
    }

  return NULL;
}

/* What could not be noted is found again: a copy that is whole stands in its place, and the server knows what it has. */
static void
on_updated (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieUploadQueue) self = user_data;
  g_autoptr (GError) error = NULL;

  balie_cache_write_finish (self->cache, result, &error);
  if (error != NULL)
    g_message ("The state of a file could not be noted: %s", error->message);
}

void
balie_upload_queue_note (BalieUploadQueue *self,
                         BalieUploadEntry *entry)
{
  balie_cache_write_async (self->cache, update_job, balie_upload_queue_dup_row (self, entry), (GDestroyNotify)balie_file_row_free,
                           NULL, NULL, on_updated, g_object_ref (self));
  balie_upload_queue_show_pause (self, entry->upload);
  balie_upload_queue_emit_changed (self, entry->owner);
}

static void
drop_origin (BalieUploadEntry *entry)
{
  g_clear_object (&entry->file);
  g_clear_pointer (&entry->bytes, g_bytes_unref);
  entry->judged = BALIE_FILE_FAULT_NONE;
}

void
balie_upload_queue_turn_away (BalieUploadQueue *self,
                              BalieUploadEntry *entry,
                              BalieFileFault    fault)
{
  entry->judged = fault;
  balie_upload_set_refused (entry->upload, balie_file_fault_to_code (fault), balie_file_fault_to_type (fault));
  balie_upload_queue_note (self, entry);
}

void
balie_upload_queue_refuse (BalieUploadQueue *self,
                           BalieUploadEntry *entry,
                           BalieError        code,
                           const char       *type)
{
  drop_origin (entry);
  balie_upload_set_refused (entry->upload, code, type);
  balie_upload_queue_note (self, entry);
  /* It makes place for another. */
  balie_upload_queue_review (self, entry->owner);
}

void
balie_upload_queue_refuse_fault (BalieUploadQueue *self,
                                 BalieUploadEntry *entry,
                                 BalieFileFault    fault)
{
  balie_upload_queue_refuse (self, entry, balie_file_fault_to_code (fault), balie_file_fault_to_type (fault));
}

void
balie_upload_queue_take_copy (BalieUploadQueue    *self,
                              BalieUploadEntry    *entry,
                              const BalieFileCopy *copy)
{
  BalieUpload     *upload = entry->upload;
  g_autofree char *path = balie_file_folder_dup_path (self->folder, balie_upload_get_id (upload));

  if (copy->fault != BALIE_FILE_FAULT_NONE)
    {
      balie_upload_queue_refuse_fault (self, entry, copy->fault);
      return;
    }

  drop_origin (entry);
  balie_upload_describe (upload, balie_upload_get_name (upload), balie_upload_get_media_type (upload), copy->size);
  balie_upload_set_copy (upload, path, copy->sha256);
  balie_upload_set_state (upload, BALIE_UPLOAD_WAITING);
  balie_upload_queue_note (self, entry);
  balie_upload_queue_pump (self);
}

void
balie_upload_queue_end_passage (BalieUploadQueue *self,
                                BalieUploadEntry *entry)
{
  balie_upload_set_state (entry->upload, BALIE_UPLOAD_SENT);
  balie_upload_queue_note (self, entry);
  balie_upload_queue_pump (self);
}

void
balie_upload_queue_send_again (BalieUploadQueue *self,
                               BalieUploadEntry *entry)
{
  entry->judged = BALIE_FILE_FAULT_NONE;
  balie_upload_set_state (entry->upload, BALIE_UPLOAD_WAITING);
  balie_upload_set_progress (entry->upload, 0, -1);
  balie_upload_queue_note (self, entry);
}
