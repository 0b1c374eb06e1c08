/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Event streams over real sockets: in order, each once, without a gap, however slow the reader and many the streams. */
#include "balie-event-streams.h"
#include "balie-http-front.h"

#include "balie-fake-log.h"
#include "balie-raw-client.h"
#include "balie-test-wait.h"
#include "balie-token.h"

#include <string.h>
#include <unistd.h>

typedef struct
{
  BalieFakeLog      *log;
  BalieEventStreams *streams;
  BalieRouter       *router;
  BalieHttpFront    *front;
  guint16            port;
  char              *token;

  /* Whether a session ends while its stream is on its way. */
  gboolean ends_while_opening;

  /* What presence-changed told, and how a wait ended. */
  GString *told;
  int      n_waits_over;
  int      n_waits_woken;
  int      n_waits_cancelled;
} Fixture;

static void
handle_events (BalieExchange *exchange,
               gpointer       user_data)
{
  Fixture    *fixture = user_data;
  gint64      after = balie_exchange_query_int (exchange, "after", 0, G_MAXINT64, 0);
  const char *stream = balie_exchange_query_text (exchange, "stream", 50);

  if (!balie_exchange_finish_query (exchange))
    return;

  balie_event_streams_open (fixture->streams, exchange, stream != NULL ? stream : "desk", after);
  if (fixture->ends_while_opening)
    balie_event_streams_end_session (fixture->streams, balie_exchange_get_session_id (exchange));
}

static const BalieRoute routes[] = {
  {"GET", "/v1/events", BALIE_ACCESS_SIGNED_IN, handle_events},
};

/* Everybody may be whoever they say. */
static void
authenticate (BalieRouter   *router,
              BalieExchange *exchange,
              const char    *token,
              gpointer       user_data)
{
  const char *account = balie_exchange_get_header (exchange, "X-Account");
  const char *session = balie_exchange_get_header (exchange, "X-Session");
  BalieRole   role = account != NULL && strcmp (account, "jan") == 0 ? BALIE_ROLE_CUSTOMER : BALIE_ROLE_STAFF;

  balie_router_admit (router, exchange, account != NULL ? account : "sanne", role, session != NULL ? session : "s1");
}

static void
presence_changed_cb (Fixture    *fixture,
                     const char *account_id,
                     int         role,
                     gboolean    is_present)
{
  g_string_append_printf (fixture->told, "%s%s%s ", is_present ? "+" : "-", account_id, role == BALIE_ROLE_CUSTOMER ? "(customer)" : "");
}

static void
fixture_set_up (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->token = balie_token_new ();
  fixture->told = g_string_new (NULL);
  fixture->log = balie_fake_log_new ();
  fixture->streams = balie_event_streams_new (BALIE_EVENT_LOG (fixture->log), "e1");
  g_signal_connect_swapped (fixture->streams, "presence-changed", G_CALLBACK (presence_changed_cb), fixture);
  fixture->router = balie_router_new ();
  balie_router_set_authenticator (fixture->router, authenticate, fixture);
  balie_router_add_routes (fixture->router, routes, G_N_ELEMENTS (routes), fixture);
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
  g_object_unref (fixture->router);
  g_assert_finalize_object (fixture->streams);
  g_object_unref (fixture->log);
  balie_token_free (fixture->token);
  g_string_free (fixture->told, TRUE);
}

static BalieRawClient *
open_stream (Fixture    *fixture,
             const char *query,
             const char *headers)
{
  BalieRawClient  *client = balie_raw_client_new (fixture->port);
  g_autofree char *request = g_strdup_printf ("GET /v1/events%s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n%s\r\n",
                                              query, fixture->token, headers);

  balie_raw_client_send (client, request, -1);
  return client;
}

/* Whether the answer's body is this and nothing else. */
static gboolean
has_body (BalieRawClient *client,
          const char     *body)
{
  const char *found = strstr (balie_raw_client_read (client), "\r\n\r\n");

  return found != NULL && strcmp (found + strlen ("\r\n\r\n"), body) == 0;
}

static gboolean
is_open (BalieRawClient *client)
{
  const char *found = strstr (balie_raw_client_read (client), "\r\n\r\n");

  return found != NULL && g_str_has_prefix (found + strlen ("\r\n\r\n"), ":\n\n");
}

static void
broadcast (Fixture    *fixture,
           const char *stream,
           const char *data)
{
  balie_event_streams_broadcast (fixture->streams, stream, balie_fake_log_append (fixture->log, stream, data));
}

