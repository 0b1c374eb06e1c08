/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the files of drafts and messages, and brings them to the server: two at a time, in order of adding. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-upload-queue.h"

#include "balie-upload-passage.h"
#include "balie-upload-queue-private.h"

#include "balie-text.h"

#define MAX_PASSAGES 2

enum {
  SIGNAL_OWNER_CHANGED,
  SIGNAL_LOGIN_REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieUploadQueue, balie_upload_queue, G_TYPE_OBJECT)

static void
entry_free (BalieUploadEntry *entry)
{
  if (entry->passage != NULL)
    balie_upload_passage_give_up (entry->passage);
  g_clear_object (&entry->passage);
  g_clear_object (&entry->cancellable);
  g_clear_object (&entry->upload);
  g_free (entry->owner);
  g_free (entry);
}

static void
balie_upload_queue_dispose (GObject *object)
{
  balie_upload_queue_stop (BALIE_UPLOAD_QUEUE (object));

  G_OBJECT_CLASS (balie_upload_queue_parent_class)->dispose (object);
}

static void
balie_upload_queue_finalize (GObject *object)
{
  BalieUploadQueue *self = BALIE_UPLOAD_QUEUE (object);

  g_clear_object (&self->transport);
  g_clear_object (&self->cache);
  g_clear_object (&self->folder);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->desk, balie_desk_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->lists, g_hash_table_unref);
  g_clear_pointer (&self->flushes, g_ptr_array_unref);

  G_OBJECT_CLASS (balie_upload_queue_parent_class)->finalize (object);
}

static void
balie_upload_queue_class_init (BalieUploadQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_upload_queue_dispose;
  object_class->finalize = balie_upload_queue_finalize;

  signals[SIGNAL_OWNER_CHANGED] = g_signal_new ("owner-changed", BALIE_TYPE_UPLOAD_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_LOGIN_REFUSED] = g_signal_new ("login-refused", BALIE_TYPE_UPLOAD_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 0);
}

static void
balie_upload_queue_init (BalieUploadQueue *self)
{
  self->desk = balie_desk_new ();
  self->reader = balie_worker_new ("balie-uploads");
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)entry_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  self->part_limit = G_MAXINT64;
}

void
balie_upload_queue_emit_changed (BalieUploadQueue *self,
                                 const char       *owner)
{
  g_signal_emit (self, signals[SIGNAL_OWNER_CHANGED], 0, owner);
}

/* Only what would go on its way now lacks a connection. */
static void
show_pause (BalieUploadQueue *self,
            BalieUpload      *upload)
{
  BalieUploadState state = balie_upload_get_state (upload);

  balie_upload_set_paused (upload, !self->open && (state == BALIE_UPLOAD_WAITING || state == BALIE_UPLOAD_SENDING));
}

static GListStore *
get_list (BalieUploadQueue *self,
          const char       *owner)
{
  GListStore *list = g_hash_table_lookup (self->lists, owner);

  if (list == NULL)
    {
      list = g_list_store_new (BALIE_TYPE_UPLOAD);
      g_hash_table_insert (self->lists, g_strdup (owner), list);
    }

  return list;
}

static void
leave_list (BalieUploadQueue *self,
            BalieUploadEntry *entry)
{
  GListStore *list = get_list (self, entry->owner);
  guint       position;

  if (g_list_store_find (list, entry->upload, &position))
    g_list_store_remove (list, position);
}

BalieUploadEntry *
balie_upload_queue_add_entry (BalieUploadQueue *self,
                              BalieUpload      *upload,
                              const char       *owner)
{
  BalieUploadEntry *entry = g_new0 (BalieUploadEntry, 1);

  entry->upload = g_object_ref (upload);
  entry->owner = g_strdup (owner);
  entry->cancellable = g_cancellable_new ();
  g_ptr_array_add (self->entries, entry);
  g_hash_table_insert (self->by_id, (char *)balie_upload_get_id (upload), entry);
  g_list_store_append (get_list (self, owner), upload);

  return entry;
}

