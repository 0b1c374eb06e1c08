/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The help articles of the desk, as they are now. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-articles.h"

#include "balie-article-folder.h"
#include "balie-article-index.h"

/* Milliseconds from a change until the folder is read, for changes seldom come alone. */
#define SETTLE_TIME 250

/* Faults that are logged at a time. */
#define MAX_FAULTS 20

#define FIND_LIMIT 20

/* All that was read at one time. A view is what the readers of one language see, with "" for those of any other: by title, and
 * by id. */
typedef struct
{
  GPtrArray         *files;
  GHashTable        *views;
  BalieArticleIndex *index;
} Shelf;

typedef struct
{
  GPtrArray  *by_title;
  GHashTable *by_id;
} View;

struct _BalieArticles
{
  GObject parent_instance;

  /* owned */
  char         *path;
  char         *language;
  GFileMonitor *monitor;
  Shelf        *shelf;

  guint    timer;
  gboolean is_reading;
  gboolean is_stale;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieArticles, balie_articles, G_TYPE_OBJECT)

static void
view_free (gpointer data)
{
  View *self = data;

  g_ptr_array_unref (self->by_title);
  g_hash_table_unref (self->by_id);
  g_free (self);
}

static void
shelf_free (Shelf *self)
{
  g_clear_pointer (&self->index, balie_article_index_free);
  g_ptr_array_unref (self->files);
  g_hash_table_unref (self->views);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Shelf, shelf_free)

/* How well a file suits the readers of a language: their own, the one for all, the desk's own, any. */
static int
suit (const BalieArticleFile *file,
      const char             *language,
      const char             *fallback)
{
  if (file->language == NULL)
    return 2;
  if (g_str_equal (file->language, language))
    return 3;
  return g_str_equal (file->language, fallback) ? 1 : 0;
}

/* The server has no language of its own to sort by: letters come with their accents behind them. */
static char *
make_key (const char *title)
{
  g_autofree char *folded = g_utf8_casefold (title, -1);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
}

static int
compare_titles (gconstpointer a,
                gconstpointer b)
{
  const BalieArticle *one = *(const BalieArticle *const *)a;
  const BalieArticle *other = *(const BalieArticle *const *)b;
  g_autofree char    *one_key = make_key (one->title);
  g_autofree char    *other_key = make_key (other->title);
  int                 order = g_strcmp0 (one_key, other_key);

  return order != 0 ? order : g_strcmp0 (one->id, other->id);
}

static gboolean
add_view (Shelf      *self,
          const char *language,
          const char *fallback,
          GError    **error)
{
  g_autoptr (GHashTable) best = g_hash_table_new (g_str_hash, g_str_equal);
  View          *view = g_new0 (View, 1);
  GHashTableIter iter;
  gpointer       value;

  view->by_title = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_article_unref);
  view->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (self->views, g_strdup (language), view);
  for (guint i = 0; i < self->files->len; i++)
    {
      BalieArticleFile       *file = g_ptr_array_index (self->files, i);
      const BalieArticleFile *other = g_hash_table_lookup (best, file->id);

      if (other == NULL || suit (file, language, fallback) > suit (other, language, fallback))
        g_hash_table_replace (best, file->id, file);
    }

  g_hash_table_iter_init (&iter, best);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BalieArticle *article = ((const BalieArticleFile *)value)->article;

      g_ptr_array_add (view->by_title, balie_article_ref (article));
      g_hash_table_insert (view->by_id, article->id, article);
    }
  g_ptr_array_sort (view->by_title, compare_titles);

  for (guint i = 0; i < view->by_title->len; i++)
    {
      if (!balie_article_index_add (self->index, language, g_ptr_array_index (view->by_title, i), error))
        return FALSE;
    }
  return TRUE;
}

/* The folder as it is being read, and what was read before. */
typedef struct
{
  char      *path;
  char      *language;
  GPtrArray *before;
  GPtrArray *faults;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_free (self->path);
  g_free (self->language);
  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_ptr_array_unref (self->faults);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static Reading *
reading_new (BalieArticles *self)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->path = g_strdup (self->path);
  reading->language = g_strdup (self->language);
  reading->before = self->shelf != NULL ? g_ptr_array_ref (self->shelf->files) : NULL;
  reading->faults = g_ptr_array_new_with_free_func (g_free);
  return reading;
}

