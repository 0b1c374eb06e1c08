/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What HTTP allows and this server does not: looked at when the headers of a request were read, before anything else. */
#pragma once

#include <libsoup/soup.h>

#include "balie-problem.h"

G_BEGIN_DECLS

/**
 * balie_http_guard_check:
 * @message: whose headers were read, and nothing of its body
 * @max_headers: bytes
 * @max_body: bytes
 *
 * Also drops `Range`, which libsoup would apply to any answer, so that none is made larger than its thing by many overlapping ranges.
 *
 * Returns: (transfer full) (nullable): why the request is refused, or %NULL to let it in
 */
BalieProblem *balie_http_guard_check (SoupServerMessage *message,
                                      gsize              max_headers,
                                      gsize              max_body);

G_END_DECLS
