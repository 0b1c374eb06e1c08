/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was typed for a server to an address that may be used. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * balie_server_consent_async:
 * @parent: above which to ask
 * @settings: remembers what was confirmed
 * @typed: what was typed, or came from the command line
 *
 * A connection without encryption to another machine is used only after a warning that was confirmed, once a server.
 */
void balie_server_consent_async (GtkWindow          *parent,
                                 GSettings          *settings,
                                 const char         *typed,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);

/**
 * balie_server_consent_finish:
 * @error: %BALIE_ERROR_INVALID when that is no address; %G_IO_ERROR_CANCELLED when the warning was not confirmed
 *
 * Returns: (transfer full) (nullable): the address
 */
char *balie_server_consent_finish (GAsyncResult *result,
                                   GError      **error);

G_END_DECLS
