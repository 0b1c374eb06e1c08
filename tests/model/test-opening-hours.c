/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening hours: the vectors, impossible schedules, and that the answers agree with each other minute by minute. */
#include "balie-opening-hours.h"

#include "balie-clock.h"
#include "balie-error.h"

#define MINUTE G_GINT64_CONSTANT (60000)
#define DAY (1440 * MINUTE)

#define EVERY_DAY "[\"mon\",\"tue\",\"wed\",\"thu\",\"fri\",\"sat\",\"sun\"]"
#define ROUND_THE_CLOCK "{\"days\":" EVERY_DAY ",\"from\":\"00:00\",\"to\":\"24:00\"}"

static char *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static BalieJsonReader *
new_reader (const char *document)
{
  g_autoptr (GError) error = NULL;
  BalieJsonReader *reader = balie_json_reader_new (document, -1, BALIE_JSON_READER_STRICT, &error);

  g_assert_no_error (error);
  return reader;
}

static BalieOpeningHours *
new_hours (const char *document)
{
  g_autoptr (BalieJsonReader) reader = new_reader (document);
  g_autoptr (GError) error = NULL;
  BalieOpeningHours *hours = balie_opening_hours_read (reader, NULL);

  balie_json_reader_finish (reader, &error);
  g_assert_no_error (error);
  g_assert_nonnull (hours);
  return hours;
}

static gint64
to_time (const char *text)
{
  gint64 time = 0;

  g_assert_true (balie_time_from_string (text, &time));
  return time;
}

/* What the desk is at @time, as one line: `open until …`, or `closed: reason (name), opens …`. */
static char *
describe (const BalieOpeningHours *hours,
          gint64                   time)
{
  g_auto (BalieOpening) opening = {0};
  g_autofree char *opens_at = NULL;
  g_autofree char *closes_at = NULL;

  balie_opening_hours_look_up (hours, time, &opening);
  opens_at = opening.opens_at != 0 ? balie_time_to_string (opening.opens_at) : g_strdup ("never");
  closes_at = opening.closes_at != 0 ? balie_time_to_string (opening.closes_at) : g_strdup ("ever");
  if (opening.open)
    return g_strdup_printf ("open until %s", closes_at);
  return g_strdup_printf ("closed: %s (%s), opens %s",
                          balie_opening_reason_nicks[opening.reason],
                          opening.name != NULL ? opening.name : "",
                          opens_at);
}

static void
assert_described (const BalieOpeningHours *hours,
                  const char              *time,
                  const char              *expected)
{
  g_autofree char *found = describe (hours, to_time (time));

  g_test_message ("%s", time);
  g_assert_cmpstr (found, ==, expected);
}

static void
run_case (BalieJsonReader *reader,
          GHashTable      *schedules)
{
  const char        *schedule = balie_json_reader_string (reader, "schedule");
  gint64             at = balie_json_reader_time (reader, "at");
  BalieOpeningHours *hours = g_hash_table_lookup (schedules, schedule);
  g_auto (BalieOpening) expected = {0};
  g_auto (BalieOpening) found = {0};

  balie_json_reader_enter_object (reader, "expect");
  expected.open = balie_json_reader_boolean (reader, "open");
  expected.reason = balie_json_reader_enum (reader, "reason", balie_opening_reason_nicks);
  expected.name = g_strdup (balie_json_reader_optional_string (reader, "name"));
  expected.opens_at = balie_json_reader_optional_time (reader, "opens_at");
  expected.closes_at = balie_json_reader_optional_time (reader, "closes_at");
  balie_json_reader_leave (reader);
  g_assert_true (balie_json_reader_ok (reader));

  g_test_message ("%s at %" G_GINT64_FORMAT, schedule, at);
  g_assert_nonnull (hours);
  balie_opening_hours_look_up (hours, at, &found);
  g_assert_true (balie_opening_equal (&found, &expected));
}

