/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out a page and the chat at its bottom right: beside it, over it, or instead of it. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-chat-corner.h"

/* From this width on the page makes room for the chat. */
#define WIDE_WIDTH 980

/* Everything fits in this width, in the narrow mode. */
#define NARROWEST_WIDTH 360

#define PANEL_WIDTH 366
#define PANEL_HEIGHT 560
#define MARGIN 22
/* The panel never covers the page's header bar, where its close button is. */
#define TOP_MARGIN 64

struct _BalieChatCorner
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkWidget *panel;
  GtkWidget *button;

  BalieLayoutMode mode;
  int             inset;
  gboolean        open;
  gboolean        available;
};

typedef enum {
  PROP_CONTENT = 1,
  PROP_PANEL,
  PROP_BUTTON,
  PROP_OPEN,
  PROP_AVAILABLE,
  PROP_MODE,
  PROP_INSET,
} BalieChatCornerProperty;

static GParamSpec *properties[PROP_INSET + 1];

G_DEFINE_ENUM_TYPE (BalieLayoutMode, balie_layout_mode, G_DEFINE_ENUM_VALUE (BALIE_LAYOUT_NARROW, "narrow"), G_DEFINE_ENUM_VALUE (BALIE_LAYOUT_MEDIUM, "medium"), G_DEFINE_ENUM_VALUE (BALIE_LAYOUT_WIDE, "wide"))

G_DEFINE_FINAL_TYPE (BalieChatCorner, balie_chat_corner, GTK_TYPE_WIDGET)

static gboolean
panel_is_shown (BalieChatCorner *self)
{
  return self->panel != NULL && self->available && self->open;
}

static gboolean
panel_covers_all (BalieChatCorner *self)
{
  return panel_is_shown (self) && self->mode == BALIE_LAYOUT_NARROW;
}

/* Children that are not shown keep no focus and are not read aloud. */
static void
update_children (BalieChatCorner *self)
{
  if (self->content != NULL)
    gtk_widget_set_child_visible (self->content, !panel_covers_all (self));

  if (self->panel != NULL)
    {
      gtk_widget_set_visible (self->panel, panel_is_shown (self));
      if (self->mode == BALIE_LAYOUT_NARROW)
        gtk_widget_remove_css_class (self->panel, "floating");
      else
        gtk_widget_add_css_class (self->panel, "floating");
    }

  if (self->button != NULL)
    gtk_widget_set_visible (self->button, self->available && !self->open);
}

static BalieLayoutMode
get_mode_for_width (int width)
{
  if (width < BALIE_MEDIUM_WIDTH)
    return BALIE_LAYOUT_NARROW;
  if (width < WIDE_WIDTH)
    return BALIE_LAYOUT_MEDIUM;
  return BALIE_LAYOUT_WIDE;
}

/* Runs before the children are measured for this allocation, so that they can follow within it. */
static void
update_mode (BalieChatCorner *self,
             int              width)
{
  BalieLayoutMode mode = get_mode_for_width (width);
  int             inset;

  if (mode != self->mode)
    {
      self->mode = mode;
      update_children (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
    }

  inset = mode == BALIE_LAYOUT_WIDE && panel_is_shown (self) ? PANEL_WIDTH + MARGIN : 0;
  if (inset != self->inset)
    {
      self->inset = inset;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INSET]);
    }
}

static void
allocate_at_end (BalieChatCorner *self,
                 GtkWidget       *child,
                 int              width,
                 int              child_width,
                 int              child_height,
                 int              bottom)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int      margin = self->mode == BALIE_LAYOUT_NARROW ? MARGIN - 6 : MARGIN;

  gtk_widget_size_allocate (child,
                            &(GtkAllocation){
                              .x = rtl ? margin : width - child_width - margin,
                              .y = bottom - child_height - margin,
                              .width = child_width,
                              .height = child_height,
                            },
                            -1);
}

