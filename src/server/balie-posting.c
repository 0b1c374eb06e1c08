/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts messages into a conversation, with all that goes with it: numbers, status, read marks, versions, events. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-posting.h"

#include "balie-conversation-store.h"
#include "balie-read-store.h"
#include "balie-text.h"
#include "balie-upload-actions.h"

/* Characters of a message that its conversation shows as its last. */
#define LAST_TEXT_MAX 200

/* Index into what is kept for each of the two streams that an event goes to. */
enum {
  CUSTOMER,
  STAFF,
};

static gboolean
take_seqs (BaliePosting *self,
           gint64       *customer_seq,
           gint64       *staff_seq,
           GError      **error)
{
  *customer_seq = balie_transaction_take_seq (self->transaction, self->conversation->customer->id, error);
  if (*customer_seq == 0)
    return FALSE;

  *staff_seq = balie_transaction_take_seq (self->transaction, BALIE_STREAM_DESK, error);
  return *staff_seq != 0;
}

void
balie_posting_init (BaliePosting            *self,
                    BalieTransaction        *transaction,
                    const BalieConversation *conversation)
{
  *self = (BaliePosting){0};
  self->transaction = transaction;
  self->conversation = balie_conversation_copy (conversation);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_row_free);
}

gboolean
balie_posting_init_new (BaliePosting            *self,
                        BalieTransaction        *transaction,
                        const BalieConversation *conversation,
                        const char              *first_message,
                        const char              *digest,
                        GError                 **error)
{
  balie_posting_init (self, transaction, conversation);
  return balie_conversation_store_insert (transaction->db, conversation, first_message, digest, error) &&
         take_seqs (self, &self->created_seqs[CUSTOMER], &self->created_seqs[STAFF], error);
}

