/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Public holidays by the name of their rule. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_holiday_names:
 *
 * The rules that there are, such as `nl.easter_monday`; ended by %NULL.
 */
extern const char *const balie_holiday_names[];

/**
 * balie_holiday_is_on:
 * @holiday: index in @balie_holiday_names
 * @day: a local day, see balie_local_day_from_date()
 *
 * Returns: whether the holiday is on that day
 */
gboolean balie_holiday_is_on (guint  holiday,
                              gint64 day);

G_END_DECLS
