/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full-text index over the cache: subjects and numbers of conversations, and the texts of their messages. */
#pragma once

#include "balie-conversation.h"
#include "balie-db.h"
#include "balie-message.h"
#include "balie-search-words.h"

G_BEGIN_DECLS

/**
 * balie_search_table_put_conversation:
 *
 * Makes the index say of @conversation what it says itself. Costs nothing worth mentioning when it does already.
 */
gboolean balie_search_table_put_conversation (BalieDb                 *db,
                                              const BalieConversation *conversation,
                                              GError                 **error);

/**
 * balie_search_table_put_message:
 * @rowid: of the message in its table
 * @old: (nullable): what stood there; %NULL for a new one
 * @message: what stands there now
 */
gboolean balie_search_table_put_message (BalieDb            *db,
                                         gint64              rowid,
                                         const BalieMessage *old,
                                         const BalieMessage *message,
                                         GError            **error);
gboolean balie_search_table_clear (BalieDb *db,
                                   GError **error);

/**
 * balie_search_table_has_backlog:
 *
 * Returns: whether there is anything from before there was an index that it still lacks; %FALSE on an error
 */
gboolean balie_search_table_has_backlog (BalieDb *db,
                                         GError **error);

/**
 * balie_search_table_work_off:
 * @limit: most conversations and most messages
 *
 * Indexes a part of the backlog.
 *
 * Returns: whether there may be more; %FALSE on an error
 */
gboolean balie_search_table_work_off (BalieDb *db,
                                      guint    limit,
                                      GError **error);

/**
 * BalieSearchPlace:
 * @conversation: id
 * @number: of its newest message that has the words; 0 when none of its messages has one
 *
 * Where the words were found.
 */
typedef struct
{
  char  *conversation;
  gint64 number;
} BalieSearchPlace;

/**
 * balie_search_table_find:
 *
 * Finds the conversations that have all the words, each anywhere in them.
 *
 * Returns: (transfer full) (element-type BalieSearchPlace): one for each, in no order
 */
GArray *balie_search_table_find (BalieDb                *db,
                                 const BalieSearchWords *words,
                                 GError                **error);

G_END_DECLS
