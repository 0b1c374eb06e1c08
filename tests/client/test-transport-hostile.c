/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of servers that are broken, or mean ill. */
#include <string.h>

#include "balie-client-test.h"
#include "balie-error.h"
#include "balie-raw-server.h"
#include "balie-test-wait.h"
#include "balie-transport-private.h"

#define JSON_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

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
  balie_transport_set_token (fixture->transport, "secret");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->server);
}

/* The server answers with @bytes; the request must fail with @code. */
static void
assert_fails (Fixture    *fixture,
              const char *bytes,
              gssize      length,
              BalieRawEnd end,
              BalieError  code)
{
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  balie_raw_server_add (fixture->server, bytes, length, end);
  answer = balie_test_request (fixture->transport, "GET", "/v1/me", NULL, NULL, &error);
  g_assert_null (answer);
  g_assert_error (error, BALIE_ERROR, (int)code);
}

static void
test_redirects (Fixture      *fixture,
                gconstpointer data)
{
  static const guint cases[] = {300, 301, 302, 303, 304, 305, 307, 308, 399};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = g_strdup_printf ("HTTP/1.1 %u Elsewhere\r\nLocation: %s/v1/other\r\nContent-Length: 0\r\n\r\n", cases[i],
                                                 balie_raw_server_get_address (fixture->server));

      assert_fails (fixture, answer, -1, BALIE_RAW_KEEP, BALIE_ERROR_PARSE);
      g_assert_cmpuint (balie_raw_server_get_n_requests (fixture->server), ==, i + 1);
    }
}

