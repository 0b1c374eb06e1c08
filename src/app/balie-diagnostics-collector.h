/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the technical details of this computer that may help to understand a problem. */
#pragma once

#include <gtk/gtk.h>

#include "balie-diagnostics.h"
#include "balie-session.h"

G_BEGIN_DECLS

/**
 * balie_diagnostics_collector_collect:
 * @widget: what is on the screen that they are about
 * @session: (nullable): whose connection they describe, and whose names the log must not hold
 *
 * Returns: (transfer full): `app`, `libraries`, `system`, `desktop`, `screen`, `language`, `time-zone`, `connection` (with a
 *   session) and `log` (with a line at least), as technical English; without personal data
 */
BalieDiagnostics *balie_diagnostics_collector_collect (GtkWidget    *widget,
                                                       BalieSession *session);

/**
 * balie_diagnostics_collector_dup_names:
 * @user: (nullable): of this system
 * @real_name: (nullable): of that user, which is `Unknown` when it has none
 * @host: (nullable): of this computer
 * @account: (nullable): who is signed in
 * @server: (nullable): address of the desk
 *
 * Returns: (transfer full) (array zero-terminated=1): what must not stand in a log: these, and the words of the names
 */
char **balie_diagnostics_collector_dup_names (const char         *user,
                                              const char         *real_name,
                                              const char         *host,
                                              const BalieAccount *account,
                                              const char         *server);

G_END_DECLS
