/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One HTTP request and its answer, as handlers see them. */
#pragma once

#include <gio/gio.h>

#include "balie-json-reader.h"
#include "balie-json-writer.h"
#include "balie-person.h"
#include "balie-problem.h"

G_BEGIN_DECLS

/**
 * BALIE_EXCHANGE_MAX_BODY:
 *
 * Most bytes of a request's body. One byte more is refused before the rest is read.
 */
#define BALIE_EXCHANGE_MAX_BODY (256 * 1024)

#define BALIE_TYPE_EXCHANGE (balie_exchange_get_type ())

/**
 * BALIE_EXCHANGE_PART:
 *
 * Bytes of a body that comes or goes in parts which are in memory at the same time.
 */
#define BALIE_EXCHANGE_PART (256 * 1024)

/**
 * BalieExchange:
 *
 * A handler gets one when the whole request was read and the caller is known. It may answer at once, or keep a
 * reference, start something and answer later; it must answer once. An exchange whose client went away takes its
 * answer and drops it; its cancellable says so. One that has no answer at its deadline is answered 503.
 */
G_DECLARE_FINAL_TYPE (BalieExchange, balie_exchange, BALIE, EXCHANGE, GObject)

/**
 * balie_exchange_get_method:
 *
 * Returns: (transfer none): such as `PUT`; `GET` also when it was `HEAD`
 */
const char *balie_exchange_get_method (BalieExchange *self);

/**
 * balie_exchange_get_path:
 *
 * Returns: (transfer none): the path, percent-decoded: never NUL, always UTF-8
 */
const char *balie_exchange_get_path (BalieExchange *self);

/**
 * balie_exchange_get_parameter:
 * @name: as it stands in the route's pattern, without braces
 *
 * Returns: (transfer none): what the path has there, percent-decoded; a UUID unless the pattern says `:text`
 */
const char *balie_exchange_get_parameter (BalieExchange *self,
                                          const char    *name);

/**
 * balie_exchange_query_text:
 * @maximum: most characters
 *
 * Reads a parameter of the query. Faults stick, as in #BalieJsonReader: read all there are, then
 * call [method@Exchange.finish_query].
 *
 * Returns: (transfer none) (nullable): the text, or %NULL when it is absent or after a fault
 */
const char *balie_exchange_query_text (BalieExchange *self,
                                       const char    *name,
                                       gsize          maximum);

/**
 * balie_exchange_query_int:
 *
 * Returns: the number, or @fallback when it is absent or after a fault
 */
gint64 balie_exchange_query_int (BalieExchange *self,
                                 const char    *name,
                                 gint64         minimum,
                                 gint64         maximum,
                                 gint64         fallback);

/**
 * balie_exchange_query_enum:
 * @nicks: (array zero-terminated=1): the words that are allowed
 *
 * Returns: the index in @nicks, or @fallback when it is absent or after a fault
 */
int balie_exchange_query_enum (BalieExchange     *self,
                               const char        *name,
                               const char *const *nicks,
                               int                fallback);

/**
 * balie_exchange_query_fail:
 *
 * Reports a fault that only the handler can see. An earlier one is kept.
 */
void balie_exchange_query_fail (BalieExchange *self,
                                const char    *name,
                                const char    *detail);

/**
 * balie_exchange_finish_query:
 *
 * To be called when every parameter was read, also by handlers that take none: a parameter that nobody asked for is a
 * fault. After a fault the exchange has been answered 422 `invalid`, with `?name` for a pointer.
 *
 * Returns: whether all was well
 */
gboolean balie_exchange_finish_query (BalieExchange *self);

/**
 * balie_exchange_read_body:
 *
 * Returns: (transfer none) (nullable): a strict reader over the body, or %NULL when the exchange has been answered,
 *   because the body is no JSON (400 `malformed`) or is declared as something else (415)
 */
BalieJsonReader *balie_exchange_read_body (BalieExchange *self);

/**
 * balie_exchange_finish_body:
 *
 * To be called when everything was read. After a fault the exchange has been answered 422 `invalid`.
 *
 * Returns: whether all was well
 */
gboolean balie_exchange_finish_body (BalieExchange *self);

/**
 * balie_exchange_get_body:
 *
 * Returns: (transfer none): the body as it came, possibly empty
 */
GBytes *balie_exchange_get_body (BalieExchange *self);

/**
 * BalieBodySink:
 * @part: what has come since the last time; never more than #BALIE_EXCHANGE_PART and a little; possibly empty at the end
 * @is_last: whether it was the end of the body
 * @user_data: as given
 *
 * Takes a part of a body. No more comes until balie_exchange_continue_body(). After the last one the exchange has to be
 * answered; it may be answered before, and then what is left of the body goes nowhere.
 */
typedef void (*BalieBodySink) (BalieExchange *exchange,
                               GBytes        *part,
                               gboolean       is_last,
                               gpointer       user_data);

/**
 * balie_exchange_stream_body:
 * @sink: takes the parts; it is not called any more when the exchange was answered, or its client went away
 *
 * Lets the body come: for a route that is given to [method@Router.stream_bodies], whose handler runs before there is a body. To
 * be called once, now or later.
 */
void balie_exchange_stream_body (BalieExchange *self,
                                 BalieBodySink  sink,
                                 gpointer       user_data);

