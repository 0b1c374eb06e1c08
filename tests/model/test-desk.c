/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Desks: read, written with their state, and what is wrong with bad ones. */
#include "balie-desk.h"

#include "codec-test.h"

#define HOURS "{\"timezone\":\"Europe/Amsterdam\",\"weekly\":[{\"days\":[\"tue\"],\"from\":\"09:00\",\"to\":\"17:00\"}],\"holidays\":[],\"exceptions\":[]}"
#define LIMITS "{\"message\":1000,\"subject\":100,\"attachment\":5000,\"attachments\":3,\"attachments_size\":9000,\"upload_chunk\":400,\"blocked_types\":[\".exe\",\"text/html\"]}"
#define WHOLE "{\"api\":1,\"epoch\":\"f3a1\",\"name\":\"Acme Software\",\"accent\":\"#E01b24\",\"logo\":\"/v1/desk/logo\",\"languages\":[\"nl\",\"en\"],"   \
              "\"schedule\":" HOURS ","                                                                                                                     \
              "\"state\":{\"open\":true,\"reason\":\"hours\",\"name\":null,\"opens_at\":null,\"closes_at\":\"2026-11-24T16:00:00.000Z\",\"staffed\":true}," \
              "\"now\":\"2026-11-24T08:00:00.500Z\",\"limits\":" LIMITS ","                                                                                 \
              "\"categories\":[{\"id\":\"billing\",\"name\":\"Facturen\"},{\"id\":\"other\",\"name\":\"Anders\"}],"                                         \
              "\"urgencies\":[{\"id\":\"high\",\"name\":\"Ik kan niet werken\"}],\"features\":[\"chat\",\"question\"]}"

static const CodecTest codec = CODEC_TEST (balie_desk_read, balie_desk_write, balie_desk_unref);

static void
test_round_trip (void)
{
  codec_test_round_trip (&codec, WHOLE);
  codec_test_round_trip (&codec,
                         "{\"api\":1,\"epoch\":\"e\",\"name\":\"\",\"accent\":\"#3584e4\",\"languages\":[],\"schedule\":" HOURS ","
                         "\"state\":{\"open\":false,\"reason\":\"closed_day\",\"name\":null,\"opens_at\":\"2026-11-24T08:00:00.000Z\",\"closes_at\":null,\"staffed\":false},"
                         "\"now\":\"2026-11-23T08:00:00.000Z\",\"limits\":{\"message\":1,\"subject\":1,\"attachment\":0,\"attachments\":0,\"attachments_size\":0,\"upload_chunk\":1,\"blocked_types\":[]},"
                         "\"categories\":[],\"urgencies\":[],\"features\":[]}");
}

static void
test_values (void)
{
  g_autoptr (BalieDesk) desk = codec_test_read (&codec, WHOLE);
  const BalieChoice *choice;
  g_auto (BalieOpening) opening = {0};

  g_assert_cmpint (desk->api, ==, 1);
  g_assert_cmpstr (desk->epoch, ==, "f3a1");
  g_assert_cmpstr (desk->name, ==, "Acme Software");
  g_assert_cmpstr (desk->accent, ==, "#E01b24");
  g_assert_cmpstr (desk->logo, ==, "/v1/desk/logo");
  g_assert_true (balie_desk_has_feature (desk, "question"));
  g_assert_false (balie_desk_has_feature (desk, "mail"));
  g_assert_cmpstrv (desk->languages, ((const char *const[]){"nl", "en", NULL}));
  balie_opening_hours_look_up (desk->opening_hours, desk->now, &opening);
  g_assert_true (opening.open);
  g_assert_true (desk->staffed);
  g_assert_cmpint (desk->now, ==, 1795507200500);
  g_assert_cmpint (desk->limits.message, ==, 1000);
  g_assert_cmpint (desk->limits.subject, ==, 100);
  g_assert_cmpint (desk->limits.attachment, ==, 5000);
  g_assert_cmpint (desk->limits.attachments, ==, 3);
  g_assert_cmpint (desk->limits.attachments_size, ==, 9000);
  g_assert_cmpint (desk->limits.upload_chunk, ==, 400);
  g_assert_cmpstrv (desk->limits.blocked_types, ((const char *const[]){".exe", "text/html", NULL}));
  g_assert_cmpuint (desk->categories->len, ==, 2);
  choice = g_ptr_array_index (desk->categories, 1);
  g_assert_cmpstr (choice->id, ==, "other");
  g_assert_cmpstr (choice->name, ==, "Anders");
  g_assert_cmpuint (desk->urgencies->len, ==, 1);
  g_assert_cmpstrv (desk->features, ((const char *const[]){"chat", "question", NULL}));
}

