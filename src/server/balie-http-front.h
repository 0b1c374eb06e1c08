/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's door: listens, keeps out what HTTP allows and we do not, and hands exchanges to the router. */
#pragma once

#include "balie-router.h"

G_BEGIN_DECLS

#define BALIE_TYPE_HTTP_FRONT (balie_http_front_get_type ())

/**
 * BalieHttpFront:
 *
 * Lives in the main context in which it was made. Answers `/v1/health` itself.
 */
G_DECLARE_FINAL_TYPE (BalieHttpFront, balie_http_front, BALIE, HTTP_FRONT, GObject)

BalieHttpFront *balie_http_front_new (BalieRouter *router);

/**
 * BalieHttpLimits:
 * @headers_timeout: seconds from the connection, or a later request's first byte, to the end of the headers
 * @body_timeout: seconds for the rest of the request
 * @idle_timeout: seconds that a connection may wait for its next request, or not take its answer
 * @deadline: seconds from the whole request to its answer; must be more than any wait that a handler grants
 * @stop_timeout: seconds that [method@HttpFront.stop_async] waits for exchanges that run
 * @max_headers: bytes of a request's headers
 */
typedef struct
{
  guint headers_timeout;
  guint body_timeout;
  guint idle_timeout;
  guint deadline;
  guint stop_timeout;
  gsize max_headers;
} BalieHttpLimits;

/**
 * balie_http_front_get_limits:
 *
 * Returns: (transfer none): the limits: 10 s, 60 s, 60 s, 90 s, 10 s, 16 KiB
 */
const BalieHttpLimits *balie_http_front_get_limits (BalieHttpFront *self);

/**
 * balie_http_front_set_limits:
 *
 * For tests, which have less time; before [method@HttpFront.listen].
 */
void balie_http_front_set_limits (BalieHttpFront        *self,
                                  const BalieHttpLimits *limits);

/**
 * balie_http_front_set_trusts_proxy:
 * @trusts_proxy: whether a proxy on this machine stands in front
 *
 * When it does, the last address of `X-Forwarded-For` from a loopback peer is the client's.
 */
void balie_http_front_set_trusts_proxy (BalieHttpFront *self,
                                        gboolean        trusts_proxy);

/**
 * balie_http_front_set_healthy:
 * @healthy: whether `/v1/health` answers 200 or 503; %TRUE at first. It is 503 from the moment that it stops.
 */
void balie_http_front_set_healthy (BalieHttpFront *self,
                                   gboolean        healthy);

/**
 * balie_http_front_listen:
 * @address: such as `127.0.0.1:8080`, `[::1]:8080` or `127.0.0.1:0` for any free port
 * @error: %BALIE_ERROR_INVALID for what is no address, otherwise G_IO_ERROR
 *
 * May be called for several addresses.
 */
gboolean balie_http_front_listen (BalieHttpFront *self,
                                  const char     *address,
                                  GError        **error);

/**
 * balie_http_front_get_port:
 *
 * Returns: the port of the first address, 0 before [method@HttpFront.listen]
 */
guint16 balie_http_front_get_port (BalieHttpFront *self);

/**
 * balie_http_front_stop_async:
 *
 * Stops accepting at once, waits until the exchanges that run are answered and sent (at most `stop_timeout`), then closes
 * the connections. Call [method@EventStreams.end_all] just before, so that nobody waits for an event meanwhile.
 */
void balie_http_front_stop_async (BalieHttpFront     *self,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);

/**
 * balie_http_front_stop_finish:
 * @error: only G_IO_ERROR_CANCELLED
 *
 * Returns: whether it has stopped
 */
gboolean balie_http_front_stop_finish (BalieHttpFront *self,
                                       GAsyncResult   *result,
                                       GError        **error);

G_END_DECLS
