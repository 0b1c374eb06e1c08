/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows a picture with what is to be done to it, and lets people do it: by pointer and by keyboard. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-picture-canvas.h"

#include "balie-picture-grip.h"
#include "balie-picture-marks.h"

#include <glib/gi18n.h>
#include <math.h>

#define MARGIN 14
#define MINIMUM 160

/* Pixels of the screen: how near to an edge it is taken there, and what is a click and no pull. */
#define REACH 9.0
#define CLICK 4

/* Pixels of the picture. */
#define STEP 10

struct _BaliePictureCanvas
{
  GtkWidget parent_instance;

  /* Owned */
  GdkPaintable *picture;

  /* Borrowed */
  BaliePictureEdit *edit;

  BaliePictureTool tool;
  int              chosen;

  /* While something is pulled. */
  BaliePictureGrip grip;
  BaliePictureRect start;
  gboolean         is_new;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BaliePictureCanvas, balie_picture_canvas, GTK_TYPE_WIDGET)

static BaliePictureZoom
get_zoom (BaliePictureCanvas *self)
{
  return balie_picture_zoom_fit (self->edit, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)), MARGIN);
}

/* A screen reader hears what is chosen, and where it is. */
static void
describe (BaliePictureCanvas *self)
{
  BaliePictureRect rect = balie_picture_edit_get_rect (self->edit, self->chosen);
  g_autofree char *text = NULL;

  if (self->chosen == BALIE_PICTURE_CROP)
    /* Translators: width, height, and the place of its upper left corner, in pixels */
    text = g_strdup_printf (_ ("What stays of the picture: %d by %d pixels, at %d, %d"), rect.width, rect.height, rect.x, rect.y);
  else
    /* Translators: number of the box, how many there are, width, height, and the place of its upper left corner, in pixels */
    text = g_strdup_printf (_ ("Box %d of %d: %d by %d pixels, at %d, %d"), self->chosen + 1, balie_picture_edit_get_n_boxes (self->edit),
                            rect.width, rect.height, rect.x, rect.y);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
emit_changed (BaliePictureCanvas *self)
{
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
choose (BaliePictureCanvas *self,
        int                 index)
{
  self->chosen = index;
  emit_changed (self);
}

static gboolean
is_whole (BaliePictureCanvas    *self,
          const BaliePictureRect rect)
{
  return rect.width == balie_picture_edit_get_width (self->edit) && rect.height == balie_picture_edit_get_height (self->edit);
}

/* What a pull that begins at a place would take hold of; NONE draws something new. */
static BaliePictureGrip
find_grip (BaliePictureCanvas *self,
           double              x,
           double              y,
           int                *index)
{
  BaliePictureZoom zoom = get_zoom (self);
  double           reach = REACH / zoom.scale;
  double           picture_x = (x - zoom.x) / zoom.scale;
  double           picture_y = (y - zoom.y) / zoom.scale;
  BaliePictureGrip grip;

  *index = BALIE_PICTURE_CROP;
  if (self->tool == BALIE_PICTURE_TOOL_COVER)
    {
      *index = self->chosen;
      if (*index != BALIE_PICTURE_CROP)
        {
          grip = balie_picture_grip_find (balie_picture_edit_get_rect (self->edit, *index), picture_x, picture_y, reach);
          if (grip != BALIE_PICTURE_GRIP_NONE)
            return grip;
        }

      *index = balie_picture_edit_find_box (self->edit, (int)floor (picture_x), (int)floor (picture_y));
      if (*index == BALIE_PICTURE_CROP)
        return BALIE_PICTURE_GRIP_NONE;
    }

  grip = balie_picture_grip_find (balie_picture_edit_get_rect (self->edit, *index), picture_x, picture_y, reach);

  /* Of a picture of which all stays there is nothing to be moved. */
  if (*index == BALIE_PICTURE_CROP && grip == BALIE_PICTURE_GRIP_INSIDE && is_whole (self, balie_picture_edit_get_rect (self->edit, *index)))
    return BALIE_PICTURE_GRIP_NONE;

  return grip;
}

static void
begin_new (BaliePictureCanvas *self,
           double              x,
           double              y)
{
  BaliePictureZoom zoom = get_zoom (self);
  BaliePictureRect rect = {(int)floor ((x - zoom.x) / zoom.scale), (int)floor ((y - zoom.y) / zoom.scale), 1, 1};

  rect.x = CLAMP (rect.x, 0, balie_picture_edit_get_width (self->edit) - 1);
  rect.y = CLAMP (rect.y, 0, balie_picture_edit_get_height (self->edit) - 1);
  self->start = rect;
  self->grip = BALIE_PICTURE_GRIP_RIGHT | BALIE_PICTURE_GRIP_BOTTOM;
  self->is_new = TRUE;
}

static void
drag_begin_cb (BaliePictureCanvas *self,
               double              x,
               double              y)
{
  int index;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->grip = find_grip (self, x, y, &index);
  self->is_new = FALSE;
  balie_picture_edit_begin_step (self->edit);

  if (self->grip == BALIE_PICTURE_GRIP_NONE)
    begin_new (self, x, y);
  else
    self->start = balie_picture_edit_get_rect (self->edit, index);
  choose (self, index);
}

static void
drag_update_cb (BaliePictureCanvas *self,
                double              offset_x,
                double              offset_y)
{
  BaliePictureZoom zoom = get_zoom (self);
  int              dx = (int)round (offset_x / zoom.scale);
  int              dy = (int)round (offset_y / zoom.scale);
  BaliePictureRect rect;

  if (self->is_new && MAX (fabs (offset_x), fabs (offset_y)) < CLICK)
    return;

  rect = balie_picture_grip_pull (self->start, self->grip, dx, dy);
  if (self->grip == BALIE_PICTURE_GRIP_INSIDE)
    {
      rect.x = CLAMP (rect.x, 0, balie_picture_edit_get_width (self->edit) - rect.width);
      rect.y = CLAMP (rect.y, 0, balie_picture_edit_get_height (self->edit) - rect.height);
    }

  if (self->is_new && self->tool == BALIE_PICTURE_TOOL_COVER && self->chosen == BALIE_PICTURE_CROP)
    self->chosen = balie_picture_edit_add_box (self->edit, rect);
  else
    balie_picture_edit_set_rect (self->edit, self->chosen, rect);
  emit_changed (self);
}

static void
motion_cb (BaliePictureCanvas *self,
           double              x,
           double              y)
{
  int index;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), balie_picture_grip_get_cursor (find_grip (self, x, y, &index)));
}