/* A new desk can be written and read as it is. */
static void
test_default (void)
{
  g_autoptr (BalieDesk) desk = balie_desk_new ();
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *written = NULL;

  g_assert_cmpint (desk->limits.message, ==, 16384);
  g_assert_cmpint (desk->limits.subject, ==, 250);
  g_assert_cmpint (desk->limits.attachment, ==, 104857600);
  g_assert_cmpint (desk->limits.attachments, ==, 20);
  g_assert_cmpint (desk->limits.attachments_size, ==, 104857600);
  g_assert_cmpint (desk->limits.upload_chunk, ==, 4194304);

  desk->now = 1795507200000;
  balie_desk_write (desk, writer, NULL);
  written = balie_json_writer_end (writer, NULL);
  codec_test_round_trip (&codec, written);
}

/* What a stylesheet could not bear must not get there, and a colour is not worth an error. */
static void
test_accent (void)
{
  static const char *const bad[] = {
    "\"\"",
    "\"3584e4\"",
    "\"#3584e\"",
    "\"#3584e45\"",
    "\"#3584eg\"",
    "\"red; } * { color: red\"",
    "null",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (GStrv) parts = g_strsplit (WHOLE, "\"#E01b24\"", 2);
      g_autofree char *changed = g_strjoinv (bad[i], parts);
      g_autoptr (BalieDesk) desk = codec_test_read (&codec, changed);

      g_assert_cmpstr (desk->accent, ==, "#3584e4");
    }
}

static void
test_faults (void)
{
  static const CodecFault faults[] = {
    {NULL, "{}", "api: is required"},
    {"\"api\":1", "\"api\":0", "api: must be 1 to 2147483647"},
    {"\"f3a1\"", "null", "epoch: is required"},
    {"\"Acme Software\"", "[]", "name: expected string"},
    {"\"#E01b24\"", "3", "accent: expected string"},
    {"\"/v1/desk/logo\"", "\"http://example.nl/logo\"", "logo: expected path on this server"},
    {"\"/v1/desk/logo\"", "\"//example.nl/logo\"", "logo: expected path on this server"},
    {"\"en\"", "1", "languages[1]: expected string"},
    {HOURS, "null", "schedule: is required"},
    {"\"17:00\"", "\"09:00\"", "schedule.weekly[0].to: must be later than from"},
    {",\"staffed\":true", "", "state.staffed: is required"},
    {"\"2026-11-24T08:00:00.500Z\"", "0", "now: expected string"},
    {LIMITS, "[]", "limits: expected object"},
    {"\"message\":1000", "\"message\":0", "limits.message: must be at least 1"},
    {"\".exe\"", "null", "limits.blocked_types[0]: expected string"},
    {"{\"id\":\"other\",\"name\":\"Anders\"}", "\"other\"", "categories[1]: expected object"},
    {"\"Ik kan niet werken\"", "null", "urgencies[0].name: is required"},
    {"\"features\":[", "\"features\":[[],", "features[0]: expected string"},
    {"\"api\":1", "\"api\":1,\"motd\":\"\"", "motd: is unknown"},
  };

  codec_test_faults (&codec, WHOLE, faults, G_N_ELEMENTS (faults));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desk/round-trip", test_round_trip);
  g_test_add_func ("/desk/values", test_values);
  g_test_add_func ("/desk/default", test_default);
  g_test_add_func ("/desk/accent", test_accent);
  g_test_add_func ("/desk/faults", test_faults);
  return g_test_run ();
}
