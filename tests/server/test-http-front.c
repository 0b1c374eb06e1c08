/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exchanges from their request to their answer, and the end of the server. */
#include "balie-error.h"
#include "balie-http-front.h"
#include "balie-refusal.h"

#include "balie-raw-client.h"
#include "balie-test-wait.h"

#include <string.h>

typedef struct
{
  BalieRouter    *router;
  BalieHttpFront *front;
  guint16         port;

  /* What handlers kept for later. */
  GPtrArray *kept;
  GError    *error;
  gboolean   is_stopped;
} Fixture;

static void
handle_keep (BalieExchange *exchange,
             gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_ptr_array_add (fixture->kept, g_object_ref (exchange));
}

static void
handle_error (BalieExchange *exchange,
              gpointer       user_data)
{
  Fixture *fixture = user_data;

  balie_exchange_answer_error (exchange, fixture->error);
}

static void
handle_query (BalieExchange *exchange,
              gpointer       user_data)
{
  static const char *const kinds[] = {"question", "problem", NULL};
  gint64                   limit = balie_exchange_query_int (exchange, "limit", 1, 500, 50);
  const char              *text = balie_exchange_query_text (exchange, "q", 5);
  int                      kind = balie_exchange_query_enum (exchange, "kind", kinds, -1);
  g_autofree char         *answer = NULL;
  g_autoptr (GBytes) body = NULL;

  if (!balie_exchange_finish_query (exchange))
    return;

  answer = g_strdup_printf ("limit=%" G_GINT64_FORMAT " q=%s kind=%d", limit, text != NULL ? text : "-", kind);
  body = g_bytes_new (answer, strlen (answer));
  balie_exchange_answer_bytes (exchange, 200, "text/plain", body);
}

static void
handle_body (BalieExchange *exchange,
             gpointer       user_data)
{
  BalieJsonReader *reader = balie_exchange_read_body (exchange);
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  const char *text;

  if (reader == NULL)
    return;

  text = balie_json_reader_text (reader, "text", 1, 10);
  if (!balie_exchange_finish_body (exchange))
    return;

  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_string (writer, "text", text);
  balie_json_writer_end_object (writer);
  balie_exchange_answer_json (exchange, 201, writer);
}

static void
handle_version (BalieExchange *exchange,
                gpointer       user_data)
{
  gint64 version = 0;

  if (!balie_exchange_require_version (exchange, &version))
    return;

  g_assert_cmpint (version, ==, 7);
  balie_exchange_answer_empty (exchange, 204);
}

static void
handle_tagged (BalieExchange *exchange,
               gpointer       user_data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("tagged", strlen ("tagged"));

  balie_exchange_set_etag (exchange, "v7");
  balie_exchange_answer_bytes (exchange, 200, "text/plain", body);
}

static void
handle_address (BalieExchange *exchange,
                gpointer       user_data)
{
  const char *address = balie_exchange_get_client_address (exchange);
  g_autoptr (GBytes) body = g_bytes_new (address, strlen (address));

  balie_exchange_answer_bytes (exchange, 200, "text/plain", body);
}

static const BalieRoute routes[] = {
  {"DELETE", "/keep", BALIE_ACCESS_ANYBODY, handle_keep},
  {"GET", "/address", BALIE_ACCESS_ANYBODY, handle_address},
  {"GET", "/error", BALIE_ACCESS_ANYBODY, handle_error},
  {"GET", "/keep", BALIE_ACCESS_ANYBODY, handle_keep},
  {"GET", "/query", BALIE_ACCESS_ANYBODY, handle_query},
  {"GET", "/tagged", BALIE_ACCESS_ANYBODY, handle_tagged},
  {"PATCH", "/version", BALIE_ACCESS_ANYBODY, handle_version},
  {"PUT", "/body", BALIE_ACCESS_ANYBODY, handle_body},
  {"PUT", "/keep", BALIE_ACCESS_ANYBODY, handle_keep},
};

