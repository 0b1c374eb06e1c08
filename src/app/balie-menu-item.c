/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An entry of a menu that explains itself: icon, title and a line below it. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-menu-item.h"

struct _BalieMenuItem
{
  GtkButton parent_instance;

  /* Template */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *subtitle;
};

typedef enum {
  PROP_ICON_NAME = 1,
  PROP_TITLE,
  PROP_SUBTITLE,
} BalieMenuItemProperty;

static GParamSpec *properties[PROP_SUBTITLE + 1];

G_DEFINE_FINAL_TYPE (BalieMenuItem, balie_menu_item, GTK_TYPE_BUTTON)

static void
balie_menu_item_clicked (GtkButton *button)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
balie_menu_item_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BalieMenuItem *self = BALIE_MENU_ITEM (object);

  switch ((BalieMenuItemProperty)property_id)
    {
    case PROP_ICON_NAME:
      g_value_set_string (value, gtk_image_get_icon_name (self->icon));
      break;

    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->title));
      break;

    case PROP_SUBTITLE:
      g_value_set_string (value, gtk_label_get_label (self->subtitle));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_menu_item_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  BalieMenuItem *self = BALIE_MENU_ITEM (object);

  switch ((BalieMenuItemProperty)property_id)
    {
    case PROP_ICON_NAME:
      gtk_image_set_from_icon_name (self->icon, g_value_get_string (value));
      break;

    case PROP_TITLE:
      gtk_label_set_label (self->title, g_value_get_string (value));
      break;

    case PROP_SUBTITLE:
      balie_menu_item_set_subtitle (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_menu_item_class_init (BalieMenuItemClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkButtonClass *button_class = GTK_BUTTON_CLASS (klass);
  GParamFlags     flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = balie_menu_item_get_property;
  object_class->set_property = balie_menu_item_set_property;
  button_class->clicked = balie_menu_item_clicked;

  properties[PROP_ICON_NAME] = g_param_spec_string ("item-icon", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-menu-item.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieMenuItem, icon);
  gtk_widget_class_bind_template_child (widget_class, BalieMenuItem, title);
  gtk_widget_class_bind_template_child (widget_class, BalieMenuItem, subtitle);
}

static void
balie_menu_item_init (BalieMenuItem *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->title, NULL,
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->subtitle, NULL,
                                  -1);

  /* A button is as sensitive as its action is enabled. */
  g_object_bind_property (self, "sensitive", self, "visible", G_BINDING_SYNC_CREATE);
}

void
balie_menu_item_set_subtitle (BalieMenuItem *self,
                              const char    *subtitle)
{
  g_return_if_fail (BALIE_IS_MENU_ITEM (self));

  gtk_label_set_label (self->subtitle, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), subtitle != NULL && *subtitle != '\0');
}
