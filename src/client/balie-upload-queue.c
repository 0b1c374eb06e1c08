/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the files of drafts and messages, and brings them to the server: two at a time, in order of adding. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-upload-queue.h"

#include "balie-upload-passage.h"
#include "balie-upload-queue-private.h"

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
  g_clear_object (&entry->file);
  g_clear_pointer (&entry->bytes, g_bytes_unref);
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

static BalieDesk *
new_usual_desk (void)
{
  static const char *const features[] = {BALIE_FEATURE_ATTACHMENTS, NULL};
  BalieDesk               *desk = balie_desk_new ();

  g_strfreev (desk->features);
  desk->features = g_strdupv ((char **)features);

  return desk;
}

static void
balie_upload_queue_init (BalieUploadQueue *self)
{
  self->desk = new_usual_desk ();
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
void
balie_upload_queue_show_pause (BalieUploadQueue *self,
                               BalieUpload      *upload)
{
  BalieUploadState state = balie_upload_get_state (upload);

  balie_upload_set_paused (upload, !self->open && (state == BALIE_UPLOAD_WAITING || state == BALIE_UPLOAD_SENDING));
}

GListStore *
balie_upload_queue_get_list (BalieUploadQueue *self,
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

void
balie_upload_queue_leave_list (BalieUploadQueue *self,
                               BalieUploadEntry *entry)
{
  GListStore *list = balie_upload_queue_get_list (self, entry->owner);
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
  g_list_store_append (balie_upload_queue_get_list (self, owner), upload);

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
  balie_upload_queue_leave_list (self, entry);
  balie_file_folder_remove (self->folder, balie_upload_get_id (entry->upload));
  g_hash_table_remove (self->by_id, balie_upload_get_id (entry->upload));
  g_ptr_array_remove (self->entries, entry);
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

  balie_upload_queue_load (self, files);

  return self;
}

static void
review_all (BalieUploadQueue *self)
{
  g_autofree gpointer *owners = g_hash_table_get_keys_as_array (self->lists, NULL);

  for (guint i = 0; owners[i] != NULL; i++)
    balie_upload_queue_review (self, owners[i]);
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
  review_all (self);
}

GListModel *
balie_upload_queue_get_files (BalieUploadQueue *self,
                              const char       *owner)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD_QUEUE (self), NULL);
  g_return_val_if_fail (owner != NULL, NULL);

  return G_LIST_MODEL (balie_upload_queue_get_list (self, owner));
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

gboolean
balie_upload_queue_may_go (BalieUploadEntry *entry)
{
  BalieUploadState state = balie_upload_get_state (entry->upload);

  return !entry->removed && !g_str_has_prefix (entry->owner, BALIE_FILE_DELETED) && (state == BALIE_UPLOAD_WAITING || state == BALIE_UPLOAD_SENDING);
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

      if (!balie_upload_queue_may_go (entry))
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
      balie_upload_queue_show_pause (self, entry->upload);
    }
  balie_upload_queue_pump (self);
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
