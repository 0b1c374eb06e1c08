/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings attachments to this machine, two at a time, however often it takes. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-downloads.h"

#include "balie-download-folder.h"
#include "balie-download-transfer.h"

#include <sys/stat.h>

#define AT_A_TIME 2

/* How often other bytes than were announced may come: once is a fault on the way. */
#define TRIES 2

/* Steps in which progress is told at most. */
#define STEPS 256

struct _BalieDownloads
{
  GObject parent_instance;

  /* owned */
  BalieTransport      *transport;
  BalieDownloadFolder *folder;
  char                *own_files; /* where the copies of own files stand */
  GHashTable          *given;     /* id -> GWeakRef of a BalieDownload */
  GPtrArray           *jobs;      /* Job, in the order in which they were wanted */

  /* borrowed */
  const BalieJitter *jitter;

  guint    prune_at;
  gboolean open;
  gboolean stopped;
};

/* A download that is wanted, or whose transfer has not ended yet. */
typedef struct
{
  BalieDownloads *owner;
  BalieDownload  *download;
  GCancellable   *cancellable; /* of the transfer, while there is one */
  gint64          furthest;    /* bytes that were here at most: what brings no more is no progress */
  guint           attempts;
  guint           n_wrong; /* how often something else came than was announced */
  guint           timer;
  gboolean        unwanted;
} Job;

G_DEFINE_FINAL_TYPE (BalieDownloads, balie_downloads, G_TYPE_OBJECT)

static void pump (BalieDownloads *self);

static void
job_free (Job *job)
{
  g_clear_handle_id (&job->timer, g_source_remove);
  g_clear_object (&job->cancellable);
  g_clear_object (&job->download);
  g_free (job);
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
balie_downloads_dispose (GObject *object)
{
  balie_downloads_stop (BALIE_DOWNLOADS (object));

  G_OBJECT_CLASS (balie_downloads_parent_class)->dispose (object);
}

static void
balie_downloads_finalize (GObject *object)
{
  BalieDownloads *self = BALIE_DOWNLOADS (object);

  g_clear_object (&self->transport);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->own_files, g_free);
  g_clear_pointer (&self->given, g_hash_table_unref);
  g_clear_pointer (&self->jobs, g_ptr_array_unref);

  G_OBJECT_CLASS (balie_downloads_parent_class)->finalize (object);
}

static void
balie_downloads_class_init (BalieDownloadsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_downloads_dispose;
  object_class->finalize = balie_downloads_finalize;
}

static void
balie_downloads_init (BalieDownloads *self)
{
  self->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_weak_ref);
  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify)job_free);
}

/* Those that somebody holds, and none of the others any more. */
static GHashTable *
list_held (gpointer user_data)
{
  BalieDownloads *self = user_data;
  GHashTable     *held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter  iter;
  gpointer        id;
  gpointer        place;

  g_hash_table_iter_init (&iter, self->given);
  while (g_hash_table_iter_next (&iter, &id, &place))
    {
      g_autoptr (BalieDownload) download = g_weak_ref_get (place);

      if (download != NULL)
        g_hash_table_add (held, g_strdup (id));
      else
        g_hash_table_iter_remove (&iter);
    }

  return held;
}

BalieDownloads *
balie_downloads_new (BalieTransport    *transport,
                     BalieCache        *cache,
                     const BalieJitter *jitter)
{
  BalieDownloads *self = g_object_new (BALIE_TYPE_DOWNLOADS, NULL);

  self->transport = g_object_ref (transport);
  self->own_files = balie_cache_dup_folder (cache, BALIE_CACHE_FILES);
  self->folder = balie_download_folder_new (cache, list_held, self);
  self->jitter = jitter;
  g_signal_connect_object (self->folder, "left", G_CALLBACK (pump), self, G_CONNECT_SWAPPED);

  return self;
}

static Job *
find_job (BalieDownloads *self,
          BalieDownload  *download)
{
  for (guint i = 0; i < self->jobs->len; i++)
    {
      Job *job = g_ptr_array_index (self->jobs, i);

      if (job->download == download)
        return job;
    }

  return NULL;
}

