/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cutting and covering a picture: where rectangles may be, taking steps back, and what becomes of the pixels. */
#include "config.h"

#include "balie-picture-edit.h"
#include "balie-picture-grip.h"

#define WIDTH 100
#define HEIGHT 60

#define assert_rect(rect, left, top, wide, high) \
  G_STMT_START                                   \
  {                                              \
    const BaliePictureRect r = (rect);           \
                                                 \
    g_assert_cmpint (r.x, ==, left);             \
    g_assert_cmpint (r.y, ==, top);              \
    g_assert_cmpint (r.width, ==, wide);         \
    g_assert_cmpint (r.height, ==, high);        \
  }                                              \
  G_STMT_END

static void
test_bounds (void)
{
  static const struct
  {
    BaliePictureRect wanted;
    BaliePictureRect got;
  } cases[] = {
    {{10, 10, 20, 20}, {10, 10, 20, 20}},
    {{0, 0, 100, 60}, {0, 0, 100, 60}},
    {{-10, -5, 30, 30}, {0, 0, 20, 25}},
    {{90, 50, 30, 30}, {90, 50, 10, 10}},
    {{-50, -50, 1000, 1000}, {0, 0, 100, 60}},
    {{10, 10, 0, 0}, {9, 9, 1, 1}},
    {{0, 0, 0, 0}, {0, 0, 1, 1}},
    {{200, 200, 10, 10}, {99, 59, 1, 1}},
    {{-20, -20, 5, 5}, {0, 0, 1, 1}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BaliePictureEdit) edit = balie_picture_edit_new (WIDTH, HEIGHT);
      const BaliePictureRect got = cases[i].got;
      int                    box = balie_picture_edit_add_box (edit, cases[i].wanted);

      assert_rect (balie_picture_edit_get_rect (edit, box), got.x, got.y, got.width, got.height);
      balie_picture_edit_set_rect (edit, BALIE_PICTURE_CROP, cases[i].wanted);
      assert_rect (balie_picture_edit_get_rect (edit, BALIE_PICTURE_CROP), got.x, got.y, got.width, got.height);
    }
}

static void
test_move_and_resize (void)
{
  static const struct
  {
    int              move_x, move_y;
    int              resize_x, resize_y;
    BaliePictureRect got;
  } cases[] = {
    {5, -5, 0, 0, {15, 5, 20, 20}},
    {-100, -100, 0, 0, {0, 0, 20, 20}},
    {100, 100, 0, 0, {80, 40, 20, 20}},
    {0, 0, 10, 5, {10, 10, 30, 25}},
    {0, 0, 1000, 1000, {10, 10, 90, 50}},
    {0, 0, -1000, -1000, {10, 10, 1, 1}},
    {1000, 0, -10, 10, {80, 10, 10, 30}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BaliePictureEdit) edit = balie_picture_edit_new (WIDTH, HEIGHT);
      const BaliePictureRect got = cases[i].got;
      int                    box = balie_picture_edit_add_box (edit, (BaliePictureRect){10, 10, 20, 20});

      balie_picture_edit_move (edit, box, cases[i].move_x, cases[i].move_y);
      balie_picture_edit_resize (edit, box, cases[i].resize_x, cases[i].resize_y);
      assert_rect (balie_picture_edit_get_rect (edit, box), got.x, got.y, got.width, got.height);
    }
}

static void
test_find_box (void)
{
  g_autoptr (BaliePictureEdit) edit = balie_picture_edit_new (WIDTH, HEIGHT);

  balie_picture_edit_add_box (edit, (BaliePictureRect){0, 0, 10, 10});
  balie_picture_edit_add_box (edit, (BaliePictureRect){5, 5, 10, 10});
  g_assert_cmpint (balie_picture_edit_find_box (edit, 0, 0), ==, 0);
  g_assert_cmpint (balie_picture_edit_find_box (edit, 7, 7), ==, 1);
  g_assert_cmpint (balie_picture_edit_find_box (edit, 14, 14), ==, 1);
  g_assert_cmpint (balie_picture_edit_find_box (edit, 15, 14), ==, BALIE_PICTURE_CROP);
  g_assert_cmpint (balie_picture_edit_find_box (edit, -1, 0), ==, BALIE_PICTURE_CROP);
}

