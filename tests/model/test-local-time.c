/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Local days and wall times, also where daylight saving skips or repeats them. */
#include "balie-local-time-private.h"

#include "balie-clock.h"

static void
test_days (void)
{
  GDate date;

  g_assert_cmpint (balie_local_day_from_date (1970, 1, 1), ==, 0);
  g_assert_cmpint (balie_local_day_from_date (1969, 12, 31), ==, -1);
  g_assert_cmpint (balie_local_day_from_date (2000, 2, 29) + 1, ==, balie_local_day_from_date (2000, 3, 1));
  g_assert_cmpint (balie_local_day_from_date (1900, 2, 28) + 1, ==, balie_local_day_from_date (1900, 3, 1));

  /* Every day of 450 years as GLib counts it. */
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, 1700);
  for (gint64 day = balie_local_day_from_date (1700, 1, 1); g_date_get_year (&date) < 2150; day++)
    {
      g_assert_cmpint (balie_local_day_from_date (g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date)), ==, day);
      g_assert_cmpint (balie_local_day_get_year (day), ==, g_date_get_year (&date));
      g_assert_cmpint (balie_local_day_get_weekday (day), ==, g_date_get_weekday (&date));
      g_date_add_days (&date, 1);
    }
}

static void
test_far_years (void)
{
  for (int year = -10000; year <= 20000; year += 7)
    {
      gint64 first = balie_local_day_from_date (year, 1, 1);

      g_assert_cmpint (balie_local_day_get_year (first), ==, year);
      g_assert_cmpint (balie_local_day_get_year (first - 1), ==, year - 1);
      g_assert_cmpint (balie_local_day_get_weekday (first), >=, 1);
      g_assert_cmpint (balie_local_day_get_weekday (first), <=, 7);
    }
}

static void
test_parse (void)
{
  static const char *const bad[] = {
    "",
    "2026-02-29",
    "2026-12-32",
    "2026-00-01",
    "0000-01-01",
    "2026-1-01",
    "2026/01/01",
    "2026-01-01 ",
    "-026-01-01",
    "2026-01-0a",
  };
  gint64 day = 42;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (balie_local_day_parse (bad[i], &day));
      g_assert_cmpint (day, ==, 42);
    }

  g_assert_true (balie_local_day_parse ("1970-01-02", &day));
  g_assert_cmpint (day, ==, 1);
  g_assert_true (balie_local_day_parse ("2028-02-29", &day));
  g_assert_cmpint (day, ==, balie_local_day_from_date (2028, 2, 29));
}

