/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests and answers, against a server that does what it is told. */
#include <string.h>

#include "balie-client-test.h"
#include "balie-error.h"
#include "balie-raw-server.h"
#include "balie-test-wait.h"

#define PROBLEM(type) "{\"type\":\"" type "\",\"title\":\"Refused\",\"status\":401}"

static void
test_request (void)
{
  g_autoptr (BalieRawServer) server = balie_raw_server_new (NULL);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":1}", 7);
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  const char *request;

  balie_raw_server_add_json (server, 201, "ETag: \"v3\"\r\nSet-Cookie: a=b\r\n", "{\"b\":2}");
  balie_transport_set_token (transport, "secret");
  answer = balie_test_request (transport, "PUT", "/v1/thing?q=1", "\"v2\"", body, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, 201);
  g_assert_cmpstr (answer->etag, ==, "\"v3\"");
  g_assert_null (answer->next);
  g_assert_null (answer->problem);
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), "{\"b\":2}", 7);
  g_assert_true (balie_answer_check (answer, &error));
  g_assert_no_error (error);

  request = balie_raw_server_get_request (server, 0);
  g_assert_true (g_str_has_prefix (request, "PUT /v1/thing?q=1 HTTP/1.1\r\n"));
  g_assert_true (g_str_has_suffix (request, "\r\n\r\n{\"a\":1}"));
  g_assert_nonnull (strstr (request, "\r\nAuthorization: Bearer secret\r\n"));
  g_assert_nonnull (strstr (request, "\r\nIf-Match: \"v2\"\r\n"));
  g_assert_nonnull (strstr (request, "\r\nAccept: application/json\r\n"));
  g_assert_nonnull (strstr (request, "\r\nContent-Type: application/json\r\n"));

  /* The cookie does not come back. */
  balie_raw_server_add_json (server, 200, NULL, "{}");
  g_clear_pointer (&answer, balie_answer_free);
  answer = balie_test_request (transport, "GET", "/v1/thing", NULL, NULL, &error);
  g_assert_no_error (error);
  request = balie_raw_server_get_request (server, 1);
  g_assert_null (strstr (request, "Cookie"));
  g_assert_null (strstr (request, "If-Match"));
  g_assert_null (strstr (request, "Content-Type"));
}

static void
test_no_content (void)
{
  g_autoptr (BalieRawServer) server = balie_raw_server_new (NULL);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), NULL);
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  balie_raw_server_add (server, "HTTP/1.1 204 No Content\r\n\r\n", -1, BALIE_RAW_KEEP);
  answer = balie_test_request (transport, "DELETE", "/v1/thing", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, 204);
  g_assert_cmpuint (g_bytes_get_size (answer->body), ==, 0);
  g_assert_null (strstr (balie_raw_server_get_request (server, 0), "Authorization"));
}

static void
test_problems (void)
{
  static const struct
  {
    guint       status;
    const char *type;
    BalieError  code;
  } cases[] = {
    {400, "malformed", BALIE_ERROR_INVALID},
    {401, "login-failed", BALIE_ERROR_AUTH},
    {401, "token-invalid", BALIE_ERROR_AUTH},
    {403, "about:blank", BALIE_ERROR_FORBIDDEN},
    {404, "not-found", BALIE_ERROR_NOT_FOUND},
    {409, "conversation-closed", BALIE_ERROR_CONFLICT},
    {410, "sync-reset", BALIE_ERROR_CONFLICT},
    {413, "too-large", BALIE_ERROR_LIMIT},
    {422, "invalid", BALIE_ERROR_INVALID},
    {429, "too-many-tries", BALIE_ERROR_LIMIT},
    {500, "about:blank", BALIE_ERROR_SERVER},
    {503, "unavailable", BALIE_ERROR_SERVER},
  };
  g_autoptr (BalieRawServer) server = balie_raw_server_new (NULL);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"type\":\"%s\",\"status\":%u}", cases[i].type, cases[i].status);
      g_autoptr (BalieAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      balie_raw_server_add_json (server, cases[i].status, NULL, json);
      answer = balie_test_request (transport, "GET", "/v1/me", NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_cmpuint (answer->problem->status, ==, cases[i].status);
      g_assert_cmpstr (answer->problem->type, ==, cases[i].type);
      g_assert_false (balie_answer_check (answer, &error));
      g_assert_error (error, BALIE_ERROR, (int)cases[i].code);
    }
}

