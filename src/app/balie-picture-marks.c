/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws over a picture what is to be done to it, at any zoom. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-picture-marks.h"

#include <math.h>

BaliePictureZoom
balie_picture_zoom_fit (const BaliePictureEdit *edit,
                        int                     width,
                        int                     height,
                        int                     margin)
{
  double           picture_width = balie_picture_edit_get_width (edit);
  double           picture_height = balie_picture_edit_get_height (edit);
  double           room_x = MAX (width - 2 * margin, 1);
  double           room_y = MAX (height - 2 * margin, 1);
  BaliePictureZoom zoom = {MIN (1.0, MIN (room_x / picture_width, room_y / picture_height)), 0, 0};

  zoom.x = round (margin + (room_x - picture_width * zoom.scale) / 2);
  zoom.y = round (margin + (room_y - picture_height * zoom.scale) / 2);

  return zoom;
}

/* On whole pixels, so that there is no seam where two of them meet. */
static graphene_rect_t
zoom_rect (const BaliePictureZoom *zoom,
           const BaliePictureRect  rect)
{
  double left = round (zoom->x + rect.x * zoom->scale);
  double top = round (zoom->y + rect.y * zoom->scale);
  double right = round (zoom->x + (rect.x + rect.width) * zoom->scale);
  double bottom = round (zoom->y + (rect.y + rect.height) * zoom->scale);

  return GRAPHENE_RECT_INIT ((float)left, (float)top, (float)(right - left), (float)(bottom - top));
}

/* Everything but @hole is dimmed. */
static void
snapshot_shade (GtkSnapshot           *snapshot,
                const graphene_rect_t *whole,
                const graphene_rect_t *hole)
{
  const GdkRGBA shade = {0, 0, 0, 0.55f};
  float         left = hole->origin.x - whole->origin.x;
  float         above = hole->origin.y - whole->origin.y;
  float         right = left + hole->size.width;
  float         below = above + hole->size.height;
  float         x = whole->origin.x;
  float         y = whole->origin.y;

  gtk_snapshot_append_color (snapshot, &shade, &GRAPHENE_RECT_INIT (x, y, whole->size.width, above));
  gtk_snapshot_append_color (snapshot, &shade, &GRAPHENE_RECT_INIT (x, y + below, whole->size.width, whole->size.height - below));
  gtk_snapshot_append_color (snapshot, &shade, &GRAPHENE_RECT_INIT (x, hole->origin.y, left, hole->size.height));
  gtk_snapshot_append_color (snapshot, &shade, &GRAPHENE_RECT_INIT (x + right, hole->origin.y, whole->size.width - right, hole->size.height));
}

/* A line in two colours, one of which is seen on whatever is below. */
static void
snapshot_frame (GtkSnapshot           *snapshot,
                const graphene_rect_t *rect,
                gboolean               is_chosen)
{
  const GdkRGBA   inner = is_chosen ? (GdkRGBA){0.21f, 0.52f, 0.89f, 1} : (GdkRGBA){1, 1, 1, 0.9f};
  const GdkRGBA   outer = {0, 0, 0, 0.6f};
  const float     width = is_chosen ? 2 : 1;
  graphene_rect_t around = *rect;
  GskRoundedRect  outline;

  graphene_rect_inset (&around, -width, -width);
  gsk_rounded_rect_init_from_rect (&outline, &around, 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){width, width, width, width}, (GdkRGBA[4]){inner, inner, inner, inner});

  graphene_rect_inset (&around, -1, -1);
  gsk_rounded_rect_init_from_rect (&outline, &around, 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){1, 1, 1, 1}, (GdkRGBA[4]){outer, outer, outer, outer});
}

/* What can be taken hold of with the pointer. */
static void
snapshot_corners (GtkSnapshot           *snapshot,
                  const graphene_rect_t *rect)
{
  const GdkRGBA blue = {0.21f, 0.52f, 0.89f, 1};
  const GdkRGBA white = {1, 1, 1, 1};

  for (int i = 0; i < 4; i++)
    {
      float           x = rect->origin.x + (i % 2 == 0 ? 0 : rect->size.width);
      float           y = rect->origin.y + (i < 2 ? 0 : rect->size.height);
      graphene_rect_t square = GRAPHENE_RECT_INIT (x - 5, y - 5, 10, 10);

      gtk_snapshot_append_color (snapshot, &white, &square);
      graphene_rect_inset (&square, 2, 2);
      gtk_snapshot_append_color (snapshot, &blue, &square);
    }
}

void
balie_picture_marks_snapshot (const BaliePictureEdit *edit,
                              int                     chosen,
                              const BaliePictureZoom *zoom,
                              GtkSnapshot            *snapshot)
{
  const GdkRGBA   black = {0, 0, 0, 1};
  graphene_rect_t whole = zoom_rect (zoom, (BaliePictureRect){0, 0, balie_picture_edit_get_width (edit), balie_picture_edit_get_height (edit)});
  graphene_rect_t crop = zoom_rect (zoom, balie_picture_edit_get_rect (edit, BALIE_PICTURE_CROP));
  graphene_rect_t frame = zoom_rect (zoom, balie_picture_edit_get_rect (edit, chosen));

  for (int i = 0; i < balie_picture_edit_get_n_boxes (edit); i++)
    {
      graphene_rect_t box = zoom_rect (zoom, balie_picture_edit_get_rect (edit, i));

      gtk_snapshot_append_color (snapshot, &black, &box);
    }

  snapshot_shade (snapshot, &whole, &crop);
  if (chosen != BALIE_PICTURE_CROP)
    snapshot_frame (snapshot, &crop, FALSE);
  snapshot_frame (snapshot, &frame, TRUE);
  snapshot_corners (snapshot, &frame);
}
