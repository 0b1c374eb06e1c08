/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking for help articles: what is asked, and whatever is answered. */
#include <string.h>

#include "balie-article-fetch.h"
#include "balie-client-test.h"
#include "balie-error.h"
#include "balie-raw-server.h"
#include "balie-test-wait.h"

typedef struct
{
  BalieRawServer *server;
  BalieTransport *transport;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = balie_raw_server_new (NULL);
  fixture->transport = balie_transport_new (balie_raw_server_get_address (fixture->server), NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->server);
}

static GPtrArray *
fetch_list (Fixture    *fixture,
            const char *query,
            GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_article_fetch_list_async (fixture->transport, query, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_article_fetch_list_finish (fixture->transport, result, error);
}

static BalieArticle *
fetch (Fixture    *fixture,
       const char *id,
       GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_article_fetch_async (fixture->transport, id, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_article_fetch_finish (fixture->transport, result, error);
}

static void
test_list (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GPtrArray) articles = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  const BalieArticle *second;

  balie_raw_server_add_json (fixture->server, 200, NULL,
                             "{\"articles\":[{\"id\":\"export\",\"title\":\"Export\",\"summary\":\"How.\"},"
                             "{\"id\":\"log-in\",\"title\":\"Log in\",\"summary\":\"\",\"colour\":\"red\"}]}");
  articles = fetch_list (fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (articles->len, ==, 2);
  second = g_ptr_array_index (articles, 1);
  g_assert_cmpstr (second->id, ==, "log-in");
  g_assert_null (second->body);

  balie_raw_server_add_json (fixture->server, 200, NULL, "{\"articles\":[]}");
  none = fetch_list (fixture, "", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);

  for (guint i = 0; i < 2; i++)
    g_assert_true (g_str_has_prefix (balie_raw_server_get_request (fixture->server, i), "GET /v1/articles HTTP/1.1\r\n"));
}

static void
test_query (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (500, 'x');
  g_autofree char *long_path = g_strdup_printf ("GET /v1/articles?q=%.200s HTTP/1.1\r\n", long_text);
  const struct
  {
    const char *query;
    const char *request;
  } cases[] = {
    {"login", "GET /v1/articles?q=login HTTP/1.1\r\n"},
    {"a b&q=c#d", "GET /v1/articles?q=a%20b%26q%3Dc%23d HTTP/1.1\r\n"},
    {"café", "GET /v1/articles?q=caf%C3%A9 HTTP/1.1\r\n"},
    {long_text, long_path},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) articles = NULL;

      balie_raw_server_add_json (fixture->server, 200, NULL, "{\"articles\":[]}");
      articles = fetch_list (fixture, cases[i].query, NULL);
      g_assert_nonnull (articles);
      g_assert_true (g_str_has_prefix (balie_raw_server_get_request (fixture->server, i), cases[i].request));
    }
}

static void
test_article (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (BalieArticle) article = NULL;
  g_autoptr (GError) error = NULL;

  balie_raw_server_add_json (fixture->server, 200, NULL, "{\"id\":\"a/b\",\"title\":\"T\",\"summary\":\"S\",\"body\":\"# B\"}");
  article = fetch (fixture, "a/b", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (article->body, ==, "# B");
  g_assert_true (g_str_has_prefix (balie_raw_server_get_request (fixture->server, 0), "GET /v1/articles/a%2Fb HTTP/1.1\r\n"));
}

static void
test_bad_answers (Fixture      *fixture,
                  gconstpointer data)
{
  static const struct
  {
    guint       status;
    const char *answer;
    int         code;
  } cases[] = {
    {200, "{}", BALIE_ERROR_PARSE},
    {200, "[]", BALIE_ERROR_PARSE},
    {200, "{\"articles\":{}}", BALIE_ERROR_PARSE},
    {200, "{\"articles\":[{\"id\":1}]}", BALIE_ERROR_PARSE},
    {200, "{\"id\":\"a\",\"title\":\"T\",\"summary\":\"S\"}", BALIE_ERROR_PARSE},
    {404, "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404}", BALIE_ERROR_NOT_FOUND},
    {500, "{\"type\":\"about:blank\",\"title\":\"Oops\",\"status\":500}", BALIE_ERROR_SERVER},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) articles = NULL;
      g_autoptr (BalieArticle) article = NULL;
      g_autoptr (GError) list_error = NULL;
      g_autoptr (GError) error = NULL;

      balie_raw_server_add_json (fixture->server, cases[i].status, NULL, cases[i].answer);
      articles = fetch_list (fixture, NULL, &list_error);
      g_assert_null (articles);
      g_assert_error (list_error, BALIE_ERROR, cases[i].code);

      balie_raw_server_add_json (fixture->server, cases[i].status, NULL, cases[i].answer);
      article = fetch (fixture, "a", &error);
      g_assert_null (article);
      g_assert_error (error, BALIE_ERROR, cases[i].code);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/article-fetch/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/article-fetch/query", Fixture, NULL, set_up, test_query, tear_down);
  g_test_add ("/article-fetch/article", Fixture, NULL, set_up, test_article, tear_down);
  g_test_add ("/article-fetch/bad-answers", Fixture, NULL, set_up, test_bad_answers, tear_down);

  return g_test_run ();
}
