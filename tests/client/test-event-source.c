/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event stream, from its opening to its end. */
#include <string.h>

#include "balie-client-test.h"
#include "balie-error.h"
#include "balie-event-source-private.h"
#include "balie-raw-server.h"
#include "balie-test-wait.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
#define CONVERSATION "3c8e2c52-6b1d-4d38-9d9c-0a5f7f0f6b11"
#define READ(seq)                                                              \
  "id: e1." seq "\nevent: read.moved\ndata: {\"conversation\":\"" CONVERSATION \
  "\",\"reader\":\"staff\",\"up_to\":" seq "}\n\n"
#define TYPING "event: typing\ndata: {\"conversation\":\"" CONVERSATION "\",\"person\":{\"id\":\"" CONVERSATION "\",\"name\":\"Sanne\",\"role\":\"staff\"}}\n\n"

typedef struct
{
  BalieRawServer   *server;
  BalieTransport   *transport;
  BalieEventSource *source;
  GCancellable     *cancellable;
  GString          *log;
  guint             n_opened;
  guint             n_heard;
  GAsyncResult     *result;
} Fixture;

static void
on_event (BalieEventSource *source,
          BalieEvent       *event,
          Fixture          *fixture)
{
  g_string_append_printf (fixture->log, "%s/%" G_GINT64_FORMAT " ",
                          event->type == BALIE_EVENT_UNKNOWN ? "unknown" : balie_event_type_nicks[event->type], event->seq);
}

static void
on_opened (BalieEventSource *source,
           Fixture          *fixture)
{
  fixture->n_opened++;
}

static void
on_heard (BalieEventSource *source,
          Fixture          *fixture)
{
  fixture->n_heard++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->server = balie_raw_server_new (NULL);
  fixture->transport = balie_transport_new (balie_raw_server_get_address (fixture->server), NULL);
  fixture->source = balie_event_source_new (fixture->transport);
  fixture->cancellable = g_cancellable_new ();
  fixture->log = g_string_new (NULL);
  g_signal_connect (fixture->source, "event", G_CALLBACK (on_event), fixture);
  g_signal_connect (fixture->source, "opened", G_CALLBACK (on_opened), fixture);
  g_signal_connect (fixture->source, "heard", G_CALLBACK (on_heard), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->source);
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->cancellable);
  g_string_free (fixture->log, TRUE);
}

static void
start (Fixture *fixture)
{
  balie_event_source_run_async (fixture->source, "e1.4", fixture->cancellable, balie_test_on_result, &fixture->result);
}

static gboolean
finish (Fixture *fixture,
        GError **error)
{
  gboolean ended;

  balie_test_wait_until (fixture->result != NULL);
  ended = balie_event_source_run_finish (fixture->source, fixture->result, NULL, error);
  g_clear_object (&fixture->result);

  return ended;
}

/* One stream that sends @events and then ends must end with @code after @log. */
static void
assert_fails (Fixture    *fixture,
              const char *events,
              const char *log,
              BalieError  code)
{
  g_autofree char *answer = g_strconcat (HEAD, events, NULL);
  g_autoptr (GError) error = NULL;

  g_string_truncate (fixture->log, 0);
  balie_raw_server_add (fixture->server, answer, -1, BALIE_RAW_CLOSE);
  start (fixture);
  g_assert_false (finish (fixture, &error));
  g_assert_error (error, BALIE_ERROR, (int)code);
  g_assert_cmpstr (fixture->log->str, ==, log);
}