BalieUploadEntry *
balie_upload_queue_find_entry (BalieUploadQueue *self,
                               const char       *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

void
balie_upload_queue_forget (BalieUploadQueue *self,
                           BalieUploadEntry *entry)
{
  g_cancellable_cancel (entry->cancellable);
  leave_list (self, entry);
  balie_file_folder_remove (self->folder, balie_upload_get_id (entry->upload));
  g_hash_table_remove (self->by_id, balie_upload_get_id (entry->upload));
  g_ptr_array_remove (self->entries, entry);
}

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

static void
note (BalieUploadQueue *self,
      BalieUploadEntry *entry)
{
  balie_cache_write_async (self->cache, update_job, balie_upload_queue_dup_row (self, entry), (GDestroyNotify)balie_file_row_free,
                           NULL, NULL, on_updated, g_object_ref (self));
  show_pause (self, entry->upload);
  balie_upload_queue_emit_changed (self, entry->owner);
}

void
balie_upload_queue_refuse (BalieUploadQueue *self,
                           BalieUploadEntry *entry,
                           BalieError        code,
                           const char       *type)
{
  balie_upload_set_refused (entry->upload, code, type);
  note (self, entry);
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

  balie_upload_describe (upload, balie_upload_get_name (upload), balie_upload_get_media_type (upload), copy->size);
  balie_upload_set_copy (upload, path, copy->sha256);
  balie_upload_set_state (upload, BALIE_UPLOAD_WAITING);
  note (self, entry);
  balie_upload_queue_pump (self);
}

void
balie_upload_queue_end_copying (BalieUploadQueue *self)
{
  g_autoptr (GPtrArray) flushes = NULL;

  g_assert (self->n_copying > 0);
  if (--self->n_copying > 0)
    return;

  flushes = g_steal_pointer (&self->flushes);
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < flushes->len; i++)
    g_task_return_boolean (g_ptr_array_index (flushes, i), TRUE);
}

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
  show_pause (self, upload);
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

BalieUploadQueue *
balie_upload_queue_new (BalieTransport    *transport,
                        BalieCache        *cache,
                        GPtrArray         *files,
                        const BalieJitter *jitter)
{
  BalieUploadQueue *self = g_object_new (BALIE_TYPE_UPLOAD_QUEUE, NULL);
  g_autofree char  *path = balie_cache_dup_folder (cache, BALIE_CACHE_FILES);

  self->transport = g_object_ref (transport);
  self->cache = g_object_ref (cache);
  self->folder = balie_file_folder_new (path);
  self->jitter = jitter;

  sweep (self, files);
  for (guint i = 0; i < files->len; i++)
    {
      const BalieFileRow *row = g_ptr_array_index (files, i);

      /* The id becomes a name in the folder, and what a damaged file brings could be any. */
      if (balie_text_is_uuid (row->id))
        load (self, row);
    }

  return self;
}

void
balie_upload_queue_set_desk (BalieUploadQueue *self,
                             BalieDesk        *desk)
{
  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (desk != NULL);

  balie_desk_ref (desk);
  balie_desk_unref (self->desk);
  self->desk = desk;
}

GListModel *
balie_upload_queue_get_files (BalieUploadQueue *self,
                              const char       *owner)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD_QUEUE (self), NULL);
  g_return_val_if_fail (owner != NULL, NULL);

  return G_LIST_MODEL (get_list (self, owner));
}

