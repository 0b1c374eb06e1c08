/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Home in its three layouts, the Servicedesk menu, the folded chat. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-home-page.h"
#include "balie-test-requests.h"

typedef struct
{
  GListStore    *store;
  BalieHomePage *page;
  GtkWindow     *window;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->store = balie_test_requests_new ();
  fixture->page = BALIE_HOME_PAGE (balie_home_page_new ());
  balie_home_page_set_desk (fixture->page, "Acme Software");
  balie_home_page_set_person (fixture->page, "Jan Visser", "j.visser@example.nl");
  balie_home_page_set_requests (fixture->page, G_LIST_MODEL (fixture->store));
  balie_home_page_set_opening (fixture->page, "Open until 17:00");
  balie_home_page_set_chat_panel (fixture->page, gtk_label_new ("Chat"));
  fixture->window = g_object_new (ADW_TYPE_WINDOW, "content", fixture->page, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  g_clear_object (&fixture->store);
}

static void
test_layouts (Fixture      *fixture,
              gconstpointer data)
{
  BalieChatCorner *corner = balie_home_page_get_corner (fixture->page);

  balie_home_page_set_chat_open (fixture->page, TRUE);
  balie_app_test_present (fixture->window, 1120, 740);
  g_assert_cmpint (balie_chat_corner_get_mode (corner), ==, BALIE_LAYOUT_WIDE);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "home-wide");

  balie_app_test_present (fixture->window, 800, 740);
  g_assert_cmpint (balie_chat_corner_get_mode (corner), ==, BALIE_LAYOUT_MEDIUM);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "home-medium");

  balie_home_page_set_chat_open (fixture->page, FALSE);
  balie_app_test_present (fixture->window, 360, 640);
  g_assert_cmpint (balie_chat_corner_get_mode (corner), ==, BALIE_LAYOUT_NARROW);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "home-narrow");

  balie_app_test_present (fixture->window, 1120, 740);
  balie_home_page_open_desk_menu (fixture->page);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "home-menu");
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/home-page/layouts", Fixture, NULL, set_up, test_layouts, tear_down);

  return g_test_run ();
}
