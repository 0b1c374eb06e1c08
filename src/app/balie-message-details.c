/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Below a message: that technical details went with it, and which. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-message-details.h"

#include "balie-details-dialog.h"

#include <glib/gi18n.h>

struct _BalieMessageDetails
{
  GtkButton parent_instance;

  BalieDiagnostics *diagnostics; /* nullable */
};

G_DEFINE_FINAL_TYPE (BalieMessageDetails, balie_message_details, GTK_TYPE_BUTTON)

static void
balie_message_details_clicked (GtkButton *button)
{
  BalieMessageDetails *self = BALIE_MESSAGE_DETAILS (button);
  GtkRoot             *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->diagnostics != NULL)
    gtk_window_present (GTK_WINDOW (balie_details_dialog_new_for (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->diagnostics)));
}

static void
balie_message_details_finalize (GObject *object)
{
  BalieMessageDetails *self = BALIE_MESSAGE_DETAILS (object);

  g_clear_pointer (&self->diagnostics, balie_diagnostics_unref);

  G_OBJECT_CLASS (balie_message_details_parent_class)->finalize (object);
}

static void
balie_message_details_class_init (BalieMessageDetailsClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkButtonClass *button_class = GTK_BUTTON_CLASS (klass);

  object_class->finalize = balie_message_details_finalize;
  button_class->clicked = balie_message_details_clicked;
}

static void
balie_message_details_init (BalieMessageDetails *self)
{
  gtk_button_set_label (GTK_BUTTON (self), _ ("Technical details were sent"));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self), "link-button");
  gtk_widget_add_css_class (GTK_WIDGET (self), "message-details");
}

GtkWidget *
balie_message_details_new (void)
{
  return g_object_new (BALIE_TYPE_MESSAGE_DETAILS, NULL);
}

void
balie_message_details_set (BalieMessageDetails *self,
                           BalieDiagnostics    *diagnostics)
{
  g_return_if_fail (BALIE_IS_MESSAGE_DETAILS (self));

  g_clear_pointer (&self->diagnostics, balie_diagnostics_unref);
  if (diagnostics != NULL)
    self->diagnostics = balie_diagnostics_ref (diagnostics);
  gtk_widget_set_visible (GTK_WIDGET (self), diagnostics != NULL);
}
