/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations: read, written, what is wrong with bad ones, and who may change a status how. */
#include "balie-conversation.h"

#include "codec-test.h"

#define ID "0a1b2c3d-0000-4000-8000-000000000001"
#define CUSTOMER "{\"id\":\"0a1b2c3d-0000-4000-8000-000000000002\",\"name\":\"Jan Visser\",\"role\":\"customer\"}"
#define STAFF "{\"id\":\"0a1b2c3d-0000-4000-8000-000000000003\",\"name\":\"Sanne\",\"role\":\"staff\"}"
#define FOLLOWS "0a1b2c3d-0000-4000-8000-000000000004"
#define WHOLE "{\"id\":\"" ID "\",\"kind\":\"problem\",\"number\":1042,\"subject\":\"Printer\",\"status\":\"waiting\","                 \
              "\"category\":\"hardware\",\"urgency\":\"high\",\"customer\":" CUSTOMER ",\"assignee\":" STAFF ","                        \
              "\"created_at\":\"2026-11-24T08:00:00.000Z\",\"changed_at\":\"2026-11-24T08:00:01.000Z\",\"version\":7,"                  \
              "\"last\":{\"number_in_conversation\":3,\"author\":" STAFF ",\"text\":\"Dag\",\"sent_at\":\"2026-11-24T08:00:02.000Z\"}," \
              "\"count\":4,\"read\":{\"own\":2,\"other\":1},\"follows\":\"" FOLLOWS "\",\"rating\":5,\"rating_comment\":\"Snel!\","     \
              "\"waiting_since\":\"2026-11-24T08:00:03.000Z\"}"
#define LEAST "{\"id\":\"" ID "\",\"kind\":\"chat\",\"status\":\"open\",\"customer\":" CUSTOMER ","                    \
              "\"created_at\":\"2026-11-24T08:00:00.000Z\",\"changed_at\":\"2026-11-24T08:00:00.000Z\",\"version\":0," \
              "\"count\":0,\"read\":{\"own\":0,\"other\":0}}"

static const CodecTest codec = CODEC_TEST (balie_conversation_read, balie_conversation_write, balie_conversation_unref);

static void
test_round_trip (void)
{
  codec_test_round_trip (&codec, WHOLE);
  codec_test_round_trip (&codec, LEAST);
}

static void
test_values (void)
{
  g_autoptr (BalieConversation) self = codec_test_read (&codec, WHOLE);

  g_assert_cmpstr (self->id, ==, ID);
  g_assert_cmpint (self->kind, ==, BALIE_CONVERSATION_PROBLEM);
  g_assert_cmpint (self->number, ==, 1042);
  g_assert_cmpstr (self->subject, ==, "Printer");
  g_assert_cmpint (self->status, ==, BALIE_STATUS_WAITING);
  g_assert_cmpstr (self->category, ==, "hardware");
  g_assert_cmpstr (self->urgency, ==, "high");
  g_assert_cmpstr (self->customer->name, ==, "Jan Visser");
  g_assert_cmpstr (self->assignee->name, ==, "Sanne");
  g_assert_cmpint (self->created_at, ==, 1795507200000);
  g_assert_cmpint (self->changed_at, ==, 1795507201000);
  g_assert_cmpint (self->version, ==, 7);
  g_assert_cmpint (self->last.number, ==, 3);
  g_assert_cmpstr (self->last.author->name, ==, "Sanne");
  g_assert_cmpstr (self->last.text, ==, "Dag");
  g_assert_cmpint (self->last.sent_at, ==, 1795507202000);
  g_assert_cmpint (self->count, ==, 4);
  g_assert_cmpint (self->read_own, ==, 2);
  g_assert_cmpint (self->read_other, ==, 1);
  g_assert_cmpstr (self->follows, ==, FOLLOWS);
  g_assert_cmpint (self->rating, ==, 5);
  g_assert_cmpstr (self->rating_comment, ==, "Snel!");
  g_assert_cmpint (self->waiting_since, ==, 1795507203000);
}

/* A copy has all of its own: it is written alike when the original is gone, and changing it changes nothing else. */
static void
test_copy (void)
{
  static const char *const documents[] = {WHOLE, LEAST};

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      BalieConversation *original = codec_test_read (&codec, documents[i]);
      g_autoptr (BalieConversation) copy = balie_conversation_copy (original);
      g_autoptr (BalieConversation) changed = balie_conversation_copy (original);
      g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
      g_autofree char *written = NULL;

      g_free (changed->subject);
      changed->subject = g_strdup ("Scanner");
      g_assert_cmpstr (original->subject, !=, "Scanner");
      balie_conversation_unref (original);

      balie_conversation_write (copy, writer, NULL);
      written = balie_json_writer_end (writer, NULL);
      g_assert_cmpstr (written, ==, documents[i]);
    }
}

