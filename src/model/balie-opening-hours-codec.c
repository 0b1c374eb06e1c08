/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Schedules as JSON: read with every fault that makes them impossible, and written as they were read. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-opening-hours-private.h"

#include "balie-holidays-private.h"
#include "balie-local-time-private.h"

#include <string.h>

#define MINUTES_A_DAY 1440
#define NAME_MAX_LENGTH 250

/* The desk that one gets without saying anything else. */
static const char default_document[] =
  "{\"timezone\":\"Europe/Amsterdam\","
  "\"weekly\":[{\"days\":[\"mon\",\"tue\",\"wed\",\"thu\",\"fri\"],\"from\":\"09:00\",\"to\":\"17:00\"}],"
  "\"holidays\":[\"nl.new_year\",\"nl.easter_sunday\",\"nl.easter_monday\",\"nl.kings_day\",\"nl.ascension_day\","
  "\"nl.whit_sunday\",\"nl.whit_monday\",\"nl.christmas_day\",\"nl.second_christmas_day\"],"
  "\"exceptions\":[]}";

static const char *const weekday_nicks[] = {
  "mon",
  "tue",
  "wed",
  "thu",
  "fri",
  "sat",
  "sun",
  NULL,
};

/* GLib looks a name up among the system's files, and complains aloud about those that hold no time zone. Names of
 * IANA have this form, the other files in that place do not. */
static gboolean
looks_like_time_zone (const char *name)
{
  return g_regex_match_simple ("^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\\z", name, 0, 0);
}

static void
read_time_zone (BalieOpeningHours *self,
                BalieJsonReader   *reader)
{
  const char *name = balie_json_reader_string (reader, "timezone");

  if (looks_like_time_zone (name))
    self->time_zone = g_time_zone_new_identifier (name);
  if (self->time_zone == NULL)
    balie_json_reader_fail (reader, "timezone", "unknown time zone");
}

/* Minutes after midnight of a text such as 09:00, up to 24:00; -1 for any other text. */
static int
parse_minutes (const char *text)
{
  int hours;
  int minutes;

  if (strlen (text) != strlen ("09:00") || text[2] != ':')
    return -1;
  if (!g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]) || !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]))
    return -1;

  hours = g_ascii_digit_value (text[0]) * 10 + g_ascii_digit_value (text[1]);
  minutes = g_ascii_digit_value (text[3]) * 10 + g_ascii_digit_value (text[4]);
  if (minutes > 59 || hours * 60 + minutes > MINUTES_A_DAY)
    return -1;
  return hours * 60 + minutes;
}

static int
read_minutes (BalieJsonReader *reader,
              const char      *name)
{
  int minutes = parse_minutes (balie_json_reader_string (reader, name));

  if (minutes >= 0)
    return minutes;

  balie_json_reader_fail (reader, name, "expected time such as 09:00");
  return 0;
}

static BalieWeeklyHours
read_hours (BalieJsonReader *reader)
{
  BalieWeeklyHours hours;

  hours.from = read_minutes (reader, "from");
  hours.to = read_minutes (reader, "to");
  if (hours.from >= hours.to)
    balie_json_reader_fail (reader, "to", "must be later than from");
  return hours;
}

/* Puts hours among those of the same day, joined with those that they touch. */
static void
add_hours (GArray                 *day,
           const BalieWeeklyHours *hours,
           BalieJsonReader        *reader)
{
  BalieWeeklyHours joined = *hours;
  guint            at = 0;

  while (at < day->len && g_array_index (day, BalieWeeklyHours, at).to < hours->from)
    at++;

  for (guint i = at; i < day->len; i++)
    {
      const BalieWeeklyHours *other = &g_array_index (day, BalieWeeklyHours, i);

      if (other->from < hours->to && other->to > hours->from)
        {
          balie_json_reader_fail (reader, NULL, "overlaps other hours of the day");
          return;
        }
    }

  while (at < day->len && g_array_index (day, BalieWeeklyHours, at).from <= hours->to)
    {
      joined.from = MIN (joined.from, g_array_index (day, BalieWeeklyHours, at).from);
      joined.to = MAX (joined.to, g_array_index (day, BalieWeeklyHours, at).to);
      g_array_remove_index (day, at);
    }
  g_array_insert_val (day, at, joined);
}

