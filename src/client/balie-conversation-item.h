/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation as it stands in a list: it stays the same object while the conversation changes. */
#pragma once

#include <glib-object.h>

#include "balie-conversation.h"

G_BEGIN_DECLS

/**
 * BalieConversationItem:
 *
 * Properties (read-only, each notifies): `id` (string), `conversation` (boxed BalieConversation), `unread` (uint),
 * `pending` (boolean: the server does not know it yet), `refused` (boolean: the server refused it, or one of its messages,
 * and it waits in the outbox for a decision), `kind`, `status` (int), `subject` (string), `number` (int64, 0 while unknown),
 * `changed-at` (int64).
 */
#define BALIE_TYPE_CONVERSATION_ITEM (balie_conversation_item_get_type ())
G_DECLARE_FINAL_TYPE (BalieConversationItem, balie_conversation_item, BALIE, CONVERSATION_ITEM, GObject)

/**
 * balie_conversation_item_new:
 *
 * The session makes these; tests and previews may too.
 */
BalieConversationItem *balie_conversation_item_new (BalieConversation *conversation);

const char *balie_conversation_item_get_id (BalieConversationItem *self);

/**
 * balie_conversation_item_get_conversation:
 *
 * Returns: (transfer none): the present value; ref it to keep it
 */
BalieConversation *balie_conversation_item_get_conversation (BalieConversationItem *self);

/**
 * balie_conversation_item_get_unread:
 *
 * Returns: how many messages of others this side has not seen
 */
guint    balie_conversation_item_get_unread (BalieConversationItem *self);
gboolean balie_conversation_item_get_pending (BalieConversationItem *self);
gboolean balie_conversation_item_get_refused (BalieConversationItem *self);
void     balie_conversation_item_set_conversation (BalieConversationItem *self,
                                                   BalieConversation     *conversation);
void     balie_conversation_item_set_outbox_state (BalieConversationItem *self,
                                                   gboolean               pending,
                                                   gboolean               refused);

G_END_DECLS
