/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target over its corpus without a fuzzer, so that it stays compiled and what was found stays mended. */
#include "fuzz.h"

#include <string.h>

static void
run_file (gconstpointer data)
{
  const char      *path = data;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);

  /* Also every beginning of it, on the heap to its exact size, so that memory checkers see a read behind its end. */
  for (gsize length = 0; length <= size; length++)
    {
      g_autofree guint8 *beginning = g_memdup2 (text, length);

      g_assert_cmpint (LLVMFuzzerTestOneInput (beginning, length), ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);

  folder = g_dir_open (argv[1], 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *test = g_strconcat ("/corpus/", name, NULL);

      g_test_add_data_func_full (test, g_build_filename (argv[1], name, NULL), run_file, g_free);
    }
  return g_test_run ();
}