static void
test_faults (void)
{
  static const CodecFault faults[] = {
    {NULL, "{}", "id: is required"},
    {"\"problem\"", "\"call\"", "kind: must be one of chat, question, problem"},
    {"1042", "0", "number: must be at least 1"},
    {"\"Printer\"", "{}", "subject: expected string"},
    {"\"waiting\"", "\"pending\"", "status: must be one of open, in_progress, waiting, solved, closed"},
    {"\"customer\":", "\"client\":", "customer: is required"},
    {"\"Jan Visser\"", "null", "customer.name: is required"},
    {"\"assignee\":", "\"assignee\":[],\"x\":", "assignee: expected object"},
    {"\"2026-11-24T08:00:00.000Z\"", "null", "created_at: is required"},
    {"\"2026-11-24T08:00:01.000Z\"", "1", "changed_at: expected string"},
    {"\"version\":7", "\"version\":-1", "version: must be at least 0"},
    {"\"last\":{", "\"last\":{\"id\":1,", "last.id: is unknown"},
    {"\"number_in_conversation\":3", "\"number_in_conversation\":0", "last.number_in_conversation: must be at least 1"},
    {"\"text\":\"Dag\",", "", "last.text: is required"},
    {"\"count\":4", "\"count\":4e0", "count: expected integer"},
    {"\"read\":", "\"seen\":", "read: is required"},
    {"\"own\":2", "\"own\":\"2\"", "read.own: expected integer"},
    {",\"other\":1", "", "read.other: is required"},
    {FOLLOWS, "1041", "follows: expected UUID in lower case"},
    {"\"rating\":5", "\"rating\":6", "rating: must be 1 to 5"},
    {"\"waiting_since\":", "\"waiting_since\":true,\"x\":", "waiting_since: expected string"},
    {"\"count\":4", "\"count\":4,\"notes\":1", "notes: is unknown"},
  };

  codec_test_faults (&codec, WHOLE, faults, G_N_ELEMENTS (faults));
}

static void
test_status_may_change (void)
{
  /* A row for each status as it is, a column for each as it is to be, in the order of BalieStatus. */
  static const gboolean matrix[3][5][5] = {
    [BALIE_ROLE_CUSTOMER] = {
      {TRUE, FALSE, FALSE, TRUE, FALSE},
      {FALSE, TRUE, FALSE, TRUE, FALSE},
      {FALSE, FALSE, TRUE, TRUE, FALSE},
      {TRUE, FALSE, FALSE, TRUE, FALSE},
      {FALSE, FALSE, FALSE, FALSE, TRUE},
    },
    [BALIE_ROLE_STAFF] = {
      {TRUE, TRUE, TRUE, TRUE, TRUE},
      {TRUE, TRUE, TRUE, TRUE, TRUE},
      {TRUE, TRUE, TRUE, TRUE, TRUE},
      {TRUE, TRUE, TRUE, TRUE, TRUE},
      {FALSE, FALSE, FALSE, FALSE, TRUE},
    },
    [BALIE_ROLE_SYSTEM] = {
      {TRUE, TRUE, TRUE, TRUE, TRUE},
      {TRUE, TRUE, TRUE, TRUE, TRUE},
      {TRUE, TRUE, TRUE, TRUE, TRUE},
      {TRUE, TRUE, TRUE, TRUE, TRUE},
      {FALSE, FALSE, FALSE, FALSE, TRUE},
    },
  };

  for (BalieRole role = BALIE_ROLE_CUSTOMER; role <= BALIE_ROLE_SYSTEM; role++)
    {
      for (BalieStatus from = BALIE_STATUS_OPEN; from <= BALIE_STATUS_CLOSED; from++)
        {
          for (BalieStatus to = BALIE_STATUS_OPEN; to <= BALIE_STATUS_CLOSED; to++)
            {
              g_test_message ("%s: %s to %s", balie_role_nicks[role], balie_status_nicks[from], balie_status_nicks[to]);
              g_assert_cmpint (balie_status_may_change (role, from, to), ==, matrix[role][from][to]);
            }
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conversation/round-trip", test_round_trip);
  g_test_add_func ("/conversation/values", test_values);
  g_test_add_func ("/conversation/copy", test_copy);
  g_test_add_func ("/conversation/faults", test_faults);
  g_test_add_func ("/conversation/status-may-change", test_status_may_change);
  return g_test_run ();
}
