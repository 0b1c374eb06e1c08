/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the interface says about the opening hours: never a bare "closed". */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-texts-opening.h"

#include "balie-texts-time.h"

#include <glib/gi18n.h>

static const struct
{
  const char *rule;
  const char *name;
} holidays[] = {
  {"nl.new_year", NC_ ("holiday", "New Year's Day")},
  {"nl.good_friday", NC_ ("holiday", "Good Friday")},
  {"nl.easter_sunday", NC_ ("holiday", "Easter Sunday")},
  {"nl.easter_monday", NC_ ("holiday", "Easter Monday")},
  {"nl.kings_day", NC_ ("holiday", "King's Day")},
  {"nl.liberation_day", NC_ ("holiday", "Liberation Day")},
  {"nl.liberation_day_lustrum", NC_ ("holiday", "Liberation Day")},
  {"nl.ascension_day", NC_ ("holiday", "Ascension Day")},
  {"nl.whit_sunday", NC_ ("holiday", "Whit Sunday")},
  {"nl.whit_monday", NC_ ("holiday", "Whit Monday")},
  {"nl.christmas_day", NC_ ("holiday", "Christmas Day")},
  {"nl.second_christmas_day", NC_ ("holiday", "Boxing Day")},
};

const char *
balie_texts_get_holiday (const char *rule)
{
  g_return_val_if_fail (rule != NULL, "");

  for (gsize i = 0; i < G_N_ELEMENTS (holidays); i++)
    if (g_str_equal (holidays[i].rule, rule))
      return g_dpgettext2 (NULL, "holiday", holidays[i].name);

  return rule;
}

static gboolean
zones_differ (gint64     time,
              GTimeZone *desk,
              GTimeZone *local)
{
  g_autoptr (GDateTime) there = balie_texts_dup_date_time (time, desk);
  g_autoptr (GDateTime) here = balie_texts_dup_date_time (time, local);

  return there != NULL && here != NULL && g_date_time_get_utc_offset (there) != g_date_time_get_utc_offset (here);
}

static gboolean
is_same_day (gint64     time,
             GTimeZone *desk,
             GTimeZone *local)
{
  g_autoptr (GDateTime) there = balie_texts_dup_date_time (time, desk);
  g_autoptr (GDateTime) here = balie_texts_dup_date_time (time, local);

  return there != NULL && here != NULL && g_date_time_get_year (there) == g_date_time_get_year (here) &&
         g_date_time_get_day_of_year (there) == g_date_time_get_day_of_year (here);
}

typedef char *(*DupMoment) (gint64     time,
                            gint64     now,
                            GTimeZone *zone);

/* A moment by the desk's clock, and by this computer's when that shows another time. */
static char *
dup_moment (DupMoment  dup,
            gint64     time,
            gint64     now,
            GTimeZone *desk,
            GTimeZone *local)
{
  g_autofree char *there = dup (time, now, desk);
  g_autofree char *here = NULL;

  if (!zones_differ (time, desk, local))
    return g_steal_pointer (&there);

  here = is_same_day (time, desk, local) && is_same_day (now, desk, local) ? balie_texts_dup_clock (time, local)
                                                                           : dup (time, now, local);

  /* Translators: a moment by the clock of the desk and by that of the reader, such as
   * "Tuesday 09:00 (03:00 your time)" or "today 09:00 (yesterday 21:00 your time)" */
  return g_strdup_printf (C_ ("moment", "%s (%s your time)"), there, here);
}

/* After hours "tomorrow" says it all. A day that is closed as a whole has a name, and so has the day after it. */
static char *
dup_opens_at (const BalieOpening *opening,
              gint64              now,
              GTimeZone          *desk,
              GTimeZone          *local)
{
  gboolean after_hours = opening->reason == BALIE_OPENING_OUTSIDE_HOURS;

  return dup_moment (after_hours ? balie_texts_dup_moment : balie_texts_dup_moment_by_weekday, opening->opens_at, now, desk, local);
}

