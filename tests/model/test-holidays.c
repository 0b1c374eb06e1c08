/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Public holidays over the years. */
#include "balie-holidays-private.h"

#include "balie-local-time-private.h"

static guint
find_holiday (const char *name)
{
  for (guint i = 0; balie_holiday_names[i] != NULL; i++)
    {
      if (g_str_equal (balie_holiday_names[i], name))
        return i;
    }
  g_assert_not_reached ();
}

/* The days of a year that a holiday is on. */
static guint
count_days (guint   holiday,
            int     year,
            gint64 *found)
{
  guint n_days = 0;

  for (gint64 day = balie_local_day_from_date (year, 1, 1); day < balie_local_day_from_date (year + 1, 1, 1); day++)
    {
      if (balie_holiday_is_on (holiday, day))
        {
          n_days++;
          *found = day;
        }
    }
  return n_days;
}

static void
test_dates (void)
{
  static const struct
  {
    const char *name;
    const char *date;
  } cases[] = {
    {"nl.new_year", "2026-01-01"},
    {"nl.good_friday", "2026-04-03"},
    {"nl.easter_sunday", "2026-04-05"},
    {"nl.easter_monday", "2026-04-06"},
    {"nl.kings_day", "2026-04-27"},
    {"nl.kings_day", "2025-04-26"},
    {"nl.kings_day", "2031-04-26"},
    {"nl.liberation_day", "2026-05-05"},
    {"nl.liberation_day_lustrum", "2025-05-05"},
    {"nl.liberation_day_lustrum", "2030-05-05"},
    {"nl.ascension_day", "2026-05-14"},
    {"nl.whit_sunday", "2026-05-24"},
    {"nl.whit_monday", "2026-05-25"},
    {"nl.christmas_day", "2026-12-25"},
    {"nl.second_christmas_day", "2026-12-26"},
    /* Easter at its earliest and latest, and over the centuries. */
    {"nl.easter_sunday", "1818-03-22"},
    {"nl.easter_sunday", "1943-04-25"},
    {"nl.easter_sunday", "1954-04-18"},
    {"nl.easter_sunday", "1981-04-19"},
    {"nl.easter_sunday", "2000-04-23"},
    {"nl.easter_sunday", "2008-03-23"},
    {"nl.easter_sunday", "2011-04-24"},
    {"nl.easter_sunday", "2024-03-31"},
    {"nl.easter_sunday", "2027-03-28"},
    {"nl.easter_sunday", "2038-04-25"},
    {"nl.easter_sunday", "2049-04-18"},
    {"nl.easter_sunday", "2285-03-22"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 day = 0;
      gint64 found = 0;

      g_test_message ("%s, %s", cases[i].name, cases[i].date);
      g_assert_true (balie_local_day_parse (cases[i].date, &day));
      g_assert_cmpuint (count_days (find_holiday (cases[i].name), balie_local_day_get_year (day), &found), ==, 1);
      g_assert_cmpint (found, ==, day);
    }
}

static void
test_every_year (void)
{
  guint easter_sunday = find_holiday ("nl.easter_sunday");
  guint kings_day = find_holiday ("nl.kings_day");
  guint lustrum = find_holiday ("nl.liberation_day_lustrum");

  for (int year = 1900; year < 2100; year++)
    {
      gint64 easter = 0;
      gint64 king = 0;
      gint64 liberation = 0;

      g_assert_cmpuint (count_days (easter_sunday, year, &easter), ==, 1);
      g_assert_cmpint (balie_local_day_get_weekday (easter), ==, 7);
      g_assert_cmpint (easter, >=, balie_local_day_from_date (year, 3, 22));
      g_assert_cmpint (easter, <=, balie_local_day_from_date (year, 4, 25));

      g_assert_cmpuint (count_days (kings_day, year, &king), ==, 1);
      g_assert_cmpint (balie_local_day_get_weekday (king), !=, 7);

      g_assert_cmpuint (count_days (lustrum, year, &liberation), ==, year % 5 == 0 ? 1 : 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/holidays/dates", test_dates);
  g_test_add_func ("/holidays/every-year", test_every_year);
  return g_test_run ();
}
