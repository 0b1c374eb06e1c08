/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was downloaded, kept within bounds: what was not of use for longest goes first. */
#pragma once

#include "balie-attachment.h"
#include "balie-cache.h"

G_BEGIN_DECLS

/**
 * BALIE_DOWNLOAD_FOLDER_MAXIMUM:
 *
 * Bytes that all downloads may have together.
 */
#define BALIE_DOWNLOAD_FOLDER_MAXIMUM (G_GINT64_CONSTANT (1) << 30)

/**
 * BalieDownloadFolder:
 *
 * Signals: `left` (string: id): a file that had to go is gone.
 */
#define BALIE_TYPE_DOWNLOAD_FOLDER (balie_download_folder_get_type ())
G_DECLARE_FINAL_TYPE (BalieDownloadFolder, balie_download_folder, BALIE, DOWNLOAD_FOLDER, GObject)

/**
 * BalieDownloadListHeld:
 *
 * Returns: (transfer full) (element-type utf8): a set of the ids that somebody has open; those files do not go
 */
typedef GHashTable *(*BalieDownloadListHeld) (gpointer user_data);

/**
 * balie_download_folder_new:
 * @list_held: asked until [method@DownloadFolder.stop]
 *
 * Returns: (transfer full): the folder of downloads beside @cache
 */
BalieDownloadFolder *balie_download_folder_new (BalieCache           *cache,
                                                BalieDownloadListHeld list_held,
                                                gpointer              user_data);

/**
 * balie_download_folder_set_maximum:
 *
 * Sets other bounds than %BALIE_DOWNLOAD_FOLDER_MAXIMUM.
 */
void balie_download_folder_set_maximum (BalieDownloadFolder *self,
                                        gint64               maximum);

char *balie_download_folder_dup_path (BalieDownloadFolder *self,
                                      const char          *id);

/**
 * balie_download_folder_find:
 *
 * Returns: (transfer full) (nullable): the path of a file that is here and whole. It counts as used now.
 */
char *balie_download_folder_find (BalieDownloadFolder *self,
                                  BalieAttachment     *attachment);

/**
 * balie_download_folder_is_leaving:
 *
 * Returns: whether a file of that name is about to go, so that no new one may be made yet
 */
gboolean balie_download_folder_is_leaving (BalieDownloadFolder *self,
                                           const char          *id);

/**
 * balie_download_folder_keep:
 *
 * Takes in a file that has just become whole. Others may have to go.
 */
void balie_download_folder_keep (BalieDownloadFolder *self,
                                 BalieAttachment     *attachment);

/**
 * balie_download_folder_stop:
 *
 * Notes what was used; before the cache is closed.
 */
void balie_download_folder_stop (BalieDownloadFolder *self);

/**
 * balie_download_folder_tidy:
 * @path: of the folder, which need not be there
 * @now: milliseconds since 1970
 *
 * Deletes what no row tells of, since nobody knows whether its bytes ever reached the disk, and parts that nobody went on with for a
 * week; forgets rows without a file. Blocks; for whoever opens the cache.
 */
gboolean balie_download_folder_tidy (BalieDb    *db,
                                     const char *path,
                                     gint64      now,
                                     GError    **error);

G_END_DECLS
