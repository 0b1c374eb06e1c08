/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with conversations. */
#pragma once

#include "balie-diagnostics.h"
#include "balie-reply.h"
#include "balie-transaction.h"

G_BEGIN_DECLS

/* Each action runs inside a transaction on a thread of the database, as a #BalieAction does. A refusal, such as 404 for what is not the
 * caller's, comes as an error of %BALIE_REFUSAL. */

/**
 * balie_conversation_action_find:
 *
 * Returns: (transfer full) (nullable): the conversation as the customer sees it; a refusal with 404 when the caller may not
 *   see it, or there is none
 */
BalieConversation *balie_conversation_action_find (BalieTransaction *transaction,
                                                   const char       *id,
                                                   GError          **error);

/**
 * BalieConversationInput:
 * @id: UUID that the client chose
 * @kind: question or problem
 * @subject: checked
 * @category: (nullable): checked
 * @urgency: (nullable): checked
 * @message: id of the first message
 * @text: of the first message, checked
 * @attachments: (nullable) (element-type utf8): ids of those of the first message
 * @attachments_size: most bytes of them together
 * @diagnostics: (nullable): technical details that go with the first message, checked
 * @follows: (nullable): id of the request that this one follows
 */
typedef struct
{
  char                 *id;
  BalieConversationKind kind;
  char                 *subject;
  char                 *category;
  char                 *urgency;
  char                 *message;
  char                 *text;
  GPtrArray            *attachments;
  gint64                attachments_size;
  BalieDiagnostics     *diagnostics;
  char                 *follows;
} BalieConversationInput;

void balie_conversation_input_free (BalieConversationInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieConversationInput, balie_conversation_input_free)

/**
 * balie_conversation_action_put:
 * @input: (type BalieConversationInput):
 *
 * Makes a request of the caller with its first message, once for ever: 201, or 200 when it was there, with the conversation. What it follows
 * must be a closed request of the caller's: 422 otherwise.
 */
gpointer balie_conversation_action_put (BalieTransaction *transaction,
                                        gpointer          input,
                                        GError          **error);

/**
 * balie_conversation_action_get:
 * @input: (type utf8): id
 */
gpointer balie_conversation_action_get (BalieTransaction *transaction,
                                        gpointer          input,
                                        GError          **error);

/**
 * BalieConversationQuery:
 * @kind: (nullable): the word on the wire
 * @status: (nullable): the word on the wire
 * @changed_at: with @id the place of the last one that the caller has; G_MAXINT64 to begin
 * @id: see @changed_at; "" to begin
 * @text: (nullable): what is looked for, in a transaction of the index; %NULL for all
 * @limit: most conversations
 */
typedef struct
{
  const char *kind;
  const char *status;
  gint64      changed_at;
  char       *id;
  char       *text;
  guint       limit;
} BalieConversationQuery;

void balie_conversation_query_free (BalieConversationQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieConversationQuery, balie_conversation_query_free)

/**
 * balie_conversation_action_list:
 * @input: (type BalieConversationQuery):
 *
 * Lists what the caller may see, the last changed first.
 */
gpointer balie_conversation_action_list (BalieTransaction *transaction,
                                         gpointer          input,
                                         GError          **error);

/**
 * BalieConversationPatch:
 * @id: of the conversation
 * @version: that the client has seen
 * @status: the new one, or -1
 * @assignee: (nullable): id of the account that is on it from now on
 * @unassign: whether nobody is on it from now on
 * @category: (nullable): checked
 * @urgency: (nullable): checked
 */
typedef struct
{
  char    *id;
  gint64   version;
  int      status;
  char    *assignee;
  gboolean unassign;
  char    *category;
  char    *urgency;
} BalieConversationPatch;

BalieConversationPatch *balie_conversation_patch_new (const char *id,
                                                      gint64      version);
void                    balie_conversation_patch_free (BalieConversationPatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieConversationPatch, balie_conversation_patch_free)

/**
 * balie_conversation_action_patch:
 * @input: (type BalieConversationPatch):
 *
 * Changes a request as its caller may: 200 with the conversation; 412 when it was changed meanwhile; 409 for a status that cannot
 * follow.
 */
gpointer balie_conversation_action_patch (BalieTransaction *transaction,
                                          gpointer          input,
                                          GError          **error);

/**
 * BalieTyping:
 * @conversation: id
 * @stream: of the side that is told
 * @person: who types
 */
typedef struct
{
  char        *conversation;
  char        *stream;
  BaliePerson *person;
} BalieTyping;

void balie_typing_free (BalieTyping *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieTyping, balie_typing_free)

/**
 * balie_conversation_action_type:
 * @input: (type utf8): id of a conversation
 *
 * Finds out who is to be told that the caller types in a conversation. Nothing is written.
 *
 * Returns: (type BalieTyping) (transfer full):
 */
gpointer balie_conversation_action_type (BalieTransaction *transaction,
                                         gpointer          input,
                                         GError          **error);

G_END_DECLS
