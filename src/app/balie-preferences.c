/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences window. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-preferences.h"

#include "balie-dialog-fit.h"

#include <glib/gi18n.h>

struct _BaliePreferences
{
  AdwPreferencesWindow parent_instance;

  /* Template */
  GtkSwitch    *send_with_enter;
  GtkSwitch    *notifications;
  GtkSwitch    *remind_daily;
  AdwActionRow *server;
};

G_DEFINE_FINAL_TYPE (BaliePreferences, balie_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
balie_preferences_class_init (BaliePreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, BaliePreferences, send_with_enter);
  gtk_widget_class_bind_template_child (widget_class, BaliePreferences, notifications);
  gtk_widget_class_bind_template_child (widget_class, BaliePreferences, remind_daily);
  gtk_widget_class_bind_template_child (widget_class, BaliePreferences, server);
}

static void
balie_preferences_init (BaliePreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
balie_preferences_new (GtkWindow *parent,
                       GSettings *settings)
{
  BaliePreferences *self;
  g_autofree char  *server = NULL;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (BALIE_TYPE_PREFERENCES, "transient-for", parent, NULL);
  balie_dialog_fit (GTK_WINDOW (self));
  server = g_settings_get_string (settings, "server");
  g_settings_bind (settings, "send-with-enter", self->send_with_enter, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "notifications", self->notifications, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "remind-daily", self->remind_daily, "active", G_SETTINGS_BIND_DEFAULT);
  adw_action_row_set_subtitle (self->server, *server != '\0' ? server : _ ("None yet"));

  return GTK_WINDOW (self);
}
