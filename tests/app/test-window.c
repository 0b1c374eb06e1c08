/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: its template, its title. */
#include "config.h"

#include "balie-app-test.h"
#include "balie-window.h"

static void
test_template (void)
{
  BalieWindow *window = balie_window_new (ADW_APPLICATION (g_application_get_default ()));

  balie_app_test_present (GTK_WINDOW (window), 900, 700);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, BALIE_VISIBLE_NAME);
  balie_app_test_take_picture (GTK_WIDGET (window), "window");
  balie_app_test_close (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  balie_app_test_init (&argc, &argv);

  g_test_add_func ("/app/window/template", test_template);

  return g_test_run ();
}
