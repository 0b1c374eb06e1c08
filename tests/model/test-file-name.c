/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files: what is left of any, which are refused, how they go into a header. */
#include "balie-file-name.h"

#include <string.h>

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    const char *clean;
  } cases[] = {
    {"report.pdf", "report.pdf"},
    {"../../x", "x"},
    {"/etc/passwd", "passwd"},
    {"C:\\Users\\jan\\a b.txt", "a b.txt"},
    {"..", "file"},
    {".", "file"},
    {"", "file"},
    {"a/", "file"},
    {"   ", "file"},
    {"a\r\nSet-Cookie: x", "a  Set-Cookie: x"},
    {"a\tb\001c\177", "a bc"},
    {"invoice\342\200\256fdp.exe", "invoicefdp.exe"},
    {"\342\201\246a\342\201\251\330\234.txt", "a.txt"},
    {"evil.exe. . ", "evil.exe"},
    {"\360\237\221\250\342\200\215\360\237\221\251.png", "\360\237\221\250\342\200\215\360\237\221\251.png"},
    {"cafe\314\201.txt", "caf\303\251.txt"},
    {"a\342\200\250b.txt", "a b.txt"},
    {".bashrc", ".bashrc"},
  };
  g_autofree char *long_name = g_strnfill (4096, 'x');
  g_autofree char *long_suffixed = g_strconcat (long_name, ".pdf", NULL);
  g_autofree char *shortened = balie_file_name_clean (long_name);
  g_autofree char *shortened_suffixed = balie_file_name_clean (long_suffixed);
  g_autoptr (GString) wide = g_string_new (NULL);
  g_autofree char *narrow = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = balie_file_name_clean (cases[i].name);

      g_assert_cmpstr (clean, ==, cases[i].clean);
    }

  g_assert_cmpuint (strlen (shortened), ==, BALIE_FILE_NAME_MAX);
  g_assert_cmpuint (strlen (shortened_suffixed), ==, BALIE_FILE_NAME_MAX);
  g_assert_true (g_str_has_suffix (shortened_suffixed, "x.pdf"));
  for (int i = 0; i < 1000; i++)
    g_string_append (wide, "\342\202\254");
  narrow = balie_file_name_clean (wide->str);
  g_assert_true (g_utf8_validate (narrow, -1, NULL));
  g_assert_cmpuint (strlen (narrow), <=, BALIE_FILE_NAME_MAX);
}

static void
test_blocked (void)
{
  static const char *const blocked[] = {"application/x-executable", ".exe", NULL};
  static const struct
  {
    const char *name;
    const char *type;
    gboolean    is_blocked;
  } cases[] = {
    {"a.pdf", "application/pdf", FALSE},
    {"a.exe", "application/pdf", TRUE},
    {"a.EXE", "application/pdf", TRUE},
    {"a.exe.txt", "text/plain", FALSE},
    {"exe", "text/plain", FALSE},
    {"a", "application/x-executable", TRUE},
  };
  static const char *const not_types[] = {"", "/", "text", "text/", "/plain", "text/plain/x", "text/plain; charset=x", "Text/plain", "text/pl\303\251"};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (balie_file_name_is_blocked (cases[i].name, cases[i].type, blocked), ==, cases[i].is_blocked);

  g_assert_true (balie_file_name_is_type ("application/vnd.oasis.opendocument.text"));
  g_assert_true (balie_file_name_is_type ("image/svg+xml"));
  for (gsize i = 0; i < G_N_ELEMENTS (not_types); i++)
    g_assert_false (balie_file_name_is_type (not_types[i]));
}

static void
test_dispositions (void)
{
  static const struct
  {
    const char *name;
    const char *disposition;
  } cases[] = {
    {"a.pdf", "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf"},
    {"a b'(1).pdf", "attachment; filename=\"a b'(1).pdf\"; filename*=UTF-8''a%20b%27%281%29.pdf"},
    {"\"q\";%41", "attachment; filename=\"_q_;_41\"; filename*=UTF-8''%22q%22%3B%2541"},
    {"caf\303\251.txt", "attachment; filename=\"caf_.txt\"; filename*=UTF-8''caf%C3%A9.txt"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *disposition = balie_file_name_to_disposition (cases[i].name);

      g_assert_cmpstr (disposition, ==, cases[i].disposition);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-name/names", test_names);
  g_test_add_func ("/file-name/blocked", test_blocked);
  g_test_add_func ("/file-name/dispositions", test_dispositions);
  return g_test_run ();
}
