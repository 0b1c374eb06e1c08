/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the toolkit tells screen readers wrongly, put right. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-accessible.h"

#include <adwaita.h>

static void
follow_tooltip (GtkWidget *button)
{
  const char *tooltip = gtk_widget_get_tooltip_text (button);

  if (tooltip != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
}

/* The eye that shows the password says by its tooltip alone what it does, and changes that. */
static void
name_icon_buttons (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_icon_buttons (child);

  if (!GTK_IS_BUTTON (widget) || gtk_widget_get_tooltip_text (widget) == NULL)
    return;

  g_signal_connect (widget, "notify::tooltip-text", G_CALLBACK (follow_tooltip), NULL);
  follow_tooltip (widget);
}

/* What has the focus is the button inside, which knows nothing of the name of the whole. */
static void
name_drop_down (GtkWidget *drop_down)
{
  const char *name = gtk_widget_get_tooltip_text (drop_down);
  GtkWidget  *button = gtk_widget_get_first_child (drop_down);

  if (name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
balie_accessible_name_buttons (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (GTK_IS_BUTTON (root))
    balie_accessible_name_button (GTK_BUTTON (root));
  else if (ADW_IS_PASSWORD_ENTRY_ROW (root))
    name_icon_buttons (root);
  else if (GTK_IS_DROP_DOWN (root))
    name_drop_down (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    balie_accessible_name_buttons (child);
}

void
balie_accessible_name_menu_button (GtkMenuButton *menu_button,
                                   const char    *name)
{
  GtkWidget *button;

  g_return_if_fail (GTK_IS_MENU_BUTTON (menu_button));
  g_return_if_fail (name != NULL);

  /* Older versions tell it themselves, and a second name would be read after the first. */
  if (gtk_check_version (4, 10, 0) != NULL)
    return;

  button = gtk_widget_get_first_child (GTK_WIDGET (menu_button));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
balie_accessible_name_button (GtkButton *button)
{
  g_return_if_fail (GTK_IS_BUTTON (button));

  if (gtk_button_get_use_underline (button) && gtk_button_get_label (button) != NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}
