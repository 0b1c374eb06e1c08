/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program and its window before anybody signed in: actions, keys, the windows that it opens. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-application.h"
#include "balie-preferences.h"
#include "balie-sign-in-page.h"
#include "balie-window.h"

static BalieApplication *application;

/* The application that loads the style for tests gives way to the real one. */
static void
start_application (void)
{
  g_autoptr (GError) local_error = NULL;

  application = balie_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  g_application_register (G_APPLICATION (application), NULL, &local_error);
  g_assert_no_error (local_error);
  g_application_activate (G_APPLICATION (application));
}

static GtkWindow *
find_window (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }

  return NULL;
}

static gboolean
is_enabled (const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (find_window (BALIE_TYPE_WINDOW)), action);
}

static void
test_sign_in_first (void)
{
  GtkWindow *window;

  balie_app_test_wait_until (find_window (BALIE_TYPE_WINDOW) != NULL);
  window = find_window (BALIE_TYPE_WINDOW);
  balie_app_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (window)));

  g_assert_cmpstr (gtk_window_get_title (window), ==, BALIE_VISIBLE_NAME);
  g_assert_null (balie_window_get_session (BALIE_WINDOW (window)));
  g_assert_true (gtk_widget_get_mapped (balie_app_test_find (GTK_WIDGET (window), BALIE_TYPE_SIGN_IN_PAGE, NULL)));
  balie_app_test_take_picture (GTK_WIDGET (window), "window-start");
}

static void
test_actions_need_session (void)
{
  static const char *const names[] = {
    "ask-question",
    "report-problem",
    "open-chat",
    "toggle-chat",
    "opening-hours",
    "desk-menu",
    "search",
    "filter",
    "back",
    "open-conversation",
    "reconnect",
    "unlock",
    "sign-out",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      g_assert_true (g_action_group_has_action (G_ACTION_GROUP (find_window (BALIE_TYPE_WINDOW)), names[i]));
      g_assert_false (is_enabled (names[i]));
    }
}

/* A key that leads nowhere would be a shortcut that does nothing. */
static void
test_keys_have_actions (void)
{
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (GTK_APPLICATION (application));

  g_assert_cmpuint (g_strv_length (actions), >, 10);
  for (char **action = actions; *action != NULL; action++)
    {
      GActionGroup *group = NULL;

      if (g_str_has_prefix (*action, "win."))
        group = G_ACTION_GROUP (find_window (BALIE_TYPE_WINDOW));
      else if (g_str_has_prefix (*action, "app."))
        group = G_ACTION_GROUP (application);

      g_test_message ("%s", *action);
      if (group != NULL)
        g_assert_true (g_action_group_has_action (group, *action + strlen ("win.")));
      else
        g_assert_cmpstr (*action, ==, "window.close");
    }
}

static void
test_windows_open (void)
{
  static const struct
  {
    const char *action;
    GType (*get_type) (void);
  } cases[] = {
    {"preferences", balie_preferences_get_type},
    {"shortcuts", gtk_shortcuts_window_get_type},
    {"about", adw_about_window_get_type},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWindow *window;

      g_action_group_activate_action (G_ACTION_GROUP (application), cases[i].action, NULL);
      window = find_window (cases[i].get_type ());
      g_assert_nonnull (window);
      balie_app_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (window)));
      balie_app_test_take_picture (GTK_WIDGET (window), cases[i].action);
      gtk_window_destroy (window);
      balie_app_test_wait_until (find_window (cases[i].get_type ()) == NULL);
    }
}

static void
test_one_window (void)
{
  guint n_windows = g_list_length (gtk_application_get_windows (GTK_APPLICATION (application)));
  g_autoptr (GFile) link = g_file_new_for_uri ("balie:conversation/6f0cbb2e-98f5-4d28-8a0c-2f4b5d6f1a01");

  g_application_activate (G_APPLICATION (application));
  g_application_open (G_APPLICATION (application), &link, 1, "");
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (GTK_APPLICATION (application))), ==, n_windows);
}

static void
test_quit (void)
{
  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
  balie_app_test_wait_until (gtk_application_get_windows (GTK_APPLICATION (application)) == NULL);
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);
  start_application ();

  g_test_add_func ("/app/window/sign-in-first", test_sign_in_first);
  g_test_add_func ("/app/window/actions-need-session", test_actions_need_session);
  g_test_add_func ("/app/window/keys-have-actions", test_keys_have_actions);
  g_test_add_func ("/app/window/windows-open", test_windows_open);
  g_test_add_func ("/app/window/one-window", test_one_window);
  g_test_add_func ("/app/window/quit", test_quit);

  return g_test_run ();
}
