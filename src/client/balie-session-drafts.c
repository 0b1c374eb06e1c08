/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's drafts, each by its key, and what is unsent at the end. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

#include "balie-error.h"

static gpointer
get_draft_job (BalieDb *db,
               gpointer data,
               GError **error)
{
  return balie_draft_table_get (db, data, error);
}

static void
on_draft (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieSession *self = g_task_get_source_object (task);
  BalieDraft   *draft = balie_cache_read_finish (self->cache, result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, draft, (GDestroyNotify)balie_draft_free);
}

void
balie_session_load_draft_async (BalieSession       *self,
                                const char         *key,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  const BalieDraft *waiting;

  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_load_draft_async);

  if (balie_draft_keeper_peek (self->drafts, key, &waiting))
    {
      g_task_return_pointer (task, waiting != NULL ? balie_draft_copy (waiting) : NULL, (GDestroyNotify)balie_draft_free);
      return;
    }

  balie_cache_read_async (self->cache, get_draft_job, g_strdup (key), g_free, (GDestroyNotify)balie_draft_free,
                          NULL, on_draft, g_steal_pointer (&task));
}

BalieDraft *
balie_session_load_draft_finish (BalieSession *self,
                                 GAsyncResult *result,
                                 GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
balie_session_save_draft (BalieSession     *self,
                          const char       *key,
                          const BalieDraft *draft)
{
  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (key != NULL);

  if (self->closed)
    return;

  balie_draft_keeper_put (self->drafts, key, draft);
  balie_session_show_draft (self, key, draft);
}

/* Jobs run in order, so when this one runs all that was given before it has been. */
static gpointer
count_drafts_job (BalieDb *db,
                  gpointer data,
                  GError **error)
{
  gint64 count = balie_draft_table_count (db, error);

  return count > 0 ? GINT_TO_POINTER ((int)MIN (count, G_MAXINT)) : NULL;
}

static void
on_flushed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieSession *self = g_task_get_source_object (task);

  balie_cache_read_finish (self->cache, result, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (balie_cache_get_failing (self->cache))
    g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_STORAGE, "what was typed last could not be written");
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_copied (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  BalieSession *self = g_task_get_source_object (task);

  balie_upload_queue_flush_finish (BALIE_UPLOAD_QUEUE (source), result, NULL);
  balie_draft_keeper_write (self->drafts);
  balie_read_marks_write (self->read_marks);
  balie_cache_read_async (self->cache, count_drafts_job, NULL, NULL, NULL, NULL, on_flushed, g_steal_pointer (&task));
}

void
balie_session_flush_async (BalieSession       *self,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (BALIE_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_flush_async);
  balie_upload_queue_flush_async (self->uploads, NULL, on_copied, task);
}

gboolean
balie_session_flush_finish (BalieSession *self,
                            GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_drafts_counted (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieSession *self = g_task_get_source_object (task);
  BalieUnsent  *unsent = g_new0 (BalieUnsent, 1);

  unsent->drafts = GPOINTER_TO_INT (balie_cache_read_finish (self->cache, result, &error));
  unsent->messages = balie_outbox_get_unsent (self->outbox);
  if (error != NULL)
    {
      g_free (unsent);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_pointer (task, unsent, g_free);
}

void
balie_session_count_unsent_async (BalieSession       *self,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (BALIE_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_count_unsent_async);
  balie_draft_keeper_write (self->drafts);
  balie_cache_read_async (self->cache, count_drafts_job, NULL, NULL, NULL, NULL, on_drafts_counted, task);
}

gboolean
balie_session_count_unsent_finish (BalieSession *self,
                                   GAsyncResult *result,
                                   BalieUnsent  *unsent,
                                   GError      **error)
{
  g_autofree BalieUnsent *counted = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (unsent != NULL, FALSE);

  counted = g_task_propagate_pointer (G_TASK (result), error);
  if (counted == NULL)
    return FALSE;

  *unsent = *counted;
  return TRUE;
}
