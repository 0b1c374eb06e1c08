/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times on the wire. */
#include "balie-clock.h"

static void
test_round_trip (void)
{
  static const struct
  {
    const char *text;
    gint64      time;
    const char *canonical;
  } cases[] = {
    {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z"},
    {"2026-11-24T08:00:00.000Z", 1795507200000, "2026-11-24T08:00:00.000Z"},
    {"2026-11-24T09:00:00+01:00", 1795507200000, "2026-11-24T08:00:00.000Z"},
    {"2026-11-24T08:00:00.0129Z", 1795507200012, "2026-11-24T08:00:00.012Z"},
    {"1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"},
    {"0001-01-01T00:00:00Z", G_GINT64_CONSTANT (-62135596800000), "0001-01-01T00:00:00.000Z"},
    {"0985-12-31T23:59:59Z", G_GINT64_CONSTANT (-31051987201000), "0985-12-31T23:59:59.000Z"},
    {"9999-12-31T23:59:59.999Z", G_GINT64_CONSTANT (253402300799999), "9999-12-31T23:59:59.999Z"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64           time = 0;
      g_autofree char *written = NULL;

      g_assert_true (balie_time_from_string (cases[i].text, &time));
      g_assert_cmpint (time, ==, cases[i].time);
      written = balie_time_to_string (time);
      g_assert_cmpstr (written, ==, cases[i].canonical);
    }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    "yesterday",
    "2026-11-24",
    "2026-11-24T08:00:00",
    "2026-W48-2T08:00:00Z",
    "20261124T080000Z",
    "2026-13-24T08:00:00Z",
    "2026-02-30T08:00:00Z",
    "9999-12-31T23:59:59-01:00",
    "0001-01-01T00:00:00+01:00",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 time = 42;

      g_assert_false (balie_time_from_string (cases[i], &time));
      g_assert_cmpint (time, ==, 42);
    }
}

static void
test_shift (void)
{
  gint64 before = balie_clock_now ();
  gint64 after;

  balie_clock_shift (G_GINT64_CONSTANT (86400000));
  after = balie_clock_now ();
  balie_clock_shift (0);

  g_assert_cmpint (after - before, >=, 86400000);
  g_assert_cmpint (balie_clock_now (), <, after);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/round-trip", test_round_trip);
  g_test_add_func ("/clock/refused", test_refused);
  g_test_add_func ("/clock/shift", test_shift);
  return g_test_run ();
}
