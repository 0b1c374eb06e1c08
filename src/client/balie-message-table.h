/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages in the cache. */
#pragma once

#include "balie-db.h"
#include "balie-message.h"

G_BEGIN_DECLS

/**
 * balie_message_table_put:
 *
 * Adds @message, or replaces the one with its id; and has it found by its words.
 */
gboolean balie_message_table_put (BalieDb      *db,
                                  BalieMessage *message,
                                  GError      **error);

/**
 * balie_message_table_add:
 *
 * Adds @message unless there is one with its id: what an event brought is more than what an answer tells.
 */
gboolean balie_message_table_add (BalieDb      *db,
                                  BalieMessage *message,
                                  GError      **error);

/**
 * balie_message_table_get:
 *
 * Returns: (transfer full) (nullable): the message; %NULL without @error when the cache lacks it
 */
BalieMessage *balie_message_table_get (BalieDb    *db,
                                       const char *conversation,
                                       gint64      number,
                                       GError    **error);

/**
 * balie_message_table_list_backlog:
 * @limit: most messages
 * @next: (out): where the next part begins; unchanged when there is nothing in this one
 *
 * Returns: (transfer full) (element-type BalieMessage): the next of those that stood here before there was an index
 */
GPtrArray *balie_message_table_list_backlog (BalieDb *db,
                                             guint    limit,
                                             gint64  *next,
                                             GError **error);

/**
 * balie_message_table_list:
 * @before: number of the first message that is not wanted
 * @limit: most messages
 *
 * Numbers in a conversation have no gaps, so whether a page is complete shows by itself: it begins right before @before
 * and each number is one less than the one after it. The page ends where the cache has a hole.
 *
 * Returns: (transfer full) (element-type BalieMessage): ascending, without gaps, ending right before @before; empty when
 *   the cache lacks that one
 */
GPtrArray *balie_message_table_list (BalieDb    *db,
                                     const char *conversation,
                                     gint64      before,
                                     guint       limit,
                                     GError    **error);

/**
 * balie_message_table_list_from:
 * @from: number of the first message that is wanted
 *
 * Returns: (transfer full) (element-type BalieMessage): ascending, possibly with gaps: what came before its
 *   conversation told of it
 */
GPtrArray *balie_message_table_list_from (BalieDb    *db,
                                          const char *conversation,
                                          gint64      from,
                                          GError    **error);
gboolean   balie_message_table_clear (BalieDb *db,
                                      GError **error);

G_END_DECLS
