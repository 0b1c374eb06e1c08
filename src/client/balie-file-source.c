/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a copy is taken of: a file somewhere, or bytes. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-file-source.h"

#include "balie-file-name.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As much of the content as tells its type. */
#define HEAD_SIZE 4096

#define UNKNOWN_TYPE "application/octet-stream"

#define ATTRIBUTES G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME

struct _BalieFileSource
{
  char *name;
  char *media_type;

  /* One of these three. */
  int           fd;
  GInputStream *stream;
  GBytes       *bytes;

  GBytes     *head;   /* of a stream: what was read of it to tell its type */
  gsize       offset; /* in the bytes, or in the head */
  gint64      size;
  struct stat status; /* of a file */
};

/* A name that is no UTF-8 comes from before it, which here means Latin-1; in that every byte is a character. */
static char *
to_name (const char *bytes)
{
  g_autofree char *converted = NULL;

  if (!g_utf8_validate (bytes, -1, NULL))
    converted = g_convert (bytes, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);

  return balie_file_name_clean (converted != NULL ? converted : bytes);
}

char *
balie_file_source_dup_name (GFile *file)
{
  g_autofree char *basename = g_file_get_basename (file);

  return to_name (basename != NULL ? basename : "");
}

static BalieFileSource *
source_new (void)
{
  BalieFileSource *self = g_new0 (BalieFileSource, 1);

  self->fd = -1;

  return self;
}

void
balie_file_source_free (BalieFileSource *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->head, g_bytes_unref);
  g_free (self->name);
  g_free (self->media_type);
  g_free (self);
}

static char *
guess_type (const char   *name,
            gconstpointer head,
            gsize         size)
{
  g_autofree char *content_type = g_content_type_guess (name, head, size, NULL);
  g_autofree char *type = g_content_type_get_mime_type (content_type);
  g_autofree char *folded = type != NULL ? g_ascii_strdown (type, -1) : NULL;

  return folded != NULL && balie_file_name_is_type (folded) ? g_steal_pointer (&folded) : g_strdup (UNKNOWN_TYPE);
}

static BalieFileFault
fault_from_errno (int number)
{
  return number == ENOENT || number == ENOTDIR || number == ENAMETOOLONG || number == ESTALE || number == ENODEV
           ? BALIE_FILE_FAULT_VANISHED
           : BALIE_FILE_FAULT_UNREADABLE;
}

/* Opening without waiting: a pipe that nobody writes to must not hold anybody up. */
static BalieFileFault
open_native (BalieFileSource *self,
             const char      *path)
{
  guint8  head[HEAD_SIZE];
  ssize_t n_read;

  self->fd = g_open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
  if (self->fd < 0 || fstat (self->fd, &self->status) != 0)
    return fault_from_errno (errno);
  if (S_ISDIR (self->status.st_mode))
    return BALIE_FILE_FAULT_FOLDER;
  if (!S_ISREG (self->status.st_mode))
    return BALIE_FILE_FAULT_UNREADABLE;

  n_read = pread (self->fd, head, sizeof head, 0);
  if (n_read < 0)
    return fault_from_errno (errno);

  self->size = self->status.st_size;
  self->media_type = guess_type (self->name, head, (gsize)n_read);

  return BALIE_FILE_FAULT_NONE;
}

static BalieFileFault
fault_from_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_MOUNTED))
    return BALIE_FILE_FAULT_VANISHED;

  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY) ? BALIE_FILE_FAULT_FOLDER : BALIE_FILE_FAULT_UNREADABLE;
}

/* What lies on another machine, a phone or a camera is read through the desktop. */
static BalieFileFault
open_stream (BalieFileSource *self,
             GFile           *file,
             GCancellable    *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, &error);
  GFileType type;

  if (info == NULL)
    return fault_from_error (error);

  type = g_file_info_get_file_type (info);
  if (type == G_FILE_TYPE_DIRECTORY)
    return BALIE_FILE_FAULT_FOLDER;
  if (type != G_FILE_TYPE_REGULAR)
    return BALIE_FILE_FAULT_UNREADABLE;

  self->stream = G_INPUT_STREAM (g_file_read (file, cancellable, &error));
  if (self->stream != NULL)
    self->head = g_input_stream_read_bytes (self->stream, HEAD_SIZE, cancellable, &error);
  if (self->head == NULL)
    return fault_from_error (error);

  g_free (self->name);
  self->name = to_name (g_file_info_get_display_name (info));
  self->size = g_file_info_get_size (info);
  self->media_type = guess_type (self->name, g_bytes_get_data (self->head, NULL), g_bytes_get_size (self->head));

  return BALIE_FILE_FAULT_NONE;
}

BalieFileSource *
balie_file_source_open (GFile          *file,
                        GCancellable   *cancellable,
                        BalieFileFault *fault)
{
  g_autoptr (BalieFileSource) self = source_new ();
  g_autofree char *path = g_file_is_native (file) ? g_file_get_path (file) : NULL;

  self->name = balie_file_source_dup_name (file);
  *fault = path != NULL ? open_native (self, path) : open_stream (self, file, cancellable);

  return *fault == BALIE_FILE_FAULT_NONE ? g_steal_pointer (&self) : NULL;
}

BalieFileSource *
balie_file_source_new_for_bytes (const char *name,
                                 const char *media_type,
                                 GBytes     *bytes)
{
  BalieFileSource *self = source_new ();
  gsize            size;
  gconstpointer    data = g_bytes_get_data (bytes, &size);

  self->name = to_name (name);
  self->media_type = media_type != NULL ? g_strdup (media_type) : guess_type (self->name, data, MIN (size, HEAD_SIZE));
  self->bytes = g_bytes_ref (bytes);
  self->size = (gint64)size;

  return self;
}

const char *
balie_file_source_get_name (BalieFileSource *self)
{
  return self->name;
}

const char *
balie_file_source_get_media_type (BalieFileSource *self)
{
  return self->media_type;
}

gint64
balie_file_source_get_size (BalieFileSource *self)
{
  return self->size;
}

static gssize
read_bytes (BalieFileSource *self,
            GBytes          *bytes,
            guint8          *buffer,
            gsize            size)
{
  gsize         length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  gsize         n_read = MIN (size, length - self->offset);

  if (n_read > 0)
    memcpy (buffer, data + self->offset, n_read);
  self->offset += n_read;

  return (gssize)n_read;
}

gssize
balie_file_source_read (BalieFileSource *self,
                        guint8          *buffer,
                        gsize            size,
                        GCancellable    *cancellable)
{
  gssize n_read;

  if (self->bytes != NULL)
    return read_bytes (self, self->bytes, buffer, size);

  if (self->stream != NULL)
    {
      n_read = read_bytes (self, self->head, buffer, size);
      return n_read > 0 ? n_read : g_input_stream_read (self->stream, buffer, size, cancellable, NULL);
    }

  do
    n_read = read (self->fd, buffer, size);
  while (n_read < 0 && errno == EINTR);

  return n_read;
}

gboolean
balie_file_source_is_changed (BalieFileSource *self)
{
  struct stat status;

  if (self->fd < 0)
    return FALSE;

  return fstat (self->fd, &status) != 0 ||
         status.st_size != self->status.st_size ||
         status.st_mtim.tv_sec != self->status.st_mtim.tv_sec ||
         status.st_mtim.tv_nsec != self->status.st_mtim.tv_nsec;
}