static void
on_progress (gint64   received,
             gpointer user_data)
{
  Job   *job = user_data;
  gint64 size = balie_download_get_attachment (job->download)->size;
  gint64 told = balie_download_get_received (job->download);

  if (job->unwanted || (received < size && received >= told && received - told < size / STEPS))
    return;

  if (received > job->furthest)
    {
      job->furthest = received;
      job->attempts = 0;
    }
  balie_download_set_running (job->download, received, FALSE);
}

static gboolean
on_time (gpointer user_data)
{
  Job *job = user_data;

  job->timer = 0;
  pump (job->owner);

  return G_SOURCE_REMOVE;
}

/* What an error means for a download that is still wanted. Returns whether it goes on. */
static gboolean
take_error (Job          *job,
            const GError *error,
            gint64        received,
            guint         retry_after)
{
  BalieDownloads *self = job->owner;

  if (error->domain != BALIE_ERROR)
    g_debug ("A download was interrupted: %s", error->message);
  else if (error->code == BALIE_ERROR_OFFLINE || error->code == BALIE_ERROR_AUTH || error->code == BALIE_ERROR_LIMIT ||
           error->code == BALIE_ERROR_SERVER)
    job->timer = g_timeout_add (balie_jitter_next (self->jitter, ++job->attempts, retry_after), on_time, job);
  else if (error->code != BALIE_ERROR_PARSE || ++job->n_wrong == TRIES)
    {
      g_message ("An attachment could not be fetched: %s", error->message);
      balie_download_set_failed (job->download, error->code);
      return FALSE;
    }

  balie_download_set_running (job->download, received, !self->open);

  return TRUE;
}

static void
set_whole (BalieDownloads *self,
           BalieDownload  *download)
{
  BalieAttachment *attachment = balie_download_get_attachment (download);
  g_autofree char *path = balie_download_folder_dup_path (self->folder, attachment->id);

  balie_download_set_present (download, path);
  balie_download_folder_keep (self->folder, attachment);
}

static void
on_transferred (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Job *job = user_data;
  g_autoptr (BalieDownloads) self = job->owner;
  g_autoptr (GError) error = NULL;
  gboolean goes_on = FALSE;
  gint64   received;
  guint    retry_after;

  g_clear_object (&job->cancellable);
  if (balie_download_transfer_finish (result, &received, &retry_after, &error))
    set_whole (self, job->download);
  else if (job->unwanted)
    balie_download_set_absent (job->download, received);
  else
    goes_on = take_error (job, error, received, retry_after);

  if (!goes_on)
    g_ptr_array_remove (self->jobs, job);
  pump (self);
}

static void
start (Job *job)
{
  BalieDownloads  *self = g_object_ref (job->owner);
  BalieAttachment *attachment = balie_download_get_attachment (job->download);
  g_autofree char *path = balie_download_folder_dup_path (self->folder, attachment->id);

  job->cancellable = g_cancellable_new ();
  balie_download_transfer_async (self->transport, attachment, path, on_progress, job->cancellable, on_transferred, job);
}

static gboolean
can_start (const Job *job)
{
  const char *id = balie_download_get_attachment (job->download)->id;

  return job->cancellable == NULL && job->timer == 0 && !balie_download_folder_is_leaving (job->owner->folder, id);
}

static void
pump (BalieDownloads *self)
{
  guint n_running = 0;

  for (guint i = 0; i < self->jobs->len; i++)
    n_running += ((Job *)g_ptr_array_index (self->jobs, i))->cancellable != NULL;

  for (guint i = 0; i < self->jobs->len && self->open && n_running < AT_A_TIME; i++)
    {
      Job *job = g_ptr_array_index (self->jobs, i);

      if (can_start (job))
        {
          n_running++;
          start (job);
        }
    }
}

