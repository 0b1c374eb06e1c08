/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries that somebody takes back: to edit them, or to delete them. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-outbox.h"

#include "balie-file-table.h"
#include "balie-outbox-lane.h"
#include "balie-outbox-private.h"

static void
on_withdrawn (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  BalieOutbox *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieOutboxWithdrawal) withdrawal = balie_cache_write_finish (self->cache, result, &error);

  if (withdrawal == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  for (guint i = 0; i < withdrawal->entries->len; i++)
    {
      BalieOutboxEntry *withdrawn = g_ptr_array_index (withdrawal->entries, i);
      BalieOutboxEntry *entry = balie_outbox_find (self, withdrawn->message);

      if (entry != NULL)
        balie_outbox_forget (self, entry);
      balie_upload_queue_owner_moved (self->uploads, withdrawn->message, withdrawal->files_key);
      balie_outbox_emit_removed (self, withdrawn);
      balie_outbox_lane_pump (balie_outbox_lane_get (self, withdrawn->conversation));
    }

  g_task_return_pointer (task, g_steal_pointer (&withdrawal), (GDestroyNotify)balie_outbox_withdrawal_free);
}

static void
take_out (BalieOutbox        *self,
          BalieDbJob          job,
          const char         *message,
          GCancellable       *cancellable,
          GAsyncReadyCallback callback,
          gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, take_out);
  g_task_set_check_cancellable (task, FALSE);
  balie_cache_write_async (self->cache, job, g_strdup (message), g_free,
                           (GDestroyNotify)balie_outbox_withdrawal_free, NULL, on_withdrawn, task);
}

void
balie_outbox_withdraw_async (BalieOutbox        *self,
                             const char         *message,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_OUTBOX (self));

  take_out (self, balie_outbox_job_withdraw, message, cancellable, callback, user_data);
}

void
balie_outbox_delete_async (BalieOutbox        *self,
                           const char         *message,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_OUTBOX (self));

  take_out (self, balie_outbox_job_delete, message, cancellable, callback, user_data);
}

BalieOutboxWithdrawal *
balie_outbox_withdraw_finish (BalieOutbox  *self,
                              GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_files_moved (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieOutbox           *self = g_task_get_source_object (task);
  const BalieOutboxMove *move = g_task_get_task_data (task);

  balie_cache_write_finish (self->cache, result, &error);
  g_task_return_boolean (task, error == NULL);
  if (error != NULL)
    g_message ("The files of a deleted message stay where they are: %s", error->message);
  else if (move->to != NULL)
    balie_upload_queue_owner_moved (self->uploads, move->from, move->to);
  else
    balie_upload_queue_owner_removed (self->uploads, move->from);
}

static BalieOutboxMove *
move_new (const char *message,
          const char *to)
{
  BalieOutboxMove *move = g_new0 (BalieOutboxMove, 1);

  move->from = g_strconcat (BALIE_FILE_DELETED, message, NULL);
  move->to = g_strdup (to);

  return move;
}

static void
move_deleted (BalieOutbox *self,
              const char  *message,
              const char  *to)
{
  GTask *task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_source_tag (task, move_deleted);
  g_task_set_task_data (task, move_new (message, to), (GDestroyNotify)balie_outbox_move_free);
  balie_cache_write_async (self->cache, balie_outbox_job_move_files, move_new (message, to), (GDestroyNotify)balie_outbox_move_free,
                           NULL, NULL, on_files_moved, task);
}

void
balie_outbox_restore_files (BalieOutbox *self,
                            const char  *message,
                            const char  *draft_key)
{
  g_return_if_fail (BALIE_IS_OUTBOX (self));
  g_return_if_fail (message != NULL && draft_key != NULL);

  move_deleted (self, message, draft_key);
}

void
balie_outbox_forget_deleted (BalieOutbox *self,
                             const char  *message)
{
  g_return_if_fail (BALIE_IS_OUTBOX (self));
  g_return_if_fail (message != NULL);

  move_deleted (self, message, NULL);
}
