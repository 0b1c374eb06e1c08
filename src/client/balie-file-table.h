/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files in the cache: what goes with drafts and messages. */
#pragma once

#include "balie-db.h"
#include "balie-error.h"

G_BEGIN_DECLS

/**
 * BalieFileState:
 * @BALIE_FILE_COPYING: a copy is being taken
 * @BALIE_FILE_WAITING: the copy is whole
 * @BALIE_FILE_SENT: the server has it
 * @BALIE_FILE_REFUSED: it does not go
 */
typedef enum {
  BALIE_FILE_COPYING,
  BALIE_FILE_WAITING,
  BALIE_FILE_SENT,
  BALIE_FILE_REFUSED,
} BalieFileState;

/**
 * BalieFileRow:
 * @id: UUID, also of the upload and the attachment
 * @owner: key of a draft or id of a message
 * @position: order of adding, given by the database
 * @name: for display
 * @type: media type
 * @size: bytes
 * @sha256: (nullable): of the content; %NULL until the copy is whole
 * @state: how far it is
 * @error_code: of a refused one
 * @error_type: (nullable): of a refused one
 */
typedef struct
{
  char          *id;
  char          *owner;
  gint64         position;
  char          *name;
  char          *type;
  gint64         size;
  char          *sha256;
  BalieFileState state;
  BalieError     error_code;
  char          *error_type;
} BalieFileRow;

void balie_file_row_free (BalieFileRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieFileRow, balie_file_row_free)

/**
 * balie_file_table_add:
 *
 * Puts a file behind all others; the position in @row is not looked at.
 */
gboolean balie_file_table_add (BalieDb            *db,
                               const BalieFileRow *row,
                               GError            **error);

/**
 * balie_file_table_list:
 *
 * Returns: (transfer full) (element-type BalieFileRow): all, in order of adding
 */
GPtrArray *balie_file_table_list (BalieDb *db,
                                  GError **error);

/**
 * balie_file_table_count:
 * @owner: key of a draft or id of a message
 *
 * Returns: how many files go with it, refused ones included; -1 on an error
 */
gint64 balie_file_table_count (BalieDb    *db,
                               const char *owner,
                               GError    **error);

/**
 * balie_file_table_set_copied:
 * @row: with its name, type, size and SHA-256
 *
 * The copy is whole. A row that was removed meanwhile is no fault.
 */
gboolean balie_file_table_set_copied (BalieDb            *db,
                                      const BalieFileRow *row,
                                      GError            **error);
gboolean balie_file_table_set_refused (BalieDb    *db,
                                       const char *id,
                                       BalieError  code,
                                       const char *type,
                                       GError    **error);

/**
 * balie_file_table_set_copying:
 *
 * What was refused before it was copied is copied after all.
 */
gboolean balie_file_table_set_copying (BalieDb    *db,
                                       const char *id,
                                       GError    **error);

/**
 * balie_file_table_set_waiting:
 *
 * It goes out, or goes out again.
 */
gboolean balie_file_table_set_waiting (BalieDb    *db,
                                       const char *id,
                                       GError    **error);
gboolean balie_file_table_set_sent (BalieDb    *db,
                                    const char *id,
                                    GError    **error);

/**
 * balie_file_table_move_owner:
 *
 * All that goes with @from goes with @to from now on; the order is that of adding, as before.
 */
gboolean balie_file_table_move_owner (BalieDb    *db,
                                      const char *from,
                                      const char *to,
                                      GError    **error);

/**
 * balie_file_table_remove:
 * @owner: what it goes with
 *
 * Returns: whether it went; %FALSE without @error when it does not go with @owner any more, or is not there
 */
gboolean balie_file_table_remove (BalieDb    *db,
                                  const char *id,
                                  const char *owner,
                                  GError    **error);

/**
 * balie_file_table_remove_owner:
 *
 * Removes all that goes with @owner; see [method@UploadQueue.owner_removed].
 */
gboolean balie_file_table_remove_owner (BalieDb    *db,
                                        const char *owner,
                                        GError    **error);

/**
 * BALIE_FILE_DELETED:
 *
 * How the owner of files begins that went with a deleted message, whose id follows: it can be had back while the program runs.
 */
#define BALIE_FILE_DELETED "deleted:"

/**
 * balie_file_table_prune:
 * @before: milliseconds since 1970
 *
 * Forgets the files of messages that were sent before @before, to be called before [func@outbox_table_prune]; and those of deleted
 * messages, which nobody can have back after a restart.
 */
gboolean balie_file_table_prune (BalieDb *db,
                                 gint64   before,
                                 GError **error);

/**
 * balie_file_table_salvage:
 * @from: a damaged cache
 * @to: a new one
 *
 * Copies what can be read.
 *
 * Returns: how many files were saved
 */
guint balie_file_table_salvage (BalieDb *from,
                                BalieDb *to);

G_END_DECLS
