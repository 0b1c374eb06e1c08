/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens a conversation of 100,000 messages from the cache and scrolls in it, frame by frame. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include "balie-bench.h"
#include "balie-cache.h"
#include "balie-conversation-table.h"
#include "balie-conversation-view.h"
#include "balie-icon-resources.h"
#include "balie-message-table.h"
#include "balie-resources.h"
#include "balie-session-open.h"
#include "balie-test-folder.h"

#include <adwaita.h>
#include <time.h>

#define CHAT "2f2ad0a4-3c41-4f5b-9f0c-5d2d8b1d3c11"
#define CUSTOMER "7be4b4f0-52ea-4e9c-8b0c-0f2f8ce0a5d3"
#define STAFF "5a1f8f39-6a15-4c6e-8f2c-1f5e5f7f9a10"
#define MESSAGES 100000
#define MINUTE 60000
#define NEWEST G_GINT64_CONSTANT (1795507200000)

#define FRAMES 1200
#define PIXELS_A_FRAME 90

typedef struct
{
  GtkWindow             *window;
  BalieConversationView *view;
  GtkAdjustment         *adjustment;
  gint64                 frame_began;
  double                 processor_began;
  gint64                 frame_ended;
  double                 work[FRAMES];
  double                 gaps[FRAMES];
  double                 processor[FRAMES];
  guint                  n_frames;
  int                    direction;
  gboolean               painted;
} Bench;

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static BalieMessage *
make_message (gint64 number)
{
  static const char *const texts[] = {
    "Yes.",
    "Since this morning the export of October stops after 500 lines, without a message.",
    "Thank you for the clear description, we can see the same here with your company's data. Could you send us the export log "
    "file? You find it under Settings → Export → Log, or at https://help.example.com/export.",
    "Where do I find that?",
    "First line\nSecond line\n\nAnd a third one after a gap",
  };
  const gboolean own = number % 3 == 0;
  BalieMessage  *message = balie_message_new ();

  message->id = g_uuid_string_random ();
  message->conversation = g_strdup (CHAT);
  message->number = number;
  message->sent_at = NEWEST - (MESSAGES - number) * 7 * MINUTE;
  message->text = g_strdup (texts[number % (gint64)G_N_ELEMENTS (texts)]);
  message->author = own ? balie_person_new (CUSTOMER, "Jan Visser", BALIE_ROLE_CUSTOMER)
                        : balie_person_new (STAFF, "Sanne de Boer", BALIE_ROLE_STAFF);

  return message;
}

static gpointer
fill_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  g_autoptr (BalieConversation) chat = balie_conversation_new ();
  g_autoptr (BalieConversation) kept = NULL;

  chat->id = g_strdup (CHAT);
  chat->kind = BALIE_CONVERSATION_CHAT;
  chat->customer = balie_person_new (CUSTOMER, "Jan Visser", BALIE_ROLE_CUSTOMER);
  chat->count = MESSAGES;
  chat->version = 1;
  kept = balie_conversation_table_put (db, chat, error);
  if (kept == NULL)
    return NULL;

  for (gint64 number = 1; number <= MESSAGES; number++)
    {
      g_autoptr (BalieMessage) message = make_message (number);

      if (!balie_message_table_put (db, message, error))
        return NULL;
    }

  return GINT_TO_POINTER (TRUE);
}

static void
fill_cache (const char *path)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) filled = NULL;
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (BalieCache) cache = NULL;
  g_autoptr (GError) error = NULL;

  balie_cache_open_async (path, TRUE, NULL, on_result, &opened);
  while (opened == NULL)
    g_main_context_iteration (NULL, TRUE);
  cache = balie_cache_open_finish (opened, &contents, &error);
  g_assert_no_error (error);

  balie_cache_write_async (cache, fill_job, NULL, NULL, NULL, NULL, on_result, &filled);
  while (filled == NULL)
    g_main_context_iteration (NULL, TRUE);
  balie_cache_write_finish (cache, filled, &error);
  g_assert_no_error (error);
  balie_cache_close (cache);
}

