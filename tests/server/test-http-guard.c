/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a hostile client may send, over real sockets. */
#include "balie-http-front.h"

#include "balie-raw-client.h"
#include "balie-test-wait.h"

#include <string.h>

typedef struct
{
  BalieRouter    *router;
  BalieHttpFront *front;
  guint16         port;
  guint           n_handled;
} Fixture;

static void
handle_echo (BalieExchange *exchange,
             gpointer       user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GBytes) empty = g_bytes_new_static ("nothing", strlen ("nothing"));
  GBytes *body = balie_exchange_get_body (exchange);

  fixture->n_handled++;
  balie_exchange_answer_bytes (exchange, 200, "text/plain", g_bytes_get_size (body) > 0 ? body : empty);
}

static const BalieRoute routes[] = {
  {"GET", "/v1/echo", BALIE_ACCESS_ANYBODY, handle_echo},
  {"PUT", "/v1/echo", BALIE_ACCESS_ANYBODY, handle_echo},
};

static void
fixture_set_up (Fixture      *fixture,
                gconstpointer data)
{
  BalieHttpLimits limits;
  g_autoptr (GError) error = NULL;

  fixture->router = balie_router_new ();
  balie_router_add_routes (fixture->router, routes, G_N_ELEMENTS (routes), fixture);
  fixture->front = balie_http_front_new (fixture->router);
  limits = *balie_http_front_get_limits (fixture->front);
  limits.headers_timeout = 1;
  limits.body_timeout = 1;
  limits.idle_timeout = 1;
  balie_http_front_set_limits (fixture->front, &limits);
  balie_http_front_listen (fixture->front, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  fixture->port = balie_http_front_get_port (fixture->front);
}

static void
fixture_tear_down (Fixture      *fixture,
                   gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->front), (gpointer *)&fixture->front);
  g_object_unref (fixture->front);
  g_assert_null (fixture->front);
  g_object_unref (fixture->router);
}

static guint
get_status (const char *answer)
{
  return g_str_has_prefix (answer, "HTTP/1.") ? (guint)g_ascii_strtoull (answer + strlen ("HTTP/1.1 "), NULL, 10) : 0;
}

