/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages: read, written, and what is wrong with bad ones. */
#include "balie-message.h"

#include "codec-test.h"

#define ID "0a1b2c3d-0000-4000-8000-000000000001"
#define CONVERSATION "0a1b2c3d-0000-4000-8000-000000000002"
#define AUTHOR "0a1b2c3d-0000-4000-8000-000000000003"
#define QUOTED "0a1b2c3d-0000-4000-8000-000000000004"
#define FILE_ID "0a1b2c3d-0000-4000-8000-000000000005"
#define HEAD "{\"id\":\"" ID "\",\"conversation\":\"" CONVERSATION "\","
#define MIDDLE "\"author\":{\"id\":\"" AUTHOR "\",\"name\":\"Sanne\",\"role\":\"staff\"}," \
               "\"text\":\"Dag!\\nHoe gaat het?\",\"sent_at\":\"2026-11-24T08:00:00.123Z\""
#define ATTACHMENT "{\"id\":\"" FILE_ID "\",\"name\":\"a.txt\",\"type\":\"text/plain\",\"size\":5,\"state\":\"ready\"}"
#define WHOLE HEAD "\"number_in_conversation\":12," MIDDLE ",\"reply_to\":\"" QUOTED "\"," \
                   "\"attachments\":[" ATTACHMENT "," ATTACHMENT "],\"diagnostics\":[{\"name\":\"system\",\"value\":\"Debian 12\"}],\"mailed_at\":\"2026-11-24T08:05:00.000Z\"}"
#define NOTE HEAD "\"after\":3," MIDDLE ",\"internal\":true}"

static const CodecTest codec = CODEC_TEST (balie_message_read, balie_message_write, balie_message_unref);

static void
test_round_trip (void)
{
  codec_test_round_trip (&codec, WHOLE);
  codec_test_round_trip (&codec, NOTE);
  codec_test_round_trip (&codec, HEAD "\"number_in_conversation\":1," MIDDLE "}");
}

static void
test_values (void)
{
  g_autoptr (BalieMessage) message = codec_test_read (&codec, WHOLE);
  g_autoptr (BalieMessage) note = codec_test_read (&codec, NOTE);

  g_assert_cmpstr (message->id, ==, ID);
  g_assert_cmpstr (message->conversation, ==, CONVERSATION);
  g_assert_cmpint (message->number, ==, 12);
  g_assert_cmpstr (message->author->name, ==, "Sanne");
  g_assert_cmpstr (message->text, ==, "Dag!\nHoe gaat het?");
  g_assert_cmpint (message->sent_at, ==, 1795507200123);
  g_assert_cmpstr (message->reply_to, ==, QUOTED);
  g_assert_cmpuint (message->attachments->len, ==, 2);
  g_assert_cmpstr (((BalieAttachment *)g_ptr_array_index (message->attachments, 1))->name, ==, "a.txt");
  g_assert_cmpstr (balie_diagnostics_find (message->diagnostics, "system"), ==, "Debian 12");
  g_assert_cmpint (message->mailed_at, ==, 1795507500000);
  g_assert_false (message->internal);

  g_assert_true (note->internal);
  g_assert_cmpint (note->number, ==, 0);
  g_assert_cmpint (note->after, ==, 3);
  g_assert_cmpuint (note->attachments->len, ==, 0);
}

static void
test_faults (void)
{
  static const CodecFault faults[] = {
    {NULL, "{}", "id: is required"},
    {"\"" CONVERSATION "\"", "null", "conversation: is required"},
    {"12", "0", "number_in_conversation: must be at least 1"},
    {"12", "null", "number_in_conversation: is required"},
    {"\"author\":{", "\"author\":null,\"writer\":{", "author: is required"},
    {"\"staff\"", "\"boss\"", "author.role: must be one of customer, staff, system"},
    {"\"text\"", "\"body\"", "text: is required"},
    {"2026-11-24T08:00:00.123Z", "today", "sent_at: expected time of RFC 3339"},
    {QUOTED, "7", "reply_to: expected UUID in lower case"},
    {"[" ATTACHMENT ",", "[5,", "attachments[0]: expected object"},
    {"\"size\":5,\"state\":\"ready\"}]", "\"size\":5,\"state\":\"lost\"}]", "attachments[1].state: must be one of ready, checking, refused"},
    {"\"mailed_at\":\"2026-11-24T08:05:00.000Z\"", "\"mailed_at\":0", "mailed_at: expected string"},
    {"\"mailed_at\"", "\"internal\":true,\"mailed_at\"", "after: is required"},
    {"\"mailed_at\"", "\"internal\":\"yes\",\"mailed_at\"", "internal: expected boolean"},
    {"\"mailed_at\"", "\"colour\":\"red\",\"mailed_at\"", "colour: is unknown"},
  };

  codec_test_faults (&codec, WHOLE, faults, G_N_ELEMENTS (faults));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/round-trip", test_round_trip);
  g_test_add_func ("/message/values", test_values);
  g_test_add_func ("/message/faults", test_faults);
  return g_test_run ();
}
