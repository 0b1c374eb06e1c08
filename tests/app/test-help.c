/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help articles: the list and its states, and how one reads. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-article-dialog.h"
#include "balie-article-view.h"
#include "balie-error.h"
#include "balie-help-dialog.h"

static const char body[] =
  "## Before you begin\n"
  "\n"
  "- You need the right `invoices.export`, which your administrator gives.\n"
  "- Close the period first:\n"
  "  1. Open **Periods**.\n"
  "  2. Choose Close, and read what it says, for a period that is closed cannot be opened again without help.\n"
  "\n"
  "## When it stops\n"
  "\n"
  "An export of more than 500 lines stops in versions before 8.2. See the release notes (https://www.example.com/notes/8.2) or mail "
  "mailto:support@example.com. <b>This</b> is no markup & no [trick](javascript:alert) either.\n"
  "\n"
  "    export --from 2026-01-01 --to 2026-12-31 --format ods --output everything-of-the-whole-year.ods\n"
  "    export --again\n";

static BalieArticle *
make_article (const char *title,
              const char *text)
{
  BalieArticle *article = balie_article_new ();

  article->id = g_strdup ("export");
  article->title = g_strdup (title);
  article->summary = g_strdup ("The export makes a spreadsheet of all invoices of a period. It takes a minute for a year. You need the right "
                               "to export, which your administrator gives.");
  article->body = g_strdup (text);

  return article;
}

static GtkWidget *
find (gpointer    root,
      GType       type,
      const char *id)
{
  GtkWidget *found = balie_app_test_find (root, type, id);

  g_assert_nonnull (found);
  return found;
}

static const char *
get_page (gpointer window)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (find (window, GTK_TYPE_STACK, "stack")));
}

/* What is shown, a label a line. */
static void
append_labels (GtkWidget *widget,
               GString   *text)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    append_labels (child, text);
}

static void
test_article (void)
{
  g_autoptr (BalieArticle) article = make_article ("Export <invoices>", body);
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWindow *dialog = balie_article_dialog_new (NULL, NULL, article);

  balie_app_test_present (dialog, 620, 640);
  g_assert_cmpstr (get_page (dialog), ==, "article");
  append_labels (find (dialog, BALIE_TYPE_ARTICLE_VIEW, "view"), text);
  g_assert_true (g_str_has_prefix (text->str, "Export <invoices>\nThe export makes a spreadsheet of all invoices of a period. It takes a minute for a year. You need the right "
                                              "to export, which your administrator gives.\nBefore you begin\n•\nYou need the right invoices.export, which your administrator gives.\n"
                                              "•\nClose the period first:\n1.\nOpen Periods.\n2.\n"));
  g_assert_nonnull (strstr (text->str, "See the release notes (https://www.example.com/notes/8.2) or mail"));
  g_assert_nonnull (strstr (text->str, "<b>This</b> is no markup & no [trick](javascript:alert) either."));
  balie_app_test_take_picture (GTK_WIDGET (dialog), "article");
  balie_app_test_close (dialog);
}

static void
test_article_narrow (void)
{
  g_autoptr (BalieArticle) article = make_article ("What the limits of an export are, and how to get around them", body);
  GtkWindow *dialog = balie_article_dialog_new (NULL, NULL, article);

  balie_app_test_present (dialog, 360, 640);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (dialog)), ==, 360);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  balie_app_test_take_picture (GTK_WIDGET (dialog), "article-narrow-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  balie_app_test_close (dialog);
}

/* A view takes one text after the other. */
static void
test_view_again (void)
{
  g_autoptr (BalieArticle) one = make_article ("One", "# A\n\nB\n\n- C");
  g_autoptr (BalieArticle) other = make_article ("Other", "");
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *view = g_object_ref_sink (balie_article_view_new ());

  balie_article_view_set_article (BALIE_ARTICLE_VIEW (view), one);
  balie_article_view_set_article (BALIE_ARTICLE_VIEW (view), other);
  append_labels (view, text);
  g_assert_true (g_str_has_prefix (text->str, "Other\nThe export makes"));
  g_assert_null (strstr (text->str, "One"));
  g_assert_null (strstr (text->str, "•"));
  g_assert_finalize_object (view);
}

static void
test_list (void)
{
  BalieHelpDialog *dialog = balie_help_dialog_new (NULL, NULL);
  g_autoptr (GPtrArray) articles = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_article_unref);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = g_error_new_literal (BALIE_ERROR, BALIE_ERROR_OFFLINE, "no network");
  GtkListBox *list = GTK_LIST_BOX (find (dialog, GTK_TYPE_LIST_BOX, "list"));
  GtkWindow  *reader = NULL;
  GListModel *toplevels = gtk_window_get_toplevels ();

  balie_app_test_present (GTK_WINDOW (dialog), 560, 620);
  g_assert_cmpstr (get_page (dialog), ==, "loading");

  g_ptr_array_add (articles, make_article ("Export invoices", body));
  g_ptr_array_add (articles, make_article ("Print <invoices> & such", body));
  balie_help_dialog_show_articles (dialog, articles);
  g_assert_cmpstr (get_page (dialog), ==, "articles");
  balie_app_test_take_picture (GTK_WIDGET (dialog), "help");
  g_assert_nonnull (gtk_list_box_get_row_at_index (list, 1));
  g_assert_null (gtk_list_box_get_row_at_index (list, 2));

  g_signal_emit_by_name (gtk_list_box_get_row_at_index (list, 1), "activate");
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (BALIE_IS_ARTICLE_DIALOG (window))
        reader = window;
    }
  g_assert_cmpstr (gtk_window_get_title (reader), ==, "Print <invoices> & such");
  balie_app_test_close (reader);

  balie_help_dialog_show_articles (dialog, none);
  g_assert_cmpstr (get_page (dialog), ==, "nothing");
  g_assert_null (gtk_list_box_get_row_at_index (list, 0));
  balie_app_test_take_picture (GTK_WIDGET (dialog), "help-nothing");

  balie_help_dialog_show_failure (dialog, error);
  g_assert_cmpstr (get_page (dialog), ==, "failed");
  g_assert_cmpstr (adw_status_page_get_description (ADW_STATUS_PAGE (find (dialog, ADW_TYPE_STATUS_PAGE, "failure"))), ==,
                   "Help articles are not kept on this computer, and there is no connection.");
  balie_app_test_take_picture (GTK_WIDGET (dialog), "help-failed");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "help.load", NULL);
  g_assert_cmpstr (get_page (dialog), ==, "loading");
  balie_app_test_close (GTK_WINDOW (dialog));
}

/* Escape first empties the search, then closes. */
static void
test_escape (void)
{
  BalieHelpDialog *dialog = balie_help_dialog_new (NULL, NULL);
  GtkEditable     *search = GTK_EDITABLE (find (dialog, GTK_TYPE_SEARCH_ENTRY, "search"));
  gpointer         pointer = dialog;

  balie_app_test_present (GTK_WINDOW (dialog), 360, 480);
  gtk_editable_set_text (search, "export");
  g_signal_emit_by_name (search, "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "");
  g_object_add_weak_pointer (G_OBJECT (dialog), &pointer);
  g_signal_emit_by_name (search, "stop-search");
  balie_app_test_wait_until (pointer == NULL);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add_func ("/app/help/article", test_article);
  g_test_add_func ("/app/help/article-narrow", test_article_narrow);
  g_test_add_func ("/app/help/view-again", test_view_again);
  g_test_add_func ("/app/help/list", test_list);
  g_test_add_func ("/app/help/escape", test_escape);

  return g_test_run ();
}