static void
move_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  BaliePictureCanvas *self = BALIE_PICTURE_CANVAS (widget);
  int                 dx;
  int                 dy;

  g_variant_get (parameter, "(ii)", &dx, &dy);
  balie_picture_edit_begin_step (self->edit);
  if (g_str_equal (action_name, "canvas.move"))
    balie_picture_edit_move (self->edit, self->chosen, dx, dy);
  else
    balie_picture_edit_resize (self->edit, self->chosen, dx, dy);
  emit_changed (self);
}

/* Through all boxes, and past the last one the part that stays. */
static void
choose_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  BaliePictureCanvas *self = BALIE_PICTURE_CANVAS (widget);
  int                 n_choices = balie_picture_edit_get_n_boxes (self->edit) + 1;
  int                 place = self->chosen - BALIE_PICTURE_CROP;

  place = (place + g_variant_get_int32 (parameter) + n_choices) % n_choices;
  choose (self, place + BALIE_PICTURE_CROP);
}

static void
balie_picture_canvas_measure (GtkWidget     *widget,
                              GtkOrientation orientation,
                              int            for_size,
                              int           *minimum,
                              int           *natural,
                              int           *minimum_baseline,
                              int           *natural_baseline)
{
  BaliePictureCanvas *self = BALIE_PICTURE_CANVAS (widget);
  int                 size = MINIMUM;

  if (self->edit != NULL)
    size = orientation == GTK_ORIENTATION_HORIZONTAL ? balie_picture_edit_get_width (self->edit) : balie_picture_edit_get_height (self->edit);

  *minimum = MINIMUM;
  *natural = MAX (size + 2 * MARGIN, MINIMUM);
}

static void
balie_picture_canvas_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  BaliePictureCanvas *self = BALIE_PICTURE_CANVAS (widget);
  BaliePictureZoom    zoom;

  if (self->picture == NULL)
    return;

  zoom = get_zoom (self);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)zoom.x, (float)zoom.y));
  gdk_paintable_snapshot (self->picture, snapshot, balie_picture_edit_get_width (self->edit) * zoom.scale,
                          balie_picture_edit_get_height (self->edit) * zoom.scale);
  gtk_snapshot_restore (snapshot);
  balie_picture_marks_snapshot (self->edit, self->chosen, &zoom, snapshot);
}

