/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a message together: what they amount to, what is in the way of sending, how they look. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-attachment-box.h"
#include "balie-test-uploads.h"
#include "balie-upload-private.h"

#include <adwaita.h>

typedef struct
{
  GtkWindow          *window;
  BalieAttachmentBox *box;
  GListStore         *files;
  BalieDesk          *desk;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer compact)
{
  static const char *const features[] = {"attachments", NULL};

  fixture->desk = balie_desk_new ();
  fixture->desk->limits.attachment = 100000000;
  fixture->desk->limits.attachments_size = 100000000;
  fixture->desk->limits.attachments = 20;
  g_strfreev (fixture->desk->features);
  fixture->desk->features = g_strdupv ((char **)features);
  fixture->files = g_list_store_new (BALIE_TYPE_UPLOAD);
  fixture->box = BALIE_ATTACHMENT_BOX (balie_attachment_box_new (GPOINTER_TO_INT (compact)));
  balie_attachment_box_set_desk (fixture->box, fixture->desk);
  balie_attachment_box_set_files (fixture->box, G_LIST_MODEL (fixture->files));
  fixture->window = GTK_WINDOW (adw_window_new ());
  gtk_widget_set_margin_start (GTK_WIDGET (fixture->box), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (fixture->box), 12);
  gtk_widget_set_valign (GTK_WIDGET (fixture->box), GTK_ALIGN_CENTER);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->box));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  g_assert_finalize_object (fixture->files);
  balie_desk_unref (fixture->desk);
}

static void
add_all (Fixture *fixture)
{
  g_autoptr (GListStore) samples = balie_test_uploads_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (samples)); i++)
    {
      g_autoptr (BalieUpload) upload = g_list_model_get_item (G_LIST_MODEL (samples), i);

      g_list_store_append (fixture->files, upload);
    }
}

static GtkWidget *
find (Fixture    *fixture,
      const char *id)
{
  return balie_app_test_find (GTK_WIDGET (fixture->box), GTK_TYPE_WIDGET, id);
}

static void
check_count (Fixture    *fixture,
             const char *text)
{
  GtkWidget *count = find (fixture, "count");

  g_assert_cmpint (gtk_widget_get_visible (count), ==, text != NULL);
  if (text != NULL)
    g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (count)), ==, text);
}

static guint
count_rows (Fixture *fixture)
{
  GtkListBox *list = GTK_LIST_BOX (find (fixture, "list"));
  guint       count = 0;

  while (gtk_list_box_get_row_at_index (list, (int)count) != NULL)
    count++;
  return count;
}

static void
test_none (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_present (fixture->window, 600, 300);
  g_assert_false (gtk_widget_get_visible (find (fixture, "place")));
  g_assert_null (balie_attachment_box_get_problem (fixture->box));
  g_assert_cmpuint (balie_attachment_box_get_room (fixture->box), ==, 20);
  check_count (fixture, NULL);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "attachment-box-none");
}

static void
test_files (Fixture      *fixture,
            gconstpointer data)
{
  balie_app_test_present (fixture->window, 600, 300);
  add_all (fixture);
  g_assert_true (gtk_widget_get_visible (find (fixture, "place")));
  g_assert_cmpuint (count_rows (fixture), ==, 3);
  g_assert_cmpuint (balie_attachment_box_get_n_files (fixture->box), ==, 3);
  /* What is refused does not go, and takes no room. */
  g_assert_cmpuint (balie_attachment_box_get_room (fixture->box), ==, 18);
  check_count (fixture, "3 files, 48.2 of 100 MB");
  g_assert_cmpstr (balie_attachment_box_get_problem (fixture->box), ==, "First remove the file that cannot be sent");
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "attachment-box");

  g_list_store_remove (fixture->files, 2);
  check_count (fixture, "2 files, 48.2 of 100 MB");
  g_assert_null (balie_attachment_box_get_problem (fixture->box));
  g_list_store_remove_all (fixture->files);
  check_count (fixture, NULL);
  g_assert_false (gtk_widget_get_visible (find (fixture, "place")));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* Whoever sends is told at once when a file becomes an obstacle, or none any more; not of each byte. */
