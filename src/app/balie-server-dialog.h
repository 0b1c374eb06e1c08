/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for the address of the server, and for a certificate authority of one's own. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BalieServerDialog:
 *
 * Actions: `server.use`, `server.choose-authority`, `server.clear-authority`.
 *
 * Signals: `chosen` (string address): the settings hold it, and the authority, by then.
 */
#define BALIE_TYPE_SERVER_DIALOG (balie_server_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BalieServerDialog, balie_server_dialog, BALIE, SERVER_DIALOG, AdwWindow)

/**
 * balie_server_dialog_new:
 * @server: (nullable): address to begin with
 */
GtkWindow *balie_server_dialog_new (GtkWindow  *parent,
                                    GSettings  *settings,
                                    const char *server);

G_END_DECLS
