/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be done to a picture: which part of it stays, and which parts are covered. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-picture-edit.h"

#include <string.h>

#define RGB 3
#define MAX_STEPS 200

typedef struct
{
  BaliePictureRect crop;
  GArray          *boxes; /* of BaliePictureRect */
} State;

struct _BaliePictureEdit
{
  State  now;
  GQueue steps; /* of State: before each step, the last one first */
  int    width;
  int    height;
};

static State *
state_copy (const State *state)
{
  State *copy = g_new0 (State, 1);

  copy->crop = state->crop;
  copy->boxes = g_array_copy (state->boxes);

  return copy;
}

static void
state_free (State *state)
{
  g_array_unref (state->boxes);
  g_free (state);
}

static gboolean
state_equal (const State *a,
             const State *b)
{
  return memcmp (&a->crop, &b->crop, sizeof a->crop) == 0 && a->boxes->len == b->boxes->len &&
         (a->boxes->len == 0 || memcmp (a->boxes->data, b->boxes->data, a->boxes->len * sizeof (BaliePictureRect)) == 0);
}

BaliePictureEdit *
balie_picture_edit_new (int width,
                        int height)
{
  BaliePictureEdit *self;

  g_return_val_if_fail (width > 0 && height > 0, NULL);

  self = g_new0 (BaliePictureEdit, 1);
  self->width = width;
  self->height = height;
  self->now.crop = (BaliePictureRect){0, 0, width, height};
  self->now.boxes = g_array_new (FALSE, FALSE, sizeof (BaliePictureRect));
  g_queue_init (&self->steps);

  return self;
}

void
balie_picture_edit_free (BaliePictureEdit *self)
{
  g_queue_clear_full (&self->steps, (GDestroyNotify)state_free);
  g_array_unref (self->now.boxes);
  g_free (self);
}

int
balie_picture_edit_get_width (const BaliePictureEdit *self)
{
  return self->width;
}

int
balie_picture_edit_get_height (const BaliePictureEdit *self)
{
  return self->height;
}

int
balie_picture_edit_get_n_boxes (const BaliePictureEdit *self)
{
  return (int)self->now.boxes->len;
}

static BaliePictureRect *
get_rect (const BaliePictureEdit *self,
          int                     index)
{
  if (index == BALIE_PICTURE_CROP)
    return (BaliePictureRect *)&self->now.crop;

  g_assert (index >= 0 && (guint)index < self->now.boxes->len);
  return &g_array_index (self->now.boxes, BaliePictureRect, index);
}

BaliePictureRect
balie_picture_edit_get_rect (const BaliePictureEdit *self,
                             int                     index)
{
  return *get_rect (self, index);
}

int
balie_picture_edit_find_box (const BaliePictureEdit *self,
                             int                     x,
                             int                     y)
{
  for (int i = balie_picture_edit_get_n_boxes (self) - 1; i >= 0; i--)
    {
      const BaliePictureRect *box = get_rect (self, i);

      if (x >= box->x && x < box->x + box->width && y >= box->y && y < box->y + box->height)
        return i;
    }

  return BALIE_PICTURE_CROP;
}

void
balie_picture_edit_begin_step (BaliePictureEdit *self)
{
  const State *last = g_queue_peek_head (&self->steps);

  if (last != NULL && state_equal (last, &self->now))
    return;

  g_queue_push_head (&self->steps, state_copy (&self->now));
  if (self->steps.length > MAX_STEPS)
    state_free (g_queue_pop_tail (&self->steps));
}

/* One direction of a rectangle, cut to what there is. */
static void
cut (int *start,
     int *length,
     int  whole)
{
  int end = CLAMP (*start + *length, 1, whole);

  *start = CLAMP (*start, 0, end - 1);
  *length = end - *start;
}

static BaliePictureRect
fit (const BaliePictureEdit *self,
     BaliePictureRect        rect)
{
  cut (&rect.x, &rect.width, self->width);
  cut (&rect.y, &rect.height, self->height);

  return rect;
}

int
balie_picture_edit_add_box (BaliePictureEdit *self,
                            BaliePictureRect  rect)
{
  BaliePictureRect box = fit (self, rect);

  g_array_append_val (self->now.boxes, box);
  return balie_picture_edit_get_n_boxes (self) - 1;
}

