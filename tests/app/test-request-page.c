/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request's page: what each status offers, and how it looks. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-request-menu.h"
#include "balie-request-page.h"
#include "balie-status-pill.h"
#include "balie-thread-fixture.h"

typedef struct
{
  GtkWindow             *window;
  BalieRequestPage      *page;
  BalieDeskState        *state;
  BalieConversationItem *item;
} Fixture;

static BalieConversation *
make_request (BalieStatus status)
{
  BalieConversation *conversation = balie_conversation_new ();

  conversation->id = g_strdup ("2f2ad0a4-3c41-4f5b-9f0c-5d2d8b1d3c11");
  conversation->kind = BALIE_CONVERSATION_PROBLEM;
  conversation->number = 1042;
  conversation->subject = g_strdup ("Invoice export stops at 500 lines");
  conversation->status = status;
  conversation->created_at = BALIE_FIXTURE_MORNING + 6 * BALIE_FIXTURE_MINUTE;
  conversation->assignee = balie_person_new ("5a1f8f39-6a15-4c6e-8f2c-1f5e5f7f9a10", "Sanne de Boer", BALIE_ROLE_STAFF);

  return conversation;
}

static GListStore *
make_thread (void)
{
  GListStore *thread = g_list_store_new (BALIE_TYPE_THREAD_ITEM);

  balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_SEEN, BALIE_FIXTURE_MORNING + 6 * BALIE_FIXTURE_MINUTE,
                               "Since this morning the export of October stops after 500 lines, without a message. I expected all 1,240 lines, "
                               "as last month.");
  balie_thread_fixture_append (thread, BALIE_ROLE_SYSTEM, BALIE_MESSAGE_RECEIVED, BALIE_FIXTURE_MORNING + 6 * BALIE_FIXTURE_MINUTE, "received");
  balie_thread_fixture_append (thread, BALIE_ROLE_STAFF, BALIE_MESSAGE_RECEIVED, BALIE_FIXTURE_MORNING + 12 * BALIE_FIXTURE_MINUTE,
                               "Thank you for the clear description, we can see the same here with your company's data. Could you send us the "
                               "export log file? You find it under Settings → Export → Log.");

  return thread;
}

static void
make_page (Fixture    *fixture,
           BalieStatus status)
{
  g_autoptr (BalieConversation) conversation = make_request (status);
  g_autoptr (GListStore) thread = make_thread ();
  g_autoptr (BalieOpeningHours) hours = balie_opening_hours_new_default ();

  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING + 15 * BALIE_FIXTURE_MINUTE);
  fixture->window = GTK_WINDOW (adw_window_new ());
  fixture->page = BALIE_REQUEST_PAGE (balie_request_page_new ());
  fixture->item = balie_conversation_item_new (conversation);
  fixture->state = balie_desk_state_new (NULL);
  balie_desk_state_set (fixture->state, hours, TRUE, BALIE_CONNECTION_ONLINE, "j.visser@example.nl");
  balie_request_page_set_desk_state (fixture->page, fixture->state);
  balie_request_page_open (fixture->page, NULL, fixture->item);
  balie_thread_view_set_model (balie_conversation_view_get_thread_view (balie_request_page_get_conversation_view (fixture->page)),
                               G_LIST_MODEL (thread));
  gtk_widget_set_vexpand (GTK_WIDGET (fixture->page), TRUE);
}

/* What the window offers its pages: a target of another type than these take is a warning, and those end the test. */
static void
add_window_actions (GtkWindow *window)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) open = g_simple_action_new ("open-conversation", G_VARIANT_TYPE_STRING);
  g_autoptr (GSimpleAction) follow_up = g_simple_action_new ("follow-up", G_VARIANT_TYPE_STRING);

  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (open));
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (follow_up));
  gtk_widget_insert_action_group (GTK_WIDGET (window), "win", G_ACTION_GROUP (group));
}

static void
open_page (Fixture    *fixture,
           BalieStatus status,
           int         width)
{
  make_page (fixture, status);
  add_window_actions (fixture->window);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  balie_app_test_present (fixture->window, width, 640);
}

static void
close_page (Fixture *fixture)
{
  balie_app_test_close (fixture->window);
  g_assert_finalize_object (fixture->state);
  g_assert_finalize_object (fixture->item);
}

static GtkWidget *
find (Fixture    *fixture,
      const char *id)
{
  GtkWidget *found = balie_app_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_WIDGET, id);

  g_assert_nonnull (found);
  return found;
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

