/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds help articles by their words. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-article-index.h"

#include "balie-db.h"
#include "balie-index-words.h"

/* Letters from which on a word stands for those that begin with it, too: what is typed is seldom in the form in which it is written. Shorter
 * ones do not count beside longer ones: they hold a sentence together. */
#define LONG_WORD 3

/* Articles from which on there are words that most of them hold. */
#define MIN_ENTRIES 4

struct _BalieArticleIndex
{
  BalieDb   *db;
  GPtrArray *entries; /* at the place that the index calls them by */
};

/* An article as readers of one language see it. */
typedef struct
{
  char         *language;
  BalieArticle *article;
} Entry;

/* How well an article fits: how many of the words that count it holds, and what the index thinks of it; less is better. */
typedef struct
{
  const Entry *entry; /* borrowed */
  guint        n_words;
  gint64       rank;
} Hit;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->language);
  g_clear_pointer (&entry->article, balie_article_unref);
  g_free (entry);
}

BalieArticleIndex *
balie_article_index_new (GError **error)
{
  g_autoptr (BalieArticleIndex) self = g_new0 (BalieArticleIndex, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->db = balie_db_open (NULL, BALIE_DB_IN_MEMORY, error);
  if (self->db == NULL ||
      !balie_db_exec (self->db, "CREATE VIRTUAL TABLE article USING fts5 (title, summary, body, content = '', tokenize = 'unicode61 remove_diacritics 2')", error))
    return NULL;
  return g_steal_pointer (&self);
}

void
balie_article_index_free (BalieArticleIndex *self)
{
  g_clear_pointer (&self->db, balie_db_close);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self);
}

gboolean
balie_article_index_add (BalieArticleIndex *self,
                         const char        *language,
                         BalieArticle      *article,
                         GError           **error)
{
  BalieStatement *statement = balie_db_prepare (self->db, "INSERT INTO article (rowid, title, summary, body) VALUES ($1, $2, $3, $4)");
  Entry          *entry = g_new0 (Entry, 1);

  entry->language = g_strdup (language);
  entry->article = balie_article_ref (article);
  balie_statement_bind_int (statement, 1, self->entries->len);
  balie_statement_bind_text (statement, 2, article->title);
  balie_statement_bind_text (statement, 3, article->summary);
  balie_statement_bind_text (statement, 4, article->body);
  g_ptr_array_add (self->entries, entry);
  return balie_statement_run (statement, error);
}

void
balie_article_index_release_owner (BalieArticleIndex *self)
{
  balie_db_release_owner (self->db);
}

static Hit *
get_hit (GHashTable  *hits,
         const Entry *entry)
{
  Hit *hit = g_hash_table_lookup (hits, entry);

  if (hit == NULL)
    {
      hit = g_new0 (Hit, 1);
      hit->entry = entry;
      g_hash_table_insert (hits, (gpointer)entry, hit);
    }
  return hit;
}

/* Finds who holds one word. The index says by how much less than nothing an article fits, as a fraction: in millionths it is a number. */
static GHashTable *
find_word (BalieArticleIndex *self,
           const char        *language,
           const char        *match,
           GError           **error)
{
  BalieStatement *statement = balie_db_prepare (self->db, "SELECT rowid, CAST (1000000 * bm25 (article, 8.0, 3.0, 1.0) AS INTEGER) FROM article WHERE article MATCH $1");
  g_autoptr (GHashTable) hits = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GError) local_error = NULL;

  balie_statement_bind_text (statement, 1, match);
  while (balie_statement_next (statement, &local_error))
    {
      const Entry *entry = g_ptr_array_index (self->entries, balie_statement_get_int (statement, 0));

      if (g_str_equal (entry->language, language))
        get_hit (hits, entry)->rank = balie_statement_get_int (statement, 1);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&hits);
}

static void
add_hits (GHashTable *hits,
          GHashTable *of_word,
          gboolean    counts)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, of_word);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Hit *one = value;
      Hit       *hit = get_hit (hits, one->entry);

      hit->n_words += counts;
      hit->rank += one->rank;
    }
}

static gboolean
is_long (const char *word)
{
  return g_utf8_strlen (word, -1) >= LONG_WORD;
}

static guint
count_entries (BalieArticleIndex *self,
               const char        *language)
{
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    n += g_str_equal (((const Entry *)g_ptr_array_index (self->entries, i))->language, language);
  return n;
}

static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const Hit *one = *(const Hit *const *)a;
  const Hit *other = *(const Hit *const *)b;

  if (one->n_words != other->n_words)
    return one->n_words > other->n_words ? -1 : 1;
  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;
  return g_strcmp0 (one->entry->article->id, other->entry->article->id);
}

static GPtrArray *
take_best (GHashTable *hits,
           guint       n_counted,
           guint       limit)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_article_unref);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, hits);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Hit *hit = value;

      if (2 * hit->n_words >= n_counted)
        g_ptr_array_add (sorted, value);
    }

  g_ptr_array_sort (sorted, compare_hits);
  for (guint i = 0; i < MIN (sorted->len, limit); i++)
    {
      const Hit *hit = g_ptr_array_index (sorted, i);

      g_ptr_array_add (found, balie_article_ref (hit->entry->article));
    }
  return found;
}

GPtrArray *
balie_article_index_find (BalieArticleIndex *self,
                          const char        *language,
                          const char        *text,
                          guint              limit,
                          GError           **error)
{
  g_auto (GStrv) words = balie_index_words_split (text);
  guint    n_words = g_strv_length (words);
  guint    n_counted = 0;
  gboolean has_long = FALSE;
  guint    n_entries = count_entries (self, language);
  g_autoptr (GHashTable) hits = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (guint i = 0; i < n_words; i++)
    has_long |= is_long (words[i]);
  for (guint i = 0; i < n_words; i++)
    {
      g_autofree char *match = balie_index_words_quote (words[i], i + 1 == n_words || is_long (words[i]));
      g_autoptr (GHashTable) of_word = find_word (self, language, match, error);
      gboolean counts;

      if (of_word == NULL)
        return NULL;

      /* A word that most articles hold says nothing about what is wanted. */
      counts = (is_long (words[i]) || !has_long) && (n_entries < MIN_ENTRIES || 2 * g_hash_table_size (of_word) <= n_entries);
      n_counted += counts;
      add_hits (hits, of_word, counts);
    }
  return take_best (hits, n_counted, limit);
}
