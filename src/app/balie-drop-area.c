/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where files can be dropped, and seen that they can. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-drop-area.h"

struct _BalieDropArea
{
  GtkWidget parent_instance;

  gboolean enabled;

  /* Template */
  GtkOverlay    *overlay;
  GtkWidget     *invitation;
  GtkDropTarget *target;
};

enum {
  PROP_CHILD = 1,
  PROP_ENABLED,
  N_PROPS
};

enum {
  DROPPED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieDropArea, balie_drop_area, GTK_TYPE_WIDGET)

static GdkDragAction
enter_cb (BalieDropArea *self)
{
  gtk_widget_set_visible (self->invitation, TRUE);
  return GDK_ACTION_COPY;
}

static void
leave_cb (BalieDropArea *self)
{
  gtk_widget_set_visible (self->invitation, FALSE);
}

static gboolean
drop_cb (BalieDropArea *self,
         const GValue  *value,
         double         x,
         double         y)
{
  gtk_widget_set_visible (self->invitation, FALSE);
  g_signal_emit (self, signals[DROPPED], 0, value, x, y);
  return TRUE;
}

static void
balie_drop_area_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BalieDropArea *self = BALIE_DROP_AREA (object);

  switch (prop_id)
    {
    case PROP_CHILD:
      g_value_set_object (value, gtk_overlay_get_child (self->overlay));
      break;

    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_drop_area_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  BalieDropArea *self = BALIE_DROP_AREA (object);

  switch (prop_id)
    {
    case PROP_CHILD:
      balie_drop_area_set_child (self, g_value_get_object (value));
      break;

    case PROP_ENABLED:
      balie_drop_area_set_enabled (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_drop_area_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (balie_drop_area_parent_class)->dispose (object);
}

static void
balie_drop_area_class_init (BalieDropAreaClass *klass)
{
  const GParamFlags read_write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = balie_drop_area_get_property;
  object_class->set_property = balie_drop_area_set_property;
  object_class->dispose = balie_drop_area_dispose;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, read_write);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE, read_write);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * BalieDropArea::dropped:
   * @value: what
   * @x: where
   * @y: where
   */
  signals[DROPPED] = g_signal_new ("dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 3, G_TYPE_VALUE | G_SIGNAL_TYPE_STATIC_SCOPE, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_css_name (widget_class, "droparea");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-drop-area.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieDropArea, overlay);
  gtk_widget_class_bind_template_child (widget_class, BalieDropArea, invitation);
  gtk_widget_class_bind_template_child (widget_class, BalieDropArea, target);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
}

static void
balie_drop_area_init (BalieDropArea *self)
{
  GType types[] = {GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE};

  self->enabled = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (self->target, types, G_N_ELEMENTS (types));
}

GtkWidget *
balie_drop_area_new (void)
{
  return g_object_new (BALIE_TYPE_DROP_AREA, NULL);
}

void
balie_drop_area_set_child (BalieDropArea *self,
                           GtkWidget     *child)
{
  g_return_if_fail (BALIE_IS_DROP_AREA (self));
  g_return_if_fail (child == NULL || GTK_IS_WIDGET (child));

  if (gtk_overlay_get_child (self->overlay) == child)
    return;

  gtk_overlay_set_child (self->overlay, child);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

void
balie_drop_area_set_enabled (BalieDropArea *self,
                             gboolean       enabled)
{
  g_return_if_fail (BALIE_IS_DROP_AREA (self));

  if (self->enabled == enabled)
    return;

  self->enabled = enabled;
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (self->target), enabled ? GTK_PHASE_CAPTURE : GTK_PHASE_NONE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
}
