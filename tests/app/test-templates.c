/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every template loads, with all that it names; the versions that the build pins do not see inside of them. */
#include "config.h"

#include "balie-account-button.h"
#include "balie-app-test.h"
#include "balie-article-dialog.h"
#include "balie-attachment-box.h"
#include "balie-attachment-row.h"
#include "balie-banner.h"
#include "balie-chat-panel.h"
#include "balie-composer.h"
#include "balie-desk-menu.h"
#include "balie-detail-row.h"
#include "balie-details-dialog.h"
#include "balie-details-row.h"
#include "balie-drop-area.h"
#include "balie-help-dialog.h"
#include "balie-home-page.h"
#include "balie-menu-item.h"
#include "balie-message-file.h"
#include "balie-message-refusal.h"
#include "balie-thread-row.h"
#include "balie-opening-dialog.h"
#include "balie-preferences.h"
#include "balie-rating.h"
#include "balie-request-dialog.h"
#include "balie-request-list.h"
#include "balie-request-menu.h"
#include "balie-request-page.h"
#include "balie-request-row.h"
#include "balie-screenshot-editor.h"
#include "balie-server-dialog.h"
#include "balie-sign-in-page.h"
#include "balie-suggestion-row.h"
#include "balie-suggestions.h"
#include "balie-thread-view.h"
#include "balie-window.h"

static gboolean
has_name (GtkWidget *button)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (button);
  gboolean       by_text = gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gboolean       by_name = gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL);

  /* An icon names its button too, by what it is. */
  return gtk_button_get_icon_name (GTK_BUTTON (button)) != NULL ? by_name : by_text != by_name;
}

/* A button without a name is called "GtkImage" by a screen reader; one that is named twice is read twice. */
static void
check_names (GtkWidget *widget)
{
  if (GTK_IS_WINDOW_CONTROLS (widget))
    return;

  /* The toolkit's own: it stands in every row, and shows in none of ours. */
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "adw-entry-apply-symbolic") == 0)
    return;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_visible (widget) && !has_name (widget))
    g_error ("A button has no name of its own: %s, %s",
             gtk_widget_get_tooltip_text (widget), gtk_button_get_label (GTK_BUTTON (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    check_names (child);
}

static void
test_template (gconstpointer data)
{
  GType      type = GPOINTER_TO_SIZE (data);
  GtkWidget *widget = g_object_ref_sink (g_object_new (type, NULL));

  g_assert_true (GTK_IS_WIDGET (widget));
  check_names (widget);
  if (GTK_IS_WINDOW (widget))
    gtk_window_destroy (GTK_WINDOW (widget));
  g_assert_finalize_object (widget);
}

static void
test_shortcuts (void)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/balie/app/balie-shortcuts.ui");
  GObject *window = gtk_builder_get_object (builder, "shortcuts");

  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What is in the resource and has no class here would be a template that nobody tests. */
static void
test_all_are_known (gconstpointer data)
{
  const GType *types = data;
  g_auto (GStrv) files = g_resources_enumerate_children ("/balie/app", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  guint n_templates = 0;
  guint n_types = 0;

  for (char **file = files; *file != NULL; file++)
    if (g_str_has_suffix (*file, ".ui") && !g_str_equal (*file, "balie-shortcuts.ui"))
      n_templates++;
  while (types[n_types] != G_TYPE_INVALID)
    n_types++;

  g_assert_cmpuint (n_templates, ==, n_types);
}

int
main (int    argc,
      char **argv)
{
  GType types[64] = {G_TYPE_INVALID};
  guint n_types = 0;

  /* Without assistive technologies there would be no names to look at. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  balie_app_test_init (&argc, &argv);

  types[n_types++] = BALIE_TYPE_ACCOUNT_BUTTON;
  types[n_types++] = BALIE_TYPE_ARTICLE_DIALOG;
  types[n_types++] = BALIE_TYPE_ATTACHMENT_BOX;
  types[n_types++] = BALIE_TYPE_ATTACHMENT_ROW;
  types[n_types++] = BALIE_TYPE_BANNER;
  types[n_types++] = BALIE_TYPE_CHAT_PANEL;
  types[n_types++] = BALIE_TYPE_COMPOSER;
  types[n_types++] = BALIE_TYPE_CONVERSATION_VIEW;
  types[n_types++] = BALIE_TYPE_DESK_MENU;
  types[n_types++] = BALIE_TYPE_DETAIL_ROW;
  types[n_types++] = BALIE_TYPE_DETAILS_DIALOG;
  types[n_types++] = BALIE_TYPE_DETAILS_ROW;
  types[n_types++] = BALIE_TYPE_DROP_AREA;
  types[n_types++] = BALIE_TYPE_HELP_DIALOG;
  types[n_types++] = BALIE_TYPE_HOME_PAGE;
  types[n_types++] = BALIE_TYPE_MENU_ITEM;
  types[n_types++] = BALIE_TYPE_MESSAGE_FILE;
  types[n_types++] = BALIE_TYPE_MESSAGE_REFUSAL;
  types[n_types++] = BALIE_TYPE_THREAD_ROW;
  types[n_types++] = BALIE_TYPE_OPENING_DIALOG;
  types[n_types++] = BALIE_TYPE_PREFERENCES;
  types[n_types++] = BALIE_TYPE_RATING;
  types[n_types++] = BALIE_TYPE_REQUEST_DIALOG;
  types[n_types++] = BALIE_TYPE_REQUEST_LIST;
  types[n_types++] = BALIE_TYPE_REQUEST_MENU;
  types[n_types++] = BALIE_TYPE_REQUEST_PAGE;
  types[n_types++] = BALIE_TYPE_REQUEST_ROW;
  types[n_types++] = BALIE_TYPE_SCREENSHOT_EDITOR;
  types[n_types++] = BALIE_TYPE_SERVER_DIALOG;
  types[n_types++] = BALIE_TYPE_SIGN_IN_PAGE;
  types[n_types++] = BALIE_TYPE_SUGGESTION_ROW;
  types[n_types++] = BALIE_TYPE_SUGGESTIONS;
  types[n_types++] = BALIE_TYPE_THREAD_VIEW;
  types[n_types++] = BALIE_TYPE_WINDOW;

  for (guint i = 0; i < n_types; i++)
    {
      g_autofree char *path = g_strdup_printf ("/app/templates/%s", g_type_name (types[i]));

      g_test_add_data_func (path, GSIZE_TO_POINTER (types[i]), test_template);
    }
  g_test_add_func ("/app/templates/shortcuts", test_shortcuts);
  g_test_add_data_func ("/app/templates/all-are-known", types, test_all_are_known);

  return g_test_run ();
}