static void
test_problem (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (BalieUpload) upload = balie_upload_new ("0b9d5a56-6a1f-4f1c-8c59-1b3a5d0e7f11", "a.log", "text/x-log", 1000);
  g_autoptr (BalieUpload) other = balie_test_upload_new ("b.log", "text/x-log", 1000);
  guint count = 0;

  g_signal_connect_swapped (fixture->box, "notify::problem", G_CALLBACK (count_cb), &count);
  balie_app_test_present (fixture->window, 600, 300);
  g_list_store_append (fixture->files, upload);
  g_assert_cmpstr (balie_attachment_box_get_problem (fixture->box), ==, "A file is still being added; it takes a moment");
  balie_upload_set_state (upload, BALIE_UPLOAD_WAITING);
  g_assert_null (balie_attachment_box_get_problem (fixture->box));
  g_assert_cmpuint (count, ==, 2);
  balie_test_upload_send (upload, 500, 1, FALSE);
  g_assert_cmpuint (count, ==, 2);

  balie_upload_set_refused (upload, BALIE_ERROR_INVALID, "type-blocked");
  g_list_store_append (fixture->files, other);
  g_assert_cmpstr (balie_attachment_box_get_problem (fixture->box), ==, "First remove the file that cannot be sent");
  balie_upload_set_refused (other, BALIE_ERROR_INVALID, "type-blocked");
  g_assert_cmpstr (balie_attachment_box_get_problem (fixture->box), ==, "First remove the files that cannot be sent");
}

/* Who hears the screen is told when something is done, and not of the way there. */
static void
test_announcements (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (BalieUpload) upload = balie_test_upload_new ("a.log", "text/x-log", 2000);
  GtkAccessible *announcer = GTK_ACCESSIBLE (find (fixture, "file_announcer"));

  balie_app_test_present (fixture->window, 600, 300);
  g_list_store_append (fixture->files, upload);
  balie_test_upload_send (upload, 500, 1, FALSE);
  g_assert_false (gtk_test_accessible_has_property (announcer, GTK_ACCESSIBLE_PROPERTY_LABEL));
  balie_test_upload_send (upload, 1000, 1, TRUE);
  gtk_test_accessible_assert_property (announcer, GTK_ACCESSIBLE_PROPERTY_LABEL, "a.log: 1 of 2 kB · waits for a connection");
  balie_upload_set_paused (upload, FALSE);
  balie_upload_set_state (upload, BALIE_UPLOAD_SENT);
  gtk_test_accessible_assert_property (announcer, GTK_ACCESSIBLE_PROPERTY_LABEL, "a.log: 2 kB · uploaded");
}

static void
test_not_accepting (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (BalieDesk) desk = balie_desk_new ();

  g_assert_true (balie_attachment_box_get_accepting (fixture->box));
  balie_attachment_box_set_desk (fixture->box, desk);
  g_assert_false (balie_attachment_box_get_accepting (fixture->box));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->box)));
}

/* Twenty files scroll in a composer, and do not in a form, which scrolls itself. */
static void
test_many (Fixture      *fixture,
           gconstpointer compact)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("invoice-%u.pdf", i + 1);
      g_autoptr (BalieUpload) upload = balie_test_upload_new (name, "application/pdf", 100000 * i);

      g_list_store_append (fixture->files, upload);
    }

  balie_app_test_present (fixture->window, 600, 400);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), GPOINTER_TO_INT (compact) ? "attachment-box-many-compact" : "attachment-box-many");
  g_assert_cmpuint (balie_attachment_box_get_room (fixture->box), ==, 0);
  if (GPOINTER_TO_INT (compact))
    g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->box)), <, 200);
  else
    g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->box)), >, 800);
}

static void
test_narrow (Fixture      *fixture,
             gconstpointer compact)
{
  const char *name = GPOINTER_TO_INT (compact) ? "attachment-box-narrow-compact" : "attachment-box-narrow-dark";

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  balie_app_test_present (fixture->window, 344, 340);
  add_all (fixture);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), name);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window)), ==, 344);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
}

int
main (int    argc,
      char **argv)
{
  const gpointer compact = GINT_TO_POINTER (TRUE);

  /* Without assistive technologies there would be no names to look at. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/attachment-box/none", Fixture, NULL, set_up, test_none, tear_down);
  g_test_add ("/app/attachment-box/files", Fixture, NULL, set_up, test_files, tear_down);
  g_test_add ("/app/attachment-box/files/compact", Fixture, compact, set_up, test_files, tear_down);
  g_test_add ("/app/attachment-box/problem", Fixture, NULL, set_up, test_problem, tear_down);
  g_test_add ("/app/attachment-box/announcements", Fixture, NULL, set_up, test_announcements, tear_down);
  g_test_add ("/app/attachment-box/not-accepting", Fixture, NULL, set_up, test_not_accepting, tear_down);
  g_test_add ("/app/attachment-box/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/app/attachment-box/many/compact", Fixture, compact, set_up, test_many, tear_down);
  g_test_add ("/app/attachment-box/narrow", Fixture, NULL, set_up, test_narrow, tear_down);
  g_test_add ("/app/attachment-box/narrow/compact", Fixture, compact, set_up, test_narrow, tear_down);

  return g_test_run ();
}