static void
test_instants (void)
{
  static const struct
  {
    const char *zone;
    const char *date;
    int         minutes;
    const char *instant;
  } cases[] = {
    {"Europe/Amsterdam", "2026-11-24", 9 * 60, "2026-11-24T08:00:00Z"},
    {"Europe/Amsterdam", "2026-07-24", 9 * 60, "2026-07-24T07:00:00Z"},
    {"Europe/Amsterdam", "2026-07-24", 24 * 60, "2026-07-24T22:00:00Z"},
    /* Skipped: 02:00 to 03:00. */
    {"Europe/Amsterdam", "2026-03-29", 119, "2026-03-29T00:59:00Z"},
    {"Europe/Amsterdam", "2026-03-29", 120, "2026-03-29T01:00:00Z"},
    {"Europe/Amsterdam", "2026-03-29", 150, "2026-03-29T01:00:00Z"},
    {"Europe/Amsterdam", "2026-03-29", 180, "2026-03-29T01:00:00Z"},
    {"Europe/Amsterdam", "2026-03-29", 181, "2026-03-29T01:01:00Z"},
    /* Twice: 02:00 to 03:00. */
    {"Europe/Amsterdam", "2026-10-25", 119, "2026-10-24T23:59:00Z"},
    {"Europe/Amsterdam", "2026-10-25", 120, "2026-10-25T00:00:00Z"},
    {"Europe/Amsterdam", "2026-10-25", 179, "2026-10-25T00:59:00Z"},
    {"Europe/Amsterdam", "2026-10-25", 180, "2026-10-25T02:00:00Z"},
    /* The other way round, and half an hour. */
    {"Australia/Lord_Howe", "2026-10-04", 135, "2026-10-03T15:30:00Z"},
    {"Australia/Lord_Howe", "2026-04-05", 105, "2026-04-04T14:45:00Z"},
    {"Australia/Lord_Howe", "2026-04-05", 120, "2026-04-04T15:30:00Z"},
    /* Midnight skipped. */
    {"America/Sao_Paulo", "2018-11-03", 24 * 60, "2018-11-04T03:00:00Z"},
    {"America/Sao_Paulo", "2018-11-04", 0, "2018-11-04T03:00:00Z"},
    {"America/Sao_Paulo", "2018-11-04", 30, "2018-11-04T03:00:00Z"},
    /* A minute after midnight twice, with most of an hour of the day before. */
    {"America/St_Johns", "2010-11-07", 0, "2010-11-07T02:30:00Z"},
    {"America/St_Johns", "2010-11-06", 23 * 60 + 30, "2010-11-07T02:00:00Z"},
    {"America/St_Johns", "2010-11-07", 1, "2010-11-07T03:31:00Z"},
    /* A whole day skipped. */
    {"Pacific/Apia", "2011-12-29", 23 * 60, "2011-12-30T09:00:00Z"},
    {"Pacific/Apia", "2011-12-30", 0, "2011-12-30T10:00:00Z"},
    {"Pacific/Apia", "2011-12-30", 12 * 60, "2011-12-30T10:00:00Z"},
    {"Pacific/Apia", "2011-12-31", 0, "2011-12-30T10:00:00Z"},
    {"Pacific/Apia", "2011-12-31", 60, "2011-12-30T11:00:00Z"},
    {"Asia/Kathmandu", "2026-06-01", 9 * 60, "2026-06-01T03:15:00Z"},
    {"UTC", "2026-06-01", 9 * 60, "2026-06-01T09:00:00Z"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) time_zone = g_time_zone_new_identifier (cases[i].zone);
      gint64 day = 0;
      gint64 instant = 0;

      g_test_message ("%s, %s, %d", cases[i].zone, cases[i].date, cases[i].minutes);
      g_assert_true (balie_local_day_parse (cases[i].date, &day));
      g_assert_true (balie_time_from_string (cases[i].instant, &instant));
      g_assert_cmpint (balie_local_time_to_instant (time_zone, day, cases[i].minutes), ==, instant);
    }
}

static void
test_get_day (void)
{
  g_autoptr (GTimeZone) amsterdam = g_time_zone_new_identifier ("Europe/Amsterdam");
  g_autoptr (GTimeZone) st_johns = g_time_zone_new_identifier ("America/St_Johns");
  gint64 midnight = G_GINT64_CONSTANT (1795474800000); /* 2026-11-24 in Amsterdam */

  g_assert_cmpint (balie_local_time_get_day (amsterdam, midnight), ==, balie_local_day_from_date (2026, 11, 24));
  g_assert_cmpint (balie_local_time_get_day (amsterdam, midnight - 1), ==, balie_local_day_from_date (2026, 11, 23));
  g_assert_cmpint (balie_local_time_get_day (amsterdam, -3600001), ==, -1);
  g_assert_cmpint (balie_local_time_get_day (amsterdam, -3600000), ==, 0);

  /* Clocks go back over midnight: 2010-11-07T02:30:00Z is midnight, and at 02:31 it is 23:01 the day before. */
  g_assert_cmpint (balie_local_time_get_day (st_johns, G_GINT64_CONSTANT (1289097000000)), ==, balie_local_day_from_date (2010, 11, 7));
  g_assert_cmpint (balie_local_time_get_day (st_johns, G_GINT64_CONSTANT (1289097060000)), ==, balie_local_day_from_date (2010, 11, 6));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/local-time/days", test_days);
  g_test_add_func ("/local-time/far-years", test_far_years);
  g_test_add_func ("/local-time/parse", test_parse);
  g_test_add_func ("/local-time/instants", test_instants);
  g_test_add_func ("/local-time/get-day", test_get_day);
  return g_test_run ();
}
