/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets one "is typing" through in two seconds. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-typing-limit.h"

/* Entries beyond which old ones are looked for. */
#define SWEEP_SIZE 1024

struct _BalieTypingLimit
{
  GHashTable *passed; /* "account conversation" to the time as gint64 */
  guint       sweep_at;
};

BalieTypingLimit *
balie_typing_limit_new (void)
{
  BalieTypingLimit *self = g_new0 (BalieTypingLimit, 1);

  self->passed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->sweep_at = SWEEP_SIZE;
  return self;
}

void
balie_typing_limit_free (BalieTypingLimit *self)
{
  g_clear_pointer (&self->passed, g_hash_table_unref);
  g_free (self);
}

static gboolean
is_over (gpointer key,
         gpointer value,
         gpointer user_data)
{
  const gint64 *passed = value;
  const gint64 *now = user_data;

  return *now - *passed >= BALIE_TYPING_INTERVAL;
}

gboolean
balie_typing_limit_pass (BalieTypingLimit *self,
                         const char       *account,
                         const char       *conversation,
                         gint64            now)
{
  g_autofree char *key = g_strconcat (account, " ", conversation, NULL);
  const gint64    *passed = g_hash_table_lookup (self->passed, key);

  if (passed != NULL && now - *passed < BALIE_TYPING_INTERVAL)
    return FALSE;

  g_hash_table_insert (self->passed, g_steal_pointer (&key), g_memdup2 (&now, sizeof now));
  if (g_hash_table_size (self->passed) >= self->sweep_at)
    {
      g_hash_table_foreach_remove (self->passed, is_over, &now);
      self->sweep_at = MAX (SWEEP_SIZE, 2 * g_hash_table_size (self->passed));
    }
  return TRUE;
}
