/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that says whether a desk is open at a time, and why. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-command.h"

#include "balie-clock.h"
#include "balie-error.h"

/* Opening hours begin and end at whole minutes; their times are printed without a fraction. */
static void
write_time (BalieJsonWriter *writer,
            const char      *name,
            gint64           time)
{
  g_autoptr (GDateTime) date_time = NULL;
  g_autofree char *text = NULL;

  if (time != 0)
    {
      date_time = g_date_time_new_from_unix_utc (time / 1000);
      text = g_date_time_format (date_time, "%Y-%m-%dT%H:%M:%SZ");
    }
  balie_json_writer_string (writer, name, text);
}

static void
write_answer (BalieJsonWriter         *writer,
              const BalieOpeningHours *hours,
              gint64                   time)
{
  g_auto (BalieOpening) opening = {0};

  balie_opening_hours_look_up (hours, time, &opening);
  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_boolean (writer, "open", opening.open);
  balie_json_writer_string (writer, "reason", balie_opening_reason_nicks[opening.reason]);
  balie_json_writer_string (writer, "name", opening.name);
  write_time (writer, "opens_at", opening.opens_at);
  write_time (writer, "closes_at", opening.closes_at);
  balie_json_writer_end_object (writer);
}

static gboolean
answer_one (const char      *schedule,
            const char      *at,
            BalieJsonWriter *writer,
            GError         **error)
{
  g_autoptr (BalieOpeningHours) hours = NULL;
  gint64 time = 0;

  if (!balie_time_from_string (at, &time))
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "--at: must be a time, such as 2026-11-24T09:00:00+01:00");
      return FALSE;
    }

  hours = balie_server_config_read_schedule (schedule, error);
  if (hours == NULL)
    {
      g_prefix_error (error, "%s: ", schedule);
      return FALSE;
    }

  write_answer (writer, hours, time);
  return TRUE;
}

static void
answer_case (BalieJsonReader *reader,
             guint            index,
             BalieJsonWriter *writer)
{
  g_autoptr (BalieOpeningHours) hours = NULL;
  g_autofree char *schedule = NULL;
  gint64           time;

  balie_json_reader_enter_array (reader, "cases");
  balie_json_reader_enter_item (reader, index);
  schedule = g_strdup (balie_json_reader_string (reader, "schedule"));
  time = balie_json_reader_time (reader, "at");
  balie_json_reader_leave (reader);
  balie_json_reader_leave (reader);

  balie_json_reader_enter_object (reader, "schedules");
  hours = balie_opening_hours_read (reader, schedule);
  balie_json_reader_leave (reader);
  if (hours != NULL && balie_json_reader_ok (reader))
    write_answer (writer, hours, time);
}

static gboolean
answer_many (const char      *path,
             BalieJsonWriter *writer,
             GError         **error)
{
  g_autofree char *text = NULL;
  g_autoptr (BalieJsonReader) reader = NULL;
  gsize length = 0;
  guint n_cases;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;

  reader = balie_json_reader_new (text, (gssize)length, BALIE_JSON_READER_NONE, error);
  if (reader == NULL)
    return FALSE;

  n_cases = balie_json_reader_enter_array (reader, "cases");
  balie_json_reader_leave (reader);
  balie_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < n_cases && balie_json_reader_ok (reader); i++)
    answer_case (reader, i, writer);
  balie_json_writer_end_array (writer);
  return balie_json_reader_finish (reader, error);
}

int
balie_command_hours (char **arguments)
{
  g_autofree char   *schedule = NULL;
  g_autofree char   *at = NULL;
  g_autofree char   *cases = NULL;
  const GOptionEntry entries[] = {
    {"schedule", 0, 0, G_OPTION_ARG_FILENAME, &schedule, "File with the opening hours, as JSON", "FILE"},
    {"at", 0, 0, G_OPTION_ARG_STRING, &at, "The time that is asked about, as RFC 3339", "TIME"},
    {"cases", 0, 0, G_OPTION_ARG_FILENAME, &cases, "File with schedules and times; the answers come as an array, in their order", "FILE"},
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autoptr (GError) local_error = NULL;
  g_auto (GStrv) rest = g_strdupv (arguments);
  g_autofree char *answer = NULL;
  gboolean         one;
  gboolean         done;
  int              exit = BALIE_EXIT_OK;

  if (!balie_command_parse ("hours", "Says whether a desk is open at a time, and why, as JSON.", NULL, entries, &rest, &exit))
    return exit;

  one = schedule != NULL && at != NULL;
  if (one == (cases != NULL) || g_strv_length (rest) != 1)
    {
      g_printerr ("balie-server: say hours --schedule FILE --at TIME, or hours --cases FILE\n");
      return BALIE_EXIT_USAGE;
    }

  done = one ? answer_one (schedule, at, writer, &local_error) : answer_many (cases, writer, &local_error);
  if (!done)
    return balie_command_fail (local_error);

  answer = balie_json_writer_end (writer, NULL);
  g_print ("%s\n", answer);
  return BALIE_EXIT_OK;
}
