/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message or new request on its way to the server. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-outbox-entry.h"

#include "balie-json-writer.h"
#include "balie-text.h"

/* As much of a text as a list shows. */
#define PREVIEW_LENGTH 200

const char *const balie_outbox_state_nicks[] = {
  "waiting",
  "attempted",
  "refused",
  "sent",
  NULL,
};

BalieOutboxEntry *
balie_outbox_entry_new (const char *conversation,
                        const char *text,
                        gint64      created_at)
{
  BalieOutboxEntry *self = g_new0 (BalieOutboxEntry, 1);

  self->message = g_uuid_string_random ();
  self->conversation = g_strdup (conversation);
  self->text = g_strdup (text);
  self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_attachment_unref);
  self->created_at = created_at;

  return self;
}

BalieOutboxEntry *
balie_outbox_entry_copy (const BalieOutboxEntry *self)
{
  BalieOutboxEntry *copy = g_new0 (BalieOutboxEntry, 1);

  *copy = *self;
  copy->message = g_strdup (self->message);
  copy->conversation = g_strdup (self->conversation);
  copy->subject = g_strdup (self->subject);
  copy->category = g_strdup (self->category);
  copy->urgency = g_strdup (self->urgency);
  copy->follows = g_strdup (self->follows);
  copy->text = g_strdup (self->text);
  copy->reply_to = g_strdup (self->reply_to);
  copy->diagnostics = self->diagnostics != NULL ? balie_diagnostics_ref (self->diagnostics) : NULL;
  copy->left_out = g_strdup (self->left_out);
  copy->attachments = g_ptr_array_ref (self->attachments);
  copy->error_type = g_strdup (self->error_type);

  return copy;
}

void
balie_outbox_entry_free (BalieOutboxEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->message);
  g_free (self->conversation);
  g_free (self->subject);
  g_free (self->category);
  g_free (self->urgency);
  g_free (self->follows);
  g_free (self->text);
  g_free (self->reply_to);
  g_clear_pointer (&self->diagnostics, balie_diagnostics_unref);
  g_free (self->left_out);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_free (self->error_type);
  g_free (self);
}

const char *
balie_outbox_entry_get_draft_key (const BalieOutboxEntry *self)
{
  if (!self->is_request)
    return self->conversation;

  return self->kind == BALIE_CONVERSATION_PROBLEM ? BALIE_DRAFT_NEW_PROBLEM : BALIE_DRAFT_NEW_QUESTION;
}

char *
balie_outbox_entry_dup_path (const BalieOutboxEntry *self)
{
  if (self->is_request)
    return g_strdup_printf ("/v1/conversations/%s", self->conversation);

  return g_strdup_printf ("/v1/conversations/%s/messages/%s", self->conversation, self->message);
}

/* What a message consists of, whether it goes by itself or makes a request. */
static void
write_content (const BalieOutboxEntry *self,
               BalieJsonWriter        *writer)
{
  balie_json_writer_string (writer, "text", self->text);
  if (self->attachments->len > 0)
    {
      balie_json_writer_begin_array (writer, "attachments");
      for (guint i = 0; i < self->attachments->len; i++)
        balie_json_writer_string (writer, NULL, ((BalieAttachment *)g_ptr_array_index (self->attachments, i))->id);
      balie_json_writer_end_array (writer);
    }
  if (self->diagnostics != NULL)
    balie_diagnostics_write (self->diagnostics, writer, "diagnostics");
}

GBytes *
balie_outbox_entry_dup_body (const BalieOutboxEntry *self)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  balie_json_writer_begin_object (writer, NULL);
  if (self->is_request)
    {
      balie_json_writer_string (writer, "kind", balie_conversation_kind_nicks[self->kind]);
      balie_json_writer_string (writer, "subject", self->subject);
      balie_json_writer_optional_string (writer, "category", self->category);
      balie_json_writer_optional_string (writer, "urgency", self->urgency);
      balie_json_writer_optional_string (writer, "follows", self->follows);
      balie_json_writer_begin_object (writer, "message");
      balie_json_writer_string (writer, "id", self->message);
      write_content (self, writer);
      balie_json_writer_end_object (writer);
    }
  else
    {
      write_content (self, writer);
      balie_json_writer_optional_string (writer, "reply_to", self->reply_to);
    }
  balie_json_writer_end_object (writer);

  return balie_json_writer_end_bytes (writer);
}

BalieDraft *
balie_outbox_entry_dup_draft (const BalieOutboxEntry *self)
{
  BalieDraft *draft = balie_draft_new (self->subject, self->text);

  draft->category = g_strdup (self->category);
  draft->urgency = g_strdup (self->urgency);
  draft->follows = g_strdup (self->follows);
  draft->diagnostics = g_strdup (self->left_out);

  return draft;
}

BalieMessage *
balie_outbox_entry_to_message (const BalieOutboxEntry *self,
                               BaliePerson            *author,
                               gint64                  number,
                               gint64                  sent_at)
{
  BalieMessage *message = balie_message_new ();

  message->id = g_strdup (self->message);
  message->conversation = g_strdup (self->conversation);
  message->number = number;
  message->author = balie_person_ref (author);
  message->text = g_strdup (self->text);
  message->sent_at = sent_at;
  message->reply_to = g_strdup (self->reply_to);
  for (guint i = 0; i < self->attachments->len; i++)
    g_ptr_array_add (message->attachments, balie_attachment_ref (g_ptr_array_index (self->attachments, i)));
  if (self->diagnostics != NULL)
    message->diagnostics = balie_diagnostics_ref (self->diagnostics);

  return message;
}

BalieConversation *
balie_outbox_entry_to_conversation (const BalieOutboxEntry *self,
                                    BaliePerson            *customer)
{
  BalieConversation *conversation = balie_conversation_new ();

  g_return_val_if_fail (self->is_request, conversation);

  conversation->id = g_strdup (self->conversation);
  conversation->kind = self->kind;
  conversation->subject = g_strdup (self->subject);
  conversation->status = BALIE_STATUS_OPEN;
  conversation->category = g_strdup (self->category);
  conversation->urgency = g_strdup (self->urgency);
  conversation->follows = g_strdup (self->follows);
  conversation->customer = balie_person_ref (customer);
  conversation->created_at = self->created_at;
  conversation->changed_at = self->created_at;
  conversation->last.author = balie_person_ref (customer);
  conversation->last.text = balie_text_dup_line (self->text, PREVIEW_LENGTH);
  conversation->last.sent_at = self->created_at;

  return conversation;
}
