/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue's way in: what may go is copied, what may not is refused before it is. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-upload-queue-private.h"

/* Until the content was looked at. */
#define UNKNOWN_TYPE "application/octet-stream"

static void
end (GTask *task)
{
  BalieUploadQueue *self = g_task_get_source_object (task);

  g_task_return_boolean (task, TRUE);
  balie_upload_queue_end_copying (self);
}

/* The entry that @task is about; %NULL when it is of no use any more to go on. */
static BalieUploadEntry *
get_entry (GTask *task)
{
  BalieUploadQueue *self = g_task_get_source_object (task);

  return self->stopped ? NULL : balie_upload_queue_find_entry (self, g_task_get_task_data (task));
}

static void
on_copied (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  BalieUploadQueue *self = g_task_get_source_object (task);
  BalieUploadEntry *entry = get_entry (task);
  g_autoptr (BalieFileCopy) copy = balie_file_folder_copy_finish (self->folder, result, NULL);

  if (entry != NULL && copy != NULL)
    balie_upload_queue_take_copy (self, entry, copy);
  end (task);
}

static void
copy (GTask            *task,
      BalieUploadEntry *entry,
      BalieFileSource  *source)
{
  BalieUploadQueue *self = g_task_get_source_object (task);
  BalieFileFault    fault;

  balie_upload_describe (entry->upload, balie_file_source_get_name (source), balie_file_source_get_media_type (source),
                         balie_file_source_get_size (source));
  fault = balie_upload_queue_judge (self, entry);
  if (fault != BALIE_FILE_FAULT_NONE)
    {
      balie_file_source_free (source);
      balie_upload_queue_turn_away (self, entry, fault);
      balie_upload_queue_review (self, entry->owner);
      end (task);
      g_object_unref (task);
      return;
    }

  balie_file_folder_copy_async (self->folder, balie_upload_get_id (entry->upload), source, entry->cancellable, on_copied, task);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  BalieUploadQueue *self = g_task_get_source_object (task);
  BalieUploadEntry *entry = get_entry (task);
  BalieFileFault    fault;
  g_autoptr (BalieFileSource) opened = balie_file_folder_open_finish (self->folder, result, &fault, NULL);

  if (entry != NULL && opened != NULL)
    {
      copy (g_steal_pointer (&task), entry, g_steal_pointer (&opened));
      return;
    }

  if (entry != NULL && fault != BALIE_FILE_FAULT_NONE)
    balie_upload_queue_refuse_fault (self, entry, fault);
  end (task);
}

static void
take (GTask            *task,
      BalieUploadEntry *entry)
{
  BalieUploadQueue *self = g_task_get_source_object (task);
  BalieUpload      *upload = entry->upload;

  if (entry->bytes != NULL)
    copy (task, entry, balie_file_source_new_for_bytes (balie_upload_get_name (upload), balie_upload_get_media_type (upload), entry->bytes));
  else
    balie_file_folder_open_async (self->folder, entry->file, entry->cancellable, on_opened, task);
}

void
balie_upload_queue_begin_copying (BalieUploadQueue *self,
                                  BalieUploadEntry *entry)
{
  GTask *task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_source_tag (task, balie_upload_queue_begin_copying);
  g_task_set_task_data (task, g_strdup (balie_upload_get_id (entry->upload)), g_free);
  self->n_copying++;
  take (task, entry);
}

static gpointer
add_job (BalieDb *db,
         gpointer data,
         GError **error)
{
  balie_file_table_add (db, data, error);

  return NULL;
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieUploadQueue *self = g_task_get_source_object (task);
  BalieUploadEntry *entry = get_entry (task);

  balie_cache_write_finish (self->cache, result, &error);
  if (error != NULL)
    {
      if (entry != NULL)
        balie_upload_queue_forget (self, entry);
      g_task_return_error (task, g_steal_pointer (&error));
      balie_upload_queue_end_copying (self);
      return;
    }

  if (entry == NULL)
    {
      end (task);
      return;
    }

  entry->stored = TRUE;
  if (balie_upload_get_state (entry->upload) != BALIE_UPLOAD_REFUSED)
    {
      take (g_steal_pointer (&task), entry);
      return;
    }

  /* There may be place for it by now. */
  balie_upload_queue_admit (self, entry);
  end (task);
}

/* @entry: is in the list, and nowhere else */
static void
take_in (BalieUploadQueue   *self,
         BalieUploadEntry   *entry,
         GAsyncReadyCallback callback,
         gpointer            user_data)
{
  BalieUpload *upload = entry->upload;
  GTask       *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, take_in);
  g_task_set_task_data (task, g_strdup (balie_upload_get_id (upload)), g_free);

  entry->judged = balie_upload_queue_judge (self, entry);
  if (entry->judged != BALIE_FILE_FAULT_NONE)
    balie_upload_set_refused (upload, balie_file_fault_to_code (entry->judged), balie_file_fault_to_type (entry->judged));

  self->n_copying++;
  balie_cache_write_async (self->cache, add_job, balie_upload_queue_dup_row (self, entry), (GDestroyNotify)balie_file_row_free,
                           NULL, NULL, on_stored, task);
  balie_upload_queue_emit_changed (self, entry->owner);
}

void
balie_upload_queue_add_file_async (BalieUploadQueue   *self,
                                   const char         *owner,
                                   GFile              *file,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *name = NULL;
  g_autoptr (BalieUpload) upload = NULL;
  BalieUploadEntry *entry;

  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (owner != NULL);
  g_return_if_fail (G_IS_FILE (file));

  name = balie_file_source_dup_name (file);
  upload = balie_upload_new (id, name, UNKNOWN_TYPE, 0);
  entry = balie_upload_queue_add_entry (self, upload, owner);
  entry->file = g_object_ref (file);
  take_in (self, entry, callback, user_data);
}

void
balie_upload_queue_add_data_async (BalieUploadQueue   *self,
                                   const char         *owner,
                                   const char         *name,
                                   const char         *media_type,
                                   GBytes             *data,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (BalieFileSource) source = NULL;
  g_autoptr (BalieUpload) upload = NULL;
  BalieUploadEntry *entry;

  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (owner != NULL && name != NULL && data != NULL);

  source = balie_file_source_new_for_bytes (name, media_type, data);
  upload = balie_upload_new (id, balie_file_source_get_name (source), balie_file_source_get_media_type (source),
                             balie_file_source_get_size (source));
  entry = balie_upload_queue_add_entry (self, upload, owner);
  entry->bytes = g_bytes_ref (data);
  take_in (self, entry, callback, user_data);
}

gboolean
balie_upload_queue_add_finish (BalieUploadQueue *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