#define EVENT(seq, data) "id: e1." seq "\nevent: message.created\ndata: " data "\n\n"

static void
test_framing (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (BalieRawClient) client = NULL;
  g_autoptr (BalieLoggedEvent) live = balie_logged_event_new (0, "typing", "{\"a\":1}");
  const char *headers;

  balie_fake_log_append (fixture->log, "desk", "{\"n\":1}");
  balie_fake_log_append (fixture->log, "desk", "{\"n\":2}");
  client = open_stream (fixture, "?after=1", "");
  balie_test_wait_until (has_body (client, ":\n\n" EVENT ("2", "{\"n\":2}")));

  headers = balie_raw_client_read (client);
  g_assert_nonnull (strstr (headers, "HTTP/1.1 200 "));
  g_assert_nonnull (strstr (headers, "\r\nContent-Type: text/event-stream\r\n"));
  g_assert_nonnull (strstr (headers, "\r\nCache-Control: no-store\r\n"));
  g_assert_nonnull (strstr (headers, "\r\nX-Accel-Buffering: no\r\n"));
  g_assert_nonnull (strstr (headers, "\r\nConnection: close\r\n"));
  g_assert_null (strstr (headers, "Transfer-Encoding"));
  g_assert_null (strstr (headers, "Content-Length"));

  broadcast (fixture, "desk", "{\"n\":3}");
  broadcast (fixture, "other", "{\"n\":1}");
  balie_event_streams_broadcast (fixture->streams, "desk", live);
  balie_test_wait_until (has_body (client, ":\n\n" EVENT ("2", "{\"n\":2}") EVENT ("3", "{\"n\":3}") "event: typing\ndata: {\"a\":1}\n\n"));
}

static void
test_head (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *request = g_strdup_printf ("HEAD /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n\r\n", fixture->token);
  g_autofree char *answer = balie_raw_client_ask (fixture->port, request);

  g_assert_nonnull (strstr (answer, "HTTP/1.1 200 "));
  g_assert_nonnull (strstr (answer, "\r\nContent-Type: text/event-stream\r\n"));
  g_assert_cmpuint (balie_event_streams_get_n_streams (fixture->streams), ==, 0);
}

/* Events come while the log is being read, and after. */
static void
test_hand_over (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (BalieRawClient) client = NULL;

  balie_fake_log_append (fixture->log, "desk", "1");
  balie_fake_log_hold (fixture->log, TRUE);
  client = open_stream (fixture, "", "");
  balie_test_wait_until (balie_fake_log_get_n_held (fixture->log) == 1);

  broadcast (fixture, "desk", "2");
  broadcast (fixture, "desk", "3");
  balie_fake_log_hold (fixture->log, FALSE);
  balie_fake_log_hold (fixture->log, TRUE);
  balie_test_wait_until (balie_fake_log_get_n_held (fixture->log) == 1);

  broadcast (fixture, "desk", "4");
  balie_fake_log_hold (fixture->log, FALSE);
  balie_test_wait_until (has_body (client, ":\n\n" EVENT ("1", "1") EVENT ("2", "2") EVENT ("3", "3") EVENT ("4", "4")));

  broadcast (fixture, "desk", "5");
  balie_test_wait_until (has_body (client, ":\n\n" EVENT ("1", "1") EVENT ("2", "2") EVENT ("3", "3") EVENT ("4", "4") EVENT ("5", "5")));
}

static void
test_disorder (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (BalieRawClient) client = open_stream (fixture, "", "");
  BalieLoggedEvent *first;
  BalieLoggedEvent *second;
  BalieLoggedEvent *third;

  balie_test_wait_until (is_open (client) && balie_fake_log_get_n_reads (fixture->log) == 1);

  /* One that is missed, one that comes late, one twice. */
  first = balie_fake_log_append (fixture->log, "desk", "1");
  second = balie_fake_log_append (fixture->log, "desk", "2");
  balie_event_streams_broadcast (fixture->streams, "desk", second);
  balie_event_streams_broadcast (fixture->streams, "desk", first);
  balie_test_wait_until (has_body (client, ":\n\n" EVENT ("1", "1") EVENT ("2", "2")));

  third = balie_fake_log_append (fixture->log, "desk", "3");
  balie_event_streams_broadcast (fixture->streams, "desk", third);
  balie_event_streams_broadcast (fixture->streams, "desk", third);
  broadcast (fixture, "desk", "4");
  balie_test_wait_until (has_body (client, ":\n\n" EVENT ("1", "1") EVENT ("2", "2") EVENT ("3", "3") EVENT ("4", "4")));
}