/* A proxy's own error pages are errors all the same. */
static void
test_foreign_problem (void)
{
  g_autoptr (BalieRawServer) server = balie_raw_server_new (NULL);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), NULL);
  g_autoptr (BalieAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  balie_raw_server_add (server, "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", -1, BALIE_RAW_KEEP);
  answer = balie_test_request (transport, "GET", "/v1/me", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (answer->problem->type, ==, "about:blank");
  g_assert_false (balie_answer_check (answer, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_SERVER);
}

static void
test_retry_after (void)
{
  static const struct
  {
    const char *value;
    guint       minimum;
    guint       maximum;
  } cases[] = {
    {"0", 0, 0},
    {"17", 17, 17},
    {"99999999", 86400, 86400},
    {"99999999999999999999", 0, 0},
    {"-5", 0, 0},
    {"soon", 0, 0},
    {"Wed, 21 Oct 2015 07:28:00 GMT", 0, 0},
    {"Wed, 21 Oct 2995 07:28:00 GMT", 86400, 86400},
  };
  g_autoptr (BalieRawServer) server = balie_raw_server_new (NULL);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = g_strdup_printf ("Retry-After: %s\r\n", cases[i].value);
      g_autoptr (BalieAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      balie_raw_server_add_json (server, 503, header, "{}");
      answer = balie_test_request (transport, "GET", "/v1/me", NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (answer->problem->retry_after, >=, cases[i].minimum);
      g_assert_cmpuint (answer->problem->retry_after, <=, cases[i].maximum);
    }
}

static void
test_next_page (void)
{
  static const struct
  {
    const char *headers;
    const char *next;
    gboolean    acceptable;
  } cases[] = {
    {"Link: </v1/snapshot?cursor=a%2Cb>; rel=next\r\n", "/v1/snapshot?cursor=a%2Cb", TRUE},
    {"Link: </v1/snapshot?cursor=2>; rel=\"next\"\r\n", "/v1/snapshot?cursor=2", TRUE},
    {"Link: </v1/a>; rel=prev, </v1/b>;rel=next\r\n", "/v1/b", TRUE},
    {"Link: </v1/a>; rel=prev\r\nLink: </v1/b>; rel=next\r\n", "/v1/b", TRUE},
    {"Link: </v1/a>; rel=prev\r\n", NULL, TRUE},
    {"Link: </v1/a\r\n", NULL, TRUE},
    {"Link: rel=next\r\n", NULL, TRUE},
    {"Link: <https://elsewhere.example/v1/snapshot>; rel=next\r\n", NULL, FALSE},
    {"Link: <//elsewhere.example/v1/snapshot>; rel=next\r\n", NULL, FALSE},
    {"Link: <@elsewhere.example/>; rel=next\r\n", NULL, FALSE},
  };
  g_autoptr (BalieRawServer) server = balie_raw_server_new (NULL);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      balie_raw_server_add_json (server, 200, cases[i].headers, "{}");
      answer = balie_test_request (transport, "GET", "/v1/snapshot", NULL, NULL, &error);
      if (cases[i].acceptable)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (answer->next, ==, cases[i].next);
        }
      else
        g_assert_error (error, BALIE_ERROR, BALIE_ERROR_PARSE);
    }
}

/* Whatever it is renewed to, the holder of the token in these tests counts how often it was asked. */
static void
on_renew (BalieTransport *transport,
          gpointer        user_data)
{
  guint *n_renewals = user_data;

  *n_renewals += 1;
}

static void
test_renewal (void)
{
  g_autoptr (BalieRawServer) server = balie_raw_server_new (NULL);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), NULL);
  BalieTestReply replies[3] = {0};
  guint          n_renewals = 0;

  balie_transport_set_token (transport, "old");
  balie_transport_set_renew (transport, on_renew, &n_renewals);
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      balie_raw_server_add_json (server, 401, NULL, PROBLEM ("token-invalid"));
      balie_transport_request_async (transport, "GET", "/v1/me", NULL, NULL, NULL, balie_test_on_reply, &replies[i]);
    }
  balie_test_wait_until (n_renewals == 1 && balie_raw_server_get_n_requests (server) == 3);
  balie_test_drain ();
  g_assert_cmpuint (n_renewals, ==, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    balie_raw_server_add_json (server, 200, NULL, "{}");
  balie_transport_renewed (transport, "new", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      balie_test_wait_until (replies[i].done);
      g_assert_no_error (replies[i].error);
      g_assert_cmpuint (replies[i].answer->status, ==, 200);
      g_assert_nonnull (strstr (balie_raw_server_get_request (server, i), "Bearer old\r\n"));
      g_assert_nonnull (strstr (balie_raw_server_get_request (server, 3 + i), "Bearer new\r\n"));
      balie_test_reply_clear (&replies[i]);
    }
  g_assert_cmpuint (n_renewals, ==, 1);
}