static void
test_probes (Fixture      *fixture,
             gconstpointer data)
{
  static const struct
  {
    const char *request;
    guint       status;
  } cases[] = {
    {"GET /v1/echo HTTP/1.1\r\nHost: a\r\n\r\n", 200},
    {"GET /v1/echo HTTP/1.0\r\n\r\n", 200},
    {"PUT /v1/echo HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 3\r\n\r\nabc", 200},

    /* Where does it end? */
    {"PUT /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
    {"PUT /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\nabc", 400},
    {"PUT /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc", 400},
    {"PUT /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", 400},
    {"PUT /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\nabc", 400},
    {"PUT /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc", 400},
    {"PUT /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"PUT /v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400},
    {"PUT /v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
    {"PUT /v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc", 400},

    /* For whom is it? */
    {"GET /v1/echo HTTP/1.1\r\n\r\n", 400},
    {"GET /v1/echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
    {"GET /v1/echo HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
    {"GET /v1/echo HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
    {"GET /v1/echo HTTP/1.1\r\nHost: x@a\r\n\r\n", 400},

    /* What does it want? */
    {"TRACE /v1/echo HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    {"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    {"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    {"OPTIONS /v1/echo HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    {"get /v1/echo HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    {"GET /v1/%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET /v1/%00 HTTP/1.1\r\nHost: a\r\n\r\n", 404},
    {"GET /v1/%ff HTTP/1.1\r\nHost: a\r\n\r\n", 404},
    {"GET /v1/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 404},
    {"GET v1/echo HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"\r\n\r\n", 0},
    {"GET /v1/echo\r\n\r\n", 400},
    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
    {"\x16\x03\x01\x02\x01\x01\xfc\x03\x03\r\n\r\n", 400},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint            n_before = fixture->n_handled;
      g_autofree char *answer = balie_raw_client_ask (fixture->port, cases[i].request);

      if (get_status (answer) != cases[i].status)
        g_test_message ("%s -> %s", cases[i].request, answer);
      g_assert_cmpuint (get_status (answer), ==, cases[i].status);
      g_assert_cmpuint (fixture->n_handled - n_before, ==, cases[i].status == 200 ? 1 : 0);
      g_assert_null (strstr (answer, "libsoup"));
    }
}

static void
test_nothing_behind_a_refusal (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *answer = NULL;

  /* What stands behind an ambiguous request is never read as one of its own. */
  answer = balie_raw_client_ask (fixture->port,
                                 "PUT /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
                                 "0\r\n\r\nGET /v1/echo HTTP/1.1\r\nHost: a\r\n\r\n");
  g_assert_cmpuint (get_status (answer), ==, 400);
  g_assert_nonnull (strstr (answer, "\r\nConnection: close\r\n"));
  g_assert_nonnull (strstr (answer, "application/problem+json"));
  g_assert_nonnull (strstr (answer, "nosniff"));
  g_assert_cmpuint (fixture->n_handled, ==, 0);
}

static void
test_pipelined (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);

  balie_raw_client_send (client, "PUT /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /v1/echo HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  balie_test_wait_until (strstr (balie_raw_client_read (client), "nothing") != NULL);
  g_assert_nonnull (strstr (balie_raw_client_read (client), "\r\n\r\nabc"));
}

static void
test_range_is_dropped (Fixture      *fixture,
                       gconstpointer data)
{
  g_autofree char *answer = balie_raw_client_ask (fixture->port, "GET /v1/echo HTTP/1.1\r\nHost: a\r\nRange: bytes=0-0,1-1,0-3\r\n\r\n");

  g_assert_cmpuint (get_status (answer), ==, 200);
  g_assert_true (g_str_has_suffix (answer, "\r\n\r\nnothing"));
}

static void
test_largest_body (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *body = g_strnfill (BALIE_EXCHANGE_MAX_BODY, 'x');
  g_autofree char *request = g_strdup_printf ("PUT /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s", BALIE_EXCHANGE_MAX_BODY, body);
  g_autofree char *answer = balie_raw_client_ask (fixture->port, request);

  g_assert_cmpuint (get_status (answer), ==, 200);
  g_assert_true (g_str_has_suffix (answer, body));
}

static void
test_too_large_body (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *head = g_strdup_printf ("PUT /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n", BALIE_EXCHANGE_MAX_BODY + 1);
  g_autofree char *rest = g_strnfill (BALIE_EXCHANGE_MAX_BODY + 1, 'x');
  g_autofree char *request = g_strconcat (head, rest, NULL);
  g_autofree char *early = NULL;
  g_autofree char *late = NULL;
  g_autofree char *absurd = NULL;

  /* Nobody needs to send it to hear that it is too large; who sends it all the same hears so too. */
  early = balie_raw_client_ask (fixture->port, head);
  g_assert_cmpuint (get_status (early), ==, 413);
  late = balie_raw_client_ask (fixture->port, request);
  g_assert_cmpuint (get_status (late), ==, 413);
  absurd = balie_raw_client_ask (fixture->port, "PUT /v1/echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999999999999999\r\n\r\n");
  g_assert_cmpuint (get_status (absurd), ==, 413);
  g_assert_cmpuint (fixture->n_handled, ==, 0);
}

static void
test_too_large_headers (Fixture      *fixture,
                        gconstpointer data)
{
  static const struct
  {
    gsize size;
    guint status;
  } cases[] = {
    {15 * 1024, 200},
    {17 * 1024, 431},
    {200 * 1024, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *filler = g_strnfill (cases[i].size, 'x');
      g_autofree char *request = g_strdup_printf ("GET /v1/echo HTTP/1.1\r\nHost: a\r\nX: %s\r\n\r\n", filler);
      g_autofree char *answer = balie_raw_client_ask (fixture->port, request);

      g_assert_cmpuint (get_status (answer), ==, cases[i].status);
    }
}

static void
test_too_long_target (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *filler = g_strnfill (10000, 'x');
  g_autofree char *request = g_strdup_printf ("GET /v1/%s HTTP/1.1\r\nHost: a\r\n\r\n", filler);
  g_autofree char *answer = balie_raw_client_ask (fixture->port, request);

  g_assert_cmpuint (get_status (answer), ==, 414);
}

static void
test_slow (Fixture      *fixture,
           gconstpointer data)
{
  static const char *const beginnings[] = {
    "",
    "GET /v1/echo HT",
    "GET /v1/echo HTTP/1.1\r\nHost: a\r\n",
    "PUT /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc",
    "GET /v1/echo HTTP/1.1\r\nHost: a\r\n\r\nGET /v1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);

      balie_raw_client_send (client, beginnings[i], -1);
      balie_test_wait_until (balie_raw_client_is_closed (client));
    }
}

/* Sends one byte at a time, for ever: the time of a request counts as a whole, not from the last byte. */
static void
test_trickle (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);
  guint n_sent = 0;

  balie_raw_client_send (client, "GET /v1/echo HTTP/1.1\r\nHost: a\r\nX: ", -1);
  while (!balie_raw_client_is_closed (client))
    {
      gint64 pause = g_get_monotonic_time () + 20 * G_TIME_SPAN_MILLISECOND;

      balie_raw_client_send (client, "x", 1);
      balie_test_wait_until (g_get_monotonic_time () >= pause || balie_raw_client_is_closed (client));
      g_assert_cmpuint (n_sent++, <, 50 * BALIE_TEST_WAIT_SECONDS);
    }

  g_assert_cmpstr (balie_raw_client_read (client), ==, "");
}

static void
test_idle (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);

  balie_raw_client_send (client, "GET /v1/echo HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  balie_test_wait_until (balie_raw_client_is_complete (client));
  balie_raw_client_send (client, "GET /v1/echo HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  balie_test_wait_until (balie_raw_client_is_closed (client));
  g_assert_cmpuint (fixture->n_handled, ==, 2);
}

static void
test_many_at_once (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_raw_client_free);

  /* More than any usual backlog knock before the server looks up. */
  for (int i = 0; i < 400; i++)
    {
      BalieRawClient *client = balie_raw_client_new (fixture->port);

      balie_raw_client_send (client, "GET /v1/echo HTTP/1.1\r\nHost: a\r\n\r\n", -1);
      g_ptr_array_add (clients, client);
    }

  for (guint i = 0; i < clients->len; i++)
    balie_test_wait_until (balie_raw_client_is_complete (g_ptr_array_index (clients, i)));
  g_assert_cmpuint (fixture->n_handled, ==, 400);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/server/http-guard/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("probes", test_probes);
  ADD ("nothing-behind-a-refusal", test_nothing_behind_a_refusal);
  ADD ("pipelined", test_pipelined);
  ADD ("range-is-dropped", test_range_is_dropped);
  ADD ("largest-body", test_largest_body);
  ADD ("too-large-body", test_too_large_body);
  ADD ("too-large-headers", test_too_large_headers);
  ADD ("too-long-target", test_too_long_target);
  ADD ("slow", test_slow);
  ADD ("trickle", test_trickle);
  ADD ("idle", test_idle);
  ADD ("many-at-once", test_many_at_once);
#undef ADD

  return g_test_run ();
}
