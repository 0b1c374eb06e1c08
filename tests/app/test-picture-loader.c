/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decoding pictures: sizes, formats by content, bombs, what is none. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-error.h"
#include "balie-picture-loader.h"
#include "balie-test-folder.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  BalieTestFolder *folder;
  char            *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = balie_test_folder_new ();
  fixture->path = g_strdup (balie_test_folder_get_file (fixture->folder, "picture"));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_free (fixture->path);
  balie_test_folder_free (fixture->folder);
}

static void
write_file (Fixture      *fixture,
            gconstpointer content,
            gsize         length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, content, (gssize)length, &error);
  g_assert_no_error (error);
}

static void
write_picture (Fixture    *fixture,
               const char *format,
               int         width,
               int         height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, 0x3584e4ff);
  gdk_pixbuf_save (pixbuf, fixture->path, format, &error, NULL);
  g_assert_no_error (error);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static GdkTexture *
load (Fixture *fixture,
      int      width,
      int      height,
      GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_picture_load_async (fixture->path, width, height, NULL, result_cb, &result);
  balie_app_test_wait_until (result != NULL);

  return balie_picture_load_finish (result, error);
}

static void
check_refused (Fixture   *fixture,
               BalieError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load (fixture, 100, 100, &error));
  g_assert_error (error, BALIE_ERROR, (int)code);
}

static void
test_sizes (Fixture      *fixture,
            gconstpointer format)
{
  static const int sizes[][6] = {
    {300, 200, 150, 150, 150, 100},
    {300, 200, 400, 50, 75, 50},
    {30, 20, 400, 400, 30, 20},
    {2000, 1, 100, 100, 100, 1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GdkTexture) texture = NULL;
      g_autoptr (GError) error = NULL;

      write_picture (fixture, format, sizes[i][0], sizes[i][1]);
      texture = load (fixture, sizes[i][2], sizes[i][3], &error);
      g_assert_no_error (error);
      g_assert_cmpint (gdk_texture_get_width (texture), ==, sizes[i][4]);
      g_assert_cmpint (gdk_texture_get_height (texture), ==, sizes[i][5]);
    }
}

/* A few bytes that promise a little more than 40 million pixels. */
static void
test_bomb (Fixture      *fixture,
           gconstpointer data)
{
  static const guchar picture[] =
    "\x89PNG\r\n\x1a\n"
    "\0\0\0\x0dIHDR\0\0\x1f\x40\0\0\x13\x89\x08\x02\0\0\0\x78\xd4\x1f\xab"
    "\0\0\0\x10IDAT";

  write_file (fixture, picture, sizeof picture - 1);
  check_refused (fixture, BALIE_ERROR_LIMIT);
}

static void
test_no_pictures (Fixture      *fixture,
                  gconstpointer data)
{
  static const char *const contents[] = {
    "",
    "P",
    "A text",
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
    "#define x_width 8\n#define x_height 1\nstatic char x_bits[] = {0};",
    "\x89PNG\r\n\x1a\nno picture at all, whatever it says at its beginning",
    "\xff\xd8\xff",
    "GIF8",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      write_file (fixture, contents[i], strlen (contents[i]));
      check_refused (fixture, BALIE_ERROR_INVALID);
    }

  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  check_refused (fixture, BALIE_ERROR_STORAGE);
}

static void
test_cut (Fixture      *fixture,
          gconstpointer data)
{
  g_autofree char *content = NULL;
  gsize            length;

  write_picture (fixture, "jpeg", 300, 200);
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  write_file (fixture, content, 30);
  check_refused (fixture, BALIE_ERROR_INVALID);
}

static void
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  write_picture (fixture, "png", 300, 200);
  balie_picture_load_async (fixture->path, 100, 100, cancellable, result_cb, &result);
  g_cancellable_cancel (cancellable);
  balie_app_test_wait_until (result != NULL);
  g_assert_null (balie_picture_load_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/picture-loader/sizes/png", Fixture, "png", set_up, test_sizes, tear_down);
  g_test_add ("/app/picture-loader/sizes/jpeg", Fixture, "jpeg", set_up, test_sizes, tear_down);
  g_test_add ("/app/picture-loader/bomb", Fixture, NULL, set_up, test_bomb, tear_down);
  g_test_add ("/app/picture-loader/no-pictures", Fixture, NULL, set_up, test_no_pictures, tear_down);
  g_test_add ("/app/picture-loader/cut", Fixture, NULL, set_up, test_cut, tear_down);
  g_test_add ("/app/picture-loader/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);

  return g_test_run ();
}
