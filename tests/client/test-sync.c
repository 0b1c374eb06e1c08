/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sync against a server that says what it is told: which state follows on what, and what is in the cache then. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-clock.h"
#include "balie-client-test.h"
#include "balie-conversation-table.h"
#include "balie-desk.h"
#include "balie-draft-table.h"
#include "balie-outbox-table.h"
#include "balie-raw-server.h"
#include "balie-setting-table.h"
#include "balie-sync-private.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#include <string.h>

#define OWN "00000000-0000-4000-8000-000000000001"
#define CHAT "00000000-0000-4000-8000-00000000000c"
#define OLD "00000000-0000-4000-8000-00000000000d"

#define EVENT(seq) "{\"seq\": " seq ", \"type\": \"read.moved\", \"at\": \"2026-03-02T10:00:00.000Z\", \"data\": " \
                   "{\"conversation\": \"" CHAT "\", \"reader\": \"staff\", \"up_to\": 1}}"
#define PAGE(events, next, more) "{\"events\": [" events "], \"next\": \"" next "\", \"more\": " more "}"
#define STREAM "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
#define STREAMED(id, seq) \
  "id: " id "\nevent: read.moved\ndata: {\"conversation\": \"" CHAT "\", \"reader\": \"staff\", \"up_to\": " seq "}\n\n"
#define HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<a/>"
#define FAULT(status, headers)                                                          \
  "HTTP/1.1 " status " X\r\nContent-Type: application/problem+json\r\nContent-Length: " \
  "2\r\n" headers "\r\n{}"

typedef struct
{
  BalieTestFolder *folder;
  BalieRawServer  *server;
  BalieTransport  *transport;
  BalieCache      *cache;
  BalieSync       *sync;
  BalieJitter      jitter;
  GString         *trail; /* names of the states since it was last looked at */
} Fixture;

static gpointer
set_position_job (BalieDb *db,
                  gpointer data,
                  GError **error)
{
  balie_setting_table_set (db, BALIE_SETTING_POSITION, data, error);

  return NULL;
}

static gpointer
write_cache (Fixture   *fixture,
             BalieDbJob job,
             gpointer   data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer value;

  balie_cache_write_async (fixture->cache, job, data, NULL, NULL, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  value = balie_cache_write_finish (fixture->cache, result, &error);
  g_assert_no_error (error);

  return value;
}

static void
on_state (BalieSync  *sync,
          GParamSpec *pspec,
          Fixture    *fixture)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (BALIE_TYPE_SYNC_STATE);

  if (fixture->trail->len > 0)
    g_string_append_c (fixture->trail, ' ');
  g_string_append (fixture->trail, g_enum_get_value (states, balie_sync_get_state (sync))->value_nick);
}

