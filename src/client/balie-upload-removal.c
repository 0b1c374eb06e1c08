/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that somebody removes from a draft. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-upload-queue-private.h"

#include "balie-upload-passage.h"

static gpointer
remove_job (BalieDb *db,
            gpointer data,
            GError **error)
{
  const BalieFileRow *row = data;

  return GINT_TO_POINTER (balie_file_table_remove (db, row->id, row->owner, error));
}

static void
on_removed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieUploadQueue *self = g_task_get_source_object (task);
  BalieUploadEntry *entry = balie_upload_queue_find_entry (self, g_task_get_task_data (task));
  gboolean          removed = balie_cache_write_finish (self->cache, result, &error) != NULL;

  g_task_return_boolean (task, TRUE);
  if (entry == NULL)
    return;

  if (removed)
    {
      balie_upload_queue_forget (self, entry);
      return;
    }

  /* It would come back after a restart, so it comes back at once. */
  if (error != NULL && entry->removed)
    {
      g_message ("A file could not be removed: %s", error->message);
      entry->removed = FALSE;
      g_list_store_append (balie_upload_queue_get_list (self, entry->owner), entry->upload);
      balie_upload_queue_emit_changed (self, entry->owner);
      balie_upload_queue_pump (self);
    }
}

void
balie_upload_queue_remove (BalieUploadQueue *self,
                           const char       *owner,
                           const char       *id)
{
  BalieUploadEntry *entry;
  GTask            *task;
  gboolean          counted;

  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (owner != NULL && id != NULL);

  entry = balie_upload_queue_find_entry (self, id);
  if (entry == NULL || entry->removed || !g_str_equal (entry->owner, owner))
    return;

  counted = balie_upload_get_state (entry->upload) != BALIE_UPLOAD_REFUSED;
  entry->removed = TRUE;
  g_cancellable_cancel (entry->cancellable);
  if (entry->passage != NULL)
    balie_upload_passage_give_up (entry->passage);
  balie_upload_queue_leave_list (self, entry);
  balie_upload_queue_emit_changed (self, owner);
  if (counted)
    balie_upload_queue_review (self, owner);
  balie_upload_queue_pump (self);

  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (task, balie_upload_queue_remove);
  g_task_set_task_data (task, g_strdup (id), g_free);
  balie_cache_write_async (self->cache, remove_job, balie_upload_queue_dup_row (self, entry), (GDestroyNotify)balie_file_row_free,
                           NULL, NULL, on_removed, task);
}
