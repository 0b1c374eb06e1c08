/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the interface says about times, opening hours, requests and errors, in both languages. */
#include "config.h"

#include "balie-texts-details.h"
#include "balie-texts-error.h"
#include "balie-texts-opening.h"
#include "balie-texts-request.h"
#include "balie-texts-time.h"

#include "balie-clock.h"
#include "balie-test-language.h"

#include <glib/gi18n.h>
#include <locale.h>

typedef struct
{
  const char *now;
  const char *english;
  const char *dutch;
} Case;

static gint64
at (const char *text)
{
  gint64 time = 0;

  g_assert_true (balie_time_from_string (text, &time));
  return time;
}

static GTimeZone *
zone (const char *name)
{
  GTimeZone *self = g_time_zone_new_identifier (name);

  g_assert_nonnull (self);
  return self;
}

static BalieOpeningHours *
read_hours (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieJsonReader) reader = balie_json_reader_new (json, -1, BALIE_JSON_READER_STRICT, &error);
  BalieOpeningHours *hours;

  g_assert_no_error (error);
  hours = balie_opening_hours_read (reader, "schedule");
  g_assert_true (balie_json_reader_finish (reader, &error));
  g_assert_no_error (error);

  return hours;
}

static BalieOpeningHours *
make_hours (void)
{
  return read_hours ("{\"schedule\":{\"timezone\":\"Europe/Amsterdam\","
                     "\"weekly\":[{\"days\":[\"mon\",\"tue\",\"wed\",\"thu\",\"fri\"],\"from\":\"09:00\",\"to\":\"17:00\"}],"
                     "\"holidays\":[\"nl.new_year\",\"nl.easter_sunday\",\"nl.easter_monday\",\"nl.kings_day\"],"
                     "\"exceptions\":[{\"first\":\"2026-07-27\",\"last\":\"2026-08-09\",\"name\":\"Summer <closing>\"}]}}");
}

static const Case openings[] = {
  /* One day, through. */
  {"2026-11-24T08:59:59+01:00", "Closed now, opens today 09:00", "Nu gesloten, opent vandaag 09:00"},
  {"2026-11-24T09:00:00+01:00", "Open until 17:00", "Open tot 17:00"},
  {"2026-11-24T16:59:59+01:00", "Open until 17:00", "Open tot 17:00"},
  {"2026-11-24T17:00:00+01:00", "Closed now, opens tomorrow 09:00", "Nu gesloten, opent morgen 09:00"},
  {"2026-11-24T17:00:01+01:00", "Closed now, opens tomorrow 09:00", "Nu gesloten, opent morgen 09:00"},
  {"2026-11-25T00:00:00+01:00", "Closed now, opens today 09:00", "Nu gesloten, opent vandaag 09:00"},
  /* Friday to Tuesday, over Easter. Summer time has begun. */
  {"2026-04-03T16:59:59+02:00", "Open until 17:00", "Open tot 17:00"},
  {"2026-04-03T17:00:00+02:00", "Closed now, opens Tuesday 09:00", "Nu gesloten, opent dinsdag 09:00"},
  {"2026-04-04T12:00:00+02:00", "Closed today (Saturday), opens Tuesday 09:00", "Vandaag gesloten (zaterdag), opent dinsdag 09:00"},
  {"2026-04-05T12:00:00+02:00", "Closed today (Easter Sunday), opens Tuesday 09:00", "Vandaag gesloten (Eerste Paasdag), opent dinsdag 09:00"},
  {"2026-04-06T23:59:59+02:00", "Closed today (Easter Monday), opens Tuesday 09:00", "Vandaag gesloten (Tweede Paasdag), opent dinsdag 09:00"},
  {"2026-04-12T12:00:00+02:00", "Closed today (Sunday), opens Monday 09:00", "Vandaag gesloten (zondag), opent maandag 09:00"},
  {"2026-04-07T00:00:00+02:00", "Closed now, opens today 09:00", "Nu gesloten, opent vandaag 09:00"},
  {"2026-04-07T09:00:00+02:00", "Open until 17:00", "Open tot 17:00"},
  /* A closing of two weeks. */
  {"2026-07-24T18:00:00+02:00", "Closed now, opens 10 August 09:00", "Nu gesloten, opent 10 augustus 09:00"},
  {"2026-07-27T10:00:00+02:00", "Closed until 10 August 09:00 (Summer <closing>)", "Gesloten tot 10 augustus 09:00 (Summer <closing>)"},
  {"2026-08-09T10:00:00+02:00", "Closed until Monday 09:00 (Summer <closing>)", "Gesloten tot maandag 09:00 (Summer <closing>)"},
};