/* @data: the position of the cache, or %NULL for an empty one */
static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = balie_test_folder_new ();
  fixture->server = balie_raw_server_new (NULL);
  fixture->transport = balie_transport_new (balie_raw_server_get_address (fixture->server), NULL);
  fixture->trail = g_string_new (NULL);
  fixture->jitter.base = 1;
  fixture->jitter.maximum = 1;
  balie_transport_set_token (fixture->transport, "token");

  balie_cache_open_async (balie_test_folder_get_file (fixture->folder, "cache.db"), TRUE, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  fixture->cache = balie_cache_open_finish (result, &contents, &error);
  g_assert_no_error (error);
  if (data != NULL)
    write_cache (fixture, set_position_job, (gpointer)data);

  fixture->sync = balie_sync_new (fixture->transport, fixture->cache, OWN, BALIE_ROLE_CUSTOMER, data, &fixture->jitter);
  g_signal_connect (fixture->sync, "notify::state", G_CALLBACK (on_state), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_sync_stop (fixture->sync);
  balie_test_drain ();
  g_clear_object (&fixture->sync);
  balie_cache_close (fixture->cache);
  g_clear_object (&fixture->cache);
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->server);
  g_string_free (fixture->trail, TRUE);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

static void
give (Fixture    *fixture,
      const char *json)
{
  balie_raw_server_add_json (fixture->server, 200, NULL, json);
}

static void
give_bytes (Fixture    *fixture,
            const char *bytes)
{
  balie_raw_server_add (fixture->server, bytes, -1, BALIE_RAW_KEEP);
}

static void
give_desk (Fixture    *fixture,
           const char *epoch)
{
  g_autoptr (BalieDesk) desk = balie_desk_new ();
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *json = NULL;

  desk->api = 1;
  g_free (desk->epoch);
  desk->epoch = g_strdup (epoch);
  g_free (desk->name);
  desk->name = g_strdup ("Acme Software");
  desk->now = balie_clock_now ();
  balie_desk_write (desk, writer, NULL);
  json = balie_json_writer_end (writer, NULL);
  give (fixture, json);
}

static void
give_snapshot (Fixture    *fixture,
               const char *next)
{
  g_autoptr (BalieConversation) chat = balie_conversation_new ();
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *json = NULL;

  chat->id = g_strdup (CHAT);
  chat->kind = BALIE_CONVERSATION_CHAT;
  chat->customer = balie_person_new (OWN, "Jan Visser", BALIE_ROLE_CUSTOMER);
  chat->count = 1;
  chat->version = 1;
  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_string (writer, "next", next);
  balie_json_writer_begin_array (writer, "conversations");
  balie_conversation_write (chat, writer, NULL);
  balie_json_writer_end_array (writer);
  balie_json_writer_end_object (writer);
  json = balie_json_writer_end (writer, NULL);
  give (fixture, json);
}

static void
assert_request (Fixture    *fixture,
                guint       index,
                const char *start)
{
  balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) > index);
  if (!g_str_has_prefix (balie_raw_server_get_request (fixture->server, index), start))
    g_error ("Expected %s, got %s", start, balie_raw_server_get_request (fixture->server, index));
}

/* Waits for the states that follow, whatever comes after them. */
static void
assert_trail (Fixture    *fixture,
              const char *trail)
{
  balie_test_wait_until (fixture->trail->len >= strlen (trail));
  g_assert_cmpstr (fixture->trail->str, ==, trail);
  g_string_truncate (fixture->trail, 0);
}

/* Goes to a state with good answers, and waits there for what is to come. */
static void
go_to (Fixture       *fixture,
       BalieSyncState state)
{
  guint n_requests = 1;

  balie_sync_start (fixture->sync);
  if (state > BALIE_SYNC_DESK)
    {
      give_desk (fixture, "e1");
      n_requests++;
    }
  if (state > BALIE_SYNC_CATCH_UP)
    {
      give (fixture, PAGE ("", "e1.3", "false"));
      n_requests++;
    }
  if (state > BALIE_SYNC_STREAM)
    {
      give_bytes (fixture, HTML);
      n_requests++;
    }
  balie_test_wait_until (balie_sync_get_state (fixture->sync) == state);
  balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) == n_requests);
  g_string_truncate (fixture->trail, 0);
}

static void
test_first (Fixture      *fixture,
            gconstpointer data)
{
  give_desk (fixture, "e1");
  give_snapshot (fixture, "e1.3");
  give (fixture, PAGE (EVENT ("4") "," EVENT ("5"), "e1.5", "true"));
  give (fixture, PAGE (EVENT ("6"), "e1.6", "false"));
  give_bytes (fixture, STREAM);
  balie_sync_start (fixture->sync);
  assert_trail (fixture, "desk snapshot catch-up stream");
  assert_request (fixture, 0, "GET /v1/desk ");
  assert_request (fixture, 1, "GET /v1/snapshot ");
  assert_request (fixture, 2, "GET /v1/sync?since=e1.3&");
  assert_request (fixture, 3, "GET /v1/sync?since=e1.5&");
  assert_request (fixture, 4, "GET /v1/events?since=e1.6 ");
}

/* A state, what it is answered, and the states that follow when the desk can then be asked again. */
typedef struct
{
  const char    *name;
  BalieSyncState state;
  const char    *answer;
  const char    *trail;
} Transition;

