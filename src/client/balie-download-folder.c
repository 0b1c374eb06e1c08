/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was downloaded, kept within bounds: what was not of use for longest goes first. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-download-folder.h"

#include "balie-clock.h"
#include "balie-download-table.h"
#include "balie-part-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PART_AGE (G_GINT64_CONSTANT (7) * 24 * 60 * 60 * 1000)

struct _BalieDownloadFolder
{
  GObject parent_instance;

  BalieCache           *cache;
  char                 *path;
  GHashTable           *used;    /* id -> gint64: what was of use since it was last noted */
  GHashTable           *leaving; /* ids of files that are being deleted */
  BalieDownloadListHeld list_held;
  gpointer              list_held_data;
  gint64                maximum;
  gboolean              stopped;
};

/* What is new since the last time, for the table. */
typedef struct
{
  char       *id; /* nullable */
  gint64      size;
  gint64      now;
  gint64      maximum;
  GHashTable *used; /* id -> gint64 */
  GHashTable *held; /* ids */
} News;

enum {
  SIGNAL_LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieDownloadFolder, balie_download_folder, G_TYPE_OBJECT)

static GHashTable *
new_used (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
news_free (News *news)
{
  g_free (news->id);
  g_clear_pointer (&news->used, g_hash_table_unref);
  g_clear_pointer (&news->held, g_hash_table_unref);
  g_free (news);
}

static News *
take_news (BalieDownloadFolder *self)
{
  News *news = g_new0 (News, 1);

  news->now = balie_clock_now ();
  news->used = g_steal_pointer (&self->used);
  self->used = new_used ();

  return news;
}

static void
balie_download_folder_finalize (GObject *object)
{
  BalieDownloadFolder *self = BALIE_DOWNLOAD_FOLDER (object);

  g_clear_object (&self->cache);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->used, g_hash_table_unref);
  g_clear_pointer (&self->leaving, g_hash_table_unref);

  G_OBJECT_CLASS (balie_download_folder_parent_class)->finalize (object);
}

static void
balie_download_folder_class_init (BalieDownloadFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = balie_download_folder_finalize;

  signals[SIGNAL_LEFT] = g_signal_new ("left", BALIE_TYPE_DOWNLOAD_FOLDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
balie_download_folder_init (BalieDownloadFolder *self)
{
  self->used = new_used ();
  self->leaving = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->maximum = BALIE_DOWNLOAD_FOLDER_MAXIMUM;
}

BalieDownloadFolder *
balie_download_folder_new (BalieCache           *cache,
                           BalieDownloadListHeld list_held,
                           gpointer              user_data)
{
  BalieDownloadFolder *self = g_object_new (BALIE_TYPE_DOWNLOAD_FOLDER, NULL);

  self->cache = g_object_ref (cache);
  self->path = balie_cache_dup_folder (cache, BALIE_CACHE_DOWNLOADS);
  self->list_held = list_held;
  self->list_held_data = user_data;

  return self;
}

void
balie_download_folder_set_maximum (BalieDownloadFolder *self,
                                   gint64               maximum)
{
  g_return_if_fail (BALIE_IS_DOWNLOAD_FOLDER (self));

  self->maximum = maximum;
}

char *
balie_download_folder_dup_path (BalieDownloadFolder *self,
                                const char          *id)
{
  g_return_val_if_fail (BALIE_IS_DOWNLOAD_FOLDER (self), NULL);

  return g_build_filename (self->path, id, NULL);
}

static void
note_use (BalieDownloadFolder *self,
          const char          *id)
{
  gint64 *now = g_new (gint64, 1);

  *now = balie_clock_now ();
  g_hash_table_replace (self->used, g_strdup (id), now);
}

char *
balie_download_folder_find (BalieDownloadFolder *self,
                            BalieAttachment     *attachment)
{
  g_autofree char *path = NULL;
  GStatBuf         status;

  g_return_val_if_fail (BALIE_IS_DOWNLOAD_FOLDER (self), NULL);

  path = balie_download_folder_dup_path (self, attachment->id);
  if (balie_download_folder_is_leaving (self, attachment->id) || g_lstat (path, &status) != 0 ||
      !S_ISREG (status.st_mode) || status.st_size != attachment->size)
    return NULL;

  note_use (self, attachment->id);

  return g_steal_pointer (&path);
}

gboolean
balie_download_folder_is_leaving (BalieDownloadFolder *self,
                                  const char          *id)
{
  g_return_val_if_fail (BALIE_IS_DOWNLOAD_FOLDER (self), FALSE);

  return g_hash_table_contains (self->leaving, id);
}

static gpointer
forget_job (BalieDb *db,
            gpointer data,
            GError **error)
{
  balie_download_table_remove (db, data, error);

  return NULL;
}

static void
on_forgotten (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (BalieDownloadFolder) self = user_data;
  g_autoptr (GError) error = NULL;

  balie_cache_write_finish (self->cache, result, &error);
  if (error != NULL)
    g_message ("A download that is gone could not be forgotten: %s", error->message);
}

static void
delete_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  BalieDownloadFolder *self = source;
  g_autofree char     *path = g_build_filename (self->path, data, NULL);

  if (g_unlink (path) != 0 && errno != ENOENT)
    g_message ("A download could not be deleted: %s", g_strerror (errno));
  g_task_return_boolean (task, TRUE);
}

static void
on_deleted (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  BalieDownloadFolder *self = BALIE_DOWNLOAD_FOLDER (source);
  const char          *id = g_task_get_task_data (G_TASK (result));

  g_hash_table_remove (self->leaving, id);
  if (self->stopped)
    return;

  balie_cache_write_async (self->cache, forget_job, g_strdup (id), g_free, NULL, NULL, on_forgotten, g_object_ref (self));
  g_signal_emit (self, signals[SIGNAL_LEFT], 0, id);
}

/* Deleting takes its time, and nobody may find the file meanwhile. */
static void
let_go (BalieDownloadFolder *self,
        const char          *id)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_deleted, NULL);

  g_hash_table_add (self->leaving, g_strdup (id));
  g_task_set_source_tag (task, let_go);
  g_task_set_task_data (task, g_strdup (id), g_free);
  g_task_run_in_thread (task, delete_in_thread);
}