static void
on_wanted (BalieDownloads *self,
           BalieDownload  *download)
{
  Job *job = find_job (self, download);

  if (self->stopped)
    return;

  if (job == NULL)
    {
      job = g_new0 (Job, 1);
      job->owner = self;
      job->download = g_object_ref (download);
      g_ptr_array_add (self->jobs, job);
    }

  job->unwanted = FALSE;
  balie_download_set_running (download, balie_download_get_received (download), !self->open);
  pump (self);
}

static void
on_unwanted (BalieDownloads *self,
             BalieDownload  *download)
{
  Job *job = find_job (self, download);

  if (job == NULL)
    return;

  balie_download_set_absent (download, balie_download_get_received (download));
  job->unwanted = TRUE;
  if (job->cancellable != NULL)
    g_cancellable_cancel (job->cancellable);
  else
    g_ptr_array_remove (self->jobs, job);
}

/* The copy of an own file, which is whole long before the server knows of it. */
static char *
find_own (BalieDownloads  *self,
          BalieAttachment *attachment)
{
  g_autofree char *path = g_build_filename (self->own_files, attachment->id, NULL);
  struct stat      status;

  if (lstat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size != attachment->size)
    return NULL;

  return g_steal_pointer (&path);
}

static BalieDownload *
make_download (BalieDownloads  *self,
               BalieAttachment *attachment)
{
  BalieDownload   *download = balie_download_new (attachment);
  g_autofree char *path = find_own (self, attachment);
  GWeakRef        *place = g_new0 (GWeakRef, 1);

  if (path == NULL)
    path = balie_download_folder_find (self->folder, attachment);
  if (path != NULL)
    balie_download_set_present (download, path);

  g_signal_connect_object (download, "wanted", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (download, "unwanted", G_CALLBACK (on_unwanted), self, G_CONNECT_SWAPPED);
  g_weak_ref_init (place, download);
  g_hash_table_replace (self->given, g_strdup (attachment->id), place);

  return download;
}

BalieDownload *
balie_downloads_get (BalieDownloads  *self,
                     BalieAttachment *attachment)
{
  GWeakRef      *place;
  BalieDownload *download;

  g_return_val_if_fail (BALIE_IS_DOWNLOADS (self), NULL);
  g_return_val_if_fail (attachment != NULL, NULL);

  place = g_hash_table_lookup (self->given, attachment->id);
  download = place != NULL ? g_weak_ref_get (place) : NULL;
  if (download != NULL)
    {
      balie_download_set_attachment (download, attachment);
      return download;
    }

  /* Now and then, so that those that are gone cost no more than those that are there. */
  if (g_hash_table_size (self->given) > self->prune_at)
    {
      g_hash_table_unref (list_held (self));
      self->prune_at = 2 * g_hash_table_size (self->given) + STEPS;
    }

  return make_download (self, attachment);
}

void
balie_downloads_set_open (BalieDownloads *self,
                          gboolean        open)
{
  g_return_if_fail (BALIE_IS_DOWNLOADS (self));

  if (self->open == open || self->stopped)
    return;

  self->open = open;
  for (guint i = 0; i < self->jobs->len; i++)
    {
      Job *job = g_ptr_array_index (self->jobs, i);

      if (open)
        g_clear_handle_id (&job->timer, g_source_remove);
      else if (job->cancellable != NULL)
        g_cancellable_cancel (job->cancellable);
      if (!job->unwanted)
        balie_download_set_running (job->download, balie_download_get_received (job->download), !open);
    }

  pump (self);
}

void
balie_downloads_set_maximum (BalieDownloads *self,
                             gint64          maximum)
{
  g_return_if_fail (BALIE_IS_DOWNLOADS (self));

  balie_download_folder_set_maximum (self->folder, maximum);
}

void
balie_downloads_stop (BalieDownloads *self)
{
  g_return_if_fail (BALIE_IS_DOWNLOADS (self));

  if (self->stopped)
    return;

  self->stopped = TRUE;
  self->open = FALSE;
  for (guint i = self->jobs->len; i > 0; i--)
    {
      Job *job = g_ptr_array_index (self->jobs, i - 1);

      on_unwanted (self, job->download);
    }
  balie_download_folder_stop (self->folder);
}
