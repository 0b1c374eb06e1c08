/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The opening hours dialog: the week, both clocks where they differ, closing days to come. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-opening-dialog.h"
#include "balie-clock.h"

/* What the rows of a group say: title, subtitle and value, one row a line. */
static char *
dup_rows (GtkWindow  *dialog,
          const char *group)
{
  GtkWidget *list = balie_app_test_find (balie_app_test_find (GTK_WIDGET (dialog), ADW_TYPE_PREFERENCES_GROUP, group),
                                         GTK_TYPE_LIST_BOX, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      const char *subtitle = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));
      GtkWidget  *suffixes = balie_app_test_find (row, GTK_TYPE_BOX, "suffixes");

      g_string_append_printf (text, "%s|%s|%s\n",
                              adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                              subtitle != NULL ? subtitle : "",
                              gtk_label_get_label (GTK_LABEL (gtk_widget_get_first_child (suffixes))));
    }

  return g_strdup (text->str);
}

static GtkWindow *
open_dialog (const char *now,
             const char *zone)
{
  g_autoptr (BalieOpeningHours) hours = balie_opening_hours_new_default ();
  g_autoptr (GTimeZone) local = g_time_zone_new_identifier (zone);
  gint64     time;
  GtkWindow *dialog;

  g_assert_true (balie_time_from_string (now, &time));
  dialog = balie_opening_dialog_new (NULL, hours, time, local);
  gtk_window_present (dialog);

  return dialog;
}

static void
test_same_zone (void)
{
  GtkWindow       *dialog = open_dialog ("2026-11-24T10:00:00Z", "Europe/Amsterdam");
  g_autofree char *week = dup_rows (dialog, "week");

  g_assert_cmpstr (week, ==,
                   "Monday||09:00–17:00\nTuesday||09:00–17:00\nWednesday||09:00–17:00\nThursday||09:00–17:00\n"
                   "Friday||09:00–17:00\nSaturday||Closed\nSunday||Closed\n");
  balie_app_test_take_picture (GTK_WIDGET (dialog), "opening-hours");
  balie_app_test_close (dialog);
}

static void
test_other_zone (void)
{
  GtkWindow       *dialog = open_dialog ("2026-11-24T10:00:00Z", "America/New_York");
  g_autofree char *week = dup_rows (dialog, "week");

  g_assert_true (g_str_has_prefix (week, "Monday|03:00–11:00 on your clock|09:00–17:00\n"));
  g_assert_nonnull (strstr (week, "Sunday||Closed\n"));
  balie_app_test_close (dialog);
}

/* Christmas Day of 2026 is a Friday, New Year's Day too; Boxing Day is a Saturday, when the desk is closed anyway. */
static void
test_closing_days (void)
{
  GtkWindow       *dialog = open_dialog ("2026-11-24T10:00:00Z", "Europe/Amsterdam");
  g_autofree char *days = dup_rows (dialog, "closing_days");

  g_assert_true (g_str_has_prefix (days, "25 December||Christmas Day\n1 January 2027||New Year's Day\n"));
  g_assert_null (strstr (days, "Boxing Day"));
  balie_app_test_close (dialog);
}

/* Beside a window as narrow as a telephone it is no wider than that. */
static void
test_narrow (void)
{
  g_autoptr (BalieOpeningHours) hours = balie_opening_hours_new_default ();
  g_autoptr (GTimeZone) local = g_time_zone_new_utc ();
  GtkWindow *parent = GTK_WINDOW (adw_window_new ());
  GtkWindow *dialog;

  balie_app_test_present (parent, 360, 640);
  dialog = balie_opening_dialog_new (parent, hours, balie_clock_now (), local);
  gtk_window_present (dialog);
  balie_app_test_wait_until (gtk_widget_get_width (GTK_WIDGET (dialog)) > 0);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (dialog)), <=, 360);

  balie_app_test_close (dialog);
  balie_app_test_close (parent);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add_func ("/app/opening-dialog/same-zone", test_same_zone);
  g_test_add_func ("/app/opening-dialog/other-zone", test_other_zone);
  g_test_add_func ("/app/opening-dialog/closing-days", test_closing_days);

  g_test_add_func ("/app/opening-dialog/narrow", test_narrow);

  return g_test_run ();
}
