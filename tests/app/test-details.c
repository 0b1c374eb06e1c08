/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Technical details: what is found, that it is asked for, shown in full, and can be left out. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-detail-row.h"
#include "balie-details-dialog.h"
#include "balie-details-row.h"
#include "balie-diagnostics-collector.h"
#include "balie-log.h"
#include "balie-message-details.h"
#include "balie-thread-fixture.h"
#include "balie-thread-row.h"

static BalieDetailsRow *
show_row (GtkWindow **window)
{
  GtkWidget *row = balie_details_row_new ();

  *window = GTK_WINDOW (adw_window_new ());
  adw_window_set_content (ADW_WINDOW (*window), row);
  balie_app_test_present (*window, 500, 60);

  return BALIE_DETAILS_ROW (row);
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

static BalieDetailsDialog *
find_dialog (void)
{
  BalieDetailsDialog *dialog = NULL;
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (BALIE_IS_DETAILS_DIALOG (link->data))
      dialog = link->data;
  g_assert_nonnull (dialog);

  return dialog;
}

static BalieDetailsDialog *
open_dialog (BalieDetailsRow *row)
{
  g_signal_emit_by_name (find (row, GTK_TYPE_BUTTON, "show"), "clicked");
  return find_dialog ();
}

static BalieDetailRow *
find_detail (GtkWidget  *root,
             const char *name)
{
  if (BALIE_IS_DETAIL_ROW (root) && g_str_equal (balie_detail_row_get_name (BALIE_DETAIL_ROW (root)), name))
    return BALIE_DETAIL_ROW (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      BalieDetailRow *found = find_detail (child, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_found (void)
{
  static const char *const names[] = {"app", "libraries", "system", "desktop", "screen", "language", "time-zone"};
  GtkWindow               *window;
  g_autoptr (BalieDiagnostics) found = balie_diagnostics_collector_collect (GTK_WIDGET (show_row (&window)), NULL);
  g_autofree char *kernel = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const BalieDiagnostic *item = g_ptr_array_index (found->items, i);

      g_assert_cmpstr (item->name, ==, names[i]);
      g_assert_cmpstr (item->value, !=, "");
    }

  g_assert_cmpstr (balie_diagnostics_find (found, "app"), ==, BALIE_VISIBLE_NAME " " BALIE_VERSION);
  g_assert_true (g_regex_match_simple ("^GTK 4\\.\\d+\\.\\d+, libadwaita 1\\.\\d+\\.\\d+, GLib 2\\.\\d+\\.\\d+, libsoup 3\\.\\d+\\.\\d+, SQLite 3\\.[\\d.]+$",
                                       balie_diagnostics_find (found, "libraries"), 0, 0));
  g_assert_true (g_regex_match_simple (", Linux [^,]+, \\w+$", balie_diagnostics_find (found, "system"), 0, 0));
  g_assert_null (strstr (balie_diagnostics_find (found, "system"), g_get_host_name ()));
  g_assert_true (g_regex_match_simple ("display X11, renderer \\w+$", balie_diagnostics_find (found, "desktop"), 0, 0));
  g_assert_true (g_regex_match_simple ("^\\d+ × \\d+, scale 1", balie_diagnostics_find (found, "screen"), 0, 0));
  g_assert_true (g_regex_match_simple ("\\(UTC[+-]\\d\\d:\\d\\d\\)$", balie_diagnostics_find (found, "time-zone"), 0, 0));
  g_assert_null (balie_diagnostics_find (found, "connection"));
  balie_app_test_close (window);
}

static void
test_names (void)
{
  static const char *const expected[] = {"jvisser", "pc-042", "Jan de Visser", "Jan", "de", "Visser",
                                         "j.visser", "Visser, Jan", "Visser", "Jan", "support.example.nl", NULL};
  static const char *const none[] = {"root", NULL};
  g_autoptr (BalieAccount) account = balie_account_new ();
  g_auto (GStrv) names = NULL;
  g_auto (GStrv) unknown = NULL;

  account->username = g_strdup ("j.visser");
  account->name = g_strdup ("Visser, Jan");
  names = balie_diagnostics_collector_dup_names ("jvisser", "Jan de Visser", "pc-042", account, "https://support.example.nl:8443");
  g_assert_cmpstrv (names, expected);

  unknown = balie_diagnostics_collector_dup_names ("root", "Unknown", NULL, NULL, NULL);
  g_assert_cmpstrv (unknown, none);
}

/* The program's own log goes along, without what says who somebody is. */
static void
test_log (void)
{
  GtkWindow       *window;
  GtkWidget       *row = GTK_WIDGET (show_row (&window));
  g_autofree char *line = g_strdup_printf ("%s opened %s/secret.txt of j.visser@example.nl on %s", g_get_user_name (), g_get_home_dir (), g_get_host_name ());
  g_autoptr (BalieDiagnostics) before = balie_diagnostics_collector_collect (row, NULL);
  g_autoptr (BalieDiagnostics) after = NULL;
  const char *log;

  g_assert_null (balie_diagnostics_find (before, "log"));

  /* GLib's test framework keeps the log to itself; this line goes past it. */
  balie_log_remember ();
  g_log_structured ("balie-app", G_LOG_LEVEL_INFO, "MESSAGE", "%s", line);
  g_log_structured ("balie-app", G_LOG_LEVEL_INFO, "MESSAGE", "%s", "The second line");

  after = balie_diagnostics_collector_collect (row, NULL);
  log = balie_diagnostics_find (after, "log");
  g_assert_true (g_regex_match_simple ("^\\d\\d:\\d\\d:\\d\\d balie-app info: \\[name\\] opened \\[path\\] of \\[address\\] on \\[(name|host)\\]\n"
                                       "\\d\\d:\\d\\d:\\d\\d balie-app info: The second line$",
                                       log, 0, 0));
  balie_app_test_close (window);
}

/* Nothing goes unless it was asked for. */
static void
test_choice (void)
{
  GtkWindow       *window;
  BalieDetailsRow *row = show_row (&window);
  GtkCheckButton  *include = GTK_CHECK_BUTTON (find (row, GTK_TYPE_CHECK_BUTTON, "include"));
  g_autoptr (BalieDiagnostics) none = balie_details_row_dup_diagnostics (row);
  g_autoptr (BalieDiagnostics) all = NULL;
  g_autoptr (BalieDiagnostics) some = NULL;

  g_assert_null (balie_details_row_get_choice (row));
  g_assert_null (none);

  gtk_check_button_set_active (include, TRUE);
  g_assert_cmpstr (balie_details_row_get_choice (row), ==, "");
  all = balie_details_row_dup_diagnostics (row);
  g_assert_nonnull (balie_diagnostics_find (all, "system"));
  g_assert_nonnull (balie_diagnostics_find (all, "screen"));

  balie_details_row_set_choice (row, "screen\nunknown");
  some = balie_details_row_dup_diagnostics (row);
  g_assert_nonnull (balie_diagnostics_find (some, "system"));
  g_assert_null (balie_diagnostics_find (some, "screen"));

  /* What was left out is remembered over a change of mind. */
  gtk_check_button_set_active (include, FALSE);
  g_assert_null (balie_details_row_get_choice (row));
  gtk_check_button_set_active (include, TRUE);
  g_assert_cmpstr (balie_details_row_get_choice (row), ==, "screen\nunknown");

  balie_details_row_set_choice (row, NULL);
  g_assert_false (gtk_check_button_get_active (include));
  balie_app_test_take_picture (GTK_WIDGET (window), "details-row");
  balie_app_test_close (window);
}

static void
test_dialog (void)
{
  GtkWindow          *window;
  BalieDetailsRow    *row = show_row (&window);
  BalieDetailsDialog *dialog = open_dialog (row);
  g_autoptr (BalieDiagnostics) sent = NULL;

  /* Looking, and leaving something out, does not let the rest go. */
  balie_detail_row_set_included (find_detail (GTK_WIDGET (dialog), "language"), FALSE);
  g_assert_null (balie_details_row_get_choice (row));
  gtk_window_close (GTK_WINDOW (dialog));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (find (row, GTK_TYPE_CHECK_BUTTON, "include")), TRUE);
  g_assert_cmpstr (balie_details_row_get_choice (row), ==, "language");

  dialog = open_dialog (row);
  g_assert_false (balie_detail_row_get_included (find_detail (GTK_WIDGET (dialog), "language")));
  g_assert_true (balie_detail_row_get_included (find_detail (GTK_WIDGET (dialog), "system")));
  balie_detail_row_set_included (find_detail (GTK_WIDGET (dialog), "system"), FALSE);
  balie_detail_row_set_included (find_detail (GTK_WIDGET (dialog), "language"), TRUE);
  g_assert_cmpstr (balie_details_row_get_choice (row), ==, "system");
  gtk_window_close (GTK_WINDOW (dialog));

  sent = balie_details_row_dup_diagnostics (row);
  g_assert_null (balie_diagnostics_find (sent, "system"));
  g_assert_nonnull (balie_diagnostics_find (sent, "language"));
  balie_app_test_close (window);
}

/* Without anything left there is nothing to send, and who then asks for it gets all. */
static void
test_everything_left_out (void)
{
  GtkWindow          *window;
  BalieDetailsRow    *row = show_row (&window);
  GtkCheckButton     *include = GTK_CHECK_BUTTON (find (row, GTK_TYPE_CHECK_BUTTON, "include"));
  BalieDetailsDialog *dialog;
  g_autoptr (BalieDiagnostics) found = balie_diagnostics_collector_collect (GTK_WIDGET (row), NULL);

  gtk_check_button_set_active (include, TRUE);
  dialog = open_dialog (row);
  for (guint i = 0; i < found->items->len; i++)
    balie_detail_row_set_included (find_detail (GTK_WIDGET (dialog), ((const BalieDiagnostic *)g_ptr_array_index (found->items, i))->name), FALSE);
  g_assert_null (balie_details_row_get_choice (row));
  g_assert_false (gtk_check_button_get_active (include));
  gtk_window_close (GTK_WINDOW (dialog));

  gtk_check_button_set_active (include, TRUE);
  g_assert_cmpstr (balie_details_row_get_choice (row), ==, "");
  balie_app_test_close (window);
}

static BalieDiagnostics *
make_diagnostics (void)
{
  BalieDiagnostics *diagnostics = balie_diagnostics_new ();

  balie_diagnostics_add (diagnostics, "app", "Balie 0.1.0");
  balie_diagnostics_add (diagnostics, "libraries", "GTK 4.8.3, libadwaita 1.2.2, GLib 2.74.6, libsoup 3.2.3, SQLite 3.40.1");
  balie_diagnostics_add (diagnostics, "system", "Debian GNU/Linux 12 (bookworm), Linux 6.1.0-28-amd64, x86_64");
  balie_diagnostics_add (diagnostics, "desktop", "GNOME, session wayland, display Wayland, renderer GL");
  balie_diagnostics_add (diagnostics, "screen", "2560 × 1440, scale 1; 1920 × 1080, scale 2; text at 96 dpi");
  balie_diagnostics_add (diagnostics, "language", "nl_NL.UTF-8, nl_NL, nl");
  balie_diagnostics_add (diagnostics, "time-zone", "Europe/Amsterdam (UTC+01:00)");
  balie_diagnostics_add (diagnostics, "connection", "offline, 2 unsent");
  balie_diagnostics_add (diagnostics, "log",
                         "08:41:12 balie-client info: Connected\n08:52:40 balie-client info: The stream ended: [host] closed the connection\n"
                         "08:52:41 balie-client warning: Cannot read [path]: the disk is full");
  balie_diagnostics_add (diagnostics, "colour", "of a newer program");

  return diagnostics;
}

/* What was sent can be looked at, not changed, also what this version does not know. */
static void
test_sent (void)
{
  g_autoptr (BalieDiagnostics) diagnostics = make_diagnostics ();
  BalieDetailsDialog *dialog = balie_details_dialog_new_for (NULL, diagnostics);
  BalieDetailRow     *row;

  balie_app_test_present (GTK_WINDOW (dialog), 560, 620);
  row = find_detail (GTK_WIDGET (dialog), "colour");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (row, GTK_TYPE_LABEL, "title"))), ==, "colour");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (find (row, GTK_TYPE_LABEL, "value"))), ==, "of a newer program");
  g_assert_true (gtk_label_get_selectable (GTK_LABEL (find (row, GTK_TYPE_LABEL, "value"))));
  g_assert_false (gtk_widget_get_visible (find (row, GTK_TYPE_SWITCH, "included")));
  balie_app_test_take_picture (GTK_WIDGET (dialog), "details-sent");
  balie_app_test_close (GTK_WINDOW (dialog));
}

