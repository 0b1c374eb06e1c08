/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with uploads and attachments. */
#pragma once

#include "balie-message.h"
#include "balie-reply.h"
#include "balie-transaction.h"
#include "balie-upload-store.h"

G_BEGIN_DECLS

/* Each action runs inside a transaction on a thread of the database, as a #BalieAction does. A refusal, such as 404 for what is not the
 * caller's, comes as an error of %BALIE_REFUSAL. */

/**
 * BALIE_UPLOAD_RETENTION:
 *
 * Milliseconds that an upload is kept which nothing comes of.
 */
#define BALIE_UPLOAD_RETENTION (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/**
 * BALIE_UPLOADS_UNUSED_MAX:
 *
 * Most uploads of one account that hang on no message.
 */
#define BALIE_UPLOADS_UNUSED_MAX 200

/**
 * BalieUploadInput:
 * @id: UUID that the client chose
 * @raw_name: as the client said it
 * @name: cleaned
 * @type: checked
 * @size: checked
 * @sha256: checked
 * @quota: bytes that the files of an account may have
 */
typedef struct
{
  char  *id;
  char  *raw_name;
  char  *name;
  char  *type;
  gint64 size;
  char  *sha256;
  gint64 quota;
} BalieUploadInput;

void balie_upload_input_free (BalieUploadInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieUploadInput, balie_upload_input_free)

/**
 * balie_upload_action_put:
 * @input: (type BalieUploadInput):
 *
 * Begins an upload, once for ever: 201, or 200 when it was there.
 */
gpointer balie_upload_action_put (BalieTransaction *transaction,
                                  gpointer          input,
                                  GError          **error);

/**
 * balie_upload_action_get:
 * @input: (type utf8): id
 *
 * Reads how far an upload of the caller's is.
 */
gpointer balie_upload_action_get (BalieTransaction *transaction,
                                  gpointer          input,
                                  GError          **error);

/**
 * balie_upload_action_find:
 * @input: (type utf8): id
 *
 * Returns: (type BalieUploadRow) (transfer full): an upload of the caller's; 404 otherwise
 */
gpointer balie_upload_action_find (BalieTransaction *transaction,
                                   gpointer          input,
                                   GError          **error);

/**
 * BalieUploadStep:
 * @id: of the upload
 * @from: bytes that were stored
 * @to: bytes that are stored; as many as @from to leave it
 */
typedef struct
{
  char  *id;
  gint64 from;
  gint64 to;
} BalieUploadStep;

BalieUploadStep *balie_upload_step_new (const char *id,
                                        gint64      from,
                                        gint64      to);
void             balie_upload_step_free (BalieUploadStep *self);

/**
 * balie_upload_action_advance:
 * @input: (type BalieUploadStep): `to` less than `from` begins again
 *
 * Says that more is on the disk: 204; 409 when something else came in between.
 */
gpointer balie_upload_action_advance (BalieTransaction *transaction,
                                      gpointer          input,
                                      GError          **error);

/**
 * BalieUploadFindings:
 * @id: of an upload
 * @sha256: of what arrived
 * @type: media type, as far as its content is that
 * @width: pixels of a picture, 0 for other files
 * @height: pixels of a picture, 0 for other files
 * @state: whether it can be fetched from now on
 *
 * What a look at the content of an upload showed.
 */
typedef struct
{
  char                *id;
  char                *sha256;
  char                *type;
  int                  width;
  int                  height;
  BalieAttachmentState state;
} BalieUploadFindings;

void balie_upload_findings_free (BalieUploadFindings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieUploadFindings, balie_upload_findings_free)

/**
 * balie_upload_action_finish:
 * @input: (type BalieUploadFindings): of an upload whose content is what was announced
 *
 * Makes an attachment of it. When the account has the same content already, that file is shared.
 *
 * Returns: (type BalieUploadRow) (transfer full): the attachment
 */
gpointer balie_upload_action_finish (BalieTransaction *transaction,
                                     gpointer          input,
                                     GError          **error);

/**
 * balie_upload_action_find_attachment:
 * @input: (type utf8): id
 *
 * Returns: (type BalieUploadRow) (transfer full): an attachment that the caller may fetch: an own one, or one of a message that the
 *   caller can read; 404 otherwise
 */
gpointer balie_upload_action_find_attachment (BalieTransaction *transaction,
                                              gpointer          input,
                                              GError          **error);

/**
 * balie_upload_action_hang:
 * @message: that was just written; gets its attachments
 * @ids: (nullable) (element-type utf8): of the caller's attachments
 * @maximum: most bytes of them together
 *
 *
 * Hangs attachments on a message, in their order; 424 when one is not the caller's, not finished, or hangs on another one; 422 when it was
 * refused; 413 when they are too large together.
 */
gboolean balie_upload_action_hang (BalieTransaction *transaction,
                                   BalieMessage     *message,
                                   GPtrArray        *ids,
                                   gint64            maximum,
                                   GError          **error);

/**
 * balie_upload_action_find_orphans:
 * @input: (type GPtrArray) (element-type utf8): names of files
 *
 * Returns: (transfer full) (element-type utf8): those that belong to nothing
 */
gpointer balie_upload_action_find_orphans (BalieTransaction *transaction,
                                           gpointer          input,
                                           GError          **error);

/**
 * balie_upload_new_offset_conflict:
 * @stored: bytes that the server has
 *
 * Returns: (transfer full): a refusal 409 that says so
 */
GError *balie_upload_new_offset_conflict (gint64 stored);

/**
 * balie_upload_make_reply:
 *
 * Returns: (transfer full): how far it is, or what became of it
 */
BalieReply *balie_upload_make_reply (guint                 status,
                                     const BalieUploadRow *upload);

G_END_DECLS
