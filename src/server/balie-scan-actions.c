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

static gboolean
set_state (BalieTransaction     *transaction,
           const BalieUploadRow *upload,
           BalieAttachmentState  state,
           GError              **error)
{
  return balie_attachment_store_set_state (transaction->db, upload->attachment->id, state, error) &&
         (upload->message == NULL || tell (transaction, upload->message, error));
}

/* One file is good or bad for all that share it: what was fetched until now is refused as well. */
static gboolean
refuse_file (BalieTransaction *transaction,
             const char       *file,
             GError          **error)
{
  g_autoptr (GPtrArray) uploads = balie_attachment_store_list_sharing (transaction->db, file, error);

  if (uploads == NULL)
    return FALSE;

  for (guint i = 0; i < uploads->len; i++)
    {
      const BalieUploadRow *upload = g_ptr_array_index (uploads, i);

      if (upload->attachment->state != BALIE_ATTACHMENT_REFUSED && !set_state (transaction, upload, BALIE_ATTACHMENT_REFUSED, error))
        return FALSE;
    }
  return TRUE;
}

gpointer
balie_scan_action_settle (BalieTransaction *transaction,
                          gpointer          input,
                          GError          **error)
{
  const BalieScanVerdict *verdict = input;
  g_autoptr (BalieUploadRow) upload = balie_attachment_store_get (transaction->db, verdict->id, error);

  if (upload == NULL || upload->attachment->state != BALIE_ATTACHMENT_CHECKING)
    return NULL;

  if (verdict->state == BALIE_ATTACHMENT_REFUSED)
    refuse_file (transaction, upload->file, error);
  else
    set_state (transaction, upload, verdict->state, error);
  return NULL;
}