static void
test_events (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  balie_raw_server_add (fixture->server, HEAD ": welcome\n\n" READ ("5"), -1, BALIE_RAW_HANG);
  start (fixture);
  balie_test_wait_until (fixture->log->len > 0);
  g_assert_cmpuint (fixture->n_opened, ==, 1);
  g_assert_cmpstr (fixture->log->str, ==, "read.moved/5 ");
  g_assert_true (g_str_has_prefix (balie_raw_server_get_request (fixture->server, 0), "GET /v1/events?since=e1.4 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (balie_raw_server_get_request (fixture->server, 0), "\r\nAccept: text/event-stream\r\n"));

  /* In pieces, one of them live, one of a kind that is not known yet. */
  balie_raw_server_send (fixture->server, TYPING "id: e1.6\nevent: weather.changed\ndata: sunny\n\nid: e1.7\nevent: desk.chan");
  balie_raw_server_send (fixture->server, "ged\ndata: {}\n\nevent: weather.live\ndata: [\n\n" READ ("8"));
  balie_test_wait_until (strstr (fixture->log->str, "/8") != NULL);
  g_assert_cmpstr (fixture->log->str, ==, "read.moved/5 typing/0 unknown/6 desk.changed/7 read.moved/8 ");

  balie_raw_server_hang_up (fixture->server);
  g_assert_true (finish (fixture, &error));
  g_assert_no_error (error);
}

static void
test_wrong_events (Fixture      *fixture,
                   gconstpointer data)
{
  assert_fails (fixture, READ ("5") READ ("7"), "read.moved/5 ", BALIE_ERROR_PARSE);
  assert_fails (fixture, READ ("5") READ ("5"), "read.moved/5 ", BALIE_ERROR_PARSE);
  assert_fails (fixture, READ ("4"), "", BALIE_ERROR_PARSE);
  assert_fails (fixture, "id: e2.5\nevent: desk.changed\ndata: {}\n\n", "", BALIE_ERROR_CONFLICT);
  assert_fails (fixture, "id: 5\nevent: desk.changed\ndata: {}\n\n", "", BALIE_ERROR_PARSE);
  assert_fails (fixture, "event: desk.changed\ndata: {}\n\n", "", BALIE_ERROR_PARSE);
  assert_fails (fixture, "id: e1.5\nevent: read.moved\ndata: {}\n\n", "", BALIE_ERROR_PARSE);
  assert_fails (fixture, "id: e1.5\nevent: read.moved\ndata: [[[[\n\n", "", BALIE_ERROR_PARSE);
  assert_fails (fixture, "id: e1.5\nevent: message.created\ndata: \377\n\n", "", BALIE_ERROR_PARSE);
  assert_fails (fixture, "event: typing\ndata: {\"conversation\":7}\n\n", "", BALIE_ERROR_PARSE);
}

static void
test_no_stream (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  balie_raw_server_add_json (fixture->server, 200, NULL, "{}");
  start (fixture);
  g_assert_false (finish (fixture, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_PARSE);
  g_assert_cmpuint (fixture->n_opened, ==, 0);
}

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    guint       status;
    const char *json;
    BalieError  code;
  } cases[] = {
    {410, "{\"type\":\"sync-reset\",\"status\":410}", BALIE_ERROR_CONFLICT},
    {401, "{\"type\":\"token-invalid\",\"status\":401}", BALIE_ERROR_AUTH},
    {503, "{\"type\":\"unavailable\",\"status\":503}", BALIE_ERROR_SERVER},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      balie_raw_server_add_json (fixture->server, cases[i].status, NULL, cases[i].json);
      start (fixture);
      g_assert_false (finish (fixture, &error));
      g_assert_error (error, BALIE_ERROR, (int)cases[i].code);
    }
}

/* A comment says nothing, and yet that the connection stands. */
static void
test_comment (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  balie_raw_server_add (fixture->server, HEAD ":\n\n", -1, BALIE_RAW_CLOSE);
  start (fixture);
  g_assert_true (finish (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_heard, >, 0);
  g_assert_cmpuint (fixture->log->len, ==, 0);
}

static void
test_silence (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  balie_event_source_set_silence (fixture->source, 50);

  /* Before the head, and behind an event. */
  balie_raw_server_add (fixture->server, "", 0, BALIE_RAW_HANG);
  start (fixture);
  g_assert_false (finish (fixture, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_OFFLINE);
  g_clear_error (&error);

  /* Long enough for the event to come first, however busy the machine is. */
  balie_event_source_set_silence (fixture->source, 2000);
  balie_raw_server_add (fixture->server, HEAD READ ("5"), -1, BALIE_RAW_HANG);
  start (fixture);
  g_assert_false (finish (fixture, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_OFFLINE);
  g_assert_cmpstr (fixture->log->str, ==, "read.moved/5 ");
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
}

static void
cancel (BalieEventSource *source,
        BalieEvent       *event,
        GCancellable     *cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* Once it is cancelled nothing comes any more, not even what was received already. */
static void
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_signal_connect (fixture->source, "event", G_CALLBACK (cancel), fixture->cancellable);
  balie_raw_server_add (fixture->server, HEAD READ ("5") READ ("6"), -1, BALIE_RAW_HANG);
  start (fixture);
  g_assert_false (finish (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (fixture->log->str, ==, "read.moved/5 ");
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
}

static void
test_cut (Fixture      *fixture,
          gconstpointer data)
{
  static const char chunked[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "ff\r\nid: e1.5\nevent: desk.changed\ndata: {}\n\nid: e1.6";
  g_autoptr (GError) error = NULL;

  balie_raw_server_add (fixture->server, chunked, -1, BALIE_RAW_CLOSE);
  start (fixture);
  g_assert_false (finish (fixture, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_OFFLINE);
  g_assert_cmpstr (fixture->log->str, ==, "desk.changed/5 ");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/event-source/events", Fixture, NULL, set_up, test_events, tear_down);
  g_test_add ("/event-source/wrong-events", Fixture, NULL, set_up, test_wrong_events, tear_down);
  g_test_add ("/event-source/no-stream", Fixture, NULL, set_up, test_no_stream, tear_down);
  g_test_add ("/event-source/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/event-source/comment", Fixture, NULL, set_up, test_comment, tear_down);
  g_test_add ("/event-source/silence", Fixture, NULL, set_up, test_silence, tear_down);
  g_test_add ("/event-source/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/event-source/cut", Fixture, NULL, set_up, test_cut, tear_down);
  return g_test_run ();
}
