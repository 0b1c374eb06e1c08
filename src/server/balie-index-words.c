/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody looks for, as words of the full-text index. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-index-words.h"

#define MAX_WORDS 16

static gboolean
is_part_of_word (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* Marks alone, such as an accent without its letter, are no word to the index. */
static gboolean
has_letter (const char *text,
            const char *end)
{
  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      if (g_unichar_isalnum (g_utf8_get_char (p)))
        return TRUE;
    }
  return FALSE;
}

GStrv
balie_index_words_split (const char *text)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  guint n_words = 0;

  g_return_val_if_fail (text != NULL, NULL);

  while (*text != '\0' && n_words < MAX_WORDS)
    {
      const char *end = text;

      while (*end != '\0' && is_part_of_word (g_utf8_get_char (end)))
        end = g_utf8_next_char (end);
      if (has_letter (text, end))
        {
          g_autofree char *word = g_strndup (text, (gsize)(end - text));

          g_strv_builder_add (words, word);
          n_words++;
        }
      text = *end != '\0' ? g_utf8_next_char (end) : end;
    }
  return g_strv_builder_end (words);
}

char *
balie_index_words_quote (const char *word,
                         gboolean    is_prefix)
{
  return g_strconcat ("\"", word, is_prefix ? "\"*" : "\"", NULL);
}

char *
balie_index_words_make_match (const char *text)
{
  g_auto (GStrv) words = balie_index_words_split (text);
  g_autoptr (GString) match = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *quoted = balie_index_words_quote (*word, word[1] == NULL);

      g_string_append (match, match->len > 0 ? " AND " : "");
      g_string_append (match, quoted);
    }
  return match->len > 0 ? g_strdup (match->str) : NULL;
}