static void
test_vectors (void)
{
  static const char *const names[] = {
    "desk",
    "desk-with-exceptions",
    "lunch-break",
    "round-the-clock",
    "round-the-clock-with-holidays",
    "night-shift",
    "new-york",
    "sydney",
    "kathmandu",
    "never",
  };
  g_autofree char *text = read_fixture ("opening-hours-vectors.json");
  g_autoptr (BalieJsonReader) reader = new_reader (text);
  g_autoptr (GHashTable) schedules = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)balie_opening_hours_unref);
  g_autoptr (GError) error = NULL;
  guint n_cases;

  balie_json_reader_enter_object (reader, "schedules");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_hash_table_insert (schedules, (char *)names[i], balie_opening_hours_read (reader, names[i]));
  balie_json_reader_leave (reader);

  n_cases = balie_json_reader_enter_array (reader, "cases");
  g_assert_cmpuint (n_cases, ==, 66);
  for (guint i = 0; i < n_cases; i++)
    {
      balie_json_reader_enter_item (reader, i);
      run_case (reader, schedules);
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
  balie_json_reader_finish (reader, &error);
  g_assert_no_error (error);
}

static void
test_invalid (void)
{
  g_autofree char *text = read_fixture ("opening-hours-invalid.json");
  g_autoptr (BalieJsonReader) reader = new_reader (text);
  guint n_cases = balie_json_reader_enter_array (reader, "cases");

  g_assert_cmpuint (n_cases, >, 80);
  for (guint i = 0; i < n_cases; i++)
    {
      g_autofree char *document = NULL;
      g_autoptr (BalieJsonReader) inner = NULL;
      g_autoptr (BalieOpeningHours) hours = NULL;
      g_autoptr (GError) error = NULL;
      const char *pointer = NULL;

      balie_json_reader_enter_item (reader, i);
      document = balie_json_reader_dup_raw (reader, "schedule");
      g_test_message ("%s", document);
      inner = new_reader (document);
      hours = balie_opening_hours_read (inner, NULL);
      g_assert_false (balie_json_reader_finish (inner, &error));
      g_assert_error (error, BALIE_ERROR, BALIE_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, balie_json_reader_string (reader, "fault"));
      g_assert_true (balie_json_reader_get_fault (inner, &pointer, NULL));
      g_assert_cmpstr (pointer, ==, balie_json_reader_string (reader, "pointer"));
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
  g_assert_true (balie_json_reader_finish (reader, NULL));
}

/* A fault gives no opening hours, and its path begins where the schedule stands. */
static void
test_invalid_inside (void)
{
  g_autoptr (BalieJsonReader) reader = new_reader ("{\"schedule\":{\"timezone\":\"UTC\",\"weekly\":["
                                                   "{\"days\":[\"mon\"],\"from\":\"09:00\",\"to\":\"08:00\"}]}}");
  g_autoptr (GError) error = NULL;

  g_assert_null (balie_opening_hours_read (reader, "schedule"));
  g_assert_false (balie_json_reader_finish (reader, &error));
  g_assert_cmpstr (error->message, ==, "schedule.weekly[0].to: must be later than from");
}

static void
test_round_trip (void)
{
  static const char *const documents[] = {
    "{\"timezone\":\"UTC\",\"weekly\":[]}",
    "{\"timezone\":\"Europe/Amsterdam\",\"weekly\":[{\"days\":[\"sun\",\"mon\"],\"from\":\"13:00\",\"to\":\"24:00\"},"
    "{\"days\":[\"mon\"],\"from\":\"09:00\",\"to\":\"13:00\"}],\"holidays\":[\"nl.kings_day\",\"nl.new_year\"],"
    "\"exceptions\":[{\"first\":\"2026-12-24\",\"last\":\"2026-12-24\",\"name\":\"Zoë\",\"intervals\":[]},"
    "{\"first\":\"2026-12-24\",\"last\":\"2026-12-25\",\"name\":\"b\",\"intervals\":[{\"from\":\"09:00\",\"to\":\"10:00\"}]},"
    "{\"first\":\"2027-12-24\",\"last\":\"2027-12-25\",\"name\":\"c\"}]}",
  };
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *inside = g_strdup_printf ("{\"schedule\":%s}", documents[i]);
      g_autofree char *written = NULL;
      g_autofree char *written_inside = NULL;
      g_autoptr (BalieOpeningHours) root = new_hours (documents[i]);
      g_autoptr (BalieJsonReader) reader = new_reader (inside);
      g_autoptr (BalieOpeningHours) member = balie_opening_hours_read (reader, "schedule");

      g_assert_true (balie_json_reader_finish (reader, NULL));
      balie_opening_hours_write (root, writer, NULL);
      written = balie_json_writer_end (writer, NULL);
      g_assert_cmpstr (written, ==, documents[i]);

      balie_json_writer_begin_object (writer, NULL);
      balie_opening_hours_write (member, writer, "schedule");
      balie_json_writer_end_object (writer);
      written_inside = balie_json_writer_end (writer, NULL);
      g_assert_cmpstr (written_inside, ==, inside);
    }
}

