/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file's way to the server: announced, sent part by part, finished; from where the server stands, as often as it takes. */
#pragma once

#include "balie-upload-queue-private.h"

G_BEGIN_DECLS

#define BALIE_TYPE_UPLOAD_PASSAGE (balie_upload_passage_get_type ())
G_DECLARE_FINAL_TYPE (BalieUploadPassage, balie_upload_passage, BALIE, UPLOAD_PASSAGE, GObject)

/**
 * balie_upload_passage_new:
 * @queue: (transfer none): owns the entry that owns the passage
 */
BalieUploadPassage *balie_upload_passage_new (BalieUploadQueue *queue,
                                              BalieUpload      *upload);

/**
 * balie_upload_passage_start:
 *
 * Goes on, from where the server stands.
 */
void balie_upload_passage_start (BalieUploadPassage *self);

/**
 * balie_upload_passage_is_busy:
 *
 * Returns: whether it is under way
 */
gboolean balie_upload_passage_is_busy (BalieUploadPassage *self);

/**
 * balie_upload_passage_is_waiting:
 *
 * Returns: whether it waits for its next try, which comes by itself
 */
gboolean balie_upload_passage_is_waiting (BalieUploadPassage *self);

/**
 * balie_upload_passage_hurry:
 *
 * Does not wait any longer, unless the server asked for it.
 */
void balie_upload_passage_hurry (BalieUploadPassage *self);

/**
 * balie_upload_passage_give_up:
 *
 * Gives up what is under way; it can be started again.
 */
void balie_upload_passage_give_up (BalieUploadPassage *self);

G_END_DECLS
