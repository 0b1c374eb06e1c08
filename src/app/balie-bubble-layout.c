/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out a message and what stands below it, at one side of the chat.
 *
 * Aligned widgets would do the same, but GTK looks for the least width at which an aligned label keeps its height, and
 * breaks its lines ten times over for that, for each of the two hundred rows of a list. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-bubble-layout.h"

/* How far children stay from the other side, in pixels. */
#define MARGIN 58

struct _BalieBubbleLayout
{
  GtkLayoutManager parent_instance;

  gboolean at_end;
};

G_DEFINE_FINAL_TYPE (BalieBubbleLayout, balie_bubble_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
balie_bubble_layout_get_request_mode (GtkLayoutManager *manager,
                                      GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
get_child_width (GtkWidget *child,
                 int        width)
{
  int minimum;
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);

  return CLAMP (width - MARGIN, minimum, natural);
}

static int
get_child_height (GtkWidget *child,
                  int        child_width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &natural, NULL, NULL);

  return natural;
}

static void
measure_width (GtkWidget *widget,
               int       *minimum,
               int       *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;
      int child_natural;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum + MARGIN);
      *natural = MAX (*natural, child_natural + MARGIN);
    }
}

static void
measure_height (GtkWidget *widget,
                int        width,
                int       *height)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      *height += get_child_height (child, width >= 0 ? get_child_width (child, width) : -1);
}

static void
balie_bubble_layout_measure (GtkLayoutManager *manager,
                             GtkWidget        *widget,
                             GtkOrientation    orientation,
                             int               for_size,
                             int              *minimum,
                             int              *natural,
                             int              *minimum_baseline,
                             int              *natural_baseline)
{
  *minimum = 0;
  *natural = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (widget, minimum, natural);
      return;
    }

  measure_height (widget, for_size, natural);
  *minimum = *natural;
}

static void
balie_bubble_layout_allocate (GtkLayoutManager *manager,
                              GtkWidget        *widget,
                              int               width,
                              int               height,
                              int               baseline)
{
  BalieBubbleLayout *self = BALIE_BUBBLE_LAYOUT (manager);
  gboolean           right = self->at_end == (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_LTR);
  int                y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_width;
      int child_height;

      if (!gtk_widget_should_layout (child))
        continue;

      child_width = get_child_width (child, width);
      child_height = get_child_height (child, child_width);
      gtk_widget_size_allocate (child,
                                &(GtkAllocation){
                                  .x = right ? width - child_width : 0,
                                  .y = y,
                                  .width = child_width,
                                  .height = child_height,
                                },
                                -1);
      y += child_height;
    }
}

static void
balie_bubble_layout_class_init (BalieBubbleLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = balie_bubble_layout_get_request_mode;
  manager_class->measure = balie_bubble_layout_measure;
  manager_class->allocate = balie_bubble_layout_allocate;
}

static void
balie_bubble_layout_init (BalieBubbleLayout *self)
{
}

GtkLayoutManager *
balie_bubble_layout_new (void)
{
  return g_object_new (BALIE_TYPE_BUBBLE_LAYOUT, NULL);
}

void
balie_bubble_layout_set_at_end (BalieBubbleLayout *self,
                                gboolean           at_end)
{
  g_return_if_fail (BALIE_IS_BUBBLE_LAYOUT (self));

  if (self->at_end == at_end)
    return;

  self->at_end = at_end;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}