static void
test_waiting (void)
{
  Fixture fixture;

  open_page (&fixture, BALIE_STATUS_WAITING, 1100);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (&fixture, "subject"))), ==, "Invoice export stops at 500 lines");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (&fixture, "line"))), ==, "Problem · sent today 09:06 · Sanne is on it");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (&fixture, "placeholder"))), ==,
                   "Sanne asked you for more information. Write your answer…");
  g_assert_cmpint (balie_status_pill_get_status (BALIE_STATUS_PILL (find (&fixture, "pill"))), ==, BALIE_STATUS_WAITING);
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "request-page");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "request-page-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  close_page (&fixture);
}

/* The answer box has room for its prompt at once, also when the page comes into a window that was there before. */
static void
test_answer_box (void)
{
  static const int widths[] = {360, 700, 820, 1100};

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      Fixture    fixture;
      GtkWidget *field;

      make_page (&fixture, BALIE_STATUS_WAITING);
      adw_window_set_content (ADW_WINDOW (fixture.window), gtk_label_new ("The list"));
      balie_app_test_present (fixture.window, widths[i], 640);
      adw_window_set_content (ADW_WINDOW (fixture.window), GTK_WIDGET (fixture.page));
      field = find (&fixture, "field");
      balie_app_test_wait_until (gtk_widget_get_height (field) > 0);
      g_assert_cmpint (gtk_widget_get_height (field), >=, 52);
      g_assert_cmpint (gtk_widget_get_height (find (&fixture, "view")), >=, 36);
      close_page (&fixture);
    }
}

/* Whoever opens a request can answer at once; of a closed one only the thread can be reached. */
static void
test_focus (void)
{
  static const struct
  {
    BalieStatus status;
    const char *id;
  } cases[] = {
    {BALIE_STATUS_WAITING, "view"},
    {BALIE_STATUS_CLOSED, "list"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture;

      open_page (&fixture, cases[i].status, 820);
      gtk_window_set_focus (fixture.window, NULL);
      g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (fixture.page)));
      g_assert_true (gtk_widget_get_state_flags (find (&fixture, cases[i].id)) & GTK_STATE_FLAG_FOCUS_WITHIN);
      close_page (&fixture);
    }
}

static void
test_narrow (void)
{
  Fixture fixture;

  open_page (&fixture, BALIE_STATUS_IN_PROGRESS, 360);
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "request-page-narrow");
  close_page (&fixture);
}

/* The same page follows its request through all it can be. */
static void
test_statuses (void)
{
  static const struct
  {
    BalieStatus status;
    gboolean    solve;
    gboolean    reopen;
    gboolean    writable;
    gboolean    rating;
  } cases[] = {
    {BALIE_STATUS_OPEN, TRUE, FALSE, TRUE, FALSE},
    {BALIE_STATUS_IN_PROGRESS, TRUE, FALSE, TRUE, FALSE},
    {BALIE_STATUS_WAITING, TRUE, FALSE, TRUE, FALSE},
    {BALIE_STATUS_SOLVED, FALSE, TRUE, TRUE, TRUE},
    {BALIE_STATUS_CLOSED, FALSE, FALSE, FALSE, TRUE},
  };
  Fixture fixture;

  open_page (&fixture, BALIE_STATUS_OPEN, 800);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieConversation) conversation = make_request (cases[i].status);
      g_autofree char *name = g_strdup_printf ("request-%s", balie_status_nicks[cases[i].status]);

      balie_conversation_item_set_conversation (fixture.item, conversation);
      g_assert_cmpint (gtk_widget_get_visible (find_button (GTK_WIDGET (fixture.page), "request.solve")), ==, cases[i].solve);
      g_assert_cmpint (gtk_widget_get_visible (find_button (GTK_WIDGET (fixture.page), "request.reopen")), ==, cases[i].reopen);
      g_assert_cmpint (gtk_widget_get_visible (find (&fixture, "area")), ==, cases[i].writable);
      g_assert_cmpint (gtk_widget_get_visible (find (&fixture, "ending")), ==, !cases[i].writable);
      g_assert_cmpint (gtk_widget_get_visible (find (&fixture, "rating_box")), ==, cases[i].rating);
      balie_app_test_take_picture (GTK_WIDGET (fixture.window), name);
    }

  close_page (&fixture);
}

static void
on_text (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_assert_nonnull (*text);
}

