/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the scan command does with attachments. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-scan-actions.h"

#include "balie-attachment-store.h"
#include "balie-conversation-store.h"
#include "balie-message-store.h"

BalieScanVerdict *
balie_scan_verdict_new (const char          *id,
                        BalieAttachmentState state)
{
  BalieScanVerdict *self = g_new0 (BalieScanVerdict, 1);

  self->id = g_strdup (id);
  self->state = state;
  return self;
}

void
balie_scan_verdict_free (BalieScanVerdict *self)
{
  g_free (self->id);
  g_free (self);
}

gpointer
balie_scan_action_list (BalieTransaction *transaction,
                        gpointer          input,
                        GError          **error)
{
  return balie_attachment_store_list_checking (transaction->db, error);
}

static gboolean
emit_to (BalieTransaction        *transaction,
         const BalieConversation *conversation,
         BalieMessage            *message,
         BalieRole                role,
         GError                 **error)
{
  g_autoptr (BalieEvent) event = balie_event_new ();

  event->type = BALIE_EVENT_MESSAGE_CHANGED;
  event->at = transaction->now;
  event->message = balie_message_ref (message);
  event->conversation = balie_conversation_store_view (conversation, role);
  return balie_transaction_emit (transaction, role == BALIE_ROLE_STAFF ? BALIE_STREAM_DESK : conversation->customer->id, event, error) != 0;
}

/* The message is another one now, its conversation is not. A note is for staff. */
static gboolean
tell (BalieTransaction *transaction,
      const char       *id,
      GError          **error)
{
  g_autoptr (BalieMessageRow) row = balie_message_store_get (transaction->db, id, error);
  g_autoptr (BalieConversation) conversation = NULL;

  if (row != NULL)
    conversation = balie_conversation_store_get (transaction->db, row->message->conversation, error);
  return conversation != NULL &&
         (row->message->internal || emit_to (transaction, conversation, row->message, BALIE_ROLE_CUSTOMER, error)) &&
         emit_to (transaction, conversation, row->message, BALIE_ROLE_STAFF, error);
}

gpointer
balie_scan_action_settle (BalieTransaction *transaction,
                          gpointer          input,
                          GError          **error)
{
  const BalieScanVerdict *verdict = input;
  g_autoptr (BalieUploadRow) upload = balie_attachment_store_get (transaction->db, verdict->id, error);

  if (upload != NULL && upload->attachment->state == BALIE_ATTACHMENT_CHECKING &&
      balie_attachment_store_set_state (transaction->db, verdict->id, verdict->state, error) && upload->message != NULL)
    tell (transaction, upload->message, error);
  return NULL;
}