static void
allocate_panel (BalieChatCorner *self,
                int              width,
                int              height)
{
  int minimum_width;
  int minimum_height;

  if (self->mode == BALIE_LAYOUT_NARROW)
    {
      gtk_widget_size_allocate (self->panel, &(GtkAllocation){0, 0, width, height}, -1);
      return;
    }

  gtk_widget_measure (self->panel, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);
  minimum_width = MAX (minimum_width, PANEL_WIDTH);
  gtk_widget_measure (self->panel, GTK_ORIENTATION_VERTICAL, minimum_width, &minimum_height, NULL, NULL, NULL);
  allocate_at_end (self, self->panel, width, minimum_width,
                   MAX (minimum_height, MIN (PANEL_HEIGHT, height - TOP_MARGIN - MARGIN)), height);
}

static void
balie_chat_corner_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  BalieChatCorner *self = BALIE_CHAT_CORNER (widget);

  update_mode (self, width);

  if (self->content != NULL && gtk_widget_get_child_visible (self->content))
    gtk_widget_size_allocate (self->content, &(GtkAllocation){0, 0, width, height}, baseline);

  if (panel_is_shown (self))
    allocate_panel (self, width, height);

  if (self->button != NULL && gtk_widget_should_layout (self->button))
    {
      int button_width;
      int button_height;

      gtk_widget_measure (self->button, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &button_width, NULL, NULL);
      gtk_widget_measure (self->button, GTK_ORIENTATION_VERTICAL, button_width, NULL, &button_height, NULL, NULL);
      allocate_at_end (self, self->button, width, button_width, button_height, height);
    }
}