static void
test_default (void)
{
  g_autoptr (BalieOpeningHours) hours = balie_opening_hours_new_default ();

  g_assert_cmpstr (g_time_zone_get_identifier (balie_opening_hours_get_time_zone (hours)), ==, "Europe/Amsterdam");
  assert_described (hours, "2026-11-24T08:00:00Z", "open until 2026-11-24T16:00:00.000Z");
  assert_described (hours, "2026-11-24T15:59:59.999Z", "open until 2026-11-24T16:00:00.000Z");
  assert_described (hours, "2026-11-24T16:00:00Z", "closed: outside_hours (), opens 2026-11-25T08:00:00.000Z");
  assert_described (hours, "2026-04-06T10:00:00Z", "closed: holiday (nl.easter_monday), opens 2026-04-07T07:00:00.000Z");
  assert_described (hours, "2026-04-03T10:00:00Z", "open until 2026-04-03T15:00:00.000Z");
}

static void
test_weekdays (void)
{
  g_autoptr (BalieOpeningHours) hours = new_hours (
    "{\"timezone\":\"UTC\",\"weekly\":["
    "{\"days\":[\"mon\"],\"from\":\"20:00\",\"to\":\"24:00\"},"
    "{\"days\":[\"mon\",\"sun\"],\"from\":\"13:00\",\"to\":\"17:00\"},"
    "{\"days\":[\"mon\"],\"from\":\"09:00\",\"to\":\"12:00\"},"
    "{\"days\":[\"mon\"],\"from\":\"12:00\",\"to\":\"13:00\"}]}");
  const BalieWeeklyHours *weekday;
  gsize                   n_hours = 42;

  weekday = balie_opening_hours_get_weekday (hours, 1, &n_hours);
  g_assert_cmpuint (n_hours, ==, 2);
  g_assert_cmpint (weekday[0].from, ==, 9 * 60);
  g_assert_cmpint (weekday[0].to, ==, 17 * 60);
  g_assert_cmpint (weekday[1].from, ==, 20 * 60);
  g_assert_cmpint (weekday[1].to, ==, 24 * 60);

  g_assert_null (balie_opening_hours_get_weekday (hours, 2, &n_hours));
  g_assert_cmpuint (n_hours, ==, 0);

  weekday = balie_opening_hours_get_weekday (hours, 7, &n_hours);
  g_assert_cmpuint (n_hours, ==, 1);
  g_assert_cmpint (weekday[0].from, ==, 13 * 60);
}

