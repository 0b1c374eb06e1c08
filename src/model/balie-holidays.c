/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Public holidays by the name of their rule. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-holidays-private.h"

#include "balie-local-time-private.h"

#define SUNDAY 7

typedef enum {
  NEW_YEAR,
  GOOD_FRIDAY,
  EASTER_SUNDAY,
  EASTER_MONDAY,
  KINGS_DAY,
  LIBERATION_DAY,
  LIBERATION_DAY_LUSTRUM,
  ASCENSION_DAY,
  WHIT_SUNDAY,
  WHIT_MONDAY,
  CHRISTMAS_DAY,
  SECOND_CHRISTMAS_DAY,
} Holiday;

const char *const balie_holiday_names[] = {
  [NEW_YEAR] = "nl.new_year",
  [GOOD_FRIDAY] = "nl.good_friday",
  [EASTER_SUNDAY] = "nl.easter_sunday",
  [EASTER_MONDAY] = "nl.easter_monday",
  [KINGS_DAY] = "nl.kings_day",
  [LIBERATION_DAY] = "nl.liberation_day",
  [LIBERATION_DAY_LUSTRUM] = "nl.liberation_day_lustrum",
  [ASCENSION_DAY] = "nl.ascension_day",
  [WHIT_SUNDAY] = "nl.whit_sunday",
  [WHIT_MONDAY] = "nl.whit_monday",
  [CHRISTMAS_DAY] = "nl.christmas_day",
  [SECOND_CHRISTMAS_DAY] = "nl.second_christmas_day",
  [SECOND_CHRISTMAS_DAY + 1] = NULL,
};

/* The anonymous Gregorian algorithm (Meeus/Jones/Butcher), with the letters of its publication. */
static gint64
get_easter (int year)
{
  int a = year % 19;
  int b = year / 100;
  int c = year % 100;
  int d = b / 4;
  int e = b % 4;
  int f = (b + 8) / 25;
  int g = (b - f + 1) / 3;
  int h = (19 * a + b - d - g + 15) % 30;
  int i = c / 4;
  int k = c % 4;
  int l = (32 + 2 * e + 2 * i - h - k) % 7;
  int m = (a + 11 * h + 22 * l) / 451;
  int n = h + l - 7 * m + 114;

  return balie_local_day_from_date (year, n / 31, n % 31 + 1);
}

static gint64
get_kings_day (int year)
{
  gint64 birthday = balie_local_day_from_date (year, 4, 27);

  return balie_local_day_get_weekday (birthday) == SUNDAY ? birthday - 1 : birthday;
}

gboolean
balie_holiday_is_on (guint  holiday,
                     gint64 day)
{
  int year = balie_local_day_get_year (day);

  switch ((Holiday)holiday)
    {
    case NEW_YEAR:
      return day == balie_local_day_from_date (year, 1, 1);
    case GOOD_FRIDAY:
      return day == get_easter (year) - 2;
    case EASTER_SUNDAY:
      return day == get_easter (year);
    case EASTER_MONDAY:
      return day == get_easter (year) + 1;
    case KINGS_DAY:
      return day == get_kings_day (year);
    case LIBERATION_DAY:
      return day == balie_local_day_from_date (year, 5, 5);
    case LIBERATION_DAY_LUSTRUM:
      return year % 5 == 0 && day == balie_local_day_from_date (year, 5, 5);
    case ASCENSION_DAY:
      return day == get_easter (year) + 39;
    case WHIT_SUNDAY:
      return day == get_easter (year) + 49;
    case WHIT_MONDAY:
      return day == get_easter (year) + 50;
    case CHRISTMAS_DAY:
      return day == balie_local_day_from_date (year, 12, 25);
    case SECOND_CHRISTMAS_DAY:
      return day == balie_local_day_from_date (year, 12, 26);
    default:
      g_return_val_if_reached (FALSE);
    }
}
