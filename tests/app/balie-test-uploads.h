/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files on their way, in any state, made without a session. */
#pragma once

#include <gio/gio.h>

#include "balie-upload.h"

G_BEGIN_DECLS

/**
 * balie_test_upload_new:
 *
 * Returns: (transfer full): one that waits for its turn
 */
BalieUpload *balie_test_upload_new (const char *name,
                                    const char *media_type,
                                    gint64      size);

/**
 * balie_test_upload_send:
 *
 * Makes @self stand on its way, with @sent bytes of it acknowledged.
 */
void balie_test_upload_send (BalieUpload *self,
                             gint64       sent,
                             int          seconds_left,
                             gboolean     paused);

/**
 * balie_test_uploads_new:
 *
 * Returns: (transfer full): one file uploaded, one on its way, one too large
 */
GListStore *balie_test_uploads_new (void);

G_END_DECLS