void
balie_picture_edit_set_rect (BaliePictureEdit *self,
                             int               index,
                             BaliePictureRect  rect)
{
  *get_rect (self, index) = fit (self, rect);
}

void
balie_picture_edit_move (BaliePictureEdit *self,
                         int               index,
                         int               dx,
                         int               dy)
{
  BaliePictureRect *rect = get_rect (self, index);

  rect->x = CLAMP (rect->x + dx, 0, self->width - rect->width);
  rect->y = CLAMP (rect->y + dy, 0, self->height - rect->height);
}

void
balie_picture_edit_resize (BaliePictureEdit *self,
                           int               index,
                           int               dx,
                           int               dy)
{
  BaliePictureRect *rect = get_rect (self, index);

  rect->width = CLAMP (rect->width + dx, 1, self->width - rect->x);
  rect->height = CLAMP (rect->height + dy, 1, self->height - rect->y);
}

void
balie_picture_edit_remove_box (BaliePictureEdit *self,
                               int               index)
{
  g_return_if_fail (index >= 0 && index < balie_picture_edit_get_n_boxes (self));

  g_array_remove_index (self->now.boxes, (guint)index);
}

gboolean
balie_picture_edit_can_undo (const BaliePictureEdit *self)
{
  const State *last = g_queue_peek_head ((GQueue *)&self->steps);

  return last != NULL && (self->steps.length > 1 || !state_equal (last, &self->now));
}

gboolean
balie_picture_edit_undo (BaliePictureEdit *self)
{
  State *before;

  if (!balie_picture_edit_can_undo (self))
    return FALSE;

  before = g_queue_pop_head (&self->steps);
  if (state_equal (before, &self->now))
    {
      state_free (before);
      before = g_queue_pop_head (&self->steps);
    }

  self->now.crop = before->crop;
  g_array_unref (self->now.boxes);
  self->now.boxes = g_steal_pointer (&before->boxes);
  g_free (before);

  return TRUE;
}

/* Black is zero in every channel. */
static void
cover (const BaliePictureEdit *self,
       const BaliePictureRect *box,
       guint8                 *result)
{
  const BaliePictureRect *crop = &self->now.crop;
  int                     left = MAX (box->x, crop->x) - crop->x;
  int                     right = MIN (box->x + box->width, crop->x + crop->width) - crop->x;
  int                     top = MAX (box->y, crop->y) - crop->y;
  int                     bottom = MIN (box->y + box->height, crop->y + crop->height) - crop->y;

  for (int y = top; y < bottom && left < right; y++)
    memset (result + ((gsize)y * (gsize)crop->width + (gsize)left) * RGB, 0, (gsize)(right - left) * RGB);
}

/* What shines through, as at the corners of a window, is white. */
static void
put_pixel (guint8 *to,
           guint32 pixel)
{
  guint32 missing = 0xff - (pixel >> 24);

  to[0] = (guint8)MIN (((pixel >> 16) & 0xff) + missing, 0xff);
  to[1] = (guint8)MIN (((pixel >> 8) & 0xff) + missing, 0xff);
  to[2] = (guint8)MIN ((pixel & 0xff) + missing, 0xff);
}

GBytes *
balie_picture_edit_apply (const BaliePictureEdit *self,
                          const guint32          *pixels,
                          gsize                   stride)
{
  const BaliePictureRect *crop = &self->now.crop;
  gsize                   size = (gsize)crop->width * (gsize)crop->height * RGB;
  guint8                 *result;
  guint8                 *to;

  g_return_val_if_fail (pixels != NULL, NULL);
  g_return_val_if_fail (stride >= (gsize)self->width, NULL);

  result = to = g_malloc (size);
  for (int y = 0; y < crop->height; y++)
    {
      const guint32 *from = pixels + (gsize)(crop->y + y) * stride + (gsize)crop->x;

      for (int x = 0; x < crop->width; x++, to += RGB)
        put_pixel (to, from[x]);
    }

  for (int i = 0; i < balie_picture_edit_get_n_boxes (self); i++)
    cover (self, get_rect (self, i), result);

  return g_bytes_new_take (result, size);
}
