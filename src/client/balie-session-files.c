/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's files: those of drafts, and those of own messages. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

GListModel *
balie_session_get_files (BalieSession *self,
                         const char   *draft_key)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);
  g_return_val_if_fail (draft_key != NULL, NULL);

  return g_object_ref (balie_upload_queue_get_files (self->uploads, draft_key));
}

static void
on_added (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (balie_upload_queue_add_finish (BALIE_UPLOAD_QUEUE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static GTask *
new_task (BalieSession       *self,
          gpointer            source_tag,
          GCancellable       *cancellable,
          GAsyncReadyCallback callback,
          gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  /* What stands in the list was added, whoever has lost interest. */
  g_task_set_check_cancellable (task, FALSE);

  return task;
}

void
balie_session_add_file_async (BalieSession       *self,
                              const char         *draft_key,
                              GFile              *file,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (draft_key != NULL);
  g_return_if_fail (G_IS_FILE (file));

  balie_upload_queue_add_file_async (self->uploads, draft_key, file, on_added,
                                     new_task (self, balie_session_add_file_async, cancellable, callback, user_data));
}

gboolean
balie_session_add_file_finish (BalieSession *self,
                               GAsyncResult *result,
                               GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
balie_session_add_data_async (BalieSession       *self,
                              const char         *draft_key,
                              const char         *name,
                              const char         *media_type,
                              GBytes             *data,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (draft_key != NULL && name != NULL && data != NULL);

  balie_upload_queue_add_data_async (self->uploads, draft_key, name, media_type, data, on_added,
                                     new_task (self, balie_session_add_data_async, cancellable, callback, user_data));
}

gboolean
balie_session_add_data_finish (BalieSession *self,
                               GAsyncResult *result,
                               GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
balie_session_remove_file (BalieSession *self,
                           const char   *draft_key,
                           const char   *id)
{
  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (draft_key != NULL && id != NULL);

  if (!self->closed)
    balie_upload_queue_remove (self->uploads, draft_key, id);
}

BalieUpload *
balie_session_find_upload (BalieSession *self,
                           const char   *attachment)
{
  BalieUpload *upload;

  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);
  g_return_val_if_fail (attachment != NULL, NULL);

  upload = balie_upload_queue_find (self->uploads, attachment);

  return upload != NULL ? g_object_ref (upload) : NULL;
}
