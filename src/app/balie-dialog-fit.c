/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps a dialog from being larger than the window that it belongs to. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-dialog-fit.h"

void
balie_dialog_fit (GtkWindow *dialog)
{
  GtkWindow *parent;
  int        parent_width;
  int        parent_height;
  int        width;
  int        height;

  g_return_if_fail (GTK_IS_WINDOW (dialog));

  parent = gtk_window_get_transient_for (dialog);
  if (parent == NULL)
    return;

  parent_width = gtk_widget_get_width (GTK_WIDGET (parent));
  parent_height = gtk_widget_get_height (GTK_WIDGET (parent));
  if (parent_width == 0 || parent_height == 0)
    return;

  /* A height of -1 is the dialog's natural one. */
  gtk_window_get_default_size (dialog, &width, &height);
  gtk_window_set_default_size (dialog, MIN (width, parent_width), MIN (height, parent_height));
}
