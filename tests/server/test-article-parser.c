/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markdown becomes plain text with few marks; what is broken or hostile becomes text, too, or is refused with its line. */
#include "balie-article-parser.h"
#include "balie-error.h"

#include <string.h>

static BalieArticle *
parse (const char *text)
{
  g_autoptr (GError) local_error = NULL;
  guint         line = 0;
  BalieArticle *article = balie_article_parser_parse ("a", text, strlen (text), &line, &local_error);

  g_assert_no_error (local_error);
  g_assert_cmpstr (article->id, ==, "a");
  return article;
}

static void
test_parts (void)
{
  static const struct
  {
    const char *text;
    const char *title;
    const char *summary;
    const char *body;
  } cases[] = {
    {"# Title\n\nSummary\ngoes on.\n\nBody.\n\n## More\nText", "Title", "Summary goes on.", "Body.\n\n## More\n\nText"},
    {"\357\273\277#  Title  ##\r\n\r\nSummary\r\n", "Title", "Summary", ""},
    {"Title\n=====\n\nSummary\n\nMore\n----\n", "Title", "Summary", "## More"},
    {"# Only a title", "Only a title", "", ""},
    {"## **Bold** `title`\n- item", "Bold title", "", "- item"},
    {"Before.\n\n# Title\n\nAfter.", "Title", "After.", "Before."},
    {"# T\n\nS\n\n* one\n* two\n  goes on\n    1. deep\n\nEnd", "T", "S", "- one\n- two goes on\n    1. deep\n\nEnd"},
    {"# T\n\nS\n\n```sh\n# no heading\n  **raw** <b>\n```\nEnd", "T", "S", "    # no heading\n      **raw** <b>\n\nEnd"},
    {"# T\n\nS\n\n    code\n\nEnd", "T", "S", "    code\n\nEnd"},
    {"# T\n\nS\n\n> said\n> so\n\n***\n\nEnd", "T", "S", "said so\n\nEnd"},
    {"# T\n\nS\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "T", "S", "a | b\n\n1 | 2"},
    {"# T\n\nS\n\n<!-- not\n\nthis -->\nThis\n", "T", "S", "This"},
    {"# T\n\nS\n\n<script>\nalert (1)\n</script>\n\n<b>Bold</b> words", "T", "S", "Bold words"},
    {"# T\n\n**S** with `code`", "T", "S with code", ""},
    {"#No heading\n# T\n\n#hash\n", "T", "#hash", "#No heading"},
    {"# T\n\nS\n\n```\nnever ends", "T", "S", "    never ends"},
    {"# T\n\nS\n\n<!-- never ends\nx", "T", "S", ""},
    {"# T\n\nS\n\n\001\033[31mred\033[0m", "T", "S", "[31mred[0m"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieArticle) article = parse (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (article->title, ==, cases[i].title);
      g_assert_cmpstr (article->summary, ==, cases[i].summary);
      g_assert_cmpstr (article->body, ==, cases[i].body);
    }
}

static void
test_inline (void)
{
  static const struct
  {
    const char *markdown;
    const char *text;
  } cases[] = {
    {"**bold** and __bold__", "**bold** and **bold**"},
    {"*soft* and _soft_ words", "soft and soft words"},
    {"***both***", "**both**"},
    {"2 * 3 * 4 and snake_case_name and a__b__c", "2 * 3 * 4 and snake_case_name and a__b__c"},
    {"**never closed", "never closed"},
    {"*never closed", "*never closed"},
    {"**one *two", "one *two"},
    {"*one **two", "*one two"},
    {"`a ** b` and ``c ` d``", "`a ** b` and `c ` d`"},
    {"` alone and ``` more", "` alone and ``` more"},
    {"[text](https://example.com/a?b=c)", "text (https://example.com/a?b=c)"},
    {"[**bold** text](mailto:a@example.com \"Title\")", "**bold** text (mailto:a@example.com)"},
    {"[https://example.com](https://example.com)", "https://example.com"},
    {"[text](javascript:alert(1))", "text)"},
    {"[text](file:///etc/passwd) [text](other.md) [text](//host/a)", "text text text"},
    {"![a picture](https://example.com/a.png)", "a picture"},
    {"[![badge](b.png)](https://example.com)", "badge (https://example.com)"},
    {"[no link] [neither](", "[no link] [neither]("},
    {"<https://example.com> <a href=\"x\">y</a> 1 < 2 <3", "https://example.com y 1 < 2 <3"},
    {"one<br>two<br/>three", "one two three"},
    {"&lt;b&gt; &amp;amp; &quot;x&quot; &unknown;", "<b> &amp; \"x\" &unknown;"},
    {"\\*no\\* \\`mark\\` \\[x\\](y) \\\\ \\a", "*no* `mark` [x](y) \\ \\a"},
    {"caf\303\251_na\303\257f_ **\342\202\254**", "caf\303\251_na\303\257f_ **\342\202\254**"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("# T\n\nS\n\n", cases[i].markdown, NULL);
      g_autoptr (BalieArticle) article = parse (text);

      g_assert_cmpstr (article->body, ==, cases[i].text);
    }
}

/* A summary fits into a list; what is cut off is in the body. */
static void
test_long (void)
{
  g_autofree char *word = g_strnfill (2000, 'x');
  g_autofree char *text = g_strconcat ("# ", word, "\n\n", word, NULL);
  g_autoptr (BalieArticle) article = parse (text);

  g_assert_cmpint (g_utf8_strlen (article->title, -1), <=, 250);
  g_assert_cmpint (g_utf8_strlen (article->summary, -1), <=, 500);
  g_assert_cmpstr (article->body, ==, word);
}

static void
assert_refused (const char *text,
                gsize       length,
                guint       expected_line)
{
  g_autoptr (GError) local_error = NULL;
  guint line = 99;

  g_assert_null (balie_article_parser_parse ("a", text, length, &line, &local_error));
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_INVALID);
  g_assert_cmpuint (line, ==, expected_line);
}

static void
test_refused (void)
{
  g_autofree char *large = g_strnfill (BALIE_ARTICLE_PARSER_MAX + 1, '#');

  assert_refused ("", 0, 1);
  assert_refused ("No heading\n", 11, 1);
  assert_refused ("# ****\n", 7, 1);
  assert_refused ("# T\n\nLatin-1: \351\n", 16, 3);
  assert_refused ("# T\n\n\0", 6, 3);
  assert_refused (large, BALIE_ARTICLE_PARSER_MAX + 1, 0);
}

/* Whatever would make a careless parser slow, at the full size: none takes longer than a test may. */
static void
test_hostile (void)
{
  static const char *const pieces[] = {"[", "![", "[a](", "*", "**a ", "_a", "`", "` `` ", "<", "<a ", "&", "\\", "> ", "- ", "| ", "#", "# ", "(", "](", "<!--", "[a](b", "*a **b "};

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new ("# T\n\n");
      g_autoptr (BalieArticle) article = NULL;

      while (text->len + strlen (pieces[i]) <= BALIE_ARTICLE_PARSER_MAX)
        g_string_append (text, pieces[i]);
      article = parse (text->str);
      g_assert_true (g_utf8_validate (article->body, -1, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/article-parser/parts", test_parts);
  g_test_add_func ("/article-parser/inline", test_inline);
  g_test_add_func ("/article-parser/long", test_long);
  g_test_add_func ("/article-parser/refused", test_refused);
  g_test_add_func ("/article-parser/hostile", test_hostile);
  return g_test_run ();
}
