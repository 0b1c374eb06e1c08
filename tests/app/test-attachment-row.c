/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row of a file: each state's words, its picture, its button. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-attachment-row.h"
#include "balie-test-folder.h"
#include "balie-test-uploads.h"
#include "balie-upload-private.h"

typedef struct
{
  GtkWindow   *window;
  GtkWidget   *row;
  BalieUpload *upload;
} Fixture;

static void
show (Fixture     *fixture,
      BalieUpload *upload,
      int          width)
{
  g_autoptr (BalieDesk) desk = balie_desk_new ();
  GtkWidget *list = gtk_list_box_new ();

  desk->limits.attachment = 100000000;
  fixture->upload = upload;
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->row = balie_attachment_row_new (upload, desk);
  gtk_list_box_append (GTK_LIST_BOX (list), fixture->row);
  gtk_window_set_child (fixture->window, list);
  balie_app_test_present (fixture->window, width, 90);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  g_assert_finalize_object (fixture->upload);
}

static GtkWidget *
find (Fixture    *fixture,
      const char *id)
{
  return balie_app_test_find (fixture->row, GTK_TYPE_WIDGET, id);
}

static void
check (Fixture    *fixture,
       const char *detail,
       gboolean    progress,
       const char *icon_name)
{
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (fixture, "detail"))), ==, detail);
  g_assert_cmpint (gtk_widget_get_visible (find (fixture, "progress")), ==, progress);
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (find (fixture, "remove"))), ==, icon_name);
}

static void
test_states (Fixture      *fixture,
             gconstpointer data)
{
  show (fixture, balie_upload_new ("0b9d5a56-6a1f-4f1c-8c59-1b3a5d0e7f11", "export-2026-10.log", "text/x-log", 48000000), 570);
  check (fixture, "48.0 MB · being added", FALSE, "window-close-symbolic");

  balie_upload_set_state (fixture->upload, BALIE_UPLOAD_WAITING);
  check (fixture, "48.0 MB · waits for its turn", FALSE, "user-trash-symbolic");
  balie_upload_set_paused (fixture->upload, TRUE);
  check (fixture, "48.0 MB · waits for a connection", FALSE, "user-trash-symbolic");

  balie_test_upload_send (fixture->upload, 0, -1, FALSE);
  check (fixture, "0 of 48.0 MB", TRUE, "window-close-symbolic");
  balie_test_upload_send (fixture->upload, 31400000, 12, FALSE);
  check (fixture, "31.4 of 48.0 MB · 12 seconds left", TRUE, "window-close-symbolic");
  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (find (fixture, "progress"))), 0.654, 0.001);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "attachment-row-sending");
  balie_test_upload_send (fixture->upload, 31400000, 12, TRUE);
  check (fixture, "31.4 of 48.0 MB · waits for a connection", TRUE, "window-close-symbolic");

  balie_upload_set_state (fixture->upload, BALIE_UPLOAD_SENT);
  check (fixture, "48.0 MB · uploaded", FALSE, "user-trash-symbolic");
  g_assert_false (gtk_widget_has_css_class (fixture->row, "refused"));
}

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  show (fixture, balie_test_upload_new ("database.bak", "application/octet-stream", 2100000000), 570);
  balie_upload_set_refused (fixture->upload, BALIE_ERROR_LIMIT, "too-large");
  check (fixture, "2.1 GB is more than the 100 MB that one file may have", FALSE, "user-trash-symbolic");
  g_assert_true (gtk_widget_has_css_class (fixture->row, "refused"));
  g_assert_cmpstr (gtk_image_get_icon_name (GTK_IMAGE (find (fixture, "icon"))), ==, "dialog-warning-symbolic");
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "attachment-row-refused");
}

/* An empty file is a file too, and divides nothing. */
static void
test_empty (Fixture      *fixture,
            gconstpointer data)
{
  show (fixture, balie_test_upload_new ("empty.txt", "text/plain", 0), 570);
  balie_test_upload_send (fixture->upload, 0, 0, FALSE);
  check (fixture, "0 of 0 bytes · 0 seconds left", TRUE, "window-close-symbolic");
}

