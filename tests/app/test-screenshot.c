/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Screenshots: what the desktop's portal may answer, cutting and covering, and that nothing else is in the file. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-error.h"
#include "balie-picture-loader.h"
#include "balie-screenshot-editor.h"
#include "balie-screenshot.h"
#include "balie-test-folder.h"
#include "balie-test-portal.h"

#include <glib/gstdio.h>
#include <string.h>

#define WIDTH 400
#define HEIGHT 300

#define SECRET 0xc01c28
#define CANARY "canary-of-a-comment"

typedef struct
{
  BalieTestFolder *folder;
  char            *path;
  GtkWindow       *window;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = balie_test_folder_new ();
  fixture->path = g_strdup (balie_test_folder_get_file (fixture->folder, "Screenshot from today.png"));
  fixture->window = GTK_WINDOW (adw_window_new ());
  balie_app_test_present (fixture->window, 400, 300);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  g_free (fixture->path);
  balie_test_folder_free (fixture->folder);
}

/* Blue, with a secret in the middle third of both directions and all along the right edge. */
static GdkPixbuf *
make_picture (void)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, WIDTH, HEIGHT);
  g_autoptr (GdkPixbuf) middle = gdk_pixbuf_new_subpixbuf (pixbuf, WIDTH / 3, HEIGHT / 3, WIDTH / 3, HEIGHT / 3);
  g_autoptr (GdkPixbuf) edge = gdk_pixbuf_new_subpixbuf (pixbuf, WIDTH - 20, 0, 20, HEIGHT);

  gdk_pixbuf_fill (pixbuf, 0x3584e4ff);
  gdk_pixbuf_fill (middle, (guint32)SECRET << 8 | 0xff);
  gdk_pixbuf_fill (edge, (guint32)SECRET << 8 | 0xff);

  return pixbuf;
}

static void
write_picture (const char *path)
{
  g_autoptr (GdkPixbuf) pixbuf = make_picture ();
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_save (pixbuf, path, "png", &error, "tEXt::Comment", CANARY, "tEXt::Thumb::URI", "file:///" CANARY, NULL);
  g_assert_no_error (error);
}

/* How many pixels look like @color. */
static guint
count_pixels (GBytes *file,
              guint32 color,
              int    *width,
              int    *height)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_stream (stream, NULL, &error);
  guint n_pixels = 0;

  g_assert_no_error (error);
  g_assert_false (gdk_pixbuf_get_has_alpha (pixbuf));
  *width = gdk_pixbuf_get_width (pixbuf);
  *height = gdk_pixbuf_get_height (pixbuf);
  for (int y = 0; y < *height; y++)
    for (int x = 0; x < *width; x++)
      {
        const guchar *pixel = gdk_pixbuf_get_pixels (pixbuf) + y * gdk_pixbuf_get_rowstride (pixbuf) + x * 3;

        n_pixels += ((guint32)pixel[0] << 16 | (guint32)pixel[1] << 8 | pixel[2]) == color;
      }

  return n_pixels;
}

/* A PNG file is a row of chunks; nothing but the header, that all bits of a colour count (sBIT), the pixels and the end may be there. */
static void
check_chunks (GBytes *file)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (file, &size);
  gsize         place = 8;

  g_assert_cmpmem (data, 8, "\x89PNG\r\n\x1a\n", 8);
  while (place < size)
    {
      gsize            length = (gsize)data[place] << 24 | (gsize)data[place + 1] << 16 | (gsize)data[place + 2] << 8 | data[place + 3];
      g_autofree char *type = g_strndup ((const char *)data + place + 4, 4);

      g_test_message ("%s", type);
      if (g_str_equal (type, "sBIT"))
        g_assert_cmpmem (data + place + 8, length, "\10\10\10", 3);
      else
        g_assert_true (g_str_equal (type, "IHDR") || g_str_equal (type, "IDAT") || g_str_equal (type, "IEND"));
      place += length + 12;
    }
  g_assert_cmpuint (place, ==, size);
  g_assert_null (g_strstr_len ((const char *)data, (gssize)size, CANARY));
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      address)
{
  g_set_object ((GAsyncResult **)address, result);
}

