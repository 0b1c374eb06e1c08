/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a rectangle on a picture is held with the pointer, and what pulling there makes of it. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-picture-grip.h"

static gboolean
is_near (double value,
         int    edge,
         double reach)
{
  return value >= edge - reach && value <= edge + reach;
}

BaliePictureGrip
balie_picture_grip_find (BaliePictureRect rect,
                         double           x,
                         double           y,
                         double           reach)
{
  int              right = rect.x + rect.width;
  int              bottom = rect.y + rect.height;
  BaliePictureGrip grip = BALIE_PICTURE_GRIP_NONE;

  if (x < rect.x - reach || x > right + reach || y < rect.y - reach || y > bottom + reach)
    return BALIE_PICTURE_GRIP_NONE;

  /* In one that is smaller than the reach, the far edges win: it can then be made larger. */
  if (is_near (x, right, reach))
    grip |= BALIE_PICTURE_GRIP_RIGHT;
  else if (is_near (x, rect.x, reach))
    grip |= BALIE_PICTURE_GRIP_LEFT;
  if (is_near (y, bottom, reach))
    grip |= BALIE_PICTURE_GRIP_BOTTOM;
  else if (is_near (y, rect.y, reach))
    grip |= BALIE_PICTURE_GRIP_TOP;

  return grip != BALIE_PICTURE_GRIP_NONE ? grip : BALIE_PICTURE_GRIP_INSIDE;
}

/* One direction: an edge that passed the other one changes its role. */
static void
turn (int *start,
      int *length)
{
  if (*length >= 0)
    return;

  *start += *length;
  *length = -*length;
}

BaliePictureRect
balie_picture_grip_pull (BaliePictureRect rect,
                         BaliePictureGrip grip,
                         int              dx,
                         int              dy)
{
  if ((grip & (BALIE_PICTURE_GRIP_LEFT | BALIE_PICTURE_GRIP_INSIDE)) != 0)
    rect.x += dx;
  if ((grip & BALIE_PICTURE_GRIP_LEFT) != 0)
    rect.width -= dx;
  if ((grip & BALIE_PICTURE_GRIP_RIGHT) != 0)
    rect.width += dx;

  if ((grip & (BALIE_PICTURE_GRIP_TOP | BALIE_PICTURE_GRIP_INSIDE)) != 0)
    rect.y += dy;
  if ((grip & BALIE_PICTURE_GRIP_TOP) != 0)
    rect.height -= dy;
  if ((grip & BALIE_PICTURE_GRIP_BOTTOM) != 0)
    rect.height += dy;

  turn (&rect.x, &rect.width);
  turn (&rect.y, &rect.height);

  return rect;
}

const char *
balie_picture_grip_get_cursor (BaliePictureGrip grip)
{
  static const char *const vertical[] = {"n-resize", "s-resize"};
  static const char *const horizontal[] = {"w-resize", "e-resize"};
  static const char *const corners[2][2] = {{"nw-resize", "ne-resize"}, {"sw-resize", "se-resize"}};
  gboolean                 right = (grip & BALIE_PICTURE_GRIP_RIGHT) != 0;
  gboolean                 bottom = (grip & BALIE_PICTURE_GRIP_BOTTOM) != 0;
  gboolean                 beside = right || (grip & BALIE_PICTURE_GRIP_LEFT) != 0;
  gboolean                 above = bottom || (grip & BALIE_PICTURE_GRIP_TOP) != 0;

  if (beside && above)
    return corners[bottom][right];
  if (beside)
    return horizontal[right];
  if (above)
    return vertical[bottom];

  return grip == BALIE_PICTURE_GRIP_INSIDE ? "move" : "crosshair";
}
