/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a session is made: from its cache, whatever state that is in. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-open.h"

#include "balie-error.h"
#include "balie-session-private.h"

typedef struct
{
  BalieTransport     *transport;
  BalieAccount       *account;
  BalieCache         *cache;
  BalieCacheContents *contents;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_object (&opening->transport);
  g_clear_object (&opening->cache);
  g_clear_pointer (&opening->account, balie_account_unref);
  g_clear_pointer (&opening->contents, balie_cache_contents_free);
  g_free (opening);
}

static void
return_session (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  g_task_return_pointer (task,
                         balie_session_new (opening->transport, opening->cache, opening->account, opening->contents),
                         g_object_unref);
}

static void
on_account_stored (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Opening *opening = g_task_get_task_data (task);

  balie_cache_write_finish (opening->cache, result, &error);
  if (error != NULL)
    {
      balie_cache_close (opening->cache);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  return_session (task);
}

static void
on_cache_opened (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Opening *opening = g_task_get_task_data (task);

  opening->cache = balie_cache_open_finish (result, &opening->contents, &error);
  if (opening->cache == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (opening->account == NULL && opening->contents->account == NULL)
    {
      balie_cache_close (opening->cache);
      g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_NOT_FOUND, "the cache knows of no account");
      return;
    }

  if (opening->account == NULL)
    {
      opening->account = balie_account_ref (opening->contents->account);
      return_session (task);
      return;
    }

  balie_cache_write_async (opening->cache, balie_session_job_set_account, balie_session_dup_account_json (opening->account), g_free,
                           NULL, NULL, on_account_stored, g_steal_pointer (&task));
}

void
balie_session_open_async (BalieTransport     *transport,
                          const char         *path,
                          BalieAccount       *account,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            user_data)
{
  GTask   *task;
  Opening *opening;

  g_return_if_fail (BALIE_IS_TRANSPORT (transport));
  g_return_if_fail (path != NULL);

  opening = g_new0 (Opening, 1);
  opening->transport = g_object_ref (transport);
  opening->account = account != NULL ? balie_account_ref (account) : NULL;

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_open_async);
  g_task_set_task_data (task, opening, (GDestroyNotify)opening_free);
  balie_cache_open_async (path, account != NULL, cancellable, on_cache_opened, task);
}

BalieSession *
balie_session_open_finish (GAsyncResult *result,
                           GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
