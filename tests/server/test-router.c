/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What gets where, by address, method and role. */
#include "balie-http-front.h"

#include "balie-raw-client.h"
#include "balie-test-wait.h"
#include "balie-token.h"

#include <string.h>

#define UUID_A "0b2a8c9e-6e1b-4b0c-9a53-1f3a2f5b7c01"
#define UUID_B "7d1f0a44-2c3b-4f4e-8a1d-9b8c7d6e5f02"

typedef struct
{
  BalieRouter    *router;
  BalieHttpFront *front;
  guint16         port;
  char           *customer_token;
  char           *staff_token;
  guint           n_asked;
} Fixture;

static void
answer_text (BalieExchange *exchange,
             const char    *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  balie_exchange_answer_bytes (exchange, 200, "text/plain", body);
}

static void
handle_current (BalieExchange *exchange,
                gpointer       user_data)
{
  answer_text (exchange, "current");
}

static void
handle_session (BalieExchange *exchange,
                gpointer       user_data)
{
  g_autofree char *text = g_strconcat ("session ", balie_exchange_get_parameter (exchange, "id"), NULL);

  answer_text (exchange, text);
}

static void
handle_message (BalieExchange *exchange,
                gpointer       user_data)
{
  g_autofree char *text = g_strdup_printf ("%s %s in %s by %s",
                                           balie_exchange_get_method (exchange),
                                           balie_exchange_get_parameter (exchange, "message"),
                                           balie_exchange_get_parameter (exchange, "id"),
                                           balie_exchange_get_account_id (exchange));

  answer_text (exchange, text);
}

static void
handle_code (BalieExchange *exchange,
             gpointer       user_data)
{
  answer_text (exchange, balie_exchange_get_parameter (exchange, "code"));
}

static const BalieRoute routes[] = {
  {"GET", "/v1/sessions/{id:text}", BALIE_ACCESS_ANYBODY, handle_session},
  {"DELETE", "/v1/sessions/current", BALIE_ACCESS_SIGNED_IN, handle_current},
  {"GET", "/v1/sessions/current", BALIE_ACCESS_ANYBODY, handle_current},
  {"GET", "/v1/conversations/{id}/messages/{message}", BALIE_ACCESS_SIGNED_IN, handle_message},
  {"PUT", "/v1/conversations/{id}/messages/{message}", BALIE_ACCESS_SIGNED_IN, handle_message},
  {"PUT", "/v1/codes/{code:text}", BALIE_ACCESS_ANYBODY, handle_code},
  {"GET", "/v1/customers", BALIE_ACCESS_STAFF, handle_current},
  {"GET", "/v1/mine", BALIE_ACCESS_CUSTOMER, handle_current},
};

static void
authenticate (BalieRouter   *router,
              BalieExchange *exchange,
              const char    *token,
              gpointer       user_data)
{
  Fixture *fixture = user_data;

  fixture->n_asked++;
  if (strcmp (token, fixture->customer_token) == 0)
    balie_router_admit (router, exchange, "jan", BALIE_ROLE_CUSTOMER, "session-1");
  else if (strcmp (token, fixture->staff_token) == 0)
    balie_router_admit (router, exchange, "sanne", BALIE_ROLE_STAFF, "session-2");
  else
    balie_router_admit (router, exchange, NULL, BALIE_ROLE_CUSTOMER, NULL);
}

