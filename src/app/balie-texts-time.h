/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times as people read them, in the language of the interface. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_texts_count_days:
 * @from: milliseconds since 1970
 * @to: milliseconds since 1970
 *
 * Returns: how many midnights of @zone lie between them: 0 on the same day, negative when @to is earlier
 */
int balie_texts_count_days (gint64     from,
                            gint64     to,
                            GTimeZone *zone);

/**
 * balie_texts_dup_clock:
 * @time: milliseconds since 1970
 *
 * Returns: (transfer full): such as `10:02`
 */
char *balie_texts_dup_clock (gint64     time,
                             GTimeZone *zone);

/**
 * balie_texts_dup_list_time:
 * @time: milliseconds since 1970
 * @now: milliseconds since 1970
 *
 * Returns: (transfer full): as short as it can be: `10:02`, `Yesterday`, `Thu`, `2 Nov`, `2 Nov 2025`
 */
char *balie_texts_dup_list_time (gint64     time,
                                 gint64     now,
                                 GTimeZone *zone);

/**
 * balie_texts_dup_day:
 * @time: milliseconds since 1970
 * @now: milliseconds since 1970
 *
 * Returns: (transfer full): what stands above the messages of a day: `Today`, `Yesterday`, `Friday`, `2 November`,
 *   `2 November 2025`
 */
char *balie_texts_dup_day (gint64     time,
                           gint64     now,
                           GTimeZone *zone);

/**
 * balie_texts_dup_moment:
 * @time: milliseconds since 1970, before or after @now
 * @now: milliseconds since 1970
 *
 * Returns: (transfer full): a day with its time, to stand inside a sentence: `today 10:06`, `tomorrow 09:00`,
 *   `Tuesday 09:00`, `10 August 09:00`, `10 August 2027 09:00`
 */
char *balie_texts_dup_moment (gint64     time,
                              gint64     now,
                              GTimeZone *zone);

/**
 * balie_texts_dup_moment_by_weekday:
 * @time: milliseconds since 1970
 * @now: milliseconds since 1970
 *
 * Returns: (transfer full): as balie_texts_dup_moment(), but the weekday instead of `tomorrow`
 */
char *balie_texts_dup_moment_by_weekday (gint64     time,
                                         gint64     now,
                                         GTimeZone *zone);

/**
 * balie_texts_get_weekday:
 * @weekday: 1 for Monday to 7 for Sunday
 *
 * Returns: its name, to stand inside a sentence
 */
const char *balie_texts_get_weekday (int weekday);

/**
 * balie_texts_get_weekday_title:
 * @weekday: 1 for Monday to 7 for Sunday
 *
 * Returns: its name, to stand alone
 */
const char *balie_texts_get_weekday_title (int weekday);

/**
 * balie_texts_dup_date_time:
 * @time: milliseconds since 1970
 *
 * Returns: (transfer full) (nullable): @time in @zone; %NULL beyond what a calendar can say
 */
GDateTime *balie_texts_dup_date_time (gint64     time,
                                      GTimeZone *zone);

/**
 * balie_texts_dup_screenshot_name:
 * @time: when it was taken; milliseconds since 1970
 *
 * Returns: (transfer full): name of the file, such as `Screenshot 2026-11-24 09.41.png`
 */
char *balie_texts_dup_screenshot_name (gint64     time,
                                       GTimeZone *zone);

G_END_DECLS