static void
check (char       *text,
       const char *expected)
{
  g_autofree char *owned = text;

  g_assert_cmpstr (owned, ==, expected);
}

static void
test_opening (void)
{
  g_autoptr (BalieOpeningHours) hours = make_hours ();
  g_autoptr (GTimeZone) amsterdam = zone ("Europe/Amsterdam");

  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      balie_test_speak ("en");
      check (balie_texts_dup_opening (hours, at (openings[i].now), amsterdam), openings[i].english);
      balie_test_speak ("nl");
      check (balie_texts_dup_opening (hours, at (openings[i].now), amsterdam), openings[i].dutch);
    }
  balie_test_speak ("en");
}

static void
test_opening_elsewhere (void)
{
  g_autoptr (BalieOpeningHours) hours = make_hours ();
  g_autoptr (GTimeZone) new_york = zone ("America/New_York");
  g_autoptr (GTimeZone) tokyo = zone ("Asia/Tokyo");
  g_autoptr (GTimeZone) los_angeles = zone ("America/Los_Angeles");
  g_autoptr (GTimeZone) berlin = zone ("Europe/Berlin");

  check (balie_texts_dup_opening (hours, at ("2026-11-24T12:00:00+01:00"), new_york), "Open until 17:00 (11:00 your time)");
  check (balie_texts_dup_opening (hours, at ("2026-11-24T18:00:00+01:00"), new_york),
         "Closed now, opens tomorrow 09:00 (03:00 your time)");
  check (balie_texts_dup_opening (hours, at ("2026-11-27T18:00:00+01:00"), tokyo), "Closed now, opens Monday 09:00 (Monday 17:00 your time)");
  check (balie_texts_dup_opening (hours, at ("2026-11-24T12:00:00+01:00"), berlin), "Open until 17:00");
  /* It is another day there, or it will be one. */
  check (balie_texts_dup_opening (hours, at ("2026-11-24T01:00:00+01:00"), new_york),
         "Closed now, opens today 09:00 (tomorrow 03:00 your time)");
  check (balie_texts_dup_opening (hours, at ("2026-11-24T07:00:00+01:00"), los_angeles),
         "Closed now, opens today 09:00 (tomorrow 00:00 your time)");

  balie_test_speak ("nl");
  check (balie_texts_dup_opening (hours, at ("2026-11-24T12:00:00+01:00"), new_york), "Open tot 17:00 (11:00 jouw tijd)");
  balie_test_speak ("en");
}

static void
test_opening_forms (void)
{
  g_autoptr (BalieOpeningHours) hours = make_hours ();
  g_autoptr (GTimeZone) amsterdam = zone ("Europe/Amsterdam");
  const gint64 easter = at ("2026-04-06T11:20:00+02:00");
  const gint64 summer = at ("2026-07-27T11:20:00+02:00");
  const gint64 morning = at ("2026-04-07T10:00:00+02:00");

  check (balie_texts_dup_opening_short (hours, easter, amsterdam), "Closed · opens Tuesday 09:00");
  check (balie_texts_dup_opening_short (hours, morning, amsterdam), "Open until 17:00");

  check (balie_texts_dup_opening_banner (hours, morning, amsterdam, "jan@example.nl"), NULL);
  check (balie_texts_dup_opening_banner (hours, easter, amsterdam, "jan@example.nl"),
         "Closed today (Easter Monday). Leave your question: we answer from <b>Tuesday 09:00</b>, also by e-mail to jan@example.nl.");
  check (balie_texts_dup_opening_banner (hours, easter, amsterdam, NULL),
         "Closed today (Easter Monday). Leave your question: we answer from <b>Tuesday 09:00</b>.");
  /* What the desk calls its exceptions is text, not markup. */
  check (balie_texts_dup_opening_banner (hours, summer, amsterdam, "<i>"),
         "Closed (Summer &lt;closing&gt;). Leave your question: we answer from <b>10 August 09:00</b>, also by e-mail to &lt;i&gt;.");

  check (balie_texts_dup_answered_from (hours, easter, easter, amsterdam, "jan@example.nl"),
         "Answered from Tuesday 09:00, by e-mail too");
  check (balie_texts_dup_answered_from (hours, easter, easter, amsterdam, NULL), "Answered from Tuesday 09:00");
  /* Once the desk has opened the promise is no news any more; what was sent within the hours has none. */
  check (balie_texts_dup_answered_from (hours, easter, morning, amsterdam, NULL), NULL);
  check (balie_texts_dup_answered_from (hours, morning, morning, amsterdam, NULL), NULL);
}

