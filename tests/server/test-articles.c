/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help articles: read from their folder, found by their words, and never seen half-written. */
#include "balie-article-folder.h"
#include "balie-error.h"
#include "balie-test-desk.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
dup_path (BalieTestDesk *desk,
          const char    *name)
{
  return g_build_filename (balie_test_folder_get_path (desk->folder), "articles", name, NULL);
}

static void
write_article (BalieTestDesk *desk,
               const char    *name,
               const char    *text)
{
  g_autofree char *path = dup_path (desk, name);
  g_autoptr (GError) local_error = NULL;

  g_file_set_contents (path, text, -1, &local_error);
  g_assert_no_error (local_error);
}

/* The titles that somebody sees, in their order. */
static char *
list (BalieTestDesk  *desk,
      BalieTestPerson who,
      const char     *query)
{
  g_autofree char *path = g_strconcat ("/v1/articles", query, NULL);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, who, "GET", path, NULL);
  g_autoptr (GString) titles = g_string_new (NULL);
  JsonArray *articles;

  g_assert_cmpuint (answer->status, ==, 200);
  articles = balie_test_array (answer->json, "articles");
  for (guint i = 0; i < json_array_get_length (articles); i++)
    {
      JsonObject *article = json_array_get_object_element (articles, i);

      g_assert_false (json_object_has_member (article, "body"));
      g_string_append_printf (titles, "%s%s", i > 0 ? "; " : "", balie_test_string (article, "title"));
    }
  return g_strdup (titles->str);
}

static gboolean
shows (BalieTestDesk *desk,
       const char    *query,
       const char    *titles)
{
  g_autofree char *shown = list (desk, JAN, query);

  return g_str_equal (shown, titles);
}

static void
assert_shows (BalieTestDesk *desk,
              const char    *query,
              const char    *titles)
{
  g_autofree char *shown = list (desk, JAN, query);

  g_assert_cmpstr (shown, ==, titles);
}

static gboolean
has_feature (BalieTestDesk *desk)
{
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, NOBODY, "GET", "/v1/desk", NULL);
  JsonArray *features = balie_test_array (answer->json, "features");

  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      if (g_str_equal (json_array_get_string_element (features, i), "articles"))
        return TRUE;
    }
  return FALSE;
}

static guint
count_desk_changed (BalieTestDesk *desk,
                    const char    *since)
{
  g_autofree char *path = g_strconcat ("/v1/sync?since=", since, NULL);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, JAN, "GET", path, NULL);
  JsonArray *events = balie_test_array (answer->json, "events");
  guint      n = 0;

  for (guint i = 0; i < json_array_get_length (events); i++)
    n += g_str_equal (balie_test_string (json_array_get_object_element (events, i), "type"), "desk.changed");
  return n;
}

/* A desk without articles says nothing of them; they come and go while it is served, and everybody is told. */
static void
test_come_and_go (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (BalieTestAnswer) snapshot = balie_test_desk_call (desk, JAN, "GET", "/v1/snapshot", NULL);
  g_autofree char *since = g_strdup (balie_test_string (snapshot->json, "next"));
  g_autofree char *path = dup_path (desk, "export.md");
  g_autoptr (BalieTestAnswer) before = NULL;
  g_autoptr (BalieTestAnswer) found = NULL;
  g_autoptr (BalieTestAnswer) after = NULL;

  g_assert_false (has_feature (desk));
  assert_shows (desk, "", "");
  before = balie_test_desk_call (desk, JAN, "GET", "/v1/articles/export", NULL);
  g_assert_cmpuint (before->status, ==, 404);

  write_article (desk, "export.md", "# Export\n\nHow to export.\n\nBody.");
  balie_test_wait_until (shows (desk, "", "Export"));
  balie_test_wait_until (has_feature (desk));
  found = balie_test_desk_call (desk, JAN, "GET", "/v1/articles/export", NULL);
  g_assert_cmpstr (balie_test_string (found->json, "summary"), ==, "How to export.");
  g_assert_cmpstr (balie_test_string (found->json, "body"), ==, "Body.");
  g_assert_cmpuint (count_desk_changed (desk, since), ==, 1);

  /* A start with the same articles is nothing new. */
  balie_test_desk_stop (desk);
  balie_test_desk_start (desk);
  g_assert_true (has_feature (desk));
  assert_shows (desk, "", "Export");

  g_unlink (path);
  balie_test_wait_until (!has_feature (desk));
  assert_shows (desk, "", "");
  g_assert_cmpuint (count_desk_changed (desk, since), ==, 2);
  after = balie_test_desk_call (desk, JAN, "GET", "/v1/articles/export", NULL);
  g_assert_cmpuint (after->status, ==, 404);
}