static void
test_undo (void)
{
  g_autoptr (BaliePictureEdit) edit = balie_picture_edit_new (WIDTH, HEIGHT);

  g_assert_false (balie_picture_edit_can_undo (edit));
  g_assert_false (balie_picture_edit_undo (edit));

  balie_picture_edit_begin_step (edit);
  balie_picture_edit_set_rect (edit, BALIE_PICTURE_CROP, (BaliePictureRect){1, 1, 10, 10});
  balie_picture_edit_set_rect (edit, BALIE_PICTURE_CROP, (BaliePictureRect){2, 2, 10, 10});
  balie_picture_edit_begin_step (edit);
  balie_picture_edit_add_box (edit, (BaliePictureRect){3, 3, 4, 4});

  /* Steps that change nothing are none. */
  balie_picture_edit_begin_step (edit);
  balie_picture_edit_begin_step (edit);
  g_assert_true (balie_picture_edit_can_undo (edit));

  balie_picture_edit_begin_step (edit);
  balie_picture_edit_remove_box (edit, 0);
  g_assert_cmpint (balie_picture_edit_get_n_boxes (edit), ==, 0);

  g_assert_true (balie_picture_edit_undo (edit));
  g_assert_cmpint (balie_picture_edit_get_n_boxes (edit), ==, 1);
  assert_rect (balie_picture_edit_get_rect (edit, 0), 3, 3, 4, 4);
  g_assert_true (balie_picture_edit_undo (edit));
  g_assert_cmpint (balie_picture_edit_get_n_boxes (edit), ==, 0);
  assert_rect (balie_picture_edit_get_rect (edit, BALIE_PICTURE_CROP), 2, 2, 10, 10);
  g_assert_true (balie_picture_edit_undo (edit));
  assert_rect (balie_picture_edit_get_rect (edit, BALIE_PICTURE_CROP), 0, 0, WIDTH, HEIGHT);
  g_assert_false (balie_picture_edit_can_undo (edit));
  g_assert_false (balie_picture_edit_undo (edit));
}

/* As many as anybody wants, and no more than fit. */
static void
test_many_steps (void)
{
  g_autoptr (BaliePictureEdit) edit = balie_picture_edit_new (WIDTH, HEIGHT);
  int n_steps = 0;

  for (int i = 0; i < 1000; i++)
    {
      balie_picture_edit_begin_step (edit);
      balie_picture_edit_add_box (edit, (BaliePictureRect){i % 50, 0, 5, 5});
    }
  while (balie_picture_edit_undo (edit))
    n_steps++;

  g_assert_cmpint (n_steps, >=, 100);
  g_assert_cmpint (n_steps, <, 1000);
}

/* Each pixel says where it was. */
static void
fill (guint32 *pixels,
      gsize    stride)
{
  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      pixels[y * stride + x] = 0xff000000 | (x + 1) << 16 | (y + 1) << 8 | 0x77;
}

static void
check_pixel (const guint8 *pixels,
             int           width,
             int           x,
             int           y,
             guint32       expected)
{
  const guint8 *pixel = pixels + (y * width + x) * 3;

  g_assert_cmphex ((guint32)pixel[0] << 16 | (guint32)pixel[1] << 8 | pixel[2], ==, expected);
}

static void
test_apply (void)
{
  const gsize         stride = WIDTH + 7;
  g_autofree guint32 *pixels = g_new0 (guint32, stride * HEIGHT);
  g_autoptr (BaliePictureEdit) edit = balie_picture_edit_new (WIDTH, HEIGHT);
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) part = NULL;
  const guint8 *result;
  gsize         size;

  fill (pixels, stride);
  whole = balie_picture_edit_apply (edit, pixels, stride);
  result = g_bytes_get_data (whole, &size);
  g_assert_cmpuint (size, ==, WIDTH * HEIGHT * 3);
  check_pixel (result, WIDTH, 0, 0, 0x010177);
  check_pixel (result, WIDTH, WIDTH - 1, HEIGHT - 1, WIDTH << 16 | HEIGHT << 8 | 0x77);

  /* One box inside, one over a corner of what stays, one outside. */
  balie_picture_edit_set_rect (edit, BALIE_PICTURE_CROP, (BaliePictureRect){10, 10, 30, 20});
  balie_picture_edit_add_box (edit, (BaliePictureRect){15, 15, 2, 3});
  balie_picture_edit_add_box (edit, (BaliePictureRect){35, 25, 50, 50});
  balie_picture_edit_add_box (edit, (BaliePictureRect){0, 0, 5, 5});
  part = balie_picture_edit_apply (edit, pixels, stride);
  result = g_bytes_get_data (part, &size);
  g_assert_cmpuint (size, ==, 30 * 20 * 3);

  for (int y = 0; y < 20; y++)
    for (int x = 0; x < 30; x++)
      {
        gboolean first = x >= 5 && x < 7 && y >= 5 && y < 8;
        gboolean second = x >= 25 && y >= 15;

        check_pixel (result, 30, x, y, first || second ? 0 : (guint32)(x + 11) << 16 | (guint32)(y + 11) << 8 | 0x77);
      }
}

