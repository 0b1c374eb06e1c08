/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Home in its three layouts, the Servicedesk menu, the folded chat. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-home-page.h"
#include "balie-test-requests.h"
#include "balie-thread-fixture.h"

typedef struct
{
  GListStore     *store;
  BalieDeskState *desk_state;
  BalieHomePage  *page;
  GtkWindow      *window;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (BalieOpeningHours) hours = balie_opening_hours_new_default ();

  /* Tuesday 24 November 2026, 10:00 in Amsterdam. */
  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING);
  fixture->store = balie_test_requests_new ();
  fixture->desk_state = balie_desk_state_new (NULL);
  balie_desk_state_set (fixture->desk_state, hours, TRUE, BALIE_CONNECTION_ONLINE, "j.visser@example.nl");
  fixture->page = BALIE_HOME_PAGE (balie_home_page_new ());
  balie_home_page_set_desk (fixture->page, "Acme Software");
  balie_home_page_set_person (fixture->page, "Jan Visser", "j.visser@example.nl");
  balie_home_page_set_desk_state (fixture->page, fixture->desk_state);
  balie_home_page_set_requests (fixture->page, G_LIST_MODEL (fixture->store));
  balie_home_page_set_chat_panel (fixture->page, gtk_label_new ("Chat"));
  fixture->window = g_object_new (ADW_TYPE_WINDOW, "content", fixture->page, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  g_clear_object (&fixture->desk_state);
  g_clear_object (&fixture->store);
}

static GtkWidget *
get_part (Fixture    *fixture,
          const char *id)
{
  return balie_app_test_find (GTK_WIDGET (fixture->page), GTK_TYPE_WIDGET, id);
}

static int
get_inset (Fixture *fixture)
{
  int inset;

  g_object_get (balie_home_page_get_corner (fixture->page), "inset", &inset, NULL);
  return inset;
}

static void
test_wide (Fixture      *fixture,
           gconstpointer data)
{
  balie_home_page_set_chat_open (fixture->page, TRUE);
  balie_app_test_present (fixture->window, 1200, 740);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "home-wide");

  g_assert_cmpint (balie_chat_corner_get_mode (balie_home_page_get_corner (fixture->page)), ==, BALIE_LAYOUT_WIDE);
  g_assert_cmpint (get_inset (fixture), >, 0);
  g_assert_cmpint (gtk_widget_get_margin_end (get_part (fixture, "stack")), ==, get_inset (fixture));

  balie_home_page_set_chat_open (fixture->page, FALSE);
  balie_app_test_wait_until (get_inset (fixture) == 0);
  g_assert_true (gtk_widget_get_mapped (get_part (fixture, "chat_button")));
}

static void
test_medium (Fixture      *fixture,
             gconstpointer data)
{
  balie_home_page_set_chat_open (fixture->page, TRUE);
  balie_app_test_present (fixture->window, 900, 740);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "home-medium");

  g_assert_cmpint (balie_chat_corner_get_mode (balie_home_page_get_corner (fixture->page)), ==, BALIE_LAYOUT_MEDIUM);
  g_assert_cmpint (get_inset (fixture), ==, 0);
  g_assert_true (gtk_widget_get_mapped (get_part (fixture, "request_list")));
}

static void
test_narrow (Fixture      *fixture,
             gconstpointer data)
{
  balie_app_test_present (fixture->window, 1200, 740);
  balie_app_test_present (fixture->window, 360, 640);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "home-narrow");

  g_assert_cmpint (balie_chat_corner_get_mode (balie_home_page_get_corner (fixture->page)), ==, BALIE_LAYOUT_NARROW);
  g_assert_true (gtk_widget_get_mapped (get_part (fixture, "request_list")));
  g_assert_false (gtk_widget_get_mapped (get_part (fixture, "chat_label")));

  /* Here the chat takes the whole window. */
  balie_home_page_set_chat_open (fixture->page, TRUE);
  balie_app_test_wait_until (!gtk_widget_get_mapped (get_part (fixture, "request_list")));
  balie_home_page_set_chat_open (fixture->page, FALSE);
  balie_app_test_wait_until (gtk_widget_get_mapped (get_part (fixture, "request_list")));
}