static BalieScreenshotEditor *
find_editor (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (BALIE_IS_SCREENSHOT_EDITOR (link->data) && gtk_widget_get_mapped (link->data))
      return link->data;

  return NULL;
}

static BalieScreenshot *
new_camera (void)
{
  BalieScreenshot *camera = balie_screenshot_new ();

  balie_app_test_wait_until (balie_screenshot_is_available (camera));
  return camera;
}

static void
take (Fixture         *fixture,
      BalieScreenshot *camera,
      GCancellable    *cancellable,
      GAsyncResult   **result)
{
  balie_screenshot_take_async (camera, fixture->window, cancellable, on_result, result);
}

static void
test_taken (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieTestPortal) portal = balie_test_portal_new (BALIE_TEST_PORTAL_DONE, fixture->path);
  g_autoptr (BalieScreenshot) camera = new_camera ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = NULL;
  int width;
  int height;

  write_picture (fixture->path);
  take (fixture, camera, NULL, &result);
  balie_app_test_wait_until (find_editor () != NULL);
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (find_editor ())) == fixture->window);
  gtk_widget_activate_action (GTK_WIDGET (find_editor ()), "editor.attach", NULL);
  balie_app_test_wait_until (result != NULL);

  file = balie_screenshot_take_finish (camera, result, &error);
  g_assert_no_error (error);
  check_chunks (file);
  g_assert_cmpuint (count_pixels (file, SECRET, &width, &height), >, 0);
  g_assert_cmpint (width, ==, WIDTH);
  g_assert_cmpint (height, ==, HEIGHT);

  /* What the desktop made does not stay behind. */
  balie_app_test_wait_until (!g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (balie_test_portal_get_n_calls (portal), ==, 1);
}

