/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of conversations. */
#pragma once

#include "balie-conversation.h"
#include "balie-db.h"

G_BEGIN_DECLS

/* Conversations come as the customer sees them; balie_conversation_store_view() makes the view of either side. */

/**
 * balie_conversation_store_view:
 * @conversation: as the customer sees it
 *
 * For the staff the two read marks change places. All else is the same for both sides.
 *
 * Returns: (transfer full): the conversation as @role sees it
 */
BalieConversation *balie_conversation_store_view (const BalieConversation *conversation,
                                                  BalieRole                role);

/**
 * balie_conversation_store_insert:
 * @first_message: (nullable): id of the message that came with it
 * @digest: of the content that the client sent, to tell a repetition from a reused id
 */
gboolean balie_conversation_store_insert (BalieDb                 *db,
                                          const BalieConversation *conversation,
                                          const char              *first_message,
                                          const char              *digest,
                                          GError                 **error);

/**
 * balie_conversation_store_update:
 *
 * Keeps what may change: status, category, urgency, assignee, rating, times, version and count. What becomes solved is so since it changed.
 */
gboolean balie_conversation_store_update (BalieDb                 *db,
                                          const BalieConversation *conversation,
                                          GError                 **error);

/**
 * balie_conversation_store_get:
 *
 * Returns: (transfer full) (nullable): the conversation; %NULL without @error when there is none
 */
BalieConversation *balie_conversation_store_get (BalieDb    *db,
                                                 const char *id,
                                                 GError    **error);

/**
 * balie_conversation_store_get_origin:
 * @first_message: (out) (transfer full) (nullable): id of the message that came with it
 * @digest: (out) (transfer full): see [func@conversation_store_insert]
 *
 * For a conversation that exists.
 */
gboolean balie_conversation_store_get_origin (BalieDb    *db,
                                              const char *id,
                                              char      **first_message,
                                              char      **digest,
                                              GError    **error);

/**
 * BalieConversationFilter:
 * @customer: (nullable): whose; %NULL for everybody's
 * @kind: (nullable): the word on the wire; %NULL for all
 * @status: (nullable): the word on the wire; %NULL for all
 * @limit: most conversations
 */
typedef struct
{
  const char *customer;
  const char *kind;
  const char *status;
  guint       limit;
} BalieConversationFilter;

/**
 * balie_conversation_store_list:
 * @changed_at: with @id the place of the last one that the reader has; G_MAXINT64 to begin
 * @id: see @changed_at; "" to begin
 *
 * Returns: (transfer full) (element-type BalieConversation): the last changed first
 */
GPtrArray *balie_conversation_store_list (BalieDb                       *db,
                                          const BalieConversationFilter *filter,
                                          gint64                         changed_at,
                                          const char                    *id,
                                          GError                       **error);

/**
 * balie_conversation_store_list_by_id:
 * @after: id behind which to begin, "" for the first
 *
 * An order that changes do not disturb, for snapshots, whatever the status.
 *
 * Returns: (transfer full) (element-type BalieConversation): ascending by id
 */
GPtrArray *balie_conversation_store_list_by_id (BalieDb                       *db,
                                                const BalieConversationFilter *filter,
                                                const char                    *after,
                                                GError                       **error);

/**
 * balie_conversation_store_list_solved:
 * @until: milliseconds since 1970
 * @limit: most conversations
 *
 * Returns: (transfer full) (element-type BalieConversation): what was solved, for the last time, at @until or before; the longest first
 */
GPtrArray *balie_conversation_store_list_solved (BalieDb *db,
                                                 gint64   until,
                                                 guint    limit,
                                                 GError **error);

G_END_DECLS
