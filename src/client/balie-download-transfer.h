/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings one attachment to a file: once, from where it broke off, checked. */
#pragma once

#include "balie-attachment.h"
#include "balie-transport.h"

G_BEGIN_DECLS

/**
 * BalieDownloadProgress:
 * @received: bytes that are on the disk
 *
 * Told from time to time, in the caller's main context, and never after the end.
 */
typedef void (*BalieDownloadProgress) (gint64   received,
                                       gpointer user_data);

/**
 * balie_download_transfer_async:
 * @path: of the file that is to be there in the end; the part stands beside it until then
 * @progress: told how it goes
 * @user_data: for both
 *
 * Reads the answer while a worker writes and hashes what came before: never more than two chunks of it are in memory.
 */
void balie_download_transfer_async (BalieTransport       *transport,
                                    BalieAttachment      *attachment,
                                    const char           *path,
                                    BalieDownloadProgress progress,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);

/**
 * balie_download_transfer_finish:
 * @received: (out): bytes that are kept
 * @retry_after: (out): seconds for which the server wants no other try; 0 unless it said
 * @error: %BALIE_ERROR_OFFLINE and %BALIE_ERROR_SERVER: what came is kept for the next try, also when it was cancelled;
 *   %BALIE_ERROR_PARSE: more came, or something else, than was announced; %BALIE_ERROR_STORAGE and others: it cannot be had.
 *   Of those nothing is left on the disk.
 */
gboolean balie_download_transfer_finish (GAsyncResult *result,
                                         gint64       *received,
                                         guint        *retry_after,
                                         GError      **error);

G_END_DECLS
