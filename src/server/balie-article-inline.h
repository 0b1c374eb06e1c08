/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns the Markdown inside a line into plain text with few marks. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_article_inline_append:
 * @out: gets the text
 * @text: UTF-8 of one block, such as a paragraph
 *
 * Keeps `**bold**` and `` `code` ``; a link becomes its text with the address in brackets behind it, a picture its description; emphasis, HTML
 * tags and backslashes go. Only addresses of http, https and mailto are shown. Whatever is broken stands as it was written.
 */
void balie_article_inline_append (GString    *out,
                                  const char *text);

G_END_DECLS
