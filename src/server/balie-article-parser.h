/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes an article out of a Markdown file. */
#pragma once

#include "balie-article.h"

G_BEGIN_DECLS

/**
 * BALIE_ARTICLE_PARSER_MAX:
 *
 * Most bytes of the file of an article.
 */
#define BALIE_ARTICLE_PARSER_MAX (64 * 1024)

/**
 * balie_article_parser_parse:
 * @id: of the article
 * @data: the file
 * @length: of @data, in bytes
 * @line: (out): where the fault is, from 1; 0 for the file as a whole
 * @error: %BALIE_ERROR_INVALID
 *
 * The first heading is the title, the first paragraph the summary, and the rest the body. The body is lines of plain text: a heading begins with
 * `# ` to `###### `; an item of a list with `- ` or a number and `. `, two spaces more for each level; a line of code with
 * four spaces; an empty line stands between blocks. Inside a line there are `**bold**`, `` `code` `` and links with their address in brackets behind
 * them. HTML is left out.
 *
 * Returns: (transfer full): the article, or %NULL
 */
BalieArticle *balie_article_parser_parse (const char *id,
                                          const char *data,
                                          gsize       length,
                                          guint      *line,
                                          GError    **error);

G_END_DECLS
