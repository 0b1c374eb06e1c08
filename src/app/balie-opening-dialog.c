/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The opening hours of an ordinary week, the closing days to come, and how it stands now. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-opening-dialog.h"

#include "balie-dialog-fit.h"
#include "balie-texts-opening.h"
#include "balie-texts-time.h"

#include <glib/gi18n.h>

#define DAYS_AHEAD 120
#define MAX_CLOSING_DAYS 6

struct _BalieOpeningDialog
{
  AdwWindow parent_instance;

  /* Template */
  AdwPreferencesGroup *week;
  AdwPreferencesGroup *closing_days;
};

G_DEFINE_FINAL_TYPE (BalieOpeningDialog, balie_opening_dialog, ADW_TYPE_WINDOW)

static gint64
get_milliseconds (GDateTime *date_time)
{
  return g_date_time_to_unix (date_time) * 1000;
}

static GDateTime *
new_wall_time (GTimeZone *zone,
               GDateTime *day,
               int        minutes)
{
  g_autoptr (GDateTime) midnight = g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                                                    g_date_time_get_day_of_month (day), 0, 0, 0);

  if (minutes == 24 * 60)
    return g_date_time_add_days (midnight, 1);

  return g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                          g_date_time_get_day_of_month (day), minutes / 60, minutes % 60, 0);
}

static char *
dup_interval (GDateTime *from,
              GDateTime *to,
              GTimeZone *zone)
{
  g_autofree char *start = balie_texts_dup_clock (get_milliseconds (from), zone);
  g_autofree char *end = balie_texts_dup_clock (get_milliseconds (to), zone);

  /* Translators: opening hours of a day, such as 09:00–17:00 */
  return g_strdup_printf (_ ("%s–%s"), start, end);
}

/* Both answers in one go: the hours at the desk, and the same hours on this computer's clock. */
static void
dup_hours_of_day (const BalieOpeningHours *hours,
                  GDateTime               *day,
                  GTimeZone               *local,
                  char                   **at_desk,
                  char                   **here)
{
  GTimeZone *zone = balie_opening_hours_get_time_zone (hours);
  g_autoptr (GPtrArray) desk_intervals = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) local_intervals = g_ptr_array_new_with_free_func (g_free);
  const BalieWeeklyHours *intervals;
  gsize                   n_intervals;

  intervals = balie_opening_hours_get_weekday (hours, g_date_time_get_day_of_week (day), &n_intervals);
  for (gsize i = 0; i < n_intervals; i++)
    {
      g_autoptr (GDateTime) from = new_wall_time (zone, day, intervals[i].from);
      g_autoptr (GDateTime) to = new_wall_time (zone, day, intervals[i].to);

      if (from == NULL || to == NULL)
        continue;
      g_ptr_array_add (desk_intervals, dup_interval (from, to, zone));
      g_ptr_array_add (local_intervals, dup_interval (from, to, local));
    }
  g_ptr_array_add (desk_intervals, NULL);
  g_ptr_array_add (local_intervals, NULL);

  *at_desk = n_intervals > 0 ? g_strjoinv (", ", (char **)desk_intervals->pdata) : g_strdup (_ ("Closed"));
  *here = g_strjoinv (", ", (char **)local_intervals->pdata);
}

static void
add_row (AdwPreferencesGroup *group,
         const char          *title,
         const char          *subtitle,
         const char          *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (value);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (group, row);
}

static void
add_week (BalieOpeningDialog      *self,
          const BalieOpeningHours *hours,
          GDateTime               *today,
          GTimeZone               *local)
{
  for (int weekday = 1; weekday <= 7; weekday++)
    {
      int ahead = (weekday - g_date_time_get_day_of_week (today) + 7) % 7;
      g_autoptr (GDateTime) day = g_date_time_add_days (today, ahead);
      g_autofree char *at_desk = NULL;
      g_autofree char *here = NULL;
      g_autofree char *subtitle = NULL;

      dup_hours_of_day (hours, day, local, &at_desk, &here);
      if (*here != '\0' && !g_str_equal (at_desk, here))
        /* Translators: %s are opening hours on the reader's own clock */
        subtitle = g_strdup_printf (_ ("%s on your clock"), here);
      add_row (self->week, balie_texts_get_weekday_title (weekday), subtitle, at_desk);
    }
}

