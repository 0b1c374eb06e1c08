/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the main context until something has happened. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BALIE_TEST_WAIT_SECONDS:
 *
 * How long anything may take before a test gives up. Far more than needed, so that a slow machine fails no test.
 */
#define BALIE_TEST_WAIT_SECONDS 60

typedef struct
{
  GSource *source;
  gint64   deadline;
} BalieTestWait;

void     balie_test_wait_begin (BalieTestWait *self);
gboolean balie_test_wait_iterate (BalieTestWait *self);
void     balie_test_wait_end (BalieTestWait *self);

/**
 * balie_test_wait_until:
 * @condition: an expression without side effects, looked at again after whatever happens and every few milliseconds
 *
 * Runs the thread's default main context until @condition holds, and fails the test with the text of it when it does not
 * come to hold.
 */
#define balie_test_wait_until(condition)                                    \
  G_STMT_START                                                              \
  {                                                                         \
    BalieTestWait test_wait;                                                \
                                                                            \
    balie_test_wait_begin (&test_wait);                                     \
    while (!(condition))                                                    \
      {                                                                     \
        if (!balie_test_wait_iterate (&test_wait))                          \
          g_assertion_message (G_LOG_DOMAIN, __FILE__, __LINE__, G_STRFUNC, \
                               "waited in vain until (" #condition ")");    \
      }                                                                     \
    balie_test_wait_end (&test_wait);                                       \
  }                                                                         \
  G_STMT_END

G_END_DECLS
