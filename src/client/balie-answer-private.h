/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an answer is made of what libsoup brings. */
#pragma once

#include <libsoup/soup.h>

#include "balie-transport.h"

G_BEGIN_DECLS

/**
 * balie_answer_new:
 * @message: with its answer's headers
 * @body: what came with it
 * @error: %BALIE_ERROR_PARSE: a redirect, or a good answer that holds no JSON, such as a hotel's sign-in page
 *
 * Returns: (transfer full): the answer
 */
BalieAnswer *balie_answer_new (SoupMessage *message,
                               GBytes      *body,
                               GError     **error);

/**
 * balie_answer_error:
 * @error: (transfer full): of libsoup or of a stream
 *
 * Returns: (transfer full): the same in terms of what a caller can do; a cancellation and errors of %BALIE_ERROR stay as they are
 */
GError *balie_answer_error (GError *error);

G_END_DECLS
