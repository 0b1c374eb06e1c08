/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds requests whose subjects have words in common with a text. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-similar.h"

#include <string.h>

#include "balie-conversation-item.h"

/* Of a word, more says nothing; of a text, neither. */
#define MAX_LETTERS 48
#define MAX_WORDS 16

/* Bytes of a beginning that says something: four letters, or two where each says more. */
#define MIN_BEGINNING 4

#define LEAST_SCORE (1.0 / 3)

typedef struct
{
  char  letters[MAX_LETTERS];
  gsize length; /* bytes */
} Word;

struct _BalieSimilar
{
  Word  words[MAX_WORDS];
  guint n_words;
};

/* Folded, in order of their bytes. */
static const char *const stop_words[] = {
  "a",
  "aan",
  "about",
  "af",
  "al",
  "alle",
  "als",
  "an",
  "and",
  "any",
  "are",
  "as",
  "at",
  "be",
  "been",
  "bij",
  "but",
  "by",
  "can",
  "cannot",
  "could",
  "dan",
  "dat",
  "de",
  "den",
  "der",
  "deze",
  "did",
  "die",
  "dit",
  "do",
  "does",
  "doe",
  "doet",
  "door",
  "een",
  "en",
  "er",
  "for",
  "from",
  "gaan",
  "gaat",
  "geen",
  "get",
  "had",
  "has",
  "have",
  "heb",
  "hebben",
  "heeft",
  "het",
  "hij",
  "hoe",
  "how",
  "i",
  "if",
  "ik",
  "in",
  "into",
  "is",
  "it",
  "its",
  "je",
  "kan",
  "kun",
  "kunnen",
  "maar",
  "me",
  "meer",
  "met",
  "mij",
  "mijn",
  "moet",
  "my",
  "na",
  "naar",
  "niet",
  "no",
  "nog",
  "not",
  "of",
  "om",
  "on",
  "ons",
  "onze",
  "ook",
  "op",
  "or",
  "our",
  "out",
  "over",
  "s",
  "so",
  "t",
  "te",
  "that",
  "the",
  "then",
  "there",
  "they",
  "this",
  "to",
  "toch",
  "tot",
  "u",
  "uit",
  "uw",
  "van",
  "veel",
  "voor",
  "was",
  "wat",
  "we",
  "wel",
  "were",
  "wat",
  "what",
  "when",
  "where",
  "which",
  "who",
  "why",
  "will",
  "wil",
  "with",
  "word",
  "worden",
  "wordt",
  "would",
  "you",
  "your",
  "ze",
  "zich",
  "zijn",
  "zo",
};

static gboolean
is_stop_word (const Word *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stop_words); i++)
    if (strlen (stop_words[i]) == word->length && memcmp (stop_words[i], word->letters, word->length) == 0)
      return TRUE;

  return FALSE;
}

static void
append (Word       *word,
        const char *letters,
        gsize       length)
{
  if (word->length + length > MAX_LETTERS)
    return;

  memcpy (word->letters + word->length, letters, length);
  word->length += length;
}

/* A letter without what stands above or below it, in lower case. */
static void
append_folded (Word    *word,
               gunichar letter)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize    n_parts = g_unichar_fully_decompose (letter, TRUE, parts, G_N_ELEMENTS (parts));

  for (gsize i = 0; i < MIN (n_parts, G_N_ELEMENTS (parts)); i++)
    {
      char bytes[6];

      if (!g_unichar_ismark (parts[i]))
        append (word, bytes, (gsize)g_unichar_to_utf8 (g_unichar_tolower (parts[i]), bytes));
    }
}

/* Nearly all letters are ASCII, and those cost next to nothing; ten thousand subjects are gone through while somebody types.
 *
 * Returns: whether there was a word; @text is moved behind it */