/* What stands below a message leads to what was sent with it. */
static void
test_message (void)
{
  g_autoptr (BalieDiagnostics) diagnostics = make_diagnostics ();
  GtkWindow *window = GTK_WINDOW (adw_window_new ());
  GtkWidget *button = balie_message_details_new ();

  adw_window_set_content (ADW_WINDOW (window), button);
  balie_app_test_present (window, 360, 60);
  g_assert_false (gtk_widget_get_visible (button));

  balie_message_details_set (BALIE_MESSAGE_DETAILS (button), diagnostics);
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
  balie_app_test_close (GTK_WINDOW (find_dialog ()));

  balie_message_details_set (BALIE_MESSAGE_DETAILS (button), NULL);
  g_assert_false (gtk_widget_get_visible (button));
  balie_app_test_close (window);
}

/* In the thread it stands with the messages that it is true of, also after a row has shown another one. */
static void
test_thread (void)
{
  static const BalieThreadStyle styles[] = {BALIE_THREAD_STYLE_CARDS, BALIE_THREAD_STYLE_BUBBLES};
  g_autoptr (GListStore) thread = g_list_store_new (BALIE_TYPE_THREAD_ITEM);
  BalieThreadItem *with = balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_SENT, BALIE_FIXTURE_MORNING, "The export stops.");
  BalieThreadItem *without = balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_SENT, BALIE_FIXTURE_MORNING, "It did again.");

  balie_thread_item_get_message (with)->diagnostics = make_diagnostics ();
  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      GtkWindow *window = GTK_WINDOW (adw_window_new ());
      GtkWidget *row = balie_thread_row_new (styles[i]);
      GtkWidget *details;

      adw_window_set_content (ADW_WINDOW (window), row);
      balie_thread_row_set_item (BALIE_THREAD_ROW (row), without);
      g_assert_null (balie_app_test_find (row, BALIE_TYPE_MESSAGE_DETAILS, NULL));

      balie_thread_row_set_item (BALIE_THREAD_ROW (row), with);
      balie_app_test_present (window, 360, 200);
      details = find (row, BALIE_TYPE_MESSAGE_DETAILS, NULL);
      g_assert_true (gtk_widget_get_mapped (details));
      balie_app_test_take_picture (GTK_WIDGET (window), i == 0 ? "details-card" : "details-bubble");

      balie_thread_row_set_item (BALIE_THREAD_ROW (row), without);
      g_assert_false (gtk_widget_get_visible (details));
      balie_app_test_close (window);
    }
}

