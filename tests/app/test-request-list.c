/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of requests: its sections, search and filter, and many requests. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-request-list.h"
#include "balie-request-row.h"
#include "balie-test-requests.h"
#include "balie-texts-time.h"
#include "balie-thread-fixture.h"

typedef struct
{
  GListStore     *store;
  BalieDeskState *desk_state;
  GtkWidget      *list;
  GtkWindow      *window;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING);
  fixture->store = balie_test_requests_new ();
  fixture->desk_state = balie_desk_state_new (NULL);
  fixture->list = balie_request_list_new ();
  balie_request_list_set_desk_state (BALIE_REQUEST_LIST (fixture->list), fixture->desk_state);
  balie_request_list_set_requests (BALIE_REQUEST_LIST (fixture->list), G_LIST_MODEL (fixture->store));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, fixture->list);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  g_clear_object (&fixture->desk_state);
  g_clear_object (&fixture->store);
}

static guint
get_n_shown (Fixture *fixture)
{
  GtkWidget *list_view = balie_app_test_find (fixture->list, GTK_TYPE_LIST_VIEW, "list_view");

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list_view))));
}

/* Before its first frame the list holds a copy of the beginning alone. */
static void
show (Fixture *fixture)
{
  GtkListView    *list_view = GTK_LIST_VIEW (balie_app_test_find (fixture->list, GTK_TYPE_LIST_VIEW, "list_view"));
  GtkNoSelection *selection = GTK_NO_SELECTION (gtk_list_view_get_model (list_view));

  balie_app_test_present (fixture->window, 780, 640);
  balie_app_test_wait_until (GTK_IS_FLATTEN_LIST_MODEL (gtk_no_selection_get_model (selection)));
}

static BalieRequestRow *
find_row (Fixture *fixture,
          gint64   number)
{
  GtkWidget *list_view = balie_app_test_find (fixture->list, GTK_TYPE_LIST_VIEW, "list_view");

  for (GtkWidget *child = gtk_widget_get_first_child (list_view); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      BalieRequestRow       *row = BALIE_REQUEST_ROW (gtk_widget_get_first_child (child));
      BalieConversationItem *item = row != NULL ? balie_request_row_get_item (row) : NULL;

      if (item != NULL && balie_conversation_item_get_conversation (item)->number == number)
        return row;
    }

  return NULL;
}

/* What stands above a row: name and count of its section, or nothing. */
static char *
dup_heading (Fixture *fixture,
             gint64   number)
{
  GtkWidget *row = GTK_WIDGET (find_row (fixture, number));
  GtkWidget *section = balie_app_test_find (row, GTK_TYPE_LABEL, "section");
  GtkWidget *count = balie_app_test_find (row, GTK_TYPE_LABEL, "count");

  if (!gtk_widget_get_visible (balie_app_test_find (row, GTK_TYPE_BOX, "heading")))
    return g_strdup ("");

  return g_strdup_printf ("%s %s", gtk_label_get_label (GTK_LABEL (section)), gtk_label_get_label (GTK_LABEL (count)));
}

static void
assert_heading (Fixture    *fixture,
                gint64      number,
                const char *expected)
{
  g_autofree char *heading = dup_heading (fixture, number);

  g_assert_cmpstr (heading, ==, expected);
}

static const char *
get_label (Fixture    *fixture,
           gint64      number,
           const char *part)
{
  return gtk_label_get_label (GTK_LABEL (balie_app_test_find (GTK_WIDGET (find_row (fixture, number)), GTK_TYPE_LABEL, part)));
}

static void
search (Fixture    *fixture,
        const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (balie_app_test_find (fixture->list, GTK_TYPE_SEARCH_ENTRY, "search")), text);
}

static void
set_filter (Fixture *fixture,
            guint    choice)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (balie_app_test_find (fixture->list, GTK_TYPE_DROP_DOWN, "filter")), choice);
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (balie_app_test_find (fixture->list, GTK_TYPE_STACK, "stack")));
}

static void
test_sections (Fixture      *fixture,
               gconstpointer data)
{
  show (fixture);
  balie_app_test_take_picture (fixture->list, "request-list");

  g_assert_cmpuint (get_n_shown (fixture), ==, 6);
  assert_heading (fixture, 1042, "Waiting for you 1");
  assert_heading (fixture, 1040, "Open 3");
  assert_heading (fixture, 1037, "");
  assert_heading (fixture, 1019, "Closed 2");

  g_assert_cmpstr (get_label (fixture, 1042, "detail"), ==, "#1042 · Sanne: Could you send us the export log file?");
  g_assert_true (g_str_has_prefix (get_label (fixture, 1040, "detail"), "#1040 · You: Thanks"));
  g_assert_cmpstr (get_label (fixture, 1031, "detail"), ==, "#1031 · Request received");
}

