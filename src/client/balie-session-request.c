/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a request besides answering: its status, its rating. At once or not at all, for it rests on what the person sees. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

#include "balie-conversation-table.h"
#include "balie-error.h"

/* What comes at the end of the task: done, or what stood against it. */
typedef struct
{
  char   *conversation;
  GError *conflict;
} RequestChange;

static void
request_change_free (RequestChange *change)
{
  g_free (change->conversation);
  g_clear_error (&change->conflict);
  g_free (change);
}

static gpointer
put_job (BalieDb *db,
         gpointer data,
         GError **error)
{
  return balie_conversation_table_put (db, data, error);
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieConversation) conversation = NULL;
  BalieSession  *self = g_task_get_source_object (task);
  RequestChange *change = g_task_get_task_data (task);

  conversation = balie_cache_write_finish (self->cache, result, &error);
  if (conversation != NULL)
    balie_session_put_conversation (self, conversation);
  else
    g_message ("A changed request could not be kept; its event brings it again: %s", error->message);

  if (change->conflict != NULL)
    g_task_return_error (task, g_steal_pointer (&change->conflict));
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
store (GTask       *task,
       BalieAnswer *answer,
       GError     **error)
{
  BalieSession  *self = g_task_get_source_object (task);
  RequestChange *change = g_task_get_task_data (task);
  g_autoptr (BalieConversation) conversation = NULL;
  g_autoptr (BalieJsonReader) reader = NULL;
  gsize       length = 0;
  const char *text = answer->body != NULL ? g_bytes_get_data (answer->body, &length) : "";

  reader = balie_json_reader_new (text, length, BALIE_JSON_READER_NONE, error);
  if (reader == NULL)
    return FALSE;

  conversation = balie_conversation_read (reader, NULL);
  if (balie_json_reader_ok (reader) && g_strcmp0 (conversation->id, change->conversation) != 0)
    balie_json_reader_fail (reader, "id", "is another conversation");
  if (!balie_json_reader_finish (reader, error))
    return FALSE;

  balie_cache_write_async (self->cache, put_job, g_steal_pointer (&conversation), (GDestroyNotify)balie_conversation_unref,
                           (GDestroyNotify)balie_conversation_unref, NULL, on_stored, task);

  return TRUE;
}

static void
on_looked_again (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, &error);

  if (answer != NULL && balie_answer_check (answer, &error) && store (task, answer, &error))
    {
      g_steal_pointer (&task);
      return;
    }

  g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, &error);
  RequestChange *change = g_task_get_task_data (task);
  GCancellable  *cancellable;

  if (answer != NULL && balie_answer_check (answer, &error) && store (task, answer, &error))
    {
      g_steal_pointer (&task);
      return;
    }

  if (!g_error_matches (error, BALIE_ERROR, BALIE_ERROR_CONFLICT))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  change->conflict = g_steal_pointer (&error);
  path = g_strdup_printf ("/v1/conversations/%s", change->conversation);
  cancellable = g_task_get_cancellable (task);
  balie_transport_request_async (BALIE_TRANSPORT (source), "GET", path, NULL, NULL, cancellable, on_looked_again, g_steal_pointer (&task));
}

static GTask *
task_new (BalieSession       *self,
          const char         *conversation,
          gpointer            source_tag,
          GCancellable       *cancellable,
          GAsyncReadyCallback callback,
          gpointer            user_data)
{
  GTask         *task = g_task_new (self, cancellable, callback, user_data);
  RequestChange *change = g_new0 (RequestChange, 1);

  g_task_set_source_tag (task, source_tag);
  change->conversation = g_strdup (conversation);
  g_task_set_task_data (task, change, (GDestroyNotify)request_change_free);
  return task;
}

/* Returns NULL, and fails the task, for what has not reached the server. */
static BalieConversationItem *
find_known (GTask      *task,
            const char *conversation)
{
  BalieConversationItem *item = balie_session_find_conversation (g_task_get_source_object (task), conversation);

  if (item != NULL && !balie_conversation_item_get_pending (item))
    return item;

  g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_NOT_FOUND, "the server does not know this request yet");
  return NULL;
}

void
balie_session_set_status_async (BalieSession       *self,
                                const char         *conversation,
                                BalieStatus         status,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autoptr (GBytes) body = NULL;
  g_autofree char       *path = NULL;
  g_autofree char       *tag = NULL;
  BalieConversationItem *item;

  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (conversation != NULL);

  task = task_new (self, conversation, balie_session_set_status_async, cancellable, callback, user_data);
  item = find_known (task, conversation);
  if (item == NULL)
    return;

  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_string (writer, "status", balie_status_nicks[status]);
  balie_json_writer_end_object (writer);
  body = balie_json_writer_end_bytes (writer);
  path = g_strdup_printf ("/v1/conversations/%s", conversation);
  tag = g_strdup_printf ("\"v%" G_GINT64_FORMAT "\"", balie_conversation_item_get_conversation (item)->version);
  balie_transport_request_async (self->transport, "PATCH", path, tag, body, cancellable, on_answered, g_steal_pointer (&task));
}

gboolean
balie_session_set_status_finish (BalieSession *self,
                                 GAsyncResult *result,
                                 GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
balie_session_rate_async (BalieSession       *self,
                          const char         *conversation,
                          int                 score,
                          const char         *comment,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autoptr (GBytes) body = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (conversation != NULL);
  g_return_if_fail (score >= 1 && score <= BALIE_RATING_MAX);

  task = task_new (self, conversation, balie_session_rate_async, cancellable, callback, user_data);
  if (find_known (task, conversation) == NULL)
    return;

  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_int (writer, "score", score);
  balie_json_writer_optional_string (writer, "comment", comment);
  balie_json_writer_end_object (writer);
  body = balie_json_writer_end_bytes (writer);
  path = g_strdup_printf ("/v1/conversations/%s/rating", conversation);
  balie_transport_request_async (self->transport, "PUT", path, NULL, body, cancellable, on_answered, g_steal_pointer (&task));
}

gboolean
balie_session_rate_finish (BalieSession *self,
                           GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