static void
test_narrow (void)
{
  g_autoptr (BalieDiagnostics) diagnostics = make_diagnostics ();
  BalieDetailsDialog *dialog = balie_details_dialog_new (NULL, diagnostics, "screen\nlog");

  balie_app_test_present (GTK_WINDOW (dialog), 360, 640);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (dialog)), ==, 360);
  balie_app_test_take_picture (GTK_WIDGET (dialog), "details-narrow");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  balie_app_test_take_picture (GTK_WIDGET (dialog), "details-narrow-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  balie_app_test_close (GTK_WINDOW (dialog));
}

int
main (int    argc,
      char **argv)
{
  balie_log_init (FALSE);
  balie_app_test_init (&argc, &argv);

  g_test_add_func ("/app/details/found", test_found);
  g_test_add_func ("/app/details/names", test_names);
  g_test_add_func ("/app/details/log", test_log);
  g_test_add_func ("/app/details/choice", test_choice);
  g_test_add_func ("/app/details/dialog", test_dialog);
  g_test_add_func ("/app/details/everything-left-out", test_everything_left_out);
  g_test_add_func ("/app/details/sent", test_sent);
  g_test_add_func ("/app/details/message", test_message);
  g_test_add_func ("/app/details/thread", test_thread);
  g_test_add_func ("/app/details/narrow", test_narrow);

  return g_test_run ();
}
