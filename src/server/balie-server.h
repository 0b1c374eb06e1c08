/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole server, put together from its parts. */
#pragma once

#include "balie-desk-service.h"
#include "balie-http-front.h"
#include "balie-presence.h"
#include "balie-server-config.h"
#include "balie-uploads.h"

G_BEGIN_DECLS

/**
 * BalieServer:
 *
 * Lives in the main context in which it was made; in a program or in a test.
 */
#define BALIE_TYPE_SERVER (balie_server_get_type ())
G_DECLARE_FINAL_TYPE (BalieServer, balie_server, BALIE, SERVER, GObject)

/**
 * balie_server_new:
 * @config: loaded; not used afterwards
 * @error: %BALIE_ERROR_STORAGE; %BALIE_ERROR_CONFLICT when another server uses the same folder
 *
 * Opens the desk, and makes its folder when there is none.
 */
BalieServer *balie_server_new (BalieServerConfig *config,
                               GError           **error);

/**
 * balie_server_start:
 *
 * Listens and answers from now on.
 */
gboolean balie_server_start (BalieServer *self,
                             GError     **error);

/**
 * balie_server_get_port:
 *
 * Returns: the port it listens on, 0 before it has started
 */
guint16 balie_server_get_port (BalieServer *self);

/**
 * balie_server_dup_address:
 *
 * Returns: (transfer full): such as `http://127.0.0.1:8080`, for a server that has started
 */
char *balie_server_dup_address (BalieServer *self);

/**
 * balie_server_stop_async:
 *
 * Accepts nothing more, answers what runs, ends the streams, and closes the database.
 */
void balie_server_stop_async (BalieServer        *self,
                              GAsyncReadyCallback callback,
                              gpointer            user_data);
void balie_server_stop_finish (BalieServer  *self,
                               GAsyncResult *result);

/* The parts, for the demo and for tests. All (transfer none). */
BalieDeskService  *balie_server_get_service (BalieServer *self);
BalieEventStreams *balie_server_get_streams (BalieServer *self);
BaliePresence     *balie_server_get_presence (BalieServer *self);
BalieUploads      *balie_server_get_uploads (BalieServer *self);
BalieHttpFront    *balie_server_get_front (BalieServer *self);
BalieRouter       *balie_server_get_router (BalieServer *self);

G_END_DECLS
