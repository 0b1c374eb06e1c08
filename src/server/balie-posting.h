/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts messages into a conversation, with all that goes with it: numbers, status, read marks, versions, events. */
#pragma once

#include "balie-message-store.h"
#include "balie-transaction.h"

G_BEGIN_DECLS

/**
 * BaliePosting:
 * @conversation: as the customer sees it; may be changed until [method@Posting.finish]
 *
 * One change of a conversation, inside a transaction and by its caller, or by the desk itself when it has none. Begin, add, finish; events are rendered at the end, so
 * that each carries the conversation as the whole change leaves it.
 */
typedef struct
{
  BalieConversation *conversation;

  /*< private >*/
  BalieTransaction *transaction;
  GPtrArray        *rows;
  gint64            created_seqs[2];
} BaliePosting;

/**
 * balie_posting_init:
 * @conversation: that exists already
 */
void balie_posting_init (BaliePosting            *self,
                         BalieTransaction        *transaction,
                         const BalieConversation *conversation);

/**
 * balie_posting_init_new:
 * @conversation: to be made, without a message so far
 * @first_message: (nullable): id of the message that comes with it
 * @digest: of the content that the client sent
 *
 * Makes the conversation, too.
 *
 * Returns: whether it was made; @self must be cleared in any case
 */
gboolean balie_posting_init_new (BaliePosting            *self,
                                 BalieTransaction        *transaction,
                                 const BalieConversation *conversation,
                                 const char              *first_message,
                                 const char              *digest,
                                 GError                 **error);
void     balie_posting_clear (BaliePosting *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BaliePosting, balie_posting_clear)

/**
 * BaliePost:
 * @id: UUID
 * @text: what was written
 * @reply_to: (nullable): id of the message that it quotes
 * @attachments: (nullable) (element-type utf8): ids of attachments of the caller's
 * @attachments_size: most bytes of them together
 * @diagnostics: (nullable): technical details that go with it
 * @digest: of the content that the client sent
 *
 * What somebody says. Borrowed.
 */
typedef struct
{
  const char       *id;
  const char       *text;
  const char       *reply_to;
  GPtrArray        *attachments;
  gint64            attachments_size;
  BalieDiagnostics *diagnostics;
  const char       *digest;
} BaliePost;

/**
 * balie_posting_add:
 *
 * Adds a message of the transaction's caller.
 *
 * Returns: (transfer none): the message, with its number and its places in the streams; %NULL on error
 */
const BalieMessageRow *balie_posting_add (BaliePosting    *self,
                                          const BaliePost *post,
                                          GError         **error);

/**
 * balie_posting_add_system:
 * @text: one of the fixed texts of the protocol, such as `received`
 *
 * Adds a message of the desk itself.
 */
gboolean balie_posting_add_system (BaliePosting *self,
                                   const char   *text,
                                   GError      **error);

/**
 * balie_posting_set_status:
 *
 * Changes the status, and adds the system message that says so. Does nothing when it is the status already.
 */
gboolean balie_posting_set_status (BaliePosting *self,
                                   BalieStatus   status,
                                   GError      **error);

/**
 * balie_posting_assign:
 * @assignee: of the staff
 *
 * Changes who is on it, and adds the system message that says so. An open request is in progress from then on.
 */
gboolean balie_posting_assign (BaliePosting *self,
                               BaliePerson  *assignee,
                               GError      **error);

/**
 * balie_posting_unassign:
 *
 * Says that nobody is on it (any more), and adds the system message that says so. What is in progress is open from then on. Does nothing when
 * nobody is.
 */
gboolean balie_posting_unassign (BaliePosting *self,
                                 GError      **error);

/**
 * balie_posting_finish:
 *
 * Writes it all: the conversation with a new version, the mark of the caller's side, the events.
 */
gboolean balie_posting_finish (BaliePosting *self,
                               GError      **error);

G_END_DECLS
