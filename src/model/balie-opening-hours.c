/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening hours: the one computation, used by server and app alike. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-opening-hours.h"

#include "balie-holidays-private.h"
#include "balie-local-time-private.h"
#include "balie-opening-hours-private.h"

/* What lies further away than this is as good as never. */
#define HORIZON_DAYS 400
#define HORIZON (HORIZON_DAYS * G_GINT64_CONSTANT (86400000))

/* The instants that can be written as RFC 3339, 0001-01-02 to 9998-01-01, so that the horizon can be written too. */
#define EARLIEST G_GINT64_CONSTANT (-62135510400000)
#define LATEST G_GINT64_CONSTANT (253339228800000)

#define MINUTES_A_DAY 1440

/* What holds on one local day. */
typedef struct
{
  const GArray      *hours;
  BalieOpeningReason reason; /* where it is closed */
  const char        *name;
} Plan;

/* One interval after the other, day after day. */
typedef struct
{
  const BalieOpeningHours *schedule;
  gint64                   day;
  gint64                   last_day;
  guint                    next; /* index in the day's hours */
  BalieWeeklyHours         hours;
} Walk;

G_DEFINE_BOXED_TYPE (BalieOpeningHours, balie_opening_hours, balie_opening_hours_ref, balie_opening_hours_unref)

const char *const balie_opening_reason_nicks[] = {
  "hours",
  "exception",
  "holiday",
  "closed_day",
  "outside_hours",
  NULL,
};

/* The first that applies: exception, holiday, weekly hours. */
static Plan
plan_day (const BalieOpeningHours *self,
          gint64                   day)
{
  const GArray *weekday = self->weekdays[balie_local_day_get_weekday (day) - 1];

  for (guint i = 0; i < self->exceptions->len; i++)
    {
      const BalieOpeningException *exception = g_ptr_array_index (self->exceptions, i);

      if (day >= exception->first && day <= exception->last)
        return (Plan){exception->hours, BALIE_OPENING_EXCEPTION, exception->name};
    }

  for (guint i = 0; i < self->holidays->len; i++)
    {
      guint holiday = g_array_index (self->holidays, guint, i);

      if (balie_holiday_is_on (holiday, day))
        return (Plan){NULL, BALIE_OPENING_HOLIDAY, balie_holiday_names[holiday]};
    }

  return (Plan){weekday, weekday->len > 0 ? BALIE_OPENING_OUTSIDE_HOURS : BALIE_OPENING_CLOSED_DAY, NULL};
}

static gboolean
walk_next (Walk *walk)
{
  for (; walk->day <= walk->last_day; walk->day++)
    {
      Plan plan = plan_day (walk->schedule, walk->day);

      if (plan.hours != NULL && walk->next < plan.hours->len)
        {
          walk->hours = g_array_index (plan.hours, BalieWeeklyHours, walk->next++);
          return TRUE;
        }
      walk->next = 0;
    }
  return FALSE;
}

static gint64
get_instant (const Walk *walk,
             int         minutes)
{
  return balie_local_time_to_instant (walk->schedule->time_zone, walk->day, minutes);
}

/* The end of the interval where @walk stands, joined with those that touch it; 0 for @latest and after it. */
static gint64
walk_to_end (Walk  *walk,
             gint64 latest)
{
  Walk end = *walk;

  while (walk_next (walk))
    {
      gboolean over_midnight = end.hours.to == MINUTES_A_DAY && walk->hours.from == 0 && walk->day == end.day + 1;

      /* They also touch where both ends lie in a gap. */
      if (!over_midnight && get_instant (walk, walk->hours.from) > get_instant (&end, end.hours.to))
        break;
      end = *walk;
    }

  return get_instant (&end, end.hours.to) >= latest ? 0 : get_instant (&end, end.hours.to);
}

/* The first interval that is not over at @now, when there is one at all. */
static gboolean
walk_to (Walk   *walk,
         gint64  now,
         gint64 *from)
{
  while (walk_next (walk))
    {
      gint64 to = get_instant (walk, walk->hours.to);

      /* Where both ends lie in a gap, nothing is left of it. */
      *from = get_instant (walk, walk->hours.from);
      if (to > now && to > *from)
        return TRUE;
    }
  return FALSE;
}

static void
exception_free (BalieOpeningException *exception)
{
  g_free (exception->name);
  g_array_unref (exception->hours);
  g_free (exception);
}

void
balie_opening_clear (BalieOpening *self)
{
  g_clear_pointer (&self->name, g_free);
}

gboolean
balie_opening_equal (const BalieOpening *a,
                     const BalieOpening *b)
{
  return a->open == b->open &&
         a->reason == b->reason &&
         g_strcmp0 (a->name, b->name) == 0 &&
         a->opens_at == b->opens_at &&
         a->closes_at == b->closes_at;
}

BalieOpeningException *
balie_opening_exception_new (void)
{
  BalieOpeningException *exception = g_new0 (BalieOpeningException, 1);

  exception->hours = g_array_new (FALSE, FALSE, sizeof (BalieWeeklyHours));
  return exception;
}

BalieOpeningHours *
balie_opening_hours_new_empty (void)
{
  BalieOpeningHours *self = g_new0 (BalieOpeningHours, 1);

  g_atomic_ref_count_init (&self->ref_count);
  for (gsize i = 0; i < G_N_ELEMENTS (self->weekdays); i++)
    self->weekdays[i] = g_array_new (FALSE, FALSE, sizeof (BalieWeeklyHours));
  self->holidays = g_array_new (FALSE, FALSE, sizeof (guint));
  self->exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify)exception_free);
  return self;
}

BalieOpeningHours *
balie_opening_hours_ref (BalieOpeningHours *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_opening_hours_unref (BalieOpeningHours *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->document);
  g_clear_pointer (&self->time_zone, g_time_zone_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (self->weekdays); i++)
    g_array_unref (self->weekdays[i]);
  g_array_unref (self->holidays);
  g_ptr_array_unref (self->exceptions);
  g_free (self);
}

void
balie_opening_hours_look_up (const BalieOpeningHours *self,
                             gint64                   time,
                             BalieOpening            *opening)
{
  gint64   now = CLAMP (time, EARLIEST, LATEST);
  gint64   today = balie_local_time_get_day (self->time_zone, now);
  Walk     walk = {.schedule = self, .day = today, .last_day = today + HORIZON_DAYS + 1};
  gint64   from = 0;
  gboolean found = walk_to (&walk, now, &from);
  Plan     plan;

  *opening = (BalieOpening){.open = FALSE};
  if (found && from <= now)
    {
      opening->open = TRUE;
      opening->reason = BALIE_OPENING_HOURS;
      opening->closes_at = walk_to_end (&walk, now + HORIZON);
      return;
    }

  plan = plan_day (self, today);
  opening->reason = plan.reason;
  opening->name = g_strdup (plan.name);
  opening->opens_at = found && from <= now + HORIZON ? from : 0;
}

GTimeZone *
balie_opening_hours_get_time_zone (const BalieOpeningHours *self)
{
  return self->time_zone;
}

const BalieWeeklyHours *
balie_opening_hours_get_weekday (const BalieOpeningHours *self,
                                 int                      weekday,
                                 gsize                   *n_hours)
{
  const GArray *hours;

  g_return_val_if_fail (weekday >= 1 && weekday <= 7, NULL);

  hours = self->weekdays[weekday - 1];
  *n_hours = hours->len;
  return hours->len > 0 ? &g_array_index (hours, BalieWeeklyHours, 0) : NULL;
}
