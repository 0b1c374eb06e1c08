/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of files that came with messages: to read them, or to keep them. */
#pragma once

#include <gio/gio.h>

#include "balie-file-safety.h"

G_BEGIN_DECLS

/**
 * balie_file_copy_judge_async:
 * @path: of the file
 * @name: cleaned
 *
 * Looks at how the file begins; see balie_file_safety_judge().
 */
void balie_file_copy_judge_async (const char         *path,
                                  const char         *name,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);

/**
 * balie_file_copy_judge_finish:
 * @safety: (out): what it is
 * @type: (out) (transfer full): for people, such as `PDF document`
 */
gboolean balie_file_copy_judge_finish (GAsyncResult    *result,
                                       BalieFileSafety *safety,
                                       char           **type,
                                       GError         **error);

/**
 * balie_file_copy_read_async:
 *
 * Makes a copy under the file's own name, which cannot be changed and goes with balie_file_copy_clean().
 */
void   balie_file_copy_read_async (const char         *path,
                                   const char         *name,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
GFile *balie_file_copy_read_finish (GAsyncResult *result,
                                    GError      **error);

/**
 * balie_file_copy_keep_async:
 * @target: chosen by a person, and replaced when it is there
 * @origin: (nullable): address that is noted on the file where the file system can
 *
 * Makes a copy that nobody can run.
 */
void     balie_file_copy_keep_async (const char         *path,
                                     GFile              *target,
                                     const char         *origin,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
gboolean balie_file_copy_keep_finish (GAsyncResult *result,
                                      GError      **error);

/**
 * balie_file_copy_clean:
 *
 * Deletes the copies that were made to read; before the program ends.
 */
void balie_file_copy_clean (void);

G_END_DECLS