static void
test_status_moves (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (BalieConversationItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);

  show (fixture);
  balie_test_request_change (item, BALIE_STATUS_SOLVED, 0);

  g_assert_cmpuint (get_n_shown (fixture), ==, 6);
  assert_heading (fixture, 1040, "Open 3");
  assert_heading (fixture, 1042, "Closed 3");
  assert_heading (fixture, 1019, "");

  balie_test_request_change (item, BALIE_STATUS_WAITING, 0);
  g_assert_cmpuint (get_n_shown (fixture), ==, 6);
  assert_heading (fixture, 1042, "Waiting for you 1");
  assert_heading (fixture, 1019, "Closed 2");
}

static void
test_outbox_states (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (BalieConversationItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->store), 1);

  show (fixture);
  balie_conversation_item_set_outbox_state (item, TRUE, FALSE);
  g_assert_true (g_str_has_prefix (get_label (fixture, 1040, "detail"), "Waiting to be sent · You: "));
  balie_conversation_item_set_outbox_state (item, FALSE, TRUE);
  g_assert_true (g_str_has_prefix (get_label (fixture, 1040, "detail"), "Not sent · You: "));
  balie_conversation_item_set_outbox_state (item, FALSE, FALSE);
  g_assert_true (g_str_has_prefix (get_label (fixture, 1040, "detail"), "#1040 · You: "));
}

static void
test_source_changes (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (BalieConversationItem) item = NULL;

  show (fixture);
  item = balie_test_request_new (BALIE_CONVERSATION_QUESTION, 1050, "New one", BALIE_STATUS_OPEN, NULL, "received", 0);
  g_list_store_insert (fixture->store, 0, item);
  g_assert_cmpuint (get_n_shown (fixture), ==, 7);
  assert_heading (fixture, 1050, "Open 4");
  assert_heading (fixture, 1040, "");

  g_list_store_remove (fixture->store, 0);
  assert_heading (fixture, 1040, "Open 3");

  /* What was removed must not be listened to any more. */
  balie_test_request_change (item, BALIE_STATUS_WAITING, 1);
  g_assert_cmpuint (get_n_shown (fixture), ==, 6);
}

/* What the desk waits for comes in above what is there already, and must be seen. */
static void
test_stays_at_top (Fixture      *fixture,
                   gconstpointer data)
{
  GtkWidget *list_view = balie_app_test_find (fixture->list, GTK_TYPE_LIST_VIEW, "list_view");
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GtkAdjustment *adjustment;

  for (int i = 0; i < 40; i++)
    g_ptr_array_add (items, balie_test_request_new (BALIE_CONVERSATION_QUESTION, 2000 + i, "New", BALIE_STATUS_WAITING, NULL, "received", 0));

  show (fixture);
  g_list_store_splice (fixture->store, 0, 0, items->pdata, items->len);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list_view));
  balie_app_test_wait_until (gtk_adjustment_get_upper (adjustment) > 2000);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
}

/* The clock is the desk's, and what was today is yesterday once it strikes midnight. */
static void
test_times (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *clock = balie_texts_dup_clock (BALIE_FIXTURE_MORNING, balie_desk_state_get_zone (fixture->desk_state));

  show (fixture);
  g_assert_cmpstr (get_label (fixture, 1042, "time"), ==, clock);

  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING + BALIE_FIXTURE_DAY);
  balie_desk_state_refresh (fixture->desk_state);
  g_assert_cmpstr (get_label (fixture, 1042, "time"), ==, "Yesterday");

  balie_request_list_set_desk_state (BALIE_REQUEST_LIST (fixture->list), NULL);
  g_assert_cmpstr (get_label (fixture, 1042, "time"), ==, "");
}

