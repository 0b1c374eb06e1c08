/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue's way in: what may go is copied, what may not is refused before it is. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-upload-queue-private.h"

#include "balie-file-name.h"

/* Until the content was looked at. */
#define UNKNOWN_TYPE "application/octet-stream"

/* One file on its way in. */
typedef struct
{
  char            *id;
  GFile           *file;
  BalieFileSource *source;
} Intake;

static void
intake_free (Intake *intake)
{
  g_free (intake->id);
  g_clear_object (&intake->file);
  g_clear_pointer (&intake->source, balie_file_source_free);
  g_free (intake);
}

static const BalieLimits *
get_limits (BalieUploadQueue *self)
{
  return &self->desk->limits;
}

static gboolean
counts (BalieUploadEntry *self,
        BalieUploadEntry *beside)
{
  return self != beside && !self->removed && g_str_equal (self->owner, beside->owner) &&
         balie_upload_get_state (self->upload) != BALIE_UPLOAD_REFUSED;
}

/* Stops as soon as it is known: among the thousands that somebody dropped by mistake the first few fill the place. */
static gboolean
has_place (BalieUploadQueue *self,
           BalieUploadEntry *entry)
{
  gint64 left = get_limits (self)->attachments;

  for (guint i = 0; i < self->entries->len && left > 0; i++)
    {
      if (counts (g_ptr_array_index (self->entries, i), entry))
        left--;
    }

  return left > 0;
}

/* Returns: bytes of what goes with the same owner beside @entry */
static gint64
measure_others (BalieUploadQueue *self,
                BalieUploadEntry *entry)
{
  gint64 size = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      BalieUploadEntry *other = g_ptr_array_index (self->entries, i);

      if (counts (other, entry))
        size += balie_upload_get_size (other->upload);
    }

  return size;
}

static gboolean
is_blocked (BalieUploadQueue *self,
            BalieUpload      *upload)
{
  return balie_file_name_is_blocked (balie_upload_get_name (upload), balie_upload_get_media_type (upload),
                                     (const char *const *)get_limits (self)->blocked_types);
}

/* What can be said of a file by its name and company alone. */
static BalieFileFault
check_name (BalieUploadQueue *self,
            BalieUploadEntry *entry)
{
  if (!has_place (self, entry))
    return BALIE_FILE_FAULT_TOO_MANY;

  return is_blocked (self, entry->upload) ? BALIE_FILE_FAULT_BLOCKED : BALIE_FILE_FAULT_NONE;
}

static BalieFileFault
check_content (BalieUploadQueue *self,
               BalieUploadEntry *entry)
{
  gint64 size = balie_upload_get_size (entry->upload);

  if (is_blocked (self, entry->upload))
    return BALIE_FILE_FAULT_BLOCKED;
  if (size > get_limits (self)->attachment)
    return BALIE_FILE_FAULT_TOO_LARGE;

  if (size > get_limits (self)->attachments_size - measure_others (self, entry))
    return BALIE_FILE_FAULT_TOO_LARGE_TOGETHER;

  return BALIE_FILE_FAULT_NONE;
}

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
  Intake           *intake = g_task_get_task_data (task);

  return self->stopped ? NULL : balie_upload_queue_find_entry (self, intake->id);
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
      BalieUploadEntry *entry)
{
  BalieUploadQueue *self = g_task_get_source_object (task);
  Intake           *intake = g_task_get_task_data (task);
  BalieFileFault    fault;

  balie_upload_describe (entry->upload, balie_file_source_get_name (intake->source),
                         balie_file_source_get_media_type (intake->source), balie_file_source_get_size (intake->source));
  fault = check_content (self, entry);
  if (fault != BALIE_FILE_FAULT_NONE)
    {
      balie_upload_queue_refuse_fault (self, entry, fault);
      end (task);
      g_object_unref (task);
      return;
    }

  balie_file_folder_copy_async (self->folder, intake->id, g_steal_pointer (&intake->source), entry->cancellable, on_copied, task);
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  BalieUploadQueue *self = g_task_get_source_object (task);
  BalieUploadEntry *entry = get_entry (task);
  Intake           *intake = g_task_get_task_data (task);
  BalieFileFault    fault;

  intake->source = balie_file_folder_open_finish (self->folder, result, &fault, NULL);
  if (entry != NULL && intake->source != NULL)
    {
      copy (g_steal_pointer (&task), entry);
      return;
    }

  if (entry != NULL && fault != BALIE_FILE_FAULT_NONE)
    balie_upload_queue_refuse_fault (self, entry, fault);
  end (task);
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
  Intake           *intake = g_task_get_task_data (task);

  balie_cache_write_finish (self->cache, result, &error);
  if (error != NULL)
    {
      if (entry != NULL)
        balie_upload_queue_forget (self, entry);
      g_task_return_error (task, g_steal_pointer (&error));
      balie_upload_queue_end_copying (self);
      return;
    }

  if (entry != NULL)
    entry->stored = TRUE;
  if (entry == NULL || balie_upload_get_state (entry->upload) == BALIE_UPLOAD_REFUSED)
    end (task);
  else if (intake->source != NULL)
    copy (g_steal_pointer (&task), entry);
  else
    balie_file_folder_open_async (self->folder, intake->file, entry->cancellable, on_opened, g_steal_pointer (&task));
}

static void
take_in (BalieUploadQueue   *self,
         const char         *owner,
         const char         *name,
         Intake             *intake,
         GAsyncReadyCallback callback,
         gpointer            user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (BalieUpload) upload = NULL;
  BalieUploadEntry *entry;
  BalieFileFault    fault;

  intake->id = g_uuid_string_random ();
  g_task_set_source_tag (task, take_in);
  g_task_set_task_data (task, intake, (GDestroyNotify)intake_free);

  upload = balie_upload_new (intake->id, name, UNKNOWN_TYPE, 0);
  entry = balie_upload_queue_add_entry (self, upload, owner);
  fault = check_name (self, entry);
  if (fault != BALIE_FILE_FAULT_NONE)
    balie_upload_set_refused (upload, balie_file_fault_to_code (fault), balie_file_fault_to_type (fault));

  self->n_copying++;
  balie_cache_write_async (self->cache, add_job, balie_upload_queue_dup_row (self, entry), (GDestroyNotify)balie_file_row_free,
                           NULL, NULL, on_stored, task);
  balie_upload_queue_emit_changed (self, owner);
}

void
balie_upload_queue_add_file_async (BalieUploadQueue   *self,
                                   const char         *owner,
                                   GFile              *file,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  g_autofree char *name = NULL;
  Intake          *intake;

  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (owner != NULL);
  g_return_if_fail (G_IS_FILE (file));

  name = balie_file_source_dup_name (file);
  intake = g_new0 (Intake, 1);
  intake->file = g_object_ref (file);
  take_in (self, owner, name, intake, callback, user_data);
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
  Intake *intake;

  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (owner != NULL && name != NULL && data != NULL);

  intake = g_new0 (Intake, 1);
  intake->source = balie_file_source_new_for_bytes (name, media_type, data);
  take_in (self, owner, balie_file_source_get_name (intake->source), intake, callback, user_data);
}

gboolean
balie_upload_queue_add_finish (BalieUploadQueue *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
