/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one signs in: the desk's name and logo, user name, password. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-sign-in-page.h"

#include "balie-accessible.h"

#include <glib/gi18n.h>

struct _BalieSignInPage
{
  AdwBin parent_instance;

  gboolean has_server;
  gboolean busy;

  /* Template */
  GtkStack   *tile;
  GtkImage   *program_icon;
  GtkLabel   *initial;
  GtkPicture *logo;
  GtkLabel   *name;
  GtkLabel   *subtitle;
  GtkWidget  *form;
  GtkWidget  *username;
  GtkWidget  *password;
  GtkSwitch  *keep;
  GtkWidget  *error_box;
  GtkLabel   *error;
  GtkWidget  *submit;
  GtkStack   *submit_stack;
  GtkSpinner *spinner;
  GtkButton  *server_button;
};

typedef enum {
  SIGNAL_SUBMITTED,
  SIGNAL_CHOOSE_SERVER,
} BalieSignInPageSignal;

static guint signals[SIGNAL_CHOOSE_SERVER + 1];

G_DEFINE_FINAL_TYPE (BalieSignInPage, balie_sign_in_page, ADW_TYPE_BIN)

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
update (BalieSignInPage *self)
{
  gboolean complete = *get_text (self->username) != '\0' && *get_text (self->password) != '\0';

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "signin.submit", self->has_server && complete && !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "signin.choose-server", !self->busy);
  gtk_widget_set_sensitive (self->form, !self->busy);
  gtk_widget_set_visible (self->form, self->has_server);
  gtk_widget_set_visible (self->submit, self->has_server);
  gtk_stack_set_visible_child_name (self->submit_stack, self->busy ? "busy" : "label");
  gtk_spinner_set_spinning (self->spinner, self->busy);
}

static void
typed_cb (BalieSignInPage *self)
{
  balie_sign_in_page_set_error (self, NULL);
  update (self);
}

static void
username_activated_cb (BalieSignInPage *self)
{
  if (*get_text (self->password) == '\0')
    gtk_widget_grab_focus (self->password);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "signin.submit", NULL);
}

static void
submit_cb (BalieSignInPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "signin.submit", NULL);
}

static void
submit_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  BalieSignInPage *self = BALIE_SIGN_IN_PAGE (widget);

  balie_sign_in_page_set_error (self, NULL);
  g_signal_emit (self, signals[SIGNAL_SUBMITTED], 0,
                 get_text (self->username), get_text (self->password), gtk_switch_get_active (self->keep));
}

static void
choose_server_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_CHOOSE_SERVER], 0);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, tile);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, program_icon);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, initial);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, logo);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, name);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, form);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, username);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, keep);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, error_box);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, error);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, submit);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, submit_stack);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, BalieSignInPage, server_button);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, username_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
}

static void
balie_sign_in_page_class_init (BalieSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_SUBMITTED] =
    g_signal_new ("submitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SIGNAL_CHOOSE_SERVER] =
    g_signal_new ("choose-server", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "signin.submit", NULL, submit_action);
  gtk_widget_class_install_action (widget_class, "signin.choose-server", NULL, choose_server_action);
}

static void
balie_sign_in_page_init (BalieSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_buttons (GTK_WIDGET (self));
  gtk_image_set_from_icon_name (self->program_icon, BALIE_ICON);
  balie_sign_in_page_set_desk (self, NULL, NULL);
  balie_sign_in_page_set_server (self, NULL);
}

GtkWidget *
balie_sign_in_page_new (void)
{
  return g_object_new (BALIE_TYPE_SIGN_IN_PAGE, NULL);
}

static gboolean
show_logo (BalieSignInPage *self,
           GBytes          *logo)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (logo == NULL)
    return FALSE;

  texture = gdk_texture_new_from_bytes (logo, &local_error);
  if (texture == NULL)
    {
      g_debug ("The desk's logo is no picture: %s", local_error->message);
      return FALSE;
    }

  gtk_picture_set_paintable (self->logo, GDK_PAINTABLE (texture));
  return TRUE;
}

void
balie_sign_in_page_set_desk (BalieSignInPage *self,
                             BalieDesk       *desk,
                             GBytes          *logo)
{
  g_autofree char *initial = NULL;
  g_autofree char *upper = NULL;
  g_return_if_fail (BALIE_IS_SIGN_IN_PAGE (self));

  if (desk == NULL)
    {
      gtk_label_set_label (self->name, BALIE_VISIBLE_NAME);
      gtk_stack_set_visible_child_name (self->tile, "program");
      return;
    }

  gtk_label_set_label (self->name, desk->name);
  initial = g_utf8_substring (desk->name, 0, MIN (1, g_utf8_strlen (desk->name, -1)));
  upper = g_utf8_strup (initial, -1);
  gtk_label_set_label (self->initial, upper);
  gtk_stack_set_visible_child_name (self->tile, show_logo (self, logo) ? "logo" : "initial");
}

void
balie_sign_in_page_set_server (BalieSignInPage *self,
                               const char      *server)
{
  g_return_if_fail (BALIE_IS_SIGN_IN_PAGE (self));

  self->has_server = server != NULL && *server != '\0';
  gtk_label_set_label (self->subtitle,
                       self->has_server ? _ ("Sign in to ask a question or to report a problem")
                                        : _ ("Your support desk told you the address of its server. Enter it to begin."));
  gtk_button_set_label (self->server_button, self->has_server ? _ ("_Other Server…") : _ ("_Enter the Address…"));
  balie_accessible_name_button (self->server_button);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->server_button), server);
  gtk_widget_set_css_classes (GTK_WIDGET (self->server_button),
                              self->has_server ? (const char *[]){"flat", "link-button", NULL}
                                               : (const char *[]){"pill", "suggested-action", NULL});
  update (self);
}

void
balie_sign_in_page_set_error (BalieSignInPage *self,
                              const char      *error)
{
  g_return_if_fail (BALIE_IS_SIGN_IN_PAGE (self));

  gtk_label_set_label (self->error, error != NULL ? error : "");
  gtk_widget_set_visible (self->error_box, error != NULL);
}

const char *
balie_sign_in_page_get_error (BalieSignInPage *self)
{
  g_return_val_if_fail (BALIE_IS_SIGN_IN_PAGE (self), NULL);

  return gtk_widget_get_visible (self->error_box) ? gtk_label_get_label (self->error) : NULL;
}

void
balie_sign_in_page_set_busy (BalieSignInPage *self,
                             gboolean         busy)
{
  g_return_if_fail (BALIE_IS_SIGN_IN_PAGE (self));

  self->busy = busy != FALSE;
  update (self);
}

void
balie_sign_in_page_fill_in (BalieSignInPage *self,
                            const char      *username,
                            const char      *password,
                            gboolean         keep)
{
  g_return_if_fail (BALIE_IS_SIGN_IN_PAGE (self));

  if (username != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->username), username);
  if (password != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->password), password);
  gtk_switch_set_active (self->keep, keep);
}

void
balie_sign_in_page_clear_password (BalieSignInPage *self)
{
  g_return_if_fail (BALIE_IS_SIGN_IN_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
}

void
balie_sign_in_page_focus (BalieSignInPage *self)
{
  g_return_if_fail (BALIE_IS_SIGN_IN_PAGE (self));

  if (!self->has_server)
    gtk_widget_grab_focus (GTK_WIDGET (self->server_button));
  else if (*get_text (self->username) == '\0')
    gtk_widget_grab_focus (self->username);
  else if (*get_text (self->password) == '\0')
    gtk_widget_grab_focus (self->password);
  else
    gtk_widget_grab_focus (self->submit);
}