/* Without a byte libsoup would ask again by itself. */
#define OFFLINE "HTTP/1.1 503 X\r\nContent-Type: application/problem+json\r\nContent-Length: 50\r\n\r\n{"
#define UNAVAILABLE FAULT ("503", "")
#define REFUSED FAULT ("401", "")
#define RESET FAULT ("410", "")
#define JSON_GAP                                          \
  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" \
  "Connection: close\r\n\r\n" PAGE (EVENT ("5"), "e1.5", "false")
#define JSON_AHEAD                                        \
  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" \
  "Connection: close\r\n\r\n" PAGE (EVENT ("4"), "e1.9", "false")
#define JSON_ENDLESS                                      \
  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" \
  "Connection: close\r\n\r\n" PAGE ("", "e1.3", "true")

static const Transition transitions[] = {
  {"desk/offline", BALIE_SYNC_DESK, OFFLINE, "waiting desk catch-up"},
  {"desk/unavailable", BALIE_SYNC_DESK, UNAVAILABLE, "waiting desk catch-up"},
  {"desk/refused", BALIE_SYNC_DESK, REFUSED, "refused"},
  {"desk/portal", BALIE_SYNC_DESK, HTML, "waiting desk catch-up"},
  {"catch-up/offline", BALIE_SYNC_CATCH_UP, OFFLINE, "waiting desk catch-up"},
  {"catch-up/unavailable", BALIE_SYNC_CATCH_UP, UNAVAILABLE, "waiting desk catch-up"},
  {"catch-up/refused", BALIE_SYNC_CATCH_UP, REFUSED, "refused"},
  {"catch-up/reset", BALIE_SYNC_CATCH_UP, RESET, "waiting desk snapshot"},
  {"catch-up/portal", BALIE_SYNC_CATCH_UP, HTML, "waiting desk catch-up"},
  {"catch-up/gap", BALIE_SYNC_CATCH_UP, JSON_GAP, "waiting desk snapshot"},
  {"catch-up/ahead", BALIE_SYNC_CATCH_UP, JSON_AHEAD, "waiting desk snapshot"},
  {"catch-up/endless", BALIE_SYNC_CATCH_UP, JSON_ENDLESS, "waiting desk catch-up"},
  {"stream/offline", BALIE_SYNC_STREAM, OFFLINE, "waiting desk catch-up"},
  {"stream/unavailable", BALIE_SYNC_STREAM, UNAVAILABLE, "waiting desk catch-up"},
  {"stream/refused", BALIE_SYNC_STREAM, REFUSED, "refused"},
  {"stream/reset", BALIE_SYNC_STREAM, RESET, "waiting desk snapshot"},
  {"stream/ended", BALIE_SYNC_STREAM, STREAM, "waiting desk catch-up"},
  {"stream/epoch", BALIE_SYNC_STREAM, STREAM STREAMED ("e2.4", "4"), "waiting desk snapshot"},
  {"poll/offline", BALIE_SYNC_POLL, OFFLINE, "waiting desk catch-up"},
  {"poll/unavailable", BALIE_SYNC_POLL, UNAVAILABLE, "waiting desk catch-up"},
  {"poll/refused", BALIE_SYNC_POLL, REFUSED, "refused"},
  {"poll/reset", BALIE_SYNC_POLL, RESET, "waiting desk snapshot"},
  {"poll/gap", BALIE_SYNC_POLL, JSON_GAP, "waiting desk snapshot"},
};

static void
test_transition (Fixture      *fixture,
                 gconstpointer data)
{
  const Transition *transition = data;

  go_to (fixture, transition->state);
  balie_raw_server_add (fixture->server, transition->answer, -1, BALIE_RAW_CLOSE);
  give_desk (fixture, "e1");
  assert_trail (fixture, transition->trail);
}

