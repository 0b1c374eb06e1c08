/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of copies: each a file of its own, named as its id, readable by this user alone. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-file-folder.h"

#include "balie-worker.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define PART_SIZE (256 * 1024)

/* Of a copy that is not whole. */
#define PART_SUFFIX ".part"

struct _BalieFileFolder
{
  GObject parent_instance;

  char        *path;
  BalieWorker *worker;
};

G_DEFINE_FINAL_TYPE (BalieFileFolder, balie_file_folder, G_TYPE_OBJECT)

/* What looking at a file came to. */
typedef struct
{
  BalieFileSource *source;
  BalieFileFault   fault;
} Opened;

typedef struct
{
  char            *folder;
  char            *id;
  BalieFileSource *source;
} CopyJob;

typedef struct
{
  char       *folder;
  GHashTable *ids;
} SweepJob;

void
balie_file_copy_free (BalieFileCopy *self)
{
  g_free (self->sha256);
  g_free (self);
}

static void
opened_free (Opened *self)
{
  g_clear_pointer (&self->source, balie_file_source_free);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opened, opened_free)

static CopyJob *
copy_job_new (BalieFileFolder *folder,
              const char      *id,
              BalieFileSource *source)
{
  CopyJob *job = g_new0 (CopyJob, 1);

  job->folder = g_strdup (folder->path);
  job->id = g_strdup (id);
  job->source = source;

  return job;
}

static void
copy_job_free (CopyJob *job)
{
  g_clear_pointer (&job->source, balie_file_source_free);
  g_free (job->folder);
  g_free (job->id);
  g_free (job);
}

static void
sweep_job_free (SweepJob *job)
{
  g_free (job->folder);
  g_hash_table_unref (job->ids);
  g_free (job);
}

static void
balie_file_folder_dispose (GObject *object)
{
  BalieFileFolder *self = BALIE_FILE_FOLDER (object);

  g_clear_object (&self->worker);

  G_OBJECT_CLASS (balie_file_folder_parent_class)->dispose (object);
}

static void
balie_file_folder_finalize (GObject *object)
{
  BalieFileFolder *self = BALIE_FILE_FOLDER (object);

  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (balie_file_folder_parent_class)->finalize (object);
}

static void
balie_file_folder_class_init (BalieFileFolderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_file_folder_dispose;
  object_class->finalize = balie_file_folder_finalize;
}

static void
balie_file_folder_init (BalieFileFolder *self)
{
  self->worker = balie_worker_new ("balie-files");
}

BalieFileFolder *
balie_file_folder_new (const char *path)
{
  BalieFileFolder *self = g_object_new (BALIE_TYPE_FILE_FOLDER, NULL);

  self->path = g_strdup (path);

  return self;
}

char *
balie_file_folder_dup_path (BalieFileFolder *self,
                            const char      *id)
{
  g_return_val_if_fail (BALIE_IS_FILE_FOLDER (self), NULL);

  return g_build_filename (self->path, id, NULL);
}

static gpointer
open_job (gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Opened *opened = g_new0 (Opened, 1);

  opened->source = balie_file_source_open (data, cancellable, &opened->fault);

  return opened;
}

void
balie_file_folder_open_async (BalieFileFolder    *self,
                              GFile              *file,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_FILE_FOLDER (self));

  balie_worker_run_async (self->worker, open_job, g_object_ref (file), g_object_unref, (GDestroyNotify)opened_free, cancellable,
                          callback, user_data);
}

BalieFileSource *
balie_file_folder_open_finish (BalieFileFolder *self,
                               GAsyncResult    *result,
                               BalieFileFault  *fault,
                               GError         **error)
{
  g_autoptr (Opened) opened = NULL;

  g_return_val_if_fail (BALIE_IS_FILE_FOLDER (self), NULL);

  opened = balie_worker_run_finish (self->worker, result, error);
  *fault = opened != NULL ? opened->fault : BALIE_FILE_FAULT_NONE;

  return opened != NULL ? g_steal_pointer (&opened->source) : NULL;
}

/* Whatever keeps a copy from the disk, room for it is what lacks: a full disk, a quota, a limit of the file system, a folder that
 * cannot be written. */
static BalieFileFault
refuse_to_write (void)
{
  g_message ("A copy of a file cannot be written: %s", g_strerror (errno));

  return BALIE_FILE_FAULT_STORAGE_FULL;
}

static gboolean
write_all (int           fd,
           const guint8 *data,
           gsize         left)
{
  while (left > 0)
    {
      gssize n_written = write (fd, data, left);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        return FALSE;
      data += n_written;
      left -= (gsize)n_written;
    }

  return TRUE;
}

static BalieFileFault
copy_content (BalieFileSource *source,
              int              fd,
              GCancellable    *cancellable,
              GChecksum       *checksum)
{
  g_autofree guint8 *buffer = g_malloc (PART_SIZE);
  gint64             size = balie_file_source_get_size (source);
  gint64             copied = 0;
  gssize             n_read;

  while ((n_read = balie_file_source_read (source, buffer, PART_SIZE, cancellable)) > 0)
    {
      copied += n_read;
      if (copied > size || g_cancellable_is_cancelled (cancellable))
        return BALIE_FILE_FAULT_CHANGED;

      g_checksum_update (checksum, buffer, n_read);
      if (!write_all (fd, buffer, (gsize)n_read))
        return refuse_to_write ();
    }

  if (n_read < 0)
    return BALIE_FILE_FAULT_UNREADABLE;
  if (copied != size || balie_file_source_is_changed (source))
    return BALIE_FILE_FAULT_CHANGED;

  return fsync (fd) == 0 ? BALIE_FILE_FAULT_NONE : refuse_to_write ();
}

