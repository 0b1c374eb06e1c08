/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's help articles, which not every desk has. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

#include "balie-article-fetch.h"

static void
on_articles (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *articles = balie_article_fetch_list_finish (BALIE_TRANSPORT (source), result, &error);

  if (articles != NULL)
    g_task_return_pointer (task, articles, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
balie_session_find_articles_async (BalieSession       *self,
                                   const char         *query,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BALIE_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_find_articles_async);
  if (self->desk == NULL || !balie_desk_has_feature (self->desk, "articles"))
    g_task_return_pointer (task, g_ptr_array_new_with_free_func ((GDestroyNotify)balie_article_unref), (GDestroyNotify)g_ptr_array_unref);
  else
    balie_article_fetch_list_async (self->transport, query, cancellable, on_articles, g_steal_pointer (&task));
}

GPtrArray *
balie_session_find_articles_finish (BalieSession *self,
                                    GAsyncResult *result,
                                    GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_article (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieArticle *article = balie_article_fetch_finish (BALIE_TRANSPORT (source), result, &error);

  if (article != NULL)
    g_task_return_pointer (task, article, (GDestroyNotify)balie_article_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
balie_session_load_article_async (BalieSession       *self,
                                  const char         *id,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_session_load_article_async);
  balie_article_fetch_async (self->transport, id, cancellable, on_article, task);
}

BalieArticle *
balie_session_load_article_finish (BalieSession *self,
                                   GAsyncResult *result,
                                   GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
