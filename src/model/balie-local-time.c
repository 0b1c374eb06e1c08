/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Local days and wall times, and the instants that they stand for. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-local-time-private.h"

#include <string.h>

#define SECONDS_A_DAY 86400

/* The calendar repeats after 400 years. */
#define DAYS_IN_400_YEARS 146097

/* From 0000-03-01, where the calendar's arithmetic begins, to 1970-01-01. */
#define DAYS_BEFORE_1970 719468

static gint64
divide_down (gint64 number,
             gint64 divisor)
{
  return number >= 0 ? number / divisor : -((-number - 1) / divisor) - 1;
}

/* Seconds that clocks on the wall are ahead of UTC. */
static gint64
get_offset (GTimeZone *time_zone,
            gint64     seconds)
{
  int interval = g_time_zone_find_interval (time_zone, G_TIME_TYPE_UNIVERSAL, seconds);

  return g_time_zone_get_offset (time_zone, interval);
}

/* The instant at which the offset changes, which is after @before and not after @after. */
static gint64
find_transition (GTimeZone *time_zone,
                 gint64     before,
                 gint64     after)
{
  gint64 offset = get_offset (time_zone, before);

  while (after - before > 1)
    {
      gint64 middle = before + (after - before) / 2;

      if (get_offset (time_zone, middle) == offset)
        before = middle;
      else
        after = middle;
    }
  return after;
}

/* Years are counted from March on, so that the leap day is the last of its year. */
gint64
balie_local_day_from_date (int year,
                           int month,
                           int day)
{
  gint64 years = month > 2 ? year : year - 1;
  gint64 era = divide_down (years, 400);
  gint64 year_of_era = years - era * 400;
  gint64 month_from_march = (month + 9) % 12;
  gint64 day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
  gint64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * DAYS_IN_400_YEARS + day_of_era - DAYS_BEFORE_1970;
}

gboolean
balie_local_day_parse (const char *text,
                       gint64     *day)
{
  int year;
  int month;
  int day_of_month;

  if (strlen (text) != strlen ("2026-12-24"))
    return FALSE;
  for (gsize i = 0; text[i] != '\0'; i++)
    {
      if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit (text[i]))
        return FALSE;
    }

  year = g_ascii_strtoll (text, NULL, 10);
  month = g_ascii_strtoll (text + 5, NULL, 10);
  day_of_month = g_ascii_strtoll (text + 8, NULL, 10);
  if (!g_date_valid_dmy (day_of_month, month, year))
    return FALSE;

  *day = balie_local_day_from_date (year, month, day_of_month);
  return TRUE;
}

int
balie_local_day_get_year (gint64 day)
{
  gint64 year = 1970 + divide_down (day * 400, DAYS_IN_400_YEARS);

  /* The mean length of a year leads to the year itself or to a neighbour. */
  if (day < balie_local_day_from_date (year, 1, 1))
    return year - 1;
  if (day >= balie_local_day_from_date (year + 1, 1, 1))
    return year + 1;
  return year;
}

int
balie_local_day_get_weekday (gint64 day)
{
  /* 1970-01-01 was a Thursday. */
  gint64 days_from_monday = day + 3;

  return days_from_monday - divide_down (days_from_monday, 7) * 7 + 1;
}

gint64
balie_local_time_get_day (GTimeZone *time_zone,
                          gint64     time)
{
  gint64 seconds = divide_down (time, 1000);

  return divide_down (seconds + get_offset (time_zone, seconds), SECONDS_A_DAY);
}

gint64
balie_local_time_to_instant (GTimeZone *time_zone,
                             gint64     day,
                             int        minutes)
{
  gint64 wall = day * SECONDS_A_DAY + minutes * 60;
  gint64 offset_before = get_offset (time_zone, wall - SECONDS_A_DAY);
  gint64 offset_after = get_offset (time_zone, wall + SECONDS_A_DAY);
  gint64 earlier;
  gint64 later;

  /* With the offset before a transition the wall time occurs first, if it occurs with that offset at all. */
  earlier = wall - offset_before;
  if (offset_before == offset_after || get_offset (time_zone, earlier) == offset_before)
    return earlier * 1000;

  later = wall - offset_after;
  if (get_offset (time_zone, later) == offset_after)
    return later * 1000;

  /* It is skipped: read with the offset of one side, it falls on the other side of the gap. */
  return find_transition (time_zone, later, earlier) * 1000;
}