static gboolean
note_used (BalieDb    *db,
           const News *news,
           GError    **error)
{
  GHashTableIter iter;
  gpointer       id;
  gpointer       time;

  g_hash_table_iter_init (&iter, news->used);
  while (g_hash_table_iter_next (&iter, &id, &time))
    {
      if (!balie_download_table_touch (db, id, *(gint64 *)time, error))
        return FALSE;
    }

  return TRUE;
}

static gpointer
note_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  const News *news = data;

  if (!note_used (db, news, error) || news->id == NULL)
    return NULL;
  if (!balie_download_table_put (db, news->id, news->size, news->now, error))
    return NULL;

  return balie_download_table_list_excess (db, news->maximum, news->held, error);
}

static void
on_noted (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (BalieDownloadFolder) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) excess = balie_cache_write_finish (self->cache, result, &error);
  g_autoptr (GHashTable) held = NULL;

  if (error != NULL)
    g_message ("A download could not be noted: %s", error->message);
  if (excess == NULL || self->stopped)
    return;

  /* Somebody may have opened one meanwhile. */
  held = self->list_held (self->list_held_data);
  for (guint i = 0; i < excess->len; i++)
    {
      const char *id = g_ptr_array_index (excess, i);

      if (!g_hash_table_contains (held, id) && !balie_download_folder_is_leaving (self, id))
        let_go (self, id);
    }
}

/* A row is a promise that outlasts a loss of power. */
static void
flush_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  BalieDownloadFolder *self = source;
  const News          *news = data;
  g_autofree char     *path = balie_download_folder_dup_path (self, news->id);
  int                  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);

  g_task_return_boolean (task, fd >= 0 && fsync (fd) == 0);
  if (fd >= 0)
    close (fd);
}

static void
on_flushed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  BalieDownloadFolder *self = BALIE_DOWNLOAD_FOLDER (source);
  const News          *flushed = g_task_get_task_data (G_TASK (result));
  News                *news;

  if (!g_task_propagate_boolean (G_TASK (result), NULL) || self->stopped)
    return;

  news = take_news (self);
  news->id = g_strdup (flushed->id);
  news->size = flushed->size;
  news->maximum = self->maximum;
  news->held = self->list_held (self->list_held_data);
  balie_cache_write_async (self->cache, note_job, news, (GDestroyNotify)news_free, (GDestroyNotify)g_ptr_array_unref, NULL,
                           on_noted, g_object_ref (self));
}

void
balie_download_folder_keep (BalieDownloadFolder *self,
                            BalieAttachment     *attachment)
{
  g_autoptr (GTask) task = NULL;
  News *news;

  g_return_if_fail (BALIE_IS_DOWNLOAD_FOLDER (self));

  if (self->stopped)
    return;

  news = g_new0 (News, 1);
  news->id = g_strdup (attachment->id);
  news->size = attachment->size;
  task = g_task_new (self, NULL, on_flushed, NULL);
  g_task_set_source_tag (task, balie_download_folder_keep);
  g_task_set_task_data (task, news, (GDestroyNotify)news_free);
  g_task_run_in_thread (task, flush_in_thread);
}

void
balie_download_folder_stop (BalieDownloadFolder *self)
{
  g_return_if_fail (BALIE_IS_DOWNLOAD_FOLDER (self));

  if (self->stopped)
    return;

  self->stopped = TRUE;
  if (g_hash_table_size (self->used) > 0)
    balie_cache_write_async (self->cache, note_job, take_news (self), (GDestroyNotify)news_free, (GDestroyNotify)g_ptr_array_unref, NULL,
                             on_noted, g_object_ref (self));
}

/* Whether it is a part that somebody may go on with. */
static gboolean
is_fresh_part (const char *file,
               gint64      now)
{
  GStatBuf status;

  return g_str_has_suffix (file, BALIE_PART_FILE_SUFFIX) && g_lstat (file, &status) == 0 &&
         (gint64)status.st_mtime * 1000 > now - PART_AGE;
}

gboolean
balie_download_folder_tidy (BalieDb    *db,
                            const char *path,
                            gint64      now,
                            GError    **error)
{
  g_autoptr (GPtrArray) ids = balie_download_table_list (db, error);
  g_autoptr (GHashTable) missing = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  GHashTableIter iter;
  gpointer       id;
  const char    *name;

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (missing, g_ptr_array_index (ids, i));

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (!g_hash_table_remove (missing, name) && !is_fresh_part (file, now) && g_unlink (file) != 0)
        g_message ("What is left of a download stays: %s", g_strerror (errno));
    }

  g_hash_table_iter_init (&iter, missing);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (!balie_download_table_remove (db, id, error))
        return FALSE;
    }

  return TRUE;
}
