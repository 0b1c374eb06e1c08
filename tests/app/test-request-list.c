/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of requests: its sections, search and filter, and many requests. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-clock.h"
#include "balie-request-list.h"
#include "balie-request-row.h"
#include "balie-request-sections.h"
#include "balie-test-requests.h"

typedef struct
{
  GListStore *store;
  GtkWidget  *list;
  GtkWindow  *window;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->store = balie_test_requests_new ();
  fixture->list = balie_request_list_new ();
  balie_request_list_set_requests (BALIE_REQUEST_LIST (fixture->list), G_LIST_MODEL (fixture->store));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, fixture->list);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  g_clear_object (&fixture->store);
}

static guint
get_n_shown (Fixture *fixture)
{
  GtkWidget *list_view = balie_app_test_find (fixture->list, GTK_TYPE_LIST_VIEW, "list_view");

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list_view))));
}

static void
test_sections (Fixture      *fixture,
               gconstpointer data)
{
  balie_app_test_present (fixture->window, 780, 640);
  balie_app_test_take_picture (fixture->list, "request-list");
  g_assert_cmpuint (get_n_shown (fixture), ==, 6);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/request-list/sections", Fixture, NULL, set_up, test_sections, tear_down);

  return g_test_run ();
}
