/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests on paper: that all of it is there, on pages, whatever it is written in. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-request-paper.h"
#include "balie-test-folder.h"
#include "balie-thread-fixture.h"

#define WIDTH 595.0
#define HEIGHT 842.0
#define MARGIN 54.0

static BalieMessage *
new_message (BalieRole   role,
             const char *text)
{
  BalieMessage *message = balie_message_new ();

  message->id = g_uuid_string_random ();
  message->text = g_strdup (text);
  message->sent_at = BALIE_FIXTURE_MORNING;
  message->author = balie_person_new ("5a1f8f39-6a15-4c6e-8f2c-1f5e5f7f9a10",
                                      role == BALIE_ROLE_STAFF ? "Sanne de Boer" : role == BALIE_ROLE_CUSTOMER ? "Jan Visser"
                                                                                                               : "",
                                      role);

  return message;
}

static BalieAttachment *
add_file (BalieMessage *message,
          const char   *name)
{
  BalieAttachment *attachment = balie_attachment_new ();

  attachment->id = g_uuid_string_random ();
  attachment->name = g_strdup (name);
  attachment->type = g_strdup ("image/png");
  attachment->size = 214000;
  g_ptr_array_add (message->attachments, attachment);

  return attachment;
}

static BalieRequestPaper *
new_paper (GPtrArray *messages)
{
  g_autoptr (BalieConversation) conversation = balie_conversation_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Amsterdam");

  conversation->id = g_uuid_string_random ();
  conversation->kind = BALIE_CONVERSATION_PROBLEM;
  conversation->number = 1042;
  conversation->subject = g_strdup ("Invoice export stops at 500 lines");
  conversation->status = BALIE_STATUS_IN_PROGRESS;
  conversation->created_at = BALIE_FIXTURE_MORNING;

  return balie_request_paper_new (conversation, messages, zone);
}

/* What a reader of PDF finds in it; NULL where there is none. */
static char *
extract_text (GBytes *pdf)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char      *path = balie_test_folder_get_file (folder, "request.pdf");
  const char      *argv[] = {"pdftotext", "-layout", path, "-", NULL};
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  char            *text = NULL;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize)g_bytes_get_size (pdf), NULL));
  if (program == NULL)
    return NULL;

  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, NULL));

  return text;
}

static guint
count (const char *text,
       const char *part)
{
  guint n = 0;

  while ((text = strstr (text, part)) != NULL)
    {
      n++;
      text += strlen (part);
    }

  return n;
}

static void
keep (GBytes     *pdf,
      const char *name)
{
  const char      *folder = g_getenv ("BALIE_TEST_PICTURES");
  g_autofree char *path = NULL;

  if (folder == NULL)
    return;

  path = g_build_filename (folder, name, NULL);
  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize)g_bytes_get_size (pdf), NULL);
}

static void
test_all_is_there (void)
{
  static const char *const parts[] = {
    "Invoice export stops at 500 lines",
    "#1042 · Problem · 24 November 2026 10:00 · In progress",
    "Jan Visser · 24 November 2026 10:00",
    "Since this morning the export stops.",
    "Attachment: export.log (214 kB)",
    "Sanne de Boer",
    "<b>as it is & no markup</b>",
    "#1042 · Page 1 of 1",
  };
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_unref);
  g_autoptr (BalieRequestPaper) paper = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  g_ptr_array_add (messages, new_message (BALIE_ROLE_CUSTOMER, "Since this morning the export stops."));
  add_file (g_ptr_array_index (messages, 0), "../export.log");
  g_ptr_array_add (messages, new_message (BALIE_ROLE_SYSTEM, "received"));
  g_ptr_array_add (messages, new_message (BALIE_ROLE_STAFF, "<b>as it is & no markup</b>"));
  g_ptr_array_add (messages, new_message (BALIE_ROLE_CUSTOMER, ""));
  add_file (g_ptr_array_index (messages, 3), "empty words.txt");

  paper = new_paper (messages);
  pdf = balie_request_paper_write_pdf (paper, WIDTH, HEIGHT, MARGIN);
  g_assert_cmpmem (g_bytes_get_data (pdf, NULL), 5, "%PDF-", 5);
  text = extract_text (pdf);
  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (parts); i++)
    {
      if (strstr (text, parts[i]) == NULL)
        g_error ("There is no “%s” in:\n%s", parts[i], text);
    }
}

