/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies that come and go in parts. */
#include "balie-http-front.h"
#include "balie-raw-client.h"
#include "balie-test-wait.h"

#include <string.h>

#define BODY (3 * BALIE_EXCHANGE_PART + 7)

typedef struct
{
  BalieRouter    *router;
  BalieHttpFront *front;
  guint16         port;
  GString        *got;
  gsize           largest;
  guint           n_parts;
  BalieExchange  *held;
} Fixture;

static void
take_part (BalieExchange *exchange,
           GBytes        *part,
           gboolean       is_last,
           gpointer       user_data)
{
  Fixture *fixture = user_data;

  fixture->n_parts++;
  fixture->largest = MAX (fixture->largest, g_bytes_get_size (part));
  g_string_append_len (fixture->got, g_bytes_get_data (part, NULL), (gssize)g_bytes_get_size (part));
  if (is_last)
    balie_exchange_answer_empty (exchange, 204);
  else
    balie_exchange_continue_body (exchange);
}

static void
handle_take (BalieExchange *exchange,
             gpointer       user_data)
{
  balie_exchange_stream_body (exchange, take_part, user_data);
}

static void
hold_part (BalieExchange *exchange,
           GBytes        *part,
           gboolean       is_last,
           gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_clear_object (&fixture->held);
  fixture->held = g_object_ref (exchange);
  fixture->n_parts++;
}

static void
handle_hold (BalieExchange *exchange,
             gpointer       user_data)
{
  balie_exchange_stream_body (exchange, hold_part, user_data);
}

static void
handle_refuse (BalieExchange *exchange,
               gpointer       user_data)
{
  balie_exchange_refuse (exchange, 409, NULL, NULL);
}

static GBytes *
pattern (gsize length)
{
  char *data = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    data[i] = (char)('a' + i % 23);
  return g_bytes_new_take (data, length);
}

static void
handle_give (BalieExchange *exchange,
             gpointer       user_data)
{
  gint64 missing = balie_exchange_query_int (exchange, "missing", 0, BODY, 0);
  g_autoptr (GBytes) body = pattern ((gsize)(BODY - missing));
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (body);

  balie_exchange_set_etag (exchange, "pattern");
  balie_exchange_answer_stream (exchange, 200, "text/plain", stream, BODY);
}

static void
handle_nothing (BalieExchange *exchange,
                gpointer       user_data)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();

  balie_exchange_answer_stream (exchange, 200, "text/plain", stream, 0);
}

static const BalieRoute routes[] = {
  {"GET", "/give", BALIE_ACCESS_ANYBODY, handle_give},
  {"GET", "/nothing", BALIE_ACCESS_ANYBODY, handle_nothing},
  {"PATCH", "/hold", BALIE_ACCESS_ANYBODY, handle_hold},
  {"PATCH", "/take", BALIE_ACCESS_ANYBODY, handle_take},
  {"PATCH", "/refuse", BALIE_ACCESS_ANYBODY, handle_refuse},
  {"PATCH", "/signed-in", BALIE_ACCESS_SIGNED_IN, handle_take},
};

static void
fixture_set_up (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->got = g_string_new (NULL);
  fixture->router = balie_router_new ();
  balie_router_add_routes (fixture->router, routes, G_N_ELEMENTS (routes), fixture);
  balie_router_stream_bodies (fixture->router, "PATCH", "/hold", BODY);
  balie_router_stream_bodies (fixture->router, "PATCH", "/take", BODY);
  balie_router_stream_bodies (fixture->router, "PATCH", "/refuse", BODY);
  balie_router_stream_bodies (fixture->router, "PATCH", "/signed-in", BODY);
  fixture->front = balie_http_front_new (fixture->router);
  balie_http_front_listen (fixture->front, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  fixture->port = balie_http_front_get_port (fixture->front);
}

static void
fixture_tear_down (Fixture      *fixture,
                   gconstpointer data)
{
  g_assert_finalize_object (fixture->front);
  g_clear_object (&fixture->held);
  g_object_unref (fixture->router);
  g_string_free (fixture->got, TRUE);
}

static void
assert_has (const char *answer,
            const char *text)
{
  if (strstr (answer, text) == NULL)
    g_error ("Expected %s in %s", text, answer);
}

static void
send_head (BalieRawClient *client,
           const char     *path,
           gsize           length)
{
  g_autofree char *head = g_strdup_printf ("PATCH %s HTTP/1.1\r\nHost: a\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n", path, length);

  balie_raw_client_send (client, head, -1);
}

/* Sends a request with a body, and takes its answer. */
static void
send_body (BalieRawClient *client,
           const char     *path,
           gsize           length,
           guint           status)
{
  g_autoptr (GBytes) body = pattern (length);

  balie_raw_client_clear (client);
  send_head (client, path, length);
  if (length > 0)
    balie_raw_client_send (client, g_bytes_get_data (body, NULL), (gssize)length);
  balie_test_wait_until (balie_raw_client_get_status (client) != 0 && balie_raw_client_is_complete (client));
  g_assert_cmpuint (balie_raw_client_get_status (client), ==, status);
}

/* All of a body arrives, in parts of a bounded size, and the connection goes on. */
static void
test_take (Fixture      *fixture,
           gconstpointer data)
{
  static const gsize lengths[] = {BODY, 0, 1, BALIE_EXCHANGE_PART, BALIE_EXCHANGE_PART - 1, 2 * BALIE_EXCHANGE_PART};
  g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GBytes) body = pattern (lengths[i]);
      g_autoptr (GBytes) got = NULL;

      g_string_truncate (fixture->got, 0);
      send_body (client, "/take", lengths[i], 204);
      got = g_bytes_new (fixture->got->str, fixture->got->len);
      g_assert_true (g_bytes_equal (got, body));
    }
  g_assert_cmpuint (fixture->largest, <=, BALIE_EXCHANGE_PART + 64 * 1024);
}