/* An event that does not follow: what is missing is asked for, before anything is shown. */
static void
test_stream_gap (Fixture      *fixture,
                 gconstpointer data)
{
  go_to (fixture, BALIE_SYNC_STREAM);
  give_bytes (fixture, STREAM STREAMED ("e1.4", "4") STREAMED ("e1.6", "6"));
  assert_trail (fixture, "catch-up");
  assert_request (fixture, 3, "GET /v1/sync?since=e1.");
  give (fixture, PAGE (EVENT ("4") "," EVENT ("5") "," EVENT ("6"), "e1.6", "false"));
  assert_trail (fixture, "stream");
  assert_request (fixture, 4, "GET /v1/events?since=e1.6 ");
}

/* The snapshot fails in all the ways that a request can. */
static void
test_snapshot (Fixture      *fixture,
               gconstpointer data)
{
  static const struct
  {
    const char *answer;
    const char *trail;
  } cases[] = {
    {OFFLINE, "waiting desk snapshot"},
    {UNAVAILABLE, "waiting desk snapshot"},
    {RESET, "waiting desk snapshot"},
    {HTML, "waiting desk snapshot"},
    {REFUSED, "refused"},
  };

  balie_sync_start (fixture->sync);
  give_desk (fixture, "e1");
  assert_trail (fixture, "desk snapshot");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      balie_raw_server_add (fixture->server, cases[i].answer, -1, BALIE_RAW_CLOSE);
      if (g_str_has_prefix (cases[i].trail, "waiting"))
        give_desk (fixture, "e1");
      assert_trail (fixture, cases[i].trail);
    }

  /* With a new login it goes on where it was. */
  give_desk (fixture, "e1");
  give_snapshot (fixture, "e1.3");
  balie_sync_start (fixture->sync);
  assert_trail (fixture, "desk snapshot catch-up");
}

/* What may be said to it in any state. */
static void
test_inputs (Fixture      *fixture,
             gconstpointer data)
{
  const BalieSyncState state = GPOINTER_TO_INT (data);

  go_to (fixture, state);
  balie_sync_wake (fixture->sync);
  if (state == BALIE_SYNC_DESK)
    g_assert_cmpstr (fixture->trail->str, ==, "");
  else
    assert_trail (fixture, "desk");
  balie_sync_refuse_login (fixture->sync);
  assert_trail (fixture, "refused");
  balie_sync_wake (fixture->sync);
  g_assert_cmpstr (fixture->trail->str, ==, "");
  balie_sync_start (fixture->sync);
  assert_trail (fixture, "desk");
  balie_sync_start (fixture->sync);
  balie_sync_stop (fixture->sync);
  assert_trail (fixture, "idle");
  balie_sync_wake (fixture->sync);
  balie_sync_refuse_login (fixture->sync);
  g_assert_cmpstr (fixture->trail->str, ==, "");
}

static void
set_up_position (Fixture      *fixture,
                 gconstpointer data)
{
  set_up (fixture, "e1.3");
}

/* Waiting ends at once when things may be different now. */
static void
test_wake_waiting (Fixture      *fixture,
                   gconstpointer data)
{
  go_to (fixture, BALIE_SYNC_DESK);
  give_bytes (fixture, FAULT ("503", "Retry-After: 600\r\n"));
  assert_trail (fixture, "waiting");
  g_assert_cmpint (balie_sync_get_retry_at (fixture->sync), >=, balie_clock_now () + 590 * 1000);
  balie_sync_wake (fixture->sync);
  assert_trail (fixture, "desk");
  balie_sync_refuse_login (fixture->sync);
  assert_trail (fixture, "refused");
}

/* A server that is busy says when it may be asked again, whatever it was asked. */
static void
test_retry_after (Fixture      *fixture,
                  gconstpointer data)
{
  gint64 expected;

  go_to (fixture, GPOINTER_TO_INT (data));
  expected = balie_clock_now () + balie_sync_get_clock_offset (fixture->sync) + 600 * 1000;
  give_bytes (fixture, FAULT ("503", "Retry-After: 600\r\n"));
  assert_trail (fixture, "waiting");
  g_assert_cmpint (balie_sync_get_retry_at (fixture->sync), >=, expected);

  /* It holds for once. */
  balie_sync_wake (fixture->sync);
  balie_raw_server_add (fixture->server, OFFLINE, -1, BALIE_RAW_CLOSE);
  assert_trail (fixture, "desk waiting");
  g_assert_cmpint (balie_sync_get_retry_at (fixture->sync), <, expected);
}

