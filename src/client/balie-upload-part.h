/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a part of a copy that is about to be sent. */
#pragma once

#include "balie-upload.h"
#include "balie-worker.h"

G_BEGIN_DECLS

/**
 * balie_upload_part_read_async:
 * @reader: on which it happens
 * @offset: of the first byte
 * @size: bytes, which the copy has
 */
void balie_upload_part_read_async (BalieWorker        *reader,
                                   BalieUpload        *upload,
                                   gint64              offset,
                                   gint64              size,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);

/**
 * balie_upload_part_read_finish:
 * @error: %BALIE_ERROR_NOT_FOUND when the copy is gone, %BALIE_ERROR_STORAGE when it is not whole or cannot be read
 *
 * Returns: (transfer full): all of the bytes
 */
GBytes *balie_upload_part_read_finish (BalieWorker  *reader,
                                       GAsyncResult *result,
                                       GError      **error);

G_END_DECLS
