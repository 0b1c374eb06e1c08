/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds conversations by what was written in them. */
#pragma once

#include "balie-conversation-actions.h"
#include "balie-desk-service.h"

G_BEGIN_DECLS

/**
 * BalieFinder:
 *
 * Keeps the index on a thread and in a file of its own, in batches some time behind what is written, and brings it up to date before it looks
 * something up. A damaged index is made anew.
 *
 * Lives in the main context in which it was made.
 */
#define BALIE_TYPE_FINDER (balie_finder_get_type ())
G_DECLARE_FINAL_TYPE (BalieFinder, balie_finder, BALIE, FINDER, GObject)

/**
 * balie_finder_new:
 * @path: of the index
 * @database: of the desk, which is open already
 * @error: %BALIE_ERROR_STORAGE
 */
BalieFinder *balie_finder_new (BalieDeskService *service,
                               const char       *path,
                               const char       *database,
                               GError          **error);

/**
 * balie_finder_list_async:
 * @caller: who asks
 * @query: (transfer full): with what is looked for
 *
 * Lists conversations as balie_conversation_action_list() does.
 */
void balie_finder_list_async (BalieFinder            *self,
                              const BalieCaller      *caller,
                              BalieConversationQuery *query,
                              GCancellable           *cancellable,
                              GAsyncReadyCallback     callback,
                              gpointer                user_data);

/**
 * balie_finder_list_finish:
 * @error: %BALIE_REFUSAL 503 while the index is too far behind to say what there is
 *
 * Returns: (transfer full): the answer
 */
BalieReply *balie_finder_list_finish (BalieFinder  *self,
                                      GAsyncResult *result,
                                      GError      **error);

/**
 * balie_finder_close:
 *
 * Finishes what runs, and ends the thread. Repeatable.
 */
void balie_finder_close (BalieFinder *self);

G_END_DECLS