static void
set_language (BalieTestDesk *desk,
              const char    *language)
{
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, JAN, "PATCH", "/v1/me", "{\"language\":\"%s\"}", language);

  g_assert_cmpuint (answer->status, ==, 200);
}

/* Each reader sees an article once: in the own language, without one, in the desk's own, in any. */
static void
test_languages (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();

  write_article (desk, "a.nl.md", "# A nl");
  write_article (desk, "a.en.md", "# A en");
  write_article (desk, "b.md", "# B");
  write_article (desk, "b.en.md", "# B en");
  write_article (desk, "c.nl.md", "# C nl");
  write_article (desk, "d.fr.md", "# D fr");
  balie_test_desk_stop (desk);
  balie_test_desk_start (desk);

  assert_shows (desk, "", "A nl; B; C nl; D fr");
  set_language (desk, "en");
  assert_shows (desk, "", "A en; B en; C nl; D fr");
  assert_shows (desk, "?q=fr", "D fr");
  assert_shows (desk, "?q=a", "A en");
  set_language (desk, "nl");
  assert_shows (desk, "", "A nl; B; C nl; D fr");
}

/* Words are found wherever they stand, in titles first; what is typed is text, whatever it means to the index. */
static void
test_find (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();

  write_article (desk, "export.md", "# Exporting invoices\n\nTo a file.\n\nMore than 500 lines are no problem.");
  write_article (desk, "password.md", "# Forgotten password\n\nAsk for another one, or cancel the export.");
  write_article (desk, "cafe.md", "# Caf\303\251 cr\303\250me\n\nWith a file.");
  write_article (desk, "users.md", "# Users\n\nWho may do what with a file.");
  write_article (desk, "ubl.md", "# UBL\n\nInvoices for the government.");
  balie_test_desk_stop (desk);
  balie_test_desk_start (desk);

  assert_shows (desk, "?q=export", "Exporting invoices; Forgotten password");
  assert_shows (desk, "?q=exp", "Exporting invoices; Forgotten password");
  assert_shows (desk, "?q=INVOICES", "Exporting invoices; UBL");
  assert_shows (desk, "?q=cafe", "Caf\303\251 cr\303\250me");
  assert_shows (desk, "?q=CAF%C3%89", "Caf\303\251 cr\303\250me");
  assert_shows (desk, "?q=Invoice+export+stops+at+500+lines", "Exporting invoices");
  assert_shows (desk, "?q=I+have+forgotten+my+password", "Forgotten password");
  assert_shows (desk, "?q=zebra", "");
  assert_shows (desk, "?q=", "");
  assert_shows (desk, "?q=%22", "");
  assert_shows (desk, "?q=*", "");
  assert_shows (desk, "?q=%F0%9F%98%80", "");
  assert_shows (desk, "?q=title%3Aubl", "UBL");
  assert_shows (desk, "?q=%22ubl%22+OR", "UBL");
  assert_shows (desk, "?q=ubl+NOT+government", "UBL");
  assert_shows (desk, "?q=ubl)+AND+(", "UBL");
}

static void
test_etag (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  static const char *const paths[] = {"/v1/articles", "/v1/articles?q=one", "/v1/articles/one"};

  write_article (desk, "one.md", "# One\n\nSummary.\n\nBody.");
  balie_test_desk_stop (desk);
  balie_test_desk_start (desk);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, JAN, "GET", paths[i], NULL);
      const BalieTestRequest request = {.method = "GET", .path = paths[i], .token = balie_test_desk_sign_in (desk, JAN), .if_none_match = answer->etag};
      g_autoptr (BalieTestAnswer) again = balie_test_desk_send (desk, &request);

      g_assert_cmpuint (answer->status, ==, 200);
      g_assert_nonnull (answer->etag);
      g_assert_cmpuint (again->status, ==, 304);
    }
}