static char *
dup_closing_time (gint64     time,
                  gint64     now,
                  GTimeZone *desk,
                  GTimeZone *local)
{
  g_autofree char *there = NULL;
  g_autofree char *here = NULL;

  if (balie_texts_count_days (now, time, desk) != 0)
    return dup_moment (balie_texts_dup_moment, time, now, desk, local);

  there = balie_texts_dup_clock (time, desk);
  if (!zones_differ (time, desk, local))
    return g_steal_pointer (&there);

  here = balie_texts_dup_clock (time, local);

  /* Translators: a time of today by the clock of the desk and by that of the reader, such as
   * "17:00 (11:00 your time)" */
  return g_strdup_printf (C_ ("time of day", "%s (%s your time)"), there, here);
}

static char *
dup_open (const BalieOpening *opening,
          gint64              now,
          GTimeZone          *desk,
          GTimeZone          *local)
{
  g_autofree char *until = NULL;

  if (opening->closes_at == 0)
    return g_strdup (_ ("Open day and night"));

  until = dup_closing_time (opening->closes_at, now, desk, local);

  /* Translators: %s is a time of today, such as "17:00", or a moment, such as "Friday 17:00" */
  return g_strdup_printf (_ ("Open until %s"), until);
}

/* What the day is called on which the desk is closed: the holiday's name, or the weekday's. */
static const char *
get_closed_day (const BalieOpening *opening,
                gint64              now,
                GTimeZone          *desk)
{
  g_autoptr (GDateTime) today = NULL;

  if (opening->reason == BALIE_OPENING_HOLIDAY && opening->name != NULL)
    return balie_texts_get_holiday (opening->name);

  today = balie_texts_dup_date_time (now, desk);
  return today != NULL ? balie_texts_get_weekday (g_date_time_get_day_of_week (today)) : "";
}

static char *
dup_closed_for_good (const BalieOpening *opening,
                     gint64              now,
                     GTimeZone          *desk)
{
  switch (opening->reason)
    {
    case BALIE_OPENING_HOLIDAY:
    case BALIE_OPENING_CLOSED_DAY:
      /* Translators: %s is the name of a holiday or of a weekday */
      return g_strdup_printf (_ ("Closed today (%s), the next opening is not known yet"), get_closed_day (opening, now, desk));

    case BALIE_OPENING_EXCEPTION:
      /* Translators: %s is a reason that the desk gave, such as "Summer closing" */
      return g_strdup_printf (_ ("Closed (%s), the next opening is not known yet"), opening->name);

    case BALIE_OPENING_HOURS:
    case BALIE_OPENING_OUTSIDE_HOURS:
    default:
      return g_strdup (_ ("Closed now, the next opening is not known yet"));
    }
}

char *
balie_texts_dup_opening (const BalieOpeningHours *hours,
                         gint64                   now,
                         GTimeZone               *local)
{
  GTimeZone *desk = balie_opening_hours_get_time_zone (hours);
  g_auto (BalieOpening) opening = {0};
  g_autofree char *moment = NULL;

  balie_opening_hours_look_up (hours, now, &opening);

  if (opening.open)
    return dup_open (&opening, now, desk, local);
  if (opening.opens_at == 0)
    return dup_closed_for_good (&opening, now, desk);

  moment = dup_opens_at (&opening, now, desk, local);

  switch (opening.reason)
    {
    case BALIE_OPENING_HOLIDAY:
    case BALIE_OPENING_CLOSED_DAY:
      /* Translators: the first %s is the name of a holiday or of a weekday, the second a moment, such as
       * "Tuesday 09:00" */
      return g_strdup_printf (_ ("Closed today (%s), opens %s"), get_closed_day (&opening, now, desk), moment);

    case BALIE_OPENING_EXCEPTION:
      /* Translators: the first %s is a moment, such as "10 August 09:00", the second a reason that the desk gave, such
       * as "Summer closing" */
      return g_strdup_printf (_ ("Closed until %s (%s)"), moment, opening.name);

    case BALIE_OPENING_HOURS:
    case BALIE_OPENING_OUTSIDE_HOURS:
    default:
      /* Translators: %s is a moment, such as "tomorrow 09:00" */
      return g_strdup_printf (_ ("Closed now, opens %s"), moment);
    }
}

