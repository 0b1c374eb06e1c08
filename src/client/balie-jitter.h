/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long to wait before the next try: full jitter between nothing and a limit that doubles. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BALIE_JITTER_BASE 500
#define BALIE_JITTER_MAXIMUM 30000

/**
 * BalieJitter:
 * @random: (nullable): where chance comes from; %NULL for GLib's own
 * @base: milliseconds that the first retry waits at most
 * @maximum: milliseconds that any retry waits at most
 *
 * Shared by all that retry, so that a test can decide it in one place.
 */
typedef struct
{
  GRand *random;
  guint  base;
  guint  maximum;
} BalieJitter;

/**
 * balie_jitter_next:
 * @attempt: how often it has failed, from 1
 * @retry_after: seconds that the server asked for, 0 for none
 *
 * Returns: milliseconds to wait: at least @retry_after, and on top of it by chance up to the limit, so that all who were sent
 *   away together do not come back together
 */
guint balie_jitter_next (const BalieJitter *self,
                         guint              attempt,
                         guint              retry_after);

G_END_DECLS
