/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells whether a text is a JSON document that may be handed to the parser. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_json_scan:
 * @text: the document; need not end in NUL
 * @length: its length in bytes
 * @error: %BALIE_ERROR_PARSE with line and byte offset
 *
 * Goes over a document once, without recursion, and refuses all that RFC 8259 does not allow, and what it allows but
 * two readers may understand differently: text that is not UTF-8, U+0000, surrogates without their other half, repeated
 * members of one object, integers beyond 64 bits and fractions beyond a double. Refuses documents that nest deeper than
 * %BALIE_JSON_MAX_DEPTH, before the parser, which recurses, sees them, and objects of more than
 * %BALIE_JSON_MAX_MEMBERS members.
 *
 * Returns: whether the document is acceptable
 */
gboolean balie_json_scan (const char *text,
                          gsize       length,
                          GError    **error);

G_END_DECLS
