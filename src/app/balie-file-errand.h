/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and saving a file that came with a message: fetched when it has to be, asked for when it should be. */
#pragma once

#include <gtk/gtk.h>

#include "balie-download.h"

G_BEGIN_DECLS

/**
 * BalieFileErrand:
 * @BALIE_FILE_ERRAND_OPEN: asks first, then opens a copy that cannot be changed with the system's program for it. What a computer runs
 *   is never opened; for that, only saving is offered, and why is said.
 * @BALIE_FILE_ERRAND_SAVE: asks where, under a clean name; the file can never be run, and notes where it came from
 */
typedef enum {
  BALIE_FILE_ERRAND_OPEN,
  BALIE_FILE_ERRAND_SAVE,
} BalieFileErrand;

/**
 * balie_file_errand_async:
 * @parent: over which to ask
 * @server: (nullable): where the file comes from
 */
void balie_file_errand_async (BalieFileErrand     errand,
                              GtkWindow          *parent,
                              BalieDownload      *download,
                              const char         *server,
                              GAsyncReadyCallback callback,
                              gpointer            user_data);

/**
 * balie_file_errand_finish:
 *
 * Returns: (transfer full) (nullable): a sentence that has to be told
 */
char *balie_file_errand_finish (GAsyncResult *result);

G_END_DECLS