static Shelf *
shelf_new (GPtrArray  *files,
           const char *fallback,
           GError    **error)
{
  g_autoptr (Shelf) self = g_new0 (Shelf, 1);

  self->files = g_ptr_array_ref (files);
  self->views = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, view_free);
  self->index = balie_article_index_new (error);
  if (self->index == NULL || !add_view (self, "", fallback, error))
    return NULL;

  for (guint i = 0; i < files->len; i++)
    {
      const BalieArticleFile *file = g_ptr_array_index (files, i);

      if (file->language != NULL && !g_hash_table_contains (self->views, file->language) && !add_view (self, file->language, fallback, error))
        return NULL;
    }
  balie_article_index_release_owner (self->index);
  return g_steal_pointer (&self);
}

/* A file that somebody writes at the moment stays what it was before. */
static void
keep_what_is_written (GPtrArray *files,
                      GPtrArray *before)
{
  for (guint i = files->len; i > 0; i--)
    {
      BalieArticleFile *file = g_ptr_array_index (files, i - 1);

      for (guint j = 0; file->article == NULL && before != NULL && j < before->len; j++)
        {
          const BalieArticleFile *old = g_ptr_array_index (before, j);

          if (g_str_equal (old->name, file->name))
            file->article = balie_article_ref (old->article);
        }
      if (file->article == NULL)
        g_ptr_array_remove_index (files, i - 1);
    }
}

static void
log_faults (BalieArticles *self,
            GPtrArray     *faults)
{
  for (guint i = 0; i < MIN (faults->len, MAX_FAULTS); i++)
    g_message ("%s" G_DIR_SEPARATOR_S "%s", self->path, (const char *)g_ptr_array_index (faults, i));
  if (faults->len > MAX_FAULTS)
    g_message ("%s: and %u more like these", self->path, faults->len - MAX_FAULTS);
}

/* Also what is found is made ready here: with many files it takes a while, in which others are to be answered. */
static Shelf *
read_shelf (const Reading *reading,
            GError       **error)
{
  g_autoptr (GPtrArray) files = balie_article_folder_read (reading->path, reading->faults, error);

  if (files == NULL)
    return NULL;

  keep_what_is_written (files, reading->before);
  return shelf_new (files, reading->language, error);
}

static void
put_up (BalieArticles *self,
        Shelf         *shelf,
        const Reading *reading)
{
  log_faults (self, reading->faults);
  g_clear_pointer (&self->shelf, shelf_free);
  self->shelf = shelf;
  g_debug ("There are %u articles", balie_articles_get_count (self));
}

static void begin_reading (BalieArticles *self);

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autoptr (GError) local_error = NULL;
  Shelf *shelf = read_shelf (task_data, &local_error);

  if (shelf != NULL)
    g_task_return_pointer (task, shelf, (GDestroyNotify)shelf_free);
  else
    g_task_return_error (task, g_steal_pointer (&local_error));
}

static void
reading_done (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  BalieArticles *self = BALIE_ARTICLES (source);
  g_autoptr (GError) local_error = NULL;
  Shelf *shelf = g_task_propagate_pointer (G_TASK (result), &local_error);

  self->is_reading = FALSE;
  if (shelf != NULL)
    put_up (self, shelf, g_task_get_task_data (G_TASK (result)));
  else
    g_message ("The articles stay as they were: %s", local_error->message);

  g_signal_emit (self, signals[CHANGED], 0);
  if (self->is_stale)
    begin_reading (self);
}

static void
begin_reading (BalieArticles *self)
{
  g_autoptr (GTask) task = NULL;

  self->is_stale = self->is_reading;
  if (self->is_reading)
    return;

  self->is_reading = TRUE;
  task = g_task_new (self, NULL, reading_done, NULL);
  g_task_set_source_tag (task, begin_reading);
  g_task_set_task_data (task, reading_new (self), reading_free);
  g_task_run_in_thread (task, read_in_thread);
}