static void
test_badge (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieConversationItem) chat = NULL;

  chat = balie_test_request_new (BALIE_CONVERSATION_CHAT, 0, NULL, BALIE_STATUS_OPEN, "Sanne de Boer", "Hello", 0);
  balie_home_page_set_chat (fixture->page, chat);
  balie_app_test_present (fixture->window, 1200, 740);
  g_assert_false (gtk_widget_get_visible (get_part (fixture, "badge")));

  balie_test_request_change (chat, BALIE_STATUS_OPEN, 2);
  g_assert_true (gtk_widget_get_visible (get_part (fixture, "badge")));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (get_part (fixture, "badge"))), ==, "2");
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "home-folded");

  balie_test_request_change (chat, BALIE_STATUS_OPEN, 0);
  g_assert_false (gtk_widget_get_visible (get_part (fixture, "badge")));
}

static void
test_request (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (BalieConversationItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);
  AdwWindowTitle *title = ADW_WINDOW_TITLE (get_part (fixture, "title"));

  balie_app_test_present (fixture->window, 1200, 740);
  g_assert_cmpstr (adw_window_title_get_title (title), ==, "Acme Software");
  g_assert_false (gtk_widget_get_mapped (get_part (fixture, "back_button")));

  balie_home_page_show_request (fixture->page, gtk_label_new ("The request"), item);
  g_assert_cmpstr (adw_window_title_get_title (title), ==, "Invoice export stops at 500 lines");
  g_assert_cmpstr (adw_window_title_get_subtitle (title), ==, "#1042");
  g_assert_true (gtk_widget_get_mapped (get_part (fixture, "back_button")));
  g_assert_true (balie_home_page_get_request (fixture->page) == item);

  balie_home_page_show_list (fixture->page);
  g_assert_cmpstr (adw_window_title_get_title (title), ==, "Acme Software");
  g_assert_null (balie_home_page_get_request (fixture->page));
}

static void
test_banner (Fixture      *fixture,
             gconstpointer data)
{
  BalieBanner *banner = balie_home_page_get_banner (fixture->page);

  balie_app_test_present (fixture->window, 360, 640);
  g_assert_null (balie_banner_get_title (banner));
  balie_banner_show (banner, "No connection. You can read and write; what you send goes out as soon as there is one.", "_Try Now", NULL);
  g_assert_nonnull (balie_banner_get_title (banner));
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "home-banner");
  balie_banner_hide (banner);
  g_assert_null (balie_banner_get_title (banner));
}

static gboolean
is_popped_up (Fixture *fixture)
{
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (get_part (fixture, "desk_button"))));

  return gtk_widget_get_mapped (popover);
}

static void
test_desk_menu (Fixture      *fixture,
                gconstpointer data)
{
  balie_app_test_present (fixture->window, 1200, 740);
  g_assert_false (is_popped_up (fixture));
  balie_home_page_open_desk_menu (fixture->page);
  balie_app_test_wait_until (is_popped_up (fixture));
}

/* A button that shows just an icon says what it does to those who do not see it, and to those who wonder. */
static void
check_icon_buttons (GtkWidget *widget,
                    guint     *n_found)
{
  const char *icon = NULL;

  if (GTK_IS_WINDOW_CONTROLS (widget))
    return;
  if (GTK_IS_BUTTON (widget) && !GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget)))
    icon = gtk_button_get_icon_name (GTK_BUTTON (widget));
  if (icon != NULL)
    {
      g_assert_nonnull (gtk_widget_get_tooltip_text (widget));
      (*n_found)++;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_icon_buttons (child, n_found);
}

static void
test_icon_buttons (Fixture      *fixture,
                   gconstpointer data)
{
  guint n_found = 0;

  check_icon_buttons (GTK_WIDGET (fixture->page), &n_found);
  g_assert_cmpuint (n_found, >, 0);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/home-page/wide", Fixture, NULL, set_up, test_wide, tear_down);
  g_test_add ("/app/home-page/medium", Fixture, NULL, set_up, test_medium, tear_down);
  g_test_add ("/app/home-page/narrow", Fixture, NULL, set_up, test_narrow, tear_down);
  g_test_add ("/app/home-page/badge", Fixture, NULL, set_up, test_badge, tear_down);
  g_test_add ("/app/home-page/request", Fixture, NULL, set_up, test_request, tear_down);
  g_test_add ("/app/home-page/banner", Fixture, NULL, set_up, test_banner, tear_down);
  g_test_add ("/app/home-page/desk-menu", Fixture, NULL, set_up, test_desk_menu, tear_down);
  g_test_add ("/app/home-page/icon-buttons", Fixture, NULL, set_up, test_icon_buttons, tear_down);

  return g_test_run ();
}
