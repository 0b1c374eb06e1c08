/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that somebody searches for, and where they stand in a text. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-search-words.h"

#include "balie-text.h"

#include <string.h>

/* How far before the hit a snippet begins, in characters. */
#define LEAD 16

/* One word, twice: for the index, and for looking in a text. */
typedef struct
{
  char     *match;
  gunichar *folded; /* a space stands for whatever parts two tokens; ends in 0 */
} Word;

struct _BalieSearchWords
{
  gatomicrefcount ref_count;
  GArray         *words;
};

static void
word_clear (gpointer data)
{
  Word *word = data;

  g_free (word->match);
  g_free (word->folded);
}

/* Accents that stand alone belong to the letter before them. */
static gboolean
is_accent (gunichar character)
{
  return g_unichar_type (character) == G_UNICODE_NON_SPACING_MARK;
}

static gboolean
is_token (gunichar character)
{
  return g_unichar_isalnum (character) || g_unichar_type (character) == G_UNICODE_PRIVATE_USE;
}

/* A letter without case and accents. What decomposes into more than a letter and its accents stays whole. */
static gunichar
fold (gunichar character)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize    n_parts;

  if (character < 0x80)
    return (gunichar)g_ascii_tolower ((char)character);

  n_parts = g_unichar_fully_decompose (character, FALSE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 1; i < n_parts; i++)
    if (!is_accent (parts[i]))
      return g_unichar_tolower (character);

  return g_unichar_tolower (parts[0]);
}

/* Returns: (transfer full) (nullable): NULL when no letter or digit is in it */
static gunichar *
fold_word (const char *text)
{
  g_autofree gunichar *folded = g_new (gunichar, strlen (text) + 1);
  gsize                n_characters = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (is_token (character))
        folded[n_characters++] = fold (character);
      else if (!is_accent (character) && n_characters > 0 && folded[n_characters - 1] != ' ')
        folded[n_characters++] = ' ';
    }

  if (n_characters > 0 && folded[n_characters - 1] == ' ')
    n_characters--;
  if (n_characters == 0)
    return NULL;

  folded[n_characters] = 0;
  return g_steal_pointer (&folded);
}

/* In quotes nothing is an operator, and a quote is none when there is none. */
static char *
dup_match (const char *text)
{
  g_autoptr (GString) match = g_string_new ("\"");

  for (; *text != '\0'; text++)
    g_string_append_c (match, *text == '"' ? ' ' : *text);
  g_string_append (match, "\" *");

  return g_strdup (match->str);
}

BalieSearchWords *
balie_search_words_new (const char *text)
{
  g_autoptr (BalieSearchWords) self = NULL;
  g_auto (GStrv) pieces = NULL;

  if (text == NULL)
    return NULL;

  self = g_new0 (BalieSearchWords, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_array_set_clear_func (self->words, word_clear);

  pieces = g_strsplit_set (text, " \t\r\n", -1);
  for (char **piece = pieces; *piece != NULL && self->words->len < BALIE_SEARCH_MAX_WORDS; piece++)
    {
      Word word = {NULL, fold_word (*piece)};

      if (word.folded == NULL)
        continue;
      word.match = dup_match (*piece);
      g_array_append_val (self->words, word);
    }

  return self->words->len > 0 ? g_steal_pointer (&self) : NULL;
}

BalieSearchWords *
balie_search_words_ref (BalieSearchWords *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_search_words_unref (BalieSearchWords *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->words);
  g_free (self);
}

guint
balie_search_words_get_n_words (const BalieSearchWords *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->words->len;
}

const char *
balie_search_words_get_match (const BalieSearchWords *self,
                              guint                   word)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (word < self->words->len, NULL);

  return g_array_index (self->words, Word, word).match;
}

static const char *
skip_accents (const char *text)
{
  while (*text != '\0' && is_accent (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  return text;
}

/* Returns: (nullable): where a word ends that stands at @text, the beginning of a token; NULL when another one stands there */
static const char *
match_at (const char     *text,
          const gunichar *folded)
{
  while (*folded != 0)
    {
      if (*folded == ' ')
        {
          const char *gap = text;

          while (*text != '\0' && !is_token (g_utf8_get_char (text)))
            text = g_utf8_next_char (text);
          if (text == gap)
            return NULL;
        }
      else
        {
          if (*text == '\0' || fold (g_utf8_get_char (text)) != *folded)
            return NULL;
          text = skip_accents (g_utf8_next_char (text));
        }
      folded++;
    }

  return text;
}

/* Returns: (nullable): the first place in @text where @word stands, and in @end where it ends there */
static const char *
find_word (const char  *text,
           const Word  *word,
           const char **end)
{
  gboolean in_token = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (is_token (character) && !in_token)
        {
          *end = match_at (text, word->folded);
          if (*end != NULL)
            return text;
        }
      in_token = is_token (character) || (in_token && is_accent (character));
    }

  return NULL;
}

gboolean
balie_search_words_has_all (const BalieSearchWords *self,
                            const char             *text)
{
  const char *end;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  for (guint i = 0; i < self->words->len; i++)
    if (find_word (text, &g_array_index (self->words, Word, i), &end) == NULL)
      return FALSE;

  return TRUE;
}

gboolean
balie_search_words_locate (const BalieSearchWords *self,
                           const char             *text,
                           guint                  *offset,
                           guint                  *length)
{
  const char *first = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (offset != NULL && length != NULL, FALSE);

  for (guint i = 0; i < self->words->len; i++)
    {
      const char *end = NULL;
      const char *found = find_word (text, &g_array_index (self->words, Word, i), &end);

      if (found == NULL || (first != NULL && found >= first))
        continue;
      first = found;
      *offset = (guint)(found - text);
      *length = (guint)(end - found);
    }

  return first != NULL;
}

/* A little before the hit, where a word begins; the beginning of @text when that is near. */
static const char *
find_lead (const char *text,
           const char *hit)
{
  const char *lead = hit;

  for (guint i = 0; i < LEAD && lead > text; i++)
    lead = g_utf8_prev_char (lead);
  if (lead == text)
    return text;

  for (const char *next = lead; next < hit; next = g_utf8_next_char (next))
    if (g_unichar_isspace (g_utf8_get_char (next)))
      return g_utf8_next_char (next);

  return hit;
}

char *
balie_search_words_dup_snippet (const BalieSearchWords *self,
                                const char             *text,
                                guint                  *offset,
                                guint                  *length)
{
  const char      *lead = text;
  g_autofree char *line = NULL;
  char            *snippet;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (offset != NULL && length != NULL, NULL);

  if (balie_search_words_locate (self, text, offset, length))
    lead = find_lead (text, text + *offset);

  line = balie_text_dup_line (lead, BALIE_SEARCH_MAX_LINE);
  snippet = lead != text ? g_strconcat ("…", line, NULL) : g_steal_pointer (&line);
  if (!balie_search_words_locate (self, snippet, offset, length))
    {
      *offset = 0;
      *length = 0;
    }

  return snippet;
}