/* However long and whichever way a name runs, the row is as wide as there is room and says the whole of it. */
static void
test_name (Fixture      *fixture,
           gconstpointer data)
{
  static const char name[] = "A very long name that somebody gave to an export of all invoices of the whole year 2026.csv";
  GtkWidget        *label;

  show (fixture, balie_test_upload_new (name, "text/csv", 1000), 320);
  label = find (fixture, "name");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (label), ==, name);
  g_assert_cmpint (gtk_widget_get_width (fixture->row), <=, 320);
  g_assert_true (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "attachment-row-long-name");

  balie_upload_describe (fixture->upload, "gnp.\xe2\x80\xae"
                                          "exe",
                         "text/csv", 1000);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, "gnp.exe");
}

static void
test_names_for_readers (Fixture      *fixture,
                        gconstpointer data)
{
  GtkWidget *remove;

  show (fixture, balie_test_upload_new ("screenshot.png", "image/png", 214000), 570);
  remove = find (fixture, "remove");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->row), GTK_ACCESSIBLE_PROPERTY_LABEL, "screenshot.png");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "214 kB · waits for its turn");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, "Remove screenshot.png");
  balie_test_upload_send (fixture->upload, 1000, 3, FALSE);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, "Stop and remove screenshot.png");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find (fixture, "progress")), GTK_ACCESSIBLE_PROPERTY_LABEL, "screenshot.png");
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_remove (Fixture      *fixture,
             gconstpointer data)
{
  guint count = 0;

  show (fixture, balie_test_upload_new ("screenshot.png", "image/png", 214000), 570);
  g_signal_connect_swapped (fixture->row, "remove", G_CALLBACK (count_cb), &count);
  g_signal_emit_by_name (find (fixture, "remove"), "clicked");
  g_assert_cmpuint (count, ==, 1);
}

static void
write_picture (const char *path)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 400, 100);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, 0x33d17aff);
  gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
  g_assert_no_error (error);
}

/* Once the copy is there, a picture shows what it is; what only says so has an icon. */
static void
test_thumbnail (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "copy");
  GtkImage   *icon;

  show (fixture, balie_test_upload_new ("screenshot.png", "image/png", 214000), 570);
  icon = GTK_IMAGE (find (fixture, "icon"));
  g_assert_cmpstr (gtk_image_get_icon_name (icon), ==, "image-x-generic-symbolic");

  write_picture (path);
  balie_upload_set_copy (fixture->upload, path, NULL);
  balie_upload_set_state (fixture->upload, BALIE_UPLOAD_SENT);
  balie_app_test_wait_until (gtk_image_get_paintable (icon) != NULL);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (icon)), ==, 36);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "attachment-row-thumbnail");

  balie_upload_set_refused (fixture->upload, BALIE_ERROR_INVALID, "digest-mismatch");
  g_assert_cmpstr (gtk_image_get_icon_name (icon), ==, "dialog-warning-symbolic");
}

int
main (int    argc,
      char **argv)
{
  /* Without assistive technologies there would be no names to look at. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/attachment-row/states", Fixture, NULL, NULL, test_states, tear_down);
  g_test_add ("/app/attachment-row/refused", Fixture, NULL, NULL, test_refused, tear_down);
  g_test_add ("/app/attachment-row/empty", Fixture, NULL, NULL, test_empty, tear_down);
  g_test_add ("/app/attachment-row/name", Fixture, NULL, NULL, test_name, tear_down);
  g_test_add ("/app/attachment-row/names-for-readers", Fixture, NULL, NULL, test_names_for_readers, tear_down);
  g_test_add ("/app/attachment-row/remove", Fixture, NULL, NULL, test_remove, tear_down);
  g_test_add ("/app/attachment-row/thumbnail", Fixture, NULL, NULL, test_thumbnail, tear_down);

  return g_test_run ();
}