static void
balie_chat_corner_measure (GtkWidget     *widget,
                           GtkOrientation orientation,
                           int            for_size,
                           int           *minimum,
                           int           *natural,
                           int           *minimum_baseline,
                           int           *natural_baseline)
{
  BalieChatCorner *self = BALIE_CHAT_CORNER (widget);

  if (self->content != NULL)
    gtk_widget_measure (self->content, orientation, for_size, minimum, natural, NULL, NULL);

  if (panel_is_shown (self))
    {
      int panel_minimum;

      gtk_widget_measure (self->panel, orientation, -1, &panel_minimum, NULL, NULL, NULL);
      *minimum = MAX (*minimum, panel_minimum);
      *natural = MAX (*natural, *minimum);
    }

  /* Children want more in the other modes; asked for less, the mode changes before they get it. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->mode != BALIE_LAYOUT_NARROW)
    *minimum = MIN (*minimum, NARROWEST_WIDTH);
}

static GtkSizeRequestMode
balie_chat_corner_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
set_child (BalieChatCorner        *self,
           GtkWidget             **child,
           GtkWidget              *value,
           BalieChatCornerProperty property)
{
  if (*child == value)
    return;

  g_clear_pointer (child, gtk_widget_unparent);
  *child = value;

  /* The page is drawn first, so that the chat lies over it. */
  if (value != NULL && child == &self->content)
    gtk_widget_insert_after (value, GTK_WIDGET (self), NULL);
  else if (value != NULL)
    gtk_widget_set_parent (value, GTK_WIDGET (self));

  update_children (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
balie_chat_corner_dispose (GObject *object)
{
  BalieChatCorner *self = BALIE_CHAT_CORNER (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->panel, gtk_widget_unparent);
  g_clear_pointer (&self->button, gtk_widget_unparent);

  G_OBJECT_CLASS (balie_chat_corner_parent_class)->dispose (object);
}

static void
balie_chat_corner_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  BalieChatCorner *self = BALIE_CHAT_CORNER (object);

  switch ((BalieChatCornerProperty)property_id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;

    case PROP_PANEL:
      g_value_set_object (value, self->panel);
      break;

    case PROP_BUTTON:
      g_value_set_object (value, self->button);
      break;

    case PROP_OPEN:
      g_value_set_boolean (value, self->open);
      break;

    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;

    case PROP_MODE:
      g_value_set_enum (value, self->mode);
      break;

    case PROP_INSET:
      g_value_set_int (value, self->inset);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_chat_corner_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  BalieChatCorner *self = BALIE_CHAT_CORNER (object);

  switch ((BalieChatCornerProperty)property_id)
    {
    case PROP_CONTENT:
      balie_chat_corner_set_content (self, g_value_get_object (value));
      break;

    case PROP_PANEL:
      balie_chat_corner_set_panel (self, g_value_get_object (value));
      break;

    case PROP_BUTTON:
      balie_chat_corner_set_button (self, g_value_get_object (value));
      break;

    case PROP_OPEN:
      balie_chat_corner_set_open (self, g_value_get_boolean (value));
      break;

    case PROP_AVAILABLE:
      balie_chat_corner_set_available (self, g_value_get_boolean (value));
      break;

    case PROP_MODE:
    case PROP_INSET:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_chat_corner_class_init (BalieChatCornerClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = balie_chat_corner_dispose;
  object_class->get_property = balie_chat_corner_get_property;
  object_class->set_property = balie_chat_corner_set_property;

  widget_class->measure = balie_chat_corner_measure;
  widget_class->size_allocate = balie_chat_corner_size_allocate;
  widget_class->get_request_mode = balie_chat_corner_get_request_mode;

  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_PANEL] = g_param_spec_object ("panel", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_BUTTON] = g_param_spec_object ("button", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE, flags);
  properties[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, TRUE, flags);
  properties[PROP_MODE] = g_param_spec_enum ("mode", NULL, NULL, BALIE_TYPE_LAYOUT_MODE, BALIE_LAYOUT_WIDE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSET] = g_param_spec_int ("inset", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "chat-corner");
}

static void
balie_chat_corner_init (BalieChatCorner *self)
{
  self->mode = BALIE_LAYOUT_WIDE;
  self->available = TRUE;
}

GtkWidget *
balie_chat_corner_new (void)
{
  return g_object_new (BALIE_TYPE_CHAT_CORNER, NULL);
}

void
balie_chat_corner_set_content (BalieChatCorner *self,
                               GtkWidget       *content)
{
  g_return_if_fail (BALIE_IS_CHAT_CORNER (self));
  g_return_if_fail (content == NULL || GTK_IS_WIDGET (content));

  set_child (self, &self->content, content, PROP_CONTENT);
}

void
balie_chat_corner_set_panel (BalieChatCorner *self,
                             GtkWidget       *panel)
{
  g_return_if_fail (BALIE_IS_CHAT_CORNER (self));
  g_return_if_fail (panel == NULL || GTK_IS_WIDGET (panel));

  set_child (self, &self->panel, panel, PROP_PANEL);
}

void
balie_chat_corner_set_button (BalieChatCorner *self,
                              GtkWidget       *button)
{
  g_return_if_fail (BALIE_IS_CHAT_CORNER (self));
  g_return_if_fail (button == NULL || GTK_IS_WIDGET (button));

  set_child (self, &self->button, button, PROP_BUTTON);
}

gboolean
balie_chat_corner_get_open (BalieChatCorner *self)
{
  g_return_val_if_fail (BALIE_IS_CHAT_CORNER (self), FALSE);

  return self->open;
}

void
balie_chat_corner_set_open (BalieChatCorner *self,
                            gboolean         open)
{
  g_return_if_fail (BALIE_IS_CHAT_CORNER (self));

  open = open != FALSE;
  if (self->open == open)
    return;

  self->open = open;
  update_children (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

void
balie_chat_corner_set_available (BalieChatCorner *self,
                                 gboolean         available)
{
  g_return_if_fail (BALIE_IS_CHAT_CORNER (self));

  available = available != FALSE;
  if (self->available == available)
    return;

  self->available = available;
  update_children (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
}

BalieLayoutMode
balie_chat_corner_get_mode (BalieChatCorner *self)
{
  g_return_val_if_fail (BALIE_IS_CHAT_CORNER (self), BALIE_LAYOUT_WIDE);

  return self->mode;
}
