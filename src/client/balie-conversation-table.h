/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conversations in the cache. */
#pragma once

#include "balie-conversation.h"
#include "balie-db.h"

G_BEGIN_DECLS

/**
 * balie_conversation_merge:
 * @old: (nullable): what is known
 * @incoming: what came
 *
 * The one rule for what holds when answers and events cross: the newer version; and read marks never move back.
 *
 * Returns: (transfer full): the value that holds
 */
BalieConversation *balie_conversation_merge (BalieConversation *old,
                                             BalieConversation *incoming);

/**
 * balie_conversation_table_put:
 *
 * Merges @conversation with the one that is there, and has it found by its number and its subject.
 *
 * Returns: (transfer full): what holds now, or %NULL on an error
 */
BalieConversation *balie_conversation_table_put (BalieDb           *db,
                                                 BalieConversation *conversation,
                                                 GError           **error);

/**
 * balie_conversation_table_get:
 *
 * Returns: (transfer full) (nullable): the conversation; %NULL without @error when there is none
 */
BalieConversation *balie_conversation_table_get (BalieDb    *db,
                                                 const char *id,
                                                 GError    **error);

/**
 * balie_conversation_table_list:
 *
 * Returns: (transfer full) (element-type BalieConversation): all there are, in no order
 */
GPtrArray *balie_conversation_table_list (BalieDb *db,
                                          GError **error);
gboolean   balie_conversation_table_clear (BalieDb *db,
                                           GError **error);

G_END_DECLS