static void
test_long_log (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GString) expected = g_string_new (":\n\n");
  g_autoptr (BalieRawClient) client = NULL;

  for (int i = 1; i <= 1000; i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", i);

      balie_fake_log_append (fixture->log, "desk", number);
      g_string_append_printf (expected, "id: e1.%d\nevent: message.created\ndata: %d\n\n", i, i);
    }

  client = open_stream (fixture, "", "");
  balie_test_wait_until (has_body (client, expected->str));
}

/* A client that does not read takes no memory for long, and misses nothing when it reads again. */
static void
test_slow_reader (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *filler = g_strnfill (16000, 'x');
  g_autoptr (GString) expected = g_string_new (":\n\n");
  g_autoptr (BalieRawClient) slow = open_stream (fixture, "", "");
  g_autoptr (BalieRawClient) quick = open_stream (fixture, "", "");

  balie_test_wait_until (is_open (slow) && is_open (quick) && balie_fake_log_get_n_reads (fixture->log) == 2);

  for (int i = 1; i <= 2000; i++)
    {
      g_autofree char *text = g_strdup_printf ("\"%d %s\"", i, filler);

      broadcast (fixture, "desk", text);
      g_string_append_printf (expected, "id: e1.%d\nevent: message.created\ndata: %s\n\n", i, text);
      balie_raw_client_read (quick);
    }

  balie_test_wait_until (has_body (quick, expected->str));
  g_assert_false (has_body (slow, expected->str));
  balie_test_wait_until (has_body (slow, expected->str));

  /* It had to be read from the log, not from memory. */
  g_assert_cmpuint (balie_fake_log_get_n_reads (fixture->log), >, 2);

  g_string_append (expected, EVENT ("2001", "last"));
  broadcast (fixture, "desk", "last");
  balie_test_wait_until (has_body (slow, expected->str) && has_body (quick, expected->str));
}

static void
test_beats (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieRawClient) client = NULL;

  balie_event_streams_set_pace (fixture->streams, 20, 3600 * 1000);
  client = open_stream (fixture, "", "");
  balie_test_wait_until (strstr (balie_raw_client_read (client), "\r\n\r\n:\n\n:\n\n:\n\n") != NULL);
  g_assert_false (balie_raw_client_is_closed (client));
}

static void
test_life (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (BalieRawClient) client = NULL;

  balie_event_streams_set_pace (fixture->streams, 20, 100);
  client = open_stream (fixture, "", "");
  balie_test_wait_until (is_open (client));
  balie_test_wait_until (balie_raw_client_is_closed (client));
  g_assert_cmpuint (balie_event_streams_get_n_streams (fixture->streams), ==, 0);
}

/* A client that is there and takes nothing is not kept for ever. */
static void
test_stalled_reader (Fixture      *fixture,
                     gconstpointer data)
{
  g_autofree char *filler = g_strnfill (16000, 'x');
  g_autoptr (BalieRawClient) client = NULL;

  balie_event_streams_set_pace (fixture->streams, 50, 3600 * 1000);
  client = open_stream (fixture, "", "");
  balie_test_wait_until (balie_event_streams_get_n_streams (fixture->streams) == 1);
  for (int i = 0; i < 2000; i++)
    broadcast (fixture, "desk", filler);
  balie_test_wait_until (balie_event_streams_get_n_streams (fixture->streams) == 0);
}

static void
test_failing_log (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (BalieRawClient) client = NULL;

  balie_fake_log_fail (fixture->log);
  client = open_stream (fixture, "", "");
  balie_test_wait_until (balie_raw_client_is_closed (client));
  g_assert_cmpuint (balie_event_streams_get_n_streams (fixture->streams), ==, 0);
}

static void
test_ended_while_opening (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (BalieRawClient) client = NULL;

  fixture->ends_while_opening = TRUE;
  client = open_stream (fixture, "", "X-Account: sanne\r\nX-Session: s1\r\n");
  balie_test_wait_until (balie_raw_client_is_closed (client));
  g_assert_cmpuint (balie_event_streams_get_n_streams (fixture->streams), ==, 0);
  g_assert_cmpstr (fixture->told->str, ==, "");
}

