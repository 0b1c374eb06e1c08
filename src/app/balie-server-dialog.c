/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for the address of the server, and for a certificate authority of one's own. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-server-dialog.h"

#include "balie-accessible.h"
#include "balie-dialog-fit.h"
#include "balie-server-consent.h"
#include "compat/balie-dialogs.h"

#include <glib/gi18n.h>

struct _BalieServerDialog
{
  AdwWindow parent_instance;

  GSettings *settings;
  char      *authority_file;

  /* Template */
  GtkWidget    *address;
  AdwActionRow *authority;
  GtkWidget    *clear_button;
};

typedef enum {
  SIGNAL_CHOSEN,
} BalieServerDialogSignal;

static guint signals[SIGNAL_CHOSEN + 1];

G_DEFINE_FINAL_TYPE (BalieServerDialog, balie_server_dialog, ADW_TYPE_WINDOW)

static const char *
get_address (BalieServerDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->address));
}

static void
set_authority_file (BalieServerDialog *self,
                    const char        *path)
{
  g_autofree char *name = NULL;

  g_free (self->authority_file);
  self->authority_file = g_strdup (path != NULL ? path : "");

  name = *self->authority_file != '\0' ? g_filename_display_basename (self->authority_file) : NULL;
  adw_action_row_set_subtitle (self->authority, name != NULL ? name : _ ("Those of the system"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->authority), name != NULL ? self->authority_file : NULL);
  gtk_widget_set_visible (self->clear_button, name != NULL);
}

static void
typed_cb (BalieServerDialog *self)
{
  gtk_widget_remove_css_class (self->address, "error");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "server.use", *get_address (self) != '\0');
}

static void
entered_cb (BalieServerDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "server.use", NULL);
}

static void
consent_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieServerDialog) self = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *address = balie_server_consent_finish (result, &local_error);

  if (address == NULL)
    {
      if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        gtk_widget_add_css_class (self->address, "error");
      gtk_widget_grab_focus (self->address);
      return;
    }

  g_settings_set_string (self->settings, "server", address);
  g_settings_set_string (self->settings, "authority-file", self->authority_file);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, address);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
use_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  BalieServerDialog *self = BALIE_SERVER_DIALOG (widget);

  balie_server_consent_async (GTK_WINDOW (self), self->settings, get_address (self), consent_cb, g_object_ref (self));
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (BalieServerDialog) self = user_data;
  g_autoptr (GFile) file = balie_dialogs_choose_file_finish (result);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    set_authority_file (self, path);
}

static void
choose_authority_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Certificates"));
  gtk_file_filter_add_suffix (filter, "pem");
  gtk_file_filter_add_suffix (filter, "crt");
  gtk_file_filter_add_mime_type (filter, "application/x-x509-ca-cert");
  balie_dialogs_choose_file_async (GTK_WINDOW (widget), _ ("Certificate Authority"), filter,
                                   file_chosen_cb, g_object_ref (widget));
}

static void
clear_authority_action (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  set_authority_file (BALIE_SERVER_DIALOG (widget), NULL);
}

static void
balie_server_dialog_finalize (GObject *object)
{
  BalieServerDialog *self = BALIE_SERVER_DIALOG (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->authority_file, g_free);

  G_OBJECT_CLASS (balie_server_dialog_parent_class)->finalize (object);
}

static void
balie_server_dialog_class_init (BalieServerDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = balie_server_dialog_finalize;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-server-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieServerDialog, address);
  gtk_widget_class_bind_template_child (widget_class, BalieServerDialog, authority);
  gtk_widget_class_bind_template_child (widget_class, BalieServerDialog, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_install_action (widget_class, "server.use", NULL, use_action);
  gtk_widget_class_install_action (widget_class, "server.choose-authority", NULL, choose_authority_action);
  gtk_widget_class_install_action (widget_class, "server.clear-authority", NULL, clear_authority_action);
}

static void
balie_server_dialog_init (BalieServerDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_buttons (GTK_WIDGET (self));
  typed_cb (self);
}

GtkWindow *
balie_server_dialog_new (GtkWindow  *parent,
                         GSettings  *settings,
                         const char *server)
{
  BalieServerDialog *self;
  g_autofree char   *authority_file = NULL;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (BALIE_TYPE_SERVER_DIALOG, "transient-for", parent, NULL);
  balie_dialog_fit (GTK_WINDOW (self));
  self->settings = g_object_ref (settings);
  authority_file = g_settings_get_string (settings, "authority-file");
  set_authority_file (self, authority_file);
  if (server != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->address), server);
  gtk_widget_grab_focus (self->address);

  return GTK_WINDOW (self);
}
