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
  GListStore      *store;
  GListStore      *drafts;
  BalieDeskState  *desk_state;
  GtkWidget       *list;
  GtkWindow       *window;
  BalieTestFolder *folder; /* of those that search */
  BalieSession    *session;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  balie_thread_fixture_set_time (BALIE_FIXTURE_MORNING);
  fixture->store = balie_test_requests_new ();
  fixture->drafts = g_list_store_new (BALIE_TYPE_DRAFT_ITEM);
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
  g_clear_object (&fixture->drafts);
  g_clear_object (&fixture->store);
  if (fixture->session != NULL)
    balie_session_close (fixture->session);
  g_clear_object (&fixture->session);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
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

/* In the place of a number: the first draft that is shown. */
#define DRAFT 0

static BalieRequestRow *
find_row (Fixture *fixture,
          gint64   number)
{
  GtkWidget *list_view = balie_app_test_find (fixture->list, GTK_TYPE_LIST_VIEW, "list_view");

  for (GtkWidget *child = gtk_widget_get_first_child (list_view); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      BalieRequestRow *row = BALIE_REQUEST_ROW (gtk_widget_get_first_child (child));
      gpointer         item = row != NULL ? balie_request_row_get_item (row) : NULL;

      if (BALIE_IS_CONVERSATION_ITEM (item) && balie_conversation_item_get_conversation (item)->number == number)
        return row;
      if (BALIE_IS_DRAFT_ITEM (item) && number == DRAFT)
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

/* Nothing for a request that has no row at the moment. */
static const char *
get_label (Fixture    *fixture,
           gint64      number,
           const char *part)
{
  BalieRequestRow *row = find_row (fixture, number);

  return row != NULL ? gtk_label_get_label (GTK_LABEL (balie_app_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, part))) : "";
}

/* Older messages of the requests, in their order. */
static const char *const texts[] = {
  "Since this morning the export of the crème brûlée invoices stops at the 500th line, without a message.",
  "Is there a handbook?",
  "Only <b>white</b> & nothing else",
  NULL,
};

static void
set_up_search (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (BalieSearch) search = NULL;

  set_up (fixture, data);
  fixture->folder = balie_test_folder_new ();
  fixture->session = balie_test_requests_open_session (fixture->folder, G_LIST_MODEL (fixture->store), texts);
  search = balie_session_new_search (fixture->session);
  balie_request_list_set_search (BALIE_REQUEST_LIST (fixture->list), search);
}

static void
search (Fixture    *fixture,
        const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (balie_app_test_find (fixture->list, GTK_TYPE_SEARCH_ENTRY, "search")), text);
}

static void
set_filter (Fixture    *fixture,
            const char *status,
            const char *kind)
{
  g_assert_true (gtk_widget_activate_action (fixture->list, "list.filter-status", "s", status));
  g_assert_true (gtk_widget_activate_action (fixture->list, "list.filter-kind", "s", kind));
}