/* A token that is new and refused all the same is not renewed again: that would go on for ever. */
static void
test_renewal_once (void)
{
  g_autoptr (BalieRawServer) server = balie_raw_server_new (NULL);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), NULL);
  BalieTestReply reply = {0};
  guint          n_renewals = 0;

  balie_transport_set_token (transport, "old");
  balie_transport_set_renew (transport, on_renew, &n_renewals);
  balie_raw_server_add_json (server, 401, NULL, PROBLEM ("token-invalid"));
  balie_raw_server_add_json (server, 401, NULL, PROBLEM ("token-invalid"));
  balie_transport_request_async (transport, "GET", "/v1/me", NULL, NULL, NULL, balie_test_on_reply, &reply);
  balie_test_wait_until (n_renewals == 1);
  balie_transport_renewed (transport, "new", NULL);
  balie_test_wait_until (reply.done);
  g_assert_no_error (reply.error);
  g_assert_cmpuint (reply.answer->status, ==, 401);
  g_assert_cmpuint (n_renewals, ==, 1);
  balie_test_reply_clear (&reply);
}

static void
test_renewal_in_vain (void)
{
  g_autoptr (BalieRawServer) server = balie_raw_server_new (NULL);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), NULL);
  g_autoptr (GError) offline = g_error_new_literal (BALIE_ERROR, BALIE_ERROR_OFFLINE, "No connection");
  BalieTestReply reply = {0};
  guint          n_renewals = 0;

  balie_transport_set_token (transport, "old");
  balie_transport_set_renew (transport, on_renew, &n_renewals);

  /* There is no better token. */
  balie_raw_server_add_json (server, 401, NULL, PROBLEM ("token-invalid"));
  balie_transport_request_async (transport, "GET", "/v1/me", NULL, NULL, NULL, balie_test_on_reply, &reply);
  balie_test_wait_until (n_renewals == 1);
  balie_transport_renewed (transport, NULL, NULL);
  balie_test_wait_until (reply.done);
  g_assert_no_error (reply.error);
  g_assert_cmpuint (reply.answer->status, ==, 401);
  balie_test_reply_clear (&reply);

  /* There may be one, but it cannot be had now. */
  balie_raw_server_add_json (server, 401, NULL, PROBLEM ("token-invalid"));
  balie_transport_request_async (transport, "GET", "/v1/me", NULL, NULL, NULL, balie_test_on_reply, &reply);
  balie_test_wait_until (n_renewals == 2);
  balie_transport_renewed (transport, NULL, offline);
  balie_test_wait_until (reply.done);
  g_assert_error (reply.error, BALIE_ERROR, BALIE_ERROR_OFFLINE);
  balie_test_reply_clear (&reply);
}

