/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simple marks in the text of a help article: what each line is, and what stands out in it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BalieArticleBlockKind:
 * @BALIE_ARTICLE_PARAGRAPH: lines that belong together
 * @BALIE_ARTICLE_HEADING: a line that began with one to six `#`
 * @BALIE_ARTICLE_ITEM: of a list, whose line began with `-` or a number, after two spaces for each level
 * @BALIE_ARTICLE_CODE: lines that began with four spaces
 */
typedef enum {
  BALIE_ARTICLE_PARAGRAPH,
  BALIE_ARTICLE_HEADING,
  BALIE_ARTICLE_ITEM,
  BALIE_ARTICLE_CODE,
} BalieArticleBlockKind;

/**
 * BalieArticleBlock:
 * @kind: what it is
 * @level: of a heading from 1; of an item from 0, how deep it is
 * @marker: (nullable): of an item: `•` or its number
 * @text: without the marks of its line, and with those inside
 */
typedef struct
{
  BalieArticleBlockKind kind;
  int                   level;
  char                 *marker;
  char                 *text;
} BalieArticleBlock;

/**
 * BALIE_ARTICLE_MAX_BLOCKS:
 *
 * What comes after so many is a single paragraph: nobody wrote that for people to read.
 */
#define BALIE_ARTICLE_MAX_BLOCKS 1000

/**
 * balie_article_text_parse:
 * @body: of an article; any text is one
 *
 * Returns: (transfer full) (element-type BalieArticleBlock): its blocks in order
 */
GPtrArray *balie_article_text_parse (const char *body);

/**
 * balie_article_text_dup_markup:
 * @text: of a paragraph, a heading or an item
 *
 * Returns: (transfer full): Pango markup that shows it, with `**bold**` and `` `code` ``, and with the addresses in it made clickable as far
 *   as they may be opened. What is no mark is shown as it is.
 */
char *balie_article_text_dup_markup (const char *text);

G_END_DECLS
