/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a download that is here so far, and its digest. Everything here blocks: it is for a worker thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BALIE_PART_FILE_SUFFIX:
 *
 * What the name of a part ends with, beside the names of whole files.
 */
#define BALIE_PART_FILE_SUFFIX ".part"

/**
 * BaliePartFile:
 *
 * For one thread at a time.
 */
typedef struct _BaliePartFile BaliePartFile;

/**
 * balie_part_file_open:
 * @path: of the whole file; the part stands beside it
 * @maximum: bytes of the whole. A part that is longer is none of it and is emptied.
 * @error: %BALIE_ERROR_STORAGE
 *
 * Opens the part, or makes it, and reads what is in it for the digest.
 *
 * Returns: (transfer full): the part
 */
BaliePartFile *balie_part_file_open (const char *path,
                                     gint64      maximum,
                                     GError    **error);

/**
 * balie_part_file_free:
 *
 * Closes it; what is in it stays for the next time.
 */
void balie_part_file_free (BaliePartFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BaliePartFile, balie_part_file_free)

gint64 balie_part_file_get_length (const BaliePartFile *self);

/**
 * balie_part_file_restart:
 *
 * Empties it.
 */
gboolean balie_part_file_restart (BaliePartFile *self,
                                  GError       **error);
gboolean balie_part_file_append (BaliePartFile *self,
                                 const void    *data,
                                 gsize          length,
                                 GError       **error);

/**
 * balie_part_file_finish:
 * @sha256: (nullable): what its digest must be
 * @error: %BALIE_ERROR_PARSE when it is not; %BALIE_ERROR_STORAGE
 *
 * Makes it the whole file.
 */
gboolean balie_part_file_finish (BaliePartFile *self,
                                 const char    *sha256,
                                 GError       **error);

/**
 * balie_part_file_discard:
 *
 * Deletes it, so that nothing is left.
 */
void balie_part_file_discard (BaliePartFile *self);

G_END_DECLS
