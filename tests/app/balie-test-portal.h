/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desktop's portal for screenshots, on the test's own bus, that answers as it is told. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BalieTestPortal BalieTestPortal;

/**
 * BalieTestPortalAnswer:
 * @BALIE_TEST_PORTAL_DONE: a file was made
 * @BALIE_TEST_PORTAL_CANCELLED: nobody wanted one after all
 * @BALIE_TEST_PORTAL_FAILED: it did not work
 * @BALIE_TEST_PORTAL_REFUSED: it was not even tried
 * @BALIE_TEST_PORTAL_SILENT: nothing comes any more
 */
typedef enum {
  BALIE_TEST_PORTAL_DONE,
  BALIE_TEST_PORTAL_CANCELLED,
  BALIE_TEST_PORTAL_FAILED,
  BALIE_TEST_PORTAL_REFUSED,
  BALIE_TEST_PORTAL_SILENT,
} BalieTestPortalAnswer;

/**
 * balie_test_portal_new:
 * @answer: what each call gets
 * @path: (nullable): of the file that it says it made
 */
BalieTestPortal *balie_test_portal_new (BalieTestPortalAnswer answer,
                                        const char           *path);

/**
 * balie_test_portal_free:
 *
 * Takes it off the bus.
 */
void balie_test_portal_free (BalieTestPortal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieTestPortal, balie_test_portal_free)

/**
 * balie_test_portal_get_n_calls:
 *
 * Returns: how many screenshots were asked for, interactively
 */
guint balie_test_portal_get_n_calls (BalieTestPortal *self);

G_END_DECLS
