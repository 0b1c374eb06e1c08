/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a server for help articles. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-article-fetch.h"

#include "balie-error.h"

/* Characters that a server takes. */
#define MAX_QUERY 200

static BalieJsonReader *
read_answer (GObject      *source,
             GAsyncResult *result,
             BalieAnswer **answer,
             GError      **error)
{
  const char *text;
  gsize       length;

  *answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, error);
  if (*answer == NULL || !balie_answer_check (*answer, error))
    return NULL;

  text = g_bytes_get_data ((*answer)->body, &length);
  return balie_json_reader_new (text, length, BALIE_JSON_READER_NONE, error);
}

/* What is not as it should be is no fault of the caller, as it would be on the server. */
static gboolean
finish_reading (BalieJsonReader *reader,
                GError         **error)
{
  g_autoptr (GError) fault = NULL;

  if (balie_json_reader_finish (reader, &fault))
    return TRUE;

  g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_PARSE, fault->message);
  return FALSE;
}

static void
on_list (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (BalieJsonReader) reader = read_answer (source, result, &answer, &error);
  g_autoptr (GPtrArray) articles = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_article_unref);
  guint n_articles;

  if (reader != NULL)
    {
      n_articles = balie_json_reader_enter_array (reader, "articles");
      for (guint i = 0; i < n_articles; i++)
        {
          balie_json_reader_enter_item (reader, i);
          g_ptr_array_add (articles, balie_article_read (reader, NULL));
          balie_json_reader_leave (reader);
        }
      balie_json_reader_leave (reader);
    }

  if (reader != NULL && finish_reading (reader, &error))
    g_task_return_pointer (task, g_steal_pointer (&articles), (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
balie_article_fetch_list_async (BalieTransport     *transport,
                                const char         *query,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  GTask           *task;
  g_autofree char *path = NULL;

  g_return_if_fail (BALIE_IS_TRANSPORT (transport));

  if (query != NULL && *query != '\0')
    {
      g_autofree char *start = g_utf8_substring (query, 0, MIN (g_utf8_strlen (query, -1), MAX_QUERY));
      g_autofree char *escaped = g_uri_escape_string (start, NULL, FALSE);

      path = g_strconcat ("/v1/articles?q=", escaped, NULL);
    }

  task = g_task_new (transport, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_article_fetch_list_async);
  balie_transport_request_async (transport, "GET", path != NULL ? path : "/v1/articles", NULL, NULL, cancellable, on_list, task);
}

GPtrArray *
balie_article_fetch_list_finish (BalieTransport *transport,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_article (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (BalieJsonReader) reader = read_answer (source, result, &answer, &error);
  g_autoptr (BalieArticle) article = reader != NULL ? balie_article_read (reader, NULL) : NULL;

  if (reader == NULL || !finish_reading (reader, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (article->body == NULL)
    g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_PARSE, "an article without a body");
  else
    g_task_return_pointer (task, g_steal_pointer (&article), (GDestroyNotify)balie_article_unref);
}

void
balie_article_fetch_async (BalieTransport     *transport,
                           const char         *id,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  GTask           *task;
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (BALIE_IS_TRANSPORT (transport));
  g_return_if_fail (id != NULL);

  escaped = g_uri_escape_string (id, NULL, FALSE);
  path = g_strconcat ("/v1/articles/", escaped, NULL);
  task = g_task_new (transport, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_article_fetch_async);
  balie_transport_request_async (transport, "GET", path, NULL, NULL, cancellable, on_article, task);
}

BalieArticle *
balie_article_fetch_finish (BalieTransport *transport,
                            GAsyncResult   *result,
                            GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
