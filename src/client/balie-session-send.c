/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does in a session: send, mark, type. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

#include "balie-clock.h"
#include "balie-conversation-table.h"
#include "balie-error.h"
#include "balie-text.h"

/* What the server takes at most. */
#define TYPING_INTERVAL (2 * G_TIME_SPAN_SECOND)

/* Limits of a desk that was never seen; the server's own hold anyway. */
#define DEFAULT_MESSAGE_LIMIT 16384
#define DEFAULT_SUBJECT_LIMIT 250

typedef struct
{
  char *id;        /* of what is made */
  char *draft_key; /* of the draft that goes with it */
} Sending;

static void
sending_free (Sending *sending)
{
  g_free (sending->id);
  g_free (sending->draft_key);
  g_free (sending);
}

static gboolean
check_text (const char *text,
            gint64      limit,
            gboolean    may_be_empty,
            GError    **error)
{
  gsize length;

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_INVALID, "the text is no UTF-8");
      return FALSE;
    }

  length = balie_text_get_length (text);
  if (length == 0 && !may_be_empty)
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_INVALID, "the text is empty");
      return FALSE;
    }

  if (length > (gsize)limit)
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_LIMIT, "the text is too long");
      return FALSE;
    }

  return TRUE;
}

static gint64
get_message_limit (BalieSession *self)
{
  return self->desk != NULL ? self->desk->limits.message : DEFAULT_MESSAGE_LIMIT;
}

static gint64
get_subject_limit (BalieSession *self)
{
  return self->desk != NULL ? self->desk->limits.subject : DEFAULT_SUBJECT_LIMIT;
}

static gboolean
has_files (BalieSession *self,
           const char   *draft_key)
{
  return g_list_model_get_n_items (balie_upload_queue_get_files (self->uploads, draft_key)) > 0;
}

static void
on_added (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieSession     *self = g_task_get_source_object (task);
  Sending          *sending = g_task_get_task_data (task);
  gboolean          added = balie_outbox_add_finish (self->outbox, result, &error);
  const BalieDraft *typed = NULL;

  balie_draft_keeper_release (self->drafts, sending->draft_key, added);
  if (!added)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Something may have been typed since. */
  balie_draft_keeper_peek (self->drafts, sending->draft_key, &typed);
  balie_session_show_draft (self, sending->draft_key, typed);
  g_task_return_pointer (task, g_steal_pointer (&sending->id), g_free);
}

/* Commits @entry; the task is answered with @id. */
static void
send_entry (GTask            *task,
            BalieOutboxEntry *entry,
            const char       *id)
{
  const char       *draft_key = balie_outbox_entry_get_draft_key (entry);
  BalieSession     *self = g_task_get_source_object (task);
  Sending          *sending = g_new0 (Sending, 1);
  const BalieDraft *typed = NULL;

  sending->id = g_strdup (id);
  sending->draft_key = g_strdup (draft_key);
  g_task_set_task_data (task, sending, (GDestroyNotify)sending_free);
  /* Once it is committed it is sent, whoever has lost interest. */
  g_task_set_check_cancellable (task, FALSE);

  if (entry->diagnostics != NULL && balie_draft_keeper_peek (self->drafts, draft_key, &typed) && typed != NULL)
    entry->left_out = g_strdup (typed->diagnostics);
  balie_draft_keeper_hold (self->drafts, draft_key);
  balie_outbox_add_async (self->outbox, entry, draft_key, NULL, on_added, task);
}

void
balie_session_send_message_async (BalieSession       *self,
                                  const char         *conversation,
                                  const char         *text,
                                  const char         *reply_to,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  BalieOutboxEntry *entry;

  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (conversation != NULL);
  g_return_if_fail (text != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_send_message_async);

  if (!check_text (text, get_message_limit (self), has_files (self, conversation), &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  entry = balie_outbox_entry_new (conversation, text, balie_session_get_now (self));
  entry->reply_to = g_strdup (reply_to);
  send_entry (g_steal_pointer (&task), entry, entry->message);
}

char *
balie_session_send_message_finish (BalieSession *self,
                                   GAsyncResult *result,
                                   GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static BalieOutboxEntry *
make_request (BalieSession          *self,
              const char            *id,
              const BalieNewRequest *request)
{
  BalieOutboxEntry *entry = balie_outbox_entry_new (id, request->text, balie_session_get_now (self));

  entry->is_request = TRUE;
  entry->kind = request->kind;
  entry->subject = g_strdup (request->subject);
  entry->category = g_strdup (request->category);
  entry->urgency = g_strdup (request->urgency);
  entry->follows = g_strdup (request->follows);
  if (request->diagnostics != NULL)
    entry->diagnostics = balie_diagnostics_ref (request->diagnostics);

  return entry;
}

void
balie_session_send_request_async (BalieSession          *self,
                                  const BalieNewRequest *request,
                                  GCancellable          *cancellable,
                                  GAsyncReadyCallback    callback,
                                  gpointer               user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_uuid_string_random ();

  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (request != NULL);
  g_return_if_fail (request->kind == BALIE_CONVERSATION_QUESTION || request->kind == BALIE_CONVERSATION_PROBLEM);
  g_return_if_fail (request->subject != NULL);
  g_return_if_fail (request->text != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_send_request_async);

  if (!check_text (request->subject, get_subject_limit (self), FALSE, &error) ||
      !check_text (request->text, get_message_limit (self), FALSE, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  send_entry (g_steal_pointer (&task), make_request (self, id, request), id);
}

char *
balie_session_send_request_finish (BalieSession *self,
                                   GAsyncResult *result,
                                   GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
balie_session_mark_seen (BalieSession *self,
                         const char   *conversation,
                         gint64        up_to)
{
  BalieConversationItem *item;

  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (conversation != NULL);

  item = balie_session_find_conversation (self, conversation);
  if (item == NULL || self->closed || up_to <= balie_conversation_item_get_conversation (item)->read_own)
    return;

  if (balie_read_marks_raise (self->read_marks, conversation, up_to))
    balie_session_put_conversation (self, balie_conversation_item_get_conversation (item));
}

static void
on_typing_told (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, NULL);

  /* It is of no use later, so nobody cares whether it arrived. */
}

void
balie_session_notify_typing (BalieSession *self,
                             const char   *conversation)
{
  gint64           now = g_get_monotonic_time ();
  g_autofree char *path = NULL;
  const gint64    *last;

  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (conversation != NULL);

  if (self->connection != BALIE_CONNECTION_ONLINE)
    return;

  last = g_hash_table_lookup (self->typed, conversation);
  if (last != NULL && now - *last < TYPING_INTERVAL)
    return;

  g_hash_table_insert (self->typed, g_strdup (conversation), g_memdup2 (&now, sizeof now));
  path = g_strdup_printf ("/v1/conversations/%s/typing", conversation);
  balie_transport_request_async (self->transport, "POST", path, NULL, NULL, self->cancellable, on_typing_told, NULL);
}
