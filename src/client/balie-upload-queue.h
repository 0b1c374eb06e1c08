/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the files of drafts and messages, and brings them to the server: two at a time, in order of adding. */
#pragma once

#include "balie-cache.h"
#include "balie-jitter.h"
#include "balie-transport.h"
#include "balie-upload.h"

G_BEGIN_DECLS

/**
 * BalieUploadOwnerState:
 * @BALIE_UPLOAD_OWNER_READY: the server has all files, or there are none
 * @BALIE_UPLOAD_OWNER_PENDING: some are copied, wait or are on their way
 * @BALIE_UPLOAD_OWNER_REFUSED: some do not go
 */
typedef enum {
  BALIE_UPLOAD_OWNER_READY,
  BALIE_UPLOAD_OWNER_PENDING,
  BALIE_UPLOAD_OWNER_REFUSED,
} BalieUploadOwnerState;

/**
 * BalieUploadQueue:
 *
 * A file goes with its owner: the draft of that key, or the message of that id. It goes out as soon as its copy is whole, while its
 * message is still being written. Its rows in the cache are those of the table `file`.
 *
 * Signals: `owner-changed` (string: owner): a file was added, went, or came into another state; `login-refused`: nothing goes out
 * before [method@UploadQueue.set_open].
 */
#define BALIE_TYPE_UPLOAD_QUEUE (balie_upload_queue_get_type ())
G_DECLARE_FINAL_TYPE (BalieUploadQueue, balie_upload_queue, BALIE, UPLOAD_QUEUE, GObject)

/**
 * balie_upload_queue_new:
 * @files: (element-type BalieFileRow): as the cache has them
 * @jitter: (transfer none): of retries; outlives the queue
 */
BalieUploadQueue *balie_upload_queue_new (BalieTransport    *transport,
                                          BalieCache        *cache,
                                          GPtrArray         *files,
                                          const BalieJitter *jitter);

/**
 * balie_upload_queue_set_desk:
 *
 * Says what the desk takes; until then the usual limits hold.
 */
void balie_upload_queue_set_desk (BalieUploadQueue *self,
                                  BalieDesk        *desk);

/**
 * balie_upload_queue_set_open:
 * @open: whether the server can be reached and is the one we know
 *
 * Closing gives up what is on its way. Opening tries again at once; what the server sent away waits as long as it asked for.
 */
void balie_upload_queue_set_open (BalieUploadQueue *self,
                                  gboolean          open);

/**
 * balie_upload_queue_get_files:
 *
 * Returns: (transfer none): the files of @owner, in order, live; always the same list
 */
GListModel *balie_upload_queue_get_files (BalieUploadQueue *self,
                                          const char       *owner);

/**
 * balie_upload_queue_find:
 *
 * Returns: (transfer none) (nullable): the file with that id
 */
BalieUpload *balie_upload_queue_find (BalieUploadQueue *self,
                                      const char       *id);

/**
 * balie_upload_queue_add_file_async:
 * @owner: key of a draft
 *
 * Takes a copy of a file. It stands in the list at once; one that may not go is a refused one. Ends when the copy is whole.
 */
void balie_upload_queue_add_file_async (BalieUploadQueue   *self,
                                        const char         *owner,
                                        GFile              *file,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);

/**
 * balie_upload_queue_add_data_async:
 * @media_type: (nullable): %NULL to look at @data
 *
 * As [method@UploadQueue.add_file_async], for bytes.
 */
void balie_upload_queue_add_data_async (BalieUploadQueue   *self,
                                        const char         *owner,
                                        const char         *name,
                                        const char         *media_type,
                                        GBytes             *data,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);

/**
 * balie_upload_queue_add_finish:
 * @error: %BALIE_ERROR_STORAGE: the cache cannot be written; it is not in the list any more
 */
gboolean balie_upload_queue_add_finish (BalieUploadQueue *self,
                                        GAsyncResult     *result,
                                        GError          **error);

/**
 * balie_upload_queue_remove:
 *
 * Removes a file from a draft, and its copy. Nothing happens when it went with a message already.
 */
void balie_upload_queue_remove (BalieUploadQueue *self,
                                const char       *owner,
                                const char       *id);

/**
 * balie_upload_queue_flush_async:
 *
 * Ends when no copy is being taken any more.
 */
void     balie_upload_queue_flush_async (BalieUploadQueue   *self,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
gboolean balie_upload_queue_flush_finish (BalieUploadQueue *self,
                                          GAsyncResult     *result,
                                          GError          **error);

/**
 * balie_upload_queue_get_owner_state:
 * @code: (out) (optional): of the first refused one
 * @type: (out) (optional) (transfer none): of the first refused one
 *
 * Returns: how far the files of @owner are
 */
BalieUploadOwnerState balie_upload_queue_get_owner_state (BalieUploadQueue *self,
                                                          const char       *owner,
                                                          BalieError       *code,
                                                          const char      **type);

/**
 * balie_upload_queue_dup_attachments:
 *
 * Returns: (transfer full) (element-type BalieAttachment): what the files of @owner become, in order
 */
GPtrArray *balie_upload_queue_dup_attachments (BalieUploadQueue *self,
                                               const char       *owner);

/**
 * balie_upload_queue_owner_moved:
 *
 * To be called in the callback of a job that did [func@file_table_move_owner]. A file that was added after the job stays.
 */
void balie_upload_queue_owner_moved (BalieUploadQueue *self,
                                     const char       *from,
                                     const char       *to);

/**
 * balie_upload_queue_owner_removed:
 *
 * To be called in the callback of a job that did [func@file_table_remove_owner]. The copies are removed.
 */
void balie_upload_queue_owner_removed (BalieUploadQueue *self,
                                       const char       *owner);

/**
 * balie_upload_queue_restart_owner:
 *
 * The server has lost what it had of the files of @owner: they go again, with the same ids.
 */
void balie_upload_queue_restart_owner (BalieUploadQueue *self,
                                       const char       *owner);

/**
 * balie_upload_queue_retry_owner:
 *
 * What was refused of the files of @owner goes again, if there is a copy of it.
 */
void balie_upload_queue_retry_owner (BalieUploadQueue *self,
                                     const char       *owner);

/**
 * balie_upload_queue_stop:
 *
 * Sends and copies nothing more. What is under way is given up; what was copied stays in the cache.
 */
void balie_upload_queue_stop (BalieUploadQueue *self);

G_END_DECLS