static void
test_presence (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (BalieRawClient) desktop = open_stream (fixture, "", "X-Account: sanne\r\nX-Session: s1\r\n");
  BalieRawClient *laptop = open_stream (fixture, "", "X-Account: sanne\r\nX-Session: s2\r\n");
  g_autoptr (BalieRawClient) customer = NULL;

  balie_test_wait_until (is_open (desktop) && is_open (laptop));
  customer = open_stream (fixture, "?stream=jan", "X-Account: jan\r\nX-Session: s3\r\n");
  balie_test_wait_until (is_open (customer));
  g_assert_cmpstr (fixture->told->str, ==, "+sanne +jan(customer) ");
  g_assert_cmpuint (balie_event_streams_get_n_streams (fixture->streams), ==, 3);
  g_assert_cmpuint (balie_event_streams_get_n_present (fixture->streams, BALIE_ROLE_STAFF), ==, 1);
  g_assert_cmpuint (balie_event_streams_get_n_present (fixture->streams, BALIE_ROLE_CUSTOMER), ==, 1);
  g_assert_true (balie_event_streams_is_present (fixture->streams, "sanne"));

  /* One of two devices goes: nobody sees a thing. */
  balie_raw_client_free (laptop);
  balie_test_wait_until (balie_event_streams_get_n_streams (fixture->streams) == 2);
  g_assert_cmpstr (fixture->told->str, ==, "+sanne +jan(customer) ");

  balie_event_streams_end_session (fixture->streams, "s1");
  balie_event_streams_end_session (fixture->streams, "unknown");
  g_assert_cmpstr (fixture->told->str, ==, "+sanne +jan(customer) -sanne ");
  g_assert_cmpuint (balie_event_streams_get_n_present (fixture->streams, BALIE_ROLE_STAFF), ==, 0);
  g_assert_false (balie_event_streams_is_present (fixture->streams, "sanne"));
  balie_test_wait_until (balie_raw_client_is_closed (desktop));
  g_assert_false (balie_raw_client_is_closed (customer));

  balie_event_streams_end_account (fixture->streams, "jan");
  balie_test_wait_until (balie_raw_client_is_closed (customer));
  g_assert_cmpstr (fixture->told->str, ==, "+sanne +jan(customer) -sanne -jan(customer) ");
}

/* What the desk does when somebody comes or goes: tell the others, in the middle of it. */
static void
tell_others_cb (Fixture *fixture)
{
  g_autoptr (BalieLoggedEvent) event = balie_logged_event_new (0, "presence", "{}");

  balie_event_streams_broadcast (fixture->streams, "desk", event);
}

static void
test_presence_is_broadcast (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_raw_client_free);

  g_signal_connect_swapped (fixture->streams, "presence-changed", G_CALLBACK (tell_others_cb), fixture);
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *headers = g_strdup_printf ("X-Account: staff-%d\r\n", i);
      BalieRawClient  *client = open_stream (fixture, "", headers);

      g_ptr_array_add (clients, client);
      balie_test_wait_until (is_open (client));
    }

  /* Half of them go at once, while each is told of the others. */
  g_ptr_array_set_size (clients, 10);
  balie_test_wait_until (balie_event_streams_get_n_streams (fixture->streams) == 10);
  balie_event_streams_end_all (fixture->streams);
  g_assert_cmpuint (balie_event_streams_get_n_streams (fixture->streams), ==, 0);
  balie_test_wait_until (balie_raw_client_is_closed (g_ptr_array_index (clients, 0)));
}

static void
wait_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  if (balie_event_streams_wait_finish (BALIE_EVENT_STREAMS (source), result, &error))
    fixture->n_waits_woken++;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fixture->n_waits_cancelled++;
  else
    fixture->n_waits_over++;
}

