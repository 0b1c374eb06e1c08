/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of help articles: Markdown files, which somebody writes while they are read. */
#pragma once

#include "balie-article.h"

G_BEGIN_DECLS

/**
 * BalieArticleFile:
 * @name: of the file
 * @id: of the article: the name without language and suffix
 * @language: (nullable): such as `nl`; %NULL when the name has none
 * @article: (nullable): %NULL for a file that is being written at the moment
 */
typedef struct
{
  char         *name;
  char         *id;
  char         *language;
  BalieArticle *article;
} BalieArticleFile;

void balie_article_file_free (BalieArticleFile *self);

/**
 * balie_article_folder_read:
 * @path: of the folder
 * @faults: (element-type utf8): gets what is wrong, as `FILE:LINE: …`
 * @error: %BALIE_ERROR_NOT_FOUND when there is no such folder
 *
 * Reads `ID.md` and `ID.LANGUAGE.md`; other suffixes and hidden files are nobody's business. A file with a fault is left out, as are symbolic
 * links, and what is more than 1000 files or 16 MiB.
 *
 * Returns: (transfer full) (element-type BalieArticleFile): the articles, by name, or %NULL
 */
GPtrArray *balie_article_folder_read (const char *path,
                                      GPtrArray  *faults,
                                      GError    **error);

G_END_DECLS