static gboolean
next_word (const char **text,
           Word        *word)
{
  const char *p = *text;

  word->length = 0;
  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter;

      if (g_ascii_isalnum (*p))
        {
          if (word->length < MAX_LETTERS)
            word->letters[word->length++] = g_ascii_tolower (*p);
          continue;
        }

      letter = (guchar)*p < 0x80 ? 0 : g_utf8_get_char (p);
      if (letter != 0 && (g_unichar_isalnum (letter) || g_unichar_ismark (letter)))
        append_folded (word, letter);
      else if (word->length > 0)
        break;
    }

  *text = p;
  return word->length > 0;
}

/* Words are built from words, in Dutch too: one that begins as another does is about the same thing, more or less. */
static double
compare (const Word *wanted,
         const Word *found)
{
  gsize shorter = MIN (wanted->length, found->length);

  if (memcmp (wanted->letters, found->letters, shorter) != 0)
    return 0;
  if (wanted->length == found->length)
    return 1;

  return shorter >= MIN_BEGINNING ? 0.5 : 0;
}

static gboolean
has_word (const BalieSimilar *self,
          const Word         *word)
{
  for (guint i = 0; i < self->n_words; i++)
    if (compare (&self->words[i], word) >= 1)
      return TRUE;

  return FALSE;
}

BalieSimilar *
balie_similar_new (const char *text)
{
  BalieSimilar *self;
  Word          word;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (BalieSimilar, 1);
  while (self->n_words < MAX_WORDS && next_word (&text, &word))
    if (!is_stop_word (&word) && !has_word (self, &word))
      self->words[self->n_words++] = word;

  return self;
}

void
balie_similar_free (BalieSimilar *self)
{
  g_free (self);
}

gboolean
balie_similar_is_empty (const BalieSimilar *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->n_words == 0;
}

double
balie_similar_score (const BalieSimilar *self,
                     const char         *subject)
{
  double best[MAX_WORDS] = {0};
  double sum = 0;
  Word   word;

  g_return_val_if_fail (self != NULL && subject != NULL, 0);

  if (self->n_words == 0)
    return 0;

  while (next_word (&subject, &word))
    for (guint i = 0; i < self->n_words; i++)
      if (self->words[i].letters[0] == word.letters[0])
        best[i] = MAX (best[i], compare (&self->words[i], &word));

  for (guint i = 0; i < self->n_words; i++)
    sum += best[i];

  return sum / self->n_words;
}

typedef struct
{
  BalieConversationItem *item;
  double                 score;
} Candidate;

/* Keeps the best, in order; one that is as good as an earlier one comes behind it. */
static void
insert (GArray                *candidates,
        guint                  maximum,
        BalieConversationItem *item,
        double                 score)
{
  Candidate candidate = {item, score};
  guint     place = candidates->len;

  while (place > 0 && g_array_index (candidates, Candidate, place - 1).score < score)
    place--;
  if (place >= maximum)
    return;

  g_object_ref (item);
  g_array_insert_val (candidates, place, candidate);
  if (candidates->len > maximum)
    {
      g_object_unref (g_array_index (candidates, Candidate, maximum).item);
      g_array_set_size (candidates, maximum);
    }
}

GPtrArray *
balie_similar_find_requests (GListModel *requests,
                             const char *text,
                             guint       maximum)
{
  g_autoptr (BalieSimilar) similar = NULL;
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  guint      n_requests;

  g_return_val_if_fail (G_IS_LIST_MODEL (requests), found);
  g_return_val_if_fail (text != NULL && maximum > 0, found);

  similar = balie_similar_new (text);
  n_requests = similar->n_words > 0 ? g_list_model_get_n_items (requests) : 0;
  for (guint i = 0; i < n_requests; i++)
    {
      g_autoptr (BalieConversationItem) item = g_list_model_get_item (requests, i);
      const BalieConversation *conversation = balie_conversation_item_get_conversation (item);
      double                   score;

      if (conversation->status == BALIE_STATUS_SOLVED || conversation->status == BALIE_STATUS_CLOSED || conversation->subject == NULL)
        continue;

      score = balie_similar_score (similar, conversation->subject);
      if (score >= LEAST_SCORE)
        insert (candidates, maximum, item, score);
    }

  for (guint i = 0; i < candidates->len; i++)
    g_ptr_array_add (found, g_array_index (candidates, Candidate, i).item);

  return found;
}
