/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: shows the sign-in page or the home of the session, and routes what pages ask for. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-window.h"

struct _BalieWindow
{
  AdwApplicationWindow parent_instance;

  /* Template */
  AdwToastOverlay *toast_overlay;
  GtkStack        *stack;
};

G_DEFINE_FINAL_TYPE (BalieWindow, balie_window, ADW_TYPE_APPLICATION_WINDOW)

static void
balie_window_class_init (BalieWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, BalieWindow, stack);
}

static void
balie_window_init (BalieWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_title (GTK_WINDOW (self), BALIE_VISIBLE_NAME);
  gtk_window_set_icon_name (GTK_WINDOW (self), BALIE_ICON);
}

BalieWindow *
balie_window_new (AdwApplication *application)
{
  g_return_val_if_fail (ADW_IS_APPLICATION (application), NULL);

  return g_object_new (BALIE_TYPE_WINDOW, "application", application, NULL);
}
