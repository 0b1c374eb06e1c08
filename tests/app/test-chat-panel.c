/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chat: what it says before anything is typed, and how it looks in each state. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-chat-panel.h"
#include "balie-thread-fixture.h"

typedef struct
{
  GtkWindow      *window;
  BalieChatPanel *panel;
  BalieDeskState *state;
} Fixture;

static void
open_panel (Fixture    *fixture,
            GListModel *thread,
            gboolean    as_page,
            int         width,
            int         height)
{
  BalieThreadView *view;

  fixture->window = GTK_WINDOW (adw_window_new ());
  fixture->panel = BALIE_CHAT_PANEL (balie_chat_panel_new ());
  fixture->state = balie_desk_state_new (NULL);
  balie_chat_panel_set_desk_state (fixture->panel, fixture->state);
  balie_chat_panel_set_as_page (fixture->panel, as_page);
  gtk_widget_set_vexpand (GTK_WIDGET (fixture->panel), TRUE);
  if (!as_page)
    {
      gtk_widget_set_margin_start (GTK_WIDGET (fixture->panel), 18);
      gtk_widget_set_margin_end (GTK_WIDGET (fixture->panel), 18);
      gtk_widget_set_margin_top (GTK_WIDGET (fixture->panel), 18);
      gtk_widget_set_margin_bottom (GTK_WIDGET (fixture->panel), 18);
    }
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->panel));
  view = balie_conversation_view_get_thread_view (balie_chat_panel_get_conversation_view (fixture->panel));
  balie_thread_view_set_model (view, thread);
  balie_app_test_present (fixture->window, width, height);
}

static void
set_state (Fixture        *fixture,
           gboolean        staffed,
           BalieConnection connection)
{
  g_autoptr (BalieOpeningHours) hours = balie_opening_hours_new_default ();

  balie_desk_state_set (fixture->state, hours, staffed, connection, "j.visser@example.nl");
}

static void
close_panel (Fixture *fixture)
{
  balie_app_test_close (fixture->window);
  g_assert_finalize_object (fixture->state);
}

static GtkWidget *
find (Fixture    *fixture,
      const char *id)
{
  GtkWidget *found = balie_app_test_find (GTK_WIDGET (fixture->panel), GTK_TYPE_WIDGET, id);

  g_assert_nonnull (found);
  return found;
}

static const char *
get_label (Fixture    *fixture,
           const char *id)
{
  return gtk_label_get_text (GTK_LABEL (find (fixture, id)));
}

static void
test_open (void)
{
  g_autoptr (GListStore) thread = balie_thread_fixture_new_chat ();
  Fixture fixture;

  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING + 5 * BALIE_FIXTURE_MINUTE);
  open_panel (&fixture, G_LIST_MODEL (thread), FALSE, 404, 590);
  set_state (&fixture, TRUE, BALIE_CONNECTION_ONLINE);

  g_assert_cmpstr (get_label (&fixture, "state"), ==, "Open until 17:00 (16:00 your time)");
  g_assert_true (gtk_widget_has_css_class (find (&fixture, "dot"), "there"));
  g_assert_false (gtk_widget_get_visible (find (&fixture, "banner")));
  g_assert_false (gtk_widget_get_visible (find (&fixture, "connection")));
  g_assert_cmpstr (get_label (&fixture, "placeholder"), ==, "Write a message…");

  balie_thread_view_set_typing (balie_conversation_view_get_thread_view (balie_chat_panel_get_conversation_view (fixture.panel)),
                                "Sanne de Boer");
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "chat-open");
  close_panel (&fixture);
}

/* Buttons that show an icon alone have a name for those who hear them. */
static void
test_names (void)
{
  static const struct
  {
    const char *id;
    const char *name;
  } buttons[] = {
    {"back", "Back"},
    {"menu", "Chat menu"},
    {"fold", "Fold the chat"},
    {"send_icon", "Send"},
  };
  g_autoptr (GListStore) thread = balie_thread_fixture_new_chat ();
  Fixture fixture;

  open_panel (&fixture, G_LIST_MODEL (thread), FALSE, 404, 590);
  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_test_accessible_assert_property (find (&fixture, buttons[i].id), GTK_ACCESSIBLE_PROPERTY_LABEL, buttons[i].name);
  close_panel (&fixture);
}

static void
test_nobody_there (void)
{
  g_autoptr (GListStore) thread = balie_thread_fixture_new_chat ();
  Fixture fixture;

  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING + 5 * BALIE_FIXTURE_MINUTE);
  open_panel (&fixture, G_LIST_MODEL (thread), TRUE, 360, 640);
  set_state (&fixture, FALSE, BALIE_CONNECTION_ONLINE);

  g_assert_cmpstr (get_label (&fixture, "state"), ==, "Open until 17:00 (16:00 your time) · nobody here right now");
  g_assert_true (gtk_widget_has_css_class (find (&fixture, "dot"), "away"));
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "chat-narrow");
  close_panel (&fixture);
}

