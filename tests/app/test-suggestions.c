/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is offered while a subject is typed: when, what, how it goes away, where it leads. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-article-dialog.h"
#include "balie-suggestion-row.h"
#include "balie-suggestions.h"
#include "balie-test-requests.h"

typedef struct
{
  GtkWindow        *window;
  BalieSuggestions *suggestions;
  GtkWidget        *entry;
  GListStore       *requests;
  char             *activated;
} Fixture;

static void
activated_cb (Fixture    *fixture,
              const char *id)
{
  g_free (fixture->activated);
  fixture->activated = g_strdup (id);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  fixture->requests = balie_test_requests_new ();
  fixture->suggestions = BALIE_SUGGESTIONS (balie_suggestions_new ());
  fixture->entry = gtk_entry_new ();
  balie_suggestions_set_requests (fixture->suggestions, G_LIST_MODEL (fixture->requests));
  balie_suggestions_set_delay (fixture->suggestions, 0);
  g_signal_connect_swapped (fixture->suggestions, "request-activated", G_CALLBACK (activated_cb), fixture);

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_box_append (GTK_BOX (box), fixture->entry);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->suggestions));
  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("What comes next"));
  fixture->window = GTK_WINDOW (adw_window_new ());
  adw_window_set_content (ADW_WINDOW (fixture->window), box);
  balie_app_test_present (fixture->window, 570, 340);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_app_test_close (fixture->window);
  g_clear_object (&fixture->requests);
  g_free (fixture->activated);
}

static GPtrArray *
make_articles (guint n_articles)
{
  static const char *const titles[] = {"Export invoices to a spreadsheet", "What the limits of an export are, and how to get around them without losing a line",
                                       "Print invoices", "Archive"};
  GPtrArray               *articles = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_article_unref);

  for (guint i = 0; i < n_articles; i++)
    {
      BalieArticle *article = balie_article_new ();

      article->id = g_strdup_printf ("article-%u", i);
      article->title = g_strdup (titles[i]);
      article->summary = g_strdup ("How it is done.");
      article->body = g_strdup ("Press **Export**.");
      g_ptr_array_add (articles, article);
    }

  return articles;
}

static GtkListBox *
get_list (Fixture *fixture)
{
  return GTK_LIST_BOX (balie_app_test_find (GTK_WIDGET (fixture->suggestions), GTK_TYPE_LIST_BOX, "list"));
}

static guint
count_rows (Fixture *fixture)
{
  guint n_rows = 0;

  while (gtk_list_box_get_row_at_index (get_list (fixture), (int)n_rows) != NULL)
    n_rows++;

  return n_rows;
}

static BalieSuggestionRow *
get_row (Fixture *fixture,
         int      index)
{
  return BALIE_SUGGESTION_ROW (gtk_list_box_get_row_at_index (get_list (fixture), index));
}

static gboolean
is_shown (Fixture *fixture)
{
  return gtk_widget_get_visible (GTK_WIDGET (fixture->suggestions));
}

static void
type (Fixture    *fixture,
      const char *text)
{
  balie_suggestions_set_text (fixture->suggestions, text);
}

/* Runs what is due, to see that nothing comes of it. */
static void
settle (void)
{
  for (int i = 0; i < 5; i++)
    balie_app_test_iterate ();
}

static void
test_requests (Fixture      *fixture,
               gconstpointer data)
{
  BalieConversationItem *first;

  g_assert_false (is_shown (fixture));
  type (fixture, "Inv");
  settle ();
  g_assert_false (is_shown (fixture));

  type (fixture, "Invoice export broken");
  balie_app_test_wait_until (is_shown (fixture));
  g_assert_cmpuint (count_rows (fixture), ==, 1);
  first = balie_suggestion_row_get_request (get_row (fixture, 0));
  g_assert_cmpint (balie_conversation_item_get_conversation (first)->number, ==, 1042);

  /* "Can invoices be sent as UBL?" is solved. */
  type (fixture, "UBL");
  balie_app_test_wait_until (!is_shown (fixture));
  g_assert_cmpuint (count_rows (fixture), ==, 0);
}

static void
test_letters (Fixture      *fixture,
              gconstpointer data)
{
  type (fixture, "VAT");
  balie_app_test_wait_until (is_shown (fixture));
  type (fixture, "VA");
  balie_app_test_wait_until (!is_shown (fixture));
  type (fixture, "VAT");
  balie_app_test_wait_until (is_shown (fixture));
  type (fixture, "");
  balie_app_test_wait_until (!is_shown (fixture));
  type (fixture, " V ");
  settle ();
  g_assert_false (is_shown (fixture));
}

