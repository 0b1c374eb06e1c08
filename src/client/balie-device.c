/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The identity of this installation, by which a server tells a person's devices apart. It is no secret. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-device.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "balie-error.h"
#include "balie-text.h"

static char *
read_id (const char *path)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;

  g_strstrip (text);
  return balie_text_is_uuid (text) ? g_steal_pointer (&text) : NULL;
}

static char *
make_id (const char *path,
         GError    **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *line = g_strconcat (id, "\n", NULL);
  g_autoptr (GError) local_error = NULL;

  if (g_file_set_contents_full (path, line, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &local_error))
    return g_steal_pointer (&id);

  g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_STORAGE, local_error->message);
  return NULL;
}

static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const char      *data_dir = task_data;
  g_autofree char *path = g_build_filename (data_dir, "device", NULL);
  char            *id;
  GError          *error = NULL;

  if (g_mkdir_with_parents (data_dir, 0700) != 0)
    {
      g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_STORAGE, "The data folder cannot be made: %s", g_strerror (errno));
      return;
    }

  id = read_id (path);
  if (id == NULL)
    id = make_id (path, &error);

  if (id == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, id, g_free);
}

void
balie_device_load_async (const char         *data_dir,
                         GCancellable       *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (data_dir != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_device_load_async);
  g_task_set_task_data (task, g_strdup (data_dir), g_free);
  g_task_run_in_thread (task, load_in_thread);
}

char *
balie_device_load_finish (GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
