/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The identity of this installation, by which a server tells a person's devices apart. It is no secret. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * balie_device_load_async:
 * @data_dir: where the id is kept; made when it is missing, with mode 0700
 *
 * Reads the id, or makes one and keeps it.
 */
void balie_device_load_async (const char         *data_dir,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data);

/**
 * balie_device_load_finish:
 * @error: %BALIE_ERROR_STORAGE
 *
 * Returns: (transfer full): a UUID
 */
char *balie_device_load_finish (GAsyncResult *result,
                                GError      **error);

G_END_DECLS
