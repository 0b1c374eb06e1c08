/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of widgets share: the program's style without the program, waiting, pictures. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BALIE_TEST_TIMEOUT:
 *
 * Seconds after which a condition that still does not hold fails the test: far more than any machine needs.
 */
#define BALIE_TEST_TIMEOUT 30

/**
 * balie_app_test_init:
 *
 * Sets up GTK, libadwaita and GLib's tests, with the resources, icons and style of the program.
 */
void balie_app_test_init (int    *argc,
                          char ***argv);

/**
 * balie_app_test_wait_until:
 * @condition: an expression
 *
 * Runs the main context until @condition holds.
 */
#define balie_app_test_wait_until(condition)                                           \
  G_STMT_START                                                                         \
  {                                                                                    \
    gint64 deadline = g_get_monotonic_time () + BALIE_TEST_TIMEOUT * G_USEC_PER_SEC;   \
                                                                                       \
    while (!(condition))                                                               \
      {                                                                                \
        if (g_get_monotonic_time () > deadline)                                        \
          g_error ("%s:%d: timed out waiting for %s", __FILE__, __LINE__, #condition); \
        balie_app_test_iterate ();                                                     \
      }                                                                                \
  }                                                                                    \
  G_STMT_END

/**
 * balie_app_test_iterate:
 *
 * Runs the main context once, waiting for at most 10 ms.
 */
void balie_app_test_iterate (void);

/**
 * balie_app_test_present:
 * @width: of the window's content
 * @height: of the window's content
 *
 * Shows a window in that size and waits until it is drawn so.
 */
void balie_app_test_present (GtkWindow *window,
                             int        width,
                             int        height);

/**
 * balie_app_test_find:
 * @type: of the widget
 * @buildable_id: (nullable): its id in the template
 *
 * Returns: (transfer none) (nullable): the first such widget below @root
 */
GtkWidget *balie_app_test_find (GtkWidget  *root,
                                GType       type,
                                const char *buildable_id);

/**
 * balie_app_test_take_picture:
 * @name: of the file, without suffix
 *
 * Renders @widget to a PNG in the folder named by BALIE_TEST_PICTURES; without that variable does nothing.
 */
void balie_app_test_take_picture (GtkWidget  *widget,
                                  const char *name);

/**
 * balie_app_test_close:
 *
 * Destroys @window and fails when anything still holds it.
 */
void balie_app_test_close (GtkWindow *window);

G_END_DECLS