static void
test_search (Fixture      *fixture,
             gconstpointer data)
{
  show (fixture);

  search (fixture, "invoice");
  balie_app_test_wait_until (get_n_shown (fixture) == 3);
  search (fixture, "INVOICE export");
  balie_app_test_wait_until (get_n_shown (fixture) == 1);
  search (fixture, "1037");
  balie_app_test_wait_until (get_n_shown (fixture) == 1);
  assert_heading (fixture, 1037, "Open 1");
  search (fixture, "#1037");
  balie_app_test_wait_until (get_n_shown (fixture) == 1);
  search (fixture, "ruben");
  balie_app_test_wait_until (get_n_shown (fixture) == 2);
  search (fixture, "no such word");
  balie_app_test_wait_until (get_n_shown (fixture) == 0);
  g_assert_cmpstr (get_page (fixture), ==, "no-match");
  search (fixture, "");
  balie_app_test_wait_until (get_n_shown (fixture) == 6);
  g_assert_cmpstr (get_page (fixture), ==, "list");
}

static void
test_filter (Fixture      *fixture,
             gconstpointer data)
{
  static const guint expected[] = {6, 1, 3, 2};

  show (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      set_filter (fixture, i);
      g_assert_cmpuint (get_n_shown (fixture), ==, expected[i]);
    }

  search (fixture, "ubl");
  balie_app_test_wait_until (get_n_shown (fixture) == 1);
  set_filter (fixture, 1);
  g_assert_cmpuint (get_n_shown (fixture), ==, 0);
}

static void
test_empty (Fixture      *fixture,
            gconstpointer data)
{
  g_list_store_remove_all (fixture->store);
  show (fixture);
  g_assert_cmpstr (get_page (fixture), ==, "empty");
  balie_app_test_take_picture (fixture->list, "request-list-empty");

  balie_request_list_set_loading (BALIE_REQUEST_LIST (fixture->list), TRUE);
  g_assert_cmpstr (get_page (fixture), ==, "loading");
}

static void
activated_cb (BalieRequestList       *list,
              BalieConversationItem  *item,
              BalieConversationItem **activated)
{
  *activated = item;
}

static void
test_activate (Fixture      *fixture,
               gconstpointer data)
{
  GtkWidget             *list_view = balie_app_test_find (fixture->list, GTK_TYPE_LIST_VIEW, "list_view");
  BalieConversationItem *activated = NULL;

  g_signal_connect (fixture->list, "request-activated", G_CALLBACK (activated_cb), &activated);
  show (fixture);
  gtk_widget_activate_action (list_view, "list.activate-item", "u", 1);
  g_assert_nonnull (activated);
  g_assert_cmpint (balie_conversation_item_get_conversation (activated)->number, ==, 1040);
}

/* Only what can be seen gets a row, however many requests there are. */
static void
test_many (Fixture      *fixture,
           gconstpointer data)
{
  GtkWidget *list_view = balie_app_test_find (fixture->list, GTK_TYPE_LIST_VIEW, "list_view");
  guint      n_rows = 0;

  for (int i = 0; i < 10000; i++)
    {
      g_autoptr (BalieConversationItem) item = NULL;

      item = balie_test_request_new (BALIE_CONVERSATION_QUESTION, 10000 + i, "One of many", i % 5, NULL, "received", i);
      g_list_store_append (fixture->store, item);
    }

  show (fixture);
  balie_app_test_wait_until (get_n_shown (fixture) == 10006);
  for (GtkWidget *child = gtk_widget_get_first_child (list_view); child != NULL; child = gtk_widget_get_next_sibling (child))
    n_rows++;
  g_assert_cmpuint (n_rows, <=, 250);

  search (fixture, "19999");
  balie_app_test_wait_until (get_n_shown (fixture) == 1);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/request-list/sections", Fixture, NULL, set_up, test_sections, tear_down);
  g_test_add ("/app/request-list/status-moves", Fixture, NULL, set_up, test_status_moves, tear_down);
  g_test_add ("/app/request-list/outbox-states", Fixture, NULL, set_up, test_outbox_states, tear_down);
  g_test_add ("/app/request-list/source-changes", Fixture, NULL, set_up, test_source_changes, tear_down);
  g_test_add ("/app/request-list/stays-at-top", Fixture, NULL, set_up, test_stays_at_top, tear_down);
  g_test_add ("/app/request-list/times", Fixture, NULL, set_up, test_times, tear_down);
  g_test_add ("/app/request-list/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/app/request-list/filter", Fixture, NULL, set_up, test_filter, tear_down);
  g_test_add ("/app/request-list/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/app/request-list/activate", Fixture, NULL, set_up, test_activate, tear_down);
  g_test_add ("/app/request-list/many", Fixture, NULL, set_up, test_many, tear_down);

  return g_test_run ();
}
