/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links in texts from the network: what is one, where it leads, and that nothing else is markup. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-links.h"

#include <glib/gi18n.h>

static const char *const schemes[] = {"https://", "http://", "mailto:"};

/* What ends a sentence and not a link, and what quotes it. */
#define TRAILING ".,;:!?'\")]}>*"

/* Characters of text without a space that are laid out as one run. */
#define LONGEST_RUN 256

static char *
dup_mail_target (const char *uri)
{
  const char      *address = uri + strlen ("mailto:");
  g_autofree char *escaped = g_strndup (address, strcspn (address, "?"));
  g_autofree char *target = g_uri_unescape_string (escaped, "/");

  if (target == NULL || strchr (target, '@') == NULL || strpbrk (target, " \r\n,;<>") != NULL)
    return NULL;

  return g_steal_pointer (&target);
}

char *
balie_links_dup_target (const char *uri)
{
  g_autoptr (GUri) parsed = NULL;

  g_return_val_if_fail (uri != NULL, NULL);

  if (g_ascii_strncasecmp (uri, "mailto:", strlen ("mailto:")) == 0)
    return dup_mail_target (uri);

  parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  if (parsed == NULL)
    return NULL;
  if (!g_str_equal (g_uri_get_scheme (parsed), "https") && !g_str_equal (g_uri_get_scheme (parsed), "http"))
    return NULL;
  if (g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0')
    return NULL;
  if (g_uri_get_userinfo (parsed) != NULL)
    return NULL;

  /* In its ASCII form, so that letters that look alike do not pass for each other. */
  return g_hostname_to_ascii (g_uri_get_host (parsed));
}

/* A bracket at the end belongs to the link when it was opened in it. */
static gboolean
closes_own_bracket (const char *text,
                    gsize       length)
{
  int depth = 0;

  if (text[length - 1] != ')')
    return FALSE;

  for (gsize i = 0; i < length; i++)
    depth += (text[i] == '(') - (text[i] == ')');

  return depth >= 0;
}

static gsize
measure_link (const char *text)
{
  gboolean    known = FALSE;
  gsize       length;
  const char *p;

  for (gsize i = 0; i < G_N_ELEMENTS (schemes) && !known; i++)
    known = g_ascii_strncasecmp (text, schemes[i], strlen (schemes[i])) == 0;
  if (!known)
    return 0;

  for (p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (g_unichar_isspace (character) || g_unichar_iscntrl (character))
        break;
      if (character == '<' || character == '>' || character == '"')
        break;
      /* Marks that change the direction of what follows have no place in an address. */
      if (g_unichar_type (character) == G_UNICODE_FORMAT)
        break;
    }

  length = (gsize)(p - text);
  while (length > 0 && strchr (TRAILING, text[length - 1]) != NULL && !closes_own_bracket (text, length))
    length--;

  return length;
}

/* Where a word that never ends may be cut for layout: after so many characters, not before a combining mark. */
static const char *
find_cut (const char *text,
          const char *end)
{
  gsize n_characters = 0;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (n_characters >= LONGEST_RUN && !g_unichar_ismark (character))
        return p;
      n_characters = g_unichar_isspace (character) ? 0 : n_characters + 1;
    }

  return end;
}

/* Breaking one run of text into lines takes Pango time that grows with the square of its length: seconds for a message
 * of a single word. A span without effect ends a run, and nothing else. */
static void
append_escaped (GString    *markup,
                const char *text,
                gsize       length)
{
  const char *end = text + length;
  gboolean    in_span = FALSE;

  while (text < end)
    {
      const char      *cut = find_cut (text, end);
      g_autofree char *escaped = g_markup_escape_text (text, (gssize)(cut - text));

      if (in_span)
        g_string_append_printf (markup, "<span fallback=\"true\">%s</span>", escaped);
      else
        g_string_append (markup, escaped);

      in_span = !in_span;
      text = cut;
    }
}

static gboolean
append_link (GString    *markup,
             const char *text,
             gsize       length)
{
  g_autofree char *uri = g_strndup (text, length);
  g_autofree char *target = balie_links_dup_target (uri);
  g_autofree char *title = NULL;
  g_autofree char *title_markup = NULL;
  g_autofree char *tag = NULL;

  if (target == NULL)
    return FALSE;

  /* Translators: where a link leads: %s is the name of a host, or an e-mail address */
  title = g_strdup_printf (_ ("Leads to %s"), target);
  /* The title is taken as markup once more when it is shown. */
  title_markup = g_markup_escape_text (title, -1);
  tag = g_markup_printf_escaped ("<a href=\"%s\" title=\"%s\">", uri, title_markup);
  g_string_append (markup, tag);
  append_escaped (markup, uri, strlen (uri));
  g_string_append (markup, "</a>");

  return TRUE;
}

char *
balie_links_dup_markup (const char *text)
{
  GString    *markup;
  const char *plain = text;
  gboolean    at_word = TRUE;

  g_return_val_if_fail (text != NULL, NULL);

  markup = g_string_sized_new (strlen (text) + 32);

  for (const char *p = text; *p != '\0';)
    {
      gsize length = at_word ? measure_link (p) : 0;

      if (length > 0)
        {
          append_escaped (markup, plain, (gsize)(p - plain));
          if (!append_link (markup, p, length))
            append_escaped (markup, p, length);
          p += length;
          plain = p;
          at_word = FALSE;
          continue;
        }

      at_word = !g_unichar_isalnum (g_utf8_get_char (p));
      p = g_utf8_next_char (p);
    }

  append_escaped (markup, plain, strlen (plain));

  return g_string_free (markup, FALSE);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    g_info ("A link could not be opened: %s", error->message);
}

gboolean
balie_links_open (GtkWidget  *widget,
                  const char *uri)
{
  g_autofree char *target = balie_links_dup_target (uri);
  GtkRoot         *root = gtk_widget_get_root (widget);

  if (target == NULL || !GTK_IS_WINDOW (root))
    return FALSE;

  gtk_show_uri_full (GTK_WINDOW (root), uri, GDK_CURRENT_TIME, NULL, opened_cb, NULL);
  return TRUE;
}