/**
 * balie_exchange_continue_body:
 *
 * Lets the next part come.
 */
void balie_exchange_continue_body (BalieExchange *self);

/**
 * balie_exchange_get_body_length:
 *
 * Returns: the bytes that the client says the body has; so many come, or the client goes away
 */
gint64 balie_exchange_get_body_length (BalieExchange *self);

/**
 * balie_exchange_get_range:
 *
 * Returns: (transfer none) (nullable): the header `Range`; %NULL when there is none, or `If-Range` asks for another one than the
 *   ETag that was set
 */
const char *balie_exchange_get_range (BalieExchange *self);

/**
 * balie_exchange_get_header:
 *
 * Returns: (transfer none) (nullable): a request header; comma-joined when it was repeated
 */
const char *balie_exchange_get_header (BalieExchange *self,
                                       const char    *name);

/**
 * balie_exchange_require_version:
 * @version: (out): the N of `If-Match: "vN"`
 *
 * Without the header the exchange has been answered 428 `precondition-required`, with another form of it 412.
 *
 * Returns: whether @version is set
 */
gboolean balie_exchange_require_version (BalieExchange *self,
                                         gint64        *version);

/**
 * balie_exchange_get_client_address:
 *
 * Returns: (transfer none): the client's IP address as text; behind a trusted proxy the one that the proxy saw. Never logged.
 */
const char *balie_exchange_get_client_address (BalieExchange *self);

/**
 * balie_exchange_get_account_id:
 *
 * Returns: (transfer none) (nullable): the caller's account, or %NULL when signed out
 */
const char *balie_exchange_get_account_id (BalieExchange *self);

/**
 * balie_exchange_get_role:
 *
 * Returns: the caller's role; means nothing when signed out
 */
BalieRole balie_exchange_get_role (BalieExchange *self);

/**
 * balie_exchange_get_session_id:
 *
 * Returns: (transfer none) (nullable): the caller's session, or %NULL when signed out
 */
const char *balie_exchange_get_session_id (BalieExchange *self);

/**
 * balie_exchange_get_cancellable:
 *
 * Returns: (transfer none): cancelled when the client goes away or the deadline has passed. Pass it to reads; a write
 *   that has begun is better finished.
 */
GCancellable *balie_exchange_get_cancellable (BalieExchange *self);

/**
 * balie_exchange_is_answered:
 *
 * Returns: whether there is an answer, or nobody to answer
 */
gboolean balie_exchange_is_answered (BalieExchange *self);

/**
 * balie_exchange_set_header:
 *
 * Sets a header of the answer to come. Problems keep it too.
 */
void balie_exchange_set_header (BalieExchange *self,
                                const char    *name,
                                const char    *value);

/**
 * balie_exchange_set_etag:
 * @etag: without quotes, such as `v7`
 *
 * Sets the ETag of the answer to come, and lets the client keep it while it asks each time (`no-cache`). A 200 to a GET that
 * names the same one in If-None-Match becomes an empty 304.
 */
void balie_exchange_set_etag (BalieExchange *self,
                              const char    *etag);

/**
 * balie_exchange_answer_json:
 * @writer: holds the document; is empty afterwards
 */
void balie_exchange_answer_json (BalieExchange   *self,
                                 guint            status,
                                 BalieJsonWriter *writer);

/**
 * balie_exchange_answer_bytes:
 * @content_type: such as `application/yaml`
 */
void balie_exchange_answer_bytes (BalieExchange *self,
                                  guint          status,
                                  const char    *content_type,
                                  GBytes        *body);

/**
 * balie_exchange_answer_stream:
 * @content_type: such as `image/png`
 * @stream: what it is read from, in parts, as fast as the client takes them
 * @length: bytes that the body has. When the stream has fewer, the connection is closed, so that the client notices.
 */
void balie_exchange_answer_stream (BalieExchange *self,
                                   guint          status,
                                   const char    *content_type,
                                   GInputStream  *stream,
                                   gint64         length);

/**
 * balie_exchange_answer_empty:
 * @status: such as 204
 */
void balie_exchange_answer_empty (BalieExchange *self,
                                  guint          status);

/**
 * balie_exchange_answer_problem:
 */
void balie_exchange_answer_problem (BalieExchange *self,
                                    BalieProblem  *problem);

/**
 * balie_exchange_refuse:
 * @type: (nullable): as of balie_problem_new()
 * @detail: (nullable): a printf format
 *
 * Answers with a problem made on the spot.
 */
void balie_exchange_refuse (BalieExchange *self,
                            guint          status,
                            const char    *type,
                            const char    *detail,
                            ...) G_GNUC_PRINTF (4, 5);

/**
 * balie_exchange_answer_error:
 *
 * The one mapping from what failed inside to what is answered: the problem of a [func@refusal_new]; 404 for
 * %BALIE_ERROR_NOT_FOUND and %BALIE_ERROR_FORBIDDEN; 422 for INVALID; 409 for CONFLICT; 507 when the disk is full; 503 with
 * Retry-After for what may pass. The error's text goes to the log where it is the server's own failure, never to the client.
 */
void balie_exchange_answer_error (BalieExchange *self,
                                  const GError  *error);

G_END_DECLS
