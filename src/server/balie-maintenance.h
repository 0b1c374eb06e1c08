/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server does by itself: forgets what is old, and notices what commands did beside it. */
#pragma once

#include "balie-desk-service.h"
#include "balie-uploads.h"

G_BEGIN_DECLS

#define BALIE_TYPE_MAINTENANCE (balie_maintenance_get_type ())
G_DECLARE_FINAL_TYPE (BalieMaintenance, balie_maintenance, BALIE, MAINTENANCE, GObject)

/**
 * balie_maintenance_new:
 * @uploads: whose files are collected
 * @data: folder that a command touches a file in when it has changed the database
 * @close_after: milliseconds after which a solved request is closed; 0 for never
 *
 * Prunes what is old at once and every hour from then on, uploads that nothing came of among it, and closes what was solved long ago. When a command has ended sessions,
 * @service tells of them.
 */
BalieMaintenance *balie_maintenance_new (BalieDeskService *service,
                                         BalieUploads     *uploads,
                                         const char       *data,
                                         gint64            close_after);

/**
 * balie_maintenance_notify:
 * @data: the server's folder
 *
 * For commands: tells the server that runs, if one does, that the database has changed beside it.
 */
void balie_maintenance_notify (const char *data);

/**
 * balie_maintenance_prune:
 * @input: not used
 *
 * A #BalieAction: deletes events that are older than %BALIE_EVENT_RETENTION, and sessions that have expired.
 */
gpointer balie_maintenance_prune (BalieTransaction *transaction,
                                  gpointer          input,
                                  GError          **error);

G_END_DECLS