static void
test_renewal_cancelled (void)
{
  g_autoptr (BalieRawServer) server = balie_raw_server_new (NULL);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  BalieTestReply reply = {0};
  guint          n_renewals = 0;

  balie_transport_set_token (transport, "old");
  balie_transport_set_renew (transport, on_renew, &n_renewals);
  balie_raw_server_add_json (server, 401, NULL, PROBLEM ("token-invalid"));
  balie_transport_request_async (transport, "GET", "/v1/me", NULL, NULL, cancellable, balie_test_on_reply, &reply);
  balie_test_wait_until (n_renewals == 1);
  g_cancellable_cancel (cancellable);
  balie_test_wait_until (reply.done);
  g_assert_error (reply.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  balie_test_reply_clear (&reply);

  balie_transport_renewed (transport, "new", NULL);
  balie_test_drain ();
  g_assert_cmpuint (balie_raw_server_get_n_requests (server), ==, 1);
}

/* A wrong password is an answer to the question, and a request without a token has none to renew. */
static void
test_no_renewal (void)
{
  g_autoptr (BalieRawServer) server = balie_raw_server_new (NULL);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), NULL);
  g_autoptr (BalieAnswer) without_token = NULL;
  g_autoptr (BalieAnswer) wrong_password = NULL;
  g_autoptr (GError) error = NULL;
  guint n_renewals = 0;

  balie_transport_set_renew (transport, on_renew, &n_renewals);
  balie_raw_server_add_json (server, 401, "WWW-Authenticate: Basic realm=\"x\"\r\n", PROBLEM ("token-invalid"));
  without_token = balie_test_request (transport, "GET", "/v1/me", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (without_token->status, ==, 401);

  balie_transport_set_token (transport, "old");
  balie_raw_server_add_json (server, 401, NULL, PROBLEM ("login-failed"));
  wrong_password = balie_test_request (transport, "PUT", "/v1/me/password", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wrong_password->status, ==, 401);
  g_assert_cmpuint (n_renewals, ==, 0);
}

static void
test_open (void)
{
  g_autoptr (BalieRawServer) server = balie_raw_server_new (NULL);
  g_autoptr (BalieTransport) transport = balie_transport_new (balie_raw_server_get_address (server), NULL);
  g_autoptr (GInputStream) stream = NULL;
  g_autofree char *content_type = NULL;
  g_autoptr (GError) error = NULL;
  char  buffer[16];
  gsize length = 0;

  balie_raw_server_add (server, "HTTP/1.1 200 OK\r\nContent-Type: image/png; a=b\r\nContent-Length: 5\r\n\r\nhello", -1, BALIE_RAW_KEEP);
  stream = balie_test_open (transport, "/v1/desk/logo", "image/*", &content_type, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (content_type, ==, "image/png");
  g_assert_nonnull (strstr (balie_raw_server_get_request (server, 0), "\r\nAccept: image/*\r\n"));
  g_assert_true (g_input_stream_read_all (stream, buffer, sizeof buffer, &length, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (buffer, length, "hello", 5);

  g_clear_object (&stream);
  balie_raw_server_add_json (server, 404, NULL, PROBLEM ("not-found"));
  stream = balie_test_open (transport, "/v1/desk/logo", "image/*", NULL, &error);
  g_assert_null (stream);
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  balie_raw_server_add (server, "HTTP/1.1 204 No Content\r\n\r\n", -1, BALIE_RAW_KEEP);
  stream = balie_test_open (transport, "/v1/desk/logo", "image/*", NULL, &error);
  g_assert_null (stream);
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_PARSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transport/request", test_request);
  g_test_add_func ("/transport/no-content", test_no_content);
  g_test_add_func ("/transport/problems", test_problems);
  g_test_add_func ("/transport/foreign-problem", test_foreign_problem);
  g_test_add_func ("/transport/retry-after", test_retry_after);
  g_test_add_func ("/transport/next-page", test_next_page);
  g_test_add_func ("/transport/renewal", test_renewal);
  g_test_add_func ("/transport/renewal/once", test_renewal_once);
  g_test_add_func ("/transport/renewal/in-vain", test_renewal_in_vain);
  g_test_add_func ("/transport/renewal/cancelled", test_renewal_cancelled);
  g_test_add_func ("/transport/no-renewal", test_no_renewal);
  g_test_add_func ("/transport/open", test_open);
  return g_test_run ();
}
