/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a stream to its end, but not beyond a limit. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * balie_bounded_read_async:
 * @stream: closed afterwards, also when it was not read to its end
 * @maximum: most bytes
 */
void balie_bounded_read_async (GInputStream       *stream,
                               gsize               maximum,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data);

/**
 * balie_bounded_read_finish:
 * @error: %BALIE_ERROR_PARSE when there is more than the limit, or the stream's own error
 *
 * Returns: (transfer full): everything that the stream held
 */
GBytes *balie_bounded_read_finish (GInputStream *stream,
                                   GAsyncResult *result,
                                   GError      **error);

G_END_DECLS