static void
add_draft (Fixture              *fixture,
           const char           *key,
           const char           *conversation,
           BalieConversationKind kind,
           const char           *subject,
           const char           *text,
           guint                 n_files)
{
  BalieDraftSummary summary = {key, kind, conversation, subject, text, n_files, BALIE_FIXTURE_MORNING};
  g_autoptr (BalieDraftItem) item = balie_draft_item_new (&summary);

  g_list_store_append (fixture->drafts, item);
  balie_request_list_set_drafts (BALIE_REQUEST_LIST (fixture->list), G_LIST_MODEL (fixture->drafts));
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

/* The text of a label, with brackets around what is bold. */
static char *
dup_marked (Fixture    *fixture,
            gint64      number,
            const char *part)
{
  GtkLabel       *label = GTK_LABEL (balie_app_test_find (GTK_WIDGET (find_row (fixture, number)), GTK_TYPE_LABEL, part));
  const char     *text = gtk_label_get_text (label);
  PangoAttrList  *attributes = gtk_label_get_attributes (label);
  GSList         *all = attributes != NULL ? pango_attr_list_get_attributes (attributes) : NULL;
  PangoAttribute *bold = all != NULL ? all->data : NULL;
  char           *marked;

  g_assert_false (gtk_label_get_use_markup (label));
  if (bold == NULL)
    return g_strdup (text);

  g_assert_cmpint (bold->klass->type, ==, PANGO_ATTR_WEIGHT);
  marked = g_strdup_printf ("%.*s[%.*s]%s", (int)bold->start_index, text, (int)(bold->end_index - bold->start_index),
                            text + bold->start_index, text + bold->end_index);
  g_slist_free_full (all, (GDestroyNotify)pango_attribute_destroy);
  return marked;
}

static void
assert_marked (Fixture    *fixture,
               gint64      number,
               const char *part,
               const char *expected)
{
  g_autofree char *marked = dup_marked (fixture, number, part);

  g_assert_cmpstr (marked, ==, expected);
}

static void
test_search (Fixture      *fixture,
             gconstpointer data)
{
  show (fixture);

  search (fixture, "invoice");
  balie_app_test_wait_until (get_n_shown (fixture) == 3);
  search (fixture, "INVOICE export");
  balie_app_test_wait_until (get_n_shown (fixture) == 1 && find_row (fixture, 1042) != NULL);
  search (fixture, "1037");
  balie_app_test_wait_until (get_n_shown (fixture) == 1 && find_row (fixture, 1037) != NULL);
  assert_heading (fixture, 1037, "Open 1");
  search (fixture, "#1031");
  balie_app_test_wait_until (find_row (fixture, 1031) != NULL && get_n_shown (fixture) == 1);
  search (fixture, "no such word");
  balie_app_test_wait_until (get_n_shown (fixture) == 0);
  g_assert_cmpstr (get_page (fixture), ==, "no-match");
  search (fixture, "");
  balie_app_test_wait_until (get_n_shown (fixture) == 6);
  g_assert_cmpstr (get_page (fixture), ==, "list");

  /* What has no word in it is looked for nowhere. */
  search (fixture, "invoice");
  balie_app_test_wait_until (get_n_shown (fixture) == 3);
  search (fixture, "!!!");
  balie_app_test_wait_until (get_n_shown (fixture) == 6);
}

/* What was found is shown instead of the last message, as plain text. */
static void
test_snippets (Fixture      *fixture,
               gconstpointer data)
{
  show (fixture);

  search (fixture, "creme");
  balie_app_test_wait_until (get_n_shown (fixture) == 1);
  balie_app_test_take_picture (fixture->list, "request-list-search");
  assert_marked (fixture, 1042, "detail", "#1042 · …export of the [crème] brûlée invoices stops at the 500th line, without a message.");
  assert_marked (fixture, 1042, "subject", "Invoice export stops at 500 lines");

  search (fixture, "line");
  balie_app_test_wait_until (g_str_has_prefix (get_label (fixture, 1042, "detail"), "#1042 · …at the 500th"));
  assert_marked (fixture, 1042, "subject", "Invoice export stops at 500 [line]s");

  search (fixture, "white");
  balie_app_test_wait_until (find_row (fixture, 1037) != NULL && get_n_shown (fixture) == 1);
  assert_marked (fixture, 1037, "detail", "#1037 · Only <b>[white]</b> & nothing else");

  search (fixture, "login");
  balie_app_test_wait_until (g_str_has_prefix (get_label (fixture, 1037, "detail"), "#1037 · Ruben: We found"));
  assert_marked (fixture, 1037, "subject", "[Login] page blank after update to 8.2");

  search (fixture, "");
  balie_app_test_wait_until (get_n_shown (fixture) == 6);
  assert_marked (fixture, 1037, "subject", "Login page blank after update to 8.2");
  g_assert_true (g_str_has_prefix (get_label (fixture, 1042, "detail"), "#1042 · Sanne: Could"));
}

static void
test_filter (Fixture      *fixture,
             gconstpointer data)
{
  static const struct
  {
    const char *status;
    const char *kind;
    const char *label;
    guint       n_shown;
  } cases[] = {
    {"all", "all", "All", 6},
    {"waiting", "all", "Waiting", 1},
    {"open", "all", "Open", 3},
    {"closed", "all", "Closed", 2},
    {"all", "question", "Questions", 3},
    {"all", "problem", "Problems", 3},
    {"waiting", "question", "Waiting questions", 0},
    {"waiting", "problem", "Waiting problems", 1},
    {"open", "question", "Open questions", 1},
    {"open", "problem", "Open problems", 2},
    {"closed", "question", "Closed questions", 2},
    {"closed", "problem", "Closed problems", 0},
  };
  GtkMenuButton *button = GTK_MENU_BUTTON (balie_app_test_find (fixture->list, GTK_TYPE_MENU_BUTTON, "filter"));

  show (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      set_filter (fixture, cases[i].status, cases[i].kind);
      g_assert_cmpuint (get_n_shown (fixture), ==, cases[i].n_shown);
      g_assert_cmpstr (gtk_menu_button_get_label (button), ==, cases[i].label);
      g_assert_cmpstr (get_page (fixture), ==, cases[i].n_shown > 0 ? "list" : "no-match");
    }
}

/* An empty result says why, and offers the way out. */
static void
test_no_match (Fixture      *fixture,
               gconstpointer data)
{
  AdwStatusPage *page = ADW_STATUS_PAGE (balie_app_test_find (fixture->list, ADW_TYPE_STATUS_PAGE, "no_match"));
  GtkWidget     *clear_filter = balie_app_test_find (fixture->list, GTK_TYPE_BUTTON, "clear_filter_button");
  GtkWidget     *clear_search = balie_app_test_find (fixture->list, GTK_TYPE_BUTTON, "clear_search_button");

  show (fixture);
  set_filter (fixture, "waiting", "question");
  g_assert_cmpstr (adw_status_page_get_title (page), ==, "No Such Requests");
  g_assert_cmpstr (adw_status_page_get_description (page), ==, "The filter “Waiting questions” is on, and there is no such request.");
  g_assert_true (gtk_widget_get_visible (clear_filter));
  g_assert_false (gtk_widget_get_visible (clear_search));
  balie_app_test_take_picture (fixture->list, "request-list-no-match");

  search (fixture, "invoice");
  balie_app_test_wait_until (gtk_widget_get_visible (clear_search));
  g_assert_cmpstr (adw_status_page_get_description (page), ==, "Try other words, or show all requests: the filter “Waiting questions” is on.");

  gtk_widget_activate_action (clear_filter, "list.clear-filter", NULL);
  g_assert_cmpuint (get_n_shown (fixture), ==, 3);
  search (fixture, "no such word");
  balie_app_test_wait_until (get_n_shown (fixture) == 0);
  g_assert_cmpstr (adw_status_page_get_description (page), ==, "Try other words.");
  g_assert_false (gtk_widget_get_visible (clear_filter));

  gtk_widget_activate_action (clear_search, "list.clear-search", NULL);
  balie_app_test_wait_until (get_n_shown (fixture) == 6);
}

static void
item_cb (BalieRequestList *list,
         GObject          *item,
         GObject         **kept)
{
  *kept = item;
}

static void
test_drafts (Fixture      *fixture,
             gconstpointer data)
{
  GtkWidget *list_view = balie_app_test_find (fixture->list, GTK_TYPE_LIST_VIEW, "list_view");
  GObject   *activated = NULL;
  GObject   *discarded = NULL;

  g_signal_connect (fixture->list, "draft-activated", G_CALLBACK (item_cb), &activated);
  g_signal_connect (fixture->list, "draft-discarded", G_CALLBACK (item_cb), &discarded);
  add_draft (fixture, BALIE_DRAFT_NEW_PROBLEM, NULL, BALIE_CONVERSATION_PROBLEM, "Printer", "It smokes\nand stinks", 1);
  add_draft (fixture, BALIE_DRAFT_NEW_QUESTION, NULL, BALIE_CONVERSATION_QUESTION, NULL, "", 2);
  add_draft (fixture, "6f0cbb2e-98f5-4d28-8a0c-2f4b5d6f1a03", "6f0cbb2e-98f5-4d28-8a0c-2f4b5d6f1a03", BALIE_CONVERSATION_CHAT, NULL, "Hi", 0);
  show (fixture);
  balie_app_test_take_picture (fixture->list, "request-list-drafts");

  g_assert_cmpuint (get_n_shown (fixture), ==, 8);
  assert_heading (fixture, 1042, "Waiting for you 1");
  assert_heading (fixture, DRAFT, "Drafts 2");
  assert_heading (fixture, 1040, "Open 3");
  g_assert_cmpstr (get_label (fixture, DRAFT, "subject"), ==, "Printer");
  g_assert_cmpstr (get_label (fixture, DRAFT, "detail"), ==, "It smokes and stinks");
  g_assert_true (gtk_widget_get_visible (balie_app_test_find (GTK_WIDGET (find_row (fixture, DRAFT)), GTK_TYPE_BUTTON, "discard")));
  g_assert_false (gtk_widget_get_visible (balie_app_test_find (GTK_WIDGET (find_row (fixture, 1042)), GTK_TYPE_BUTTON, "discard")));

  gtk_widget_activate_action (list_view, "list.activate-item", "u", 1);
  g_assert_cmpstr (balie_draft_item_get_key (BALIE_DRAFT_ITEM (activated)), ==, BALIE_DRAFT_NEW_PROBLEM);
  gtk_widget_activate_action (list_view, "list.discard-draft", "s", BALIE_DRAFT_NEW_QUESTION);
  g_assert_cmpstr (balie_draft_item_get_key (BALIE_DRAFT_ITEM (discarded)), ==, BALIE_DRAFT_NEW_QUESTION);

  g_list_store_remove (fixture->drafts, 0);
  g_assert_cmpstr (get_label (fixture, DRAFT, "subject"), ==, "New question");
  g_assert_cmpstr (get_label (fixture, DRAFT, "detail"), ==, "2 files");

  set_filter (fixture, "open", "all");
  g_assert_cmpuint (get_n_shown (fixture), ==, 3);
  set_filter (fixture, "all", "problem");
  g_assert_cmpuint (get_n_shown (fixture), ==, 3);
}

static void
test_drafts_are_searched (Fixture      *fixture,
                          gconstpointer data)
{
  add_draft (fixture, BALIE_DRAFT_NEW_PROBLEM, NULL, BALIE_CONVERSATION_PROBLEM, "Printer", "It smokes in the café", 0);
  show (fixture);
  search (fixture, "cafe print");
  balie_app_test_wait_until (get_n_shown (fixture) == 1);
  assert_heading (fixture, DRAFT, "Drafts 1");
  search (fixture, "handbook");
  balie_app_test_wait_until (get_n_shown (fixture) == 1 && find_row (fixture, 1040) != NULL);
}

static void
test_waiting (Fixture      *fixture,
              gconstpointer data)
{
  GListModel *waiting = balie_request_list_get_waiting (BALIE_REQUEST_LIST (fixture->list));
  g_autoptr (BalieConversationItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);

  show (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 1);
  set_filter (fixture, "closed", "all");
  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 1);
  balie_test_request_change (item, BALIE_STATUS_OPEN, 0);
  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 0);
  balie_test_request_change (item, BALIE_STATUS_WAITING, 0);
  g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 1);
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
test_activate (Fixture      *fixture,
               gconstpointer data)
{
  GtkWidget *list_view = balie_app_test_find (fixture->list, GTK_TYPE_LIST_VIEW, "list_view");
  GObject   *activated = NULL;

  g_signal_connect (fixture->list, "request-activated", G_CALLBACK (item_cb), &activated);
  show (fixture);
  gtk_widget_activate_action (list_view, "list.activate-item", "u", 1);
  g_assert_nonnull (activated);
  g_assert_cmpint (balie_conversation_item_get_conversation (BALIE_CONVERSATION_ITEM (activated))->number, ==, 1040);
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

  set_filter (fixture, "closed", "all");
  g_assert_cmpuint (get_n_shown (fixture), ==, 4002);
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
  g_test_add ("/app/request-list/search", Fixture, NULL, set_up_search, test_search, tear_down);
  g_test_add ("/app/request-list/snippets", Fixture, NULL, set_up_search, test_snippets, tear_down);
  g_test_add ("/app/request-list/filter", Fixture, NULL, set_up, test_filter, tear_down);
  g_test_add ("/app/request-list/no-match", Fixture, NULL, set_up_search, test_no_match, tear_down);
  g_test_add ("/app/request-list/drafts", Fixture, NULL, set_up, test_drafts, tear_down);
  g_test_add ("/app/request-list/drafts-are-searched", Fixture, NULL, set_up_search, test_drafts_are_searched, tear_down);
  g_test_add ("/app/request-list/waiting", Fixture, NULL, set_up, test_waiting, tear_down);
  g_test_add ("/app/request-list/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/app/request-list/activate", Fixture, NULL, set_up, test_activate, tear_down);
  g_test_add ("/app/request-list/many", Fixture, NULL, set_up, test_many, tear_down);

  return g_test_run ();
}
