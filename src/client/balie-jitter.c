/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long to wait before the next try: full jitter between nothing and a limit that doubles. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-jitter.h"

/* What a server may ask for at most; a broken one must not silence a client for good. */
#define MAX_RETRY_AFTER 3600

guint
balie_jitter_next (const BalieJitter *self,
                   guint              attempt,
                   guint              retry_after)
{
  guint64 limit;
  double  share;

  g_return_val_if_fail (self != NULL, 0);

  limit = MIN ((guint64)self->base << MIN (MAX (attempt, 1) - 1, 16), self->maximum);
  share = self->random != NULL ? g_rand_double (self->random) : g_random_double ();

  return MIN (retry_after, MAX_RETRY_AFTER) * 1000 + (guint)(share * limit);
}
