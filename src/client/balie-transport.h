/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON over HTTP to one server: one request, one answer, every limit kept. */
#pragma once

#include <gio/gio.h>

#include "balie-problem.h"

G_BEGIN_DECLS

/**
 * BALIE_TRANSPORT_MAX_ANSWER:
 *
 * Most bytes of an answer after decoding; a longer one is %BALIE_ERROR_PARSE.
 */
#define BALIE_TRANSPORT_MAX_ANSWER (8 * 1024 * 1024)

/**
 * BalieAnswer:
 * @status: of HTTP
 * @body: (nullable): what came with it
 * @etag: (nullable): as it stood in the header, with its quotes
 * @next: (nullable): path and query of `Link: <…>; rel=next`
 * @offset: of `Upload-Offset`; -1 when there is none
 * @problem: (nullable): set when @status is 400 or above
 */
typedef struct
{
  guint         status;
  GBytes       *body;
  char         *etag;
  char         *next;
  gint64        offset;
  BalieProblem *problem;
} BalieAnswer;

void balie_answer_free (BalieAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieAnswer, balie_answer_free)

/**
 * balie_answer_check:
 * @error: what a caller can do about a status of 400 or above; see [method@Problem.to_error]
 *
 * Returns: whether the answer is a good one
 */
gboolean balie_answer_check (const BalieAnswer *self,
                             GError           **error);

/**
 * balie_answer_is_refusal:
 *
 * Returns: whether it is the desk that says no, and for good. Whatever else is on the way, such as a proxy or a login page of a
 *   network, does not know the desk's words; and 400 is said to a request that did not arrive as it was sent, for what is sent is
 *   well formed.
 */
gboolean balie_answer_is_refusal (const BalieAnswer *self);

#define BALIE_TYPE_TRANSPORT (balie_transport_get_type ())
G_DECLARE_FINAL_TYPE (BalieTransport, balie_transport, BALIE, TRANSPORT, GObject)

/**
 * BalieTransportRenew:
 *
 * Asked for a new token when the server refused the present one. It ends with
 * [method@Transport.renewed]. Requests that got 401 wait for it and are then sent once more, once.
 */
typedef void (*BalieTransportRenew) (BalieTransport *self,
                                     gpointer        user_data);

/**
 * balie_transport_new:
 * @server: base address as [func@server_address_parse] gives it, without a slash at the end
 * @authority_file: (nullable): PEM file of an own certificate authority, trusted beside the system's
 *
 * Redirects are not followed; at most 6 connections; cookies, sniffing and digest login are never used.
 */
BalieTransport *balie_transport_new (const char *server,
                                     const char *authority_file);
const char     *balie_transport_get_server (BalieTransport *self);

/**
 * balie_transport_set_token:
 * @token: (nullable): sent as bearer token; never logged
 */
void balie_transport_set_token (BalieTransport *self,
                                const char     *token);
void balie_transport_set_renew (BalieTransport     *self,
                                BalieTransportRenew renew,
                                gpointer            user_data);

/**
 * balie_transport_renewed:
 * @token: (nullable): the new token; %NULL when there is none to be had
 * @error: (nullable): why there is none now although there may be one later, such as %BALIE_ERROR_OFFLINE; it goes to the
 *   callers. Without it, the 401 goes to them, and the login is no good any more.
 */
void balie_transport_renewed (BalieTransport *self,
                              const char     *token,
                              const GError   *error);

/**
 * balie_transport_request_async:
 * @method: such as `PUT`
 * @path: with query, from `/v1` on
 * @if_match: (nullable): value of If-Match
 * @body: (nullable): JSON
 *
 * Times out after 60 s without progress.
 */
void balie_transport_request_async (BalieTransport     *self,
                                    const char         *method,
                                    const char         *path,
                                    const char         *if_match,
                                    GBytes             *body,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);

/**
 * balie_transport_request_finish:
 * @error: %BALIE_ERROR_OFFLINE when no whole answer came (whether the server acted is then unknown), %BALIE_ERROR_PARSE
 *   when what came is no acceptable answer
 *
 * Returns: (transfer full) (nullable): whatever the server answered, also when that is an error of its own
 */
BalieAnswer *balie_transport_request_finish (BalieTransport *self,
                                             GAsyncResult   *result,
                                             GError        **error);

/**
 * balie_transport_send_part_async:
 * @path: of an upload
 * @offset: of the first byte of @part in the upload
 * @part: bytes of a file
 *
 * Sends a PATCH. Ends as [method@Transport.request_async] does.
 */
void         balie_transport_send_part_async (BalieTransport     *self,
                                              const char         *path,
                                              gint64              offset,
                                              GBytes             *part,
                                              GCancellable       *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer            user_data);
BalieAnswer *balie_transport_send_part_finish (BalieTransport *self,
                                               GAsyncResult   *result,
                                               GError        **error);

/**
 * balie_transport_open_async:
 *
 * Sends a GET whose answer is a stream: the event stream, a download. No time-out of its own.
 */
void balie_transport_open_async (BalieTransport     *self,
                                 const char         *path,
                                 const char         *accept,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);

/**
 * balie_transport_open_finish:
 * @content_type: (out) (optional) (transfer full): of the answer, without parameters
 * @retry_after: (out) (optional): seconds for which the server wants no other try; 0 unless it said
 * @error: as above; an answer of 400 or above is mapped to an error as well
 *
 * Returns: (transfer full): the stream
 */
GInputStream *balie_transport_open_finish (BalieTransport *self,
                                           GAsyncResult   *result,
                                           char          **content_type,
                                           guint          *retry_after,
                                           GError        **error);

/**
 * BalieRange:
 * @offset: where the stream begins: as was asked for, or 0 when all comes after all
 * @size: bytes of the whole, -1 when the server does not say
 * @etag: (nullable): of the whole, with its quotes
 */
typedef struct
{
  gint64 offset;
  gint64 size;
  char  *etag;
} BalieRange;

/**
 * balie_transport_open_range_async:
 * @offset: of the first byte that is wanted
 * @if_range: (nullable): ETag of what the bytes before @offset are of; needed when there are any
 *
 * As [method@Transport.open_async], for bytes that are kept and can be asked for again from where they broke off. Their number and
 * sum are for the caller to check. Fails after 60 s without progress.
 */
void balie_transport_open_range_async (BalieTransport     *self,
                                       const char         *path,
                                       gint64              offset,
                                       const char         *if_range,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);

/**
 * balie_transport_open_range_finish:
 * @range: (out caller-allocates): what of the whole comes; untouched on failure
 * @retry_after: (out) (optional): seconds for which the server wants no other try; 0 unless it said
 *
 * Returns: (transfer full): the stream
 */
GInputStream *balie_transport_open_range_finish (BalieTransport *self,
                                                 GAsyncResult   *result,
                                                 BalieRange     *range,
                                                 guint          *retry_after,
                                                 GError        **error);

G_END_DECLS
