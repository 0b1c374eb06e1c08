/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All messages of a conversation at once, for paper. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

static void read_older (GTask *task);

static GPtrArray *
list_messages (BalieThread *thread)
{
  GListModel *items = G_LIST_MODEL (thread);
  guint       n_items = g_list_model_get_n_items (items);
  GPtrArray  *messages = g_ptr_array_new_full (n_items, (GDestroyNotify)balie_message_unref);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (BalieThreadItem) item = g_list_model_get_item (items, i);

      g_ptr_array_add (messages, balie_message_ref (balie_thread_item_get_message (item)));
    }

  return messages;
}

static void
on_older (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieThread *thread = BALIE_THREAD (source);

  if (!balie_thread_load_older_finish (thread, result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (balie_thread_get_has_older (thread))
    read_older (g_steal_pointer (&task));
  else
    g_task_return_pointer (task, list_messages (thread), (GDestroyNotify)g_ptr_array_unref);
}

static void
read_older (GTask *task)
{
  balie_thread_load_older_async (g_task_get_task_data (task), g_task_get_cancellable (task), on_older, task);
}

/* A thread of its own, so that the one on the screen does not grow. */
void
balie_session_read_all_async (BalieSession       *self,
                              const char         *conversation,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  BalieConversationItem *item;

  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (conversation != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_read_all_async);
  item = balie_session_find_conversation (self, conversation);
  if (item == NULL)
    {
      g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_NOT_FOUND, "there is no such conversation");
      return;
    }

  g_task_set_task_data (task, balie_session_new_thread (self, item), g_object_unref);
  read_older (g_steal_pointer (&task));
}

GPtrArray *
balie_session_read_all_finish (BalieSession *self,
                               GAsyncResult *result,
                               GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