static BalieSession *
open_session (const char *path)
{
  g_autoptr (BalieTransport) transport = balie_transport_new ("http://127.0.0.1:9", NULL);
  g_autoptr (BalieAccount) account = balie_account_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieSession *session;

  account->id = g_strdup (CUSTOMER);
  account->username = g_strdup ("j.visser");
  account->name = g_strdup ("Jan Visser");
  account->role = BALIE_ROLE_CUSTOMER;
  account->chat = g_strdup (CHAT);
  balie_session_open_async (transport, path, account, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  session = balie_session_open_finish (result, &error);
  g_assert_no_error (error);

  return session;
}

/* Milliseconds that this thread has had on the processor: what else the machine does is not in them. */
static double
get_processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1000 + (double)time.tv_nsec / 1000000;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 gpointer       user_data)
{
  Bench *bench = user_data;

  bench->frame_began = g_get_monotonic_time ();
  bench->processor_began = get_processor_time ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                gpointer       user_data)
{
  Bench *bench = user_data;
  gint64 now = g_get_monotonic_time ();

  bench->painted = TRUE;
  if (bench->direction != 0 && bench->n_frames < FRAMES)
    {
      bench->processor[bench->n_frames] = get_processor_time () - bench->processor_began;
      bench->work[bench->n_frames] = (double)(now - bench->frame_began) / 1000;
      bench->gaps[bench->n_frames] = (double)(now - bench->frame_ended) / 1000;
      bench->n_frames++;
    }
  bench->frame_ended = now;
}

static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  Bench *bench = user_data;

  if (bench->n_frames == FRAMES)
    return G_SOURCE_REMOVE;

  gtk_adjustment_set_value (bench->adjustment,
                            gtk_adjustment_get_value (bench->adjustment) + bench->direction * PIXELS_A_FRAME);
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
print_sorted (const char *way,
              const char *what,
              double     *figures)
{
  g_autofree char *p99 = g_strdup_printf ("thread-scroll-%s-%s-p99", way, what);
  g_autofree char *worst = g_strdup_printf ("thread-scroll-%s-%s-worst", way, what);

  qsort (figures, FRAMES, sizeof figures[0], compare);
  balie_bench_print (p99, figures[FRAMES * 99 / 100], "ms");
  balie_bench_print (worst, figures[FRAMES - 1], "ms");
}

static void
scroll (Bench      *bench,
        const char *way,
        int         direction)
{
  bench->n_frames = 0;
  bench->direction = direction;
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->view), scroll_cb, bench, NULL);
  while (bench->n_frames < FRAMES)
    g_main_context_iteration (NULL, TRUE);
  bench->direction = 0;

  print_sorted (way, "frame", bench->work);
  print_sorted (way, "processor", bench->processor);
  print_sorted (way, "gap", bench->gaps);
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

static void
wait_painted (Bench *bench)
{
  bench->painted = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (bench->window));
  while (!bench->painted)
    g_main_context_iteration (NULL, TRUE);
}

static void
present (Bench *bench)
{
  GdkFrameClock *clock;

  bench->window = GTK_WINDOW (gtk_window_new ());
  bench->view = BALIE_CONVERSATION_VIEW (balie_conversation_view_new (BALIE_THREAD_STYLE_BUBBLES));
  gtk_window_set_child (bench->window, GTK_WIDGET (bench->view));
  gtk_window_set_default_size (bench->window, 366, 560);
  gtk_window_present (bench->window);
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->window));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), bench);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), bench);
  bench->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (find (GTK_WIDGET (bench->view), GTK_TYPE_SCROLLED_WINDOW)));
  wait_painted (bench);
}

static gboolean
shows_newest (Bench *bench)
{
  BalieThreadView *view = balie_conversation_view_get_thread_view (bench->view);
  GListModel      *model = balie_thread_view_get_model (view);

  return g_list_model_get_n_items (model) > 0 && bench->painted &&
         gtk_adjustment_get_value (bench->adjustment) + gtk_adjustment_get_page_size (bench->adjustment) >=
           gtk_adjustment_get_upper (bench->adjustment) - 1 &&
         gtk_adjustment_get_upper (bench->adjustment) > gtk_adjustment_get_page_size (bench->adjustment);
}

static void
measure_opening (Bench        *bench,
                 BalieSession *session)
{
  gint64 start = g_get_monotonic_time ();
  double processor = get_processor_time ();

  balie_conversation_view_open (bench->view, session, CHAT);
  bench->painted = FALSE;
  while (!shows_newest (bench))
    g_main_context_iteration (NULL, TRUE);
  balie_bench_print ("thread-open", (double)(g_get_monotonic_time () - start) / 1000, "ms");
  balie_bench_print ("thread-open-processor", get_processor_time () - processor, "ms");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  g_autoptr (BalieSession) session = NULL;
  Bench bench = {0};

  adw_init ();
  balie_register_resource ();
  balie_icon_register_resource ();

  fill_cache (balie_test_folder_get_file (folder, "cache.db"));
  session = open_session (balie_test_folder_get_file (folder, "cache.db"));
  present (&bench);

  measure_opening (&bench, session);
  wait_painted (&bench);
  scroll (&bench, "up", -1);
  scroll (&bench, "down", 1);

  gtk_window_destroy (bench.window);
  balie_session_close (session);
  return 0;
}
