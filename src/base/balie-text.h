/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What texts and identifiers must look like before they go any further. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_text_is_uuid:
 *
 * Returns: whether @text is a UUID in canonical form: 36 characters, lower case
 */
gboolean balie_text_is_uuid (const char *text);

/**
 * balie_text_get_length:
 * @text: valid UTF-8
 *
 * Returns: the number of characters (code points), white space at both ends left out
 */
gsize balie_text_get_length (const char *text);

/**
 * balie_text_dup_line:
 * @text: valid UTF-8
 * @maximum: most characters
 *
 * Makes one line of a text, for lists and notifications: runs of white space and control characters become one space,
 * and a cut end becomes an ellipsis.
 *
 * Returns: (transfer full): the line
 */
char *balie_text_dup_line (const char *text,
                           gsize       maximum);

G_END_DECLS
