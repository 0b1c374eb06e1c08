/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events and positions: read, written, and what is wrong with bad ones. */
#include "balie-event.h"

#include "codec-test.h"

#define ID "0a1b2c3d-0000-4000-8000-000000000001"
#define CUSTOMER "{\"id\":\"0a1b2c3d-0000-4000-8000-000000000002\",\"name\":\"Jan\",\"role\":\"customer\"}"
#define CONVERSATION "{\"id\":\"" ID "\",\"kind\":\"chat\",\"status\":\"open\",\"customer\":" CUSTOMER ","                    \
                     "\"created_at\":\"2026-11-24T08:00:00.000Z\",\"changed_at\":\"2026-11-24T08:00:00.000Z\",\"version\":1," \
                     "\"count\":1,\"read\":{\"own\":1,\"other\":0}}"
#define MESSAGE "{\"id\":\"" ID "\",\"conversation\":\"" ID "\",\"number_in_conversation\":1,\"author\":" CUSTOMER "," \
                "\"text\":\"Dag\",\"sent_at\":\"2026-11-24T08:00:00.000Z\"}"
#define EVENT(type, data) "{\"seq\":7,\"type\":\"" type "\",\"at\":\"2026-11-24T08:00:00.000Z\",\"data\":" data "}"
#define LIVE(type, data) "{\"type\":\"" type "\",\"data\":" data "}"

static const CodecTest codec = CODEC_TEST (balie_event_read, balie_event_write, balie_event_unref);

