/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of files that came: what nobody can run, nobody can change, and where each came from. */
#include "config.h"

#include "balie-file-copy.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#define ORIGIN "https://desk.example/v1/attachments/2f2ad0a4-3c41-4f5b-9f0c-5d2d8b1d3c11"

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static mode_t
get_mode (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);

  return status.st_mode & 0777;
}

static gboolean
keep (const char *path,
      const char *target)
{
  g_autoptr (GFile) file = g_file_new_for_path (target);
  g_autoptr (GAsyncResult) result = NULL;

  balie_file_copy_keep_async (path, file, ORIGIN, on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_file_copy_keep_finish (result, NULL);
}

static void
test_keep (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char      *path = balie_test_folder_get_file (folder, "source");
  const char      *target = balie_test_folder_get_file (folder, "target.sh");
  g_autofree char *content = NULL;
  char             origin[sizeof ORIGIN] = "";

  g_assert_true (g_file_set_contents (path, "#!/bin/sh\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0400), ==, 0);

  /* What it replaces could be run. */
  g_assert_true (g_file_set_contents (target, "old", -1, NULL));
  g_assert_cmpint (g_chmod (target, 0755), ==, 0);

  g_assert_true (keep (path, target));
  g_assert_true (g_file_get_contents (target, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "#!/bin/sh\n");
  g_assert_cmpint (get_mode (target) & 0111, ==, 0);
  g_assert_cmpint (get_mode (target) & 0600, ==, 0600);

  /* Not every file system can keep it. */
  if (setxattr (path, "user.balie", "1", 1, 0) == 0 || getxattr (target, "user.xdg.origin.url", origin, sizeof origin) > 0)
    {
      g_assert_cmpint (getxattr (target, "user.xdg.origin.url", origin, sizeof origin), ==, sizeof ORIGIN - 1);
      g_assert_cmpmem (origin, sizeof ORIGIN - 1, ORIGIN, sizeof ORIGIN - 1);
    }

  g_assert_false (keep (path, balie_test_folder_get_file (folder, "missing/target")));
}

static GFile *
copy_to_read (const char *path,
              const char *name)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GFile *copy;

  balie_file_copy_read_async (path, name, on_result, &result);
  balie_test_wait_until (result != NULL);
  copy = balie_file_copy_read_finish (result, &error);
  g_assert_no_error (error);

  return copy;
}

static void
test_read (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "source");
  g_autoptr (GFile) one = NULL;
  g_autoptr (GFile) other = NULL;
  g_autofree char *name = NULL;

  g_assert_true (g_file_set_contents (path, "%PDF", -1, NULL));
  one = copy_to_read (path, "Invoice.pdf");
  other = copy_to_read (path, "Invoice.pdf");
  name = g_file_get_basename (one);
  g_assert_cmpstr (name, ==, "Invoice.pdf");
  g_assert_false (g_file_equal (one, other));
  g_assert_cmpint (get_mode (g_file_peek_path (one)), ==, 0400);

  balie_file_copy_clean ();
  g_assert_false (g_file_query_exists (one, NULL));
  g_assert_false (g_file_query_exists (other, NULL));
}

static void
test_judge (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "source");
  static const struct
  {
    const char     *content;
    BalieFileSafety safety;
  } cases[] = {
    {"%PDF-1.7\n", BALIE_FILE_SAFE},
    {"#!/bin/sh\n", BALIE_FILE_PROGRAM},
    {"<html>", BALIE_FILE_PAGE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autofree char *type = NULL;
      BalieFileSafety  safety;

      g_assert_true (g_file_set_contents (path, cases[i].content, -1, NULL));
      balie_file_copy_judge_async (path, "Invoice.pdf", on_result, &result);
      balie_test_wait_until (result != NULL);
      g_assert_true (balie_file_copy_judge_finish (result, &safety, &type, NULL));
      g_assert_cmpint (safety, ==, cases[i].safety);
      g_assert_nonnull (type);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/file-copy/keep", test_keep);
  g_test_add_func ("/app/file-copy/read", test_read);
  g_test_add_func ("/app/file-copy/judge", test_judge);

  return g_test_run ();
}
