/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full-text index of what was written: the only place that knows how it is made. */
#pragma once

#include "balie-conversation-store.h"

G_BEGIN_DECLS

/* The index is a database of its own beside that of the desk: it can be lost, and what is written waits for it never. */

/**
 * balie_search_store_open:
 * @path: of the index, which is made when there is none
 * @desk: path of the desk's database
 * @error: %BALIE_ERROR_STORAGE
 *
 * Returns: (transfer full): a connection to the index that sees the desk's tables, too. It writes the index alone, so a transaction is begun
 *   as one that reads.
 */
BalieDb *balie_search_store_open (const char *path,
                                  const char *desk,
                                  GError    **error);

/**
 * balie_search_store_catch_up:
 * @maximum: most messages to add
 * @more: (out): whether there are more
 *
 * Adds the messages that are not in the index yet, in their order. When the desk's database was put back from a copy, the index begins anew.
 */
gboolean balie_search_store_catch_up (BalieDb  *db,
                                      guint     maximum,
                                      gboolean *more,
                                      GError  **error);

/**
 * balie_search_store_list:
 * @filter: a customer sees what is the customer's own, without notes; staff see everything
 * @text: what is looked for
 * @changed_at: see balie_conversation_store_list()
 * @id: see balie_conversation_store_list()
 *
 * Finds conversations that have a message which holds, with the request's subject and number, every word of @text; the last word may go on.
 *
 * Returns: (transfer full) (element-type BalieConversation): the last changed first
 */
GPtrArray *balie_search_store_list (BalieDb                       *db,
                                    const BalieConversationFilter *filter,
                                    const char                    *text,
                                    gint64                         changed_at,
                                    const char                    *id,
                                    GError                       **error);

G_END_DECLS
