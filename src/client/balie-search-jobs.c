/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a search does on the cache's thread. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-search-jobs.h"

#include "balie-message-table.h"
#include "balie-search-table.h"

/* How many snippets come with what was found, of the newest conversations: as a rule more than a window shows. */
#define N_FIRST_SNIPPETS 100

typedef struct
{
  BalieSearchWords *words;
  GHashTable       *wanted; /* by id of a conversation, BalieSearchFound without snippets */
} SearchJob;

static SearchJob *
search_job_new (BalieSearchWords *words,
                GHashTable       *wanted)
{
  SearchJob *job = g_new0 (SearchJob, 1);

  job->words = balie_search_words_ref (words);
  job->wanted = wanted;

  return job;
}

static void
search_job_free (gpointer data)
{
  SearchJob *job = data;

  balie_search_words_unref (job->words);
  g_clear_pointer (&job->wanted, g_hash_table_unref);
  g_free (job);
}

static void
found_free (gpointer data)
{
  BalieSearchFound *found = data;

  g_free (found->hit.snippet);
  g_free (found);
}

BalieSearchFound *
balie_search_found_new (const BalieSearchWords *words,
                        const char             *text)
{
  BalieSearchFound *found = g_new0 (BalieSearchFound, 1);

  found->looked_up = TRUE;
  if (text != NULL)
    found->hit.snippet = balie_search_words_dup_snippet (words, text, &found->hit.offset, &found->hit.length);

  return found;
}

BalieSearchFound *
balie_search_found_new_at (gint64 number)
{
  BalieSearchFound *found = g_new0 (BalieSearchFound, 1);

  found->number = number;
  found->looked_up = number == 0;

  return found;
}

GHashTable *
balie_search_found_table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, found_free);
}

/* The message's text; or the name of a file that hangs on it, when that is what has a word. */
static const char *
choose_text (const BalieMessage     *message,
             const BalieSearchWords *words)
{
  guint offset;
  guint length;

  if (message->attachments == NULL || balie_search_words_locate (words, message->text, &offset, &length))
    return message->text;

  for (guint i = 0; i < message->attachments->len; i++)
    {
      const BalieAttachment *attachment = g_ptr_array_index (message->attachments, i);

      if (balie_search_words_locate (words, attachment->name, &offset, &length))
        return attachment->name;
    }

  return message->text;
}

static BalieSearchFound *
look_up (BalieDb                *db,
         const BalieSearchWords *words,
         const char             *conversation,
         gint64                  number,
         GError                **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieMessage) message = balie_message_table_get (db, conversation, number, &local_error);
  BalieSearchFound *found;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  found = balie_search_found_new (words, message != NULL ? choose_text (message, words) : NULL);
  found->number = number;

  return found;
}

static gpointer
find_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  const SearchJob *job = data;
  g_autoptr (GHashTable) found = balie_search_found_table_new ();
  g_autoptr (GArray) places = balie_search_table_find (db, job->words, error);

  if (places == NULL)
    return NULL;

  for (guint i = 0; i < places->len; i++)
    {
      BalieSearchPlace *place = &g_array_index (places, BalieSearchPlace, i);
      BalieSearchFound *one;

      if (i < N_FIRST_SNIPPETS && place->number > 0)
        one = look_up (db, job->words, place->conversation, place->number, error);
      else
        one = balie_search_found_new_at (place->number);

      if (one == NULL)
        return NULL;
      g_hash_table_insert (found, g_steal_pointer (&place->conversation), one);
    }

  return g_steal_pointer (&found);
}

static gpointer
look_up_job (BalieDb *db,
             gpointer data,
             GError **error)
{
  const SearchJob *job = data;
  g_autoptr (GHashTable) found = balie_search_found_table_new ();
  GHashTableIter iter;
  gpointer       id;
  gpointer       value;

  g_hash_table_iter_init (&iter, job->wanted);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      BalieSearchFound *one = look_up (db, job->words, id, ((BalieSearchFound *)value)->number, error);

      if (one == NULL)
        return NULL;
      g_hash_table_insert (found, g_strdup (id), one);
    }

  return g_steal_pointer (&found);
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GHashTable *found = balie_cache_read_finish (g_task_get_source_object (task), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, found, (GDestroyNotify)g_hash_table_unref);
}

void
balie_search_jobs_find_async (BalieCache         *cache,
                              BalieSearchWords   *words,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  GTask *task = g_task_new (cache, cancellable, callback, user_data);

  g_task_set_source_tag (task, balie_search_jobs_find_async);
  balie_cache_read_async (cache, find_job, search_job_new (words, NULL), search_job_free, (GDestroyNotify)g_hash_table_unref,
                          cancellable, on_done, task);
}

void
balie_search_jobs_look_up_async (BalieCache         *cache,
                                 BalieSearchWords   *words,
                                 GHashTable         *wanted,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  GTask *task = g_task_new (cache, cancellable, callback, user_data);

  g_task_set_source_tag (task, balie_search_jobs_look_up_async);
  balie_cache_read_async (cache, look_up_job, search_job_new (words, wanted), search_job_free, (GDestroyNotify)g_hash_table_unref,
                          cancellable, on_done, task);
}