static void
balie_picture_canvas_dispose (GObject *object)
{
  BaliePictureCanvas *self = BALIE_PICTURE_CANVAS (object);

  g_clear_object (&self->picture);

  G_OBJECT_CLASS (balie_picture_canvas_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    guint keypad_key;
    int   x;
    int   y;
  } keys[] = {
    {GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0},
    {GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0},
    {GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1},
    {GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1},
  };

  for (gsize i = 0; i < 4 * G_N_ELEMENTS (keys); i++)
    {
      GdkModifierType modifiers = ((i & 1) != 0 ? GDK_SHIFT_MASK : 0) | ((i & 2) != 0 ? GDK_CONTROL_MASK : 0);
      const char     *action = (i & 1) != 0 ? "canvas.resize" : "canvas.move";
      int             step = (i & 2) != 0 ? 1 : STEP;
      gsize           key = i / 4;

      gtk_widget_class_add_binding_action (widget_class, keys[key].key, modifiers, action, "(ii)", keys[key].x * step, keys[key].y * step);
      gtk_widget_class_add_binding_action (widget_class, keys[key].keypad_key, modifiers, action, "(ii)", keys[key].x * step, keys[key].y * step);
    }

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, 0, "canvas.choose", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, 0, "canvas.choose", "i", -1);
}

static void
balie_picture_canvas_class_init (BaliePictureCanvasClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_picture_canvas_dispose;
  widget_class->measure = balie_picture_canvas_measure;
  widget_class->snapshot = balie_picture_canvas_snapshot;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "picturecanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_install_action (widget_class, "canvas.move", "(ii)", move_action);
  gtk_widget_class_install_action (widget_class, "canvas.resize", "(ii)", move_action);
  gtk_widget_class_install_action (widget_class, "canvas.choose", "i", choose_action);
  add_keys (widget_class);
}

static void
balie_picture_canvas_init (BaliePictureCanvas *self)
{
  GtkGesture         *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->chosen = BALIE_PICTURE_CROP;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

void
balie_picture_canvas_set_picture (BaliePictureCanvas *self,
                                  GdkPaintable       *picture,
                                  BaliePictureEdit   *edit)
{
  g_return_if_fail (BALIE_IS_PICTURE_CANVAS (self));
  g_return_if_fail (GDK_IS_PAINTABLE (picture));
  g_return_if_fail (edit != NULL);

  g_set_object (&self->picture, picture);
  self->edit = edit;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  choose (self, BALIE_PICTURE_CROP);
}

int
balie_picture_canvas_get_chosen (BaliePictureCanvas *self)
{
  g_return_val_if_fail (BALIE_IS_PICTURE_CANVAS (self), BALIE_PICTURE_CROP);

  return self->chosen;
}

BaliePictureTool
balie_picture_canvas_get_tool (BaliePictureCanvas *self)
{
  g_return_val_if_fail (BALIE_IS_PICTURE_CANVAS (self), BALIE_PICTURE_TOOL_CROP);

  return self->tool;
}

void
balie_picture_canvas_set_tool (BaliePictureCanvas *self,
                               BaliePictureTool    tool)
{
  g_return_if_fail (BALIE_IS_PICTURE_CANVAS (self));

  self->tool = tool;
  choose (self, tool == BALIE_PICTURE_TOOL_CROP ? BALIE_PICTURE_CROP : balie_picture_edit_get_n_boxes (self->edit) - 1);
}

void
balie_picture_canvas_add_box (BaliePictureCanvas *self)
{
  BaliePictureRect crop;

  g_return_if_fail (BALIE_IS_PICTURE_CANVAS (self));

  crop = balie_picture_edit_get_rect (self->edit, BALIE_PICTURE_CROP);
  balie_picture_edit_begin_step (self->edit);
  choose (self, balie_picture_edit_add_box (self->edit, (BaliePictureRect){crop.x + crop.width / 3, crop.y + crop.height / 3,
                                                                           MAX (crop.width / 3, 1), MAX (crop.height / 3, 1)}));
}

void
balie_picture_canvas_remove_box (BaliePictureCanvas *self)
{
  g_return_if_fail (BALIE_IS_PICTURE_CANVAS (self));

  if (self->chosen == BALIE_PICTURE_CROP)
    return;

  balie_picture_edit_begin_step (self->edit);
  balie_picture_edit_remove_box (self->edit, self->chosen);
  choose (self, MIN (self->chosen, balie_picture_edit_get_n_boxes (self->edit) - 1));
}

void
balie_picture_canvas_undo (BaliePictureCanvas *self)
{
  g_return_if_fail (BALIE_IS_PICTURE_CANVAS (self));

  if (balie_picture_edit_undo (self->edit))
    choose (self, MIN (self->chosen, balie_picture_edit_get_n_boxes (self->edit) - 1));
}