static void
test_opening_extremes (void)
{
  g_autoptr (GTimeZone) utc = zone ("UTC");
  g_autoptr (BalieOpeningHours) never = read_hours ("{\"schedule\":{\"timezone\":\"UTC\",\"weekly\":[],\"holidays\":[],\"exceptions\":[]}}");
  g_autoptr (BalieOpeningHours) always = read_hours ("{\"schedule\":{\"timezone\":\"UTC\",\"weekly\":[{\"days\":[\"mon\",\"tue\",\"wed\",\"thu\","
                                                     "\"fri\",\"sat\",\"sun\"],\"from\":\"00:00\",\"to\":\"24:00\"}],\"holidays\":[],\"exceptions\":[]}}");
  const gint64 now = at ("2026-11-24T12:00:00Z");

  check (balie_texts_dup_opening (never, now, utc), "Closed today (Tuesday), the next opening is not known yet");
  check (balie_texts_dup_opening_short (never, now, utc), "Closed · next opening not known");
  check (balie_texts_dup_opening_banner (never, now, utc, NULL),
         "Closed today (Tuesday). Leave your question: we answer when we are open again.");
  check (balie_texts_dup_opening (always, now, utc), "Open day and night");
}

static const struct
{
  const char *time;
  const char *list;
  const char *list_dutch;
  const char *day;
  const char *day_dutch;
  const char *moment;
  const char *moment_dutch;
} times[] = {
  {"2026-11-24T10:02:00+01:00", "10:02", "10:02", "Today", "Vandaag", "today 10:02", "vandaag 10:02"},
  {"2026-11-24T00:00:00+01:00", "00:00", "00:00", "Today", "Vandaag", "today 00:00", "vandaag 00:00"},
  {"2026-11-23T23:59:59+01:00", "Yesterday", "Gisteren", "Yesterday", "Gisteren", "yesterday 23:59", "gisteren 23:59"},
  {"2026-11-19T10:00:00+01:00", "Thu", "Do", "Thursday", "Donderdag", "Thursday 10:00", "donderdag 10:00"},
  {"2026-11-18T10:00:00+01:00", "Wed", "Wo", "Wednesday", "Woensdag", "Wednesday 10:00", "woensdag 10:00"},
  {"2026-11-17T10:00:00+01:00", "17 Nov", "17 nov", "17 November", "17 november", "17 November 10:00", "17 november 10:00"},
  {"2026-11-02T10:00:00+01:00", "2 Nov", "2 nov", "2 November", "2 november", "2 November 10:00", "2 november 10:00"},
  {"2025-12-31T10:00:00+01:00", "31 Dec 2025", "31 dec 2025", "31 December 2025", "31 december 2025", "31 December 2025 10:00",
   "31 december 2025 10:00"},
};

static void
test_times (void)
{
  g_autoptr (GTimeZone) amsterdam = zone ("Europe/Amsterdam");
  const gint64 now = at ("2026-11-24T10:30:00+01:00");

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 time = at (times[i].time);

      balie_test_speak ("en");
      check (balie_texts_dup_list_time (time, now, amsterdam), times[i].list);
      check (balie_texts_dup_day (time, now, amsterdam), times[i].day);
      check (balie_texts_dup_moment (time, now, amsterdam), times[i].moment);
      balie_test_speak ("nl");
      check (balie_texts_dup_list_time (time, now, amsterdam), times[i].list_dutch);
      check (balie_texts_dup_day (time, now, amsterdam), times[i].day_dutch);
      check (balie_texts_dup_moment (time, now, amsterdam), times[i].moment_dutch);
    }
  balie_test_speak ("en");
}

