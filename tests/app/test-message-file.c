/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files in messages: what each state says, pictures and what only pretends to be one, rows that serve again. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-message-file.h"
#include "balie-message-files.h"
#include "balie-message-picture.h"
#include "balie-test-folder.h"
#include "balie-test-uploads.h"
#include "balie-texture-cache.h"
#include "balie-thread-fixture.h"
#include "balie-thread-view.h"

typedef struct
{
  BalieTestFolder  *folder;
  GtkWindow        *window;
  BalieMessageFile *file;
  guint             n_wanted;
  guint             n_unwanted;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = balie_test_folder_new ();
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->file = BALIE_MESSAGE_FILE (balie_message_file_new ());
  gtk_widget_set_valign (GTK_WIDGET (fixture->file), GTK_ALIGN_START);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->file));
  fixture->n_wanted = 0;
  fixture->n_unwanted = 0;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  balie_texture_cache_clear ();
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

static BalieAttachment *
new_attachment (const char *name,
                const char *type,
                gint64      size,
                int         width,
                int         height)
{
  BalieAttachment *attachment = balie_attachment_new ();

  attachment->id = g_uuid_string_random ();
  attachment->name = g_strdup (name);
  attachment->type = g_strdup (type);
  attachment->size = size;
  attachment->width = width;
  attachment->height = height;

  return attachment;
}

static void
wanted_cb (BalieDownload *download,
           Fixture       *fixture)
{
  fixture->n_wanted++;
  balie_download_set_running (download, 0, FALSE);
}

static void
unwanted_cb (BalieDownload *download,
             Fixture       *fixture)
{
  fixture->n_unwanted++;
  balie_download_set_absent (download, 0);
}

static BalieDownload *
new_download (Fixture         *fixture,
              BalieAttachment *attachment)
{
  g_autoptr (BalieAttachment) owned = attachment;
  BalieDownload *download = balie_download_new (owned);

  g_signal_connect (download, "wanted", G_CALLBACK (wanted_cb), fixture);
  g_signal_connect (download, "unwanted", G_CALLBACK (unwanted_cb), fixture);

  return download;
}

static GtkWidget *
find (Fixture    *fixture,
      const char *id)
{
  GtkWidget *found = balie_app_test_find (GTK_WIDGET (fixture->file), GTK_TYPE_WIDGET, id);

  g_assert_nonnull (found);
  return found;
}

static const char *
get_detail (Fixture *fixture)
{
  return gtk_label_get_label (GTK_LABEL (find (fixture, "detail")));
}

static gboolean
is_chip (Fixture *fixture)
{
  gboolean chip = gtk_widget_get_visible (find (fixture, "chip"));

  g_assert_cmpint (chip, !=, gtk_widget_get_visible (find (fixture, "picture_area")));

  return chip;
}

static GdkTexture *
get_texture (Fixture *fixture)
{
  return balie_message_picture_get_texture (BALIE_MESSAGE_PICTURE (find (fixture, "picture")));
}

static const char *
write_picture (Fixture *fixture,
               int      width,
               int      height)
{
  const char *path = balie_test_folder_get_file (fixture->folder, "picture");
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  gdk_pixbuf_fill (pixbuf, 0x3584e4ff);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));

  return path;
}

static void
test_states (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (BalieDownload) download = new_download (fixture, new_attachment ("export.log", "text/plain", 214000, 0, 0));

  balie_message_file_set (fixture->file, download, NULL, NULL);
  balie_app_test_present (fixture->window, 400, 200);
  g_assert_true (is_chip (fixture));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (fixture, "name"))), ==, "export.log");
  g_assert_cmpstr (get_detail (fixture), ==, "214 kB");
  g_assert_false (gtk_widget_get_visible (find (fixture, "stop")));
  g_assert_false (gtk_widget_get_visible (find (fixture, "progress")));
  g_assert_cmpuint (fixture->n_wanted, ==, 0);

  gtk_widget_activate_action (GTK_WIDGET (fixture->file), "file.fetch", NULL);
  g_assert_cmpuint (fixture->n_wanted, ==, 1);
  balie_download_set_running (download, 107000, FALSE);
  g_assert_cmpstr (get_detail (fixture), ==, "107 of 214 kB");
  g_assert_true (gtk_widget_get_visible (find (fixture, "stop")));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (find (fixture, "progress"))), ==, 0.5);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "file-running");

  balie_download_set_running (download, 107000, TRUE);
  g_assert_cmpstr (get_detail (fixture), ==, "107 of 214 kB, waiting for a connection");

  gtk_widget_activate_action (GTK_WIDGET (fixture->file), "file.stop", NULL);
  g_assert_cmpuint (fixture->n_unwanted, ==, 1);
  g_assert_cmpstr (get_detail (fixture), ==, "214 kB");

  balie_download_set_failed (download, BALIE_ERROR_STORAGE);
  g_assert_nonnull (strstr (get_detail (fixture), "disk is full"));
  g_assert_true (gtk_widget_has_css_class (find (fixture, "chip"), "refused"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->file), "file.fetch", NULL);
  g_assert_cmpuint (fixture->n_wanted, ==, 2);

  balie_download_set_present (download, "/nowhere");
  g_assert_cmpstr (get_detail (fixture), ==, "214 kB");
  g_assert_false (gtk_widget_get_visible (find (fixture, "stop")));
}

