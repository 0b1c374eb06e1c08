/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of help articles. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-routes.h"

#include "balie-account-store.h"
#include "balie-digest.h"
#include "balie-index-words.h"

#include <string.h>

/* A request whose reader's language is being looked up. */
typedef struct
{
  /* owned */
  BalieExchange *exchange;
  char          *text;

  /* borrowed */
  BalieRouteContext *context;
} Lookup;

static void
lookup_free (Lookup *self)
{
  g_clear_object (&self->exchange);
  g_free (self->text);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lookup, lookup_free)

/* Gives the caller's language, or NULL when the caller has none. */
static gpointer
find_language (BalieTransaction *transaction,
               gpointer          input,
               GError          **error)
{
  g_autoptr (BalieAccount) account = balie_account_store_get (transaction->db, transaction->caller->account, error);

  return account != NULL ? g_strdup (account->language) : NULL;
}

/* The ETag is of the document itself: it differs when another reader would see something else. */
static void
answer (BalieExchange   *exchange,
        BalieJsonWriter *writer)
{
  char            *document = balie_json_writer_end (writer, NULL);
  g_autofree char *digest = balie_digest ((const char *const[]){document}, 1);
  g_autofree char *etag = g_strndup (digest, 16);
  g_autoptr (GBytes) body = g_bytes_new_take (document, strlen (document));

  balie_exchange_set_etag (exchange, etag);
  balie_exchange_answer_bytes (exchange, 200, "application/json", body);
}

static void
language_found_to_list (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (Lookup) lookup = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *language = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);
  g_autoptr (GPtrArray) articles = NULL;
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  if (local_error == NULL && lookup->text != NULL)
    articles = balie_articles_find (lookup->context->articles, language, lookup->text, &local_error);
  else if (local_error == NULL)
    articles = balie_articles_list (lookup->context->articles, language);
  if (articles == NULL)
    {
      balie_exchange_answer_error (lookup->exchange, local_error);
      return;
    }

  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_begin_array (writer, "articles");
  for (guint i = 0; i < articles->len; i++)
    {
      /* A shallow copy, to be written and dropped: a list shows no bodies. */
      BalieArticle article = *(const BalieArticle *)g_ptr_array_index (articles, i);

      article.body = NULL;
      balie_article_write (&article, writer, NULL);
    }
  balie_json_writer_end_array (writer);
  balie_json_writer_end_object (writer);
  answer (lookup->exchange, writer);
}

static void
language_found_to_get (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (Lookup) lookup = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *language = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  const BalieArticle *article;

  if (local_error != NULL)
    {
      balie_exchange_answer_error (lookup->exchange, local_error);
      return;
    }

  article = balie_articles_get (lookup->context->articles, language, balie_exchange_get_parameter (lookup->exchange, "name"));
  if (article == NULL)
    {
      balie_exchange_refuse (lookup->exchange, 404, "not-found", "There is no such article");
      return;
    }
  balie_article_write (article, writer, NULL);
  answer (lookup->exchange, writer);
}

static void
look_up (BalieRouteContext  *context,
         BalieExchange      *exchange,
         const char         *text,
         GAsyncReadyCallback callback)
{
  g_autoptr (BalieCaller) caller = balie_routes_dup_caller (exchange);
  Lookup *lookup = g_new0 (Lookup, 1);

  lookup->context = context;
  lookup->exchange = g_object_ref (exchange);
  lookup->text = g_strdup (text);
  balie_desk_service_read_async (context->service, find_language, caller, NULL, NULL, g_free, balie_exchange_get_cancellable (exchange), callback, lookup);
}

static void
list_articles (BalieExchange *exchange,
               gpointer       user_data)
{
  const char *text = balie_exchange_query_text (exchange, "q", BALIE_INDEX_WORDS_TEXT_MAX);

  if (balie_exchange_finish_query (exchange))
    look_up (user_data, exchange, text, language_found_to_list);
}

static void
get_article (BalieExchange *exchange,
             gpointer       user_data)
{
  if (balie_exchange_finish_query (exchange))
    look_up (user_data, exchange, NULL, language_found_to_get);
}

static const BalieRoute routes[] = {
  {"GET", "/v1/articles", BALIE_ACCESS_SIGNED_IN, list_articles},
  {"GET", "/v1/articles/{name:text}", BALIE_ACCESS_SIGNED_IN, get_article},
};

void
balie_routes_add_article (BalieRouter       *router,
                          BalieRouteContext *context)
{
  balie_router_add_routes (router, routes, G_N_ELEMENTS (routes), context);
}
