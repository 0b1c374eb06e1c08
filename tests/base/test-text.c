/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers, lengths and single lines of text. */
#include "balie-text.h"

static void
test_is_uuid (void)
{
  static const struct
  {
    const char *text;
    gboolean    is_uuid;
  } cases[] = {
    {"0a1b2c3d-4e5f-4678-9abc-def012345678", TRUE},
    {"00000000-0000-0000-0000-000000000000", TRUE},
    {NULL, FALSE},
    {"", FALSE},
    {"0A1b2c3d-4e5f-4678-9abc-def012345678", FALSE},
    {"0a1b2c3d-4e5f-4678-9abc-def01234567", FALSE},
    {"0a1b2c3d-4e5f-4678-9abc-def0123456789", FALSE},
    {"0a1b2c3d4e5f-4678-9abc-def012345678-", FALSE},
    {"0a1b2c3d-4e5f-4678-9abc-def01234567g", FALSE},
    {"{a1b2c3d-4e5f-4678-9abc-def01234567}", FALSE},
    {"0a1b2c3d-4e5f-4678-9abc-def0123456é", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (balie_text_is_uuid (cases[i].text), ==, cases[i].is_uuid);
}

static void
test_get_length (void)
{
  static const struct
  {
    const char *text;
    gsize       length;
  } cases[] = {
    {"", 0},
    {" \t\n\u00a0\u3000 ", 0},
    {"a", 1},
    {"  a b \n", 3},
    {"é日\U0001f600", 3},
    {"e\u0301", 2},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (balie_text_get_length (cases[i].text), ==, cases[i].length);
}

static void
test_dup_line (void)
{
  static const struct
  {
    const char *text;
    gsize       maximum;
    const char *line;
  } cases[] = {
    {"", 5, ""},
    {" \n ", 5, ""},
    {"  one \r\n\t two\x01three  ", 40, "one two three"},
    {"12345", 5, "12345"},
    {"12345   \n", 5, "12345"},
    {"123456", 5, "1234…"},
    {"1234 6", 5, "1234…"},
    {"123 56", 5, "123…"},
    {"日本語です", 3, "日本…"},
    {"ab", 1, "…"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = balie_text_dup_line (cases[i].text, cases[i].maximum);

      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/is-uuid", test_is_uuid);
  g_test_add_func ("/text/get-length", test_get_length);
  g_test_add_func ("/text/dup-line", test_dup_line);
  return g_test_run ();
}
