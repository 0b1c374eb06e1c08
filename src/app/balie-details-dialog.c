/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows technical details in full: before they are sent, to leave some out, and afterwards. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-details-dialog.h"

#include "balie-detail-row.h"
#include "balie-dialog-fit.h"

#include <glib/gi18n.h>

struct _BalieDetailsDialog
{
  AdwWindow parent_instance;

  /* Owned */
  GPtrArray *rows; /* of BalieDetailRow, in order */
  char      *left_out;

  /* Template */
  AdwPreferencesGroup *details;
};

typedef enum {
  PROP_LEFT_OUT = 1,
} BalieDetailsDialogProperty;

static GParamSpec *properties[PROP_LEFT_OUT + 1];

G_DEFINE_FINAL_TYPE (BalieDetailsDialog, balie_details_dialog, ADW_TYPE_WINDOW)

static void
switched_cb (BalieDetailsDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    if (!balie_detail_row_get_included (g_ptr_array_index (self->rows, i)))
      g_strv_builder_add (builder, balie_detail_row_get_name (g_ptr_array_index (self->rows, i)));

  names = g_strv_builder_end (builder);
  g_free (self->left_out);
  self->left_out = g_strjoinv ("\n", names);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEFT_OUT]);
}

static void
balie_details_dialog_dispose (GObject *object)
{
  BalieDetailsDialog *self = BALIE_DETAILS_DIALOG (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (balie_details_dialog_parent_class)->dispose (object);
}

static void
balie_details_dialog_finalize (GObject *object)
{
  BalieDetailsDialog *self = BALIE_DETAILS_DIALOG (object);

  g_free (self->left_out);

  G_OBJECT_CLASS (balie_details_dialog_parent_class)->finalize (object);
}

static void
balie_details_dialog_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch ((BalieDetailsDialogProperty)property_id)
    {
    case PROP_LEFT_OUT:
      g_value_set_string (value, BALIE_DETAILS_DIALOG (object)->left_out);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_details_dialog_class_init (BalieDetailsDialogClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_details_dialog_dispose;
  object_class->finalize = balie_details_dialog_finalize;
  object_class->get_property = balie_details_dialog_get_property;

  properties[PROP_LEFT_OUT] = g_param_spec_string ("left-out", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-details-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieDetailsDialog, details);
}

static void
balie_details_dialog_init (BalieDetailsDialog *self)
{
  self->rows = g_ptr_array_new ();
  self->left_out = g_strdup ("");

  gtk_widget_init_template (GTK_WIDGET (self));
}

static BalieDetailsDialog *
create (GtkWindow        *parent,
        BalieDiagnostics *diagnostics,
        const char       *description,
        gboolean          can_leave_out)
{
  BalieDetailsDialog *self = g_object_new (BALIE_TYPE_DETAILS_DIALOG, "transient-for", parent, NULL);

  balie_dialog_fit (GTK_WINDOW (self));
  adw_preferences_group_set_description (self->details, description);
  for (guint i = 0; i < diagnostics->items->len; i++)
    {
      GtkWidget *row = balie_detail_row_new (g_ptr_array_index (diagnostics->items, i), can_leave_out);

      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (self->details, row);
    }

  return self;
}

BalieDetailsDialog *
balie_details_dialog_new (GtkWindow        *parent,
                          BalieDiagnostics *diagnostics,
                          const char       *left_out)
{
  BalieDetailsDialog *self;
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (diagnostics != NULL && left_out != NULL, NULL);

  self = create (parent, diagnostics, _ ("This goes with your message if you include technical details. Switch off what you would rather keep to yourself."), TRUE);
  names = g_strsplit (left_out, "\n", -1);
  for (guint i = 0; i < self->rows->len; i++)
    {
      BalieDetailRow *row = g_ptr_array_index (self->rows, i);

      balie_detail_row_set_included (row, !g_strv_contains ((const char *const *)names, balie_detail_row_get_name (row)));
      g_signal_connect_object (row, "notify::included", G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
    }
  switched_cb (self);

  return self;
}

BalieDetailsDialog *
balie_details_dialog_new_for (GtkWindow        *parent,
                              BalieDiagnostics *diagnostics)
{
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (diagnostics != NULL, NULL);

  return create (parent, diagnostics, _ ("This went with the message."), FALSE);
}

const char *
balie_details_dialog_get_left_out (BalieDetailsDialog *self)
{
  g_return_val_if_fail (BALIE_IS_DETAILS_DIALOG (self), NULL);

  return self->left_out;
}
