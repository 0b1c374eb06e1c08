/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with the messages of a conversation. */
#pragma once

#include "balie-diagnostics.h"
#include "balie-reply.h"
#include "balie-transaction.h"

G_BEGIN_DECLS

/* Each action runs inside a transaction on a thread of the database, as a #BalieAction does. A refusal, such as 404 for what is not the
 * caller's, comes as an error of %BALIE_REFUSAL. */

/**
 * BalieMessageInput:
 * @id: UUID that the client chose
 * @conversation: id
 * @text: checked
 * @reply_to: (nullable): id of the message that it quotes
 * @attachments: (nullable) (element-type utf8): ids
 * @attachments_size: most bytes of them together
 * @diagnostics: (nullable): technical details that go with it, checked
 * @internal: whether it is a note among staff
 */
typedef struct
{
  char             *id;
  char             *conversation;
  char             *text;
  char             *reply_to;
  GPtrArray        *attachments;
  gint64            attachments_size;
  BalieDiagnostics *diagnostics;
  gboolean          internal;
} BalieMessageInput;

BalieMessageInput *balie_message_input_new (const char *id,
                                            const char *conversation,
                                            const char *text);
void               balie_message_input_free (BalieMessageInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieMessageInput, balie_message_input_free)

/**
 * balie_message_action_put:
 * @input: (type BalieMessageInput):
 *
 * Writes a message, once for ever: 201, or 200 when it was there, with the message.
 */
gpointer balie_message_action_put (BalieTransaction *transaction,
                                   gpointer          input,
                                   GError          **error);

/**
 * BalieMessagePage:
 * @conversation: id
 * @before: number_in_conversation; G_MAXINT64 for the newest
 * @limit: most messages
 */
typedef struct
{
  char  *conversation;
  gint64 before;
  guint  limit;
} BalieMessagePage;

void balie_message_page_free (BalieMessagePage *self);

/**
 * balie_message_action_list:
 * @input: (type BalieMessagePage):
 *
 * Reads a page of messages.
 */
gpointer balie_message_action_list (BalieTransaction *transaction,
                                    gpointer          input,
                                    GError          **error);

/**
 * BalieReadInput:
 * @conversation: id
 * @up_to: number_in_conversation
 */
typedef struct
{
  char  *conversation;
  gint64 up_to;
} BalieReadInput;

BalieReadInput *balie_read_input_new (const char *conversation,
                                      gint64      up_to);
void            balie_read_input_free (BalieReadInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieReadInput, balie_read_input_free)

/**
 * balie_message_action_read:
 * @input: (type BalieReadInput):
 *
 * Moves the mark of the caller's side: 204.
 */
gpointer balie_message_action_read (BalieTransaction *transaction,
                                    gpointer          input,
                                    GError          **error);

G_END_DECLS
