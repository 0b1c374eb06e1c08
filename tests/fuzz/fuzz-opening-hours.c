/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: any text as a schedule. What is accepted must be open and closed exactly when it says so. */
#include "fuzz.h"

#include "balie-opening-hours.h"

/* The beginning of time, both changes to and from daylight saving, Easter, and the end of a leap year. */
static const gint64 times[] = {
  0,
  G_GINT64_CONSTANT (1774742400123),
  G_GINT64_CONSTANT (1775390400000),
  G_GINT64_CONSTANT (1792886400000),
  G_GINT64_CONSTANT (1861919999999),
};

static void
check_change (const BalieOpeningHours *hours,
              gint64                   time)
{
  g_auto (BalieOpening) before = {0};
  g_auto (BalieOpening) just_before = {0};
  g_auto (BalieOpening) at = {0};
  gint64 change;

  balie_opening_hours_look_up (hours, time, &before);
  change = before.open ? before.closes_at : before.opens_at;
  g_assert_cmpint (before.open ? before.opens_at : before.closes_at, ==, 0);
  if (change == 0)
    return;

  balie_opening_hours_look_up (hours, change - 1, &just_before);
  balie_opening_hours_look_up (hours, change, &at);
  g_assert_cmpint (just_before.open, ==, before.open);
  g_assert_cmpint (just_before.open ? just_before.closes_at : just_before.opens_at, ==, change);
  g_assert_cmpint (at.open, !=, before.open);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = data != NULL ? (const char *)data : "";
  g_autoptr (BalieJsonReader) reader = balie_json_reader_new (text, size, BALIE_JSON_READER_NONE, NULL);
  g_autoptr (BalieJsonReader) again = NULL;
  g_autoptr (BalieOpeningHours) hours = NULL;
  g_autoptr (BalieOpeningHours) hours_again = NULL;
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_auto (BalieOpening) first = {0};
  g_auto (BalieOpening) last = {0};
  g_autofree char *written = NULL;

  if (reader == NULL)
    return 0;
  hours = balie_opening_hours_read (reader, NULL);
  if (hours == NULL)
    return 0;

  balie_opening_hours_write (hours, writer, NULL);
  written = balie_json_writer_end (writer, NULL);
  again = balie_json_reader_new (written, -1, BALIE_JSON_READER_NONE, NULL);
  g_assert_nonnull (again);
  hours_again = balie_opening_hours_read (again, NULL);
  g_assert_nonnull (hours_again);

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    check_change (hours, times[i]);
  balie_opening_hours_look_up (hours, G_MININT64, &first);
  balie_opening_hours_look_up (hours, G_MAXINT64, &last);
  return 0;
}
