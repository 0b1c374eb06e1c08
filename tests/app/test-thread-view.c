/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread: where it opens, when it follows, that nobody loses their place, and how messages look. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-thread-fixture.h"
#include "balie-thread-view.h"

#include <math.h>

typedef struct
{
  GtkWindow       *window;
  BalieThreadView *view;
  GtkAdjustment   *adjustment;
} Fixture;

static void
open_view (Fixture         *fixture,
           BalieThreadStyle style,
           GListStore      *thread,
           int              width)
{
  GtkWidget *scroller;

  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = BALIE_THREAD_VIEW (balie_thread_view_new (style));
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  balie_thread_view_set_model (fixture->view, G_LIST_MODEL (thread));
  balie_app_test_present (fixture->window, width, 500);

  scroller = balie_app_test_find (GTK_WIDGET (fixture->view), GTK_TYPE_SCROLLED_WINDOW, NULL);
  fixture->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

static gboolean
is_at_bottom (Fixture *fixture)
{
  return gtk_adjustment_get_value (fixture->adjustment) + gtk_adjustment_get_page_size (fixture->adjustment) >=
         gtk_adjustment_get_upper (fixture->adjustment) - 1;
}

static GtkWidget *
find_row (GtkWidget *root,
          gint64     number)
{
  if (BALIE_IS_THREAD_ROW (root))
    {
      BalieThreadItem *item = balie_thread_row_get_item (BALIE_THREAD_ROW (root));

      return item != NULL && balie_thread_item_get_message (item)->number == number ? root : NULL;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, number);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Where the text of a message stands in the view; NAN when it has no row now. */
static double
get_text_y (Fixture *fixture,
            gint64   number)
{
  GtkWidget      *row = find_row (GTK_WIDGET (fixture->view), number);
  GtkWidget      *body = row != NULL ? balie_app_test_find (row, GTK_TYPE_LABEL, "body") : NULL;
  graphene_rect_t bounds;

  if (body == NULL || !gtk_widget_get_mapped (body) || !gtk_widget_compute_bounds (body, GTK_WIDGET (fixture->view), &bounds))
    return NAN;

  return bounds.origin.y;
}

static gboolean
is_in_sight (Fixture *fixture,
             gint64   number)
{
  double y = get_text_y (fixture, number);

  return y >= 0 && y < gtk_widget_get_height (GTK_WIDGET (fixture->view));
}

static gboolean
count_frame_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  guint *n_frames = user_data;

  (*n_frames)++;
  return *n_frames < 6 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Lets the view do in the next frames whatever it still has to do. */
static void
settle (Fixture *fixture)
{
  guint n_frames = 0;

  gtk_widget_add_tick_callback (GTK_WIDGET (fixture->view), count_frame_cb, &n_frames, NULL);
  balie_app_test_wait_until (n_frames == 6);
}

static void
test_opens_at_end (void)
{
  static const guint counts[] = {1, 3, 50, 300, 100000};

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (GListStore) thread = balie_thread_fixture_new (counts[i], 1);
      Fixture fixture;

      open_view (&fixture, BALIE_THREAD_STYLE_BUBBLES, thread, 360);
      balie_app_test_wait_until (is_at_bottom (&fixture) && is_in_sight (&fixture, counts[i]));
      settle (&fixture);
      g_assert_true (is_at_bottom (&fixture));
      g_assert_true (is_in_sight (&fixture, counts[i]));
      g_assert_true (balie_thread_view_get_at_end (fixture.view));
      balie_app_test_close (fixture.window);
    }
}

static void
test_follows_at_end (void)
{
  g_autoptr (GListStore) thread = balie_thread_fixture_new (60, 1);
  Fixture fixture;

  open_view (&fixture, BALIE_THREAD_STYLE_BUBBLES, thread, 360);
  balie_app_test_wait_until (is_in_sight (&fixture, 60));

  for (gint64 number = 61; number < 90; number++)
    {
      balie_thread_fixture_append (thread, BALIE_ROLE_STAFF, BALIE_MESSAGE_RECEIVED, BALIE_FIXTURE_MORNING,
                                   "One more answer, of two lines or three, as they come");
      balie_app_test_wait_until (is_in_sight (&fixture, number) && is_at_bottom (&fixture));
    }

  g_assert_false (gtk_widget_get_visible (balie_app_test_find (GTK_WIDGET (fixture.view), GTK_TYPE_BUTTON, "news")));
  balie_app_test_close (fixture.window);
}

static void
scroll_by (Fixture *fixture,
           double   pixels)
{
  gtk_adjustment_set_value (fixture->adjustment, gtk_adjustment_get_value (fixture->adjustment) + pixels);
  settle (fixture);
}

/* A viewport that shrinks in the very frame in which a message comes takes nobody away from the end. */
static void
test_follows_while_resized (void)
{
  static const char *const texts[] = {"Short", "Longer, so that it takes two lines or three, or even more in a narrow window", "a\nb\nc\nd\ne\nf\ng\nh"};
  g_autoptr (GListStore) thread = balie_thread_fixture_new (10, 1);
  Fixture fixture;

  open_view (&fixture, BALIE_THREAD_STYLE_BUBBLES, thread, 360);
  balie_app_test_wait_until (is_in_sight (&fixture, 10));

  for (guint i = 0; i < 60; i++)
    {
      balie_thread_view_set_typing (fixture.view, i % 2 == 0 ? "Sanne de Boer" : NULL);
      gtk_widget_set_margin_top (GTK_WIDGET (fixture.view), (int)(i % 3) * 60);
      if (i % 4 == 1)
        settle (&fixture);
      balie_thread_fixture_append (thread, i % 5 == 0 ? BALIE_ROLE_CUSTOMER : BALIE_ROLE_STAFF,
                                   i % 5 == 0 ? BALIE_MESSAGE_SENT : BALIE_MESSAGE_RECEIVED, BALIE_FIXTURE_MORNING, texts[i % 3]);
      balie_app_test_wait_until (is_in_sight (&fixture, 11 + i) && is_at_bottom (&fixture));
      g_assert_true (balie_thread_view_get_at_end (fixture.view));
    }

  balie_app_test_close (fixture.window);
}

static void
test_stays_when_reading (void)
{
  g_autoptr (GListStore) thread = balie_thread_fixture_new (120, 1);
  Fixture    fixture;
  GtkWidget *news;
  double     y;
  gint64     number;

  open_view (&fixture, BALIE_THREAD_STYLE_BUBBLES, thread, 360);
  balie_app_test_wait_until (is_in_sight (&fixture, 120));
  settle (&fixture);
  scroll_by (&fixture, -1500);
  g_assert_false (balie_thread_view_get_at_end (fixture.view));

  for (number = 120; !is_in_sight (&fixture, number); number--)
    g_assert_cmpint (number, >, 1);
  y = get_text_y (&fixture, number);

  for (guint i = 0; i < 3; i++)
    balie_thread_fixture_append (thread, BALIE_ROLE_STAFF, BALIE_MESSAGE_RECEIVED, BALIE_FIXTURE_MORNING, "New");
  settle (&fixture);
  g_assert_cmpfloat (get_text_y (&fixture, number), ==, y);

  news = balie_app_test_find (GTK_WIDGET (fixture.view), GTK_TYPE_BUTTON, "news");
  g_assert_true (gtk_widget_get_visible (news));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (news)), ==, "3 new messages");
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "thread-news");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture.view), "thread.scroll-to-end", NULL));
  balie_app_test_wait_until (is_in_sight (&fixture, 123) && is_at_bottom (&fixture));
  g_assert_false (gtk_widget_get_visible (news));
  balie_app_test_close (fixture.window);
}

