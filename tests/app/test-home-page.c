/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Home in its three layouts, the Servicedesk menu, the folded chat. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-desk-menu.h"
#include "balie-home-page.h"
#include "balie-test-requests.h"
#include "balie-thread-fixture.h"

typedef struct
{
  GListStore     *store;
  BalieDeskState *desk_state;
  GActionGroup   *actions;
  BalieHomePage  *page;
  GtkWindow      *window;
} Fixture;

static const GActionEntry action_entries[] = {
  {"ask-question"},
  {"report-problem"},
  {"open-chat"},
  {"opening-hours"},
};

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
  fixture->actions = G_ACTION_GROUP (g_simple_action_group_new ());
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->actions), action_entries, G_N_ELEMENTS (action_entries), NULL);
  fixture->window = g_object_new (ADW_TYPE_WINDOW, "content", fixture->page, NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "win", fixture->actions);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  g_clear_object (&fixture->actions);
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

/* What the list leaves free at its end. */
static int
get_list_inset (Fixture *fixture)
{
  GtkWidget      *list = get_part (fixture, "request_list");
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_parent (get_part (fixture, "list_view")), list, &bounds));
  return gtk_widget_get_width (list) - (int)(bounds.origin.x + bounds.size.width);
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
  g_assert_cmpint (get_list_inset (fixture), ==, get_inset (fixture));
  /* The scroll bar stands at the edge of the window, and not between the list and the chat. */
  g_assert_cmpint (gtk_widget_get_width (get_part (fixture, "scroller")), ==, gtk_widget_get_width (GTK_WIDGET (fixture->page)));

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
  GtkWidget      *entry = gtk_entry_new ();

  balie_app_test_present (fixture->window, 1200, 740);
  g_assert_cmpstr (adw_window_title_get_title (title), ==, "Acme Software");
  g_assert_false (gtk_widget_get_mapped (get_part (fixture, "back_button")));

  balie_home_page_show_request (fixture->page, entry, item);
  g_assert_cmpstr (adw_window_title_get_title (title), ==, "Invoice export stops at 500 lines");
  g_assert_cmpstr (adw_window_title_get_subtitle (title), ==, "#1042");
  g_assert_true (gtk_widget_get_mapped (get_part (fixture, "back_button")));
  g_assert_true (balie_home_page_get_request (fixture->page) == item);
  g_assert_true (gtk_widget_get_state_flags (entry) & GTK_STATE_FLAG_FOCUS_WITHIN);

  balie_home_page_show_list (fixture->page);
  g_assert_cmpstr (adw_window_title_get_title (title), ==, "Acme Software");
  g_assert_null (balie_home_page_get_request (fixture->page));
}

/* What one reads on the first button below @widget. */
static const char *
get_button_text (GtkWidget *widget)
{
  GtkWidget *button = balie_app_test_find (widget, GTK_TYPE_BUTTON, NULL);

  return gtk_label_get_text (GTK_LABEL (balie_app_test_find (button, GTK_TYPE_LABEL, NULL)));
}

static gboolean
has_focus (Fixture    *fixture,
           const char *part)
{
  GtkWidget *focus = gtk_window_get_focus (fixture->window);

  return focus != NULL && gtk_widget_is_ancestor (focus, get_part (fixture, part));
}

/* Back from a request one goes on where one left the list, and not at the first button of the window. */
static void
test_focus (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieConversationItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);

  balie_app_test_present (fixture->window, 1200, 740);
  balie_home_page_focus_list (fixture->page);
  g_assert_true (has_focus (fixture, "list_view"));

  balie_home_page_show_request (fixture->page, gtk_entry_new (), item);
  gtk_widget_child_focus (get_part (fixture, "request_bin"), GTK_DIR_TAB_FORWARD);
  g_assert_true (has_focus (fixture, "request_bin"));

  balie_home_page_show_list (fixture->page);
  g_assert_true (has_focus (fixture, "list_view"));
}

/* All of home by the Tab key alone, round once. */
static void
test_tab (Fixture      *fixture,
          gconstpointer data)
{
  static const char *const parts[] = {"account_button", "desk_button", "search", "filter", "list_view", "chat_button"};
  guint                    reached = 0;

  balie_app_test_present (fixture->window, 1200, 740);
  for (int i = 0; i < 40; i++)
    {
      gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_TAB_FORWARD);
      for (guint j = 0; j < G_N_ELEMENTS (parts); j++)
        if (gtk_window_get_focus (fixture->window) == get_part (fixture, parts[j]) || has_focus (fixture, parts[j]))
          reached |= 1u << j;
    }

  g_assert_cmpuint (reached, ==, (1u << G_N_ELEMENTS (parts)) - 1);
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
  g_assert_cmpstr (get_button_text (get_part (fixture, "banner")), ==, "Try Now");
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "home-banner");

  /* It may have something else to say before it was hidden. */
  balie_banner_show (banner, "Your keyring is locked.", "_Unlock", NULL);
  g_assert_cmpstr (get_button_text (get_part (fixture, "banner")), ==, "Unlock");
  balie_banner_hide (banner);
  g_assert_null (balie_banner_get_title (banner));
  balie_app_test_wait_until (!gtk_widget_get_visible (gtk_widget_get_first_child (GTK_WIDGET (banner))));
}

