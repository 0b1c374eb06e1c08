/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One technical detail in full, with a switch to leave it out. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-detail-row.h"

#include "balie-texts-details.h"

struct _BalieDetailRow
{
  AdwPreferencesRow parent_instance;

  char *name;

  /* Template */
  GtkLabel  *title;
  GtkLabel  *value;
  GtkSwitch *included;
};

typedef enum {
  PROP_INCLUDED = 1,
} BalieDetailRowProperty;

static GParamSpec *properties[PROP_INCLUDED + 1];

G_DEFINE_FINAL_TYPE (BalieDetailRow, balie_detail_row, ADW_TYPE_PREFERENCES_ROW)

static void
switched_cb (BalieDetailRow *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->value), gtk_switch_get_active (self->included));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INCLUDED]);
}

static void
balie_detail_row_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch ((BalieDetailRowProperty)property_id)
    {
    case PROP_INCLUDED:
      g_value_set_boolean (value, balie_detail_row_get_included (BALIE_DETAIL_ROW (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_detail_row_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch ((BalieDetailRowProperty)property_id)
    {
    case PROP_INCLUDED:
      balie_detail_row_set_included (BALIE_DETAIL_ROW (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_detail_row_finalize (GObject *object)
{
  BalieDetailRow *self = BALIE_DETAIL_ROW (object);

  g_free (self->name);

  G_OBJECT_CLASS (balie_detail_row_parent_class)->finalize (object);
}

static void
balie_detail_row_class_init (BalieDetailRowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = balie_detail_row_finalize;
  object_class->get_property = balie_detail_row_get_property;
  object_class->set_property = balie_detail_row_set_property;

  properties[PROP_INCLUDED] = g_param_spec_boolean ("included", NULL, NULL, TRUE,
                                                    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-detail-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieDetailRow, title);
  gtk_widget_class_bind_template_child (widget_class, BalieDetailRow, value);
  gtk_widget_class_bind_template_child (widget_class, BalieDetailRow, included);
  gtk_widget_class_bind_template_callback (widget_class, switched_cb);
}

static void
balie_detail_row_init (BalieDetailRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->included),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->title, NULL,
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->value, NULL,
                                  -1);
}

GtkWidget *
balie_detail_row_new (const BalieDiagnostic *detail,
                      gboolean               can_leave_out)
{
  BalieDetailRow *self;

  g_return_val_if_fail (detail != NULL, NULL);

  self = g_object_new (BALIE_TYPE_DETAIL_ROW, NULL);
  self->name = g_strdup (detail->name);
  gtk_label_set_label (self->title, balie_texts_get_detail (detail->name));
  gtk_label_set_label (self->value, detail->value);
  gtk_widget_set_visible (GTK_WIDGET (self->included), can_leave_out);
  /* Without a switch the focus would go to the text, and choose all of it. */
  gtk_widget_set_focusable (GTK_WIDGET (self), !can_leave_out);
  /* Only a log has several lines, and its columns belong below each other. */
  if (strchr (detail->value, '\n') != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->value), "monospace");

  return GTK_WIDGET (self);
}

const char *
balie_detail_row_get_name (BalieDetailRow *self)
{
  g_return_val_if_fail (BALIE_IS_DETAIL_ROW (self), NULL);

  return self->name;
}

gboolean
balie_detail_row_get_included (BalieDetailRow *self)
{
  g_return_val_if_fail (BALIE_IS_DETAIL_ROW (self), FALSE);

  return gtk_switch_get_active (self->included);
}

void
balie_detail_row_set_included (BalieDetailRow *self,
                               gboolean        included)
{
  g_return_if_fail (BALIE_IS_DETAIL_ROW (self));

  gtk_switch_set_active (self->included, included);
}
