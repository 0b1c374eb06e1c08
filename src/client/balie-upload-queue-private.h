/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the queue share: keeping, taking in, sending. */
#pragma once

#include "balie-file-folder.h"
#include "balie-file-table.h"
#include "balie-upload-private.h"
#include "balie-upload-queue.h"
#include "balie-worker.h"

G_BEGIN_DECLS

typedef struct _BalieUploadPassage BalieUploadPassage;

/**
 * BalieUploadEntry:
 * @owner: key of a draft or id of a message
 * @file: (nullable): where its content is to be taken from
 * @bytes: (nullable): its content, if it came so; either is there until it is copied or known to be of no use
 * @cancellable: of its copying
 * @passage: (nullable): its way to the server
 * @judged: what the desk has against it, by our own judgement, which may change
 * @stored: whether its row is in the cache
 * @removed: whether somebody removed it, which the cache does not know yet
 *
 * One file of the queue.
 */
typedef struct
{
  BalieUpload        *upload;
  char               *owner;
  GFile              *file;
  GBytes             *bytes;
  GCancellable       *cancellable;
  BalieUploadPassage *passage;
  BalieFileFault      judged;
  gboolean            stored;
  gboolean            removed;
} BalieUploadEntry;

struct _BalieUploadQueue
{
  GObject parent_instance;

  /* owned */
  BalieTransport  *transport;
  BalieCache      *cache;
  BalieFileFolder *folder;
  BalieWorker     *reader;    /* of what is sent */
  BalieDesk       *desk;      /* the usual one until it is known */
  GPtrArray       *entries;   /* BalieUploadEntry, in order of adding */
  GHashTable      *by_id;     /* id -> BalieUploadEntry */
  GHashTable      *lists;     /* owner -> GListStore of BalieUpload */
  GPtrArray       *flushes;   /* GTask that wait until nothing is copied */
  guint            n_copying; /* entries that are being taken in */

  const BalieJitter *jitter;
  gint64             part_limit; /* bytes that what is on the way lets through at once */
  gboolean           open;
  gboolean           stopped;
};

/**
 * balie_upload_queue_add_entry:
 *
 * Returns: (transfer none): a new one, at the end of the list of @owner
 */
BalieUploadEntry *balie_upload_queue_add_entry (BalieUploadQueue *self,
                                                BalieUpload      *upload,
                                                const char       *owner);
BalieUploadEntry *balie_upload_queue_find_entry (BalieUploadQueue *self,
                                                 const char       *id);

/**
 * balie_upload_queue_forget:
 *
 * Takes @entry out of its list, stops all that is under way for it, removes its copy, and frees it.
 */
void balie_upload_queue_forget (BalieUploadQueue *self,
                                BalieUploadEntry *entry);

GListStore *balie_upload_queue_get_list (BalieUploadQueue *self,
                                         const char       *owner);
void        balie_upload_queue_leave_list (BalieUploadQueue *self,
                                           BalieUploadEntry *entry);

/**
 * balie_upload_queue_show_pause:
 *
 * Shows whether @upload lacks a connection.
 */
void balie_upload_queue_show_pause (BalieUploadQueue *self,
                                    BalieUpload      *upload);

/**
 * balie_upload_queue_load:
 * @files: (element-type BalieFileRow): as the cache has them
 *
 * Takes up what an earlier run left.
 */
void balie_upload_queue_load (BalieUploadQueue *self,
                              GPtrArray        *files);

/**
 * balie_upload_queue_list_entries:
 *
 * Returns: (transfer container) (element-type BalieUploadEntry): those of @owner, in order, also removed ones
 */
GPtrArray *balie_upload_queue_list_entries (BalieUploadQueue *self,
                                            const char       *owner);
void       balie_upload_queue_emit_changed (BalieUploadQueue *self,
                                            const char       *owner);

/**
 * balie_upload_queue_get_limits:
 *
 * Returns: (transfer none): what the desk takes, or the usual
 */
const BalieLimits *balie_upload_queue_get_limits (BalieUploadQueue *self);

/**
 * balie_upload_queue_judge:
 *
 * Returns: what the desk would have against @entry, as far as is known of it, beside the others of its owner
 */
