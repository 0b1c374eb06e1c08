/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the session, and tests of what is seen of a file, change of it. */
#pragma once

#include "balie-upload.h"

G_BEGIN_DECLS

/**
 * balie_upload_describe:
 *
 * Says what is known of the file, once it was looked at.
 */
void balie_upload_describe (BalieUpload *self,
                            const char  *name,
                            const char  *media_type,
                            gint64       size);

/**
 * balie_upload_set_copy:
 * @path: (nullable): of the whole copy
 * @sha256: (nullable): of its content, hexadecimal
 */
void balie_upload_set_copy (BalieUpload *self,
                            const char  *path,
                            const char  *sha256);

/**
 * balie_upload_get_sha256:
 *
 * Returns: (nullable): of the content, hexadecimal; %NULL until the copy is whole
 */
const char *balie_upload_get_sha256 (BalieUpload *self);

/**
 * balie_upload_set_state:
 *
 * Not for a refusal, which has a reason.
 */
void balie_upload_set_state (BalieUpload     *self,
                             BalieUploadState state);
void balie_upload_set_refused (BalieUpload *self,
                               BalieError   code,
                               const char  *type);

/**
 * balie_upload_set_progress:
 * @sent: bytes that the server acknowledged
 * @seconds_left: -1 for unknown
 */
void balie_upload_set_progress (BalieUpload *self,
                                gint64       sent,
                                int          seconds_left);
void balie_upload_set_paused (BalieUpload *self,
                              gboolean     paused);

G_END_DECLS