static void
test_given_up (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (BalieTestPortal) portal = balie_test_portal_new (BALIE_TEST_PORTAL_DONE, fixture->path);
  g_autoptr (BalieScreenshot) camera = new_camera ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  write_picture (fixture->path);
  take (fixture, camera, NULL, &result);
  balie_app_test_wait_until (find_editor () != NULL);
  gtk_window_close (GTK_WINDOW (find_editor ()));
  balie_app_test_wait_until (result != NULL);

  g_assert_null (balie_screenshot_take_finish (camera, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  balie_app_test_wait_until (!g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* Where there is no file, or none of a picture, there is none to be shown either. */
static void
test_answers (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    BalieTestPortalAnswer answer;
    const char           *content; /* of the file; NULL for none */
    gboolean              cancelled;
    int                   code;
  } cases[] = {
    {BALIE_TEST_PORTAL_CANCELLED, NULL, TRUE, 0},
    {BALIE_TEST_PORTAL_FAILED, NULL, FALSE, BALIE_ERROR_INVALID},
    {BALIE_TEST_PORTAL_REFUSED, NULL, FALSE, BALIE_ERROR_INVALID},
    {BALIE_TEST_PORTAL_DONE, NULL, FALSE, BALIE_ERROR_STORAGE},
    {BALIE_TEST_PORTAL_DONE, "", FALSE, BALIE_ERROR_INVALID},
    {BALIE_TEST_PORTAL_DONE, "no picture at all", FALSE, BALIE_ERROR_INVALID},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieTestPortal) portal = balie_test_portal_new (cases[i].answer, fixture->path);
      g_autoptr (BalieScreenshot) camera = new_camera ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      if (cases[i].content != NULL)
        g_assert_true (g_file_set_contents (fixture->path, cases[i].content, -1, NULL));
      take (fixture, camera, NULL, &result);
      balie_app_test_wait_until (result != NULL);

      g_assert_null (balie_screenshot_take_finish (camera, result, &error));
      if (cases[i].cancelled)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_error (error, BALIE_ERROR, cases[i].code);
      g_assert_null (find_editor ());
      balie_app_test_wait_until (!g_file_test (fixture->path, G_FILE_TEST_EXISTS));
    }
}

/* 40 megapixels and a little more, as a header says it before the first pixel. */
static void
test_too_large (Fixture      *fixture,
                gconstpointer data)
{
  static const char header[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x18\xb5\0\0\x18\xb5\x08\x02\0\0\0\xd6\x35\xde\xd9\0\0\0\x10IDAT\x78\x9c\0\0";
  g_autoptr (BalieTestPortal) portal = balie_test_portal_new (BALIE_TEST_PORTAL_DONE, fixture->path);
  g_autoptr (BalieScreenshot) camera = new_camera ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint ((gint64)0x18b5 * 0x18b5, >, BALIE_PICTURE_MAX_PIXELS);
  g_assert_true (g_file_set_contents (fixture->path, header, sizeof header - 1, NULL));
  take (fixture, camera, NULL, &result);
  balie_app_test_wait_until (result != NULL);

  g_assert_null (balie_screenshot_take_finish (camera, result, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_LIMIT);
  balie_app_test_wait_until (!g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (BalieTestPortal) silent = balie_test_portal_new (BALIE_TEST_PORTAL_SILENT, NULL);
  g_autoptr (BalieScreenshot) camera = new_camera ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error_again = NULL;

  take (fixture, camera, cancellable, &result);
  balie_app_test_wait_until (balie_test_portal_get_n_calls (silent) == 1);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  balie_app_test_wait_until (result != NULL);
  g_assert_null (balie_screenshot_take_finish (camera, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  take (fixture, camera, cancellable, &again);
  balie_app_test_wait_until (again != NULL);
  g_assert_null (balie_screenshot_take_finish (camera, again, &error_again));
  g_assert_error (error_again, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Closing the dialog that it belongs to closes the editor too. */
static void
test_cancelled_in_editor (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (BalieTestPortal) portal = balie_test_portal_new (BALIE_TEST_PORTAL_DONE, fixture->path);
  g_autoptr (BalieScreenshot) camera = new_camera ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  write_picture (fixture->path);
  take (fixture, camera, cancellable, &result);
  balie_app_test_wait_until (find_editor () != NULL);
  g_cancellable_cancel (cancellable);
  balie_app_test_wait_until (result != NULL);
  g_assert_null (balie_screenshot_take_finish (camera, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (find_editor ());
}

static void
test_vanished (Fixture      *fixture,
               gconstpointer data)
{
  BalieTestPortal *silent = balie_test_portal_new (BALIE_TEST_PORTAL_SILENT, NULL);
  g_autoptr (BalieScreenshot) camera = new_camera ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  take (fixture, camera, NULL, &result);
  balie_app_test_wait_until (balie_test_portal_get_n_calls (silent) == 1);
  balie_test_portal_free (silent);
  balie_app_test_wait_until (result != NULL);
  g_assert_null (balie_screenshot_take_finish (camera, result, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_INVALID);
}

static void
test_no_portal (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (BalieScreenshot) camera = balie_screenshot_new ();
  g_autoptr (BalieTestPortal) portal = NULL;
  g_autoptr (BalieScreenshot) other_camera = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  /* What is asked later is answered later. */
  g_assert_false (balie_screenshot_is_available (camera));
  for (int i = 0; i < 10; i++)
    balie_app_test_iterate ();
  portal = balie_test_portal_new (BALIE_TEST_PORTAL_DONE, NULL);
  other_camera = new_camera ();
  g_assert_false (balie_screenshot_is_available (camera));

  take (fixture, camera, NULL, &result);
  balie_app_test_wait_until (result != NULL);
  g_assert_null (balie_screenshot_take_finish (camera, result, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_INVALID);
  g_assert_cmpuint (balie_test_portal_get_n_calls (portal), ==, 0);
}

/* Gone before it was answered. */
static void
test_dropped (Fixture      *fixture,
              gconstpointer data)
{
  for (int i = 0; i < 4; i++)
    {
      BalieScreenshot *camera = balie_screenshot_new ();

      for (int n = 0; n < i; n++)
        g_main_context_iteration (NULL, FALSE);
      g_assert_finalize_object (camera);
    }
}

static BalieScreenshotEditor *
open_editor (GAsyncResult **result)
{
  g_autoptr (GdkPixbuf) pixbuf = make_picture ();
  g_autoptr (GdkTexture) picture = gdk_texture_new_for_pixbuf (pixbuf);
  BalieScreenshotEditor *editor = balie_screenshot_editor_new (NULL, picture);

  balie_screenshot_editor_run_async (editor, NULL, on_result, result);
  balie_app_test_present (GTK_WINDOW (editor), 640, 520);

  return editor;
}

static GtkWidget *
get_canvas (BalieScreenshotEditor *editor)
{
  return balie_app_test_find (GTK_WIDGET (editor), BALIE_TYPE_PICTURE_CANVAS, "canvas");
}

static GBytes *
attach (BalieScreenshotEditor *editor,
        GAsyncResult         **result)
{
  g_autoptr (GError) error = NULL;
  GBytes *file;

  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.attach", NULL);
  balie_app_test_wait_until (*result != NULL);
  file = balie_screenshot_editor_run_finish (*result, &error);
  g_assert_no_error (error);

  return file;
}

static GtkGesture *
get_drag (GtkWidget *canvas)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (canvas);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_DRAG (controller))
        return GTK_GESTURE (controller);
    }

  g_assert_not_reached ();
}

/* In pixels of the picture, which is shown at its own size in the middle. */
static void
drag (GtkWidget *canvas,
      double     x,
      double     y,
      double     to_x,
      double     to_y)
{
  GtkGesture *gesture = get_drag (canvas);
  double      left = (gtk_widget_get_width (canvas) - WIDTH) / 2;
  double      top = (gtk_widget_get_height (canvas) - HEIGHT) / 2;

  g_assert_cmpfloat (left, >, 0);
  g_assert_cmpfloat (top, >, 0);
  g_signal_emit_by_name (gesture, "drag-begin", left + x, top + y);
  g_signal_emit_by_name (gesture, "drag-update", (to_x - x) / 2, (to_y - y) / 2);
  g_signal_emit_by_name (gesture, "drag-update", to_x - x, to_y - y);
}

/* All by keyboard, as a person would who has no pointer. */
static void
test_keyboard (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  BalieScreenshotEditor *editor = open_editor (&result);
  GtkWidget             *canvas = get_canvas (editor);
  g_autoptr (GBytes) file = NULL;
  int width;
  int height;

  /* The right edge goes. */
  gtk_widget_activate_action (canvas, "canvas.resize", "(ii)", -20, 0);
  /* The box begins as the middle third of what stays, and the secret is that of the whole. */
  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.add-box", NULL);
  g_assert_cmpint (balie_picture_canvas_get_chosen (BALIE_PICTURE_CANVAS (canvas)), ==, 0);
  gtk_widget_activate_action (canvas, "canvas.resize", "(ii)", 20, 0);
  balie_app_test_take_picture (GTK_WIDGET (editor), "editor-box");

  file = attach (editor, &result);
  check_chunks (file);
  g_assert_cmpuint (count_pixels (file, SECRET, &width, &height), ==, 0);
  g_assert_cmpint (width, ==, WIDTH - 20);
  g_assert_cmpint (height, ==, HEIGHT);
  g_assert_cmpuint (count_pixels (file, 0, &width, &height), >=, (WIDTH / 3) * (HEIGHT / 3));
}

static void
test_pointer (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  BalieScreenshotEditor *editor = open_editor (&result);
  GtkWidget             *canvas = get_canvas (editor);
  g_autoptr (GBytes) file = NULL;
  int width;
  int height;

  /* The right edge is pulled in, then the box is drawn, from its lower right corner. */
  drag (canvas, WIDTH, HEIGHT / 2, WIDTH - 20, HEIGHT / 2);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (balie_app_test_find (GTK_WIDGET (editor), GTK_TYPE_TOGGLE_BUTTON, "cover")), TRUE);
  drag (canvas, 2 * WIDTH / 3 + 5, 2 * HEIGHT / 3 + 5, WIDTH / 3 - 5, HEIGHT / 3 - 5);
  /* And moved a little, in its size. */
  drag (canvas, WIDTH / 2, HEIGHT / 2, WIDTH / 2 + 2, HEIGHT / 2 - 2);

  file = attach (editor, &result);
  check_chunks (file);
  g_assert_cmpuint (count_pixels (file, SECRET, &width, &height), ==, 0);
  g_assert_cmpint (width, ==, WIDTH - 20);
  g_assert_cmpint (height, ==, HEIGHT);
}

/* A part chosen by pulling across the picture; and a click, which does nothing. */
static void
test_choose_part (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  BalieScreenshotEditor *editor = open_editor (&result);
  GtkWidget             *canvas = get_canvas (editor);
  g_autoptr (GBytes) file = NULL;
  int width;
  int height;

  drag (canvas, 20, 20, 100, 80);
  drag (canvas, 200, 200, 202, 201);
  file = attach (editor, &result);
  g_assert_cmpuint (count_pixels (file, SECRET, &width, &height), ==, 0);
  g_assert_cmpint (width, ==, 81);
  g_assert_cmpint (height, ==, 61);
}

static void
test_undo_and_remove (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  BalieScreenshotEditor *editor = open_editor (&result);
  BaliePictureCanvas    *canvas = BALIE_PICTURE_CANVAS (get_canvas (editor));
  g_autoptr (GBytes) file = NULL;
  int width;
  int height;

  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.remove-box", NULL);
  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.undo", NULL);
  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.add-box", NULL);
  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.add-box", NULL);
  g_assert_cmpint (balie_picture_canvas_get_chosen (canvas), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (canvas), "canvas.choose", "i", 1);
  g_assert_cmpint (balie_picture_canvas_get_chosen (canvas), ==, BALIE_PICTURE_CROP);
  gtk_widget_activate_action (GTK_WIDGET (canvas), "canvas.choose", "i", 1);
  g_assert_cmpint (balie_picture_canvas_get_chosen (canvas), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (canvas), "canvas.choose", "i", -1);
  g_assert_cmpint (balie_picture_canvas_get_chosen (canvas), ==, BALIE_PICTURE_CROP);
  gtk_widget_activate_action (GTK_WIDGET (canvas), "canvas.choose", "i", -1);

  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.remove-box", NULL);
  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.remove-box", NULL);
  g_assert_cmpint (balie_picture_canvas_get_chosen (canvas), ==, BALIE_PICTURE_CROP);
  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.undo", NULL);
  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.undo", NULL);
  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.undo", NULL);
  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.undo", NULL);
  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.undo", NULL);

  file = attach (editor, &result);
  g_assert_cmpuint (count_pixels (file, 0, &width, &height), ==, 0);
  g_assert_cmpint (width, ==, WIDTH);
}

static void
test_narrow (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieScreenshotEditor *editor = open_editor (&result);

  balie_app_test_present (GTK_WINDOW (editor), 360, 560);
  gtk_widget_activate_action (get_canvas (editor), "canvas.resize", "(ii)", -60, -40);
  balie_app_test_take_picture (GTK_WIDGET (editor), "editor-narrow");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  balie_app_test_take_picture (GTK_WIDGET (editor), "editor-narrow-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  gtk_window_close (GTK_WINDOW (editor));
  balie_app_test_wait_until (result != NULL);
  g_assert_null (balie_screenshot_editor_run_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, function) g_test_add ("/app/screenshot/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  ADD ("no-portal", test_no_portal);
  ADD ("taken", test_taken);
  ADD ("given-up", test_given_up);
  ADD ("answers", test_answers);
  ADD ("too-large", test_too_large);
  ADD ("cancelled", test_cancelled);
  ADD ("cancelled-in-editor", test_cancelled_in_editor);
  ADD ("vanished", test_vanished);
  ADD ("dropped", test_dropped);
  g_test_add_func ("/app/screenshot/keyboard", test_keyboard);
  g_test_add_func ("/app/screenshot/pointer", test_pointer);
  g_test_add_func ("/app/screenshot/choose-part", test_choose_part);
  g_test_add_func ("/app/screenshot/undo-and-remove", test_undo_and_remove);
  g_test_add_func ("/app/screenshot/narrow", test_narrow);

  return g_test_run ();
}