static void
test_checked (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    BalieAttachmentState state;
    const char          *word;
  } cases[] = {
    {BALIE_ATTACHMENT_CHECKING, "being checked"},
    {BALIE_ATTACHMENT_REFUSED, "Refused"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BalieAttachment *attachment = new_attachment ("picture.png", "image/png", 1000, 100, 100);
      g_autoptr (BalieDownload) download = NULL;

      attachment->state = cases[i].state;
      download = new_download (fixture, attachment);
      balie_message_file_set (fixture->file, download, NULL, NULL);
      g_assert_true (is_chip (fixture));
      g_assert_nonnull (strstr (get_detail (fixture), cases[i].word));
      g_assert_false (gtk_widget_get_sensitive (find (fixture, "main")));
      g_assert_false (gtk_widget_get_visible (find (fixture, "chip_menu")));
      g_assert_cmpuint (fixture->n_wanted, ==, 0);
    }
}

/* Its place is there from the start, and stays as it is when the pixels come. */
static void
test_picture (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (BalieDownload) download = new_download (fixture, new_attachment ("screen.png", "image/png", 100000, 1440, 960));
  GtkWidget *picture;

  balie_message_file_set (fixture->file, download, NULL, NULL);
  balie_app_test_present (fixture->window, 500, 400);
  picture = find (fixture, "picture");
  g_assert_false (is_chip (fixture));
  g_assert_cmpuint (fixture->n_wanted, ==, 1);
  g_assert_null (get_texture (fixture));
  g_assert_cmpint (gtk_widget_get_width (picture), ==, 360);
  g_assert_cmpint (gtk_widget_get_height (picture), ==, 240);

  balie_download_set_present (download, write_picture (fixture, 1440, 960));
  balie_app_test_wait_until (get_texture (fixture) != NULL);
  g_assert_cmpint (gdk_texture_get_width (get_texture (fixture)), <=, 360 * gtk_widget_get_scale_factor (picture));
  g_assert_cmpint (gtk_widget_get_width (picture), ==, 360);
  g_assert_cmpint (gtk_widget_get_height (picture), ==, 240);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "file-picture");

  /* A row that shows nothing holds no pixels. */
  balie_message_file_set (fixture->file, NULL, NULL, NULL);
  g_assert_null (get_texture (fixture));
}

static void
test_picture_narrow (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (BalieDownload) download = new_download (fixture, new_attachment ("screen.png", "image/png", 100000, 1440, 960));

  balie_message_file_set (fixture->file, download, NULL, NULL);
  balie_app_test_present (fixture->window, 180, 400);
  g_assert_cmpint (gtk_widget_get_width (find (fixture, "picture")), ==, 180);
  g_assert_cmpint (gtk_widget_get_height (find (fixture, "picture")), ==, 120);
}

static void
test_large_picture (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (BalieDownload) download = new_download (fixture, new_attachment ("photo.png", "image/png", BALIE_MESSAGE_FILE_SMALL + 1, 100, 100));

  balie_message_file_set (fixture->file, download, NULL, NULL);
  g_assert_true (is_chip (fixture));
  g_assert_cmpuint (fixture->n_wanted, ==, 0);
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (find (fixture, "main"))), ==, "file.fetch");

  gtk_widget_activate_action (GTK_WIDGET (fixture->file), "file.fetch", NULL);
  g_assert_cmpuint (fixture->n_wanted, ==, 1);
  balie_download_set_present (download, write_picture (fixture, 100, 100));
  g_assert_false (is_chip (fixture));
  balie_app_test_wait_until (get_texture (fixture) != NULL);
}

