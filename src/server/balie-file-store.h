/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of files: each under a random name, readable by the server alone. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BalieFileStore:
 *
 * Immutable: its functions may be called from any thread, and block. Errors are of %BALIE_ERROR_STORAGE; a full disk is a
 * %BALIE_REFUSAL 507.
 */
typedef struct _BalieFileStore BalieFileStore;

/**
 * balie_file_store_new:
 * @data: folder of all that is kept
 *
 * Makes the folder when there is none.
 */
BalieFileStore *balie_file_store_new (const char *data,
                                      GError    **error);

/**
 * balie_file_store_new_for_folder:
 * @folder: of the files themselves
 *
 * Makes the folder when there is none.
 */
BalieFileStore *balie_file_store_new_for_folder (const char *folder,
                                                 GError    **error);
void            balie_file_store_free (BalieFileStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieFileStore, balie_file_store_free)

/**
 * balie_file_store_make_name:
 *
 * Returns: (transfer full): a name that no file has, and nobody can guess
 */
char *balie_file_store_make_name (void);

/**
 * balie_file_store_write:
 * @offset: where in the file
 *
 * Writes part of a file, which is made when there is none. It may be lost until balie_file_store_sync().
 */
gboolean balie_file_store_write (BalieFileStore *self,
                                 const char     *name,
                                 gint64          offset,
                                 GBytes         *part,
                                 GError        **error);

/**
 * balie_file_store_sync:
 *
 * Returns when the file is on the disk, with its name.
 */
gboolean balie_file_store_sync (BalieFileStore *self,
                                const char     *name,
                                GError        **error);

/**
 * balie_file_store_hash:
 * @size: bytes from the beginning that count; what is behind is cut off
 *
 * Returns: (transfer full): SHA-256 in hexadecimal
 */
char *balie_file_store_hash (BalieFileStore *self,
                             const char     *name,
                             gint64          size,
                             GError        **error);

/**
 * balie_file_store_read:
 *
 * Returns: (transfer full): the file, seekable
 */
GFileInputStream *balie_file_store_read (BalieFileStore *self,
                                         const char     *name,
                                         GError        **error);

/**
 * balie_file_store_take:
 * @from: whose file does not change any more
 * @missing: (out): whether @from has no such file, which is no error
 *
 * Takes a file over from another store, unless it is there already: without a copy when both are on one disk. It is on the disk
 * afterwards.
 */
gboolean balie_file_store_take (BalieFileStore *self,
                                BalieFileStore *from,
                                const char     *name,
                                gboolean       *missing,
                                GError        **error);

/**
 * balie_file_store_read_head:
 * @maximum: most bytes
 *
 * Returns: (transfer full): the beginning of the file
 */
GBytes *balie_file_store_read_head (BalieFileStore *self,
                                    const char     *name,
                                    gsize           maximum,
                                    GError        **error);

/**
 * balie_file_store_dup_path:
 *
 * Returns: (transfer full): where the file is, for a program that looks at it
 */
char *balie_file_store_dup_path (BalieFileStore *self,
                                 const char     *name);

/**
 * balie_file_store_remove:
 *
 * Removes a file. It is no error when there is none.
 */
void balie_file_store_remove (BalieFileStore *self,
                              const char     *name);

/**
 * balie_file_store_list:
 *
 * Returns: (transfer full) (element-type utf8): the names of all files
 */
GPtrArray *balie_file_store_list (BalieFileStore *self,
                                  GError        **error);

G_END_DECLS
