/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request's page before a real desk: answered, solved, rated, and told when somebody else was first. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-app-test.h"
#include "balie-request-page.h"
#include "balie-test-desk.h"

typedef struct
{
  BalieTestDesk    *desk;
  BalieSession     *session;
  GtkWindow        *window;
  BalieRequestPage *page;
  char             *id;
} Fixture;

static BalieConversationItem *
get_item (Fixture *fixture)
{
  return balie_session_find_conversation (fixture->session, fixture->id);
}

static const BalieConversation *
get_request (Fixture *fixture)
{
  return balie_conversation_item_get_conversation (get_item (fixture));
}

static gboolean
is_sent (Fixture *fixture)
{
  return balie_session_get_unsent (fixture->session) == 0 && get_request (fixture)->number > 0 &&
         !balie_conversation_item_get_pending (get_item (fixture));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->desk = balie_test_desk_new ();
  fixture->session = balie_test_desk_open_session (fixture->desk, balie_test_desk_get_port (fixture->desk), "cache.db");
  balie_app_test_wait_until (balie_session_get_connection (fixture->session) == BALIE_CONNECTION_ONLINE);
  fixture->id = balie_test_send_question (fixture->session, "Printer", "It smokes");
  balie_app_test_wait_until (is_sent (fixture));

  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->page = BALIE_REQUEST_PAGE (balie_request_page_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  balie_request_page_open (fixture->page, fixture->session, get_item (fixture));
  balie_app_test_present (fixture->window, 700, 560);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  balie_session_close (fixture->session);
  g_clear_object (&fixture->session);
  g_clear_pointer (&fixture->desk, balie_test_desk_free);
  g_clear_pointer (&fixture->id, g_free);
}

static GtkWidget *
find (Fixture    *fixture,
      const char *id)
{
  GtkWidget *found = balie_app_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_WIDGET, id);

  g_assert_nonnull (found);
  return found;
}

static void
staff_sets (Fixture    *fixture,
            const char *json)
{
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s", fixture->id);
  g_autofree char *tag = g_strdup_printf ("\"v%" G_GINT64_FORMAT "\"", get_request (fixture)->version);
  gint64           version = get_request (fixture)->version;
  g_autoptr (GBytes) answer = balie_test_desk_staff (fixture->desk, "PATCH", path, tag, json);

  balie_app_test_wait_until (get_request (fixture)->version > version);
}

static GtkWidget *
find_button (GtkWidget  *root,
             const char *action)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (root)), action) == 0)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, action);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* As soon as it can be done: while a change is on its way there is none. */
static void
act (Fixture    *fixture,
     const char *action)
{
  balie_app_test_wait_until (gtk_widget_is_sensitive (find_button (GTK_WIDGET (fixture->page), action)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), action, NULL));
}

/* Whether some label below `root` says this. */
static gboolean
says (GtkWidget  *root,
      const char *text)
{
  if (GTK_IS_LABEL (root) && g_str_equal (gtk_label_get_label (GTK_LABEL (root)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (says (child, text))
        return TRUE;
    }
  return FALSE;
}

static void
test_solved_and_reopened (Fixture      *fixture,
                          gconstpointer data)
{
  act (fixture, "request.solve");
  balie_app_test_wait_until (get_request (fixture)->status == BALIE_STATUS_SOLVED && gtk_widget_get_visible (find (fixture, "rating_box")));
  balie_app_test_wait_until (says (GTK_WIDGET (fixture->page), "Marked as solved"));
  act (fixture, "request.reopen");
  balie_app_test_wait_until (get_request (fixture)->status == BALIE_STATUS_OPEN && !gtk_widget_get_visible (find (fixture, "rating_box")));
  balie_app_test_wait_until (says (GTK_WIDGET (fixture->page), "The request is open again"));
}

/* What waits for the customer is moved on by the answer. */
static void
test_answered (Fixture      *fixture,
               gconstpointer data)
{
  BalieConversationView *view = balie_request_page_get_conversation_view (fixture->page);
  g_autofree char       *question = balie_test_desk_staff_writes (fixture->desk, fixture->id, "Is it plugged in?");
  GtkWidget             *text = balie_app_test_find (find (fixture, "field"), GTK_TYPE_TEXT_VIEW, NULL);

  balie_app_test_wait_until (get_request (fixture)->assignee != NULL);
  staff_sets (fixture, "{\"status\": \"waiting\"}");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (fixture, "placeholder"))), ==, "Sanne asked you for more information. Write your answer…");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "It is", -1);
  gtk_widget_activate_action (GTK_WIDGET (balie_conversation_view_get_composer (view)), "composer.send", NULL);
  balie_app_test_wait_until (get_request (fixture)->status == BALIE_STATUS_IN_PROGRESS);
  balie_app_test_wait_until (says (GTK_WIDGET (fixture->page), "We are working on it"));
}

