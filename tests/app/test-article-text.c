/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The marks in help articles: what each line is, what stands out, where links may lead. */
#include "config.h"

#include "balie-article-text.h"

#include <pango/pango.h>
#include <string.h>

/* One block a line: its kind, its level, its marker, its text. */
static char *
dup_blocks (const char *body)
{
  static const char kinds[] = {'P', 'H', 'I', 'C'};
  g_autoptr (GPtrArray) blocks = balie_article_text_parse (body);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      const BalieArticleBlock *block = g_ptr_array_index (blocks, i);

      g_string_append_printf (text, "%c%d%s<%s>", kinds[block->kind], block->level, block->marker != NULL ? block->marker : "", block->text);
    }

  return g_string_free (text, FALSE);
}

static void
test_blocks (void)
{
  static const struct
  {
    const char *body;
    const char *blocks;
  } cases[] = {
    {"", ""},
    {"\n\n\n", ""},
    {"One line", "P0<One line>"},
    {"One\ntwo\n\nthree\nfour\n", "P0<One two>P0<three four>"},
    {"# A\n\n## B ##\n\n####### C", "H1<A>H2<B ##>P0<####### C>"},
    {"#no heading", "P0<#no heading>"},
    {"Before\n# After", "P0<Before>H1<After>"},
    {"- a\n- b\n* c", "I0•<a>I0•<b * c>"},
    {"1. a\n2. b\n2) c\n\n10000. d", "I01.<a>I02.<b 2) c>P0<10000. d>"},
    {"- a\nand on\n\nis no more", "I0•<a and on>P0<is no more>"},
    {"- a\n  - b\n    1. c\n                    - d", "I0•<a>I1•<b>I21.<c>I4•<d>"},
    {"-no item\n-", "P0<-no item ->"},
    {"a\n\n    # no heading\n      **no bold**\n    \n    end\n\nb", "P0<a>C0<# no heading\n  **no bold**\n\nend>P0<b>"},
    {"    one\n\n    other", "C0<one>C0<other>"},
    {"- a\n\n    code", "I0•<a>C0<code>"},
    {"a\n- b", "P0<a>I0•<b>"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *blocks = dup_blocks (cases[i].body);

      g_assert_cmpstr (blocks, ==, cases[i].blocks);
    }
}

static void
test_bounds (void)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GPtrArray) blocks = NULL;
  const BalieArticleBlock *last;

  for (int i = 0; i < 5000; i++)
    g_string_append_printf (body, "# %d\n", i);
  blocks = balie_article_text_parse (body->str);
  last = g_ptr_array_index (blocks, blocks->len - 1);

  g_assert_cmpuint (blocks->len, ==, BALIE_ARTICLE_MAX_BLOCKS + 1);
  g_assert_cmpint (last->kind, ==, BALIE_ARTICLE_PARAGRAPH);
  g_assert_true (g_str_has_suffix (last->text, "# 4999\n"));
}

static void
test_markup (void)
{
  static const struct
  {
    const char *text;
    const char *markup;
  } cases[] = {
    {"plain", "plain"},
    {"a <b>&amp;</b>", "a &lt;b&gt;&amp;amp;&lt;/b&gt;"},
    {"**bold** and `co<de`", "<b>bold</b> and <tt>co&lt;de</tt>"},
    {"**bold `code`**", "<b>bold <tt>code</tt></b>"},
    {"`**no bold**`", "<tt>**no bold**</tt>"},
    {"** no bold **", "** no bold **"},
    {"2 ** 3 and ****", "2 ** 3 and ****"},
    {"an `open end", "an `open end"},
    {"``", "``"},
    {"the notes (https://example.com/a)", "the notes (<a href=\"https://example.com/a\" title=\"Leads to example.com\">https://example.com/a</a>)"},
    {"mail (mailto:x@example.com)", "mail (<a href=\"mailto:x@example.com\" title=\"Leads to x@example.com\">mailto:x@example.com</a>)"},
    {"[evil](javascript:alert(1))", "[evil](javascript:alert(1))"},
    {"(file:///etc/passwd)", "(file:///etc/passwd)"},
    {"**see https://example.com**", "<b>see <a href=\"https://example.com\" title=\"Leads to example.com\">https://example.com</a></b>"},
    {"see https://example.com.", "see <a href=\"https://example.com\" title=\"Leads to example.com\">https://example.com</a>."},
    {"é **ü** 出", "é <b>ü</b> 出"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *markup = balie_article_text_dup_markup (cases[i].text);

      g_assert_cmpstr (markup, ==, cases[i].markup);
    }
}

/* Whatever stands in a text, what comes of it is markup, and takes no longer than it is long. */
static void
test_any_text (void)
{
  static const char *const pieces[] = {"**", "`", "(", ")", "https://example.com", "<b>", "&", " ", "a", "é", "*"};
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (int i = 0; i < 3000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *markup = NULL;
      g_autofree char *tags = NULL;

      for (int n = g_rand_int_range (random, 1, 20); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      markup = balie_article_text_dup_markup (text->str);

      /* Pango does not know links, which the label takes out. */
      tags = g_strdup (markup);
      g_assert_cmpint (strstr (tags, "<a ") != NULL || pango_parse_markup (tags, -1, 0, NULL, NULL, NULL, NULL), ==, TRUE);
    }
}

/* What would have to be looked at again and again. */
static void
test_long (void)
{
  static const char *const pieces[] = {"(", "**", "`", "** ", "- ", "(https://example.com", "*"};

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *markup = NULL;

      while (text->len < 200000)
        g_string_append (text, pieces[i]);
      markup = balie_article_text_dup_markup (text->str);
      g_assert_cmpuint (strlen (markup), >=, 1000);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/article-text/blocks", test_blocks);
  g_test_add_func ("/article-text/bounds", test_bounds);
  g_test_add_func ("/article-text/markup", test_markup);
  g_test_add_func ("/article-text/any-text", test_any_text);
  g_test_add_func ("/article-text/long", test_long);

  return g_test_run ();
}
