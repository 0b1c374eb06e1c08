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
 * @cancellable: of its copying
 * @passage: (nullable): its way to the server
 * @stored: whether its row is in the cache
 * @removed: whether somebody removed it, which the cache does not know yet
 *
 * One file of the queue.
 */
typedef struct
{
  BalieUpload        *upload;
  char               *owner;
  GCancellable       *cancellable;
  BalieUploadPassage *passage;
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
  BalieWorker     *reader; /* of what is sent */
  BalieDesk       *desk;
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
void balie_upload_queue_emit_changed (BalieUploadQueue *self,
                                      const char       *owner);

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
 * balie_upload_queue_pump:
 *
 * Sends what is next.
 */
void balie_upload_queue_pump (BalieUploadQueue *self);

G_END_DECLS
