/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of copies: each a file of its own, named as its id, readable by this user alone. */
#pragma once

#include <gio/gio.h>

#include "balie-file-source.h"

G_BEGIN_DECLS

/**
 * BalieFileFolder:
 *
 * What it does happens on a thread of its own, in the order of the calls; what it answers comes in the caller's main context.
 */
#define BALIE_TYPE_FILE_FOLDER (balie_file_folder_get_type ())
G_DECLARE_FINAL_TYPE (BalieFileFolder, balie_file_folder, BALIE, FILE_FOLDER, GObject)

/**
 * BalieFileCopy:
 * @fault: why there is no copy; the rest is of a whole one
 * @size: bytes
 * @sha256: of the content, hexadecimal
 */
typedef struct
{
  BalieFileFault fault;
  gint64         size;
  char          *sha256;
} BalieFileCopy;

void balie_file_copy_free (BalieFileCopy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieFileCopy, balie_file_copy_free)

/**
 * balie_file_folder_new:
 * @path: of a folder that is there
 */
BalieFileFolder *balie_file_folder_new (const char *path);

/**
 * balie_file_folder_dup_path:
 * @id: UUID
 *
 * Returns: (transfer full): where the copy of that id stands, or will
 */
char *balie_file_folder_dup_path (BalieFileFolder *self,
                                  const char      *id);

/**
 * balie_file_folder_open_async:
 *
 * Looks at a file of which a copy may be taken.
 */
void balie_file_folder_open_async (BalieFileFolder    *self,
                                   GFile              *file,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);

/**
 * balie_file_folder_open_finish:
 * @fault: (out): why it cannot be read
 * @error: G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the source
 */
BalieFileSource *balie_file_folder_open_finish (BalieFileFolder *self,
                                                GAsyncResult    *result,
                                                BalieFileFault  *fault,
                                                GError         **error);

/**
 * balie_file_folder_copy_async:
 * @id: UUID
 * @source: (transfer full): what to copy
 *
 * Takes a copy. It has a name only when it is whole and on the disk, and stops as soon as more comes than there was at first.
 */
void balie_file_folder_copy_async (BalieFileFolder    *self,
                                   const char         *id,
                                   BalieFileSource    *source,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);

/**
 * balie_file_folder_check_async:
 * @id: UUID
 *
 * Reads a copy that may be there; the answer is that of [method@FileFolder.copy_finish].
 */
void balie_file_folder_check_async (BalieFileFolder    *self,
                                    const char         *id,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);

/**
 * balie_file_folder_copy_finish:
 * @error: G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what became of it
 */
BalieFileCopy *balie_file_folder_copy_finish (BalieFileFolder *self,
                                              GAsyncResult    *result,
                                              GError         **error);

/**
 * balie_file_folder_remove:
 *
 * Removes a copy, if there is one.
 */
void balie_file_folder_remove (BalieFileFolder *self,
                               const char      *id);

/**
 * balie_file_folder_sweep:
 * @ids: (transfer full): set of all ids that count; whatever else lies in the folder is removed
 */
void balie_file_folder_sweep (BalieFileFolder *self,
                              GHashTable      *ids);

/**
 * balie_file_folder_close:
 *
 * Takes no more, and waits for what is under way; what was cancelled ends soon.
 */
void balie_file_folder_close (BalieFileFolder *self);

G_END_DECLS