/* Asking for a changed desk is of no importance to the connection. */
static void
test_busy_desk (Fixture      *fixture,
                gconstpointer data)
{
  go_to (fixture, BALIE_SYNC_STREAM);
  give_bytes (fixture, STREAM "id: e1.4\nevent: desk.changed\ndata: {}\n\n");
  give_bytes (fixture, FAULT ("503", "Retry-After: 600\r\n"));
  assert_request (fixture, 3, "GET /v1/desk ");
  balie_test_wait_until (fixture->sync->position.seq == 4);
  balie_test_drain ();
  g_assert_cmpstr (fixture->trail->str, ==, "");
  balie_sync_input (fixture->sync, BALIE_SYNC_INPUT_FAILED);
  assert_trail (fixture, "waiting");
  g_assert_cmpint (balie_sync_get_retry_at (fixture->sync), <, balie_clock_now () + balie_sync_get_clock_offset (fixture->sync) + 1000);
}

/* Streams that die young because the server goes and comes: each next one is as good as the first. */
static void
test_short_streams_offline (Fixture      *fixture,
                            gconstpointer data)
{
  go_to (fixture, BALIE_SYNC_STREAM);
  for (guint i = 0; i < 5; i++)
    {
      balie_raw_server_add (fixture->server, STREAM, -1, BALIE_RAW_CLOSE);
      balie_raw_server_add (fixture->server, OFFLINE, -1, BALIE_RAW_CLOSE);
      give_desk (fixture, "e1");
      give (fixture, PAGE ("", "e1.3", "false"));
      assert_trail (fixture, "waiting desk waiting desk catch-up stream");
    }
}

/* Streams that die young: after some of them it is asked instead, and much later a stream is tried again. */
static void
test_short_streams (Fixture      *fixture,
                    gconstpointer data)
{
  go_to (fixture, BALIE_SYNC_STREAM);
  for (guint i = 0; i < 2; i++)
    {
      balie_raw_server_add (fixture->server, STREAM, -1, BALIE_RAW_CLOSE);
      give_desk (fixture, "e1");
      give (fixture, PAGE ("", "e1.3", "false"));
      assert_trail (fixture, "waiting desk catch-up stream");
    }
  balie_raw_server_add (fixture->server, STREAM, -1, BALIE_RAW_CLOSE);
  assert_trail (fixture, "poll");

  give (fixture, PAGE (EVENT ("4"), "e1.4", "false"));
  balie_test_wait_until (fixture->sync->position.seq == 4);
  while (balie_sync_get_state (fixture->sync) == BALIE_SYNC_POLL)
    {
      guint n_requests = balie_raw_server_get_n_requests (fixture->server);

      give (fixture, PAGE ("", "e1.4", "false"));
      balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) > n_requests);
      g_assert_cmpuint (n_requests, <, 100);
    }
  assert_trail (fixture, "stream");
}

static gpointer
fill_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  g_autoptr (BalieOutboxEntry) waiting = balie_outbox_entry_new (CHAT, "Waiting", 1000);
  g_autoptr (BalieOutboxEntry) sent = balie_outbox_entry_new (CHAT, "Sent", 1000);
  g_autoptr (BalieDraft) draft = balie_draft_new (NULL, "Half a sen");
  g_autoptr (BalieConversation) old = balie_conversation_new ();
  g_autoptr (BalieConversation) put = NULL;

  sent->state = BALIE_OUTBOX_SENT;
  sent->sent_at = balie_clock_now ();
  old->id = g_strdup (OLD);
  old->customer = balie_person_new (OWN, "Jan Visser", BALIE_ROLE_CUSTOMER);
  put = balie_conversation_table_put (db, old, error);
  g_assert_nonnull (put);
  g_assert_true (balie_outbox_table_add (db, waiting, error));
  g_assert_true (balie_outbox_table_add (db, sent, error));
  g_assert_true (balie_draft_table_put (db, CHAT, draft, error));

  return NULL;
}

