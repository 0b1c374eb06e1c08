/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links in texts of others: what becomes one, and that nothing else becomes markup. */
#include "config.h"

#include "balie-links.h"

static const struct
{
  const char *text;
  const char *markup;
} texts[] = {
  {"", ""},
  {"plain", "plain"},
  {"<b>&amp;\"'", "&lt;b&gt;&amp;amp;&quot;&apos;"},
  {"see https://example.com/a?b=1&c=2.",
   "see <a href=\"https://example.com/a?b=1&amp;c=2\" title=\"Leads to example.com\">https://example.com/a?b=1&amp;c=2</a>."},
  {"(http://example.com/a_(b))", "(<a href=\"http://example.com/a_(b)\" title=\"Leads to example.com\">http://example.com/a_(b)</a>)"},
  {"(http://example.com/)", "(<a href=\"http://example.com/\" title=\"Leads to example.com\">http://example.com/</a>)"},
  {"HTTPS://EXAMPLE.COM", "<a href=\"HTTPS://EXAMPLE.COM\" title=\"Leads to example.com\">HTTPS://EXAMPLE.COM</a>"},
  {"mailto:help@example.com?subject=x", "<a href=\"mailto:help@example.com?subject=x\" title=\"Leads to help@example.com\">mailto:help@example.com?subject=x</a>"},
  /* No word, no link. */
  {"xhttps://example.com", "xhttps://example.com"},
  /* What ends a tag or an attribute ends a link. */
  {"https://example.com/\"><b>", "<a href=\"https://example.com/\" title=\"Leads to example.com\">https://example.com/</a>&quot;&gt;&lt;b&gt;"},
  /* Schemes that do something else than lead somewhere. */
  {"javascript:alert(1)", "javascript:alert(1)"},
  {"file:///etc/passwd", "file:///etc/passwd"},
  {"data:text/html,x", "data:text/html,x"},
  {"ftp://example.com", "ftp://example.com"},
  /* A bank before the host, and no host at all. */
  {"https://bank.example@evil.example/", "https://bank.example@evil.example/"},
  {"https://", "https://"},
  {"http:///path", "http:///path"},
  {"mailto:", "mailto:"},
  {"mailto:a@b,c@d", "mailto:a@b,c@d"},
  {"mailto:a@b%0d%0aBcc:c@d", "mailto:a@b%0d%0aBcc:c@d"},
};

static void
test_markup (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *markup = balie_links_dup_markup (texts[i].text);

      g_assert_cmpstr (markup, ==, texts[i].markup);
    }
}

/* Letters of other scripts that look like Latin ones show for what they are. */
static void
test_look_alike (void)
{
  g_autofree char *target = balie_links_dup_target ("https://ex\xd0\xb0mple.com/");
  g_autofree char *markup = balie_links_dup_markup ("https://example.com/\xe2\x80\xaegnp.exe");

  g_assert_cmpstr (target, ==, "xn--exmple-4nf.com");
  g_assert_true (g_str_has_prefix (markup, "<a href=\"https://example.com/\" "));
}

/* Whatever the text: the markup shows it exactly. */
static void
test_shows_what_it_was (void)
{
  g_autofree char  *word = g_strnfill (16384, 'w');
  g_autofree char  *link = g_strconcat ("https://example.com/", word, NULL);
  const char *const samples[] = {word, link, "a\nb\tc", "\x01\x1f", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb e\xcc\x81", "]]>", "&#x41;"};

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      GtkWidget       *label = g_object_ref_sink (gtk_label_new (NULL));
      g_autofree char *markup = balie_links_dup_markup (samples[i]);

      gtk_label_set_markup (GTK_LABEL (label), markup);
      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, samples[i]);
      g_object_unref (label);
    }
}

/* A run of text costs the square of its length when it is broken into lines: no run may be long. */
static void
test_runs_are_short (void)
{
  g_autofree char *word = g_strnfill (16384, 'w');
  g_autofree char *markup = balie_links_dup_markup (word);
  gsize            run = 0;

  for (const char *p = markup; *p != '\0'; p++)
    {
      run = *p == 'w' ? run + 1 : 0;
      g_assert_cmpuint (run, <=, 256);
    }
}

static void
test_not_opened (void)
{
  GtkWidget *window = gtk_window_new ();

  g_assert_false (balie_links_open (window, "file:///etc/passwd"));
  g_assert_false (balie_links_open (window, "javascript:alert(1)"));
  g_assert_false (balie_links_open (window, "https://a@b/"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/links/markup", test_markup);
  g_test_add_func ("/app/links/look-alike", test_look_alike);
  g_test_add_func ("/app/links/shows-what-it-was", test_shows_what_it_was);
  g_test_add_func ("/app/links/runs-are-short", test_runs_are_short);
  g_test_add_func ("/app/links/not-opened", test_not_opened);

  return g_test_run ();
}
