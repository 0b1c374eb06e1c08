/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The status of a request as a coloured pill. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-status-pill.h"

#include "balie-texts-request.h"

struct _BalieStatusPill
{
  GtkWidget parent_instance;

  /* owned */
  GtkWidget *label;

  BalieStatus status;
};

enum {
  PROP_STATUS = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *const style_classes[] = {
  [BALIE_STATUS_OPEN] = "open",
  [BALIE_STATUS_IN_PROGRESS] = "in-progress",
  [BALIE_STATUS_WAITING] = "waiting",
  [BALIE_STATUS_SOLVED] = "solved",
  [BALIE_STATUS_CLOSED] = "closed",
};

G_DEFINE_FINAL_TYPE (BalieStatusPill, balie_status_pill, GTK_TYPE_WIDGET)

static void
balie_status_pill_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  BalieStatusPill *self = BALIE_STATUS_PILL (object);

  switch (prop_id)
    {
    case PROP_STATUS:
      g_value_set_int (value, (int)self->status);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_status_pill_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_STATUS:
      balie_status_pill_set_status (BALIE_STATUS_PILL (object), (BalieStatus)g_value_get_int (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_status_pill_dispose (GObject *object)
{
  BalieStatusPill *self = BALIE_STATUS_PILL (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);

  G_OBJECT_CLASS (balie_status_pill_parent_class)->dispose (object);
}

static void
balie_status_pill_class_init (BalieStatusPillClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = balie_status_pill_get_property;
  object_class->set_property = balie_status_pill_set_property;
  object_class->dispose = balie_status_pill_dispose;

  properties[PROP_STATUS] = g_param_spec_int ("status", NULL, NULL, BALIE_STATUS_OPEN, BALIE_STATUS_CLOSED, BALIE_STATUS_OPEN,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "statuspill");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
balie_status_pill_init (BalieStatusPill *self)
{
  self->label = gtk_label_new (balie_texts_get_status (BALIE_STATUS_OPEN));
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), style_classes[BALIE_STATUS_OPEN]);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
balie_status_pill_new (void)
{
  return g_object_new (BALIE_TYPE_STATUS_PILL, NULL);
}

BalieStatus
balie_status_pill_get_status (BalieStatusPill *self)
{
  g_return_val_if_fail (BALIE_IS_STATUS_PILL (self), BALIE_STATUS_OPEN);

  return self->status;
}

void
balie_status_pill_set_status (BalieStatusPill *self,
                              BalieStatus      status)
{
  g_return_if_fail (BALIE_IS_STATUS_PILL (self));
  g_return_if_fail (status <= BALIE_STATUS_CLOSED);

  if (self->status == status)
    return;

  gtk_widget_remove_css_class (GTK_WIDGET (self), style_classes[self->status]);
  self->status = status;
  gtk_widget_add_css_class (GTK_WIDGET (self), style_classes[status]);
  gtk_label_set_label (GTK_LABEL (self->label), balie_texts_get_status (status));

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}