static gboolean
is_popped_up (Fixture *fixture)
{
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (get_part (fixture, "desk_button"))));

  return gtk_widget_get_mapped (popover);
}

/* Opens the menu and tells where it stands in the window. */
static void
open_desk_menu (Fixture         *fixture,
                const char      *picture,
                graphene_rect_t *menu)
{
  GtkWidget *items = get_part (fixture, "items");
  GtkWidget *contents = gtk_widget_get_parent (items);
  GtkNative *native = gtk_widget_get_native (items);
  double     x;
  double     y;

  g_assert_false (is_popped_up (fixture));
  balie_home_page_open_desk_menu (fixture->page);
  balie_app_test_wait_until (is_popped_up (fixture) && gtk_widget_get_width (items) > 0);
  balie_app_test_take_picture (gtk_widget_get_parent (contents), picture);

  g_assert_true (gtk_widget_compute_bounds (contents, GTK_WIDGET (native), menu));
  gtk_native_get_surface_transform (native, &x, &y);
  graphene_rect_offset (menu,
                        x + gdk_popup_get_position_x (GDK_POPUP (gtk_native_get_surface (native))),
                        y + gdk_popup_get_position_y (GDK_POPUP (gtk_native_get_surface (native))));
  gtk_native_get_surface_transform (GTK_NATIVE (fixture->window), &x, &y);
  graphene_rect_offset (menu, -x, -y);
}

/* Whether every text has the height that it needs in the width that it has, and room for that in what it stands in. */
static gboolean
texts_fit (GtkWidget *widget,
           GtkWidget *within)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t bounds;
      int             height;

      if (!gtk_widget_get_mapped (child))
        continue;
      if (!texts_fit (child, within))
        return FALSE;
      if (!GTK_IS_LABEL (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (child), &height, NULL, NULL, NULL);
      if (gtk_widget_get_height (child) < height || !gtk_widget_compute_bounds (child, within, &bounds) ||
          bounds.origin.y + bounds.size.height > gtk_widget_get_height (within))
        return FALSE;
    }

  return TRUE;
}

static gboolean
menu_fits (Fixture *fixture)
{
  GtkWidget *items = get_part (fixture, "items");

  return texts_fit (items, gtk_widget_get_parent (items));
}

static void
test_desk_menu (Fixture      *fixture,
                gconstpointer data)
{
  graphene_rect_t menu;
  graphene_rect_t button;

  balie_app_test_present (fixture->window, 1200, 740);
  open_desk_menu (fixture, "desk-menu", &menu);

  g_assert_true (gtk_widget_compute_bounds (get_part (fixture, "desk_button"), GTK_WIDGET (fixture->window), &button));
  /* Places of popovers are whole pixels, those of buttons are not. */
  g_assert_cmpfloat_with_epsilon (menu.origin.x + menu.size.width, button.origin.x + button.size.width, 2);
  g_assert_cmpfloat (menu.origin.y, >=, button.origin.y + button.size.height);
  g_assert_cmpfloat_with_epsilon (menu.size.width, 352, 2.5);
  balie_app_test_wait_until (menu_fits (fixture));
}

/* On a day on which there is much to say, and in the smallest window. */
static void
test_desk_menu_narrow (Fixture      *fixture,
                       gconstpointer data)
{
  graphene_rect_t menu;

  /* Easter Monday of 2026, 11:20 in Amsterdam. */
  balie_thread_fixture_set_time (G_GINT64_CONSTANT (1775467200000));
  balie_desk_state_refresh (fixture->desk_state);
  balie_app_test_present (fixture->window, 360, 640);
  open_desk_menu (fixture, "desk-menu-narrow", &menu);

  g_assert_cmpfloat (menu.origin.x, >=, 0);
  g_assert_cmpfloat (menu.origin.x + menu.size.width, <=, 360);
  balie_app_test_wait_until (menu_fits (fixture));
}

/* Whatever there is to say about the hours, the entry below that stays whole. */
static void
test_desk_menu_wraps (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  balie_app_test_present (fixture->window, 360, 640);
  for (int i = 0; i < 24; i++)
    {
      graphene_rect_t menu;

      g_string_append (text, "hours ");
      balie_desk_menu_set_opening (BALIE_DESK_MENU (get_part (fixture, "desk_menu")), text->str);
      open_desk_menu (fixture, "desk-menu-wraps", &menu);
      balie_app_test_wait_until (menu_fits (fixture));
      gtk_menu_button_popdown (GTK_MENU_BUTTON (get_part (fixture, "desk_button")));
      balie_app_test_wait_until (!is_popped_up (fixture));
    }
}