/* A day is a closing day when it would be open by the week, and is not. */
static gboolean
add_closing_day (BalieOpeningDialog      *self,
                 const BalieOpeningHours *hours,
                 gint64                   now,
                 GDateTime               *day)
{
  GTimeZone              *zone = balie_opening_hours_get_time_zone (hours);
  const BalieWeeklyHours *intervals;
  gsize                   n_intervals;
  g_autoptr (GDateTime) from = NULL;
  g_auto (BalieOpening) opening = {0};
  g_autofree char *date = NULL;
  const char      *name;

  intervals = balie_opening_hours_get_weekday (hours, g_date_time_get_day_of_week (day), &n_intervals);
  if (n_intervals == 0)
    return FALSE;

  from = new_wall_time (zone, day, intervals[0].from);
  if (from == NULL)
    return FALSE;

  balie_opening_hours_look_up (hours, get_milliseconds (from), &opening);
  if (opening.open || (opening.reason != BALIE_OPENING_HOLIDAY && opening.reason != BALIE_OPENING_EXCEPTION))
    return FALSE;

  date = balie_texts_dup_day (get_milliseconds (from), now, zone);
  name = opening.reason == BALIE_OPENING_HOLIDAY ? balie_texts_get_holiday (opening.name) : opening.name;
  add_row (self->closing_days, date, NULL, name != NULL ? name : "");
  return TRUE;
}

static void
add_closing_days (BalieOpeningDialog      *self,
                  const BalieOpeningHours *hours,
                  gint64                   now,
                  GDateTime               *today)
{
  int n_days = 0;

  for (int ahead = 0; ahead < DAYS_AHEAD && n_days < MAX_CLOSING_DAYS; ahead++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (today, ahead);

      if (add_closing_day (self, hours, now, day))
        n_days++;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->closing_days), n_days > 0);
}

static void
balie_opening_dialog_class_init (BalieOpeningDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-opening-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieOpeningDialog, week);
  gtk_widget_class_bind_template_child (widget_class, BalieOpeningDialog, closing_days);
}

static void
balie_opening_dialog_init (BalieOpeningDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
balie_opening_dialog_new (GtkWindow         *parent,
                          BalieOpeningHours *hours,
                          gint64             now,
                          GTimeZone         *local)
{
  BalieOpeningDialog *self;
  GTimeZone          *zone;
  g_autoptr (GDateTime) today = NULL;
  g_autofree char *opening = NULL;
  g_autofree char *clock = NULL;
  g_autofree char *description = NULL;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (hours != NULL, NULL);
  g_return_val_if_fail (local != NULL, NULL);

  self = g_object_new (BALIE_TYPE_OPENING_DIALOG, "transient-for", parent, NULL);
  balie_dialog_fit (GTK_WINDOW (self));
  zone = balie_opening_hours_get_time_zone (hours);
  today = balie_texts_dup_date_time (now, zone);
  opening = balie_texts_dup_opening (hours, now, local);
  clock = balie_texts_dup_clock (now, zone);
  /* Translators: the first %s is a time zone such as Europe/Amsterdam, the second a time such as 10:42 */
  description = g_strdup_printf (_ ("Times at the desk (%s), where it is %s now."), g_time_zone_get_identifier (zone), clock);

  adw_preferences_group_set_title (self->week, opening);
  adw_preferences_group_set_description (self->week, description);
  if (today != NULL)
    {
      add_week (self, hours, today, local);
      add_closing_days (self, hours, now, today);
    }

  return GTK_WINDOW (self);
}