/* A day is a day of the zone, and a day on which the clock is set is one day too. */
static void
test_days (void)
{
  g_autoptr (GTimeZone) amsterdam = zone ("Europe/Amsterdam");
  g_autoptr (GTimeZone) utc = zone ("UTC");

  g_assert_cmpint (balie_texts_count_days (at ("2026-11-24T23:30:00Z"), at ("2026-11-24T22:30:00Z"), amsterdam), ==, -1);
  g_assert_cmpint (balie_texts_count_days (at ("2026-11-24T23:30:00Z"), at ("2026-11-24T22:30:00Z"), utc), ==, 0);
  g_assert_cmpint (balie_texts_count_days (at ("2026-03-29T00:30:00+01:00"), at ("2026-03-29T23:30:00+02:00"), amsterdam), ==, 0);
  g_assert_cmpint (balie_texts_count_days (at ("2026-10-25T00:30:00+02:00"), at ("2026-10-25T23:30:00+01:00"), amsterdam), ==, 0);
  g_assert_cmpint (balie_texts_count_days (at ("2025-12-31T12:00:00Z"), at ("2026-01-01T12:00:00Z"), utc), ==, 1);
  /* What no calendar can say is no crash. */
  check (balie_texts_dup_day (G_MAXINT64, 0, utc), "");
}

static void
test_screenshot_name (void)
{
  g_autoptr (GTimeZone) amsterdam = zone ("Europe/Amsterdam");

  check (balie_texts_dup_screenshot_name (at ("2026-11-24T08:41:59Z"), amsterdam), "Screenshot 2026-11-24 09.41.png");
  check (balie_texts_dup_screenshot_name (at ("2026-07-01T22:05:00Z"), amsterdam), "Screenshot 2026-07-02 00.05.png");
}

static void
test_details (void)
{
  g_assert_cmpstr (balie_texts_get_detail ("system"), ==, "Operating system");
  g_assert_cmpstr (balie_texts_get_detail ("log"), ==, "What this program noted");
  g_assert_cmpstr (balie_texts_get_detail ("of-a-newer-version"), ==, "of-a-newer-version");
}

static void
test_holidays (void)
{
  static const char *const rules[] = {"nl.new_year", "nl.good_friday", "nl.easter_sunday", "nl.easter_monday", "nl.kings_day", "nl.liberation_day",
                                      "nl.liberation_day_lustrum", "nl.ascension_day", "nl.whit_sunday", "nl.whit_monday", "nl.christmas_day",
                                      "nl.second_christmas_day"};

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const char *english;

      balie_test_speak ("en");
      english = balie_texts_get_holiday (rules[i]);
      g_assert_cmpstr (english, !=, rules[i]);
      balie_test_speak ("nl");
      g_assert_cmpstr (balie_texts_get_holiday (rules[i]), !=, english);
    }
  balie_test_speak ("en");
  g_assert_cmpstr (balie_texts_get_holiday ("xx.new_rule"), ==, "xx.new_rule");
}

static void
test_requests (void)
{
  g_autoptr (GTimeZone) amsterdam = zone ("Europe/Amsterdam");
  g_autoptr (BalieConversation) conversation = balie_conversation_new ();
  const gint64 now = at ("2026-11-24T10:30:00+01:00");

  conversation->kind = BALIE_CONVERSATION_PROBLEM;
  conversation->created_at = at ("2026-11-24T10:06:00+01:00");
  check (balie_texts_dup_request_line (conversation, now, amsterdam), "Problem · sent today 10:06");
  conversation->assignee = balie_person_new ("5a1f8f39-6a15-4c6e-8f2c-1f5e5f7f9a10", "Sanne de Boer", BALIE_ROLE_STAFF);
  check (balie_texts_dup_request_line (conversation, now, amsterdam), "Problem · sent today 10:06 · Sanne is on it");
  conversation->status = BALIE_STATUS_SOLVED;
  check (balie_texts_dup_request_line (conversation, now, amsterdam), "Problem · sent today 10:06 · Sanne helped you");
  conversation->status = BALIE_STATUS_OPEN;

  balie_test_speak ("nl");
  check (balie_texts_dup_request_line (conversation, now, amsterdam), "Probleem · verstuurd vandaag 10:06 · Sanne is ermee bezig");
  g_assert_cmpstr (balie_texts_get_status (BALIE_STATUS_OPEN), ==, "Ontvangen");
  g_assert_cmpstr (balie_texts_get_status (BALIE_STATUS_WAITING), ==, "Wacht op jou");
  balie_test_speak ("en");
  g_assert_cmpstr (balie_texts_get_status (BALIE_STATUS_IN_PROGRESS), ==, "In progress");
}

static void
test_system_messages (void)
{
  check (balie_texts_dup_system ("received", NULL), "Request received");
  check (balie_texts_dup_system ("received", "jan@example.nl"), "Request received · confirmation sent to jan@example.nl");
  check (balie_texts_dup_system ("status:open", "jan@example.nl"), "The request is open again");
  check (balie_texts_dup_system ("unassigned", NULL), "Nobody is on it at the moment");
  check (balie_texts_dup_system ("status:solved", NULL), "Marked as solved");
  check (balie_texts_dup_system ("assigned:Sanne de Boer", NULL), "Sanne is on it");
  check (balie_texts_dup_system ("assigned:", NULL), "assigned:");
  check (balie_texts_dup_system ("status:something-newer", NULL), "status:something-newer");
  check (balie_texts_dup_system ("Free text", NULL), "Free text");
}

