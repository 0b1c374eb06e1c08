/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message or new request on its way to the server. */
#pragma once

#include "balie-conversation.h"
#include "balie-draft.h"
#include "balie-error.h"
#include "balie-message.h"

G_BEGIN_DECLS

/**
 * BalieOutboxState:
 * @BALIE_OUTBOX_WAITING: has never left this machine
 * @BALIE_OUTBOX_ATTEMPTED: may have reached the server; goes out again until there is an answer
 * @BALIE_OUTBOX_REFUSED: the server will not have it; somebody decides
 * @BALIE_OUTBOX_SENT: the server has it; kept for a while in case the server loses it
 */
typedef enum {
  BALIE_OUTBOX_WAITING,
  BALIE_OUTBOX_ATTEMPTED,
  BALIE_OUTBOX_REFUSED,
  BALIE_OUTBOX_SENT,
} BalieOutboxState;

extern const char *const balie_outbox_state_nicks[];

/**
 * BalieOutboxEntry:
 * @ordinal: order of sending, given by the database; 0 for not yet
 * @message: UUID of the message
 * @conversation: UUID of its conversation, which a request makes
 * @is_request: whether it makes its conversation
 * @kind: of a request: question or problem
 * @subject: (nullable): of a request
 * @category: (nullable): of a request
 * @urgency: (nullable): of a request
 * @follows: (nullable): of a request: id of the closed one that it goes on from
 * @text: of the message
 * @reply_to: (nullable): id of the message it quotes
 * @diagnostics: (nullable): technical details that go with it
 * @left_out: (nullable): names of those that its author left out, as in [struct@Draft]
 * @attachments: (element-type BalieAttachment): what its files become, possibly empty; not in the table of the outbox
 * @created_at: milliseconds since 1970
 * @state: how far it is
 * @error_code: of a refused one
 * @error_type: (nullable): of the server's problem
 * @sent_at: when the server had it, milliseconds since 1970; 0 for not yet
 */
typedef struct
{
  gint64                ordinal;
  char                 *message;
  char                 *conversation;
  gboolean              is_request;
  BalieConversationKind kind;
  char                 *subject;
  char                 *category;
  char                 *urgency;
  char                 *follows;
  char                 *text;
  char                 *reply_to;
  BalieDiagnostics     *diagnostics;
  char                 *left_out;
  GPtrArray            *attachments;
  gint64                created_at;
  BalieOutboxState      state;
  BalieError            error_code;
  char                 *error_type;
  gint64                sent_at;
} BalieOutboxEntry;

/**
 * balie_outbox_entry_new:
 *
 * Returns: (transfer full): an entry that waits, with an id of its own, to be filled in
 */
BalieOutboxEntry *balie_outbox_entry_new (const char *conversation,
                                          const char *text,
                                          gint64      created_at);
BalieOutboxEntry *balie_outbox_entry_copy (const BalieOutboxEntry *self);
void              balie_outbox_entry_free (BalieOutboxEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieOutboxEntry, balie_outbox_entry_free)

/**
 * balie_outbox_entry_get_draft_key:
 *
 * Returns: (transfer none): key of the draft that it was made from, and becomes again when it is taken back
 */
const char *balie_outbox_entry_get_draft_key (const BalieOutboxEntry *self);

/**
 * balie_outbox_entry_dup_path:
 *
 * Returns: (transfer full): where it is PUT
 */
char *balie_outbox_entry_dup_path (const BalieOutboxEntry *self);

/**
 * balie_outbox_entry_dup_body:
 *
 * Returns: (transfer full): what is PUT; the same bytes each time
 */
GBytes *balie_outbox_entry_dup_body (const BalieOutboxEntry *self);

/**
 * balie_outbox_entry_dup_draft:
 *
 * Returns: (transfer full): what was typed
 */
BalieDraft *balie_outbox_entry_dup_draft (const BalieOutboxEntry *self);

/**
 * balie_outbox_entry_to_message:
 * @number: number_in_conversation, 0 while the server has not told it
 * @sent_at: milliseconds since 1970
 *
 * Returns: (transfer full): the message as it stands in a thread
 */
BalieMessage *balie_outbox_entry_to_message (const BalieOutboxEntry *self,
                                             BaliePerson            *author,
                                             gint64                  number,
                                             gint64                  sent_at);

/**
 * balie_outbox_entry_to_conversation:
 *
 * Returns: (transfer full): for a request: how its conversation stands in lists until the server tells
 */
BalieConversation *balie_outbox_entry_to_conversation (const BalieOutboxEntry *self,
                                                       BaliePerson            *customer);

G_END_DECLS
