/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of files that came with messages: to read them, or to keep them. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-file-copy.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#define MAY_RUN (S_IXUSR | S_IXGRP | S_IXOTH)

/* As https://www.freedesktop.org/wiki/CommonExtendedAttributes/ has it. */
#define ORIGIN "xattr::xdg.origin.url"

typedef struct
{
  char  *path;
  char  *name;
  GFile *target;
  char  *origin;

  BalieFileSafety safety;
  char           *type;
} Copy;

/* A folder of this process, and the ones in it, each with one file. */
static char      *reading;
static GPtrArray *folders;
static GMutex     mutex;

static void
copy_free (Copy *self)
{
  g_free (self->path);
  g_free (self->name);
  g_clear_object (&self->target);
  g_free (self->origin);
  g_free (self->type);
  g_free (self);
}

static void
run (Copy               *copy,
     gpointer            tag,
     GTaskThreadFunc     work,
     GAsyncReadyCallback callback,
     gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, copy, (GDestroyNotify)copy_free);
  g_task_run_in_thread (task, work);
}

static Copy *
copy_new (const char *path,
          const char *name)
{
  Copy *self = g_new0 (Copy, 1);

  self->path = g_strdup (path);
  self->name = g_strdup (name);

  return self;
}

static void
judge_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Copy *copy = data;
  g_autoptr (GFile) file = g_file_new_for_path (copy->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &error);
  g_autofree char *content_type = NULL;
  guint8           start[BALIE_FILE_SAFETY_SNIFFED];
  gsize            length;

  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), start, sizeof start, &length, NULL, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  copy->safety = balie_file_safety_judge (copy->name, start, length);
  content_type = g_content_type_guess (copy->name, start, length, NULL);
  copy->type = g_content_type_get_description (content_type);
  g_task_return_boolean (task, TRUE);
}

void
balie_file_copy_judge_async (const char         *path,
                             const char         *name,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_return_if_fail (path != NULL && name != NULL);

  run (copy_new (path, name), balie_file_copy_judge_async, judge_in_thread, callback, user_data);
}

gboolean
balie_file_copy_judge_finish (GAsyncResult    *result,
                              BalieFileSafety *safety,
                              char           **type,
                              GError         **error)
{
  Copy *copy;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  copy = g_task_get_task_data (G_TASK (result));
  *safety = copy->safety;
  *type = g_steal_pointer (&copy->type);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Two files may have one name, so that each gets a folder. */
static char *
make_folder (GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  g_autofree char *folder = NULL;
  g_autofree char *number = NULL;

  if (reading == NULL)
    reading = g_dir_make_tmp ("balie-XXXXXX", error);
  if (reading == NULL)
    return NULL;

  if (folders == NULL)
    folders = g_ptr_array_new_with_free_func (g_free);
  number = g_strdup_printf ("%u", folders->len + 1);
  folder = g_build_filename (reading, number, NULL);
  if (g_mkdir (folder, 0700) != 0)
    {
      int fault = errno;

      g_set_error (error, G_IO_ERROR, (int)g_io_error_from_errno (fault), "cannot make a folder: %s", g_strerror (fault));
      return NULL;
    }

  g_ptr_array_add (folders, g_strdup (folder));
  return g_steal_pointer (&folder);
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Copy *copy = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = make_folder (&error);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, copy->name, NULL) : NULL;
  g_autoptr (GFile) from = g_file_new_for_path (copy->path);
  g_autoptr (GFile) to = path != NULL ? g_file_new_for_path (path) : NULL;

  if (to == NULL || !g_file_copy (from, to, G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_chmod (path, 0400) != 0)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "cannot protect a copy: %s", g_strerror (errno));
  else
    g_task_return_pointer (task, g_steal_pointer (&to), g_object_unref);
}

void
balie_file_copy_read_async (const char         *path,
                            const char         *name,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_return_if_fail (path != NULL && name != NULL);

  run (copy_new (path, name), balie_file_copy_read_async, read_in_thread, callback, user_data);
}

GFile *
balie_file_copy_read_finish (GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Not every file system knows of modes and notes; where one does, what was there before must not lend its mode. */
static void
mark (GFile      *file,
      const char *origin)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_UNIX_MODE, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  guint32 mode = info != NULL ? g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_UNIX_MODE) : 0;

  if ((mode & MAY_RUN) != 0)
    g_file_set_attribute_uint32 (file, G_FILE_ATTRIBUTE_UNIX_MODE, mode & ~(guint32)MAY_RUN, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  if (origin != NULL)
    g_file_set_attribute_string (file, ORIGIN, origin, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
}

static void
keep_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Copy *copy = data;
  g_autoptr (GFile) from = g_file_new_for_path (copy->path);
  g_autoptr (GError) error = NULL;

  if (!g_file_copy (from, copy->target, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  mark (copy->target, copy->origin);
  g_task_return_boolean (task, TRUE);
}

void
balie_file_copy_keep_async (const char         *path,
                            GFile              *target,
                            const char         *origin,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  Copy *copy;

  g_return_if_fail (path != NULL);
  g_return_if_fail (G_IS_FILE (target));

  copy = copy_new (path, NULL);
  copy->target = g_object_ref (target);
  copy->origin = g_strdup (origin);
  run (copy, balie_file_copy_keep_async, keep_in_thread, callback, user_data);
}

gboolean
balie_file_copy_keep_finish (GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
delete_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

void
balie_file_copy_clean (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    delete_folder (g_ptr_array_index (folders, i));
  g_clear_pointer (&folders, g_ptr_array_unref);

  if (reading != NULL)
    g_rmdir (reading);
  g_clear_pointer (&reading, g_free);
}
