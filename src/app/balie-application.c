/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one instance, its actions and their keys, and where a start leads to. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-application.h"

#include "balie-window.h"

struct _BalieApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (BalieApplication, balie_application, ADW_TYPE_APPLICATION)

static void
balie_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (balie_window_new (ADW_APPLICATION (application)));

  gtk_window_present (window);
}

static void
balie_application_class_init (BalieApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = balie_application_activate;
}

static void
balie_application_init (BalieApplication *self)
{
}

BalieApplication *
balie_application_new (void)
{
  return g_object_new (BALIE_TYPE_APPLICATION,
                       "application-id", BALIE_APPLICATION_ID,
                       "resource-base-path", "/balie/app",
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