static void
test_precedence (void)
{
  g_autoptr (BalieOpeningHours) hours = new_hours (
    "{\"timezone\":\"UTC\",\"weekly\":[{\"days\":[\"thu\",\"fri\"],\"from\":\"09:00\",\"to\":\"17:00\"}],"
    "\"holidays\":[\"nl.christmas_day\",\"nl.second_christmas_day\"],"
    "\"exceptions\":["
    "{\"first\":\"2026-12-25\",\"last\":\"2026-12-25\",\"name\":\"Open at Christmas\",\"intervals\":[{\"from\":\"10:00\",\"to\":\"11:00\"}]},"
    "{\"first\":\"2026-12-20\",\"last\":\"2026-12-31\",\"name\":\"Holidays\"},"
    "{\"first\":\"2026-12-24\",\"last\":\"2026-12-24\",\"name\":\"Too late\",\"intervals\":[{\"from\":\"10:00\",\"to\":\"11:00\"}]}]}");

  assert_described (hours, "2026-12-24T10:30:00Z", "closed: exception (Holidays), opens 2026-12-25T10:00:00.000Z");
  assert_described (hours, "2026-12-25T10:30:00Z", "open until 2026-12-25T11:00:00.000Z");
  assert_described (hours, "2026-12-25T11:00:00Z", "closed: exception (Open at Christmas), opens 2027-01-01T09:00:00.000Z");
  assert_described (hours, "2027-12-25T11:00:00Z", "closed: holiday (nl.christmas_day), opens 2027-12-30T09:00:00.000Z");
  assert_described (hours, "2027-12-26T11:00:00Z", "closed: holiday (nl.second_christmas_day), opens 2027-12-30T09:00:00.000Z");
}

/* 400 days after 2026-01-01T09:00Z is 2027-02-05T09:00Z. */
static void
test_horizon (void)
{
  static const struct
  {
    const char *exceptions;
    const char *time;
    const char *expected;
  } cases[] = {
    {"{\"first\":\"2026-01-01\",\"last\":\"2027-02-04\",\"name\":\"x\"},"
     "{\"first\":\"2027-02-05\",\"last\":\"2027-02-05\",\"name\":\"x\",\"intervals\":[{\"from\":\"09:00\",\"to\":\"10:00\"}]}",
     "2026-01-01T09:00:00Z",
     "closed: exception (x), opens 2027-02-05T09:00:00.000Z"},
    {"{\"first\":\"2026-01-01\",\"last\":\"2027-02-04\",\"name\":\"x\"},"
     "{\"first\":\"2027-02-05\",\"last\":\"2027-02-05\",\"name\":\"x\",\"intervals\":[{\"from\":\"09:00\",\"to\":\"10:00\"}]}",
     "2026-01-01T08:59:59.999Z",
     "closed: exception (x), opens never"},
    {"{\"first\":\"2027-02-05\",\"last\":\"2027-02-05\",\"name\":\"x\",\"intervals\":[{\"from\":\"00:00\",\"to\":\"09:00\"}]}",
     "2026-01-01T09:00:00Z",
     "open until ever"},
    {"{\"first\":\"2027-02-05\",\"last\":\"2027-02-05\",\"name\":\"x\",\"intervals\":[{\"from\":\"00:00\",\"to\":\"09:00\"}]}",
     "2026-01-01T09:00:00.001Z",
     "open until 2027-02-05T09:00:00.000Z"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *document = g_strdup_printf ("{\"timezone\":\"UTC\",\"weekly\":[" ROUND_THE_CLOCK "],\"exceptions\":[%s]}", cases[i].exceptions);
      g_autoptr (BalieOpeningHours) hours = new_hours (document);

      assert_described (hours, cases[i].time, cases[i].expected);
    }
}

/* Where nothing is left of an interval because daylight saving skips it, and where two ends meet in one gap. */
static void
test_gaps (void)
{
  g_autoptr (BalieOpeningHours) swallowed = new_hours (
    "{\"timezone\":\"Europe/Amsterdam\",\"weekly\":[{\"days\":[\"sun\"],\"from\":\"02:15\",\"to\":\"02:45\"}]}");
  g_autoptr (BalieOpeningHours) meeting = new_hours (
    "{\"timezone\":\"Europe/Amsterdam\",\"weekly\":[{\"days\":[\"sun\"],\"from\":\"01:00\",\"to\":\"02:15\"},"
    "{\"days\":[\"sun\"],\"from\":\"02:45\",\"to\":\"04:00\"}]}");
  g_autoptr (BalieOpeningHours) samoa = new_hours (
    "{\"timezone\":\"Pacific/Apia\",\"weekly\":[{\"days\":[\"thu\",\"fri\"],\"from\":\"09:00\",\"to\":\"17:00\"}]}");

  assert_described (swallowed, "2026-03-28T12:00:00Z", "closed: closed_day (), opens 2026-04-05T00:15:00.000Z");
  assert_described (swallowed, "2026-03-29T01:00:00Z", "closed: outside_hours (), opens 2026-04-05T00:15:00.000Z");
  assert_described (meeting, "2026-03-29T00:30:00Z", "open until 2026-03-29T02:00:00.000Z");
  assert_described (meeting, "2026-03-29T01:00:00Z", "open until 2026-03-29T02:00:00.000Z");
  assert_described (meeting, "2026-04-05T00:30:00Z", "closed: outside_hours (), opens 2026-04-05T00:45:00.000Z");

  /* The Friday 2011-12-30 did not take place there. */
  assert_described (samoa, "2011-12-30T04:00:00Z", "closed: outside_hours (), opens 2012-01-04T19:00:00.000Z");
}

/* Any number is an instant for which there is an answer. */
static void
test_far_away (void)
{
  static const gint64 times[] = {G_MININT64, -1, 0, 1, G_MAXINT64};
  g_autoptr (BalieOpeningHours) usual = balie_opening_hours_new_default ();
  g_autoptr (BalieOpeningHours) always = new_hours ("{\"timezone\":\"Pacific/Kiritimati\",\"weekly\":[" ROUND_THE_CLOCK "]}");

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_auto (BalieOpening) opening = {0};
      g_autofree char *description = describe (always, times[i]);

      balie_opening_hours_look_up (usual, times[i], &opening);
      g_assert_true ((opening.opens_at != 0) != (opening.closes_at != 0));
      g_assert_cmpstr (description, ==, "open until ever");
    }
}

