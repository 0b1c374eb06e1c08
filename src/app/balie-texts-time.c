/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times as people read them, in the language of the interface. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-texts-time.h"

#include <glib/gi18n.h>

/* Names of our own and not those of the C library: the language of the interface may be another than that of the
 * locale's times, and a sentence in two languages is worse than either. */
static const char *const weekdays[] = {
  NC_ ("weekday", "Monday"),
  NC_ ("weekday", "Tuesday"),
  NC_ ("weekday", "Wednesday"),
  NC_ ("weekday", "Thursday"),
  NC_ ("weekday", "Friday"),
  NC_ ("weekday", "Saturday"),
  NC_ ("weekday", "Sunday"),
};

/* The same, standing alone: where a language begins a title with a capital that it does not use inside a sentence. */
static const char *const weekday_titles[] = {
  NC_ ("weekday as a title", "Monday"),
  NC_ ("weekday as a title", "Tuesday"),
  NC_ ("weekday as a title", "Wednesday"),
  NC_ ("weekday as a title", "Thursday"),
  NC_ ("weekday as a title", "Friday"),
  NC_ ("weekday as a title", "Saturday"),
  NC_ ("weekday as a title", "Sunday"),
};

static const char *const short_weekdays[] = {
  NC_ ("short weekday", "Mon"),
  NC_ ("short weekday", "Tue"),
  NC_ ("short weekday", "Wed"),
  NC_ ("short weekday", "Thu"),
  NC_ ("short weekday", "Fri"),
  NC_ ("short weekday", "Sat"),
  NC_ ("short weekday", "Sun"),
};

static const char *const months[] = {
  NC_ ("month", "January"),
  NC_ ("month", "February"),
  NC_ ("month", "March"),
  NC_ ("month", "April"),
  NC_ ("month", "May"),
  NC_ ("month", "June"),
  NC_ ("month", "July"),
  NC_ ("month", "August"),
  NC_ ("month", "September"),
  NC_ ("month", "October"),
  NC_ ("month", "November"),
  NC_ ("month", "December"),
};

static const char *const short_months[] = {
  NC_ ("short month", "Jan"),
  NC_ ("short month", "Feb"),
  NC_ ("short month", "Mar"),
  NC_ ("short month", "Apr"),
  NC_ ("short month", "May"),
  NC_ ("short month", "Jun"),
  NC_ ("short month", "Jul"),
  NC_ ("short month", "Aug"),
  NC_ ("short month", "Sep"),
  NC_ ("short month", "Oct"),
  NC_ ("short month", "Nov"),
  NC_ ("short month", "Dec"),
};

/* How far a day is away decides how it is called. */
typedef enum {
  DAY_TODAY,
  DAY_TOMORROW,
  DAY_YESTERDAY,
  DAY_WITHIN_A_WEEK,
  DAY_THIS_YEAR,
  DAY_OTHER_YEAR,
} DayName;

GDateTime *
balie_texts_dup_date_time (gint64     time,
                           GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / 1000 - (time % 1000 < 0));

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

static gint64
get_julian_day (GDateTime *date_time)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date,
                  (GDateDay)g_date_time_get_day_of_month (date_time),
                  (GDateMonth)g_date_time_get_month (date_time),
                  (GDateYear)g_date_time_get_year (date_time));

  return g_date_get_julian (&date);
}

static DayName
name_day (GDateTime *day,
          GDateTime *today)
{
  gint64 distance = get_julian_day (day) - get_julian_day (today);

  if (distance == 0)
    return DAY_TODAY;
  if (distance == 1)
    return DAY_TOMORROW;
  if (distance == -1)
    return DAY_YESTERDAY;
  if (ABS (distance) < 7)
    return DAY_WITHIN_A_WEEK;

  return g_date_time_get_year (day) == g_date_time_get_year (today) ? DAY_THIS_YEAR : DAY_OTHER_YEAR;
}

static const char *
get_month (GDateTime *day)
{
  return g_dpgettext2 (NULL, "month", months[g_date_time_get_month (day) - 1]);
}

static const char *
get_short_month (GDateTime *day)
{
  return g_dpgettext2 (NULL, "short month", short_months[g_date_time_get_month (day) - 1]);
}

static char *
dup_clock (GDateTime *time)
{
  /* Translators: the time of day, in g_date_time_format()'s notation */
  return g_date_time_format (time, C_ ("time of day", "%H:%M"));
}

const char *
balie_texts_get_weekday (int weekday)
{
  g_return_val_if_fail (weekday >= 1 && weekday <= 7, "");

  return g_dpgettext2 (NULL, "weekday", weekdays[weekday - 1]);
}

const char *
balie_texts_get_weekday_title (int weekday)
{
  g_return_val_if_fail (weekday >= 1 && weekday <= 7, "");

  return g_dpgettext2 (NULL, "weekday as a title", weekday_titles[weekday - 1]);
}

int
balie_texts_count_days (gint64     from,
                        gint64     to,
                        GTimeZone *zone)
{
  g_autoptr (GDateTime) first = balie_texts_dup_date_time (from, zone);
  g_autoptr (GDateTime) last = balie_texts_dup_date_time (to, zone);

  if (first == NULL || last == NULL)
    return 0;

  return (int)(get_julian_day (last) - get_julian_day (first));
}

char *
balie_texts_dup_clock (gint64     time,
                       GTimeZone *zone)
{
  g_autoptr (GDateTime) then = balie_texts_dup_date_time (time, zone);

  return then != NULL ? dup_clock (then) : g_strdup ("");
}

