/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows a list of 10,000 requests and scrolls in it, frame by frame. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include "balie-bench.h"
#include "balie-desk-state.h"
#include "balie-icon-resources.h"
#include "balie-request-list.h"
#include "balie-resources.h"

#include <adwaita.h>

#define REQUESTS 10000
#define FRAMES 1200
#define PIXELS_A_FRAME 90
#define NEWEST G_GINT64_CONSTANT (1795507200000)
#define HOUR 3600000

typedef struct
{
  GtkWindow     *window;
  GtkAdjustment *adjustment;
  gint64         frame_began;
  double         work[FRAMES];
  guint          n_frames;
  int            direction;
  gboolean       painted;
} Bench;

static GListModel *
make_requests (void)
{
  GListStore *store = g_list_store_new (BALIE_TYPE_CONVERSATION_ITEM);

  for (gint64 number = 1; number <= REQUESTS; number++)
    {
      g_autoptr (BalieConversation) request = balie_conversation_new ();
      g_autoptr (BalieConversationItem) item = NULL;

      request->id = g_uuid_string_random ();
      request->kind = number % 2 == 0 ? BALIE_CONVERSATION_QUESTION : BALIE_CONVERSATION_PROBLEM;
      request->number = REQUESTS + 1 - number;
      request->subject = g_strdup_printf ("Invoice export number %" G_GINT64_FORMAT " stops at 500 lines", number);
      request->status = number < 4 ? BALIE_STATUS_WAITING : (BalieStatus)(number % 5);
      request->changed_at = NEWEST - number * HOUR;
      request->count = 2;
      request->read_own = number % 7 == 0 ? 1 : 2;
      request->last.number = 2;
      request->last.author = balie_person_new ("5a1f8f39-6a15-4c6e-8f2c-1f5e5f7f9a10", "Sanne de Boer", BALIE_ROLE_STAFF);
      request->last.text = g_strdup ("Could you send us the export log file? You find it under Settings.");
      item = balie_conversation_item_new (request);
      g_list_store_append (store, item);
    }

  return G_LIST_MODEL (store);
}

static void
before_paint_cb (GdkFrameClock *clock,
                 gpointer       user_data)
{
  Bench *bench = user_data;

  bench->frame_began = g_get_monotonic_time ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                gpointer       user_data)
{
  Bench *bench = user_data;

  bench->painted = TRUE;
  if (bench->direction != 0 && bench->n_frames < FRAMES)
    bench->work[bench->n_frames++] = (double)(g_get_monotonic_time () - bench->frame_began) / 1000;
}

static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  Bench *bench = user_data;

  if (bench->n_frames == FRAMES)
    return G_SOURCE_REMOVE;

  gtk_adjustment_set_value (bench->adjustment, gtk_adjustment_get_value (bench->adjustment) + bench->direction * PIXELS_A_FRAME);
  return G_SOURCE_CONTINUE;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

static void
scroll (Bench      *bench,
        const char *way,
        int         direction)
{
  g_autofree char *p99 = g_strdup_printf ("request-list-scroll-%s-frame-p99", way);
  g_autofree char *worst = g_strdup_printf ("request-list-scroll-%s-frame-worst", way);

  bench->n_frames = 0;
  bench->direction = direction;
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->window), scroll_cb, bench, NULL);
  while (bench->n_frames < FRAMES)
    g_main_context_iteration (NULL, TRUE);
  bench->direction = 0;

  qsort (bench->work, FRAMES, sizeof bench->work[0], compare);
  balie_bench_print (p99, bench->work[FRAMES * 99 / 100], "ms");
  balie_bench_print (worst, bench->work[FRAMES - 1], "ms");
}

static GtkWidget *
find (GtkWidget *root,
      GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* From a list that is there to its first rows on the screen. */
static void
present (Bench      *bench,
         GtkWidget  *list,
         GListModel *requests)
{
  gint64         start = g_get_monotonic_time ();
  GdkFrameClock *clock;

  balie_request_list_set_requests (BALIE_REQUEST_LIST (list), requests);
  gtk_widget_realize (GTK_WIDGET (bench->window));
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->window));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), bench);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), bench);
  gtk_window_present (bench->window);
  while (!bench->painted)
    g_main_context_iteration (NULL, TRUE);
  balie_bench_print ("request-list-first-frame", (double)(g_get_monotonic_time () - start) / 1000, "ms");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (BalieDeskState) desk_state = balie_desk_state_new (NULL);
  g_autoptr (GListModel) requests = make_requests ();
  GtkWidget *list;
  Bench      bench = {0};

  adw_init ();
  balie_register_resource ();
  balie_icon_register_resource ();

  list = balie_request_list_new ();
  balie_request_list_set_desk_state (BALIE_REQUEST_LIST (list), desk_state);
  bench.window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (bench.window, 780, 640);
  gtk_window_set_child (bench.window, list);
  present (&bench, list, requests);

  /* The rest of the list follows when nothing else is to be done. */
  bench.adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (find (list, GTK_TYPE_LIST_VIEW)));
  while (gtk_adjustment_get_upper (bench.adjustment) < FRAMES * PIXELS_A_FRAME)
    g_main_context_iteration (NULL, TRUE);

  scroll (&bench, "down", 1);
  scroll (&bench, "up", -1);
  gtk_window_destroy (bench.window);
  return 0;
}
