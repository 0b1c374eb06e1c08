/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The time of day in milliseconds since 1970 (UTC), and its text on the wire. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_clock_now:
 *
 * The one place that asks the system for the time of day.
 *
 * Returns: milliseconds since 1970-01-01T00:00:00Z, moved by [func@clock_shift]
 */
gint64 balie_clock_now (void);

/**
 * balie_clock_shift:
 * @milliseconds: how far, from the system's own time; 0 for not at all
 *
 * Moves the clock of this process, for tests and for running a desk at another moment. Replaces an earlier shift.
 */
void balie_clock_shift (gint64 milliseconds);

/**
 * balie_time_to_string:
 * @time: milliseconds since 1970
 *
 * Returns: (transfer full): RFC 3339 in UTC with milliseconds, `2026-11-24T08:00:00.000Z`
 */
char *balie_time_to_string (gint64 time);

/**
 * balie_time_from_string:
 * @text: RFC 3339 with any offset and 0 to 9 fraction digits
 * @time: (out): milliseconds since 1970; untouched on failure
 *
 * Returns: whether @text is a time
 */
gboolean balie_time_from_string (const char *text,
                                 gint64     *time);

G_END_DECLS
