/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is signed in, and the menu of what concerns the program itself. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-account-button.h"

#include "balie-accessible.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _BalieAccountButton
{
  GtkWidget parent_instance;

  /* Template */
  GtkMenuButton *button;
  AdwAvatar     *avatar;
  GtkLabel      *name;
  GtkLabel      *email;
};

G_DEFINE_FINAL_TYPE (BalieAccountButton, balie_account_button, GTK_TYPE_WIDGET)

static void
balie_account_button_dispose (GObject *object)
{
  BalieAccountButton *self = BALIE_ACCOUNT_BUTTON (object);

  g_clear_pointer ((GtkWidget **)&self->button, gtk_widget_unparent);

  G_OBJECT_CLASS (balie_account_button_parent_class)->dispose (object);
}

static void
balie_account_button_class_init (BalieAccountButtonClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_account_button_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-account-button.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieAccountButton, button);
  gtk_widget_class_bind_template_child (widget_class, BalieAccountButton, avatar);
  gtk_widget_class_bind_template_child (widget_class, BalieAccountButton, name);
  gtk_widget_class_bind_template_child (widget_class, BalieAccountButton, email);
}

static void
balie_account_button_init (BalieAccountButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_menu_button (GTK_MENU_BUTTON (self->button), _ ("Your account"));
}

GtkWidget *
balie_account_button_new (void)
{
  return g_object_new (BALIE_TYPE_ACCOUNT_BUTTON, NULL);
}

void
balie_account_button_set_person (BalieAccountButton *self,
                                 const char         *name,
                                 const char         *email)
{
  g_return_if_fail (BALIE_IS_ACCOUNT_BUTTON (self));
  g_return_if_fail (name != NULL);

  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->email, email != NULL ? email : "");
  gtk_widget_set_visible (GTK_WIDGET (self->email), email != NULL);
}

void
balie_account_button_popup (BalieAccountButton *self)
{
  g_return_if_fail (BALIE_IS_ACCOUNT_BUTTON (self));

  gtk_menu_button_popup (self->button);
}