char *
balie_texts_dup_opening_short (const BalieOpeningHours *hours,
                               gint64                   now,
                               GTimeZone               *local)
{
  GTimeZone *desk = balie_opening_hours_get_time_zone (hours);
  g_auto (BalieOpening) opening = {0};
  g_autofree char *moment = NULL;

  balie_opening_hours_look_up (hours, now, &opening);

  if (opening.open)
    return dup_open (&opening, now, desk, local);
  if (opening.opens_at == 0)
    return g_strdup (_ ("Closed · next opening not known"));

  moment = dup_opens_at (&opening, now, desk, local);

  /* Translators: %s is a moment, such as "Tuesday 09:00" */
  return g_strdup_printf (_ ("Closed · opens %s"), moment);
}

/* The first sentence of the banner: that it is closed, and why. */
static char *
dup_banner_reason (const BalieOpening *opening,
                   gint64              now,
                   GTimeZone          *desk)
{
  switch (opening->reason)
    {
    case BALIE_OPENING_HOLIDAY:
    case BALIE_OPENING_CLOSED_DAY:
      /* Translators: %s is the name of a holiday or of a weekday */
      return g_markup_printf_escaped (_ ("Closed today (%s)."), get_closed_day (opening, now, desk));

    case BALIE_OPENING_EXCEPTION:
      /* Translators: %s is a reason that the desk gave, such as "Summer closing" */
      return g_markup_printf_escaped (_ ("Closed (%s)."), opening->name);

    case BALIE_OPENING_HOURS:
    case BALIE_OPENING_OUTSIDE_HOURS:
    default:
      return g_strdup (_ ("Closed at this hour."));
    }
}

/* The second sentence of the banner: what one can do, and when there is an answer. */
static char *
dup_banner_promise (const char *moment,
                    const char *email)
{
  if (moment != NULL && email != NULL)
    /* Translators: the first %s is a moment, such as "Tuesday 09:00", the second an e-mail address */
    return g_markup_printf_escaped (_ ("Leave your question: we answer from <b>%s</b>, also by e-mail to %s."), moment, email);
  if (moment != NULL)
    /* Translators: %s is a moment, such as "Tuesday 09:00" */
    return g_markup_printf_escaped (_ ("Leave your question: we answer from <b>%s</b>."), moment);
  if (email != NULL)
    /* Translators: %s is an e-mail address */
    return g_markup_printf_escaped (_ ("Leave your question: we answer when we are open again, also by e-mail to %s."), email);

  return g_strdup (_ ("Leave your question: we answer when we are open again."));
}

char *
balie_texts_dup_opening_banner (const BalieOpeningHours *hours,
                                gint64                   now,
                                GTimeZone               *local,
                                const char              *email)
{
  GTimeZone *desk = balie_opening_hours_get_time_zone (hours);
  g_auto (BalieOpening) opening = {0};
  g_autofree char *moment = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *promise = NULL;

  balie_opening_hours_look_up (hours, now, &opening);

  if (opening.open)
    return NULL;

  if (opening.opens_at != 0)
    moment = dup_opens_at (&opening, now, desk, local);

  reason = dup_banner_reason (&opening, now, desk);
  promise = dup_banner_promise (moment, email);

  return g_strdup_printf ("%s %s", reason, promise);
}

char *
balie_texts_dup_answered_from (const BalieOpeningHours *hours,
                               gint64                   sent_at,
                               gint64                   now,
                               GTimeZone               *local,
                               const char              *email)
{
  GTimeZone *desk = balie_opening_hours_get_time_zone (hours);
  g_auto (BalieOpening) opening = {0};
  g_autofree char *moment = NULL;

  balie_opening_hours_look_up (hours, sent_at, &opening);

  if (opening.open || opening.opens_at == 0 || opening.opens_at <= now)
    return NULL;

  moment = dup_opens_at (&opening, now, desk, local);

  if (email != NULL)
    /* Translators: under a message that was left out of hours; %s is a moment, such as "Tuesday 09:00" */
    return g_strdup_printf (_ ("Answered from %s, by e-mail too"), moment);

  /* Translators: under a message that was left out of hours; %s is a moment, such as "Tuesday 09:00" */
  return g_strdup_printf (_ ("Answered from %s"), moment);
}
