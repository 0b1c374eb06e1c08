/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's login: unlocking it, and signing out. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

#include "balie-error.h"

static void
on_unlocked (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieSession *self = g_task_get_source_object (task);

  if (!self->login->unlock_finish (self->login_holder, result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (!self->closed)
    balie_session_start (self);
  g_task_return_boolean (task, TRUE);
}

void
balie_session_unlock_async (BalieSession       *self,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BALIE_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_unlock_async);

  if (self->login == NULL)
    g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_AUTH, "nobody holds a login");
  else
    self->login->unlock_async (self->login_holder, cancellable, on_unlocked, g_steal_pointer (&task));
}

gboolean
balie_session_unlock_finish (BalieSession *self,
                             GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
delete_cache (GTask *task)
{
  g_autoptr (GError) error = NULL;
  BalieSession *self = g_task_get_source_object (task);

  balie_session_close (self);
  if (balie_cache_delete (self->cache, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_forgotten (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieSession *self = g_task_get_source_object (task);

  /* A keyring that does not answer must not keep anybody's messages on the disk. */
  if (!self->login->forget_finish (self->login_holder, result, &error))
    g_message ("The login may still be in the keyring: %s", error->message);

  delete_cache (task);
}

static void
forget_login (GTask *task)
{
  BalieSession *self = g_task_get_source_object (task);

  if (self->login == NULL)
    {
      delete_cache (task);
      g_object_unref (task);
      return;
    }

  self->login->forget_async (self->login_holder, NULL, on_forgotten, task);
}

static void
on_ended (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, &error);

  if (answer == NULL)
    g_message ("The session ends on the server by itself: %s", error->message);

  forget_login (user_data);
}

void
balie_session_sign_out_async (BalieSession       *self,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  GTask   *task;
  gboolean reached;

  g_return_if_fail (BALIE_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_sign_out_async);
  /* Half signed out is no state that anybody wants. */
  g_task_set_check_cancellable (task, FALSE);

  reached = balie_sync_get_reached (self->sync);
  balie_sync_stop (self->sync);
  balie_outbox_stop (self->outbox);
  balie_upload_queue_stop (self->uploads);
  if (reached)
    balie_transport_request_async (self->transport, "DELETE", "/v1/sessions/current", NULL, NULL, cancellable, on_ended, task);
  else
    forget_login (task);
}

gboolean
balie_session_sign_out_finish (BalieSession *self,
                               GAsyncResult *result,
                               GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
