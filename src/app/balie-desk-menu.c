/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Servicedesk menu: all ways to reach the desk, and whether it is open. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-desk-menu.h"

#include "balie-menu-item.h"

#include <glib/gi18n.h>

/* Between the menu and the edge of the window, where the window is hardly wider. */
#define MARGIN 4

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

static int
measure_width (GtkWidget *widget)
{
  int width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

/* As wide as it would like to be, with its shadow. One that is not shown yet says nothing when it is asked itself. */
static int
measure_popover (BalieDeskMenu *self)
{
  int minimum;
  int natural;

  GTK_WIDGET_CLASS (balie_desk_menu_parent_class)->measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, &(int){0}, &(int){0});
  return natural;
}

/* The menu ends where its button ends; in a narrow window it would begin before the window does. */
static void
stay_in_window (BalieDeskMenu *self)
{
  GtkWidget      *button = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget      *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean        rtl = gtk_widget_get_direction (button) == GTK_TEXT_DIR_RTL;
  int             width;
  int             shadow;
  int             room;
  int             missing;
  graphene_rect_t bounds;

  if (window == NULL || !gtk_widget_compute_bounds (button, window, &bounds))
    return;

  width = measure_popover (self);
  shadow = width - measure_width (gtk_widget_get_parent (self->items));
  self->maximum_width = gtk_widget_get_width (window) - 2 * MARGIN + shadow;
  gtk_widget_queue_resize (GTK_WIDGET (self));

  room = (int)(rtl ? gtk_widget_get_width (window) - bounds.origin.x : bounds.origin.x + bounds.size.width) - MARGIN;
  missing = MAX (MIN (width, self->maximum_width) - shadow - room, 0);
  /* Some versions of GTK take start and end for left and right here; written from left to right, all agree. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_widget_set_halign (GTK_WIDGET (self), rtl ? GTK_ALIGN_START : GTK_ALIGN_END);
  gtk_popover_set_offset (GTK_POPOVER (self), rtl ? -missing : missing, MARGIN);
}

static void
balie_desk_menu_show (GtkWidget *widget)
{
  stay_in_window (BALIE_DESK_MENU (widget));

  GTK_WIDGET_CLASS (balie_desk_menu_parent_class)->show (widget);
}

/* How much more height the entries need in the width that they get than a popover, which measures its height without regard
 * to its width, gives them. */
static int
measure_wrapped (BalieDeskMenu *self)
{
  int width = measure_popover (self);
  int frame = width - measure_width (self->items);
  int flat;
  int wrapped;

  gtk_widget_measure (self->items, GTK_ORIENTATION_VERTICAL, -1, NULL, &flat, NULL, NULL);
  gtk_widget_measure (self->items, GTK_ORIENTATION_VERTICAL, MIN (width, self->maximum_width) - frame, NULL, &wrapped, NULL, NULL);

  return MAX (wrapped - flat, 0);
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
    {
      *natural = MAX (*minimum, MIN (*natural, self->maximum_width));
    }
  else
    {
      int wrapped = measure_wrapped (self);

      *minimum += wrapped;
      *natural += wrapped;
    }
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
}

void
balie_desk_menu_set_answers_by_email (BalieDeskMenu *self,
                                      gboolean       answers_by_email)
{
  g_return_if_fail (BALIE_IS_DESK_MENU (self));

  balie_menu_item_set_subtitle (self->question_item,
                                answers_by_email ? _ ("We answer in your request and by e-mail") : _ ("We answer in your request"));
}