/* A file shows what it was until who writes it has closed it. Another one that changes meanwhile shows that it was looked at. */
static void
test_half_written (void)
{
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *path = dup_path (desk, "one.md");
  g_autofree char *half_path = dup_path (desk, "half.md");
  int              one;
  int              half;

  write_article (desk, "one.md", "# One\n\nBefore.");
  balie_test_wait_until (shows (desk, "", "One"));

  one = open (path, O_WRONLY | O_TRUNC | O_CLOEXEC);
  half = open (half_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (write (one, "# On", 4), ==, 4);
  g_assert_cmpint (write (half, "# Hal", 5), ==, 5);
  write_article (desk, "other.md", "# Other");
  balie_test_wait_until (shows (desk, "", "One; Other"));

  g_assert_cmpint (write (one, "e more", 6), ==, 6);
  g_assert_cmpint (write (half, "f", 1), ==, 1);
  close (one);
  close (half);
  balie_test_wait_until (shows (desk, "", "Half; One more; Other"));
}

/* What is no article is left out, and said, with its place; the others are there. */
static void
test_faults (void)
{
  static const char *const expected[] = {
    "UPPER.md: must be named*",
    "a b.md: must be named*",
    "broken.md:3: must be text in UTF-8",
    "folder.md: is no file",
    "large.md: is larger than 64 KiB",
    "linked.md: is a symbolic link*",
    "nothing.md:1: must have a heading*",
    "x.y.z.md: must be named*",
  };
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = dup_path (desk, NULL);
  g_autofree char *link = dup_path (desk, "linked.md");
  g_autofree char *sub = dup_path (desk, "folder.md");
  g_autofree char *pipe = dup_path (desk, "pipe.txt");
  g_autofree char *large = g_strnfill (65 * 1024, 'x');
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) files = NULL;

  write_article (desk, "good.nl.md", "# Good");
  write_article (desk, "UPPER.md", "# Upper");
  write_article (desk, "a b.md", "# Space");
  write_article (desk, "x.y.z.md", "# Dots");
  write_article (desk, "nothing.md", "");
  write_article (desk, "broken.md", "# Broken\n\n\351\n");
  write_article (desk, "large.md", large);
  write_article (desk, ".hidden.md", "");
  write_article (desk, "notes.txt", "");
  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);
  g_assert_cmpint (g_mkdir (sub, 0700), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  files = balie_article_folder_read (folder, faults, &local_error);
  g_assert_no_error (local_error);
  g_assert_cmpuint (files->len, ==, 1);
  g_assert_cmpuint (faults->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < faults->len; i++)
    {
      g_test_message ("%s", (const char *)g_ptr_array_index (faults, i));
      g_assert_true (g_pattern_match_simple (expected[i], g_ptr_array_index (faults, i)));
    }

  g_clear_pointer (&files, g_ptr_array_unref);
  files = balie_article_folder_read ("/nowhere", faults, &local_error);
  g_assert_null (files);
  g_assert_error (local_error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND);
}

/* A folder with far too much in it ends at a limit, which is said. */
static void
test_too_many (void)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) files = NULL;

  for (int i = 0; i < 10000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%05d.md", i);
      int              fd = open (balie_test_folder_get_file (folder, name), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

      g_assert_cmpint (write (fd, "# One\n", 6), ==, 6);
      close (fd);
    }

  files = balie_article_folder_read (balie_test_folder_get_path (folder), faults, &local_error);
  g_assert_no_error (local_error);
  g_assert_cmpuint (files->len, ==, 1000);
  g_assert_cmpuint (faults->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (faults, 0), "01000.md: is one too many"));
}

/* What is looked for is words, whatever else it means to the index; and a name is looked up, never opened. */
static void
test_hostile (void)
{
  static const struct
  {
    const char *path;
    guint       status;
  } cases[] = {
    {"?q=%2A", 200},
    {"?q=%22", 200},
    {"?q=%25", 200},
    {"?q=_", 200},
    {"?q=NEAR(a%20b)", 200},
    {"?q=title%3A%20one%20OR%20NOT", 200},
    {"?q=%F0%9F%98%80", 200},
    {"?q=%E2%80%AEeno", 200},
    {"?q=a%00b", 422},
    {"?q=%FF%FE", 422},
    {"?q=one&q=two", 422},
    {"?colour=red", 422},
    {"/..%2Fdesk.db", 404},
    {"/%2E%2E", 404},
    {"/one.md", 404},
    {"/ONE", 404},
    {"/one%0D%0AX-Evil%3A1", 404},
    {"/%E2%80%AEeno", 404},
    {"/one?q=one", 422},
  };
  g_autoptr (BalieTestDesk) desk = balie_test_desk_new ();
  g_autofree char *long_name = g_strnfill (4096, 'x');
  g_autofree char *long_path = g_strconcat ("/v1/articles/", long_name, NULL);
  g_autoptr (BalieTestAnswer) unknown = balie_test_desk_call (desk, JAN, "GET", long_path, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/v1/articles", cases[i].path, NULL);
      g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (desk, JAN, "GET", path, NULL);

      g_test_message ("%s: %u", path, answer->status);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
  g_assert_cmpuint (unknown->status, ==, 404);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/articles/come-and-go", test_come_and_go);
  g_test_add_func ("/articles/languages", test_languages);
  g_test_add_func ("/articles/find", test_find);
  g_test_add_func ("/articles/hostile", test_hostile);
  g_test_add_func ("/articles/etag", test_etag);
  g_test_add_func ("/articles/half-written", test_half_written);
  g_test_add_func ("/articles/faults", test_faults);
  g_test_add_func ("/articles/too-many", test_too_many);
  return g_test_run ();
}