static void
test_own_message_comes_into_sight (void)
{
  g_autoptr (GListStore) thread = balie_thread_fixture_new (120, 1);
  Fixture fixture;

  open_view (&fixture, BALIE_THREAD_STYLE_BUBBLES, thread, 360);
  balie_app_test_wait_until (is_in_sight (&fixture, 120));
  settle (&fixture);
  scroll_by (&fixture, -1500);

  balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_SENT, BALIE_FIXTURE_MORNING, "Mine");
  balie_app_test_wait_until (is_in_sight (&fixture, 121) && is_at_bottom (&fixture));
  balie_app_test_close (fixture.window);
}

/* A long message takes about three quarters of the width, and not less than it may; a short one what it needs. */
static void
test_bubble_width (void)
{
  static const int widths[] = {360, 480};

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (GListStore) thread = balie_thread_fixture_new (0, 1);
      Fixture    fixture;
      GtkWidget *frame;

      balie_thread_fixture_append (thread, BALIE_ROLE_STAFF, BALIE_MESSAGE_RECEIVED, BALIE_FIXTURE_MORNING,
                                   "Good morning Jan, the update of this night is done. Let me know if anything looks odd.");
      balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_SEEN, BALIE_FIXTURE_MORNING, "Thanks!");
      open_view (&fixture, BALIE_THREAD_STYLE_BUBBLES, thread, widths[i]);
      balie_app_test_wait_until (is_in_sight (&fixture, 2));

      frame = balie_app_test_find (find_row (GTK_WIDGET (fixture.view), 1), GTK_TYPE_WIDGET, "frame");
      g_assert_cmpint (gtk_widget_get_width (frame), >=, widths[i] * 66 / 100);
      g_assert_cmpint (gtk_widget_get_width (frame), <=, widths[i] * 85 / 100);
      frame = balie_app_test_find (find_row (GTK_WIDGET (fixture.view), 2), GTK_TYPE_WIDGET, "frame");
      g_assert_cmpint (gtk_widget_get_width (frame), <, 100);
      balie_app_test_close (fixture.window);
    }
}

