/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the customer is reminded of what waits: by a table, and over restarts. */
#include "config.h"

#include "balie-reminder.h"
#include "balie-test-requests.h"
#include "balie-thread-fixture.h"

typedef struct
{
  GSettings      *settings;
  GListStore     *waiting;
  BalieDeskState *desk_state;
  BalieReminder  *reminder;
  guint           n_due;
  guint           n_over;
  gboolean        looks_at_it;
} Fixture;

/* Milliseconds of a time of the desk's own clock, in Amsterdam; 0 for no text. */
static gint64
at (const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Amsterdam");
  g_autofree char *whole = g_strconcat (text != NULL ? text : "1970-01-01T01:00", ":00", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (whole, zone);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

/* In November 2026 the 23rd is a Monday. */
static void
test_table (void)
{
  static const struct
  {
    const char *since;
    const char *reminded;
    const char *now;
    gboolean    due;
  } cases[] = {
    /* the day on which it began to wait */
    {"2026-11-23T10:00", NULL, "2026-11-23T10:00", FALSE},
    {"2026-11-23T10:00", NULL, "2026-11-23T16:59", FALSE},
    /* the next day, from the opening on until the end */
    {"2026-11-23T10:00", NULL, "2026-11-24T00:01", FALSE},
    {"2026-11-23T10:00", NULL, "2026-11-24T08:59", FALSE},
    {"2026-11-23T10:00", NULL, "2026-11-24T09:00", TRUE},
    {"2026-11-23T23:59", NULL, "2026-11-24T09:00", TRUE},
    {"2026-11-23T10:00", NULL, "2026-11-24T16:59", TRUE},
    {"2026-11-23T10:00", NULL, "2026-11-24T17:00", FALSE},
    /* once a day */
    {"2026-11-23T10:00", "2026-11-24T09:00", "2026-11-24T09:01", FALSE},
    {"2026-11-23T10:00", "2026-11-24T09:00", "2026-11-24T16:59", FALSE},
    {"2026-11-23T10:00", "2026-11-24T16:59", "2026-11-25T09:00", TRUE},
    {"2026-11-23T10:00", "2026-11-24T09:00", "2026-12-24T09:00", TRUE},
    {"2025-11-24T10:00", "2025-11-24T09:00", "2026-11-24T09:00", TRUE},
    /* weekend and holidays */
    {"2026-11-20T10:00", NULL, "2026-11-21T10:00", FALSE},
    {"2026-11-20T10:00", NULL, "2026-11-22T10:00", FALSE},
    {"2026-11-20T10:00", NULL, "2026-11-23T10:00", TRUE},
    {"2026-12-23T10:00", NULL, "2026-12-25T10:00", FALSE},
    /* a clock that was wrong, and one that is */
    {"2026-11-26T10:00", NULL, "2026-11-24T10:00", FALSE},
    {"2026-11-23T10:00", "2026-11-26T10:00", "2026-11-25T10:00", FALSE},
    /* since nobody knows when */
    {NULL, NULL, "2026-11-24T10:00", TRUE},
  };
  g_autoptr (BalieOpeningHours) hours = balie_opening_hours_new_default ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (balie_reminder_is_due (hours, at (cases[i].since), at (cases[i].reminded), at (cases[i].now)) != cases[i].due)
      g_error ("since %s, reminded %s, now %s: expected %d", cases[i].since, cases[i].reminded, cases[i].now, cases[i].due);
}

static gboolean
due_cb (BalieReminder         *reminder,
        BalieConversationItem *item,
        Fixture               *fixture)
{
  fixture->n_due++;
  return !fixture->looks_at_it;
}

static void
over_cb (BalieReminder *reminder,
         const char    *conversation,
         Fixture       *fixture)
{
  fixture->n_over++;
}

static void
start (Fixture *fixture)
{
  fixture->reminder = balie_reminder_new (fixture->settings);
  g_signal_connect (fixture->reminder, "due", G_CALLBACK (due_cb), fixture);
  g_signal_connect (fixture->reminder, "over", G_CALLBACK (over_cb), fixture);
  balie_reminder_follow (fixture->reminder, G_LIST_MODEL (fixture->waiting), fixture->desk_state);
}

static void
set_time (Fixture    *fixture,
          const char *text)
{
  balie_thread_fixture_set_time (at (text));
  balie_desk_state_refresh (fixture->desk_state);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (BalieOpeningHours) hours = balie_opening_hours_new_default ();
  g_autoptr (BalieConversationItem) item = NULL;

  balie_thread_fixture_set_time (at ("2026-11-23T10:00"));
  fixture->settings = g_settings_new (BALIE_APPLICATION_ID);
  g_settings_reset (fixture->settings, "remind-daily");
  g_settings_reset (fixture->settings, "reminded");
  fixture->desk_state = balie_desk_state_new (NULL);
  balie_desk_state_set (fixture->desk_state, hours, TRUE, BALIE_CONNECTION_ONLINE, NULL);
  fixture->waiting = g_list_store_new (BALIE_TYPE_CONVERSATION_ITEM);
  item = balie_test_request_new (BALIE_CONVERSATION_QUESTION, 1, "Subject", BALIE_STATUS_WAITING, NULL, "status:waiting", 0);
  g_list_store_append (fixture->waiting, item);
  start (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->reminder);
  g_clear_object (&fixture->waiting);
  g_clear_object (&fixture->desk_state);
  g_clear_object (&fixture->settings);
}

static void
test_once_a_day (Fixture      *fixture,
                 gconstpointer data)
{
  g_assert_cmpuint (fixture->n_due, ==, 0);
  set_time (fixture, "2026-11-24T08:00");
  g_assert_cmpuint (fixture->n_due, ==, 0);
  set_time (fixture, "2026-11-24T09:00");
  g_assert_cmpuint (fixture->n_due, ==, 1);
  set_time (fixture, "2026-11-24T12:00");
  g_assert_cmpuint (fixture->n_due, ==, 1);
  set_time (fixture, "2026-11-25T09:30");
  g_assert_cmpuint (fixture->n_due, ==, 2);
}

static void
test_restart (Fixture      *fixture,
              gconstpointer data)
{
  set_time (fixture, "2026-11-24T09:00");
  g_assert_cmpuint (fixture->n_due, ==, 1);

  g_assert_finalize_object (fixture->reminder);
  start (fixture);
  set_time (fixture, "2026-11-24T10:00");
  g_assert_cmpuint (fixture->n_due, ==, 1);
  set_time (fixture, "2026-11-25T10:00");
  g_assert_cmpuint (fixture->n_due, ==, 2);
}

/* Whoever has it before them need not be reminded; another day they may not. */
static void
test_looks_at_it (Fixture      *fixture,
                  gconstpointer data)
{
  fixture->looks_at_it = TRUE;
  set_time (fixture, "2026-11-24T09:00");
  g_assert_cmpuint (fixture->n_due, ==, 1);
  g_assert_finalize_object (fixture->reminder);
  fixture->looks_at_it = FALSE;
  start (fixture);
  g_assert_cmpuint (fixture->n_due, ==, 2);
  g_assert_finalize_object (fixture->reminder);
  start (fixture);
  g_assert_cmpuint (fixture->n_due, ==, 2);
}

static void
test_switched_off (Fixture      *fixture,
                   gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "remind-daily", FALSE);
  set_time (fixture, "2026-11-24T09:00");
  g_assert_cmpuint (fixture->n_due, ==, 0);
  g_settings_set_boolean (fixture->settings, "remind-daily", TRUE);
  g_assert_cmpuint (fixture->n_due, ==, 1);
}

static void
test_over (Fixture      *fixture,
           gconstpointer data)
{
  set_time (fixture, "2026-11-24T09:00");
  g_list_store_remove_all (fixture->waiting);
  g_assert_cmpuint (fixture->n_over, ==, 1);
  set_time (fixture, "2026-11-25T09:00");
  g_assert_cmpuint (fixture->n_due, ==, 1);

  /* It was answered while the program did not run. */
  g_assert_finalize_object (fixture->reminder);
  start (fixture);
  g_assert_cmpuint (fixture->n_over, ==, 2);
}

/* What is kept of long ago goes, but for what waits still. */
static void
test_forgets (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (BalieConversationItem) other = NULL;
  g_autoptr (GVariant) reminded = NULL;

  set_time (fixture, "2026-11-24T09:00");
  g_list_store_remove_all (fixture->waiting);
  other = balie_test_request_new (BALIE_CONVERSATION_QUESTION, 2, "Other", BALIE_STATUS_WAITING, NULL, "status:waiting", 0);
  g_list_store_append (fixture->waiting, other);
  set_time (fixture, "2026-11-26T09:00");
  set_time (fixture, "2026-11-30T09:00");

  reminded = g_settings_get_value (fixture->settings, "reminded");
  g_assert_cmpuint (g_variant_n_children (reminded), ==, 1);
  g_assert_true (g_variant_lookup (reminded, balie_conversation_item_get_id (other), "x", NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/reminder/table", test_table);
  g_test_add ("/app/reminder/once-a-day", Fixture, NULL, set_up, test_once_a_day, tear_down);
  g_test_add ("/app/reminder/restart", Fixture, NULL, set_up, test_restart, tear_down);
  g_test_add ("/app/reminder/looks-at-it", Fixture, NULL, set_up, test_looks_at_it, tear_down);
  g_test_add ("/app/reminder/switched-off", Fixture, NULL, set_up, test_switched_off, tear_down);
  g_test_add ("/app/reminder/over", Fixture, NULL, set_up, test_over, tear_down);
  g_test_add ("/app/reminder/forgets", Fixture, NULL, set_up, test_forgets, tear_down);
  return g_test_run ();
}
