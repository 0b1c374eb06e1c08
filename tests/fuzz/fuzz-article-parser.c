/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: any bytes as the file of an article. What is accepted has a title, is text, and is within its bounds. */
#include "fuzz.h"

#include "balie-article-parser.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = data != NULL ? (const char *)data : "";
  guint       line = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieArticle) article = balie_article_parser_parse ("a", text, size, &line, &error);

  if (article == NULL)
    {
      g_assert_nonnull (error);
      return 0;
    }

  g_assert_cmpint (g_utf8_strlen (article->title, -1), >, 0);
  g_assert_cmpint (g_utf8_strlen (article->title, -1), <=, 250);
  g_assert_cmpint (g_utf8_strlen (article->summary, -1), <=, 500);
  g_assert_true (g_utf8_validate (article->title, -1, NULL));
  g_assert_true (g_utf8_validate (article->summary, -1, NULL));
  g_assert_true (g_utf8_validate (article->body, -1, NULL));
  return 0;
}