/* What is refused by its headers is read to its end and kept nowhere; the connection goes on. */
static void
test_refused_early (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);

  send_body (client, "/refuse", BODY, 409);
  send_body (client, "/signed-in", BODY, 401);
  send_body (client, "/take", 5, 204);
  g_assert_cmpuint (fixture->got->len, ==, 5);
}

static void
test_too_large (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);

  send_head (client, "/take", BODY + 1);
  balie_test_wait_until (balie_raw_client_is_closed (client));
  g_assert_cmpuint (balie_raw_client_get_status (client), ==, 413);
  g_assert_cmpuint (fixture->n_parts, ==, 0);
}

/* Nothing more comes while a part is not done with. */
static void
test_held (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (fixture->port);
  g_autoptr (GBytes) body = pattern (BODY);

  send_head (client, "/hold", BODY);
  balie_raw_client_send (client, g_bytes_get_data (body, NULL), BODY);
  balie_test_wait_until (fixture->n_parts == 1);
  g_assert_false (balie_exchange_is_answered (fixture->held));
  balie_exchange_continue_body (fixture->held);
  balie_test_wait_until (fixture->n_parts == 2);
  balie_exchange_refuse (fixture->held, 507, "storage-full", NULL);
  balie_test_wait_until (balie_raw_client_get_status (client) == 507);
  g_assert_cmpuint (fixture->n_parts, ==, 2);
}

/* A client that goes away in the middle leaves an exchange that says so. */
static void
test_gone (Fixture      *fixture,
           gconstpointer data)
{
  BalieRawClient *client = balie_raw_client_new (fixture->port);
  g_autoptr (GBytes) body = pattern (BALIE_EXCHANGE_PART);

  send_head (client, "/hold", BODY);
  balie_raw_client_send (client, g_bytes_get_data (body, NULL), BALIE_EXCHANGE_PART);
  balie_test_wait_until (fixture->n_parts == 1);
  balie_raw_client_free (client);
  balie_exchange_continue_body (fixture->held);
  balie_test_wait_until (g_cancellable_is_cancelled (balie_exchange_get_cancellable (fixture->held)));
  g_assert_true (balie_exchange_is_answered (fixture->held));
  g_assert_cmpuint (fixture->n_parts, ==, 1);
}

static void
test_give (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GBytes) body = pattern (BODY);
  g_autofree char *whole = balie_raw_client_ask (fixture->port, "GET /give HTTP/1.1\r\nHost: a\r\n\r\n");
  g_autofree char *known = balie_raw_client_ask (fixture->port, "GET /give HTTP/1.1\r\nHost: a\r\nConnection: close\r\nIf-None-Match: \"pattern\"\r\n\r\n");
  g_autofree char *head = balie_raw_client_ask (fixture->port, "HEAD /give HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  g_autofree char *nothing = balie_raw_client_ask (fixture->port, "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n");
  const char      *content = strstr (whole, "\r\n\r\n") + 4;

  assert_has (whole, "HTTP/1.1 200 ");
  assert_has (whole, "\r\nETag: \"pattern\"\r\n");
  g_assert_cmpuint (strlen (content), ==, BODY);
  g_assert_cmpint (memcmp (content, g_bytes_get_data (body, NULL), BODY), ==, 0);
  assert_has (known, "HTTP/1.1 304 ");
  assert_has (head, "\r\nContent-Length: 786439\r\n");
  g_assert_true (g_str_has_suffix (head, "\r\n\r\n"));
  assert_has (nothing, "\r\nContent-Length: 0\r\n");
}

/* What turns out to be shorter than its answer said is cut off, not filled up. */
static void
test_cut_short (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *answer = NULL;

  g_test_expect_message ("balie-server", G_LOG_LEVEL_WARNING, "*shorter than it was");
  answer = balie_raw_client_ask (fixture->port, "GET /give?missing=300000 HTTP/1.1\r\nHost: a\r\n\r\n");
  g_test_assert_expected_messages ();
  g_assert_cmpuint (strlen (strstr (answer, "\r\n\r\n") + 4), <=, BODY - 300000);
}

#define ADD(name, function) g_test_add ("/http-parts/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("take", test_take);
  ADD ("refused-early", test_refused_early);
  ADD ("too-large", test_too_large);
  ADD ("held", test_held);
  ADD ("gone", test_gone);
  ADD ("give", test_give);
  ADD ("cut-short", test_cut_short);
  return g_test_run ();
}