static void
read_row (BalieOpeningHours *self,
          BalieJsonReader   *reader)
{
  BalieWeeklyHours hours = read_hours (reader);
  guint            n_days = balie_json_reader_enter_array (reader, "days");

  if (n_days == 0)
    balie_json_reader_fail (reader, NULL, "must hold at least one day");
  for (guint i = 0; i < n_days && balie_json_reader_ok (reader); i++)
    {
      guint weekday;

      balie_json_reader_enter_item (reader, i);
      weekday = balie_json_reader_enum (reader, NULL, weekday_nicks);
      add_hours (self->weekdays[weekday], &hours, reader);
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
}

static void
read_weekly (BalieOpeningHours *self,
             BalieJsonReader   *reader)
{
  guint n_rows = balie_json_reader_enter_array (reader, "weekly");

  for (guint i = 0; i < n_rows && balie_json_reader_ok (reader); i++)
    {
      balie_json_reader_enter_item (reader, i);
      read_row (self, reader);
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
}

static void
read_holidays (BalieOpeningHours *self,
               BalieJsonReader   *reader)
{
  guint n_holidays;

  if (!balie_json_reader_has (reader, "holidays"))
    return;

  n_holidays = balie_json_reader_enter_array (reader, "holidays");
  for (guint i = 0; i < n_holidays; i++)
    {
      guint holiday;

      balie_json_reader_enter_item (reader, i);
      holiday = balie_json_reader_enum (reader, NULL, balie_holiday_names);
      g_array_append_val (self->holidays, holiday);
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
}

static gint64
read_day (BalieJsonReader *reader,
          const char      *name)
{
  gint64 day = 0;

  if (!balie_local_day_parse (balie_json_reader_string (reader, name), &day))
    balie_json_reader_fail (reader, name, "expected date such as 2026-12-24");
  return day;
}

static void
read_intervals (BalieOpeningException *exception,
                BalieJsonReader       *reader)
{
  guint n_intervals;

  if (!balie_json_reader_has (reader, "intervals"))
    return;

  n_intervals = balie_json_reader_enter_array (reader, "intervals");
  for (guint i = 0; i < n_intervals && balie_json_reader_ok (reader); i++)
    {
      BalieWeeklyHours hours;

      balie_json_reader_enter_item (reader, i);
      hours = read_hours (reader);
      add_hours (exception->hours, &hours, reader);
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
}

static void
read_exceptions (BalieOpeningHours *self,
                 BalieJsonReader   *reader)
{
  guint n_exceptions;

  if (!balie_json_reader_has (reader, "exceptions"))
    return;

  n_exceptions = balie_json_reader_enter_array (reader, "exceptions");
  for (guint i = 0; i < n_exceptions && balie_json_reader_ok (reader); i++)
    {
      BalieOpeningException *exception = balie_opening_exception_new ();

      g_ptr_array_add (self->exceptions, exception);
      balie_json_reader_enter_item (reader, i);
      exception->first = read_day (reader, "first");
      exception->last = read_day (reader, "last");
      if (exception->first > exception->last)
        balie_json_reader_fail (reader, "last", "must not be before first");
      exception->name = g_strdup (balie_json_reader_text (reader, "name", 1, NAME_MAX_LENGTH));
      read_intervals (exception, reader);
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
}

BalieOpeningHours *
balie_opening_hours_new_default (void)
{
  g_autoptr (BalieJsonReader) reader = balie_json_reader_new (default_document, -1, BALIE_JSON_READER_STRICT, NULL);
  BalieOpeningHours *self = balie_opening_hours_read (reader, NULL);

  g_assert (self != NULL);
  return self;
}

BalieOpeningHours *
balie_opening_hours_read (BalieJsonReader *reader,
                          const char      *name)
{
  g_autoptr (BalieOpeningHours) self = balie_opening_hours_new_empty ();

  balie_json_reader_enter_object (reader, name);
  self->document = balie_json_reader_dup_raw (reader, NULL);
  read_time_zone (self, reader);
  read_weekly (self, reader);
  read_holidays (self, reader);
  read_exceptions (self, reader);
  balie_json_reader_leave (reader);

  return balie_json_reader_ok (reader) ? g_steal_pointer (&self) : NULL;
}

void
balie_opening_hours_write (const BalieOpeningHours *self,
                           BalieJsonWriter         *writer,
                           const char              *name)
{
  balie_json_writer_raw (writer, name, self->document);
}

void
balie_opening_write (const BalieOpening *self,
                     BalieJsonWriter    *writer)
{
  balie_json_writer_boolean (writer, "open", self->open);
  balie_json_writer_string (writer, "reason", balie_opening_reason_nicks[self->reason]);
  balie_json_writer_string (writer, "name", self->name);
  if (self->opens_at != 0)
    balie_json_writer_time (writer, "opens_at", self->opens_at);
  else
    balie_json_writer_null (writer, "opens_at");
  if (self->closes_at != 0)
    balie_json_writer_time (writer, "closes_at", self->closes_at);
  else
    balie_json_writer_null (writer, "closes_at");
}
