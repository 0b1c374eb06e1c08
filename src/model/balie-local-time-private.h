/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Local days and wall times, and the instants that they stand for. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_local_day_from_date:
 * @year: of the Gregorian calendar, extended in both directions
 * @month: 1 to 12
 * @day: 1 to 31
 *
 * Days are counted, so that they can be added to and compared; day 0 is 1970-01-01.
 *
 * Returns: the day
 */
gint64 balie_local_day_from_date (int year,
                                  int month,
                                  int day);

/**
 * balie_local_day_parse:
 * @text: such as `2026-12-24`
 * @day: (out): the day; untouched on failure
 *
 * Returns: whether @text is a date
 */
gboolean balie_local_day_parse (const char *text,
                                gint64     *day);
int      balie_local_day_get_year (gint64 day);

/**
 * balie_local_day_get_weekday:
 *
 * Returns: 1 for Monday to 7 for Sunday
 */
int balie_local_day_get_weekday (gint64 day);

/**
 * balie_local_time_get_day:
 * @time: an instant, in milliseconds since 1970
 *
 * Returns: the day that the calendar on the wall shows at that instant
 */
gint64 balie_local_time_get_day (GTimeZone *time_zone,
                                 gint64     time);

/**
 * balie_local_time_to_instant:
 * @day: a local day
 * @minutes: what the clock on the wall shows, in minutes after midnight; 1440 for the end of the day
 *
 * A wall time that the zone skips means the end of the gap; one that occurs twice means the first.
 *
 * Returns: the instant, in milliseconds since 1970
 */
gint64 balie_local_time_to_instant (GTimeZone *time_zone,
                                    gint64     day,
                                    int        minutes);

G_END_DECLS
