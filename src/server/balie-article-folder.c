/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of help articles: Markdown files, which somebody writes while they are read. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-article-folder.h"

#include "balie-article-parser.h"
#include "balie-error.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".md"

#define MAX_FILES 1000
#define MAX_BYTES (16 * 1024 * 1024)

#define MAX_ID 100

typedef enum {
  READ,
  BEING_WRITTEN,
  FAULTY,
} Outcome;

/* One look at a folder. */
typedef struct
{
  /* borrowed */
  const char *path;
  GPtrArray  *faults;

  int   folder;
  gsize n_bytes;
} Reading;

void
balie_article_file_free (BalieArticleFile *self)
{
  g_free (self->name);
  g_free (self->id);
  g_free (self->language);
  g_clear_pointer (&self->article, balie_article_unref);
  g_free (self);
}

static void
add_fault (Reading    *self,
           const char *name,
           guint       line,
           const char *detail)
{
  g_autofree char *shown = g_utf8_make_valid (name, -1);

  if (line > 0)
    g_ptr_array_add (self->faults, g_strdup_printf ("%s:%u: %s", shown, line, detail));
  else
    g_ptr_array_add (self->faults, g_strdup_printf ("%s: %s", shown, detail));
}

static gboolean
is_id (const char *id)
{
  gsize length = strlen (id);

  return length > 0 && length <= MAX_ID && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && *id != '-';
}

static gboolean
is_language (const char *language)
{
  gsize length = strlen (language);

  return length >= 2 && length <= 3 && strspn (language, "abcdefghijklmnopqrstuvwxyz") == length;
}

/* Returns NULL when the name is not that of an article. */
static BalieArticleFile *
parse_name (const char *name)
{
  g_autofree char  *stem = g_strndup (name, strlen (name) - strlen (SUFFIX));
  char             *dot = strrchr (stem, '.');
  const char       *language = NULL;
  BalieArticleFile *self;

  if (dot != NULL)
    {
      *dot = '\0';
      language = dot + 1;
    }
  if (!is_id (stem) || (language != NULL && !is_language (language)))
    return NULL;

  self = g_new0 (BalieArticleFile, 1);
  self->name = g_strdup (name);
  self->id = g_strdup (stem);
  self->language = g_strdup (language);
  return self;
}

/* A lease for reading is refused as long as somebody has the file open for writing; who comes to write it meanwhile waits for the few
 * milliseconds. Where leases are not to be had, the file's times are all there is to tell. The signal is one that does no harm. */
static gboolean
is_being_written (int fd)
{
  gboolean is_refused;

  if (fcntl (fd, F_SETSIG, SIGURG) != 0)
    return FALSE;

  is_refused = fcntl (fd, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
  fcntl (fd, F_SETLEASE, F_UNLCK);
  return is_refused;
}

/* Returns the number of bytes, or -1. */
static gssize
read_up_to (int   fd,
            char *buffer,
            gsize maximum)
{
  gsize length = 0;

  while (length < maximum)
    {
      gssize n_read = read (fd, buffer + length, maximum - length);

      if (n_read == 0)
        break;
      if (n_read < 0 && errno != EINTR)
        return -1;
      length += (gsize)MAX (n_read, 0);
    }
  return (gssize)length;
}

static gboolean
is_same (const struct stat *before,
         const struct stat *after)
{
  return before->st_size == after->st_size && before->st_mtim.tv_sec == after->st_mtim.tv_sec && before->st_mtim.tv_nsec == after->st_mtim.tv_nsec;
}

/* Reads a file that was opened. One byte more than is allowed is enough to know that it is too large. */
static Outcome
read_open_file (Reading          *self,
                BalieArticleFile *file,
                int               fd)
{
  g_autofree char *buffer = g_malloc (BALIE_ARTICLE_PARSER_MAX + 1);
  g_autoptr (GError) local_error = NULL;
  struct stat before = {0};
  struct stat after = {0};
  gssize      length;
  guint       line = 0;

  if (fstat (fd, &before) != 0 || !S_ISREG (before.st_mode))
    {
      add_fault (self, file->name, 0, "is no file");
      return FAULTY;
    }
  if (is_being_written (fd))
    return BEING_WRITTEN;

  length = read_up_to (fd, buffer, BALIE_ARTICLE_PARSER_MAX + 1);
  if (length < 0 || fstat (fd, &after) != 0)
    {
      add_fault (self, file->name, 0, g_strerror (errno));
      return FAULTY;
    }
  if (!is_same (&before, &after))
    return BEING_WRITTEN;

  self->n_bytes += (gsize)length;
  file->article = balie_article_parser_parse (file->id, buffer, (gsize)length, &line, &local_error);
  if (file->article != NULL)
    return READ;

  add_fault (self, file->name, line, local_error->message);
  return FAULTY;
}

/* Not to wait for a pipe, and not to follow a link to what nobody meant to publish. */
static Outcome
read_file (Reading          *self,
           BalieArticleFile *file)
{
  int     fd = openat (self->folder, file->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  Outcome outcome;

  if (fd < 0 && errno == ENOENT)
    return FAULTY;
  if (fd < 0)
    {
      add_fault (self, file->name, 0, errno == ELOOP ? "is a symbolic link, which is not followed" : g_strerror (errno));
      return FAULTY;
    }

  outcome = read_open_file (self, file, fd);
  close (fd);
  return outcome;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, so that it is the same ones each time when there are too many. */
static GPtrArray *
list_names (Reading *self,
            GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) folder = g_dir_open (self->path, 0, &local_error);
  const char *name;

  if (folder == NULL)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND, "%s", local_error->message);
      return NULL;
    }

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      if (*name != '.' && g_str_has_suffix (name, SUFFIX))
        g_ptr_array_add (names, g_strdup (name));
    }

  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

static void
read_names (Reading   *self,
            GPtrArray *names,
            GPtrArray *files)
{
  for (guint i = 0; i < names->len; i++)
    {
      const char       *name = g_ptr_array_index (names, i);
      BalieArticleFile *file = parse_name (name);

      if (file == NULL)
        {
          add_fault (self, name, 0, "must be named ID.md or ID.LANGUAGE.md, such as invoice-export.nl.md, in small letters, digits and hyphens");
        }
      else if (files->len == MAX_FILES || self->n_bytes > MAX_BYTES)
        {
          g_autofree char *detail = g_strdup_printf ("is one too many: %u files of %d MiB together are taken at most, and this is where it ends", (guint)MAX_FILES, MAX_BYTES / 1024 / 1024);

          add_fault (self, name, 0, detail);
          balie_article_file_free (file);
          return;
        }
      else if (read_file (self, file) == FAULTY)
        {
          balie_article_file_free (file);
        }
      else
        {
          g_ptr_array_add (files, file);
        }
    }
}

GPtrArray *
balie_article_folder_read (const char *path,
                           GPtrArray  *faults,
                           GError    **error)
{
  Reading reading = {.path = path, .faults = faults};
  g_autoptr (GPtrArray) names = list_names (&reading, error);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_article_file_free);

  if (names == NULL)
    return NULL;

  reading.folder = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (reading.folder < 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND, "%s: %s", path, g_strerror (errno));
      return NULL;
    }

  read_names (&reading, names, files);
  close (reading.folder);
  return g_steal_pointer (&files);
}