/* Every key begins the pause anew; in one without an end nothing is looked for. */
static void
test_pause (Fixture      *fixture,
            gconstpointer data)
{
  balie_suggestions_set_delay (fixture->suggestions, G_MAXINT);
  type (fixture, "Invoice");
  settle ();
  g_assert_false (is_shown (fixture));

  balie_suggestions_set_delay (fixture->suggestions, 0);
  type (fixture, "Invoice export");
  balie_app_test_wait_until (is_shown (fixture));
}

static void
test_articles (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GPtrArray) articles = make_articles (4);
  g_autoptr (GPtrArray) one = make_articles (1);
  g_autoptr (GPtrArray) none = make_articles (0);
  BalieSuggestionRow *request;
  int                 height;

  type (fixture, "Invoice export broken");
  balie_app_test_wait_until (is_shown (fixture));
  request = get_row (fixture, 0);

  balie_suggestions_show_articles (fixture->suggestions, articles);
  g_assert_cmpuint (count_rows (fixture), ==, 4);
  g_assert_true (get_row (fixture, 0) == request);
  g_assert_cmpstr (balie_suggestion_row_get_article (get_row (fixture, 1))->id, ==, "article-0");
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "suggestions");

  /* What is below does not move when there are fewer. */
  height = gtk_widget_get_height (GTK_WIDGET (fixture->suggestions));
  balie_suggestions_show_articles (fixture->suggestions, one);
  settle ();
  g_assert_cmpuint (count_rows (fixture), ==, 2);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->suggestions)), >=, height);

  balie_suggestions_show_articles (fixture->suggestions, none);
  g_assert_true (is_shown (fixture));
  g_assert_true (get_row (fixture, 0) == request);
}

static void
test_dismiss (Fixture      *fixture,
              gconstpointer data)
{
  type (fixture, "Invoice export");
  balie_app_test_wait_until (is_shown (fixture));
  gtk_widget_grab_focus (fixture->entry);
  g_signal_emit_by_name (balie_app_test_find (GTK_WIDGET (fixture->suggestions), GTK_TYPE_BUTTON, "dismiss"), "clicked");
  balie_app_test_wait_until (!is_shown (fixture));

  type (fixture, "Invoice export stops");
  settle ();
  g_assert_false (is_shown (fixture));

  /* Somebody else's subject, so to speak. */
  type (fixture, "");
  type (fixture, "Invoice");
  balie_app_test_wait_until (is_shown (fixture));
}

static void
test_open (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GPtrArray) articles = make_articles (1);
  g_autoptr (GList) windows = NULL;
  GtkWindow *dialog = NULL;

  type (fixture, "Invoice export");
  balie_app_test_wait_until (is_shown (fixture));
  balie_suggestions_show_articles (fixture->suggestions, articles);

  gtk_widget_grab_focus (GTK_WIDGET (get_row (fixture, 0)));
  g_signal_emit_by_name (get_row (fixture, 0), "activate");
  g_assert_cmpstr (fixture->activated, ==, balie_conversation_item_get_id (balie_suggestion_row_get_request (get_row (fixture, 0))));

  g_signal_emit_by_name (get_row (fixture, 1), "activate");
  windows = gtk_window_list_toplevels ();
  for (GList *link = windows; link != NULL; link = link->next)
    if (BALIE_IS_ARTICLE_DIALOG (link->data))
      dialog = link->data;
  g_assert_nonnull (dialog);
  g_assert_cmpstr (gtk_window_get_title (dialog), ==, "Export invoices to a spreadsheet");
  g_assert_true (gtk_window_get_transient_for (dialog) == fixture->window);
  balie_app_test_close (dialog);
}

static void
test_narrow (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GPtrArray) articles = make_articles (3);

  balie_app_test_present (fixture->window, 360, 340);
  type (fixture, "Invoice export");
  balie_app_test_wait_until (is_shown (fixture));
  balie_suggestions_show_articles (fixture->suggestions, articles);
  settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window)), ==, 360);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  balie_app_test_take_picture (GTK_WIDGET (fixture->window), "suggestions-narrow-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add ("/app/suggestions/requests", Fixture, NULL, set_up, test_requests, tear_down);
  g_test_add ("/app/suggestions/letters", Fixture, NULL, set_up, test_letters, tear_down);
  g_test_add ("/app/suggestions/pause", Fixture, NULL, set_up, test_pause, tear_down);
  g_test_add ("/app/suggestions/articles", Fixture, NULL, set_up, test_articles, tear_down);
  g_test_add ("/app/suggestions/dismiss", Fixture, NULL, set_up, test_dismiss, tear_down);
  g_test_add ("/app/suggestions/open", Fixture, NULL, set_up, test_open, tear_down);
  g_test_add ("/app/suggestions/narrow", Fixture, NULL, set_up, test_narrow, tear_down);

  return g_test_run ();
}
