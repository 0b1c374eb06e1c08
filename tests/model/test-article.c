/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help articles: read, written, and what is wrong with bad ones. */
#include "balie-article.h"

#include "codec-test.h"

#define WHOLE "{\"id\":\"export\",\"title\":\"Exporting invoices\",\"summary\":\"All at once.\",\"body\":\"Open *Export*.\\n\"}"
#define LISTED "{\"id\":\"export\",\"title\":\"Exporting invoices\",\"summary\":\"\"}"

static const CodecTest codec = CODEC_TEST (balie_article_read, balie_article_write, balie_article_unref);

static void
test_round_trip (void)
{
  codec_test_round_trip (&codec, WHOLE);
  codec_test_round_trip (&codec, LISTED);
}

static void
test_values (void)
{
  g_autoptr (BalieArticle) whole = codec_test_read (&codec, WHOLE);
  g_autoptr (BalieArticle) listed = codec_test_read (&codec, LISTED);

  g_assert_cmpstr (whole->id, ==, "export");
  g_assert_cmpstr (whole->title, ==, "Exporting invoices");
  g_assert_cmpstr (whole->summary, ==, "All at once.");
  g_assert_cmpstr (whole->body, ==, "Open *Export*.\n");
  g_assert_null (listed->body);
}

static void
test_faults (void)
{
  static const CodecFault faults[] = {
    {NULL, "[]", ": expected object"},
    {"\"export\"", "1", "id: expected string"},
    {"\"title\"", "\"Title\"", "title: is required"},
    {"\"All at once.\"", "null", "summary: is required"},
    {"\"body\"", "\"text\"", "text: is unknown"},
  };

  codec_test_faults (&codec, WHOLE, faults, G_N_ELEMENTS (faults));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/article/round-trip", test_round_trip);
  g_test_add_func ("/article/values", test_values);
  g_test_add_func ("/article/faults", test_faults);
  return g_test_run ();
}
