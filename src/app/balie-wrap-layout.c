/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two things at the ends of a line, or below each other where the line is too short. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-wrap-layout.h"

#define COLUMN_SPACING 8
#define ROW_SPACING 6

struct _BalieWrapLayout
{
  GtkLayoutManager parent_instance;
};

/* The two children, those that are shown; the second is NULL when only one is. */
typedef struct
{
  GtkWidget *start;
  GtkWidget *end;
} Pair;

G_DEFINE_FINAL_TYPE (BalieWrapLayout, balie_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static Pair
get_pair (GtkWidget *widget)
{
  GtkWidget *start = gtk_widget_get_first_child (widget);
  GtkWidget *end = start != NULL ? gtk_widget_get_next_sibling (start) : NULL;

  return (Pair){
    .start = start != NULL && gtk_widget_should_layout (start) ? start : NULL,
    .end = end != NULL && gtk_widget_should_layout (end) ? end : NULL,
  };
}

static void
get_width (GtkWidget *child,
           int       *minimum,
           int       *natural)
{
  *minimum = 0;
  *natural = 0;
  if (child != NULL)
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL, NULL);
}

static int
get_height (GtkWidget *child,
            int        width)
{
  int height = 0;

  if (child != NULL)
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);

  return height;
}

static int
get_child_width (GtkWidget *child,
                 int        available)
{
  int minimum;
  int natural;

  get_width (child, &minimum, &natural);
  return MAX (minimum, MIN (natural, available));
}

static int
get_line_width (const Pair *pair)
{
  int start;
  int end;

  get_width (pair->start, &(int){0}, &start);
  get_width (pair->end, &(int){0}, &end);

  return start + end + (pair->start != NULL && pair->end != NULL ? COLUMN_SPACING : 0);
}

static GtkSizeRequestMode
balie_wrap_layout_get_request_mode (GtkLayoutManager *manager,
                                    GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
balie_wrap_layout_measure (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline,
                           int              *natural_baseline)
{
  Pair pair = get_pair (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int start;
      int end;

      get_width (pair.start, &start, &(int){0});
      get_width (pair.end, &end, &(int){0});
      *minimum = MAX (start, end);
      *natural = get_line_width (&pair);
      return;
    }

  if (for_size < 0 || pair.start == NULL || pair.end == NULL || get_line_width (&pair) <= for_size)
    *natural = MAX (get_height (pair.start, -1), get_height (pair.end, -1));
  else
    *natural = get_height (pair.start, get_child_width (pair.start, for_size)) + ROW_SPACING +
               get_height (pair.end, get_child_width (pair.end, for_size));
  *minimum = *natural;
}

static void
allocate_child (GtkWidget *child,
                int        width,
                gboolean   right,
                int        y,
                int        height)
{
  int child_width = get_child_width (child, width);

  gtk_widget_size_allocate (child,
                            &(GtkAllocation){
                              .x = right ? width - child_width : 0,
                              .y = y,
                              .width = child_width,
                              .height = height,
                            },
                            -1);
}

static void
balie_wrap_layout_allocate (GtkLayoutManager *manager,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline)
{
  Pair     pair = get_pair (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean on_one_line = pair.start == NULL || pair.end == NULL || get_line_width (&pair) <= width;
  int      first_height = on_one_line ? height : get_height (pair.start, get_child_width (pair.start, width));
  int      second_y = on_one_line ? 0 : first_height + ROW_SPACING;

  if (pair.start != NULL)
    allocate_child (pair.start, width, rtl, 0, first_height);
  if (pair.end != NULL)
    allocate_child (pair.end, width, !rtl, second_y, height - second_y);
}

static void
balie_wrap_layout_class_init (BalieWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = balie_wrap_layout_get_request_mode;
  manager_class->measure = balie_wrap_layout_measure;
  manager_class->allocate = balie_wrap_layout_allocate;
}

static void
balie_wrap_layout_init (BalieWrapLayout *self)
{
}
