/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings what was sent by a person to the server: in order, exactly once in effect, however often it takes. */
#pragma once

#include "balie-cache.h"
#include "balie-jitter.h"
#include "balie-outbox-entry.h"
#include "balie-outbox-withdrawal.h"
#include "balie-transport.h"
#include "balie-upload-queue.h"

G_BEGIN_DECLS

/**
 * BalieOutbox:
 *
 * All of its state is rows in the cache: what is in memory is a copy, changed after each commit. Entries of one
 * conversation go one after the other, each when the server has its files; conversations do not wait for each other.
 *
 * Properties (read-only, notifies): `unsent` (uint: entries that the server does not have).
 *
 * Signals: `entry-changed` (BalieOutboxEntry): it is new, waits again, or was refused, or more is known of its files; `entry-sent` (BalieMessage,
 * BalieConversation or %NULL): the server has it, and the cache knows; `entry-removed` (BalieOutboxEntry): it was withdrawn;
 * `login-refused`: nothing goes out before [method@Outbox.set_open].
 */
#define BALIE_TYPE_OUTBOX (balie_outbox_get_type ())
G_DECLARE_FINAL_TYPE (BalieOutbox, balie_outbox, BALIE, OUTBOX, GObject)

/**
 * balie_outbox_new:
 * @uploads: what has the files of the entries, each by the id of its message
 * @author: of what is sent
 * @jitter: (transfer none): of retries; outlives the outbox
 */
BalieOutbox *balie_outbox_new (BalieTransport    *transport,
                               BalieCache        *cache,
                               BalieUploadQueue  *uploads,
                               BaliePerson       *author,
                               const BalieJitter *jitter);

/**
 * balie_outbox_set_entries:
 * @entries: (element-type BalieOutboxEntry): as the cache has them
 *
 * Replaces what is in memory.
 */
void balie_outbox_set_entries (BalieOutbox *self,
                               GPtrArray   *entries);

/**
 * balie_outbox_get_entries:
 *
 * Returns: (transfer none) (element-type BalieOutboxEntry): what is not sent, in order
 */
GPtrArray        *balie_outbox_get_entries (BalieOutbox *self);
guint             balie_outbox_get_unsent (BalieOutbox *self);
BalieOutboxEntry *balie_outbox_find (BalieOutbox *self,
                                     const char  *message);

/**
 * balie_outbox_set_open:
 * @open: whether the server can be reached and is the one we know
 *
 * Opening tries again at once what failed for want of a server; what the server sent away waits as long as it asked for.
 */
void balie_outbox_set_open (BalieOutbox *self,
                            gboolean     open);

/**
 * balie_outbox_add_async:
 * @entry: (transfer full): what to send
 * @draft_key: (nullable): draft that goes in the same transaction; its files go with @entry from then on
 */
void     balie_outbox_add_async (BalieOutbox        *self,
                                 BalieOutboxEntry   *entry,
                                 const char         *draft_key,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
gboolean balie_outbox_add_finish (BalieOutbox  *self,
                                  GAsyncResult *result,
                                  GError      **error);

/**
 * balie_outbox_retry:
 * @message: id of a refused one
 */
void balie_outbox_retry (BalieOutbox *self,
                         const char  *message);

/**
 * balie_outbox_withdraw_async:
 * @message: id of one that waits and never left, or was refused
 *
 * Takes it back to be edited: its text and its files go back into the draft that it was made from, before what stands there now. A
 * request takes along what waits behind it.
 */
void balie_outbox_withdraw_async (BalieOutbox        *self,
                                  const char         *message,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);

/**
 * balie_outbox_delete_async:
 * @message: id of one that waits and never left, or was refused
 *
 * Takes it out with its files, for good. A request takes along what waits behind it.
 */
void balie_outbox_delete_async (BalieOutbox        *self,
                                const char         *message,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);

/**
 * balie_outbox_restore_files:
 * @message: id of a message that was deleted
 *
 * Gives the files of a deleted message to a draft, unless they were forgotten.
 */
void balie_outbox_restore_files (BalieOutbox *self,
                                 const char  *message,
                                 const char  *draft_key);

/**
 * balie_outbox_forget_deleted:
 * @message: id of a message that was deleted
 *
 * Removes the files of a deleted message, unless they were restored.
 */
void balie_outbox_forget_deleted (BalieOutbox *self,
                                  const char  *message);

/**
 * balie_outbox_withdraw_finish:
 * @error: %BALIE_ERROR_CONFLICT when it may have reached the server, %BALIE_ERROR_NOT_FOUND
 *
 * Ends both.
 *
 * Returns: (transfer full): what became of it
 */
BalieOutboxWithdrawal *balie_outbox_withdraw_finish (BalieOutbox  *self,
                                                     GAsyncResult *result,
                                                     GError      **error);

/**
 * balie_outbox_confirm:
 * @message: id
 *
 * An event told that the server has it, and the cache knows.
 */
void balie_outbox_confirm (BalieOutbox *self,
                           const char  *message);

/**
 * balie_outbox_confirm_request:
 * @conversation: id
 *
 * As [method@Outbox.confirm], for the request that made @conversation.
 */
void balie_outbox_confirm_request (BalieOutbox *self,
                                   const char  *conversation);

/**
 * balie_outbox_stop:
 *
 * Sends nothing more. What is under way is given up and stays in the cache.
 */
void balie_outbox_stop (BalieOutbox *self);

G_END_DECLS