static void
test_offline (void)
{
  g_autoptr (GListStore) thread = balie_thread_fixture_new_chat ();
  Fixture          fixture;
  BalieThreadItem *item;

  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING + 5 * BALIE_FIXTURE_MINUTE);
  balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_WAITING, BALIE_FIXTURE_MORNING + 5 * BALIE_FIXTURE_MINUTE,
                               "It does so with every customer.");
  item = balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_REFUSED, BALIE_FIXTURE_MORNING + 5 * BALIE_FIXTURE_MINUTE,
                                      "And this one is refused");
  balie_thread_item_set_refused (item, BALIE_ERROR_INVALID, "invalid");
  open_panel (&fixture, G_LIST_MODEL (thread), FALSE, 404, 690);
  set_state (&fixture, FALSE, BALIE_CONNECTION_OFFLINE);

  g_assert_cmpstr (get_label (&fixture, "state"), ==, "Open until 17:00 (16:00 your time) · no connection");
  g_assert_true (gtk_widget_has_css_class (find (&fixture, "dot"), "unknown"));
  g_assert_false (gtk_widget_get_visible (find (&fixture, "connection")));
  balie_chat_panel_set_as_page (fixture.panel, TRUE);
  g_assert_true (gtk_widget_get_visible (find (&fixture, "connection")));
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "chat-offline");
  close_panel (&fixture);
}

static void
test_closed (void)
{
  g_autoptr (GListStore) thread = balie_thread_fixture_new_chat ();
  Fixture fixture;
  gint64  evening = BALIE_FIXTURE_MORNING + 9 * 60 * BALIE_FIXTURE_MINUTE;

  balie_thread_fixture_set_time (evening);
  balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_SENT, evening - BALIE_FIXTURE_MINUTE,
                               "Can I change the due date of an invoice that has been sent?");
  open_panel (&fixture, G_LIST_MODEL (thread), FALSE, 404, 590);
  set_state (&fixture, FALSE, BALIE_CONNECTION_ONLINE);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);

  g_assert_true (gtk_widget_get_visible (find (&fixture, "banner")));
  g_assert_cmpstr (get_label (&fixture, "placeholder"), ==, "Leave a question…");
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "chat-closed-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "chat-closed");
  close_panel (&fixture);
}

static void
test_empty (void)
{
  g_autoptr (GListStore) thread = g_list_store_new (BALIE_TYPE_THREAD_ITEM);
  Fixture fixture;

  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING);
  open_panel (&fixture, G_LIST_MODEL (thread), FALSE, 404, 590);
  set_state (&fixture, TRUE, BALIE_CONNECTION_ONLINE);

  g_assert_true (gtk_widget_get_visible (find (&fixture, "empty")));
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "chat-empty");

  balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_WAITING, BALIE_FIXTURE_MORNING, "Hello");
  g_assert_false (gtk_widget_get_visible (find (&fixture, "empty")));
  close_panel (&fixture);
}

static void
test_odd_texts (void)
{
  g_autoptr (GListStore) thread = g_list_store_new (BALIE_TYPE_THREAD_ITEM);
  g_autofree char *word = g_strnfill (300, 'w');
  g_autofree char *large = g_strnfill (16384, 'x');
  Fixture          fixture;

  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING);
  balie_thread_fixture_append (thread, BALIE_ROLE_STAFF, BALIE_MESSAGE_RECEIVED, BALIE_FIXTURE_MORNING, large);
  balie_thread_fixture_append (thread, BALIE_ROLE_STAFF, BALIE_MESSAGE_RECEIVED, BALIE_FIXTURE_MORNING, word);
  balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_SEEN, BALIE_FIXTURE_MORNING,
                               "<b>Not bold</b> &amp; see https://example.com/?a=1&b=2 or mailto:help@example.com, not javascript:alert(1)");
  balie_thread_fixture_append (thread, BALIE_ROLE_STAFF, BALIE_MESSAGE_RECEIVED, BALIE_FIXTURE_MORNING,
                               "مرحبا، كيف يمكنني مساعدتك اليوم؟\nAnd in English.\nשלום");
  balie_thread_fixture_append (thread, BALIE_ROLE_SYSTEM, BALIE_MESSAGE_RECEIVED, BALIE_FIXTURE_MORNING, "status:solved");
  open_panel (&fixture, G_LIST_MODEL (thread), TRUE, 360, 640);
  set_state (&fixture, TRUE, BALIE_CONNECTION_ONLINE);
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "chat-odd");
  gtk_widget_set_direction (GTK_WIDGET (fixture.window), GTK_TEXT_DIR_RTL);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  balie_app_test_take_picture (GTK_WIDGET (fixture.window), "chat-odd-rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  close_panel (&fixture);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add_func ("/app/chat-panel/open", test_open);
  g_test_add_func ("/app/chat-panel/names", test_names);
  g_test_add_func ("/app/chat-panel/nobody-there", test_nobody_there);
  g_test_add_func ("/app/chat-panel/offline", test_offline);
  g_test_add_func ("/app/chat-panel/closed", test_closed);
  g_test_add_func ("/app/chat-panel/empty", test_empty);
  g_test_add_func ("/app/chat-panel/odd-texts", test_odd_texts);

  return g_test_run ();
}
