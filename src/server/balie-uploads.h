/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receives the bytes of uploads, checks them, and gives them out again. */
#pragma once

#include "balie-desk-service.h"
#include "balie-exchange.h"
#include "balie-file-store.h"
#include "balie-scanner.h"

G_BEGIN_DECLS

/**
 * BalieUploads:
 *
 * Lives in the main context in which it was made; the disk is waited for on other threads. An upload is written by one request
 * at a time.
 */
#define BALIE_TYPE_UPLOADS (balie_uploads_get_type ())
G_DECLARE_FINAL_TYPE (BalieUploads, balie_uploads, BALIE, UPLOADS, GObject)

/**
 * balie_uploads_new:
 * @files: (transfer full):
 * @scan_command: (nullable) (array zero-terminated=1): as of balie_scanner_new()
 * @quota: bytes that the files of an account may have
 */
BalieUploads *balie_uploads_new (BalieDeskService  *service,
                                 BalieFileStore    *files,
                                 const char *const *scan_command,
                                 gint64             quota);

/**
 * balie_uploads_get_scanner:
 *
 * Returns: (transfer none): what checks them
 */
BalieScanner *balie_uploads_get_scanner (BalieUploads *self);

/**
 * balie_uploads_stop:
 *
 * Ends what works on them beside requests.
 */
void balie_uploads_stop (BalieUploads *self);

/**
 * balie_uploads_get_quota:
 *
 * Returns: bytes that the files of an account may have
 */
gint64 balie_uploads_get_quota (BalieUploads *self);

/**
 * balie_uploads_receive:
 * @exchange: with the next bytes of the upload `id`; its body is streamed
 * @offset: of the first of them
 *
 * Answers when they are on the disk: 204; 409 when another offset is due; 413 when they are too many. What has come of a request that
 * was cut off is kept.
 */
void balie_uploads_receive (BalieUploads  *self,
                            BalieExchange *exchange,
                            gint64         offset);

/**
 * balie_uploads_finish:
 * @exchange: asks to check the upload `id` and to make an attachment of it
 *
 * Answers 200 with the attachment, as often as it is asked; 422 `digest-mismatch` when it has to be sent again.
 */
void balie_uploads_finish (BalieUploads  *self,
                           BalieExchange *exchange);

/**
 * balie_uploads_send:
 * @exchange: asks for the attachment `id`, or a range of it
 */
void balie_uploads_send (BalieUploads  *self,
                         BalieExchange *exchange);

/**
 * balie_uploads_collect:
 *
 * Removes the files that belong to nothing any more.
 */
void balie_uploads_collect (BalieUploads *self);

G_END_DECLS
