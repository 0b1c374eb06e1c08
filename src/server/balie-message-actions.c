/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with the messages of a conversation. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-message-actions.h"

#include "balie-conversation-actions.h"
#include "balie-conversation-store.h"
#include "balie-digest.h"
#include "balie-posting.h"
#include "balie-read-store.h"
#include "balie-refusal.h"
#include "balie-upload-actions.h"

BalieMessageInput *
balie_message_input_new (const char *id,
                         const char *conversation,
                         const char *text)
{
  BalieMessageInput *self = g_new0 (BalieMessageInput, 1);

  self->id = g_strdup (id);
  self->conversation = g_strdup (conversation);
  self->text = g_strdup (text);
  return self;
}

void
balie_message_input_free (BalieMessageInput *self)
{
  g_free (self->id);
  g_free (self->conversation);
  g_free (self->text);
  g_free (self->reply_to);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_pointer (&self->diagnostics, balie_diagnostics_unref);
  g_free (self);
}

void
balie_message_page_free (BalieMessagePage *self)
{
  g_free (self->conversation);
  g_free (self);
}

BalieReadInput *
balie_read_input_new (const char *conversation,
                      gint64      up_to)
{
  BalieReadInput *self = g_new0 (BalieReadInput, 1);

  self->conversation = g_strdup (conversation);
  self->up_to = up_to;
  return self;
}

void
balie_read_input_free (BalieReadInput *self)
{
  g_free (self->conversation);
  g_free (self);
}

static char *
input_digest (const BalieMessageInput *input,
              const BalieCaller       *caller)
{
  const char *const fields[] = {caller->account, input->conversation, input->text, input->reply_to, input->internal ? "internal" : NULL};

  return balie_digest_post (fields, G_N_ELEMENTS (fields), input->attachments, NULL, input->diagnostics);
}

static BalieReply *
reply_with (guint                  status,
            const BalieMessageRow *row,
            const BalieCaller     *caller)
{
  return balie_reply_new_message (status, row->message, balie_caller_is_staff (caller) ? row->staff_seq : row->customer_seq);
}

/* The id is taken. By the same message: say so. By another one of the caller's: the id cannot be used. By somebody
 * else's: that there is such a thing is not for the caller to know. */
static BalieReply *
answer_taken (BalieTransaction      *transaction,
              const BalieMessageRow *row,
              const char            *digest,
              GError               **error)
{
  g_autoptr (BalieConversation) conversation = balie_conversation_action_find (transaction, row->message->conversation, error);

  if (conversation == NULL)
    return NULL;
  if (g_str_equal (row->digest, digest))
    return reply_with (200, row, transaction->caller);

  g_propagate_error (error, balie_refusal_new (422, "id-reused", "There is another message with this id"));
  return NULL;
}

static gboolean
check_reply_to (BalieTransaction        *transaction,
                const BalieMessageInput *input,
                GError                 **error)
{
  g_autoptr (BalieMessageRow) quoted = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieProblem) problem = NULL;

  if (input->reply_to == NULL)
    return TRUE;

  quoted = balie_message_store_get (transaction->db, input->reply_to, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  /* A note may be quoted by a note alone. */
  if (quoted != NULL && g_str_equal (quoted->message->conversation, input->conversation) && (!quoted->message->internal || input->internal))
    return TRUE;

  problem = balie_problem_new (422, "invalid", "The message that this one replies to is not there");
  balie_problem_add_error (problem, "/reply_to", "must be a message of this conversation");
  g_propagate_error (error, balie_refusal_new_from_problem (problem));
  return FALSE;
}

/* A note stands beside the conversation and changes nothing that a customer could see: no number, version or event. */
static BalieReply *
put_note (BalieTransaction        *transaction,
          const BalieMessageInput *input,
          const BalieConversation *conversation,
          const char              *digest,
          GError                 **error)
{
  g_autoptr (BalieMessageRow) row = balie_message_row_new ();
  g_autoptr (BalieEvent) event = balie_event_new ();
  BalieMessage *message = row->message;

  message->id = g_strdup (input->id);
  message->conversation = g_strdup (conversation->id);
  message->after = conversation->count;
  message->author = balie_transaction_find_author (transaction, error);
  if (message->author == NULL)
    return NULL;

  message->text = g_strdup (input->text);
  message->sent_at = transaction->now;
  message->reply_to = g_strdup (input->reply_to);
  message->internal = TRUE;
  row->digest = g_strdup (digest);
  row->staff_seq = balie_transaction_take_seq (transaction, BALIE_STREAM_DESK, error);
  if (row->staff_seq == 0 || !balie_message_store_insert (transaction->db, row, error) ||
      !balie_upload_action_hang (transaction, message, input->attachments, input->attachments_size, error))
    return NULL;

  event->type = BALIE_EVENT_MESSAGE_CREATED;
  event->at = transaction->now;
  event->message = balie_message_ref (message);
  event->conversation = balie_conversation_store_view (conversation, BALIE_ROLE_STAFF);
  if (!balie_transaction_emit_at (transaction, BALIE_STREAM_DESK, row->staff_seq, event, error))
    return NULL;

  return reply_with (201, row, transaction->caller);
}

/* What a message does to its request: whoever of the staff answers first takes it on, and an answer of the customer wakes it up. Said
 * before the message, so that the message itself stays the last thing that was said. */