/* The sign-in page of a hotel's network is no answer, however good its status. */
static void
test_wrong_types (Fixture      *fixture,
                  gconstpointer data)
{
  assert_fails (fixture, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n{}", -1, BALIE_RAW_KEEP, BALIE_ERROR_PARSE);
  assert_fails (fixture, "HTTP/1.1 200 OK\r\nContent-Type: application/jsonp\r\nContent-Length: 2\r\n\r\n{}", -1, BALIE_RAW_KEEP,
                BALIE_ERROR_PARSE);
  assert_fails (fixture, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", -1, BALIE_RAW_KEEP, BALIE_ERROR_PARSE);
}

static void
test_garbage (Fixture      *fixture,
              gconstpointer data)
{
  static const char *const cases[] = {
    "SSH-2.0-OpenSSH_9.2p1\r\n",
    "<html>HTTP/0.9</html>",
    "HTTP/1.1\r\n\r\n",
    "HTTP/1.1 OK\r\n\r\n",
    "HTTP/1.1 99999 OK\r\n\r\n",
    "HTTP/9.9.9 200 OK\r\n\r\n",
    "\377\376\375\r\n\r\n",
    "220 mail.example.com ESMTP\r\n500 what?\r\n\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      balie_raw_server_add (fixture->server, cases[i], -1, BALIE_RAW_CLOSE);
      answer = balie_test_request (fixture->transport, "POST", "/v1/me", NULL, NULL, &error);
      g_assert_null (answer);
      g_assert_nonnull (error);
      g_assert_true (error->domain == BALIE_ERROR);
      g_assert_true (error->code == BALIE_ERROR_PARSE || error->code == BALIE_ERROR_OFFLINE);
    }
}

/* An answer that breaks off is none, wherever it does. */
static void
test_truncated (Fixture      *fixture,
                gconstpointer data)
{
  static const char *const cases[] = {
    JSON_HEAD "Content-Length: 15\r\n\r\n{\"a\":\"b\\u00e9\"}",
    JSON_HEAD "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n5\r\n:true\r\n1\r\n}\r\n0\r\n\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize length = 0; cases[i] + length <= g_strrstr (cases[i], "}"); length++)
      {
        g_autoptr (BalieAnswer) answer = NULL;
        g_autoptr (GError) error = NULL;

        balie_raw_server_add (fixture->server, cases[i], length, BALIE_RAW_CLOSE);
        answer = balie_test_request (fixture->transport, "POST", "/v1/me", NULL, NULL, &error);

        if (answer != NULL)
          g_test_message ("accepted when cut at %" G_GSIZE_FORMAT, length);
        g_assert_null (answer);
        g_assert_nonnull (error);
        g_assert_true (error->domain == BALIE_ERROR);
      }
}

static void
test_wrong_length (Fixture      *fixture,
                   gconstpointer data)
{
  assert_fails (fixture, JSON_HEAD "Content-Length: 3\r\n\r\n{}", -1, BALIE_RAW_CLOSE, BALIE_ERROR_OFFLINE);
  assert_fails (fixture, JSON_HEAD "Content-Length: 999999999999\r\n\r\n{}", -1, BALIE_RAW_CLOSE, BALIE_ERROR_OFFLINE);
  assert_fails (fixture, JSON_HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}", -1, BALIE_RAW_CLOSE, BALIE_ERROR_OFFLINE);
}

static void
test_huge (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  gsize head;

  g_string_printf (answer, JSON_HEAD "Content-Length: %u\r\n\r\n", BALIE_TRANSPORT_MAX_ANSWER + 1);
  head = answer->len;
  g_string_set_size (answer, head + BALIE_TRANSPORT_MAX_ANSWER + 1);
  memset (answer->str + head, ' ', BALIE_TRANSPORT_MAX_ANSWER + 1);
  assert_fails (fixture, answer->str, answer->len, BALIE_RAW_KEEP, BALIE_ERROR_PARSE);
}

/* Not a byte less than what is allowed. */
static void
test_largest (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  gsize head;

  g_string_printf (text, JSON_HEAD "Content-Length: %u\r\n\r\n", BALIE_TRANSPORT_MAX_ANSWER);
  head = text->len;
  g_string_set_size (text, head + BALIE_TRANSPORT_MAX_ANSWER);
  memset (text->str + head, ' ', BALIE_TRANSPORT_MAX_ANSWER);
  balie_raw_server_add (fixture->server, text->str, text->len, BALIE_RAW_KEEP);
  answer = balie_test_request (fixture->transport, "GET", "/v1/me", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (answer->body), ==, BALIE_TRANSPORT_MAX_ANSWER);
}

static void
test_endless (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *padding = g_strnfill (1020, 'x');
  g_autofree char *plain = g_strdup_printf (JSON_HEAD "\r\n%s", padding);
  g_autofree char *chunked = g_strdup_printf (JSON_HEAD "Transfer-Encoding: chunked\r\n\r\n3f9\r\n%.1017s\r\n", padding);

  assert_fails (fixture, plain, -1, BALIE_RAW_ENDLESS, BALIE_ERROR_PARSE);
  g_assert_cmpuint (strlen (strstr (chunked, "3f9")), ==, 1024);
  assert_fails (fixture, chunked, -1, BALIE_RAW_ENDLESS, BALIE_ERROR_PARSE);

  /* And the connection is given up instead of being read for ever. */
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
}

static void
test_endless_problem (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *padding = g_strnfill (1024, 'x');
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 500 No\r\nContent-Type: text/plain\r\n\r\n%s", padding);

  assert_fails (fixture, answer, -1, BALIE_RAW_ENDLESS, BALIE_ERROR_PARSE);
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
}

/* libsoup gives up on these by itself, and does not say that it was more than a lost connection. */
static void
test_endless_head (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *padding = g_strnfill (1011, 'x');
  g_autofree char *line = g_strdup_printf ("HTTP/1.1 200 OK\r\nX-Long: %s", padding);
  g_autofree char *lines = g_strdup_printf ("HTTP/1.1 200 OK\r\nX-Padding: %s\r\n", padding);

  assert_fails (fixture, line, -1, BALIE_RAW_ENDLESS, BALIE_ERROR_OFFLINE);
  g_assert_cmpuint (strlen (strstr (lines, "X-P")), ==, 1024);
  assert_fails (fixture, lines, -1, BALIE_RAW_ENDLESS, BALIE_ERROR_OFFLINE);
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
}

/* A few kilobytes that unpack to more than anybody wants. */
static void
test_bomb (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GConverter) compressor = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) packed = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (packed, compressor);
  g_autofree char *zeros = g_malloc0 (4 * BALIE_TRANSPORT_MAX_ANSWER);
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gsize length;

  g_output_stream_write_all (stream, zeros, 4 * BALIE_TRANSPORT_MAX_ANSWER, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, &error);
  g_assert_no_error (error);

  length = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (packed));
  g_assert_cmpuint (length, <, 64 * 1024);
  g_string_printf (answer, JSON_HEAD "Content-Encoding: gzip\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n", length);
  g_string_append_len (answer, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (packed)), length);
  assert_fails (fixture, answer->str, answer->len, BALIE_RAW_KEEP, BALIE_ERROR_PARSE);
}

