/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file that goes with a draft or a message, from its copy on this machine to the server. */
#pragma once

#include <gio/gio.h>

#include "balie-error.h"

G_BEGIN_DECLS

/**
 * BalieUploadState:
 * @BALIE_UPLOAD_COPYING: a copy is being taken, so that nothing that happens to the file later matters
 * @BALIE_UPLOAD_WAITING: the copy is safe on this machine; it goes out by itself
 * @BALIE_UPLOAD_SENDING: it is on its way
 * @BALIE_UPLOAD_SENT: the server has it, checked
 * @BALIE_UPLOAD_REFUSED: it does not go; `error-type` says why, and somebody decides
 */
typedef enum {
  BALIE_UPLOAD_COPYING,
  BALIE_UPLOAD_WAITING,
  BALIE_UPLOAD_SENDING,
  BALIE_UPLOAD_SENT,
  BALIE_UPLOAD_REFUSED,
} BalieUploadState;

#define BALIE_TYPE_UPLOAD_STATE (balie_upload_state_get_type ())
GType balie_upload_state_get_type (void) G_GNUC_CONST;

/**
 * BalieUpload:
 *
 * The same object as long as anybody holds it, whether its message is a draft, waits in the outbox or was sent.
 *
 * Properties (read-only, each notifies): `id` (string: UUID, also of the attachment that it becomes), `name` (string: one line for
 * display, never a path), `media-type` (string), `size` (int64: bytes, 0 until it is known), `sent` (int64: bytes that the server
 * acknowledged), `state` (BalieUploadState), `seconds-left` (int: -1 for unknown), `paused` (boolean: it cannot go on for want of a
 * connection), `error-code` (int: BalieError, of a refused one), `error-type` (string, of a refused one).
 *
 * `error-type` is one of what was found here: `too-large`, `too-many-files`, `too-large-together`, `type-blocked`, `file-unreadable`,
 * `file-vanished`, `file-is-folder`, `file-changed`, `storage-full`, `files-not-taken`; or what something between here and the server
 * answered: `proxy-too-large`; or a type of the server's problems, such as `quota-exceeded`, `digest-mismatch`.
 */
#define BALIE_TYPE_UPLOAD (balie_upload_get_type ())
G_DECLARE_FINAL_TYPE (BalieUpload, balie_upload, BALIE, UPLOAD, GObject)

/**
 * balie_upload_new:
 * @id: UUID
 * @name: for display
 * @size: bytes; 0 until it is known
 *
 * The session makes these; tests and previews may too.
 *
 * Returns: (transfer full): one that is being copied
 */
BalieUpload     *balie_upload_new (const char *id,
                                   const char *name,
                                   const char *media_type,
                                   gint64      size);
const char      *balie_upload_get_id (BalieUpload *self);
const char      *balie_upload_get_name (BalieUpload *self);
const char      *balie_upload_get_media_type (BalieUpload *self);
gint64           balie_upload_get_size (BalieUpload *self);
gint64           balie_upload_get_sent (BalieUpload *self);
BalieUploadState balie_upload_get_state (BalieUpload *self);
int              balie_upload_get_seconds_left (BalieUpload *self);
gboolean         balie_upload_get_paused (BalieUpload *self);

/**
 * balie_upload_get_error_code:
 *
 * Returns: of a refused one, what can be done about it
 */
BalieError balie_upload_get_error_code (BalieUpload *self);

/**
 * balie_upload_get_error_type:
 *
 * Returns: (nullable): of a refused one, why
 */
const char *balie_upload_get_error_type (BalieUpload *self);

/**
 * balie_upload_dup_path:
 *
 * Returns: (transfer full) (nullable): the copy on this machine, once it is whole
 */
char *balie_upload_dup_path (BalieUpload *self);

G_END_DECLS