static gpointer
check_job (BalieDb *db,
           gpointer data,
           GError **error)
{
  g_autoptr (GPtrArray) conversations = balie_conversation_table_list (db, error);
  g_autoptr (GPtrArray) entries = balie_outbox_table_list (db, error);
  g_autoptr (BalieDraft) draft = balie_draft_table_get (db, CHAT, error);
  g_autofree char *position = balie_setting_table_get (db, BALIE_SETTING_POSITION, error);
  gboolean         resent = GPOINTER_TO_INT (data);

  g_assert_cmpuint (conversations->len, ==, 1);
  g_assert_cmpstr (((BalieConversation *)g_ptr_array_index (conversations, 0))->id, ==, CHAT);
  g_assert_cmpuint (entries->len, ==, resent ? 2 : 1);
  g_assert_cmpstr (((BalieOutboxEntry *)g_ptr_array_index (entries, 0))->text, ==, "Waiting");
  g_assert_nonnull (draft);
  g_assert_cmpstr (draft->text, ==, "Half a sen");
  g_assert_cmpstr (position, ==, resent ? "e2.9" : "e1.9");

  return NULL;
}

/* What the server can give again is replaced; what only this machine has stays. A server of another history gets again what it
 * had been sent. */
static void
test_reset (Fixture      *fixture,
            gconstpointer data)
{
  const char *epoch = data;
  gboolean    is_new = g_str_equal (epoch, "e2");

  write_cache (fixture, fill_job, NULL);
  go_to (fixture, BALIE_SYNC_CATCH_UP);
  give_bytes (fixture, RESET);
  give_desk (fixture, epoch);
  give_snapshot (fixture, is_new ? "e2.9" : "e1.9");
  assert_trail (fixture, "waiting desk snapshot catch-up");
  write_cache (fixture, check_job, GINT_TO_POINTER (is_new));
}

#define ADD(path, function, data) g_test_add (path, Fixture, data, set_up_position, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sync/first", Fixture, NULL, set_up, test_first, tear_down);
  g_test_add ("/sync/snapshot", Fixture, NULL, set_up, test_snapshot, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
    {
      g_autofree char *path = g_strconcat ("/sync/", transitions[i].name, NULL);

      ADD (path, test_transition, &transitions[i]);
    }
  ADD ("/sync/stream/gap", test_stream_gap, NULL);
  ADD ("/sync/stream/short", test_short_streams, NULL);
  ADD ("/sync/stream/short-offline", test_short_streams_offline, NULL);
  ADD ("/sync/stream/busy-desk", test_busy_desk, NULL);
  ADD ("/sync/inputs/desk", test_inputs, GINT_TO_POINTER (BALIE_SYNC_DESK));
  ADD ("/sync/inputs/catch-up", test_inputs, GINT_TO_POINTER (BALIE_SYNC_CATCH_UP));
  ADD ("/sync/inputs/stream", test_inputs, GINT_TO_POINTER (BALIE_SYNC_STREAM));
  ADD ("/sync/inputs/poll", test_inputs, GINT_TO_POINTER (BALIE_SYNC_POLL));
  ADD ("/sync/inputs/waiting", test_wake_waiting, NULL);
  ADD ("/sync/retry-after/desk", test_retry_after, GINT_TO_POINTER (BALIE_SYNC_DESK));
  ADD ("/sync/retry-after/catch-up", test_retry_after, GINT_TO_POINTER (BALIE_SYNC_CATCH_UP));
  ADD ("/sync/retry-after/stream", test_retry_after, GINT_TO_POINTER (BALIE_SYNC_STREAM));
  ADD ("/sync/retry-after/poll", test_retry_after, GINT_TO_POINTER (BALIE_SYNC_POLL));
  ADD ("/sync/reset/history-gone", test_reset, "e1");
  ADD ("/sync/reset/other-history", test_reset, "e2");
  return g_test_run ();
}
