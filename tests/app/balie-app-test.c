/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of widgets share: the program's style without the program, waiting, pictures. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-app-test.h"

#include "balie-icon-resources.h"
#include "balie-resources.h"

#include <gsk/gsk.h>

static gboolean
iterate_again_cb (gpointer user_data)
{
  gboolean *timed_out = user_data;

  *timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

void
balie_app_test_iterate (void)
{
  gboolean timed_out = FALSE;
  guint    source = g_timeout_add (10, iterate_again_cb, &timed_out);

  g_main_context_iteration (NULL, TRUE);
  if (!timed_out)
    g_source_remove (source);
}

void
balie_app_test_init (int    *argc,
                     char ***argv)
{
  static AdwApplication *application;
  g_autoptr (GError) local_error = NULL;

  gtk_test_init (argc, argv, NULL);
  balie_register_resource ();
  balie_icon_register_resource ();

  /* An application that nobody else can see loads style and icons exactly as the program's does. */
  application = g_object_new (ADW_TYPE_APPLICATION,
                              "application-id", BALIE_APPLICATION_ID ".Test",
                              "resource-base-path", "/balie/app",
                              "flags", G_APPLICATION_NON_UNIQUE,
                              NULL);
  g_application_register (G_APPLICATION (application), NULL, &local_error);
  g_assert_no_error (local_error);

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

static void
after_paint_cb (GdkFrameClock *clock,
                gpointer       user_data)
{
  gboolean *painted = user_data;

  *painted = TRUE;
}

static void
wait_for_frame (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gboolean       painted = FALSE;
  gulong         handler = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &painted);

  gtk_widget_queue_draw (widget);
  balie_app_test_wait_until (painted);
  g_signal_handler_disconnect (clock, handler);
}

void
balie_app_test_present (GtkWindow *window,
                        int        width,
                        int        height)
{
  GtkWidget *widget = GTK_WIDGET (window);
  int        border;
  int        default_height;

  if (!gtk_widget_get_mapped (widget))
    gtk_window_set_default_size (window, width, height);
  gtk_window_present (window);
  balie_app_test_wait_until (gtk_widget_get_width (widget) > 0);

  /* Without a compositor the window draws a border inside its size. */
  gtk_window_get_default_size (window, &border, &default_height);
  border -= gtk_widget_get_width (widget);
  gtk_window_set_default_size (window, width + border, height + border);
  balie_app_test_wait_until (gtk_widget_get_width (widget) == width);
  wait_for_frame (widget);
}

GtkWidget *
balie_app_test_find (GtkWidget  *root,
                     GType       type,
                     const char *buildable_id)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type) &&
      (buildable_id == NULL || g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (root)), buildable_id) == 0))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = balie_app_test_find (child, type, buildable_id);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The paintable of a widget is empty for the moment between a change and the next frame. */
static GskRenderNode *
snapshot_widget (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GskRenderNode *node = NULL;

  while (node == NULL)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
      node = gtk_snapshot_free_to_node (snapshot);
      if (node == NULL)
        wait_for_frame (widget);
    }

  return node;
}

void
balie_app_test_take_picture (GtkWidget  *widget,
                             const char *name)
{
  const char      *folder = g_getenv ("BALIE_TEST_PICTURES");
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GskRenderer) renderer = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderNode *node;

  if (folder == NULL)
    return;

  wait_for_frame (widget);
  node = snapshot_widget (widget);
  renderer = gsk_cairo_renderer_new ();
  gsk_renderer_realize (renderer, NULL, NULL);
  texture = gsk_renderer_render_texture (renderer, node,
                                         &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  gsk_renderer_unrealize (renderer);
  gsk_render_node_unref (node);

  file = g_strconcat (name, ".png", NULL);
  path = g_build_filename (folder, file, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

void
balie_app_test_close (GtkWindow *window)
{
  gpointer pointer = window;

  g_object_add_weak_pointer (G_OBJECT (window), &pointer);
  gtk_window_destroy (window);
  balie_app_test_wait_until (pointer == NULL);
}
