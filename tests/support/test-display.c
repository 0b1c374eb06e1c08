/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GTK program finds in with-display the desktop that the app's tests count on. */
#include <gtk/gtk.h>

#include "balie-test-wait.h"

static gboolean compositor;

static void
test_settings (void)
{
  g_autofree char *font = NULL;
  gboolean         animations = TRUE;
  gboolean         cursor_blink = TRUE;

  g_object_get (gtk_settings_get_default (),
                "gtk-font-name", &font,
                "gtk-enable-animations", &animations,
                "gtk-cursor-blink", &cursor_blink,
                NULL);
  g_assert_cmpstr (font, ==, "Cantarell 11");
  g_assert_false (animations);
  g_assert_false (cursor_blink);
}

static void
test_window (void)
{
  GtkWidget   *window = gtk_window_new ();
  GskRenderer *renderer;

  gtk_window_present (GTK_WINDOW (window));
  balie_test_wait_until (gtk_widget_get_mapped (window));

  renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (renderer), ==, "GskCairoRenderer");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_compositor (void)
{
  if (compositor)
    balie_test_wait_until (gdk_display_is_composited (gdk_display_get_default ()));
  else
    g_assert_false (gdk_display_is_composited (gdk_display_get_default ()));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  compositor = argc > 1 && g_str_equal (argv[1], "compositor");

  g_test_add_func ("/display/settings", test_settings);
  g_test_add_func ("/display/window", test_window);
  g_test_add_func ("/display/compositor", test_compositor);
  return g_test_run ();
}