static gboolean
take_on (BaliePosting     *posting,
         BalieTransaction *transaction,
         GError          **error)
{
  const BalieCaller *caller = transaction->caller;
  g_autoptr (BaliePerson) person = NULL;

  if (posting->conversation->kind == BALIE_CONVERSATION_CHAT || !balie_caller_is_staff (caller) || posting->conversation->assignee != NULL)
    return TRUE;

  person = balie_transaction_find_author (transaction, error);
  return person != NULL && balie_posting_assign (posting, person, error);
}

static gboolean
wake_up (BaliePosting      *posting,
         const BalieCaller *caller,
         GError           **error)
{
  const BalieConversation *conversation = posting->conversation;

  if (conversation->kind == BALIE_CONVERSATION_CHAT || balie_caller_is_staff (caller))
    return TRUE;
  if (conversation->status == BALIE_STATUS_WAITING)
    return balie_posting_set_status (posting, conversation->assignee != NULL ? BALIE_STATUS_IN_PROGRESS : BALIE_STATUS_OPEN, error);
  if (conversation->status == BALIE_STATUS_SOLVED)
    return balie_posting_set_status (posting, BALIE_STATUS_OPEN, error);
  return TRUE;
}

static BalieReply *
put_new (BalieTransaction        *transaction,
         const BalieMessageInput *input,
         const char              *digest,
         GError                 **error)
{
  const BaliePost post = {
    .id = input->id,
    .text = input->text,
    .reply_to = input->reply_to,
    .attachments = input->attachments,
    .attachments_size = input->attachments_size,
    .diagnostics = input->diagnostics,
    .digest = digest,
  };
  g_autoptr (BalieConversation) conversation = balie_conversation_action_find (transaction, input->conversation, error);
  g_auto (BaliePosting) posting = {0};
  const BalieMessageRow *row;

  if (conversation == NULL || !check_reply_to (transaction, input, error))
    return NULL;
  if (input->internal)
    return put_note (transaction, input, conversation, digest, error);

  if (conversation->status == BALIE_STATUS_CLOSED)
    {
      g_propagate_error (error, balie_refusal_new (409, "conversation-closed", "The request is closed"));
      return NULL;
    }

  balie_posting_init (&posting, transaction, conversation);
  if (!take_on (&posting, transaction, error) || !wake_up (&posting, transaction->caller, error))
    return NULL;

  row = balie_posting_add (&posting, &post, error);
  if (row == NULL || !balie_posting_finish (&posting, error))
    return NULL;

  return reply_with (201, row, transaction->caller);
}

gpointer
balie_message_action_put (BalieTransaction *transaction,
                          gpointer          input,
                          GError          **error)
{
  BalieMessageInput *message = input;
  g_autoptr (BalieMessageRow) taken = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *digest = input_digest (message, transaction->caller);

  taken = balie_message_store_get (transaction->db, message->id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (taken != NULL)
    return answer_taken (transaction, taken, digest, error);

  return put_new (transaction, message, digest, error);
}

gpointer
balie_message_action_list (BalieTransaction *transaction,
                           gpointer          input,
                           GError          **error)
{
  BalieMessagePage *page = input;
  g_autoptr (BalieConversation) conversation = balie_conversation_action_find (transaction, page->conversation, error);
  g_autoptr (GPtrArray) rows = NULL;
  gboolean    more = FALSE;
  BalieReply *reply;

  if (conversation == NULL)
    return NULL;

  rows = balie_message_store_list (transaction->db, conversation->id, page->before, page->limit, balie_caller_is_staff (transaction->caller), &more, error);
  if (rows == NULL)
    return NULL;

  reply = balie_reply_new_document (200);
  balie_json_writer_begin_object (reply->body, NULL);
  balie_json_writer_begin_array (reply->body, "messages");
  for (guint i = 0; i < rows->len; i++)
    {
      const BalieMessageRow *row = g_ptr_array_index (rows, i);

      balie_message_write (row->message, reply->body, NULL);
    }
  balie_json_writer_end_array (reply->body);
  balie_json_writer_boolean (reply->body, "more", more);
  balie_json_writer_end_object (reply->body);
  return reply;
}

static gboolean
emit_read (BalieTransaction        *transaction,
           const BalieConversation *conversation,
           gint64                   up_to,
           GError                 **error)
{
  g_autoptr (BalieEvent) event = balie_event_new ();

  event->type = BALIE_EVENT_READ_MOVED;
  event->at = transaction->now;
  event->conversation_id = g_strdup (conversation->id);
  event->reader = transaction->caller->role;
  event->up_to = up_to;
  return balie_transaction_emit (transaction, conversation->customer->id, event, error) != 0 &&
         balie_transaction_emit (transaction, BALIE_STREAM_DESK, event, error) != 0;
}

gpointer
balie_message_action_read (BalieTransaction *transaction,
                           gpointer          input,
                           GError          **error)
{
  BalieReadInput *mark = input;
  g_autoptr (BalieConversation) conversation = balie_conversation_action_find (transaction, mark->conversation, error);
  gboolean moved = FALSE;

  if (conversation == NULL)
    return NULL;

  if (mark->up_to > conversation->count)
    {
      g_autoptr (BalieProblem) problem = balie_problem_new (422, "invalid", "There is no such message yet");

      balie_problem_add_error (problem, "/up_to", "must not be greater than the conversation's count");
      g_propagate_error (error, balie_refusal_new_from_problem (problem));
      return NULL;
    }

  if (mark->up_to > 0 && !balie_read_store_move (transaction->db, conversation->id, transaction->caller->role, mark->up_to, &moved, error))
    return NULL;
  if (moved && !emit_read (transaction, conversation, mark->up_to, error))
    return NULL;

  return balie_reply_new (204);
}