/* All lines of what stands under an own message end where the message does. */
static void
test_caption_side (void)
{
  g_autoptr (GListStore) thread = balie_thread_fixture_new_chat ();
  Fixture fixture;

  open_view (&fixture, BALIE_THREAD_STYLE_BUBBLES, thread, 360);
  balie_app_test_wait_until (is_in_sight (&fixture, 6));
  for (gint64 number = 5; number <= 6; number++)
    {
      GtkWidget *caption = balie_app_test_find (find_row (GTK_WIDGET (fixture.view), number), GTK_TYPE_LABEL, "caption");

      g_assert_cmpint (gtk_label_get_justify (GTK_LABEL (caption)), ==, number == 6 ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);
      g_assert_cmpfloat (gtk_label_get_xalign (GTK_LABEL (caption)), ==, number == 6 ? 1 : 0);
    }
  balie_app_test_close (fixture.window);
}

/* Whoever reads an older message keeps it exactly where it is when still older ones come in above. */
static void
test_place_is_kept (gconstpointer data)
{
  const double from_top = *(const double *)data;
  g_autoptr (GListStore) thread = balie_thread_fixture_new (150, 10001);
  Fixture fixture;
  gint64  number;
  double  y;

  open_view (&fixture, BALIE_THREAD_STYLE_BUBBLES, thread, 360);
  balie_app_test_wait_until (is_in_sight (&fixture, 10150));
  settle (&fixture);
  gtk_adjustment_set_value (fixture.adjustment, from_top);
  settle (&fixture);

  for (guint round = 0; round < 5; round++)
    {
      for (number = 10001; !is_in_sight (&fixture, number); number++)
        g_assert_cmpint (number, <, 10150);
      y = get_text_y (&fixture, number);

      balie_thread_fixture_prepend (thread, 50);
      settle (&fixture);
      g_test_message ("round %u: message %" G_GINT64_FORMAT " was at %g", round, number, y);
      g_assert_cmpfloat (get_text_y (&fixture, number), ==, y);
    }

  balie_app_test_close (fixture.window);
}

int
main (int    argc,
      char **argv)
{
  static const double places[] = {0, 1, 333, 1000};

  balie_app_test_init (&argc, &argv);
  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING);

  g_test_add_func ("/app/thread-view/opens-at-end", test_opens_at_end);
  g_test_add_func ("/app/thread-view/follows-at-end", test_follows_at_end);
  g_test_add_func ("/app/thread-view/follows-while-resized", test_follows_while_resized);
  g_test_add_func ("/app/thread-view/stays-when-reading", test_stays_when_reading);
  g_test_add_func ("/app/thread-view/own-message-comes-into-sight", test_own_message_comes_into_sight);
  g_test_add_func ("/app/thread-view/bubble-width", test_bubble_width);
  g_test_add_func ("/app/thread-view/caption-side", test_caption_side);
  g_test_add_data_func ("/app/thread-view/place-is-kept/top", &places[0], test_place_is_kept);
  g_test_add_data_func ("/app/thread-view/place-is-kept/near-top", &places[1], test_place_is_kept);
  g_test_add_data_func ("/app/thread-view/place-is-kept/a-page-down", &places[2], test_place_is_kept);
  g_test_add_data_func ("/app/thread-view/place-is-kept/further-down", &places[3], test_place_is_kept);

  return g_test_run ();
}