static void
fixture_set_up (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->customer_token = balie_token_new ();
  fixture->staff_token = balie_token_new ();
  fixture->router = balie_router_new ();
  balie_router_add_routes (fixture->router, routes, G_N_ELEMENTS (routes), fixture);
  balie_router_set_authenticator (fixture->router, authenticate, fixture);
  fixture->front = balie_http_front_new (fixture->router);
  balie_http_front_listen (fixture->front, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  fixture->port = balie_http_front_get_port (fixture->front);
}

static void
fixture_tear_down (Fixture      *fixture,
                   gconstpointer data)
{
  g_object_unref (fixture->front);
  g_assert_finalize_object (fixture->router);
  balie_token_free (fixture->customer_token);
  balie_token_free (fixture->staff_token);
}

static char *
ask (Fixture    *fixture,
     const char *method,
     const char *path,
     const char *token)
{
  g_autofree char *authorization = token != NULL ? g_strdup_printf ("Authorization: Bearer %s\r\n", token) : g_strdup ("");
  g_autofree char *request = g_strdup_printf ("%s %s HTTP/1.1\r\nHost: a\r\n%sContent-Length: 0\r\n\r\n", method, path, authorization);

  return balie_raw_client_ask (fixture->port, request);
}

static void
assert_status (const char *answer,
               guint       status)
{
  g_autofree char *expected = g_strdup_printf ("HTTP/1.1 %u ", status);

  if (!g_str_has_prefix (answer, expected))
    g_error ("Expected %u, got %s", status, answer);
}

static void
test_ways (Fixture      *fixture,
           gconstpointer data)
{
  static const struct
  {
    const char *method;
    const char *path;
    guint       status;
    const char *text;
  } cases[] = {
    {"GET", "/v1/sessions/current", 200, "\r\n\r\ncurrent"},
    {"GET", "/v1/sessions/other", 200, "\r\n\r\nsession other"},
    {"GET", "/v1/sessions/a%2Fb%20c", 200, "\r\n\r\nsession a/b c"},
    {"GET", "/v1/sessions/", 404, "not-found"},
    {"GET", "/v1/sessions", 404, "not-found"},
    {"GET", "/v1/sessions/current/", 404, "not-found"},
    {"GET", "/v1//sessions/current", 404, "not-found"},
    {"GET", "/V1/sessions/current", 404, "not-found"},
    {"GET", "/", 404, "not-found"},
    {"GET", "/v1/health", 200, "{\"status\":\"ok\"}"},
    {"PUT", "/v1/codes/%C3%A9", 200, "\r\n\r\n\xc3\xa9"},
    {"PUT", "/v1/codes/%C3", 404, "not-found"},
    {"POST", "/v1/codes/x", 405, "\r\nAllow: PUT\r\n"},
    {"PATCH", "/v1/conversations/" UUID_A "/messages/" UUID_B, 405, "\r\nAllow: GET, HEAD, PUT\r\n"},
    {"DELETE", "/v1/nothing", 404, "not-found"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = ask (fixture, cases[i].method, cases[i].path, NULL);

      assert_status (answer, cases[i].status);
      if (strstr (answer, cases[i].text) == NULL)
        g_error ("Expected %s in %s", cases[i].text, answer);
    }
}

static void
test_parameters (Fixture      *fixture,
                 gconstpointer data)
{
  static const char *const bad[] = {"0B2A8C9E-6E1B-4B0C-9A53-1F3A2F5B7C01", "1", "..", "%20", "{id}", "0b2a8c9e6e1b4b0c9a531f3a2f5b7c01"};
  g_autofree char         *answer = ask (fixture, "PUT", "/v1/conversations/" UUID_A "/messages/" UUID_B, fixture->customer_token);

  assert_status (answer, 200);
  g_assert_true (g_str_has_suffix (answer, "\r\n\r\nPUT " UUID_B " in " UUID_A " by jan"));

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages/" UUID_B, bad[i]);
      g_autofree char *refused = ask (fixture, "PUT", path, fixture->customer_token);

      assert_status (refused, 404);
    }
}

static void
test_roles (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *stranger = balie_token_new ();

  /* Walks the table itself, so that a route that is added later is asked too. */
  for (guint i = 0; i < balie_router_get_n_routes (fixture->router); i++)
    {
      const BalieRoute *route = balie_router_get_route (fixture->router, i);
      g_autoptr (GString) path = g_string_new (route->pattern);
      g_autofree char *signed_out = NULL;
      g_autofree char *unknown = NULL;
      g_autofree char *customer = NULL;
      g_autofree char *staff = NULL;
      gboolean         open = route->access == BALIE_ACCESS_ANYBODY;

      g_string_replace (path, "{id:text}", UUID_A, 0);
      g_string_replace (path, "{code:text}", UUID_A, 0);
      g_string_replace (path, "{id}", UUID_A, 0);
      g_string_replace (path, "{message}", UUID_B, 0);

      signed_out = ask (fixture, route->method, path->str, NULL);
      unknown = ask (fixture, route->method, path->str, stranger);
      customer = ask (fixture, route->method, path->str, fixture->customer_token);
      staff = ask (fixture, route->method, path->str, fixture->staff_token);

      assert_status (signed_out, open ? 200 : 401);
      assert_status (unknown, open ? 200 : 401);
      assert_status (customer, route->access == BALIE_ACCESS_STAFF ? 404 : 200);
      assert_status (staff, route->access == BALIE_ACCESS_CUSTOMER ? 404 : 200);
      if (!open)
        {
          g_assert_nonnull (strstr (signed_out, "\r\nWWW-Authenticate: Bearer\r\n"));
          g_assert_nonnull (strstr (signed_out, "token-invalid"));
        }
    }
}

static void
test_malformed_tokens (Fixture      *fixture,
                       gconstpointer data)
{
  static const char *const headers[] = {"Bearer", "Bearer ", "Bearer x", "Basic amFuOmphbg==", "Token x", "Bearer  x"};

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autofree char *request = g_strdup_printf ("GET /v1/mine HTTP/1.1\r\nHost: a\r\nAuthorization: %s\r\n\r\n", headers[i]);
      g_autofree char *answer = balie_raw_client_ask (fixture->port, request);

      assert_status (answer, 401);
    }

  /* Nothing of this is worth a look into the database. */
  g_assert_cmpuint (fixture->n_asked, ==, 0);
}

static void
test_head (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *answer = ask (fixture, "HEAD", "/v1/sessions/current", NULL);
  g_autofree char *nowhere = ask (fixture, "HEAD", "/v1/codes/x", NULL);

  assert_status (answer, 200);
  g_assert_nonnull (strstr (answer, "\r\nContent-Length: 7\r\n"));
  g_assert_true (g_str_has_suffix (answer, "\r\n\r\n"));
  assert_status (nowhere, 405);
  g_assert_true (g_str_has_suffix (nowhere, "\r\n\r\n"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/server/router/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("ways", test_ways);
  ADD ("parameters", test_parameters);
  ADD ("roles", test_roles);
  ADD ("malformed-tokens", test_malformed_tokens);
  ADD ("head", test_head);
#undef ADD

  return g_test_run ();
}
