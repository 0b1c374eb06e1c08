/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What counts as a JSON document, and where it is said to be wrong. */
#include "balie-error.h"
#include "balie-json-reader.h"
#include "balie-json-scan-private.h"

#include <string.h>

static void
test_accepted (void)
{
  static const char *const cases[] = {
    "{}",
    "[]",
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-0.0",
    "\"\"",
    " \t\r\n{ \"a\" : [ 1 , 2 ] } \n",
    "{\"\":{\"\":\"\"}}",
    "{\"a\":{\"a\":1},\"b\":{\"a\":1}}",
    "[{\"a\":1},{\"a\":1}]",
    "{\"a\":1,\"A\":1}",
    "[1,-1,10,1.5,1e3,1E+3,1e-3,-1.25e2,0.0]",
    "[9223372036854775807,-9223372036854775808]",
    "[1e308,1e-999]",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\ud83d\\ude00\\uFFFF\"",
    "\"Zoë, 日本語, \U0001f600, \x7f\"",
    "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i]);
      g_assert_true (balie_json_scan (cases[i], strlen (cases[i]), &error));
      g_assert_no_error (error);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    {"", "line 1, offset 0: ends too early"},
    {" \n ", "line 2, offset 3: ends too early"},
    {"{", "line 1, offset 1: ends too early"},
    {"[1,", "line 1, offset 3: ends too early"},
    {"{\"a\":", "line 1, offset 5: ends too early"},
    {"{}{}", "line 1, offset 2: text behind the end"},
    {"{} x", "line 1, offset 3: text behind the end"},
    {"1]", "line 1, offset 1: text behind the end"},
    {"\xef\xbb\xbf{}", "line 1, offset 0: expected value"},
    {"nul", "line 1, offset 0: expected value"},
    {"True", "line 1, offset 0: expected value"},
    {"NaN", "line 1, offset 0: expected value"},
    {"'a'", "line 1, offset 0: expected value"},
    {"var a = 1;", "line 1, offset 0: expected value"},
    {"/* a */ 1", "line 1, offset 0: expected value"},
    {"[1,]", "line 1, offset 3: expected value"},
    {"[,1]", "line 1, offset 1: expected value"},
    {"[1 2]", "line 1, offset 3: expected comma or ]"},
    {"[1}", "line 1, offset 2: expected comma or ]"},
    {"{\"a\":1]", "line 1, offset 6: expected comma or }"},
    {"{\"a\":1,}", "line 1, offset 7: expected name of a member"},
    {"{a:1}", "line 1, offset 1: expected name of a member"},
    {"{,}", "line 1, offset 1: expected name of a member"},
    {"{\"a\"}", "line 1, offset 4: expected colon"},
    {"{\"a\" 1}", "line 1, offset 5: expected colon"},
    {"{\n \"a\": 1,\n \"a\": 2}", "line 3, offset 12: repeated member"},
    {"{\"a\":1,\"\\u0061\":2}", "line 1, offset 7: repeated member"},
    {"{\"\":1,\"\":2}", "line 1, offset 6: repeated member"},
    {"{\"/\":1,\"\\/\":2}", "line 1, offset 7: repeated member"},
    {"{\"b\":{\"a\":{},\"c\":1,\"a\":2}}", "line 1, offset 19: repeated member"},
    {"{\"\\ud83d\\ude00\":1,\"\U0001f600\":2}", "line 1, offset 18: repeated member"},
    {"01", "line 1, offset 1: text behind the end"},
    {"+1", "line 1, offset 0: expected value"},
    {".5", "line 1, offset 0: expected value"},
    {"-", "line 1, offset 1: expected digit"},
    {"-a", "line 1, offset 1: expected digit"},
    {"1.", "line 1, offset 2: expected digit"},
    {"1.e1", "line 1, offset 2: expected digit"},
    {"1e", "line 1, offset 2: expected digit"},
    {"1e+", "line 1, offset 3: expected digit"},
    {"0x10", "line 1, offset 1: text behind the end"},
    {"[9223372036854775808]", "line 1, offset 1: number out of range"},
    {"[-9223372036854775809]", "line 1, offset 1: number out of range"},
    {"[123456789012345678901234567890]", "line 1, offset 1: number out of range"},
    {"[1e309]", "line 1, offset 1: number out of range"},
    {"\"a", "line 1, offset 2: string without its end"},
    {"\"a\\", "line 1, offset 3: unknown escape"},
    {"\"a\nb\"", "line 1, offset 2: control character in a string"},
    {"\"\t\"", "line 1, offset 1: control character in a string"},
    {"\"\x1f\"", "line 1, offset 1: control character in a string"},
    {"\"\\x41\"", "line 1, offset 2: unknown escape"},
    {"\"\\'\"", "line 1, offset 2: unknown escape"},
    {"\"\\u12\"", "line 1, offset 5: expected hexadecimal digit"},
    {"\"\\u12g4\"", "line 1, offset 5: expected hexadecimal digit"},
    {"\"\\u12", "line 1, offset 5: expected hexadecimal digit"},
    {"\"\\u0000\"", "line 1, offset 1: U+0000 is not allowed"},
    {"{\"\\u0000\":1}", "line 1, offset 2: U+0000 is not allowed"},
    {"\"\\ud83d\"", "line 1, offset 1: half of a surrogate pair"},
    {"\"\\ud83dx\"", "line 1, offset 1: half of a surrogate pair"},
    {"\"\\ud83d\\n\"", "line 1, offset 1: half of a surrogate pair"},
    {"\"\\ud83d\\ud83d\"", "line 1, offset 1: half of a surrogate pair"},
    {"\"\\ude00\"", "line 1, offset 1: half of a surrogate pair"},
    {"\"\\ude00\\ud83d\"", "line 1, offset 1: half of a surrogate pair"},
    {"\"\\ud83d\\u", "line 1, offset 9: expected hexadecimal digit"},
    {"\"\xff\"", "line 1, offset 1: not UTF-8"},
    {"\"\xc3\"", "line 1, offset 1: not UTF-8"},
    {"\"\xc0\x80\"", "line 1, offset 1: not UTF-8"},
    {"\"\xed\xa0\x80\"", "line 1, offset 1: not UTF-8"},
    {"\"\xf4\x90\x80\x80\"", "line 1, offset 1: not UTF-8"},
    {"{}\xff", "line 1, offset 2: not UTF-8"},
    {"[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", "line 1, offset 16: nested too deep"},
    {"[[[[[[[[[[[[[[[[{}]]]]]]]]]]]]]]]]", "line 1, offset 16: nested too deep"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_false (balie_json_scan (cases[i].text, strlen (cases[i].text), &error));
      g_assert_error (error, BALIE_ERROR, BALIE_ERROR_PARSE);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_nul (void)
{
  static const char inside[] = "{\"a\0b\":1}";
  static const char behind[] = "{}\0";
  g_autoptr (GError) error = NULL;

  g_assert_false (balie_json_scan (inside, sizeof inside - 1, &error));
  g_assert_cmpstr (error->message, ==, "line 1, offset 3: U+0000 is not allowed");
  g_clear_error (&error);

  g_assert_false (balie_json_scan (behind, sizeof behind - 1, &error));
  g_assert_cmpstr (error->message, ==, "line 1, offset 2: U+0000 is not allowed");
}

/* The parser underneath crashes on this. */
static void
test_deep (void)
{
  g_autofree char *text = g_malloc (200000);
  g_autoptr (GError) error = NULL;

  memset (text, '[', 100000);
  memset (text + 100000, ']', 100000);

  g_assert_false (balie_json_scan (text, 200000, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_PARSE);
}

static void
test_members (void)
{
  g_autoptr (GString) text = g_string_new ("[{\"0\":0");
  g_autoptr (GError) error = NULL;

  for (int i = 1; i < BALIE_JSON_MAX_MEMBERS; i++)
    g_string_append_printf (text, ",\"%d\":0", i);
  g_string_append (text, "},{\"0\":0}]");
  g_assert_true (balie_json_scan (text->str, text->len, &error));
  g_assert_no_error (error);

  g_string_insert (text, strlen ("[{"), "\"a\":0,");
  g_assert_false (balie_json_scan (text->str, text->len, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_PARSE);
  g_assert_true (g_str_has_suffix (error->message, ": too many members"));
}

/* Every cut of a good document is refused, and nothing behind the cut is read. */
static void
test_every_cut (void)
{
  static const char text[] = "{\"a\": [1.5e+3, -20, \"\\ud83d\\ude00\\n\u00eb\", true, null], \"b\": {\"c\": false}}";

  for (gsize length = 0; length < sizeof text - 1; length++)
    {
      /* On the heap, to its exact size, so that memory checkers see a read behind its end. */
      g_autofree char *cut = g_memdup2 (text, length);
      g_autoptr (GError) error = NULL;

      g_assert_false (balie_json_scan (cut != NULL ? cut : "", length, &error));
      g_assert_error (error, BALIE_ERROR, BALIE_ERROR_PARSE);
    }
  g_assert_true (balie_json_scan (text, sizeof text - 1, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-scan/accepted", test_accepted);
  g_test_add_func ("/json-scan/refused", test_refused);
  g_test_add_func ("/json-scan/nul", test_nul);
  g_test_add_func ("/json-scan/deep", test_deep);
  g_test_add_func ("/json-scan/members", test_members);
  g_test_add_func ("/json-scan/every-cut", test_every_cut);
  return g_test_run ();
}