/* Walks the clock: open and closed change over exactly when it was said before, and never in between. */
static void
walk (const char *document,
      const char *first,
      const char *last)
{
  g_autoptr (BalieOpeningHours) hours = new_hours (document);
  g_auto (BalieOpening) before = {0};
  gint64 end = to_time (last);
  gint64 step = MINUTE / 2;

  balie_opening_hours_look_up (hours, to_time (first), &before);
  for (gint64 time = to_time (first) + step; time <= end; time += step)
    {
      BalieOpening now = {0};
      gint64       change = before.open ? before.closes_at : before.opens_at;

      balie_opening_hours_look_up (hours, time, &now);
      g_assert_cmpint (now.open, ==, change != 0 && time >= change ? !before.open : before.open);
      if (now.open == before.open)
        {
          g_assert_cmpint (now.opens_at, ==, before.opens_at);
          g_assert_cmpint (now.closes_at, ==, before.closes_at);
        }
      else
        {
          g_assert_cmpint (time, ==, change);
        }

      balie_opening_clear (&before);
      before = now;
    }
}

static void
test_minute_by_minute (void)
{
  static const char *const schedules[] = {
    "{\"timezone\":\"Europe/Amsterdam\",\"weekly\":[{\"days\":[\"mon\",\"tue\",\"wed\",\"thu\",\"fri\"],\"from\":\"09:00\",\"to\":\"17:00\"}],"
    "\"holidays\":[\"nl.good_friday\",\"nl.easter_sunday\",\"nl.easter_monday\"]}",
    "{\"timezone\":\"Europe/Amsterdam\",\"weekly\":[{\"days\":" EVERY_DAY ",\"from\":\"22:00\",\"to\":\"24:00\"},"
    "{\"days\":" EVERY_DAY ",\"from\":\"00:00\",\"to\":\"02:30\"}],\"holidays\":[\"nl.easter_sunday\"]}",
    "{\"timezone\":\"Europe/Amsterdam\",\"weekly\":[{\"days\":" EVERY_DAY ",\"from\":\"02:05\",\"to\":\"02:10\"},"
    "{\"days\":" EVERY_DAY ",\"from\":\"02:20\",\"to\":\"02:50\"},{\"days\":" EVERY_DAY ",\"from\":\"03:00\",\"to\":\"03:01\"}]}",
    "{\"timezone\":\"Europe/Amsterdam\",\"weekly\":[" ROUND_THE_CLOCK "],\"holidays\":[\"nl.easter_monday\"],"
    "\"exceptions\":[{\"first\":\"2026-03-29\",\"last\":\"2026-03-29\",\"name\":\"x\",\"intervals\":[{\"from\":\"00:00\",\"to\":\"02:30\"}]},"
    "{\"first\":\"2026-10-25\",\"last\":\"2026-10-25\",\"name\":\"y\",\"intervals\":[{\"from\":\"02:30\",\"to\":\"24:00\"}]}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (schedules); i++)
    {
      g_test_message ("schedule %" G_GSIZE_FORMAT, i);
      walk (schedules[i], "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z");
      walk (schedules[i], "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z");
      walk (schedules[i], "2026-04-02T12:00:00Z", "2026-04-07T18:00:00Z");
    }
}

/* Midnight itself skipped, or repeated with most of the hour before it. */
static void
test_minute_by_minute_at_midnight (void)
{
  static const char form[] = "{\"timezone\":\"%s\",\"weekly\":[{\"days\":" EVERY_DAY ",\"from\":\"22:00\",\"to\":\"23:15\"},"
                             "{\"days\":" EVERY_DAY ",\"from\":\"23:30\",\"to\":\"24:00\"},{\"days\":[\"sun\"],\"from\":\"00:00\",\"to\":\"00:30\"}]}";
  g_autofree char  *sao_paulo = g_strdup_printf (form, "America/Sao_Paulo");
  g_autofree char  *st_johns = g_strdup_printf (form, "America/St_Johns");

  walk (sao_paulo, "2018-11-03T12:00:00Z", "2018-11-05T12:00:00Z");
  walk (sao_paulo, "2019-02-16T12:00:00Z", "2019-02-18T12:00:00Z");
  walk (st_johns, "2010-11-06T12:00:00Z", "2010-11-08T12:00:00Z");
  walk (st_johns, "2010-03-13T12:00:00Z", "2010-03-15T12:00:00Z");
}

static void
test_write_opening (void)
{
  static const struct
  {
    const char *time;
    const char *expected;
  } cases[] = {
    {"2026-11-24T08:00:00Z", "{\"open\":true,\"reason\":\"hours\",\"name\":null,\"opens_at\":null,\"closes_at\":\"2026-11-24T16:00:00.000Z\"}"},
    {"2026-04-06T08:00:00Z", "{\"open\":false,\"reason\":\"holiday\",\"name\":\"nl.easter_monday\",\"opens_at\":\"2026-04-07T07:00:00.000Z\",\"closes_at\":null}"},
  };
  g_autoptr (BalieOpeningHours) hours = balie_opening_hours_new_default ();
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (BalieOpening) opening = {0};
      g_autofree char *written = NULL;

      balie_opening_hours_look_up (hours, to_time (cases[i].time), &opening);
      balie_json_writer_begin_object (writer, NULL);
      balie_opening_write (&opening, writer);
      balie_json_writer_end_object (writer);
      written = balie_json_writer_end (writer, NULL);
      g_assert_cmpstr (written, ==, cases[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/opening-hours/vectors", test_vectors);
  g_test_add_func ("/opening-hours/invalid", test_invalid);
  g_test_add_func ("/opening-hours/invalid-inside", test_invalid_inside);
  g_test_add_func ("/opening-hours/round-trip", test_round_trip);
  g_test_add_func ("/opening-hours/default", test_default);
  g_test_add_func ("/opening-hours/weekdays", test_weekdays);
  g_test_add_func ("/opening-hours/precedence", test_precedence);
  g_test_add_func ("/opening-hours/horizon", test_horizon);
  g_test_add_func ("/opening-hours/gaps", test_gaps);
  g_test_add_func ("/opening-hours/far-away", test_far_away);
  g_test_add_func ("/opening-hours/minute-by-minute", test_minute_by_minute);
  g_test_add_func ("/opening-hours/minute-by-minute-at-midnight", test_minute_by_minute_at_midnight);
  g_test_add_func ("/opening-hours/write-opening", test_write_opening);
  return g_test_run ();
}
