/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening hours: the one computation, used by server and app alike. */
#pragma once

#include <glib-object.h>

#include "balie-json-reader.h"
#include "balie-json-writer.h"

G_BEGIN_DECLS

/**
 * BalieOpeningReason:
 * @BALIE_OPENING_HOURS: open
 * @BALIE_OPENING_EXCEPTION: closed by an exception of the desk, which has a name
 * @BALIE_OPENING_HOLIDAY: closed by a holiday rule, whose name is such as `nl.easter_monday`
 * @BALIE_OPENING_CLOSED_DAY: closed, because no weekly row holds for the day
 * @BALIE_OPENING_OUTSIDE_HOURS: closed at this time of a day on which the desk opens
 */
typedef enum {
  BALIE_OPENING_HOURS,
  BALIE_OPENING_EXCEPTION,
  BALIE_OPENING_HOLIDAY,
  BALIE_OPENING_CLOSED_DAY,
  BALIE_OPENING_OUTSIDE_HOURS,
} BalieOpeningReason;

extern const char *const balie_opening_reason_nicks[];

/**
 * BalieOpening:
 * @open: whether the desk is open at the instant asked for
 * @reason: why
 * @name: (nullable): of the exception, or the holiday rule
 * @opens_at: when closed, the next opening within 400 days; 0 for none. Milliseconds since 1970.
 * @closes_at: when open, the end of the joined interval; 0 when it lasts 400 days or more. Milliseconds since 1970.
 *
 * The answer for one instant. Clear it with [func@opening_clear].
 */
typedef struct
{
  gboolean           open;
  BalieOpeningReason reason;
  char              *name;
  gint64             opens_at;
  gint64             closes_at;
} BalieOpening;

void balie_opening_clear (BalieOpening *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BalieOpening, balie_opening_clear)
gboolean balie_opening_equal (const BalieOpening *a,
                              const BalieOpening *b);

/**
 * balie_opening_write:
 *
 * Writes `open`, `reason`, `name`, `opens_at`, `closes_at` as members of the object in which @writer stands; times and
 * name as null where they do not apply.
 */
void balie_opening_write (const BalieOpening *self,
                          BalieJsonWriter    *writer);

/**
 * BalieOpeningHours:
 *
 * Weekly hours, holidays and exceptions in one time zone. Immutable. These are the rules:
 *
 * 1. Times are wall time in the schedule's zone. An interval is half-open: at 17:00:00 the desk is closed. `24:00` is
 *    allowed. No interval crosses midnight, but intervals that touch, also across midnight, are one.
 * 2. A local date takes its intervals from the first that applies: exception (of several the first in the list),
 *    holiday (closed all day), weekly hours.
 * 3. A wall time that daylight saving skips means the end of the gap; one that occurs twice means the first.
 * 4. The reason for being closed is that of the local date, also outside of an exception's intervals.
 * 5. 400 days ahead is the horizon: an opening behind it is none, and an interval that ends there or later has no end.
 *    The answer for an instant outside the years 1 to 9997 is that of the nearest instant within.
 */
typedef struct _BalieOpeningHours BalieOpeningHours;

#define BALIE_TYPE_OPENING_HOURS (balie_opening_hours_get_type ())
GType balie_opening_hours_get_type (void) G_GNUC_CONST;

BalieOpeningHours *balie_opening_hours_ref (BalieOpeningHours *self);
void               balie_opening_hours_unref (BalieOpeningHours *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieOpeningHours, balie_opening_hours_unref)

/**
 * balie_opening_hours_new_default:
 *
 * Returns: (transfer full): Monday to Friday 09:00-17:00 in Europe/Amsterdam, closed on the default Dutch holidays
 */
BalieOpeningHours *balie_opening_hours_new_default (void);

/**
 * balie_opening_hours_read:
 * @name: (nullable): the member that holds it, or %NULL for the place where @reader stands
 *
 * A schedule that cannot be right is a fault in @reader, with its path: `weekly[2].to: must be later than from`.
 *
 * Returns: (transfer full) (nullable): opening hours, or %NULL on a fault
 */
BalieOpeningHours *balie_opening_hours_read (BalieJsonReader *reader,
                                             const char      *name);
void               balie_opening_hours_write (const BalieOpeningHours *self,
                                              BalieJsonWriter         *writer,
                                              const char              *name);

/**
 * balie_opening_hours_look_up:
 * @time: milliseconds since 1970
 * @opening: (out caller-allocates): the answer; clear it with [func@opening_clear]
 *
 * The rules stand at [struct@OpeningHours]. Pure: the same question has the same answer everywhere.
 */
void balie_opening_hours_look_up (const BalieOpeningHours *self,
                                  gint64                   time,
                                  BalieOpening            *opening);

/**
 * balie_opening_hours_get_time_zone:
 *
 * Returns: (transfer none): the desk's zone
 */
GTimeZone *balie_opening_hours_get_time_zone (const BalieOpeningHours *self);

/**
 * BalieWeeklyHours:
 * @from: minutes after midnight
 * @to: minutes after midnight, up to 1440
 */
typedef struct
{
  int from;
  int to;
} BalieWeeklyHours;

/**
 * balie_opening_hours_get_weekday:
 * @weekday: 1 for Monday to 7 for Sunday
 * @n_hours: (out): how many
 *
 * For showing the hours of an ordinary week.
 *
 * Returns: (transfer none) (array length=n_hours) (nullable): ascending intervals of that day
 */
const BalieWeeklyHours *balie_opening_hours_get_weekday (const BalieOpeningHours *self,
                                                         int                      weekday,
                                                         gsize                   *n_hours);

G_END_DECLS
