/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Servicedesk menu: all ways to reach the desk, and whether it is open. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-desk-menu.h"

#include "balie-menu-item.h"

#include <glib/gi18n.h>

/* Between the menu and the edge of the window, where the window is hardly wider. */
#define MARGIN 4

#define MINIMUM_WIDTH 338

struct _BalieDeskMenu
{
  GtkPopover parent_instance;

  int maximum_width;

  /* Template */
  GtkWidget     *items;
  BalieMenuItem *chat_item;
  BalieMenuItem *question_item;
};

G_DEFINE_FINAL_TYPE (BalieDeskMenu, balie_desk_menu, GTK_TYPE_POPOVER)

/* A popover measures its height without regard to its width, so that lines that wrap would get no room. */
static void
make_room (BalieDeskMenu *self,
           int            width)
{
  int height;

  gtk_widget_measure (self->items, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  gtk_widget_set_size_request (self->items, MINIMUM_WIDTH, height);
}

static int
measure_width (GtkWidget *widget)
{
  int width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

/* The menu ends where its button ends; in a narrow window it would begin before the window does. */
static void
stay_in_window (BalieDeskMenu *self)
{
  GtkWidget      *button = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget      *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean        rtl = gtk_widget_get_direction (button) == GTK_TEXT_DIR_RTL;
  int             with_shadow;
  int             without_shadow;
  int             items_width;
  int             width;
  int             room;
  int             missing;
  graphene_rect_t bounds;

  if (window == NULL || !gtk_widget_compute_bounds (button, window, &bounds))
    return;

  self->maximum_width = G_MAXINT;
  gtk_widget_set_size_request (self->items, MINIMUM_WIDTH, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  with_shadow = measure_width (GTK_WIDGET (self));
  without_shadow = measure_width (gtk_widget_get_parent (self->items));
  items_width = measure_width (self->items);
  width = MIN (without_shadow, gtk_widget_get_width (window) - 2 * MARGIN);

  self->maximum_width = width + with_shadow - without_shadow;
  make_room (self, width - (without_shadow - items_width));

  room = (int)(rtl ? gtk_widget_get_width (window) - bounds.origin.x : bounds.origin.x + bounds.size.width) - MARGIN;
  missing = MAX (width - room, 0);
  gtk_popover_set_offset (GTK_POPOVER (self), rtl ? -missing : missing, MARGIN);
}

static void
balie_desk_menu_show (GtkWidget *widget)
{
  stay_in_window (BALIE_DESK_MENU (widget));

  GTK_WIDGET_CLASS (balie_desk_menu_parent_class)->show (widget);
}

static void
balie_desk_menu_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  BalieDeskMenu *self = BALIE_DESK_MENU (widget);

  GTK_WIDGET_CLASS (balie_desk_menu_parent_class)->measure (widget, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, MIN (*natural, self->maximum_width));
}

static void
balie_desk_menu_class_init (BalieDeskMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BALIE_TYPE_MENU_ITEM);

  widget_class->show = balie_desk_menu_show;
  widget_class->measure = balie_desk_menu_measure;

  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-desk-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieDeskMenu, items);
  gtk_widget_class_bind_template_child (widget_class, BalieDeskMenu, chat_item);
  gtk_widget_class_bind_template_child (widget_class, BalieDeskMenu, question_item);
}

static void
balie_desk_menu_init (BalieDeskMenu *self)
{
  self->maximum_width = G_MAXINT;

  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
balie_desk_menu_new (void)
{
  return g_object_new (BALIE_TYPE_DESK_MENU, NULL);
}

void
balie_desk_menu_set_opening (BalieDeskMenu *self,
                             const char    *opening)
{
  g_return_if_fail (BALIE_IS_DESK_MENU (self));

  balie_menu_item_set_subtitle (self->chat_item, opening);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    stay_in_window (self);
}

void
balie_desk_menu_set_answers_by_email (BalieDeskMenu *self,
                                      gboolean       answers_by_email)
{
  g_return_if_fail (BALIE_IS_DESK_MENU (self));

  balie_menu_item_set_subtitle (self->question_item,
                                answers_by_email ? _ ("We answer in your request and by e-mail") : _ ("We answer in your request"));
}