/* What has changed meanwhile is named. */
static void
test_conflicts (void)
{
  static const struct
  {
    BalieStatus status;
    int         count;
    const char *assignee;
    const char *sentence;
  } cases[] = {
    {BALIE_STATUS_IN_PROGRESS, 3, "Sanne de Boer", "Nothing was changed: this request is being worked on meanwhile."},
    {BALIE_STATUS_WAITING, 3, NULL, "Nothing was changed: you have been asked for more information meanwhile."},
    {BALIE_STATUS_SOLVED, 3, NULL, "Nothing was changed: this request has been marked as solved meanwhile."},
    {BALIE_STATUS_CLOSED, 3, NULL, "Nothing was changed: this request has been closed meanwhile."},
    {BALIE_STATUS_OPEN, 3, "Sanne de Boer", "Nothing was changed: Sanne is on this request meanwhile. Look again, and decide then."},
    {BALIE_STATUS_OPEN, 3, NULL, "Nothing was changed: there is something new in this request. Read it, and decide then."},
    {BALIE_STATUS_OPEN, 2, NULL, "Nothing was changed: this request is no longer as you saw it. Look again, and decide then."},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieConversation) before = balie_conversation_new ();
      g_autoptr (BalieConversation) after = balie_conversation_new ();

      before->count = 2;
      after->status = cases[i].status;
      after->count = cases[i].count;
      if (cases[i].assignee != NULL)
        after->assignee = balie_person_new ("5a1f8f39-6a15-4c6e-8f2c-1f5e5f7f9a10", cases[i].assignee, BALIE_ROLE_STAFF);
      check (balie_texts_dup_conflict (before, after), cases[i].sentence);
    }
}

/* Each task has its sentence for each code, and each is in both languages. */
static void
test_errors (void)
{
  for (int task = 0; task < BALIE_N_TASKS; task++)
    for (int code = BALIE_ERROR_OFFLINE; code <= BALIE_ERROR_STORAGE; code++)
      {
        const GError error = {BALIE_ERROR, code, NULL};
        const char  *english;

        balie_test_speak ("en");
        english = balie_texts_get_error ((BalieTask)task, &error);
        g_assert_true (g_str_has_suffix (english, "."));
        balie_test_speak ("nl");
        g_assert_cmpstr (balie_texts_get_error ((BalieTask)task, &error), !=, english);
      }

  balie_test_speak ("en");
  g_assert_cmpstr (balie_texts_get_error (BALIE_TASK_SIGN_IN, NULL), ==, "You could not be signed in. Try again.");
  g_assert_cmpstr (balie_texts_get_refusal (BALIE_ERROR_CONFLICT, "conversation-closed"), ==,
                   "The request was closed before this arrived. Your text is kept; send it as a new question.");
  g_assert_cmpstr (balie_texts_get_refusal (BALIE_ERROR_CONFLICT, "unheard-of"), ==,
                   "The support desk did not take this, because the conversation changed. Your text is kept.");
  g_assert_cmpstr (balie_texts_get_refusal (BALIE_ERROR_SERVER, NULL), ==, "The support desk did not take this. Your text is kept; try again.");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  balie_test_speak ("en");

  g_test_add_func ("/app/texts/opening", test_opening);
  g_test_add_func ("/app/texts/opening/elsewhere", test_opening_elsewhere);
  g_test_add_func ("/app/texts/opening/forms", test_opening_forms);
  g_test_add_func ("/app/texts/opening/extremes", test_opening_extremes);
  g_test_add_func ("/app/texts/times", test_times);
  g_test_add_func ("/app/texts/days", test_days);
  g_test_add_func ("/app/texts/screenshot-name", test_screenshot_name);
  g_test_add_func ("/app/texts/details", test_details);
  g_test_add_func ("/app/texts/holidays", test_holidays);
  g_test_add_func ("/app/texts/requests", test_requests);
  g_test_add_func ("/app/texts/system-messages", test_system_messages);
  g_test_add_func ("/app/texts/conflicts", test_conflicts);
  g_test_add_func ("/app/texts/errors", test_errors);

  return g_test_run ();
}