/* What only pretends to be a picture, or would fill the memory, is a file as any other. */
static void
test_no_pictures (Fixture      *fixture,
                  gconstpointer data)
{
  const char *path = balie_test_folder_get_file (fixture->folder, "broken");
  const struct
  {
    const char *type;
    int         width;
    int         height;
  } cases[] = {
    {"image/png", 0, 0},
    {"image/png", 100, 0},
    {"image/png", 40001, 1000},
    {"image/png", G_MAXINT, G_MAXINT},
    {"image/svg+xml", 100, 100},
    {"text/html", 100, 100},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieDownload) download = new_download (fixture, new_attachment ("x", cases[i].type, 10, cases[i].width, cases[i].height));

      balie_message_file_set (fixture->file, download, NULL, NULL);
      g_assert_true (is_chip (fixture));
    }
  g_assert_cmpuint (fixture->n_wanted, ==, 0);

  {
    g_autoptr (BalieDownload) download = new_download (fixture, new_attachment ("x.png", "image/png", 10, 100, 100));

    g_assert_true (g_file_set_contents (path, "\177ELF this is none", -1, NULL));
    balie_message_file_set (fixture->file, download, NULL, NULL);
    balie_download_set_present (download, path);
    g_assert_false (is_chip (fixture));
    balie_app_test_wait_until (is_chip (fixture));
    g_assert_null (get_texture (fixture));
  }
}

/* What was asked for by nobody is asked for no more when its row goes. */
static void
test_let_go (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (BalieDownload) picture = new_download (fixture, new_attachment ("a.png", "image/png", 1000, 100, 100));
  g_autoptr (BalieDownload) log = new_download (fixture, new_attachment ("a.log", "text/plain", 1000, 0, 0));

  balie_message_file_set (fixture->file, picture, NULL, NULL);
  g_assert_cmpuint (fixture->n_wanted, ==, 1);
  balie_message_file_set (fixture->file, log, NULL, NULL);
  g_assert_cmpuint (fixture->n_unwanted, ==, 1);

  gtk_widget_activate_action (GTK_WIDGET (fixture->file), "file.fetch", NULL);
  balie_message_file_set (fixture->file, NULL, NULL, NULL);
  g_assert_cmpuint (fixture->n_unwanted, ==, 1);
  g_assert_cmpint (balie_download_get_state (log), ==, BALIE_DOWNLOAD_RUNNING);
}

static void
test_names (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieDownload) download = new_download (fixture, new_attachment ("../../a\u202egpj.exe\n", "text/plain", 10, 0, 0));

  balie_message_file_set (fixture->file, download, NULL, NULL);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (fixture, "name"))), ==, "agpj.exe");
}

static void
test_upload (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (BalieUpload) upload = balie_test_upload_new ("a.png", "image/png", 48000000);
  g_autoptr (BalieDownload) download = new_download (fixture, new_attachment ("a.png", "image/png", 48000000, 100, 100));

  balie_test_upload_send (upload, 12000000, 10, FALSE);
  balie_download_set_present (download, write_picture (fixture, 100, 100));
  balie_message_file_set (fixture->file, download, upload, NULL);
  g_assert_true (is_chip (fixture));
  g_assert_cmpstr (get_detail (fixture), ==, "12.0 of 48.0 MB");
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (find (fixture, "progress"))), ==, 0.25);
}

static void
test_texture_cache (void)
{
  enum { SIDE = 1024 };
  g_autoptr (GBytes) pixels = g_bytes_new_take (g_malloc0 (SIDE * SIDE * 4), SIDE * SIDE * 4);
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (SIDE, SIDE, GDK_MEMORY_DEFAULT, pixels, SIDE * 4);
  g_autoptr (GdkTexture) kept = NULL;
  g_autoptr (GdkTexture) gone = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);
      g_autoptr (GdkTexture) first = NULL;

      balie_texture_cache_put (key, texture);
      first = balie_texture_cache_find ("0");
      g_assert_nonnull (first);
      g_assert_cmpuint (balie_texture_cache_get_size (), <=, BALIE_TEXTURE_CACHE_MAXIMUM);
    }

  kept = balie_texture_cache_find ("19");
  gone = balie_texture_cache_find ("1");
  g_assert_nonnull (kept);
  g_assert_null (gone);
  balie_texture_cache_clear ();
  g_assert_cmpuint (balie_texture_cache_get_size (), ==, 0);
}

