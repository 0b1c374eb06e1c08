/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: the folder they lie in, and ranges of them. */
#include "balie-file-store.h"
#include "balie-range.h"
#include "balie-refusal.h"
#include "balie-test-folder.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_ranges (void)
{
  static const struct
  {
    const char    *text;
    gint64         size;
    BalieRangeKind kind;
    gint64         first;
    gint64         length;
  } cases[] = {
    {NULL, 10, BALIE_RANGE_WHOLE, 0, 10},
    {"bytes=0-0", 10, BALIE_RANGE_PART, 0, 1},
    {"bytes=2-5", 10, BALIE_RANGE_PART, 2, 4},
    {"Bytes= 2 - 5 ", 10, BALIE_RANGE_PART, 2, 4},
    {"bytes=9-", 10, BALIE_RANGE_PART, 9, 1},
    {"bytes=5-99999999999", 10, BALIE_RANGE_PART, 5, 5},
    {"bytes=-3", 10, BALIE_RANGE_PART, 7, 3},
    {"bytes=-30", 10, BALIE_RANGE_PART, 0, 10},
    {"bytes=10-", 10, BALIE_RANGE_OUTSIDE, 0, 10},
    {"bytes=-0", 10, BALIE_RANGE_OUTSIDE, 0, 10},
    {"bytes=0-", 0, BALIE_RANGE_OUTSIDE, 0, 0},
    {"bytes=-5", 0, BALIE_RANGE_OUTSIDE, 0, 0},
    {"bytes=5-2", 10, BALIE_RANGE_WHOLE, 0, 10},
    {"bytes=-", 10, BALIE_RANGE_WHOLE, 0, 10},
    {"bytes=0-1,4-5", 10, BALIE_RANGE_WHOLE, 0, 10},
    {"bytes=a-b", 10, BALIE_RANGE_WHOLE, 0, 10},
    {"bytes=0-99999999999999999999", 10, BALIE_RANGE_WHOLE, 0, 10},
    {"lines=0-1", 10, BALIE_RANGE_WHOLE, 0, 10},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 first = -1;
      gint64 length = -1;

      g_test_message ("%s of %" G_GINT64_FORMAT, cases[i].text, cases[i].size);
      g_assert_cmpint (balie_range_parse (cases[i].text, cases[i].size, &first, &length), ==, cases[i].kind);
      g_assert_cmpint (first, ==, cases[i].first);
      g_assert_cmpint (length, ==, cases[i].length);
    }
}

/* A file is written in pieces, is nobody else's to read, and counts as far as it was acknowledged. */
static void
test_store (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieFileStore) files = balie_file_store_new (balie_test_folder_get_path (folder), &local_error);
  g_autofree char *name = balie_file_store_make_name ();
  g_autofree char *other = balie_file_store_make_name ();
  g_autofree char *path = g_build_filename (balie_test_folder_get_path (folder), "files", name, NULL);
  g_autoptr (GBytes) abc = g_bytes_new_static ("abc", 3);
  g_autoptr (GBytes) xyz = g_bytes_new_static ("xyz", 3);
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "abcx", -1);
  GStatBuf         status;

  g_assert_no_error (local_error);
  g_assert_cmpstr (name, !=, other);
  g_assert_true (balie_file_store_write (files, name, 0, abc, &local_error));
  g_assert_true (balie_file_store_write (files, name, 3, xyz, &local_error));
  g_assert_true (balie_file_store_sync (files, name, &local_error));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (status.st_size, ==, 6);

  hash = balie_file_store_hash (files, name, 4, &local_error);
  g_assert_cmpstr (hash, ==, expected);
  names = balie_file_store_list (files, &local_error);
  g_assert_cmpuint (names->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, name);
  balie_file_store_remove (files, name);
  balie_file_store_remove (files, name);
  none = balie_file_store_list (files, &local_error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (balie_file_store_read (files, name, &local_error));
  g_assert_nonnull (local_error);
}

/* A link that somebody put there leads nowhere. */
static void
test_no_links (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieFileStore) files = balie_file_store_new (balie_test_folder_get_path (folder), &local_error);
  g_autofree char *path = g_build_filename (balie_test_folder_get_path (folder), "files", "link", NULL);
  const char      *target = balie_test_folder_get_file (folder, "target");
  g_autoptr (GBytes) abc = g_bytes_new_static ("abc", 3);
  g_autoptr (GFile) link = g_file_new_for_path (path);

  g_assert_true (g_file_make_symbolic_link (link, target, NULL, &local_error));
  g_assert_false (balie_file_store_write (files, "link", 0, abc, &local_error));
  g_assert_nonnull (local_error);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

/* From the same disk and from another one; once is enough, and what is not there is no error. */
static void
test_take (void)
{
  static const char *const parents[] = {".", "/dev/shm"};

  for (gsize i = 0; i < G_N_ELEMENTS (parents); i++)
    {
      g_autoptr (BalieTestFolder) folder = NULL;
      g_autoptr (BalieTestFolder) other = NULL;
      g_autoptr (BalieFileStore) from = NULL;
      g_autoptr (BalieFileStore) to = NULL;
      g_autoptr (GBytes) content = g_bytes_new_static ("content", 7);
      g_autoptr (GFileInputStream) stream = NULL;
      g_autoptr (GPtrArray) names = NULL;
      g_autoptr (GError) local_error = NULL;
      char     buffer[16];
      gboolean missing = TRUE;

      if (g_access (parents[i], W_OK) != 0)
        continue;

      folder = balie_test_folder_new_in (parents[i]);
      other = balie_test_folder_new_in (".");
      from = balie_file_store_new (balie_test_folder_get_path (folder), &local_error);
      to = balie_file_store_new_for_folder (balie_test_folder_get_file (other, "copies"), &local_error);
      g_assert_true (balie_file_store_write (from, "a", 0, content, &local_error));
      for (int j = 0; j < 2; j++)
        {
          g_assert_true (balie_file_store_take (to, from, "a", &missing, &local_error));
          g_assert_false (missing);
        }
      g_assert_true (balie_file_store_take (to, from, "b", &missing, &local_error));
      g_assert_true (missing);

      balie_file_store_remove (from, "a");
      stream = balie_file_store_read (to, "a", &local_error);
      g_assert_cmpint (g_input_stream_read (G_INPUT_STREAM (stream), buffer, sizeof buffer, NULL, &local_error), ==, 7);
      names = balie_file_store_list (to, &local_error);
      g_assert_cmpuint (names->len, ==, 1);
      g_assert_no_error (local_error);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/files/ranges", test_ranges);
  g_test_add_func ("/files/store", test_store);
  g_test_add_func ("/files/no-links", test_no_links);
  g_test_add_func ("/files/take", test_take);
  return g_test_run ();
}