/* The support desk was first: the page shows how it stands and says what has changed, and nothing is overwritten. */
static void
test_conflict (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (BalieConversation) old = balie_conversation_copy (get_request (fixture));

  staff_sets (fixture, "{\"status\": \"waiting\"}");
  balie_conversation_item_set_conversation (get_item (fixture), old);
  act (fixture, "request.solve");
  balie_app_test_wait_until (get_request (fixture)->status == BALIE_STATUS_WAITING);
  balie_app_test_wait_until (says (GTK_WIDGET (fixture->page), "Nothing was changed: you have been asked for more information meanwhile."));
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "request-conflict");

  act (fixture, "request.solve");
  balie_app_test_wait_until (get_request (fixture)->status == BALIE_STATUS_SOLVED);
}

static void
choose (Fixture *fixture,
        int      score)
{
  GtkWidget *star = gtk_widget_get_first_child (find (fixture, "stars"));

  for (int i = 1; i < score; i++)
    star = gtk_widget_get_next_sibling (star);
  g_signal_emit_by_name (star, "clicked");
}

static void
test_rated (Fixture      *fixture,
            gconstpointer data)
{
  staff_sets (fixture, "{\"status\": \"solved\"}");
  choose (fixture, 4);
  gtk_editable_set_text (GTK_EDITABLE (find (fixture, "comment")), "Quick and kind");
  g_signal_emit_by_name (find (fixture, "comment"), "activate");
  balie_app_test_wait_until (says (find (fixture, "rating"), "Thank you for your rating."));
  g_assert_cmpint (get_request (fixture)->rating, ==, 4);
  g_assert_cmpstr (get_request (fixture)->rating_comment, ==, "Quick and kind");
  g_assert_true (says (find (fixture, "rating"), "Quick and kind"));
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "request-thanks");

  /* The event that tells of a rating can come before the answer, until which no other one goes out. */
  choose (fixture, 5);
  balie_app_test_wait_until (gtk_widget_is_sensitive (find (fixture, "comment")));
  g_signal_emit_by_name (find (fixture, "comment"), "activate");
  balie_app_test_wait_until (get_request (fixture)->rating == 5 && !gtk_widget_get_visible (find (fixture, "more")));
}

/* Without the server it is not sent, and nothing of it is lost. */
static void
test_rated_offline (Fixture      *fixture,
                    gconstpointer data)
{
  staff_sets (fixture, "{\"status\": \"solved\"}");
  balie_test_desk_stop (fixture->desk);
  choose (fixture, 2);
  gtk_editable_set_text (GTK_EDITABLE (find (fixture, "comment")), "Slow");
  g_signal_emit_by_name (find (fixture, "comment"), "activate");
  balie_app_test_wait_until (says (GTK_WIDGET (fixture->page), "Your rating was not sent: there is no connection. Send it again when you are online."));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find (fixture, "comment"))), ==, "Slow");

  balie_test_desk_start (fixture->desk);
  balie_app_test_wait_until (balie_session_get_connection (fixture->session) == BALIE_CONNECTION_ONLINE);
  g_signal_emit_by_name (find (fixture, "comment"), "activate");
  balie_app_test_wait_until (get_request (fixture)->rating == 2);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  char **id = user_data;
  g_autoptr (GError) error = NULL;

  *id = balie_session_send_request_finish (BALIE_SESSION (source), result, &error);
  g_assert_no_error (error);
}

/* What a request follows is named by its number and subject. */
static void
test_follows (Fixture      *fixture,
              gconstpointer data)
{
  BalieNewRequest        request = {.kind = BALIE_CONVERSATION_QUESTION, .subject = "Again", .text = "It smokes again", .follows = fixture->id};
  g_autofree char       *id = NULL;
  g_autofree char       *expected = NULL;
  BalieConversationItem *item;

  staff_sets (fixture, "{\"status\": \"closed\"}");
  g_assert_true (gtk_widget_get_visible (find (fixture, "follow_up")));
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "request-closed-real");
  balie_session_send_request_async (fixture->session, &request, NULL, sent_cb, &id);
  balie_app_test_wait_until (id != NULL);
  item = balie_session_find_conversation (fixture->session, id);
  balie_app_test_wait_until (!balie_conversation_item_get_pending (item));
  g_assert_cmpstr (balie_conversation_item_get_conversation (item)->follows, ==, fixture->id);

  balie_request_page_open (fixture->page, fixture->session, item);
  expected = g_strdup_printf ("Follows #%" G_GINT64_FORMAT ": Printer", get_request (fixture)->number);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (fixture, "follows_text"))), ==, expected);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "request-follows-real");
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

#define ADD(path, function) g_test_add ("/end-to-end/app-request" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/solved-and-reopened", test_solved_and_reopened);
  ADD ("/answered", test_answered);
  ADD ("/conflict", test_conflict);
  ADD ("/rated", test_rated);
  ADD ("/rated-offline", test_rated_offline);
  ADD ("/follows", test_follows);
#undef ADD

  return g_test_run ();
}