static BalieThreadItem *
append (GListStore      *thread,
        BalieRole        role,
        const char      *text,
        BalieAttachment *attachment)
{
  BalieThreadItem *item = balie_thread_fixture_append (thread, role, role == BALIE_ROLE_CUSTOMER ? BALIE_MESSAGE_SEEN : BALIE_MESSAGE_RECEIVED,
                                                       BALIE_FIXTURE_MORNING, text);

  if (attachment != NULL)
    g_ptr_array_add (balie_thread_item_get_message (item)->attachments, attachment);

  return item;
}

static GListStore *
make_thread (void)
{
  GListStore      *thread = g_list_store_new (BALIE_TYPE_THREAD_ITEM);
  BalieThreadItem *item;
  BalieAttachment *refused = new_attachment ("tool.zip", "application/zip", 5300000, 0, 0);

  append (thread, BALIE_ROLE_CUSTOMER, "Since this morning the export stops after 500 lines.", NULL);
  item = append (thread, BALIE_ROLE_STAFF, "Thank you. Could you compare it with these?", new_attachment ("How to export your invoices in twelve steps, second edition.pdf", "application/pdf", 1300000, 0, 0));
  refused->state = BALIE_ATTACHMENT_REFUSED;
  g_ptr_array_add (balie_thread_item_get_message (item)->attachments, refused);
  append (thread, BALIE_ROLE_CUSTOMER, "", new_attachment ("export.log", "text/plain", 214000, 0, 0));
  append (thread, BALIE_ROLE_CUSTOMER, "", new_attachment ("large.png", "image/png", 8400000, 4000, 3000));
  append (thread, BALIE_ROLE_STAFF, "Is it this button?", new_attachment ("screen.png", "image/png", 84000, 1440, 700));

  return thread;
}

static GtkWidget *
find_row (GtkWidget *root,
          gint64     number)
{
  BalieThreadItem *item = BALIE_IS_THREAD_ROW (root) ? balie_thread_row_get_item (BALIE_THREAD_ROW (root)) : NULL;

  if (item != NULL && balie_thread_item_get_message (item)->number == number)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, number);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Files without words are no empty bubble, and words without files cost no widgets. */
static void
check_rows (BalieThreadStyle style,
            int              width,
            const char      *picture)
{
  g_autoptr (GListStore) thread = make_thread ();
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *view = balie_thread_view_new (style);

  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING + 15 * BALIE_FIXTURE_MINUTE);
  gtk_window_set_child (window, view);
  balie_thread_view_set_model (BALIE_THREAD_VIEW (view), G_LIST_MODEL (thread));
  balie_app_test_present (window, width, 1100);

  for (gint64 number = 1; number <= 5; number++)
    {
      GtkWidget *row = find_row (view, number);
      GtkWidget *files;

      g_assert_nonnull (row);
      files = balie_app_test_find (row, BALIE_TYPE_MESSAGE_FILES, NULL);
      g_assert_cmpint (files != NULL, ==, number != 1);
      g_assert_cmpint (gtk_widget_get_visible (balie_app_test_find (row, GTK_TYPE_LABEL, "body")), ==, number != 3 && number != 4);
    }

  balie_app_test_take_picture (GTK_WIDGET (window), picture);
  balie_app_test_close (window);
}

static void
test_rows (void)
{
  check_rows (BALIE_THREAD_STYLE_CARDS, 800, "files-cards");
  check_rows (BALIE_THREAD_STYLE_CARDS, 360, "files-cards-narrow");
  check_rows (BALIE_THREAD_STYLE_BUBBLES, 360, "files-bubbles");
}

static void
test_rows_dark (void)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  check_rows (BALIE_THREAD_STYLE_CARDS, 800, "files-cards-dark");
  check_rows (BALIE_THREAD_STYLE_BUBBLES, 360, "files-bubbles-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    void (*function) (Fixture      *fixture,
                      gconstpointer data);
  } tests[] = {
    {"states", test_states},
    {"checked", test_checked},
    {"picture", test_picture},
    {"picture-narrow", test_picture_narrow},
    {"large-picture", test_large_picture},
    {"no-pictures", test_no_pictures},
    {"let-go", test_let_go},
    {"names", test_names},
    {"upload", test_upload},
  };

  balie_app_test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/app/message-file/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].function, tear_down);
    }
  g_test_add_func ("/app/message-file/texture-cache", test_texture_cache);
  g_test_add_func ("/app/message-file/rows", test_rows);
  g_test_add_func ("/app/message-file/rows-dark", test_rows_dark);

  return g_test_run ();
}
