/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The time of day in milliseconds since 1970 (UTC), and its text on the wire. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-clock.h"

#include <string.h>

/* GLib has no 64-bit atomics; a pair of reads under this lock is cheap beside what is timed with it. */
static GMutex shift_lock;
static gint64 shift;

gint64
balie_clock_now (void)
{
  gint64 moved;

  g_mutex_lock (&shift_lock);
  moved = shift;
  g_mutex_unlock (&shift_lock);

  return g_get_real_time () / 1000 + moved;
}

void
balie_clock_shift (gint64 milliseconds)
{
  g_mutex_lock (&shift_lock);
  shift = milliseconds;
  g_mutex_unlock (&shift_lock);
}

char *
balie_time_to_string (gint64 time)
{
  gint64 seconds = time / 1000;
  gint64 milliseconds = time % 1000;
  g_autoptr (GDateTime) date_time = NULL;
  g_autofree char *day = NULL;

  if (milliseconds < 0)
    {
      milliseconds += 1000;
      seconds--;
    }

  date_time = g_date_time_new_from_unix_utc (seconds);
  if (date_time == NULL)
    return g_strdup ("1970-01-01T00:00:00.000Z");

  /* GLib writes years before 1000 with fewer digits. */
  day = g_date_time_format (date_time, "%m-%dT%H:%M:%S");
  return g_strdup_printf ("%04d-%s.%03dZ", g_date_time_get_year (date_time), day, (int)milliseconds);
}

gboolean
balie_time_from_string (const char *text,
                        gint64     *time)
{
  g_autoptr (GDateTime) date_time = NULL;
  g_autoptr (GDateTime) utc = NULL;

  g_return_val_if_fail (time != NULL, FALSE);

  /* GLib reads every form of ISO 8601, also week dates and dates alone; the wire has just one. */
  if (text == NULL || strlen (text) < strlen ("2026-11-24T08:00:00Z") || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':')
    return FALSE;

  date_time = g_date_time_new_from_iso8601 (text, NULL);
  if (date_time == NULL)
    return FALSE;

  /* Its offset can lead out of the years that can be written. */
  utc = g_date_time_new_from_unix_utc (g_date_time_to_unix (date_time));
  if (utc == NULL)
    return FALSE;

  *time = g_date_time_to_unix (date_time) * 1000 + g_date_time_get_microsecond (date_time) / 1000;
  return TRUE;
}
