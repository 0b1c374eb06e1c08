/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The app's conversation before a real desk: what is seen, said, typed, refused. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-app-test.h"
#include "balie-conversation-view.h"
#include "balie-test-desk.h"

typedef struct
{
  BalieTestDesk         *desk;
  BalieSession          *session;
  GtkWindow             *window;
  BalieConversationView *view;
  char                  *conversation;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->desk = balie_test_desk_new ();
  fixture->session = balie_test_desk_open_session (fixture->desk, balie_test_desk_get_port (fixture->desk), "cache.db");
  balie_app_test_wait_until (balie_session_get_connection (fixture->session) == BALIE_CONNECTION_ONLINE);

  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = BALIE_CONVERSATION_VIEW (balie_conversation_view_new (BALIE_THREAD_STYLE_BUBBLES));
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  balie_session_close (fixture->session);
  g_clear_object (&fixture->session);
  g_clear_pointer (&fixture->desk, balie_test_desk_free);
  g_clear_pointer (&fixture->conversation, g_free);
}

static BalieConversationItem *
get_item (Fixture *fixture)
{
  return balie_session_find_conversation (fixture->session, fixture->conversation);
}

static void
show (Fixture *fixture,
      char    *conversation)
{
  fixture->conversation = conversation;
  balie_conversation_view_open (fixture->view, fixture->session, conversation);
  balie_app_test_present (fixture->window, 360, 500);
}

static GtkWidget *
find (Fixture    *fixture,
      const char *id)
{
  return balie_app_test_find (GTK_WIDGET (fixture->view), GTK_TYPE_WIDGET, id);
}

static GListModel *
get_thread (Fixture *fixture)
{
  return balie_thread_view_get_model (balie_conversation_view_get_thread_view (fixture->view));
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (get_thread (fixture));
}

static BalieThreadItem *
get_last (Fixture *fixture)
{
  g_autoptr (BalieThreadItem) item = g_list_model_get_item (get_thread (fixture), count (fixture) - 1);

  return item;
}

static char *
dup_chat (Fixture *fixture)
{
  return g_strdup (balie_session_get_account (fixture->session)->chat);
}

static gboolean
count_frame_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  guint *n_frames = user_data;

  (*n_frames)++;
  return *n_frames < 5 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Only what is displayed in a window that somebody looks at is seen. */
static void
test_seen (Fixture      *fixture,
           gconstpointer data)
{
  GtkWindow       *other = GTK_WINDOW (gtk_window_new ());
  guint            n_frames = 0;
  g_autofree char *first = NULL;

  show (fixture, dup_chat (fixture));
  gtk_window_present (other);
  balie_app_test_wait_until (gtk_window_is_active (other) && !gtk_window_is_active (fixture->window));

  first = balie_test_desk_staff_writes (fixture->desk, fixture->conversation, "Hello Jan");
  balie_app_test_wait_until (count (fixture) == 1 && balie_conversation_item_get_unread (get_item (fixture)) == 1);
  balie_app_test_wait_until (find (fixture, "body") != NULL && gtk_widget_get_height (find (fixture, "body")) > 0);
  gtk_widget_add_tick_callback (GTK_WIDGET (fixture->window), count_frame_cb, &n_frames, NULL);
  balie_app_test_wait_until (n_frames == 5);
  g_assert_cmpint (balie_thread_view_get_displayed (balie_conversation_view_get_thread_view (fixture->view)), ==, 0);
  g_assert_cmpuint (balie_conversation_item_get_unread (get_item (fixture)), ==, 1);

  balie_app_test_close (other);
  gtk_window_present (fixture->window);
  balie_app_test_wait_until (gtk_window_is_active (fixture->window));
  balie_app_test_wait_until (balie_conversation_item_get_unread (get_item (fixture)) == 0);
}

/* The composer shrinks as it is emptied, the message comes, changes its state, and is answered: its end stays in sight. */
static void
test_own_in_sight (Fixture      *fixture,
                   gconstpointer data)
{
  GtkWidget     *scroller;
  GtkAdjustment *adjustment;

  show (fixture, dup_chat (fixture));
  scroller = find (fixture, "scroller");
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  for (guint i = 0; i < 20; i++)
    {
      GtkWidget       *text = balie_app_test_find (find (fixture, "field"), GTK_TYPE_TEXT_VIEW, NULL);
      const guint      before = count (fixture);
      g_autofree char *answer = NULL;

      gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "A message\nof\nseveral\nlines", -1);
      if (i % 2 == 0)
        balie_app_test_present (fixture->window, 360, 500);
      gtk_widget_activate_action (GTK_WIDGET (balie_conversation_view_get_composer (fixture->view)), "composer.send", NULL);
      if (i % 3 == 0)
        answer = balie_test_desk_staff_writes (fixture->desk, fixture->conversation, "Yes");
      balie_app_test_wait_until (count (fixture) == before + (i % 3 == 0 ? 2 : 1) && balie_session_get_unsent (fixture->session) == 0);
      balie_app_test_wait_until (gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) >=
                                   gtk_adjustment_get_upper (adjustment) - 1 &&
                                 balie_thread_view_get_at_end (balie_conversation_view_get_thread_view (fixture->view)));
    }
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 0);
}

