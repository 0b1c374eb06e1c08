/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person decides about what is not sent: retry, edit, delete. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

void
balie_session_retry (BalieSession *self,
                     const char   *message)
{
  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (message != NULL);

  balie_outbox_retry (self->outbox, message);
}

/* The draft that has it now, unless something was typed there since, which whoever gets the answer puts behind it. */
static void
show_kept (BalieSession                *self,
           const BalieOutboxWithdrawal *withdrawal)
{
  const BalieDraft *typed;

  if (withdrawal->draft_key == NULL)
    return;

  if (!balie_draft_keeper_peek (self->drafts, withdrawal->draft_key, &typed))
    typed = withdrawal->kept;
  balie_session_show_draft (self, withdrawal->draft_key, typed);
}

static void
on_withdrawn (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  BalieSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieOutboxWithdrawal) withdrawal = balie_outbox_withdraw_finish (self->outbox, result, &error);

  if (withdrawal == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  show_kept (self, withdrawal);
  g_task_return_pointer (task, g_steal_pointer (&withdrawal->draft), (GDestroyNotify)balie_draft_free);
}

void
balie_session_withdraw_async (BalieSession       *self,
                              const char         *message,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (message != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_withdraw_async);
  g_task_set_check_cancellable (task, FALSE);
  /* What is typed in its place now is to stand behind it. */
  balie_draft_keeper_write (self->drafts);
  balie_outbox_withdraw_async (self->outbox, message, NULL, on_withdrawn, task);
}

BalieDraft *
balie_session_withdraw_finish (BalieSession *self,
                               GAsyncResult *result,
                               GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
balie_session_delete_async (BalieSession       *self,
                            const char         *message,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (message != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_delete_async);
  /* What was typed is in the answer and nowhere else. */
  g_task_set_check_cancellable (task, FALSE);
  balie_outbox_delete_async (self->outbox, message, NULL, on_withdrawn, task);
}

BalieDraft *
balie_session_delete_finish (BalieSession *self,
                             GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
balie_session_restore_files (BalieSession *self,
                             const char   *message,
                             const char   *draft_key)
{
  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (message != NULL && draft_key != NULL);

  if (!self->closed)
    balie_outbox_restore_files (self->outbox, message, draft_key);
}

void
balie_session_forget_deleted (BalieSession *self,
                              const char   *message)
{
  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (message != NULL);

  if (!self->closed)
    balie_outbox_forget_deleted (self->outbox, message);
}