BalieUpload *
balie_upload_queue_find (BalieUploadQueue *self,
                         const char       *id)
{
  BalieUploadEntry *entry;

  g_return_val_if_fail (BALIE_IS_UPLOAD_QUEUE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  entry = balie_upload_queue_find_entry (self, id);

  return entry != NULL ? entry->upload : NULL;
}

static gpointer
remove_job (BalieDb *db,
            gpointer data,
            GError **error)
{
  const BalieFileRow *row = data;

  return GINT_TO_POINTER (balie_file_table_remove (db, row->id, row->owner, error));
}

void
balie_upload_queue_change_owner (BalieUploadQueue *self,
                                 BalieUploadEntry *entry,
                                 const char       *owner)
{
  gboolean is_lost = entry->removed && balie_upload_get_state (entry->upload) == BALIE_UPLOAD_COPYING;

  if (!entry->removed)
    leave_list (self, entry);
  g_free (entry->owner);
  entry->owner = g_strdup (owner);
  entry->removed = FALSE;
  g_list_store_append (get_list (self, owner), entry->upload);
  if (is_lost)
    balie_upload_queue_refuse_fault (self, entry, BALIE_FILE_FAULT_VANISHED);
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
      g_list_store_append (get_list (self, entry->owner), entry->upload);
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

  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (owner != NULL && id != NULL);

  entry = balie_upload_queue_find_entry (self, id);
  if (entry == NULL || entry->removed || !g_str_equal (entry->owner, owner))
    return;

  entry->removed = TRUE;
  g_cancellable_cancel (entry->cancellable);
  if (entry->passage != NULL)
    balie_upload_passage_give_up (entry->passage);
  leave_list (self, entry);
  balie_upload_queue_emit_changed (self, owner);
  balie_upload_queue_pump (self);

  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (task, balie_upload_queue_remove);
  g_task_set_task_data (task, g_strdup (id), g_free);
  balie_cache_write_async (self->cache, remove_job, balie_upload_queue_dup_row (self, entry), (GDestroyNotify)balie_file_row_free,
                           NULL, NULL, on_removed, task);
}

void
balie_upload_queue_flush_async (BalieUploadQueue   *self,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_upload_queue_flush_async);
  if (self->n_copying > 0)
    {
      g_ptr_array_add (self->flushes, task);
      return;
    }

  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

gboolean
balie_upload_queue_flush_finish (BalieUploadQueue *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
may_go (BalieUploadEntry *entry)
{
  BalieUploadState state = balie_upload_get_state (entry->upload);

  return !entry->removed && (state == BALIE_UPLOAD_WAITING || state == BALIE_UPLOAD_SENDING);
}

guint
balie_upload_queue_count_busy (BalieUploadQueue *self)
{
  guint n_busy = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      BalieUploadEntry *entry = g_ptr_array_index (self->entries, i);

      n_busy += entry->passage != NULL && balie_upload_passage_is_busy (entry->passage);
    }

  return n_busy;
}

void
balie_upload_queue_pump (BalieUploadQueue *self)
{
  guint n_busy;

  if (!self->open || self->stopped)
    return;

  n_busy = balie_upload_queue_count_busy (self);
  for (guint i = 0; i < self->entries->len && n_busy < MAX_PASSAGES; i++)
    {
      BalieUploadEntry *entry = g_ptr_array_index (self->entries, i);

      if (!may_go (entry))
        continue;
      if (entry->passage == NULL)
        entry->passage = balie_upload_passage_new (self, entry->upload);
      if (balie_upload_passage_is_busy (entry->passage) || balie_upload_passage_is_waiting (entry->passage))
        continue;

      balie_upload_passage_start (entry->passage);
      n_busy++;
    }
}

void
balie_upload_queue_set_open (BalieUploadQueue *self,
                             gboolean          open)
{
  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));

  if (self->open == open || self->stopped)
    return;

  self->open = open;
  for (guint i = 0; i < self->entries->len; i++)
    {
      BalieUploadEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->passage != NULL && open)
        balie_upload_passage_hurry (entry->passage);
      else if (entry->passage != NULL)
        balie_upload_passage_give_up (entry->passage);
      show_pause (self, entry->upload);
    }
  balie_upload_queue_pump (self);
}

void
balie_upload_queue_end_passage (BalieUploadQueue *self,
                                BalieUploadEntry *entry)
{
  balie_upload_set_state (entry->upload, BALIE_UPLOAD_SENT);
  note (self, entry);
  balie_upload_queue_pump (self);
}

void
balie_upload_queue_send_again (BalieUploadQueue *self,
                               BalieUploadEntry *entry)
{
  balie_upload_set_state (entry->upload, BALIE_UPLOAD_WAITING);
  balie_upload_set_progress (entry->upload, 0, -1);
  note (self, entry);
}

void
balie_upload_queue_refuse_login (BalieUploadQueue *self)
{
  balie_upload_queue_set_open (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_LOGIN_REFUSED], 0);
}

void
balie_upload_queue_stop (BalieUploadQueue *self)
{
  g_return_if_fail (BALIE_IS_UPLOAD_QUEUE (self));

  if (self->stopped)
    return;

  balie_upload_queue_set_open (self, FALSE);
  self->stopped = TRUE;
  for (guint i = 0; i < self->entries->len; i++)
    {
      BalieUploadEntry *entry = g_ptr_array_index (self->entries, i);

      g_cancellable_cancel (entry->cancellable);
    }
  balie_file_folder_close (self->folder);
  balie_worker_close (self->reader);
}
