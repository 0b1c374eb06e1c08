/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a server which desk it is, and for the desk's logo. */
#pragma once

#include "balie-desk.h"
#include "balie-transport.h"

G_BEGIN_DECLS

/**
 * balie_desk_fetch_async:
 *
 * A logo that cannot be had is no error.
 */
void balie_desk_fetch_async (BalieTransport     *transport,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);

/**
 * balie_desk_fetch_finish:
 * @logo: (out) (transfer full) (nullable): bytes of a picture in whatever format; %NULL when there is none, or none can be had
 * @error: %BALIE_ERROR_PARSE when that is no desk, or one that speaks another version
 *
 * Returns: (transfer full): the desk
 */
BalieDesk *balie_desk_fetch_finish (BalieTransport *transport,
                                    GAsyncResult   *result,
                                    GBytes        **logo,
                                    GError        **error);

G_END_DECLS