/* A file whose name is not on the disk is lost as well. */
static gboolean
name_copy (const char *folder,
           const char *part,
           const char *path)
{
  int      fd;
  gboolean ok;

  if (g_rename (part, path) != 0)
    return FALSE;

  fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (fd < 0)
    return FALSE;

  ok = fsync (fd) == 0;
  close (fd);

  return ok;
}

static gpointer
copy_job (gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  CopyJob         *job = data;
  BalieFileCopy   *copy = g_new0 (BalieFileCopy, 1);
  g_autofree char *path = g_build_filename (job->folder, job->id, NULL);
  g_autofree char *part = g_strconcat (path, PART_SUFFIX, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  int fd = g_open (part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      copy->fault = refuse_to_write ();
      return copy;
    }

  copy->fault = copy_content (job->source, fd, cancellable, checksum);
  close (fd);
  if (copy->fault == BALIE_FILE_FAULT_NONE && !name_copy (job->folder, part, path))
    copy->fault = refuse_to_write ();

  if (copy->fault == BALIE_FILE_FAULT_NONE)
    {
      copy->size = balie_file_source_get_size (job->source);
      copy->sha256 = g_strdup (g_checksum_get_string (checksum));
    }
  else
    g_unlink (part);

  return copy;
}

void
balie_file_folder_copy_async (BalieFileFolder    *self,
                              const char         *id,
                              BalieFileSource    *source,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_FILE_FOLDER (self));

  balie_worker_run_async (self->worker, copy_job, copy_job_new (self, id, source), (GDestroyNotify)copy_job_free,
                          (GDestroyNotify)balie_file_copy_free, cancellable, callback, user_data);
}

static gpointer
check_job (gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  CopyJob       *job = data;
  BalieFileCopy *copy = g_new0 (BalieFileCopy, 1);
  g_autoptr (GFile) file = g_file_new_build_filename (job->folder, job->id, NULL);
  g_autoptr (BalieFileSource) source = balie_file_source_open (file, cancellable, &copy->fault);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (PART_SIZE);
  gssize             n_read = 0;

  if (source == NULL)
    return copy;

  while (!g_cancellable_is_cancelled (cancellable) && (n_read = balie_file_source_read (source, buffer, PART_SIZE, cancellable)) > 0)
    {
      g_checksum_update (checksum, buffer, n_read);
      copy->size += n_read;
    }

  if (n_read < 0)
    copy->fault = BALIE_FILE_FAULT_UNREADABLE;
  copy->sha256 = g_strdup (g_checksum_get_string (checksum));

  return copy;
}

void
balie_file_folder_check_async (BalieFileFolder    *self,
                               const char         *id,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_return_if_fail (BALIE_IS_FILE_FOLDER (self));

  balie_worker_run_async (self->worker, check_job, copy_job_new (self, id, NULL), (GDestroyNotify)copy_job_free,
                          (GDestroyNotify)balie_file_copy_free, cancellable, callback, user_data);
}

BalieFileCopy *
balie_file_folder_copy_finish (BalieFileFolder *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (BALIE_IS_FILE_FOLDER (self), NULL);

  return balie_worker_run_finish (self->worker, result, error);
}

static gpointer
remove_job (gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  if (g_unlink (data) != 0 && errno != ENOENT)
    g_message ("A copy of a file stays: %s", g_strerror (errno));

  return NULL;
}

void
balie_file_folder_remove (BalieFileFolder *self,
                          const char      *id)
{
  g_return_if_fail (BALIE_IS_FILE_FOLDER (self));

  balie_worker_run_async (self->worker, remove_job, balie_file_folder_dup_path (self, id), g_free, NULL, NULL, NULL, NULL);
}

static gpointer
sweep_job (gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  SweepJob *job = data;
  g_autoptr (GDir) folder = g_dir_open (job->folder, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (job->folder, name, NULL);

      if (!g_hash_table_contains (job->ids, name) && g_unlink (path) != 0)
        g_message ("A file that belongs to nothing stays: %s", g_strerror (errno));
    }

  return NULL;
}

void
balie_file_folder_sweep (BalieFileFolder *self,
                         GHashTable      *ids)
{
  SweepJob *job;

  g_return_if_fail (BALIE_IS_FILE_FOLDER (self));

  job = g_new0 (SweepJob, 1);
  job->folder = g_strdup (self->path);
  job->ids = ids;
  balie_worker_run_async (self->worker, sweep_job, job, (GDestroyNotify)sweep_job_free, NULL, NULL, NULL, NULL);
}

void
balie_file_folder_close (BalieFileFolder *self)
{
  g_return_if_fail (BALIE_IS_FILE_FOLDER (self));

  balie_worker_close (self->worker);
}