/* Written from right to left everything stands the other way round, and nothing leaves the window either. */
static void
test_right_to_left (Fixture      *fixture,
                    gconstpointer data)
{
  graphene_rect_t menu;
  graphene_rect_t button;
  graphene_rect_t chat;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  balie_app_test_present (fixture->window, 1200, 740);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "home-right-to-left");
  g_assert_true (gtk_widget_compute_bounds (get_part (fixture, "chat_button"), GTK_WIDGET (fixture->window), &chat));
  g_assert_cmpfloat (chat.origin.x + chat.size.width, <, 600);

  open_desk_menu (fixture, "desk-menu-right-to-left", &menu);
  g_assert_true (gtk_widget_compute_bounds (get_part (fixture, "desk_button"), GTK_WIDGET (fixture->window), &button));
  g_assert_cmpfloat_with_epsilon (menu.origin.x, button.origin.x, 2);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (get_part (fixture, "desk_button")));
  balie_app_test_wait_until (!is_popped_up (fixture));

  balie_app_test_present (fixture->window, 360, 640);
  open_desk_menu (fixture, "desk-menu-right-to-left-narrow", &menu);
  g_assert_cmpfloat (menu.origin.x, >=, 0);
  g_assert_cmpfloat (menu.origin.x + menu.size.width, <=, 360);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Text twice as large does not make home wider than a telephone. */
static void
test_large_text (Fixture      *fixture,
                 gconstpointer data)
{
  balie_app_test_present (fixture->window, 360, 640);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "home-large-text-narrow");
  g_assert_true (gtk_widget_get_mapped (get_part (fixture, "search")));
}

static void
set_up_large_text (Fixture      *fixture,
                   gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int          dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * dpi, NULL);
  set_up (fixture, data);
}

static void
tear_down_large_text (Fixture      *fixture,
                      gconstpointer data)
{
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
  tear_down (fixture, data);
}

static void
set_enabled (Fixture    *fixture,
             const char *name,
             gboolean    enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (fixture->actions), name)), enabled);
}

/* What a desk does not offer is not on its menu. */
static void
test_desk_menu_offers (Fixture      *fixture,
                       gconstpointer data)
{
  GtkWidget *chat_item = get_part (fixture, "chat_item");
  GtkWidget *question_item = get_part (fixture, "question_item");

  balie_app_test_present (fixture->window, 1200, 740);
  g_assert_true (gtk_widget_get_visible (chat_item));
  g_assert_true (gtk_widget_get_visible (question_item));

  set_enabled (fixture, "ask-question", FALSE);
  set_enabled (fixture, "open-chat", FALSE);
  balie_home_page_set_chat_offered (fixture->page, FALSE);
  g_assert_false (gtk_widget_get_visible (chat_item));
  g_assert_false (gtk_widget_get_visible (question_item));
  g_assert_false (gtk_widget_get_visible (get_part (fixture, "chat_button")));

  set_enabled (fixture, "ask-question", TRUE);
  g_assert_true (gtk_widget_get_visible (question_item));
}

/* A button that shows just an icon says what it does to those who do not see it, and to those who wonder. */
static void
check_icon_buttons (GtkWidget *widget,
                    guint     *n_found)
{
  const char *icon = NULL;

  /* Newer header bars have a button back of their own, which shows in none of ours. */
  if (GTK_IS_WINDOW_CONTROLS (widget) || g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwBackButton"))
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
  g_test_add ("/app/home-page/focus", Fixture, NULL, set_up, test_focus, tear_down);
  g_test_add ("/app/home-page/tab", Fixture, NULL, set_up, test_tab, tear_down);
  g_test_add ("/app/home-page/banner", Fixture, NULL, set_up, test_banner, tear_down);
  g_test_add ("/app/home-page/desk-menu", Fixture, NULL, set_up, test_desk_menu, tear_down);
  g_test_add ("/app/home-page/desk-menu/narrow", Fixture, NULL, set_up, test_desk_menu_narrow, tear_down);
  g_test_add ("/app/home-page/desk-menu/wraps", Fixture, NULL, set_up, test_desk_menu_wraps, tear_down);
  g_test_add ("/app/home-page/right-to-left", Fixture, NULL, set_up, test_right_to_left, tear_down);
  g_test_add ("/app/home-page/large-text", Fixture, NULL, set_up_large_text, test_large_text, tear_down_large_text);
  g_test_add ("/app/home-page/desk-menu/offers", Fixture, NULL, set_up, test_desk_menu_offers, tear_down);
  g_test_add ("/app/home-page/icon-buttons", Fixture, NULL, set_up, test_icon_buttons, tear_down);

  return g_test_run ();
}