/* In no way does the result depend on what is covered or cut off. */
static void
test_apply_hides (void)
{
  g_autofree guint32 *one = g_new0 (guint32, WIDTH * HEIGHT);
  g_autofree guint32 *other = g_new0 (guint32, WIDTH * HEIGHT);
  g_autoptr (BaliePictureEdit) edit = balie_picture_edit_new (WIDTH, HEIGHT);
  g_autoptr (GBytes) of_one = NULL;
  g_autoptr (GBytes) of_other = NULL;
  const BaliePictureRect crop = {20, 20, 50, 30};
  const BaliePictureRect box = {30, 25, 10, 10};

  fill (one, WIDTH);
  fill (other, WIDTH);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        gboolean stays = x >= crop.x && x < crop.x + crop.width && y >= crop.y && y < crop.y + crop.height;
        gboolean covered = x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;

        if (!stays || covered)
          other[y * WIDTH + x] = 0x12345678;
      }

  balie_picture_edit_set_rect (edit, BALIE_PICTURE_CROP, crop);
  balie_picture_edit_add_box (edit, box);
  of_one = balie_picture_edit_apply (edit, one, WIDTH);
  of_other = balie_picture_edit_apply (edit, other, WIDTH);
  g_assert_true (g_bytes_equal (of_one, of_other));
}

static void
test_transparent (void)
{
  static const struct
  {
    guint32 pixel;
    guint32 result;
  } cases[] = {
    {0x00000000, 0xffffff},
    {0xff000000, 0x000000},
    {0xffffffff, 0xffffff},
    {0x80800000, 0xff7f7f},
    {0x80000000, 0x7f7f7f},
    {0x10ffffff, 0xffffff},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BaliePictureEdit) edit = balie_picture_edit_new (1, 1);
      g_autoptr (GBytes) bytes = balie_picture_edit_apply (edit, &cases[i].pixel, 1);

      check_pixel (g_bytes_get_data (bytes, NULL), 1, 0, 0, cases[i].result);
    }
}

#define LEFT BALIE_PICTURE_GRIP_LEFT
#define RIGHT BALIE_PICTURE_GRIP_RIGHT
#define TOP BALIE_PICTURE_GRIP_TOP
#define BOTTOM BALIE_PICTURE_GRIP_BOTTOM
#define INSIDE BALIE_PICTURE_GRIP_INSIDE
#define NONE BALIE_PICTURE_GRIP_NONE

static void
test_grips (void)
{
  static const struct
  {
    double      x, y;
    int         grip;
    const char *cursor;
  } cases[] = {
    {50, 50, INSIDE, "move"},
    {20, 50, LEFT, "w-resize"},
    {16, 50, LEFT, "w-resize"},
    {80, 50, RIGHT, "e-resize"},
    {50, 30, TOP, "n-resize"},
    {50, 70, BOTTOM, "s-resize"},
    {20, 30, LEFT | TOP, "nw-resize"},
    {80, 30, RIGHT | TOP, "ne-resize"},
    {20, 70, LEFT | BOTTOM, "sw-resize"},
    {84, 74, RIGHT | BOTTOM, "se-resize"},
    {10, 50, NONE, "crosshair"},
    {50, 90, NONE, "crosshair"},
  };
  const BaliePictureRect rect = {20, 30, 60, 40};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BaliePictureGrip grip = balie_picture_grip_find (rect, cases[i].x, cases[i].y, 5);

      g_assert_cmpint (grip, ==, cases[i].grip);
      g_assert_cmpstr (balie_picture_grip_get_cursor (grip), ==, cases[i].cursor);
    }

  /* One that is hardly there can be made larger. */
  g_assert_cmpint (balie_picture_grip_find ((BaliePictureRect){5, 5, 1, 1}, 5, 5, 5), ==, RIGHT | BOTTOM);
}

static void
test_pull (void)
{
  static const struct
  {
    int              grip;
    int              dx, dy;
    BaliePictureRect got;
  } cases[] = {
    {INSIDE, 5, -5, {25, 25, 60, 40}},
    {LEFT, 5, 99, {25, 30, 55, 40}},
    {RIGHT, 5, 99, {20, 30, 65, 40}},
    {TOP, 99, 5, {20, 35, 60, 35}},
    {BOTTOM, 99, 5, {20, 30, 60, 45}},
    {RIGHT | BOTTOM, -10, -10, {20, 30, 50, 30}},
    {LEFT, 80, 0, {80, 30, 20, 40}},
    {RIGHT, -80, 0, {0, 30, 20, 40}},
    {TOP, 0, 60, {20, 70, 60, 20}},
    {RIGHT | BOTTOM, -80, -80, {0, -10, 20, 40}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const BaliePictureRect got = cases[i].got;

      assert_rect (balie_picture_grip_pull ((BaliePictureRect){20, 30, 60, 40}, cases[i].grip, cases[i].dx, cases[i].dy),
                   got.x, got.y, got.width, got.height);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/picture-edit/bounds", test_bounds);
  g_test_add_func ("/picture-edit/move-and-resize", test_move_and_resize);
  g_test_add_func ("/picture-edit/find-box", test_find_box);
  g_test_add_func ("/picture-edit/undo", test_undo);
  g_test_add_func ("/picture-edit/many-steps", test_many_steps);
  g_test_add_func ("/picture-edit/apply", test_apply);
  g_test_add_func ("/picture-edit/apply-hides", test_apply_hides);
  g_test_add_func ("/picture-edit/transparent", test_transparent);
  g_test_add_func ("/picture-edit/grips", test_grips);
  g_test_add_func ("/picture-edit/pull", test_pull);

  return g_test_run ();
}
