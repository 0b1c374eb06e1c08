/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of files: each under a random name, readable by the server alone. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-file-store.h"

#include "balie-error.h"
#include "balie-refusal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_BYTES 16
#define HASH_PART (128 * 1024)

struct _BalieFileStore
{
  char *folder;
};

static gboolean
fail (GError    **error,
      const char *name,
      int         code)
{
  /* Those who set a limit on files mean the same as a disk that is full. */
  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    g_propagate_error (error, balie_refusal_new (507, "storage-full", "There is no room for the file"));
  else
    g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s: %s", name, g_strerror (code));
  return FALSE;
}

BalieFileStore *
balie_file_store_new (const char *data,
                      GError    **error)
{
  g_autofree char *folder = g_build_filename (data, "files", NULL);

  return balie_file_store_new_for_folder (folder, error);
}

BalieFileStore *
balie_file_store_new_for_folder (const char *folder,
                                 GError    **error)
{
  g_autoptr (BalieFileStore) self = g_new0 (BalieFileStore, 1);

  self->folder = g_strdup (folder);
  if (g_mkdir_with_parents (self->folder, 0700) == 0)
    return g_steal_pointer (&self);

  fail (error, self->folder, errno);
  return NULL;
}

void
balie_file_store_free (BalieFileStore *self)
{
  g_free (self->folder);
  g_free (self);
}

char *
balie_file_store_make_name (void)
{
  guint8 bytes[NAME_BYTES];
  char  *name = g_malloc (2 * NAME_BYTES + 1);

  if (sodium_init () < 0)
    g_error ("The system has no random numbers");

  randombytes_buf (bytes, sizeof bytes);
  return sodium_bin2hex (name, 2 * NAME_BYTES + 1, bytes, sizeof bytes);
}

/* Returns -1 on error. */
static int
open_file (BalieFileStore *self,
           const char     *name,
           int             flags,
           GError        **error)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  int              fd = g_open (path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    fail (error, name, errno);
  return fd;
}

static gboolean
write_all (int     fd,
           gint64  offset,
           GBytes *part)
{
  gsize         left;
  const guint8 *data = g_bytes_get_data (part, &left);

  while (left > 0)
    {
      gssize n_written = pwrite (fd, data, left, offset);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        return FALSE;
      data += n_written;
      offset += n_written;
      left -= (gsize)n_written;
    }
  return TRUE;
}

gboolean
balie_file_store_write (BalieFileStore *self,
                        const char     *name,
                        gint64          offset,
                        GBytes         *part,
                        GError        **error)
{
  int      fd = open_file (self, name, O_WRONLY | O_CREAT, error);
  gboolean ok;

  if (fd < 0)
    return FALSE;

  ok = write_all (fd, offset, part) || fail (error, name, errno);
  close (fd);
  return ok;
}

/* A file whose name is not on the disk is lost as well. */
static gboolean
sync_folder (BalieFileStore *self,
             GError        **error)
{
  int      fd = open_file (self, ".", O_RDONLY | O_DIRECTORY, error);
  gboolean ok;

  if (fd < 0)
    return FALSE;

  ok = fsync (fd) == 0 || fail (error, self->folder, errno);
  close (fd);
  return ok;
}

gboolean
balie_file_store_sync (BalieFileStore *self,
                       const char     *name,
                       GError        **error)
{
  int      fd = open_file (self, name, O_WRONLY | O_CREAT, error);
  gboolean ok;

  if (fd < 0)
    return FALSE;

  ok = fdatasync (fd) == 0 || fail (error, name, errno);
  close (fd);
  return ok && sync_folder (self, error);
}

static char *
hash (int        fd,
      GChecksum *checksum)
{
  g_autofree guint8 *buffer = g_malloc (HASH_PART);
  gssize             n_read;

  while ((n_read = read (fd, buffer, HASH_PART)) != 0)
    {
      if (n_read < 0 && errno != EINTR)
        return NULL;
      if (n_read > 0)
        g_checksum_update (checksum, buffer, n_read);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

char *
balie_file_store_hash (BalieFileStore *self,
                       const char     *name,
                       gint64          size,
                       GError        **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  int   fd = open_file (self, name, O_RDWR | O_CREAT, error);
  char *digest = NULL;

  if (fd < 0)
    return NULL;

  /* What was written and never acknowledged may stand behind the end. */
  if (ftruncate (fd, size) == 0 && fsync (fd) == 0)
    digest = hash (fd, checksum);
  if (digest == NULL)
    fail (error, name, errno);
  close (fd);
  return digest;
}

GFileInputStream *
balie_file_store_read (BalieFileStore *self,
                       const char     *name,
                       GError        **error)
{
  g_autoptr (GFile) file = g_file_new_build_filename (self->folder, name, NULL);
  g_autoptr (GError) local_error = NULL;
  GFileInputStream *stream = g_file_read (file, NULL, &local_error);

  if (stream == NULL)
    g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s: %s", name, local_error->message);
  return stream;
}

static gboolean
copy_file (BalieFileStore *self,
           const char     *source,
           const char     *name,
           GError        **error)
{
  g_autofree char *part = g_strconcat (name, ".part", NULL);
  g_autofree char *part_path = g_build_filename (self->folder, part, NULL);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GFile) from = g_file_new_for_path (source);
  g_autoptr (GFile) to = g_file_new_for_path (part_path);
  g_autoptr (GError) local_error = NULL;

  if (!g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &local_error))
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s: %s", name, local_error->message);
      return FALSE;
    }
  return balie_file_store_sync (self, part, error) && (g_rename (part_path, path) == 0 || fail (error, name, errno));
}

gboolean
balie_file_store_take (BalieFileStore *self,
                       BalieFileStore *from,
                       const char     *name,
                       gboolean       *missing,
                       GError        **error)
{
  g_autofree char *source = g_build_filename (from->folder, name, NULL);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  *missing = FALSE;
  if (link (source, path) != 0 && errno != EEXIST)
    {
      *missing = errno == ENOENT;
      if (*missing)
        return TRUE;

      /* Another disk, or one that has no links. */
      if (!copy_file (self, source, name, error))
        return FALSE;
    }
  return sync_folder (self, error);
}

GBytes *
balie_file_store_read_head (BalieFileStore *self,
                            const char     *name,
                            gsize           maximum,
                            GError        **error)
{
  g_autofree guint8 *head = g_malloc (maximum);
  gsize              length = 0;
  gssize             n_read = 1;
  int                fd = open_file (self, name, O_RDONLY, error);

  if (fd < 0)
    return NULL;

  while (length < maximum && n_read != 0)
    {
      n_read = read (fd, head + length, maximum - length);
      if (n_read < 0 && errno != EINTR)
        break;
      length += (gsize)MAX (n_read, 0);
    }
  if (n_read < 0)
    fail (error, name, errno);
  close (fd);
  return n_read < 0 ? NULL : g_bytes_new_take (g_steal_pointer (&head), length);
}

char *
balie_file_store_dup_path (BalieFileStore *self,
                           const char     *name)
{
  return g_build_filename (self->folder, name, NULL);
}

void
balie_file_store_remove (BalieFileStore *self,
                         const char     *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  if (g_unlink (path) != 0 && errno != ENOENT)
    g_message ("A file stays: %s", g_strerror (errno));
}

GPtrArray *
balie_file_store_list (BalieFileStore *self,
                       GError        **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, &local_error);
  const char *name;

  if (folder == NULL)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s", local_error->message);
      return NULL;
    }

  while ((name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  return g_steal_pointer (&names);
}