void
balie_posting_clear (BaliePosting *self)
{
  g_clear_pointer (&self->conversation, balie_conversation_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

static const BalieMessageRow *
add_row (BaliePosting    *self,
         BalieMessageRow *row,
         GError         **error)
{
  BalieMessage *message = row->message;

  g_ptr_array_add (self->rows, row);
  message->conversation = g_strdup (self->conversation->id);
  message->number = ++self->conversation->count;
  message->sent_at = self->transaction->now;
  if (!take_seqs (self, &row->customer_seq, &row->staff_seq, error) ||
      !balie_message_store_insert (self->transaction->db, row, error))
    return NULL;
  return row;
}

const BalieMessageRow *
balie_posting_add (BaliePosting    *self,
                   const BaliePost *post,
                   GError         **error)
{
  BaliePerson     *author = balie_transaction_find_author (self->transaction, error);
  BalieMessageRow *row;

  if (author == NULL)
    return NULL;

  row = balie_message_row_new ();
  row->message->id = g_strdup (post->id);
  row->message->author = author;
  row->message->text = g_strdup (post->text);
  row->message->reply_to = g_strdup (post->reply_to);
  row->message->diagnostics = post->diagnostics != NULL ? balie_diagnostics_ref (post->diagnostics) : NULL;
  row->digest = g_strdup (post->digest);
  if (add_row (self, row, error) == NULL ||
      !balie_upload_action_hang (self->transaction, row->message, post->attachments, post->attachments_size, error))
    return NULL;
  return row;
}

gboolean
balie_posting_add_system (BaliePosting *self,
                          const char   *text,
                          GError      **error)
{
  BalieMessageRow *row = balie_message_row_new ();

  row->message->id = g_uuid_string_random ();
  row->message->author = balie_person_new ("", "", BALIE_ROLE_SYSTEM);
  row->message->text = g_strdup (text);
  row->digest = g_strdup ("");
  return add_row (self, row, error) != NULL;
}

static void
change_status (BaliePosting *self,
               BalieStatus   status)
{
  self->conversation->status = status;
  self->conversation->waiting_since = status == BALIE_STATUS_WAITING ? self->transaction->now : 0;
}

gboolean
balie_posting_set_status (BaliePosting *self,
                          BalieStatus   status,
                          GError      **error)
{
  g_autofree char *text = NULL;

  if (self->conversation->status == status)
    return TRUE;

  change_status (self, status);
  text = g_strconcat ("status:", balie_status_nicks[status], NULL);
  return balie_posting_add_system (self, text, error);
}

gboolean
balie_posting_assign (BaliePosting *self,
                      BaliePerson  *assignee,
                      GError      **error)
{
  BalieConversation *conversation = self->conversation;
  g_autofree char   *text = NULL;

  if (conversation->assignee != NULL && g_str_equal (conversation->assignee->id, assignee->id))
    return TRUE;

  g_clear_pointer (&conversation->assignee, balie_person_unref);
  conversation->assignee = balie_person_ref (assignee);
  if (conversation->status == BALIE_STATUS_OPEN)
    change_status (self, BALIE_STATUS_IN_PROGRESS);

  text = g_strconcat ("assigned:", assignee->name, NULL);
  return balie_posting_add_system (self, text, error);
}

gboolean
balie_posting_unassign (BaliePosting *self,
                        GError      **error)
{
  BalieConversation *conversation = self->conversation;

  if (conversation->assignee == NULL)
    return TRUE;

  g_clear_pointer (&conversation->assignee, balie_person_unref);
  if (conversation->status == BALIE_STATUS_IN_PROGRESS)
    change_status (self, BALIE_STATUS_OPEN);
  return balie_posting_add_system (self, "unassigned", error);
}

/* A message without words is shown by what it carries. */
static const char *
get_words (const BalieMessage *message)
{
  const BalieAttachment *first = message->attachments->len > 0 ? g_ptr_array_index (message->attachments, 0) : NULL;

  return first != NULL && *message->text == '\0' ? first->name : message->text;
}

static void
update_last (BaliePosting *self)
{
  BalieLastMessage      *last = &self->conversation->last;
  const BalieMessageRow *row;

  if (self->rows->len == 0)
    return;

  row = g_ptr_array_index (self->rows, self->rows->len - 1);
  g_clear_pointer (&last->author, balie_person_unref);
  g_free (last->text);
  last->number = row->message->number;
  last->author = balie_person_ref (row->message->author);
  last->text = balie_text_dup_line (get_words (row->message), LAST_TEXT_MAX);
  last->sent_at = row->message->sent_at;
}

/* Everything up to the end of the change has been seen by the side that made it. What the desk does by itself, nobody has seen. */
static gboolean
move_mark (BaliePosting *self,
           GError      **error)
{
  BalieConversation *conversation = self->conversation;
  BalieRole          side;

  if (self->rows->len == 0 || self->transaction->caller == NULL)
    return TRUE;

  side = self->transaction->caller->role;
  if (side == BALIE_ROLE_STAFF)
    conversation->read_other = conversation->count;
  else
    conversation->read_own = conversation->count;
  return balie_read_store_move (self->transaction->db, conversation->id, side, conversation->count, NULL, error);
}

static gboolean
emit_to (BaliePosting *self,
         BalieRole     role,
         GError      **error)
{
  const char *stream = role == BALIE_ROLE_STAFF ? BALIE_STREAM_DESK : self->conversation->customer->id;
  gint64      created_seq = self->created_seqs[role == BALIE_ROLE_STAFF ? STAFF : CUSTOMER];
  g_autoptr (BalieConversation) view = balie_conversation_store_view (self->conversation, role);
  g_autoptr (BalieEvent) event = balie_event_new ();

  event->at = self->transaction->now;
  event->conversation = balie_conversation_ref (view);
  event->type = BALIE_EVENT_CONVERSATION_CREATED;
  if (created_seq > 0 && !balie_transaction_emit_at (self->transaction, stream, created_seq, event, error))
    return FALSE;

  event->type = BALIE_EVENT_MESSAGE_CREATED;
  for (guint i = 0; i < self->rows->len; i++)
    {
      const BalieMessageRow *row = g_ptr_array_index (self->rows, i);
      gint64                 seq = role == BALIE_ROLE_STAFF ? row->staff_seq : row->customer_seq;

      g_clear_pointer (&event->message, balie_message_unref);
      event->message = balie_message_ref (row->message);
      if (!balie_transaction_emit_at (self->transaction, stream, seq, event, error))
        return FALSE;
    }

  event->type = BALIE_EVENT_CONVERSATION_CHANGED;
  return created_seq > 0 || self->rows->len > 0 || balie_transaction_emit (self->transaction, stream, event, error) != 0;
}

gboolean
balie_posting_finish (BaliePosting *self,
                      GError      **error)
{
  self->conversation->version++;
  self->conversation->changed_at = self->transaction->now;
  update_last (self);
  return balie_conversation_store_update (self->transaction->db, self->conversation, error) &&
         move_mark (self, error) &&
         emit_to (self, BALIE_ROLE_CUSTOMER, error) &&
         emit_to (self, BALIE_ROLE_STAFF, error);
}
