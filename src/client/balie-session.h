/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One signed-in customer: lists, sending, drafts, connection. All that the app needs of the client room. */
#pragma once

#include <gio/gio.h>

#include "balie-account.h"
#include "balie-article.h"
#include "balie-conversation-item.h"
#include "balie-desk.h"
#include "balie-draft-item.h"
#include "balie-download.h"
#include "balie-draft.h"
#include "balie-keyring.h"
#include "balie-thread.h"
#include "balie-upload.h"

G_BEGIN_DECLS

/**
 * BalieConnection:
 * @BALIE_CONNECTION_OFFLINE: the server cannot be reached; it is tried again by itself
 * @BALIE_CONNECTION_CONNECTING: being tried, or catching up
 * @BALIE_CONNECTION_ONLINE: all that happened so far is here
 * @BALIE_CONNECTION_REFUSED: the server does not accept the login any more; only signing in again helps. What is
 *   in the outbox waits.
 * @BALIE_CONNECTION_LOCKED: the keyring is locked, so there is no login to connect with; see [method@Session.unlock]
 */
typedef enum {
  BALIE_CONNECTION_OFFLINE,
  BALIE_CONNECTION_CONNECTING,
  BALIE_CONNECTION_ONLINE,
  BALIE_CONNECTION_REFUSED,
  BALIE_CONNECTION_LOCKED,
} BalieConnection;

#define BALIE_TYPE_CONNECTION (balie_connection_get_type ())
GType balie_connection_get_type (void) G_GNUC_CONST;

/**
 * BalieSession:
 *
 * Properties (read-only, each notifies): `account` (boxed BalieAccount), `desk` (boxed BalieDesk: the last one known, also
 * offline), `connection` (BalieConnection), `retry-at` (int64: when it is tried again, milliseconds by
 * [method@Session.get_now], 0 for unknown), `staffed` (boolean: somebody of the staff is there; FALSE while not online),
 * `keyring-state` (BalieKeyringState), `requests` (GListModel of BalieConversationItem, newest change first, chat not among
 * them), `chat` (BalieConversationItem), `unsent` (uint: messages and requests in the outbox),
 * `storage-failing` (boolean: the disk is full or broken; nothing can be kept now).
 *
 * Signals: `message-received` (BalieConversationItem, BalieThreadItem): a message of somebody else came live, for
 * notifications; not for what a catch-up brings from before the first connection.
 */
#define BALIE_TYPE_SESSION (balie_session_get_type ())
G_DECLARE_FINAL_TYPE (BalieSession, balie_session, BALIE, SESSION, GObject)

BalieAccount *balie_session_get_account (BalieSession *self);
BalieDesk    *balie_session_get_desk (BalieSession *self);

/**
 * balie_session_get_answer_email:
 *
 * Returns: (transfer none) (nullable): where answers are mailed to; %NULL when nothing is mailed, because the desk sends no
 *   mail, the account wants none or has no address
 */
const char            *balie_session_get_answer_email (BalieSession *self);
const char            *balie_session_get_server (BalieSession *self);
BalieConnection        balie_session_get_connection (BalieSession *self);
gboolean               balie_session_get_staffed (BalieSession *self);
BalieKeyringState      balie_session_get_keyring_state (BalieSession *self);
GListModel            *balie_session_get_requests (BalieSession *self);
BalieConversationItem *balie_session_get_chat (BalieSession *self);
guint                  balie_session_get_unsent (BalieSession *self);

/**
 * balie_session_get_now:
 *
 * Returns: this computer's clock, corrected by the server's; milliseconds since 1970
 */
gint64 balie_session_get_now (BalieSession *self);

/**
 * balie_session_get_opening:
 * @opening: (out caller-allocates): whether the desk is open now, by its hours; computed here, also offline
 */
void balie_session_get_opening (BalieSession *self,
                                BalieOpening *opening);

/**
 * balie_session_reconnect:
 *
 * Tries at once instead of waiting: a person pressed the button, the network changed, the machine woke up.
 */
void balie_session_reconnect (BalieSession *self);

/**
 * balie_session_unlock_async:
 *
 * Asks for the keyring to be unlocked, then connects.
 */