/* What comes in is told to those who hear the screen; what one wrote oneself is not. */
static void
test_announced (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;

  show (fixture, dup_chat (fixture));
  theirs = balie_test_desk_staff_writes (fixture->desk, fixture->conversation, "Hello <b>Jan</b>");
  balie_app_test_wait_until (count (fixture) == 1);
  mine = balie_test_send (fixture->session, fixture->conversation, "Good morning");
  balie_app_test_wait_until (count (fixture) == 2);
  gtk_test_accessible_assert_property (find (fixture, "announcer"), GTK_ACCESSIBLE_PROPERTY_LABEL, "Sanne: Hello <b>Jan</b>");
}

static void
test_typing (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *message = NULL;
  g_autoptr (GBytes) none = NULL;

  show (fixture, dup_chat (fixture));
  g_assert_false (gtk_widget_get_visible (find (fixture, "typing")));

  path = g_strdup_printf ("/v1/conversations/%s/typing", fixture->conversation);
  none = balie_test_desk_staff (fixture->desk, "POST", path, NULL, NULL);
  balie_app_test_wait_until (gtk_widget_get_visible (find (fixture, "typing")));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (fixture, "typing"))), ==, "Sanne is typing…");

  /* Whoever has written types no more. */
  message = balie_test_desk_staff_writes (fixture->desk, fixture->conversation, "Hello Jan");
  balie_app_test_wait_until (count (fixture) == 1 && !gtk_widget_get_visible (find (fixture, "typing")));
}

/* Shows a request that was closed before the customer's answer came: the answer is refused. */
static void
show_refused (Fixture *fixture)
{
  char            *id = balie_test_send_question (fixture->session, "Printer", "It smokes");
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s", id);
  g_autofree char *tag = NULL;
  g_autofree char *message = NULL;
  g_autoptr (GBytes) answer = NULL;

  fixture->conversation = id;
  balie_app_test_wait_until (balie_session_get_unsent (fixture->session) == 0 &&
                             balie_conversation_item_get_conversation (get_item (fixture))->version > 0);
  tag = g_strdup_printf ("\"v%" G_GINT64_FORMAT "\"", balie_conversation_item_get_conversation (get_item (fixture))->version);
  answer = balie_test_desk_staff (fixture->desk, "PATCH", path, tag, "{\"status\": \"closed\"}");
  show (fixture, id);
  balie_app_test_wait_until (balie_conversation_item_get_conversation (get_item (fixture))->status == BALIE_STATUS_CLOSED);
  message = balie_test_send (fixture->session, id, "Still smoking");
  balie_app_test_wait_until (count (fixture) > 0 && balie_thread_item_get_state (get_last (fixture)) == BALIE_MESSAGE_REFUSED);
}

static GtkWidget *
wait_for_button (Fixture    *fixture,
                 const char *id)
{
  GtkWidget *button;

  balie_app_test_wait_until ((button = find (fixture, id)) != NULL && gtk_widget_get_mapped (button));
  return button;
}

static void
test_refused_retry (Fixture      *fixture,
                    gconstpointer data)
{
  show_refused (fixture);
  g_signal_emit_by_name (wait_for_button (fixture, "retry"), "clicked");
  balie_app_test_wait_until (balie_thread_item_get_state (get_last (fixture)) == BALIE_MESSAGE_WAITING);
  balie_app_test_wait_until (balie_thread_item_get_state (get_last (fixture)) == BALIE_MESSAGE_REFUSED);
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 1);
}

static void
test_refused_edit (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *text = NULL;

  show_refused (fixture);
  g_signal_emit_by_name (wait_for_button (fixture, "edit"), "clicked");
  balie_app_test_wait_until (!balie_composer_is_empty (balie_conversation_view_get_composer (fixture->view)));
  text = balie_composer_dup_text (balie_conversation_view_get_composer (fixture->view));
  g_assert_cmpstr (text, ==, "Still smoking");
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 0);
}

static void
test_refused_delete (Fixture      *fixture,
                     gconstpointer data)
{
  show_refused (fixture);
  g_signal_emit_by_name (wait_for_button (fixture, "delete"), "clicked");
  balie_app_test_wait_until (balie_session_get_unsent (fixture->session) == 0);
  balie_app_test_wait_until (balie_thread_item_get_state (get_last (fixture)) != BALIE_MESSAGE_REFUSED);
  g_assert_true (balie_composer_is_empty (balie_conversation_view_get_composer (fixture->view)));
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add ("/end-to-end/app-conversation/seen", Fixture, NULL, set_up, test_seen, tear_down);
  g_test_add ("/end-to-end/app-conversation/own-in-sight", Fixture, NULL, set_up, test_own_in_sight, tear_down);
  g_test_add ("/end-to-end/app-conversation/announced", Fixture, NULL, set_up, test_announced, tear_down);
  g_test_add ("/end-to-end/app-conversation/typing", Fixture, NULL, set_up, test_typing, tear_down);
  g_test_add ("/end-to-end/app-conversation/refused/retry", Fixture, NULL, set_up, test_refused_retry, tear_down);
  g_test_add ("/end-to-end/app-conversation/refused/edit", Fixture, NULL, set_up, test_refused_edit, tear_down);
  g_test_add ("/end-to-end/app-conversation/refused/delete", Fixture, NULL, set_up, test_refused_delete, tear_down);

  return g_test_run ();
}
