/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to a request, made on a thread of the database, sent from the main thread. */
#pragma once

#include "balie-conversation.h"
#include "balie-json-writer.h"
#include "balie-message.h"

G_BEGIN_DECLS

/**
 * BalieReply:
 * @status: of HTTP
 * @body: (nullable): the document; %NULL for none
 * @version: for an ETag `"vN"`; 0 for none
 * @next: (nullable): path and query of the next page
 * @offset: of the next byte of an upload; -1 for none
 */
typedef struct
{
  guint            status;
  BalieJsonWriter *body;
  gint64           version;
  char            *next;
  gint64           offset;
} BalieReply;

/**
 * balie_reply_new:
 *
 * Returns: (transfer full): a reply without a body
 */
BalieReply *balie_reply_new (guint status);
void        balie_reply_free (BalieReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieReply, balie_reply_free)

/**
 * balie_reply_new_document:
 *
 * Returns: (transfer full): a reply with an empty writer for a body
 */
BalieReply *balie_reply_new_document (guint status);

/**
 * balie_reply_new_conversation:
 * @conversation: as the caller sees it
 * @message: (nullable): its first message, when it was just made
 * @seq: its place in the caller's stream, 0 for none
 */
BalieReply *balie_reply_new_conversation (guint                    status,
                                          const BalieConversation *conversation,
                                          const BalieMessage      *message,
                                          gint64                   seq);

/**
 * balie_reply_new_message:
 * @seq: its place in the caller's stream
 */
BalieReply *balie_reply_new_message (guint               status,
                                     const BalieMessage *message,
                                     gint64              seq);

G_END_DECLS
