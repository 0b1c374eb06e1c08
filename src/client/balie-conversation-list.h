/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations, newest change first; for this room alone, the app sees a GListModel. */
#pragma once

#include <gio/gio.h>

#include "balie-conversation-item.h"

G_BEGIN_DECLS

/**
 * BalieConversationList:
 *
 * A #GListModel of #BalieConversationItem with one item for each id, by `changed_at` descending and then by id. An item
 * stays the same object while it is in the list.
 */
#define BALIE_TYPE_CONVERSATION_LIST (balie_conversation_list_get_type ())
G_DECLARE_FINAL_TYPE (BalieConversationList, balie_conversation_list, BALIE, CONVERSATION_LIST, GObject)

BalieConversationList *balie_conversation_list_new (void);

/**
 * balie_conversation_list_put:
 *
 * Adds @conversation, or makes it the value of the item that is there.
 *
 * Returns: (transfer none): the item
 */
BalieConversationItem *balie_conversation_list_put (BalieConversationList *self,
                                                    BalieConversation     *conversation);

/**
 * balie_conversation_list_remove:
 *
 * Returns: whether there was one with that id
 */
gboolean balie_conversation_list_remove (BalieConversationList *self,
                                         const char            *id);

/**
 * balie_conversation_list_find:
 *
 * Returns: (transfer none) (nullable): the item with that id
 */
BalieConversationItem *balie_conversation_list_find (BalieConversationList *self,
                                                     const char            *id);

G_END_DECLS