static gboolean
settled (gpointer user_data)
{
  BalieArticles *self = BALIE_ARTICLES (user_data);

  self->timer = 0;
  begin_reading (self);
  return G_SOURCE_REMOVE;
}

static void
folder_changed (BalieArticles    *self,
                GFile            *file,
                GFile            *other,
                GFileMonitorEvent event)
{
  if (self->timer == 0)
    self->timer = g_timeout_add (SETTLE_TIME, settled, self);
}

static void
balie_articles_dispose (GObject *object)
{
  BalieArticles *self = BALIE_ARTICLES (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);

  G_OBJECT_CLASS (balie_articles_parent_class)->dispose (object);
}

static void
balie_articles_finalize (GObject *object)
{
  BalieArticles *self = BALIE_ARTICLES (object);

  g_clear_pointer (&self->shelf, shelf_free);
  g_free (self->path);
  g_free (self->language);

  G_OBJECT_CLASS (balie_articles_parent_class)->finalize (object);
}

static void
balie_articles_class_init (BalieArticlesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_articles_dispose;
  object_class->finalize = balie_articles_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
balie_articles_init (BalieArticles *self)
{
}

BalieArticles *
balie_articles_new (const char *path,
                    const char *language)
{
  BalieArticles *self = g_object_new (BALIE_TYPE_ARTICLES, NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (Reading) reading = NULL;
  g_autoptr (GError) local_error = NULL;
  Shelf *shelf;

  self->path = g_strdup (path);
  self->language = g_strdup (language);

  /* Before it is read, so that nothing changes in between. */
  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, &local_error);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (folder_changed), self, G_CONNECT_SWAPPED);
  else
    g_message ("Articles that change are seen at the next start: %s", local_error->message);

  g_clear_error (&local_error);
  reading = reading_new (self);
  shelf = read_shelf (reading, &local_error);
  if (shelf != NULL)
    put_up (self, shelf, reading);
  else
    g_message ("There are no articles: %s", local_error->message);
  return self;
}

static const View *
get_view (BalieArticles *self,
          const char    *language)
{
  const View *view = NULL;

  if (self->shelf == NULL)
    return NULL;

  if (language == NULL)
    language = self->language;
  view = g_hash_table_lookup (self->shelf->views, language);
  return view != NULL ? view : g_hash_table_lookup (self->shelf->views, "");
}

guint
balie_articles_get_count (BalieArticles *self)
{
  const View *view;

  g_return_val_if_fail (BALIE_IS_ARTICLES (self), 0);

  view = get_view (self, NULL);
  return view != NULL ? view->by_title->len : 0;
}

GPtrArray *
balie_articles_list (BalieArticles *self,
                     const char    *language)
{
  GPtrArray  *articles = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_article_unref);
  const View *view;

  g_return_val_if_fail (BALIE_IS_ARTICLES (self), articles);

  view = get_view (self, language);
  for (guint i = 0; view != NULL && i < view->by_title->len; i++)
    g_ptr_array_add (articles, balie_article_ref (g_ptr_array_index (view->by_title, i)));
  return articles;
}

GPtrArray *
balie_articles_find (BalieArticles *self,
                     const char    *language,
                     const char    *text,
                     GError       **error)
{
  g_return_val_if_fail (BALIE_IS_ARTICLES (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (self->shelf == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify)balie_article_unref);

  if (language == NULL)
    language = self->language;
  if (!g_hash_table_contains (self->shelf->views, language))
    language = "";
  return balie_article_index_find (self->shelf->index, language, text, FIND_LIMIT, error);
}

BalieArticle *
balie_articles_get (BalieArticles *self,
                    const char    *language,
                    const char    *id)
{
  const View *view;

  g_return_val_if_fail (BALIE_IS_ARTICLES (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  view = get_view (self, language);
  return view != NULL ? g_hash_table_lookup (view->by_id, id) : NULL;
}