BalieFileFault balie_upload_queue_judge (BalieUploadQueue *self,
                                         BalieUploadEntry *entry);

/**
 * balie_upload_queue_admit:
 *
 * Takes in, or sends, @entry if nothing but our own judgement has kept it and that has changed.
 */
void balie_upload_queue_admit (BalieUploadQueue *self,
                               BalieUploadEntry *entry);

/**
 * balie_upload_queue_review:
 *
 * Judges the files of @owner anew, because one of them went or the desk has changed: some that were refused may go now, and of
 * those that wait the last may not.
 */
void balie_upload_queue_review (BalieUploadQueue *self,
                                const char       *owner);

/**
 * balie_upload_queue_begin_copying:
 *
 * Takes the copy of @entry anew, whose row says so already.
 */
void balie_upload_queue_begin_copying (BalieUploadQueue *self,
                                       BalieUploadEntry *entry);

/**
 * balie_upload_queue_note:
 *
 * The cache is told of @entry, and whoever looks at its owner.
 */
void balie_upload_queue_note (BalieUploadQueue *self,
                              BalieUploadEntry *entry);

/**
 * balie_upload_queue_turn_away:
 *
 * @entry does not go, by our own judgement; where it comes from is remembered.
 */
void balie_upload_queue_turn_away (BalieUploadQueue *self,
                                   BalieUploadEntry *entry,
                                   BalieFileFault    fault);

/**
 * balie_upload_queue_refuse:
 *
 * @entry does not go; the cache is told.
 */
void balie_upload_queue_refuse (BalieUploadQueue *self,
                                BalieUploadEntry *entry,
                                BalieError        code,
                                const char       *type);
void balie_upload_queue_refuse_fault (BalieUploadQueue *self,
                                      BalieUploadEntry *entry,
                                      BalieFileFault    fault);

/**
 * balie_upload_queue_take_copy:
 *
 * What is left of @entry to do when its copy was taken or checked: it waits, or is refused. The cache is told.
 */
void balie_upload_queue_take_copy (BalieUploadQueue    *self,
                                   BalieUploadEntry    *entry,
                                   const BalieFileCopy *copy);

/**
 * balie_upload_queue_end_copying:
 *
 * One entry less is being taken in.
 */
void balie_upload_queue_end_copying (BalieUploadQueue *self);

/**
 * balie_upload_queue_dup_row:
 *
 * Returns: (transfer full): @entry as the cache keeps it
 */
BalieFileRow *balie_upload_queue_dup_row (BalieUploadQueue *self,
                                          BalieUploadEntry *entry);

/**
 * balie_upload_queue_change_owner:
 *
 * @entry goes with @owner from now on, as the cache knows already; also one that somebody removed too late.
 */
void balie_upload_queue_change_owner (BalieUploadQueue *self,
                                      BalieUploadEntry *entry,
                                      const char       *owner);

/**
 * balie_upload_queue_end_passage:
 *
 * The server has @entry; the cache is told.
 */
void balie_upload_queue_end_passage (BalieUploadQueue *self,
                                     BalieUploadEntry *entry);

/**
 * balie_upload_queue_send_again:
 *
 * @entry goes out from the beginning; the cache is told.
 */
void balie_upload_queue_send_again (BalieUploadQueue *self,
                                    BalieUploadEntry *entry);

/**
 * balie_upload_queue_refuse_login:
 *
 * The server did not accept the login: nothing goes out any more.
 */
void balie_upload_queue_refuse_login (BalieUploadQueue *self);

/**
 * balie_upload_queue_count_busy:
 *
 * Returns: how many files are under way
 */
guint balie_upload_queue_count_busy (BalieUploadQueue *self);

/**
 * balie_upload_queue_may_go:
 *
 * Returns: whether @entry is to be sent; not what belongs to a deleted message
 */
gboolean balie_upload_queue_may_go (BalieUploadEntry *entry);

/**
 * balie_upload_queue_pump:
 *
 * Sends what is next.
 */
void balie_upload_queue_pump (BalieUploadQueue *self);

G_END_DECLS
