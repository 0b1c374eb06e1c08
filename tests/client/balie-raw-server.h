/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server in the test's own process that sends exactly the bytes it is told, be they HTTP or not. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BalieRawEnd:
 * @BALIE_RAW_KEEP: the connection serves the next request
 * @BALIE_RAW_CLOSE: it is closed
 * @BALIE_RAW_HANG: it stays open, and nothing more comes
 * @BALIE_RAW_ENDLESS: the last kilobyte, or what there is of it, comes again and again until the client gives up
 */
typedef enum {
  BALIE_RAW_KEEP,
  BALIE_RAW_CLOSE,
  BALIE_RAW_HANG,
  BALIE_RAW_ENDLESS,
} BalieRawEnd;

#define BALIE_TYPE_RAW_SERVER (balie_raw_server_get_type ())
G_DECLARE_FINAL_TYPE (BalieRawServer, balie_raw_server, BALIE, RAW_SERVER, GObject)

/**
 * BALIE_RAW_ID:
 *
 * In an answer it stands for the id of the upload that the request is about, which a test does not know beforehand.
 */
#define BALIE_RAW_ID "ffffffff-ffff-4fff-bfff-ffffffffffff"

/**
 * balie_raw_server_new:
 * @certificate_file: (nullable): PEM file with certificate and key, for TLS
 */
BalieRawServer *balie_raw_server_new (const char *certificate_file);
const char     *balie_raw_server_get_address (BalieRawServer *self);

/**
 * balie_raw_server_add:
 * @bytes: what the next request gets that has no answer yet; a request without one waits
 * @length: of @bytes, or -1 when it ends in NUL
 */
void balie_raw_server_add (BalieRawServer *self,
                           const char     *bytes,
                           gssize          length,
                           BalieRawEnd     end);

/**
 * balie_raw_server_add_json:
 *
 * Adds a well-behaved answer.
 */
void balie_raw_server_add_json (BalieRawServer *self,
                                guint           status,
                                const char     *headers,
                                const char     *json);

/**
 * balie_raw_server_send:
 *
 * Sends more on the connection that served the last request.
 */
void balie_raw_server_send (BalieRawServer *self,
                            const char     *bytes);

/**
 * balie_raw_server_hang_up:
 *
 * Closes the connection that served the last request.
 */
void balie_raw_server_hang_up (BalieRawServer *self);

guint balie_raw_server_get_n_requests (BalieRawServer *self);

/**
 * balie_raw_server_get_request:
 *
 * Returns: (transfer none): head and body of a request, in the order in which they came
 */
const char *balie_raw_server_get_request (BalieRawServer *self,
                                          guint           index);

/**
 * balie_raw_server_get_n_open:
 *
 * Returns: how many connections the client holds open
 */
guint balie_raw_server_get_n_open (BalieRawServer *self);

G_END_DECLS
