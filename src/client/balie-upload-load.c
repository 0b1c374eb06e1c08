/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue's beginning: what an earlier run left of its files. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-upload-queue-private.h"

#include "balie-text.h"

/* What was being copied when the program ended: the copy is whole, or there is none. */
static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  BalieUploadQueue *self = g_task_get_source_object (task);
  BalieUploadEntry *entry = balie_upload_queue_find_entry (self, g_task_get_task_data (task));
  g_autoptr (BalieFileCopy) copy = balie_file_folder_copy_finish (self->folder, result, NULL);

  if (entry != NULL && copy != NULL && !self->stopped)
    balie_upload_queue_take_copy (self, entry, copy);
  g_task_return_boolean (task, TRUE);
  balie_upload_queue_end_copying (self);
}

static void
check_copy (BalieUploadQueue *self,
            BalieUploadEntry *entry)
{
  const char *id = balie_upload_get_id (entry->upload);
  GTask      *task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_source_tag (task, check_copy);
  g_task_set_task_data (task, g_strdup (id), g_free);
  self->n_copying++;
  balie_file_folder_check_async (self->folder, id, entry->cancellable, on_checked, task);
}

/* Refused by our own judgement, and not by the server's, which knows some of the same words. */
static BalieFileFault
find_judgement (const char *type)
{
  BalieFileFault fault = balie_file_fault_from_type (type);

  return fault == BALIE_FILE_FAULT_TOO_MANY || fault == BALIE_FILE_FAULT_TOO_LARGE_TOGETHER || fault == BALIE_FILE_FAULT_NOT_TAKEN
           ? fault
           : BALIE_FILE_FAULT_NONE;
}

static void
load (BalieUploadQueue   *self,
      const BalieFileRow *row)
{
  g_autoptr (BalieUpload) upload = balie_upload_new (row->id, row->name, row->type, row->size);
  g_autofree char  *path = balie_file_folder_dup_path (self->folder, row->id);
  BalieUploadEntry *entry = balie_upload_queue_add_entry (self, upload, row->owner);

  entry->stored = TRUE;
  if (row->sha256 != NULL)
    balie_upload_set_copy (upload, path, row->sha256);

  if (row->state == BALIE_FILE_REFUSED)
    {
      entry->judged = find_judgement (row->error_type);
      balie_upload_set_refused (upload, row->error_code, row->error_type != NULL ? row->error_type : "about:blank");
    }
  else if (row->state == BALIE_FILE_COPYING || row->sha256 == NULL)
    {
      check_copy (self, entry);
    }
  else if (row->state == BALIE_FILE_SENT)
    {
      balie_upload_set_state (upload, BALIE_UPLOAD_SENT);
      balie_upload_set_progress (upload, row->size, -1);
    }
  else
    balie_upload_set_state (upload, BALIE_UPLOAD_WAITING);
  balie_upload_queue_show_pause (self, upload);
}

static void
sweep (BalieUploadQueue *self,
       GPtrArray        *files)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < files->len; i++)
    {
      const BalieFileRow *row = g_ptr_array_index (files, i);

      g_hash_table_add (ids, g_strdup (row->id));
    }
  balie_file_folder_sweep (self->folder, ids);
}

void
balie_upload_queue_load (BalieUploadQueue *self,
                         GPtrArray        *files)
{
  sweep (self, files);
  for (guint i = 0; i < files->len; i++)
    {
      const BalieFileRow *row = g_ptr_array_index (files, i);

      /* The id becomes a name in the folder, and what a damaged file brings could be any. */
      if (balie_text_is_uuid (row->id))
        load (self, row);
    }
}