static void
test_round_trip (void)
{
  static const char *const documents[] = {
    EVENT ("conversation.created", "{\"conversation\":" CONVERSATION "}"),
    EVENT ("conversation.changed", "{\"conversation\":" CONVERSATION "}"),
    EVENT ("message.created", "{\"message\":" MESSAGE ",\"conversation\":" CONVERSATION "}"),
    EVENT ("message.changed", "{\"message\":" MESSAGE "}"),
    EVENT ("read.moved", "{\"conversation\":\"" ID "\",\"reader\":\"staff\",\"up_to\":4}"),
    EVENT ("desk.changed", "{}"),
    EVENT ("session.ended", "{\"session\":\"" ID "\"}"),
    LIVE ("typing", "{\"conversation\":\"" ID "\",\"person\":" CUSTOMER "}"),
    LIVE ("presence", "{\"staffed\":true}"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    codec_test_round_trip (&codec, documents[i]);
}

static void
test_values (void)
{
  g_autoptr (BalieEvent) created = codec_test_read (&codec, EVENT ("message.created", "{\"message\":" MESSAGE ",\"conversation\":" CONVERSATION "}"));
  g_autoptr (BalieEvent) moved = codec_test_read (&codec, EVENT ("read.moved", "{\"conversation\":\"" ID "\",\"reader\":\"staff\",\"up_to\":4}"));
  g_autoptr (BalieEvent) ended = codec_test_read (&codec, EVENT ("session.ended", "{\"session\":\"" ID "\"}"));
  g_autoptr (BalieEvent) typing = codec_test_read (&codec, LIVE ("typing", "{\"conversation\":\"" ID "\",\"person\":" CUSTOMER "}"));
  g_autoptr (BalieEvent) presence = codec_test_read (&codec, LIVE ("presence", "{\"staffed\":true}"));

  g_assert_cmpint (created->seq, ==, 7);
  g_assert_cmpint (created->at, ==, 1795507200000);
  g_assert_cmpint (created->type, ==, BALIE_EVENT_MESSAGE_CREATED);
  g_assert_cmpstr (created->message->text, ==, "Dag");
  g_assert_cmpint (created->conversation->count, ==, 1);

  g_assert_cmpstr (moved->conversation_id, ==, ID);
  g_assert_cmpint (moved->reader, ==, BALIE_ROLE_STAFF);
  g_assert_cmpint (moved->up_to, ==, 4);

  g_assert_cmpstr (ended->session_id, ==, ID);

  g_assert_cmpint (typing->seq, ==, 0);
  g_assert_cmpstr (typing->conversation_id, ==, ID);
  g_assert_cmpstr (typing->person->name, ==, "Jan");
  g_assert_true (presence->staffed);
}

static void
test_data_alone (void)
{
  static const char document[] = "{\"message\":" MESSAGE ",\"conversation\":" CONVERSATION "}";
  g_autoptr (BalieJsonReader) reader = balie_json_reader_new (document, -1, BALIE_JSON_READER_STRICT, NULL);
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autoptr (BalieEvent) event = balie_event_read_data (reader, BALIE_EVENT_MESSAGE_CREATED, 12);
  g_autofree char *written = NULL;

  g_assert_true (balie_json_reader_finish (reader, NULL));
  g_assert_cmpint (event->seq, ==, 12);
  g_assert_cmpint (event->type, ==, BALIE_EVENT_MESSAGE_CREATED);

  balie_event_write_data (event, writer, NULL);
  written = balie_json_writer_end (writer, NULL);
  g_assert_cmpstr (written, ==, document);
}

/* What a newer server may send moves the position and does nothing else. */
static void
test_unknown_type (void)
{
  static const char *const documents[] = {
    "{\"seq\":8,\"type\":\"conversation.merged\",\"data\":{\"conversation\":5}}",
    "{\"seq\":8,\"type\":\"unknown\",\"data\":[]}",
    "{\"seq\":8,\"type\":\"\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr (BalieJsonReader) reader = balie_json_reader_new (documents[i], -1, BALIE_JSON_READER_NONE, NULL);
      g_autoptr (BalieEvent) event = balie_event_read (reader, NULL);

      g_assert_true (balie_json_reader_finish (reader, NULL));
      g_assert_cmpint (event->type, ==, BALIE_EVENT_UNKNOWN);
      g_assert_cmpint (event->seq, ==, 8);
      g_assert_null (event->conversation);
    }
}

static void
test_type_from_nick (void)
{
  g_assert_cmpint (balie_event_type_from_nick ("conversation.created"), ==, BALIE_EVENT_CONVERSATION_CREATED);
  g_assert_cmpint (balie_event_type_from_nick ("presence"), ==, BALIE_EVENT_PRESENCE);
  g_assert_cmpint (balie_event_type_from_nick ("Presence"), ==, BALIE_EVENT_UNKNOWN);
  g_assert_cmpint (balie_event_type_from_nick (""), ==, BALIE_EVENT_UNKNOWN);
  g_assert_cmpint (balie_event_type_from_nick (NULL), ==, BALIE_EVENT_UNKNOWN);
  for (BalieEventType type = BALIE_EVENT_UNKNOWN; type <= BALIE_EVENT_PRESENCE; type++)
    g_assert_cmpint (balie_event_type_from_nick (balie_event_type_nicks[type]), ==, type);
}

static void
test_faults (void)
{
  static const CodecFault faults[] = {
    {NULL, "{}", "type: is required"},
    {NULL, EVENT ("conversation.created", "null"), "data: is required"},
    {NULL, EVENT ("conversation.created", "{}"), "data.conversation: is required"},
    {NULL, EVENT ("conversation.changed", "{\"conversation\":\"" ID "\"}"), "data.conversation: expected object"},
    {NULL, EVENT ("message.created", "{\"conversation\":" CONVERSATION "}"), "data.message: is required"},
    {NULL, EVENT ("message.created", "{\"message\":" MESSAGE ",\"conversation\":1}"), "data.conversation: expected object"},
    {NULL, EVENT ("read.moved", "{\"conversation\":\"" ID "\",\"reader\":\"system\",\"up_to\":4}"), "data.reader: must be one of customer, staff"},
    {NULL, EVENT ("read.moved", "{\"conversation\":\"" ID "\",\"reader\":\"staff\",\"up_to\":-1}"), "data.up_to: must be at least 0"},
    {NULL, EVENT ("read.moved", "{\"reader\":\"staff\",\"up_to\":4}"), "data.conversation: is required"},
    {NULL, EVENT ("session.ended", "{}"), "data.session: is required"},
    {NULL, EVENT ("desk.changed", "{\"name\":\"x\"}"), "data.name: is unknown"},
    {NULL, LIVE ("typing", "{\"conversation\":\"" ID "\"}"), "data.person: is required"},
    {NULL, LIVE ("presence", "{\"staffed\":1}"), "data.staffed: expected boolean"},
    {"7", "0", "seq: must be at least 1"},
    {"\"2026-11-24T08:00:00.000Z\"", "5", "at: expected string"},
    {"\"Dag\"", "null", "data.message.text: is required"},
    {"\"own\":1", "\"own\":null", "data.conversation.read.own: is required"},
  };

  codec_test_faults (&codec, EVENT ("message.created", "{\"message\":" MESSAGE ",\"conversation\":" CONVERSATION "}"), faults, G_N_ELEMENTS (faults));
}

static void
test_position (void)
{
  static const struct
  {
    const char *text;
    const char *epoch;
    gint64      seq;
  } good[] = {
    {"f3a1.1042", "f3a1", 1042},
    {"0a1b2c3d-0000-4000-8000-000000000001.0", ID, 0},
    {"A.9223372036854775807", "A", G_MAXINT64},
  };
  static const char *const bad[] = {
    NULL,
    "",
    ".",
    "f3a1",
    "f3a1.",
    ".5",
    "f3a1.-5",
    "f3a1.+5",
    "f3a1. 5",
    "f3a1.5 ",
    "f3a1.05",
    "f3a1.0x5",
    "f3a1.5.6",
    "f3.a1.5",
    "f3 a1.5",
    "f3/a1.5",
    "é.5",
    "f3a1.9223372036854775808",
    "01234567890123456789012345678901234567890123456789012345678901234.5",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_auto (BaliePosition) position = {NULL, 0};
      g_autofree char *text = NULL;

      g_assert_true (balie_position_parse (good[i].text, &position));
      g_assert_cmpstr (position.epoch, ==, good[i].epoch);
      g_assert_cmpint (position.seq, ==, good[i].seq);
      text = balie_position_to_string (&position);
      g_assert_cmpstr (text, ==, good[i].text);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (BaliePosition) position = {NULL, 0};

      g_test_message ("%s", bad[i] != NULL ? bad[i] : "none");
      g_assert_false (balie_position_parse (bad[i], &position));
      g_assert_null (position.epoch);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event/round-trip", test_round_trip);
  g_test_add_func ("/event/values", test_values);
  g_test_add_func ("/event/data-alone", test_data_alone);
  g_test_add_func ("/event/unknown-type", test_unknown_type);
  g_test_add_func ("/event/type-from-nick", test_type_from_nick);
  g_test_add_func ("/event/faults", test_faults);
  g_test_add_func ("/event/position", test_position);
  return g_test_run ();
}