static void
test_copies (void)
{
  static const struct
  {
    const char *action;
    const char *text;
  } cases[] = {
    {"request-menu.copy-number", "#1042"},
    {"request-menu.copy-link", "balie:conversation/2f2ad0a4-3c41-4f5b-9f0c-5d2d8b1d3c11"},
  };
  Fixture fixture;

  open_page (&fixture, BALIE_STATUS_OPEN, 800);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture.page), cases[i].action, NULL));
      gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture.page)), NULL, on_text, &text);
      balie_app_test_wait_until (text != NULL);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
  close_page (&fixture);
}

/* Before the server has given it a number, there is nothing to refer to. */
static void
test_unnumbered (void)
{
  g_autoptr (BalieConversation) conversation = make_request (BALIE_STATUS_OPEN);
  GActionGroup *actions;
  Fixture       fixture;

  open_page (&fixture, BALIE_STATUS_OPEN, 800);
  actions = balie_request_menu_get_actions (BALIE_REQUEST_MENU (find (&fixture, "menu")));
  g_assert_true (g_action_group_get_action_enabled (actions, "copy-number"));

  conversation->number = 0;
  balie_conversation_item_set_conversation (fixture.item, conversation);
  g_assert_false (g_action_group_get_action_enabled (actions, "copy-number"));
  g_assert_false (g_action_group_get_action_enabled (actions, "copy-link"));
  close_page (&fixture);
}

static void
assert_target (GtkWidget  *button,
               const char *action,
               const char *id)
{
  GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (button));

  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, action);
  g_assert_cmpstr (g_variant_get_string (target, NULL), ==, id);
}

/* A closed request leads on, and one that follows another leads back. */
static void
test_follow_up (void)
{
  static const char *const followed = "3f2ad0a4-3c41-4f5b-9f0c-5d2d8b1d3c12";
  Fixture                  fixture;
  g_autoptr (BalieConversation) closed = make_request (BALIE_STATUS_CLOSED);
  g_autoptr (BalieConversation) following = make_request (BALIE_STATUS_OPEN);

  open_page (&fixture, BALIE_STATUS_OPEN, 800);
  g_assert_false (gtk_widget_get_visible (find (&fixture, "follows")));
  balie_conversation_item_set_conversation (fixture.item, closed);
  assert_target (find (&fixture, "follow_up"), "win.follow-up", closed->id);

  following->follows = g_strdup (followed);
  balie_conversation_item_set_conversation (fixture.item, following);
  g_assert_true (gtk_widget_get_visible (find (&fixture, "follows")));
  assert_target (find (&fixture, "follows"), "win.open-conversation", followed);
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "request-follows");
  close_page (&fixture);
}

/* Rated, in every state of it and in every width. */
static void
test_rating (void)
{
  static const int widths[] = {360, 800};

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      Fixture          fixture;
      GtkWidget       *star;
      g_autofree char *choosing = g_strdup_printf ("request-rating-choosing-%d", widths[i]);
      g_autofree char *rated = g_strdup_printf ("request-rated-%d", widths[i]);
      g_autoptr (BalieConversation) conversation = make_request (BALIE_STATUS_SOLVED);

      open_page (&fixture, BALIE_STATUS_SOLVED, widths[i]);
      star = gtk_widget_get_first_child (find (&fixture, "stars"));
      for (int j = 1; j < 4; j++)
        star = gtk_widget_get_next_sibling (star);
      g_signal_emit_by_name (star, "clicked");
      balie_app_test_take_picture (GTK_WIDGET (fixture.window), choosing);

      conversation->rating = 4;
      conversation->rating_comment = g_strdup ("Sanne knew at once what it was.");
      balie_request_page_open (fixture.page, NULL, NULL);
      balie_conversation_item_set_conversation (fixture.item, conversation);
      balie_request_page_open (fixture.page, NULL, fixture.item);
      g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (&fixture, "remark"))), ==, "Sanne knew at once what it was.");
      g_assert_false (gtk_widget_get_visible (find (&fixture, "more")));
      balie_app_test_take_picture (GTK_WIDGET (fixture.window), rated);
      close_page (&fixture);
    }
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add_func ("/app/request-page/copies", test_copies);
  g_test_add_func ("/app/request-page/unnumbered", test_unnumbered);
  g_test_add_func ("/app/request-page/waiting", test_waiting);
  g_test_add_func ("/app/request-page/answer-box", test_answer_box);
  g_test_add_func ("/app/request-page/focus", test_focus);
  g_test_add_func ("/app/request-page/narrow", test_narrow);
  g_test_add_func ("/app/request-page/statuses", test_statuses);
  g_test_add_func ("/app/request-page/follow-up", test_follow_up);
  g_test_add_func ("/app/request-page/rating", test_rating);

  return g_test_run ();
}