/* JSON that would take the stack away is refused before it is parsed, also in a problem document. */
static void
test_deep_problem (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *nested = g_strnfill (100000, '[');
  g_autofree char *json = g_strconcat ("{\"type\":", nested, NULL);
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  balie_raw_server_add_json (fixture->server, 422, NULL, json);
  answer = balie_test_request (fixture->transport, "GET", "/v1/me", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (answer->problem->type, ==, "about:blank");
}

/* A page of the server's choice that is no address at all. */
static void
test_wild_next (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (BalieAnswer) next = NULL;
  g_autoptr (GError) error = NULL;

  balie_raw_server_add_json (fixture->server, 200, "Link: </v1/%zz \\ \"\177>; rel=next\r\n", "{}");
  answer = balie_test_request (fixture->transport, "GET", "/v1/snapshot", NULL, NULL, &error);
  g_assert_no_error (error);
  next = balie_test_request (fixture->transport, "GET", answer->next, NULL, NULL, &error);
  g_assert_null (next);
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_PARSE);
}

static void
test_silent (Fixture      *fixture,
             gconstpointer data)
{
  balie_transport_set_timeout (fixture->transport, 1);
  assert_fails (fixture, "", 0, BALIE_RAW_HANG, BALIE_ERROR_OFFLINE);
  assert_fails (fixture, JSON_HEAD "Content-Length: 9\r\n\r\n{", -1, BALIE_RAW_HANG, BALIE_ERROR_OFFLINE);
}

static void
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  BalieTestReply reply = {0};

  balie_raw_server_add (fixture->server, JSON_HEAD "Content-Length: 9\r\n\r\n{", -1, BALIE_RAW_HANG);
  balie_transport_request_async (fixture->transport, "GET", "/v1/me", NULL, NULL, cancellable, balie_test_on_reply, &reply);
  balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) == 1);
  g_cancellable_cancel (cancellable);
  balie_test_wait_until (reply.done);
  g_assert_error (reply.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  balie_test_reply_clear (&reply);
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
}

static void
test_nobody (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->server);
  answer = balie_test_request (fixture->transport, "GET", "/v1/me", NULL, NULL, &error);
  g_assert_null (answer);
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_OFFLINE);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture      *fixture,
                  gconstpointer data);
  } tests[] = {
    {"/transport/redirects", test_redirects},
    {"/transport/wrong-types", test_wrong_types},
    {"/transport/garbage", test_garbage},
    {"/transport/truncated", test_truncated},
    {"/transport/wrong-length", test_wrong_length},
    {"/transport/huge", test_huge},
    {"/transport/largest", test_largest},
    {"/transport/endless", test_endless},
    {"/transport/endless-problem", test_endless_problem},
    {"/transport/endless-head", test_endless_head},
    {"/transport/bomb", test_bomb},
    {"/transport/deep-problem", test_deep_problem},
    {"/transport/wild-next", test_wild_next},
    {"/transport/silent", test_silent},
    {"/transport/cancelled", test_cancelled},
    {"/transport/nobody", test_nobody},
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