static void
fixture_set_up (Fixture      *fixture,
                gconstpointer data)
{
  BalieHttpLimits limits;
  g_autoptr (GError) error = NULL;

  fixture->kept = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->router = balie_router_new ();
  balie_router_add_routes (fixture->router, routes, G_N_ELEMENTS (routes), fixture);
  fixture->front = balie_http_front_new (fixture->router);
  limits = *balie_http_front_get_limits (fixture->front);
  if (data != NULL)
    limits.deadline = limits.stop_timeout = 1;
  balie_http_front_set_limits (fixture->front, &limits);
  balie_http_front_listen (fixture->front, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  fixture->port = balie_http_front_get_port (fixture->front);
}

static void
fixture_tear_down (Fixture      *fixture,
                   gconstpointer data)
{
  g_assert_finalize_object (fixture->front);
  for (guint i = 0; i < fixture->kept->len; i++)
    g_assert_true (balie_exchange_is_answered (g_ptr_array_index (fixture->kept, i)));
  g_ptr_array_unref (fixture->kept);
  g_object_unref (fixture->router);
  g_clear_error (&fixture->error);
}

static char *
get (Fixture    *fixture,
     const char *path,
     const char *headers)
{
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: a\r\n%s\r\n", path, headers);

  return balie_raw_client_ask (fixture->port, request);
}

static void
assert_has (const char *answer,
            const char *text)
{
  if (strstr (answer, text) == NULL)
    g_error ("Expected %s in %s", text, answer);
}

static void
test_query (Fixture      *fixture,
            gconstpointer data)
{
  static const struct
  {
    const char *query;
    const char *text;
  } cases[] = {
    {"", "limit=50 q=- kind=-1"},
    {"?", "limit=50 q=- kind=-1"},
    {"?limit=7&q=a%20b+%C3%A9&kind=problem", "limit=7 q=a b \xc3\xa9 kind=1"},
    {"?q=", "limit=50 q= kind=-1"},
    {"?q", "limit=50 q= kind=-1"},
    {"?q=a%26b%3D", "limit=50 q=a&b= kind=-1"},
    {"?limit=0", "?limit"},
    {"?limit=501", "?limit"},
    {"?limit=1e2", "?limit"},
    {"?limit=", "?limit"},
    {"?limit=99999999999999999999", "?limit"},
    {"?q=abcdef", "?q"},
    {"?kind=chat", "?kind"},
    {"?q=a&q=b", "?q"},
    {"?other=1", "?other"},
    {"?q=%FF", "percent-encoded UTF-8"},
    {"?q=%00", "percent-encoded UTF-8"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/query", cases[i].query, NULL);
      g_autofree char *answer = get (fixture, path, "");
      gboolean         is_fault = g_str_has_prefix (cases[i].text, "?") || strstr (cases[i].text, "percent") != NULL;

      assert_has (answer, is_fault ? "HTTP/1.1 422 " : "HTTP/1.1 200 ");
      assert_has (answer, cases[i].text);
    }
}

static void
test_body (Fixture      *fixture,
           gconstpointer data)
{
  static const struct
  {
    const char *type;
    const char *body;
    guint       status;
    const char *text;
  } cases[] = {
    {"application/json", "{\"text\":\"h\xc3\xa9\"}", 201, "{\"text\":\"h\xc3\xa9\"}"},
    {"application/json; charset=utf-8", "{\"text\":\"hi\"}", 201, "{\"text\":\"hi\"}"},
    {"text/plain", "{\"text\":\"hi\"}", 415, "about:blank"},
    {"application/x-www-form-urlencoded", "text=hi", 415, "about:blank"},
    {"application/json", "", 400, "malformed"},
    {"application/json", "{", 400, "malformed"},
    {"application/json", "[]", 400, "malformed"},
    {"application/json", "{\"text\":\"\xff\"}", 400, "malformed"},
    {"application/json", "{\"text\":\"a\\u0000\"}", 400, "malformed"},
    {"application/json", "{\"text\":\"a\",\"text\":\"b\"}", 400, "malformed"},
    {"application/json", "{\"text\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}", 400, "malformed"},
    {"application/json", "{}", 422, "/text"},
    {"application/json", "{\"text\":7}", 422, "/text"},
    {"application/json", "{\"text\":\"01234567890\"}", 422, "/text"},
    {"application/json", "{\"text\":\"hi\",\"admin\":true}", 422, "/admin"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *status = g_strdup_printf ("HTTP/1.1 %u ", cases[i].status);
      g_autofree char *request = g_strdup_printf ("PUT /body HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s",
                                                  cases[i].type, strlen (cases[i].body), cases[i].body);
      g_autofree char *answer = balie_raw_client_ask (fixture->port, request);

      assert_has (answer, status);
      assert_has (answer, cases[i].text);
    }
}

/* Whoever could not send the whole of it did not say it: nothing is done, though what came may look like a whole. */
static void
test_cut (Fixture      *fixture,
          gconstpointer data)
{
  static const char *const requests[] = {
    "GET /keep HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n",
    "DELETE /keep HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer 0123456789\r\n\r\n",
    "PUT /keep HTTP/1.1\r\nHost: a\r\nContent-Length: 14\r\nContent-Type: application/json\r\n\r\n{\"text\":\"hi\"}",
    "PUT /keep HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{\"text\":\"hi\"}    ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      for (gsize length = 1; length < strlen (requests[i]); length++)
        {
          g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);

          balie_raw_client_send (client, requests[i], (gssize)length);
          balie_raw_client_end (client);
          balie_test_wait_until (balie_raw_client_is_closed (client));
          if (fixture->kept->len > 0)
            g_error ("“%.*s” was acted upon", (int)length, requests[i]);
        }
    }
}

static void
test_version (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *header;
    const char *text;
  } cases[] = {
    {"If-Match: \"v7\"\r\n", "HTTP/1.1 204 "},
    {"", "precondition-required"},
    {"If-Match: *\r\n", "version-conflict"},
    {"If-Match: v7\r\n", "version-conflict"},
    {"If-Match: \"v\"\r\n", "version-conflict"},
    {"If-Match: \"v-7\"\r\n", "version-conflict"},
    {"If-Match: \"v7\", \"v8\"\r\n", "version-conflict"},
    {"If-Match: \"\r\n", "version-conflict"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *request = g_strdup_printf ("PATCH /version HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n%s\r\n", cases[i].header);
      g_autofree char *answer = balie_raw_client_ask (fixture->port, request);

      assert_has (answer, cases[i].text);
    }
}

static void
test_etag (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *first = get (fixture, "/tagged", "");
  g_autofree char *other = get (fixture, "/tagged", "If-None-Match: \"v6\", \"v70\"\r\n");
  g_autofree char *same = get (fixture, "/tagged", "Connection: close\r\nIf-None-Match: \"v6\", W/\"v7\"\r\n");
  g_autofree char *any = get (fixture, "/tagged", "Connection: close\r\nIf-None-Match: *\r\n");

  assert_has (first, "\r\nETag: \"v7\"\r\n");
  assert_has (first, "\r\nCache-Control: private, no-cache\r\n");
  assert_has (other, "HTTP/1.1 200 ");
  assert_has (same, "HTTP/1.1 304 ");
  assert_has (same, "\r\nETag: \"v7\"\r\n");
  g_assert_true (g_str_has_suffix (same, "\r\n\r\n"));
  assert_has (any, "HTTP/1.1 304 ");
}

static void
test_headers (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *answer = get (fixture, "/query", "");
  g_autofree char *nowhere = get (fixture, "/nowhere", "");

  assert_has (answer, "\r\nCache-Control: no-store\r\n");
  assert_has (answer, "\r\nX-Content-Type-Options: nosniff\r\n");
  assert_has (answer, "\r\nReferrer-Policy: no-referrer\r\n");
  assert_has (answer, "\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n");
  assert_has (nowhere, "\r\nX-Content-Type-Options: nosniff\r\n");
  assert_has (nowhere, "\r\nContent-Type: application/problem+json\r\n");
  g_assert_null (strstr (answer, "\r\nServer:"));
}

static void
test_errors (Fixture      *fixture,
             gconstpointer data)
{
  static const struct
  {
    int         code;
    const char *status;
  } cases[] = {
    {BALIE_ERROR_NOT_FOUND, "HTTP/1.1 404 "},
    {BALIE_ERROR_FORBIDDEN, "HTTP/1.1 404 "},
    {BALIE_ERROR_AUTH, "HTTP/1.1 401 "},
    {BALIE_ERROR_CONFLICT, "HTTP/1.1 409 "},
    {BALIE_ERROR_INVALID, "HTTP/1.1 422 "},
    {BALIE_ERROR_PARSE, "HTTP/1.1 400 "},
    {BALIE_ERROR_LIMIT, "HTTP/1.1 413 "},
    {BALIE_ERROR_STORAGE, "HTTP/1.1 503 "},
    {BALIE_ERROR_SERVER, "HTTP/1.1 503 "},
    {BALIE_ERROR_OFFLINE, "HTTP/1.1 503 "},
  };
  g_autoptr (BalieProblem) problem = balie_problem_new (412, "version-conflict", NULL);
  g_autofree char *refused = NULL;
  g_autofree char *conflict = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = NULL;

      g_clear_error (&fixture->error);
      fixture->error = g_error_new (BALIE_ERROR, cases[i].code, "of no concern to clients");
      answer = get (fixture, "/error", "");
      assert_has (answer, cases[i].status);
      g_assert_null (strstr (answer, "of no concern"));
      g_assert_true ((strstr (answer, "\r\nRetry-After: ") != NULL) == (strstr (cases[i].status, "503") != NULL));
    }

  /* A refusal keeps what it is through copies, as a task makes them. */
  g_clear_error (&fixture->error);
  {
    g_autoptr (GError) original = balie_refusal_new (422, "id-reused", "%s", "it was another text");

    fixture->error = g_error_copy (original);
  }
  refused = get (fixture, "/error", "");
  assert_has (refused, "HTTP/1.1 422 ");
  assert_has (refused, "id-reused");
  assert_has (refused, "it was another text");

  problem->expected = 12;
  g_clear_error (&fixture->error);
  fixture->error = balie_refusal_new_from_problem (problem);
  conflict = get (fixture, "/error", "");
  assert_has (conflict, "\"expected\":12");
  g_assert_null (balie_refusal_get_problem (NULL));
}

static void
test_later (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);

  balie_raw_client_send (client, "GET /keep HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  balie_test_wait_until (fixture->kept->len == 1);
  g_assert_false (balie_exchange_is_answered (g_ptr_array_index (fixture->kept, 0)));

  balie_exchange_answer_empty (g_ptr_array_index (fixture->kept, 0), 204);
  balie_test_wait_until (balie_raw_client_get_status (client) == 204);

  /* The connection goes on. */
  balie_raw_client_clear (client);
  balie_raw_client_send (client, "GET /query HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  balie_test_wait_until (balie_raw_client_get_status (client) == 200);
}

static void
test_client_gone (Fixture      *fixture,
                  gconstpointer data)
{
  BalieRawClient *client = balie_raw_client_new (fixture->port);
  BalieExchange  *exchange;

  balie_raw_client_send (client, "GET /keep HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  balie_test_wait_until (fixture->kept->len == 1);
  exchange = g_ptr_array_index (fixture->kept, 0);
  g_assert_false (g_cancellable_is_cancelled (balie_exchange_get_cancellable (exchange)));

  balie_raw_client_free (client);
  balie_test_wait_until (g_cancellable_is_cancelled (balie_exchange_get_cancellable (exchange)));

  /* Whoever was at work for it need not know. */
  balie_exchange_set_header (exchange, "X", "y");
  balie_exchange_answer_empty (exchange, 204);
  balie_exchange_refuse (exchange, 404, NULL, NULL);
}

static void
test_deadline (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);
  BalieExchange *exchange;

  balie_raw_client_send (client, "GET /keep HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  balie_test_wait_until (balie_raw_client_get_status (client) == 503);
  assert_has (balie_raw_client_read (client), "\r\nRetry-After: ");

  exchange = g_ptr_array_index (fixture->kept, 0);
  g_assert_true (g_cancellable_is_cancelled (balie_exchange_get_cancellable (exchange)));
  balie_exchange_answer_empty (exchange, 204);
}

static void
test_proxy (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *direct = get (fixture, "/address", "X-Forwarded-For: 192.0.2.1\r\n");
  g_autofree char *forwarded = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *garbage = NULL;

  g_assert_true (g_str_has_suffix (direct, "\r\n\r\n127.0.0.1"));

  balie_http_front_set_trusts_proxy (fixture->front, TRUE);
  forwarded = get (fixture, "/address", "X-Forwarded-For: 192.0.2.1\r\n");
  chain = get (fixture, "/address", "X-Forwarded-For: 1.1.1.1, 192.0.2.1\r\nX-Forwarded-For: 2001:db8::1\r\n");
  garbage = get (fixture, "/address", "X-Forwarded-For: 1.1.1.1, nobody\r\n");
  g_assert_true (g_str_has_suffix (forwarded, "\r\n\r\n192.0.2.1"));
  g_assert_true (g_str_has_suffix (chain, "\r\n\r\n2001:db8::1"));
  g_assert_true (g_str_has_suffix (garbage, "\r\n\r\n127.0.0.1"));
}

static void
test_health (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *well = get (fixture, "/v1/health", "");
  g_autofree char *ill = NULL;

  balie_http_front_set_healthy (fixture->front, FALSE);
  ill = get (fixture, "/v1/health", "");
  assert_has (well, "HTTP/1.1 200 ");
  assert_has (ill, "HTTP/1.1 503 ");
}

static void
test_addresses (Fixture      *fixture,
                gconstpointer data)
{
  static const char *const bad[] = {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "::1:80", "[::1]", "localhost:0", "127.0.0.1:-1"};

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (balie_http_front_listen (fixture->front, bad[i], &error));
      g_assert_error (error, BALIE_ERROR, BALIE_ERROR_INVALID);
    }

  {
    g_autofree char *taken = g_strdup_printf ("127.0.0.1:%u", fixture->port);
    g_autoptr (GError) error = NULL;

    g_assert_false (balie_http_front_listen (fixture->front, taken, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  }
}

static void
stopped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (balie_http_front_stop_finish (BALIE_HTTP_FRONT (source), result, &error));
  g_assert_no_error (error);
  fixture->is_stopped = TRUE;
}

static gboolean
is_refused (guint16 port)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  return !g_socket_connect (socket, address, NULL, NULL);
}

static void
test_stop (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (BalieRawClient) running = balie_raw_client_new (fixture->port);
  g_autoptr (BalieRawClient) idle = balie_raw_client_new (fixture->port);
  g_autoptr (BalieRawClient) half = balie_raw_client_new (fixture->port);

  balie_raw_client_send (idle, "GET /query HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  balie_raw_client_send (half, "GET /query HTTP/1.1\r\nHo", -1);
  balie_raw_client_send (running, "GET /keep HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  balie_test_wait_until (fixture->kept->len == 1 && balie_raw_client_is_complete (idle));
  balie_raw_client_clear (idle);

  balie_http_front_stop_async (fixture->front, NULL, stopped_cb, fixture);
  g_assert_true (is_refused (fixture->port));

  /* Who is still connected is told to come back. */
  balie_raw_client_send (idle, "GET /query HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  balie_test_wait_until (balie_raw_client_get_status (idle) == 503);
  g_assert_false (fixture->is_stopped);
  g_assert_false (balie_raw_client_is_closed (running));

  balie_exchange_answer_empty (g_ptr_array_index (fixture->kept, 0), 204);
  balie_test_wait_until (fixture->is_stopped);
  balie_test_wait_until (balie_raw_client_is_closed (running) && balie_raw_client_is_closed (half) && balie_raw_client_is_closed (idle));
  g_assert_cmpuint (balie_raw_client_get_status (running), ==, 204);
}

static void
test_stop_in_time (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);

  balie_raw_client_send (client, "GET /keep HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n", -1);
  balie_test_wait_until (fixture->kept->len == 1);
  balie_http_front_stop_async (fixture->front, NULL, stopped_cb, fixture);
  balie_test_wait_until (fixture->is_stopped);
  balie_test_wait_until (balie_raw_client_is_closed (client));
  g_assert_true (g_cancellable_is_cancelled (balie_exchange_get_cancellable (g_ptr_array_index (fixture->kept, 0))));
}

static void
test_stop_idle (Fixture      *fixture,
                gconstpointer data)
{
  balie_http_front_stop_async (fixture->front, NULL, stopped_cb, fixture);
  balie_test_wait_until (fixture->is_stopped);
  g_assert_true (is_refused (fixture->port));
}

/* The front goes while everything is going on. */
static void
test_dispose (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);

  balie_raw_client_send (client, "GET /keep HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  balie_test_wait_until (fixture->kept->len == 1);
  balie_raw_client_send (client, "GET /keep HTTP/1.1\r\nHost: a\r\n\r\n", -1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function, hurry) \
  g_test_add ("/server/http-front/" path, Fixture, hurry ? "hurry" : NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("query", test_query, FALSE);
  ADD ("body", test_body, FALSE);
  ADD ("cut", test_cut, FALSE);
  ADD ("version", test_version, FALSE);
  ADD ("etag", test_etag, FALSE);
  ADD ("headers", test_headers, FALSE);
  ADD ("errors", test_errors, FALSE);
  ADD ("later", test_later, FALSE);
  ADD ("client-gone", test_client_gone, FALSE);
  ADD ("deadline", test_deadline, TRUE);
  ADD ("proxy", test_proxy, FALSE);
  ADD ("health", test_health, FALSE);
  ADD ("addresses", test_addresses, FALSE);
  ADD ("stop", test_stop, FALSE);
  ADD ("stop-in-time", test_stop_in_time, TRUE);
  ADD ("stop-idle", test_stop_idle, FALSE);
  ADD ("dispose", test_dispose, FALSE);
#undef ADD

  return g_test_run ();
}