char *
balie_texts_dup_list_time (gint64     time,
                           gint64     now,
                           GTimeZone *zone)
{
  g_autoptr (GDateTime) then = balie_texts_dup_date_time (time, zone);
  g_autoptr (GDateTime) today = balie_texts_dup_date_time (now, zone);

  if (then == NULL || today == NULL)
    return g_strdup ("");

  switch (name_day (then, today))
    {
    case DAY_TODAY:
      return dup_clock (then);

    case DAY_YESTERDAY:
      return g_strdup (C_ ("day", "Yesterday"));

    case DAY_WITHIN_A_WEEK:
      return g_strdup (g_dpgettext2 (NULL, "short weekday", short_weekdays[g_date_time_get_day_of_week (then) - 1]));

    case DAY_TOMORROW:
    case DAY_THIS_YEAR:
      /* Translators: a day in a list, such as "2 Nov": the day and the short name of the month */
      return g_strdup_printf (C_ ("day in a list", "%d %s"), g_date_time_get_day_of_month (then), get_short_month (then));

    case DAY_OTHER_YEAR:
    default:
      /* Translators: a day in a list, such as "2 Nov 2025": the day, the short name of the month, the year */
      return g_strdup_printf (C_ ("day in a list", "%d %s %d"), g_date_time_get_day_of_month (then),
                              get_short_month (then), g_date_time_get_year (then));
    }
}

char *
balie_texts_dup_day (gint64     time,
                     gint64     now,
                     GTimeZone *zone)
{
  g_autoptr (GDateTime) then = balie_texts_dup_date_time (time, zone);
  g_autoptr (GDateTime) today = balie_texts_dup_date_time (now, zone);

  if (then == NULL || today == NULL)
    return g_strdup ("");

  switch (name_day (then, today))
    {
    case DAY_TODAY:
      return g_strdup (C_ ("day", "Today"));

    case DAY_YESTERDAY:
      return g_strdup (C_ ("day", "Yesterday"));

    case DAY_WITHIN_A_WEEK:
      return g_strdup (balie_texts_get_weekday_title (g_date_time_get_day_of_week (then)));

    case DAY_TOMORROW:
    case DAY_THIS_YEAR:
      /* Translators: a day, such as "2 November": the day and the name of the month */
      return g_strdup_printf (C_ ("day", "%d %s"), g_date_time_get_day_of_month (then), get_month (then));

    case DAY_OTHER_YEAR:
    default:
      /* Translators: a day, such as "2 November 2025": the day, the name of the month, the year */
      return g_strdup_printf (C_ ("day", "%d %s %d"), g_date_time_get_day_of_month (then), get_month (then),
                              g_date_time_get_year (then));
    }
}

static char *
dup_moment (GDateTime *then,
            DayName    day)
{
  g_autofree char *clock = dup_clock (then);

  switch (day)
    {
    case DAY_TODAY:
      /* Translators: a moment inside a sentence, such as "sent today 10:06" */
      return g_strdup_printf (C_ ("moment", "today %s"), clock);

    case DAY_TOMORROW:
      /* Translators: a moment inside a sentence, such as "opens tomorrow 09:00" */
      return g_strdup_printf (C_ ("moment", "tomorrow %s"), clock);

    case DAY_YESTERDAY:
      /* Translators: a moment inside a sentence, such as "sent yesterday 10:06" */
      return g_strdup_printf (C_ ("moment", "yesterday %s"), clock);

    case DAY_WITHIN_A_WEEK:
      /* Translators: a moment inside a sentence, such as "opens Tuesday 09:00": the weekday and the time */
      return g_strdup_printf (C_ ("moment", "%s %s"), balie_texts_get_weekday (g_date_time_get_day_of_week (then)), clock);

    case DAY_THIS_YEAR:
      /* Translators: a moment inside a sentence, such as "opens 10 August 09:00": the day, the month, the time */
      return g_strdup_printf (C_ ("moment", "%d %s %s"), g_date_time_get_day_of_month (then), get_month (then), clock);

    case DAY_OTHER_YEAR:
    default:
      /* Translators: a moment inside a sentence, such as "opens 10 August 2027 09:00": the day, the month, the year,
       * the time */
      return g_strdup_printf (C_ ("moment", "%d %s %d %s"), g_date_time_get_day_of_month (then), get_month (then),
                              g_date_time_get_year (then), clock);
    }
}

char *
balie_texts_dup_moment (gint64     time,
                        gint64     now,
                        GTimeZone *zone)
{
  g_autoptr (GDateTime) then = balie_texts_dup_date_time (time, zone);
  g_autoptr (GDateTime) today = balie_texts_dup_date_time (now, zone);

  if (then == NULL || today == NULL)
    return g_strdup ("");

  return dup_moment (then, name_day (then, today));
}

char *
balie_texts_dup_moment_by_weekday (gint64     time,
                                   gint64     now,
                                   GTimeZone *zone)
{
  g_autoptr (GDateTime) then = balie_texts_dup_date_time (time, zone);
  g_autoptr (GDateTime) today = balie_texts_dup_date_time (now, zone);
  DayName day;

  if (then == NULL || today == NULL)
    return g_strdup ("");

  day = name_day (then, today);
  return dup_moment (then, day == DAY_TOMORROW ? DAY_WITHIN_A_WEEK : day);
}

char *
balie_texts_dup_screenshot_name (gint64     time,
                                 GTimeZone *zone)
{
  g_autoptr (GDateTime) date_time = balie_texts_dup_date_time (time, zone);
  g_autofree char *moment = NULL;

  /* In an order that sorts, and without a colon, which is no good in a file name on other systems. */
  moment = date_time != NULL ? g_date_time_format (date_time, "%Y-%m-%d %H.%M") : g_strdup ("");

  /* Translators: name of a file; %s is a date and a time, such as 2026-11-24 09.41 */
  return g_strdup_printf (_ ("Screenshot %s.png"), moment);
}
