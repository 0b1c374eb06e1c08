/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a part of a copy that is about to be sent. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-upload-part.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct
{
  char  *path;
  gint64 offset;
  gsize  size;
} Part;

/* The content of a part. */
typedef struct
{
  gpointer address;
  gsize    size;
} Memory;

static void
part_free (Part *part)
{
  g_free (part->path);
  g_free (part);
}

static gboolean
read_all (int     fd,
          gint64  offset,
          guint8 *buffer,
          gsize   left)
{
  while (left > 0)
    {
      ssize_t n_read = pread (fd, buffer, left, offset);

      if (n_read < 0 && errno == EINTR)
        continue;
      if (n_read <= 0)
        return FALSE;
      buffer += n_read;
      offset += n_read;
      left -= (gsize)n_read;
    }

  return TRUE;
}

static void
memory_free (Memory *memory)
{
  munmap (memory->address, memory->size);
  g_free (memory);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Memory, memory_free)

/* Straight from the system, and back to it: the allocator would keep as much again for the next time. */
static Memory *
memory_new (gsize size)
{
  Memory *memory = g_new0 (Memory, 1);

  memory->size = size;
  memory->address = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory->address == MAP_FAILED)
    g_error ("There is no memory for %" G_GSIZE_FORMAT " bytes", size);

  return memory;
}

static gpointer
read_job (gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Part *part = data;
  g_autoptr (Memory) memory = NULL;
  int      fd = g_open (part->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC, 0);
  gboolean is_whole;

  if (fd < 0)
    {
      g_set_error (error, BALIE_ERROR, errno == ENOENT ? BALIE_ERROR_NOT_FOUND : BALIE_ERROR_STORAGE, "%s", g_strerror (errno));
      return NULL;
    }

  memory = memory_new (part->size);
  is_whole = read_all (fd, part->offset, memory->address, part->size);
  close (fd);
  if (is_whole)
    {
      gpointer address = memory->address;

      return g_bytes_new_with_free_func (address, part->size, (GDestroyNotify)memory_free, g_steal_pointer (&memory));
    }

  g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "a copy of a file is not whole");
  return NULL;
}

void
balie_upload_part_read_async (BalieWorker        *reader,
                              BalieUpload        *upload,
                              gint64              offset,
                              gint64              size,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  Part *part = g_new0 (Part, 1);

  part->path = balie_upload_dup_path (upload);
  part->offset = offset;
  part->size = (gsize)size;
  balie_worker_run_async (reader, read_job, part, (GDestroyNotify)part_free, (GDestroyNotify)g_bytes_unref, cancellable,
                          callback, user_data);
}

GBytes *
balie_upload_part_read_finish (BalieWorker  *reader,
                               GAsyncResult *result,
                               GError      **error)
{
  return balie_worker_run_finish (reader, result, error);
}
