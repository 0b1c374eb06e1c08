/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a download that is here so far, and its digest. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-part-file.h"

#include "balie-error.h"
#include "balie-sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (256 * 1024)

struct _BaliePartFile
{
  char        *path; /* of the whole */
  char        *part;
  BalieSha256 *sha256;
  gint64       length;
  int          fd;
};

static gboolean
set_error (GError    **error,
           const char *doing)
{
  int fault = errno;

  g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "cannot %s a download: %s", doing, g_strerror (fault));

  return FALSE;
}

static gboolean
read_part (BaliePartFile *self,
           GError       **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  gssize             n_read;

  while ((n_read = read (self->fd, chunk, CHUNK)) != 0)
    {
      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read < 0)
        return set_error (error, "read");

      balie_sha256_update (self->sha256, chunk, n_read);
      self->length += n_read;
    }

  return TRUE;
}

BaliePartFile *
balie_part_file_open (const char *path,
                      gint64      maximum,
                      GError    **error)
{
  g_autoptr (BaliePartFile) self = g_new0 (BaliePartFile, 1);
  struct stat status;

  self->path = g_strdup (path);
  self->part = g_strconcat (path, BALIE_PART_FILE_SUFFIX, NULL);
  self->sha256 = balie_sha256_new ();
  self->fd = g_open (self->part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->fd < 0 || fstat (self->fd, &status) != 0)
    {
      set_error (error, "open");
      return NULL;
    }

  if (status.st_size > maximum ? !balie_part_file_restart (self, error) : !read_part (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
balie_part_file_free (BaliePartFile *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->sha256, balie_sha256_free);
  g_free (self->path);
  g_free (self->part);
  g_free (self);
}

gint64
balie_part_file_get_length (const BaliePartFile *self)
{
  return self->length;
}

gboolean
balie_part_file_restart (BaliePartFile *self,
                         GError       **error)
{
  if (ftruncate (self->fd, 0) != 0 || lseek (self->fd, 0, SEEK_SET) != 0)
    return set_error (error, "empty");

  balie_sha256_free (self->sha256);
  self->sha256 = balie_sha256_new ();
  self->length = 0;

  return TRUE;
}

gboolean
balie_part_file_append (BaliePartFile *self,
                        const void    *data,
                        gsize          length,
                        GError       **error)
{
  const guint8 *next = data;

  while (length > 0)
    {
      gssize n_written = write (self->fd, next, length);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        return set_error (error, "write");

      balie_sha256_update (self->sha256, next, n_written);
      self->length += n_written;
      next += n_written;
      length -= n_written;
    }

  return TRUE;
}

gboolean
balie_part_file_finish (BaliePartFile *self,
                        const char    *sha256,
                        GError       **error)
{
  g_autofree char *digest = balie_sha256_dup_string (self->sha256);

  if (sha256 != NULL && g_strcmp0 (digest, sha256) != 0)
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_PARSE, "Other bytes came than were announced");
      return FALSE;
    }

  /* It is never written again; a program that is given it may not either. */
  if (fchmod (self->fd, 0400) != 0 || g_rename (self->part, self->path) != 0)
    return set_error (error, "keep");

  return TRUE;
}

void
balie_part_file_discard (BaliePartFile *self)
{
  if (g_unlink (self->part) != 0 && errno != ENOENT)
    g_message ("A part of a download could not be deleted: %s", g_strerror (errno));
}
