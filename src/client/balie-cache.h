/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One account's data on this machine: one SQLite file with mode 0600. */
#pragma once

#include "balie-account.h"
#include "balie-db-queue.h"
#include "balie-desk.h"
#include "balie-event.h"

G_BEGIN_DECLS

/**
 * BALIE_CACHE_SENT_TIME:
 *
 * How long what was sent is kept in the outbox, in milliseconds, in case the server is restored from an older backup.
 */
#define BALIE_CACHE_SENT_TIME (G_GINT64_CONSTANT (7) * 24 * 60 * 60 * 1000)

/**
 * BALIE_CACHE_FILES:
 *
 * Copies of the files that go with drafts and messages, each named as its id.
 */
#define BALIE_CACHE_FILES "files"

/**
 * BALIE_CACHE_DOWNLOADS:
 *
 * Attachments that were fetched, each named as its id.
 */
#define BALIE_CACHE_DOWNLOADS "downloads"

/**
 * BalieCacheContents:
 * @account: (nullable): as it was last known
 * @desk: (nullable): as it was last known
 * @position: (nullable): in the event stream, `epoch.seq`
 * @conversations: (element-type BalieConversation): all
 * @entries: (element-type BalieOutboxEntry): of the outbox, those not sent, in order
 * @drafts: (element-type BalieDraftRow): all
 * @files: (element-type BalieFileRow): of drafts and messages, in order of adding
 * @read_marks: (element-type BalieReadMark): all
 * @search_backlog: whether there is anything that the search does not find yet
 *
 * What a session begins with.
 */
typedef struct
{
  BalieAccount *account;
  BalieDesk    *desk;
  char         *position;
  GPtrArray    *conversations;
  GPtrArray    *entries;
  GPtrArray    *drafts;
  GPtrArray    *files;
  GPtrArray    *read_marks;
  gboolean      search_backlog;
} BalieCacheContents;

void balie_cache_contents_free (BalieCacheContents *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieCacheContents, balie_cache_contents_free)

/**
 * BalieCache:
 *
 * Properties: `failing` (boolean, read-only, notifies): the disk is full or broken. It ends with the next thing written.
 */
#define BALIE_TYPE_CACHE (balie_cache_get_type ())
G_DECLARE_FINAL_TYPE (BalieCache, balie_cache, BALIE, CACHE, GObject)

/**
 * balie_cache_open_async:
 * @make: whether to make it when it is missing
 *
 * A damaged file is moved aside as `PATH.damaged-DATE`, and a new one made with what could be saved of outbox and drafts.
 */
void balie_cache_open_async (const char         *path,
                             gboolean            make,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);

/**
 * balie_cache_open_finish:
 * @contents: (out): what is in it
 * @error: %BALIE_ERROR_STORAGE; %BALIE_ERROR_NOT_FOUND when it is missing and was not to be made
 *
 * Returns: (transfer full): a cache
 */
BalieCache *balie_cache_open_finish (GAsyncResult        *result,
                                     BalieCacheContents **contents,
                                     GError             **error);

/**
 * balie_cache_read_async:
 *
 * As balie_db_queue_run_async(), for a job that only reads.
 */
void     balie_cache_read_async (BalieCache         *self,
                                 BalieDbJob          job,
                                 gpointer            data,
                                 GDestroyNotify      data_free,
                                 GDestroyNotify      result_free,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
gpointer balie_cache_read_finish (BalieCache   *self,
                                  GAsyncResult *result,
                                  GError      **error);

/**
 * balie_cache_write_async:
 *
 * As balie_db_queue_run_async(), for a job that writes. The callback comes after the commit.
 */
void     balie_cache_write_async (BalieCache         *self,
                                  BalieDbJob          job,
                                  gpointer            data,
                                  GDestroyNotify      data_free,
                                  GDestroyNotify      result_free,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
gpointer balie_cache_write_finish (BalieCache   *self,
                                   GAsyncResult *result,
                                   GError      **error);
gboolean balie_cache_get_failing (BalieCache *self);

/**
 * balie_cache_dup_folder:
 * @kind: %BALIE_CACHE_FILES or %BALIE_CACHE_DOWNLOADS
 *
 * Makes a folder beside the database, for this user alone, when there is none.
 *
 * Returns: (transfer full): its path
 */
char *balie_cache_dup_folder (BalieCache *self,
                              const char *kind);

/**
 * balie_cache_close:
 *
 * Finishes what is being written and closes the file. Repeatable.
 */
void balie_cache_close (BalieCache *self);

/**
 * balie_cache_delete:
 *
 * Closes the cache and deletes it, with its folders.
 */
gboolean balie_cache_delete (BalieCache *self,
                             GError    **error);

G_END_DECLS