/* Nothing is lost at the end of a page, and nothing stands there twice. */
static void
test_pages (void)
{
  enum { N = 300 };
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_unref);
  g_autoptr (BalieRequestPaper) paper = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *words = g_strdup_printf ("message-%u.", i);

      g_ptr_array_add (messages, new_message (i % 2 == 0 ? BALIE_ROLE_CUSTOMER : BALIE_ROLE_STAFF, words));
    }
  for (guint i = 0; i < N; i++)
    g_string_append_printf (lines, "line-%u.\n", i);
  g_ptr_array_add (messages, new_message (BALIE_ROLE_STAFF, lines->str));

  paper = new_paper (messages);
  pdf = balie_request_paper_write_pdf (paper, WIDTH, HEIGHT, MARGIN);
  keep (pdf, "request-long.pdf");
  text = extract_text (pdf);
  for (guint i = 0; text != NULL && i < N; i++)
    {
      g_autofree char *message = g_strdup_printf ("message-%u.", i);
      g_autofree char *line = g_strdup_printf ("line-%u.", i);

      g_assert_cmpuint (count (text, message), ==, 1);
      g_assert_cmpuint (count (text, line), ==, 1);
    }
  if (text != NULL)
    g_assert_cmpuint (count (text, "\f"), >, 10);
}

static void
test_writing (void)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_unref);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 480, 270);
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (BalieRequestPaper) paper = NULL;
  g_autoptr (GBytes) pdf = NULL;
  BalieAttachment *attachment;

  gdk_pixbuf_fill (pixbuf, 0x3584e4ff);
  texture = gdk_texture_new_for_pixbuf (pixbuf);
  g_ptr_array_add (messages, new_message (BALIE_ROLE_CUSTOMER, "שלום, הייצוא נעצר אחרי 500 שורות.\n\nمرحبا، توقف التصدير."));
  g_ptr_array_add (messages, new_message (BALIE_ROLE_STAFF, "Thanks! 👍🏽 日本語 Ελληνικά"));
  attachment = add_file (g_ptr_array_index (messages, 1), "screen.png");
  g_ptr_array_add (messages, new_message (BALIE_ROLE_CUSTOMER, "\001\002control\177"));

  paper = new_paper (messages);
  balie_request_paper_add_picture (paper, attachment->id, texture);
  pdf = balie_request_paper_write_pdf (paper, WIDTH, HEIGHT, MARGIN);
  keep (pdf, "request-writing.pdf");
  g_assert_cmpuint (g_bytes_get_size (pdf), >, 1000);
}

/* Pages that are too small for anything end all the same. */
static void
test_tiny (void)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_unref);
  g_autoptr (BalieRequestPaper) paper = NULL;
  g_autoptr (GBytes) pdf = NULL;

  g_ptr_array_add (messages, new_message (BALIE_ROLE_CUSTOMER, "Some words that need more room than there is."));
  paper = new_paper (messages);
  pdf = balie_request_paper_write_pdf (paper, 150, 120, MARGIN);
  g_assert_cmpuint (g_bytes_get_size (pdf), >, 0);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);
  g_test_add_func ("/app/request-paper/all-is-there", test_all_is_there);
  g_test_add_func ("/app/request-paper/pages", test_pages);
  g_test_add_func ("/app/request-paper/writing", test_writing);
  g_test_add_func ("/app/request-paper/tiny", test_tiny);

  return g_test_run ();
}