void     balie_session_unlock_async (BalieSession       *self,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
gboolean balie_session_unlock_finish (BalieSession *self,
                                      GAsyncResult *result,
                                      GError      **error);

/**
 * balie_session_find_conversation:
 *
 * Returns: (transfer none) (nullable): the item with that id, also the chat
 */
BalieConversationItem *balie_session_find_conversation (BalieSession *self,
                                                        const char   *id);

/**
 * balie_session_open_thread:
 * @conversation: id
 *
 * Returns: (transfer full) (nullable): the thread; while anybody holds it, the same one is given out again. %NULL when
 *   there is no such conversation
 */
BalieThread *balie_session_open_thread (BalieSession *self,
                                        const char   *conversation);

/**
 * balie_session_read_all_async:
 * @conversation: id
 *
 * Reads all messages of a conversation, however many: from the cache, and from the server what the cache does not have.
 */
void balie_session_read_all_async (BalieSession       *self,
                                   const char         *conversation,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);

/**
 * balie_session_read_all_finish:
 * @error: %BALIE_ERROR_NOT_FOUND; %BALIE_ERROR_OFFLINE when some are not here and the server cannot be reached
 *
 * Returns: (transfer full) (element-type BalieMessage): the messages, ascending
 */
GPtrArray *balie_session_read_all_finish (BalieSession *self,
                                          GAsyncResult *result,
                                          GError      **error);

/**
 * balie_session_send_message_async:
 * @conversation: id
 * @text: within the desk's limit; empty only when the conversation's draft has files
 * @reply_to: (nullable): id of a quoted message
 *
 * Commits the message to the outbox and, in the same transaction, drops the conversation's draft, whose files go with the message.
 * The message then stands in the thread as waiting and goes out by itself, when its files have. When this fails nothing was sent
 * and the draft is still there.
 */
void balie_session_send_message_async (BalieSession       *self,
                                       const char         *conversation,
                                       const char         *text,
                                       const char         *reply_to,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);

/**
 * balie_session_send_message_finish:
 * @error: %BALIE_ERROR_STORAGE, %BALIE_ERROR_INVALID, %BALIE_ERROR_LIMIT
 *
 * Returns: (transfer full): id of the message
 */
char *balie_session_send_message_finish (BalieSession *self,
                                         GAsyncResult *result,
                                         GError      **error);

/**
 * BalieNewRequest:
 * @kind: question or problem
 * @subject: not empty, within the desk's limit
 * @text: not empty, within the desk's limit
 * @category: (nullable): id
 * @urgency: (nullable): id
 * @follows: (nullable): id of the closed request that this one goes on from
 * @diagnostics: (nullable): technical details that its author wants to be sent
 *
 * A request to be made.
 */
typedef struct
{
  BalieConversationKind kind;
  const char           *subject;
  const char           *text;
  const char           *category;
  const char           *urgency;
  const char           *follows;
  BalieDiagnostics     *diagnostics;
} BalieNewRequest;

/**
 * balie_session_send_request_async:
 * @request: copied
 *
 * As [method@Session.send_message_async], for a new request; drops the dialog's draft, whose files go with it.
 */
void balie_session_send_request_async (BalieSession          *self,
                                       const BalieNewRequest *request,
                                       GCancellable          *cancellable,
                                       GAsyncReadyCallback    callback,
                                       gpointer               user_data);

/**
 * balie_session_send_request_finish:
 *
 * Returns: (transfer full): id of the conversation, which stands in `requests` by then
 */
char *balie_session_send_request_finish (BalieSession *self,
                                         GAsyncResult *result,
                                         GError      **error);

/**
 * balie_session_retry:
 * @message: id of a refused message
 *
 * Sends it again as it is.
 */
void balie_session_retry (BalieSession *self,
                          const char   *message);

/**
 * balie_session_withdraw_async:
 * @message: id of a message that is refused, or waits
 *
 * Takes a message out of the outbox, to edit it: text and files go back into the draft that it was made from, before what was
 * typed there since. A request goes with its first message, and takes along what waits behind it.
 */
void balie_session_withdraw_async (BalieSession       *self,
                                   const char         *message,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);

/**
 * balie_session_withdraw_finish:
 * @error: %BALIE_ERROR_CONFLICT when it may have reached the server already
 *
 * Returns: (transfer full): what was typed, to be put before what the composer shows; the draft on disk has both
 */
BalieDraft *balie_session_withdraw_finish (BalieSession *self,
                                           GAsyncResult *result,
                                           GError      **error);

/**
 * balie_session_delete_async:
 * @message: id of a message that is refused, or waits
 *
 * Takes a message out of the outbox. A request goes with its first message, and takes along what waits behind it. Its files are put
 * aside: [method@Session.restore_files] gives them back, [method@Session.forget_deleted] or the end of the program removes them.
 */
void balie_session_delete_async (BalieSession       *self,
                                 const char         *message,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);

/**
 * balie_session_delete_finish:
 * @error: %BALIE_ERROR_CONFLICT when it may have reached the server already
 *
 * Returns: (transfer full): what was typed, for whoever thinks better of it
 */
BalieDraft *balie_session_delete_finish (BalieSession *self,
                                         GAsyncResult *result,
                                         GError      **error);

/**
 * balie_session_restore_files:
 * @message: id of a message that was deleted
 * @draft_key: where its text goes
 *
 * Gives the files of a deleted message to a draft.
 */
void balie_session_restore_files (BalieSession *self,
                                  const char   *message,
                                  const char   *draft_key);

/**
 * balie_session_forget_deleted:
 * @message: id of a message that was deleted
 *
 * Nobody can have the message back any more: its files are removed. Nothing happens when they were restored.
 */
void balie_session_forget_deleted (BalieSession *self,
                                   const char   *message);

/**
 * balie_session_set_status_async:
 *
 * Marks a request as solved, or reopens it. Needs a connection.
 */
void balie_session_set_status_async (BalieSession       *self,
                                     const char         *conversation,
                                     BalieStatus         status,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);

/**
 * balie_session_set_status_finish:
 * @error: %BALIE_ERROR_CONFLICT when it was changed meanwhile; the new state is shown by then
 */
gboolean balie_session_set_status_finish (BalieSession *self,
                                          GAsyncResult *result,
                                          GError      **error);

/**
 * balie_session_rate_async:
 * @score: 1 to %BALIE_RATING_MAX
 * @comment: (nullable): plain text, neither empty nor longer than %BALIE_RATING_COMMENT_MAX
 *
 * Says how a request was handled that is solved or closed, in place of an earlier rating. Needs a connection.
 */
void balie_session_rate_async (BalieSession       *self,
                               const char         *conversation,
                               int                 score,
                               const char         *comment,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);

/**
 * balie_session_rate_finish:
 * @error: %BALIE_ERROR_CONFLICT when it is open again; the new state is shown by then
 */
gboolean balie_session_rate_finish (BalieSession *self,
                                    GAsyncResult *result,
                                    GError      **error);

/**
 * balie_session_mark_seen:
 * @up_to: number of the newest message that is displayed in a focused window
 *
 * Kept on disk and brought to the server when it can be reached. Never moves back.
 */
void balie_session_mark_seen (BalieSession *self,
                              const char   *conversation,
                              gint64        up_to);

/**
 * balie_session_get_download:
 * @attachment: of a message, as it stands there
 *
 * Returns: (transfer full): the file of that attachment, here or to be fetched. While anybody holds it, the same one is given out
 *   again. Own files whose copy is still on this machine are present at once.
 */
BalieDownload *balie_session_get_download (BalieSession    *self,
                                           BalieAttachment *attachment);

/**
 * balie_session_notify_typing:
 *
 * To be called on each change of a composer; it limits the rate by itself.
 */
void balie_session_notify_typing (BalieSession *self,
                                  const char   *conversation);

/**
 * balie_session_load_draft_async:
 * @key: id of a conversation, or %BALIE_DRAFT_NEW_QUESTION, %BALIE_DRAFT_NEW_PROBLEM, %BALIE_DRAFT_RATING_PREFIX and an id
 */
void balie_session_load_draft_async (BalieSession       *self,
                                     const char         *key,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);

/**
 * balie_session_load_draft_finish:
 *
 * Returns: (transfer full) (nullable): the draft; %NULL without @error when there is none
 */
BalieDraft *balie_session_load_draft_finish (BalieSession *self,
                                             GAsyncResult *result,
                                             GError      **error);

/**
 * balie_session_save_draft:
 * @draft: (nullable): an empty one or %NULL discards
 *
 * To be called on each change; it is on disk within a second, later changes replace earlier ones.
 */
void balie_session_save_draft (BalieSession     *self,
                               const char       *key,
                               const BalieDraft *draft);

/**
 * balie_session_get_drafts:
 *
 * Returns: (transfer none): a list of BalieDraftItem, newest change first, live: what was typed or chosen and neither sent nor
 *   discarded, also in a conversation that is not known any more
 */
GListModel *balie_session_get_drafts (BalieSession *self);

/**
 * balie_session_discard_draft:
 *
 * Removes a draft with its files, for good.
 */
void balie_session_discard_draft (BalieSession *self,
                                  const char   *key);

/**
 * balie_session_get_files:
 * @draft_key: as of [method@Session.load_draft_async]
 *
 * Returns: (transfer full): list of BalieUpload, in order, live; always the same one
 */
GListModel *balie_session_get_files (BalieSession *self,
                                     const char   *draft_key);

/**
 * balie_session_add_file_async:
 *
 * Takes a copy of a file, to go with a draft. It stands in the list at once, %BALIE_UPLOAD_COPYING; one that may not go stands there
 * as %BALIE_UPLOAD_REFUSED. Ends when the copy is whole.
 */
void balie_session_add_file_async (BalieSession       *self,
                                   const char         *draft_key,
                                   GFile              *file,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);

/**
 * balie_session_add_file_finish:
 * @error: %BALIE_ERROR_STORAGE: nothing can be kept now, and it is not in the list any more
 */
gboolean balie_session_add_file_finish (BalieSession *self,
                                        GAsyncResult *result,
                                        GError      **error);

/**
 * balie_session_add_data_async:
 * @name: such as `Screenshot.png`
 * @media_type: (nullable): %NULL to look at @data
 *
 * As [method@Session.add_file_async], for bytes: a pasted picture, a screenshot.
 */
void     balie_session_add_data_async (BalieSession       *self,
                                       const char         *draft_key,
                                       const char         *name,
                                       const char         *media_type,
                                       GBytes             *data,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
gboolean balie_session_add_data_finish (BalieSession *self,
                                        GAsyncResult *result,
                                        GError      **error);

/**
 * balie_session_remove_file:
 * @id: of one that goes with the draft
 *
 * Removes it from the draft, with its copy.
 */
void balie_session_remove_file (BalieSession *self,
                                const char   *draft_key,
                                const char   *id);

/**
 * balie_session_find_upload:
 * @attachment: id
 *
 * Returns: (transfer full) (nullable): an own file, of a draft, or of a message that waits or was sent lately
 */
BalieUpload *balie_session_find_upload (BalieSession *self,
                                        const char   *attachment);

/**
 * balie_session_flush_async:
 *
 * Ends when all drafts with their files and all read marks are on disk: before the program ends.
 */
void     balie_session_flush_async (BalieSession       *self,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
gboolean balie_session_flush_finish (BalieSession *self,
                                     GAsyncResult *result,
                                     GError      **error);

/**
 * balie_session_find_articles_async:
 * @query: (nullable): what they are to be about, a few words or a sentence; %NULL or empty for all of them
 *
 * Asks for help articles. A desk without them has none, and is not asked. Needs a connection.
 */
void balie_session_find_articles_async (BalieSession       *self,
                                        const char         *query,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);

/**
 * balie_session_find_articles_finish:
 *
 * Returns: (transfer full) (element-type BalieArticle): the best first, or all of them by title; without their bodies
 */
GPtrArray *balie_session_find_articles_finish (BalieSession *self,
                                               GAsyncResult *result,
                                               GError      **error);

/**
 * balie_session_load_article_async:
 * @id: of an article
 *
 * Asks for a help article. Needs a connection.
 */
void balie_session_load_article_async (BalieSession       *self,
                                       const char         *id,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);

/**
 * balie_session_load_article_finish:
 * @error: %BALIE_ERROR_NOT_FOUND when the desk has taken it away
 *
 * Returns: (transfer full): the article with its body
 */
BalieArticle *balie_session_load_article_finish (BalieSession *self,
                                                 GAsyncResult *result,
                                                 GError      **error);

/**
 * BalieUnsent:
 * @messages: messages and requests in the outbox
 * @drafts: drafts that are not empty
 */
typedef struct
{
  guint messages;
  guint drafts;
} BalieUnsent;

/**
 * balie_session_count_unsent_async:
 *
 * What signing out would destroy.
 */
void     balie_session_count_unsent_async (BalieSession       *self,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
gboolean balie_session_count_unsent_finish (BalieSession *self,
                                            GAsyncResult *result,
                                            BalieUnsent  *unsent,
                                            GError      **error);

/**
 * balie_session_sign_out_async:
 *
 * Ends the session on the server if it can be reached, forgets the login in the keyring, and deletes the cache with all that is
 * unsent. Afterwards the object is closed.
 */
void     balie_session_sign_out_async (BalieSession       *self,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
gboolean balie_session_sign_out_finish (BalieSession *self,
                                        GAsyncResult *result,
                                        GError      **error);

/**
 * balie_session_close:
 *
 * Stops all activity and closes the cache, keeping what is in it. Blocks for what is being written.
 */
void balie_session_close (BalieSession *self);

G_END_DECLS