static void
test_waits (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (BalieLoggedEvent) live = balie_logged_event_new (0, "typing", "{}");

  /* Time. */
  balie_event_streams_wait_async (fixture->streams, "jan", 0, 1, NULL, wait_cb, fixture);
  balie_event_streams_wait_async (fixture->streams, "jan", 0, 0, NULL, wait_cb, fixture);
  balie_test_wait_until (fixture->n_waits_over == 2);

  /* An event, but only of that stream, and only one that is in the log. */
  balie_event_streams_wait_async (fixture->streams, "jan", 0, 3600 * 1000, NULL, wait_cb, fixture);
  balie_event_streams_wait_async (fixture->streams, "jan", 0, 1800 * 1000, cancellable, wait_cb, fixture);
  balie_event_streams_wait_async (fixture->streams, "piet", 0, 1800 * 1000, cancellable, wait_cb, fixture);
  balie_event_streams_broadcast (fixture->streams, "jan", live);
  broadcast (fixture, "desk", "1");
  balie_event_streams_wait_async (fixture->streams, "jan", 0, 1, NULL, wait_cb, fixture);
  balie_test_wait_until (fixture->n_waits_over == 3);
  g_assert_cmpint (fixture->n_waits_woken, ==, 0);
  broadcast (fixture, "jan", "1");
  balie_test_wait_until (fixture->n_waits_woken == 2);

  /* What came between a read and the wait. */
  balie_event_streams_wait_async (fixture->streams, "jan", 0, 3600 * 1000, NULL, wait_cb, fixture);
  balie_test_wait_until (fixture->n_waits_woken == 3);

  /* Somebody who went. */
  g_cancellable_cancel (cancellable);
  balie_test_wait_until (fixture->n_waits_cancelled == 1);
  balie_event_streams_wait_async (fixture->streams, "jan", 1, 3600 * 1000, cancellable, wait_cb, fixture);
  balie_test_wait_until (fixture->n_waits_cancelled == 2);

  /* The end. */
  balie_event_streams_wait_async (fixture->streams, "jan", 1, 3600 * 1000, NULL, wait_cb, fixture);
  balie_event_streams_end_all (fixture->streams);
  balie_event_streams_wait_async (fixture->streams, "jan", 1, 3600 * 1000, NULL, wait_cb, fixture);
  balie_test_wait_until (fixture->n_waits_over == 5);
  g_assert_cmpint (fixture->n_waits_woken, ==, 3);
}

static void
test_ended (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieRawClient) client = NULL;

  balie_event_streams_end_all (fixture->streams);
  client = open_stream (fixture, "", "");
  balie_test_wait_until (balie_raw_client_get_status (client) == 503);
}

/* Resident memory of this process, in bytes. */
static gsize
get_resident (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;

  fields = g_strsplit (text, " ", -1);
  return (gsize)g_ascii_strtoull (fields[1], NULL, 10) * (gsize)sysconf (_SC_PAGESIZE);
}

static void
test_many (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_raw_client_free);
  gsize  before = get_resident ();
  gint64 begun;

  for (guint i = 0; i < 2000; i++)
    {
      g_ptr_array_add (clients, open_stream (fixture, "", ""));
      balie_test_wait_until (balie_event_streams_get_n_streams (fixture->streams) > i);
    }
  for (guint i = 0; i < clients->len; i++)
    balie_test_wait_until (is_open (g_ptr_array_index (clients, i)));
  g_test_message ("%zu bytes a stream, both ends", (MAX (get_resident (), before) - before) / clients->len);

  begun = g_get_monotonic_time ();
  broadcast (fixture, "desk", "{\"hello\":\"everybody\"}");
  g_test_message ("one event to %u streams: %.1f ms", clients->len, (double)(g_get_monotonic_time () - begun) / 1000);
  for (guint i = 0; i < clients->len; i++)
    balie_test_wait_until (has_body (g_ptr_array_index (clients, i), ":\n\n" EVENT ("1", "{\"hello\":\"everybody\"}")));

  g_ptr_array_set_size (clients, 0);
  balie_test_wait_until (balie_event_streams_get_n_streams (fixture->streams) == 0);
  g_assert_cmpstr (fixture->told->str, ==, "+sanne -sanne ");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/server/event-streams/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("framing", test_framing);
  ADD ("head", test_head);
  ADD ("hand-over", test_hand_over);
  ADD ("disorder", test_disorder);
  ADD ("long-log", test_long_log);
  ADD ("slow-reader", test_slow_reader);
  ADD ("beats", test_beats);
  ADD ("life", test_life);
  ADD ("stalled-reader", test_stalled_reader);
  ADD ("failing-log", test_failing_log);
  ADD ("ended-while-opening", test_ended_while_opening);
  ADD ("presence", test_presence);
  ADD ("presence-is-broadcast", test_presence_is_broadcast);
  ADD ("waits", test_waits);
  ADD ("ended", test_ended);
  ADD ("many", test_many);
#undef ADD

  return g_test_run ();
}
