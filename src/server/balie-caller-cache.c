/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was found behind the tokens that came lately, so that not every request asks the database who it is. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-caller-cache.h"

struct _BalieCallerCache
{
  /* Token's hash to BalieCaller; session to the token's hash, both borrowed from the first. */
  GHashTable *callers;
  GHashTable *tokens;
  guint       maximum;
};

BalieCallerCache *
balie_caller_cache_new (guint maximum)
{
  BalieCallerCache *self = g_new0 (BalieCallerCache, 1);

  self->callers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)balie_caller_free);
  self->tokens = g_hash_table_new (g_str_hash, g_str_equal);
  self->maximum = maximum;
  return self;
}

void
balie_caller_cache_free (BalieCallerCache *self)
{
  g_hash_table_unref (self->tokens);
  g_hash_table_unref (self->callers);
  g_free (self);
}

const BalieCaller *
balie_caller_cache_find (BalieCallerCache *self,
                         const char       *token_hash,
                         gint64            now)
{
  const BalieCaller *caller = g_hash_table_lookup (self->callers, token_hash);

  return caller != NULL && caller->expires_at > now ? caller : NULL;
}

void
balie_caller_cache_add (BalieCallerCache  *self,
                        const char        *token_hash,
                        const BalieCaller *caller)
{
  BalieCaller *copy;
  char        *key;

  g_return_if_fail (caller->session != NULL);

  /* Two requests may have asked at the same time. */
  balie_caller_cache_forget (self, caller->session);

  /* Rare enough that everybody may be looked up again. */
  if (g_hash_table_size (self->callers) >= self->maximum)
    {
      g_hash_table_remove_all (self->tokens);
      g_hash_table_remove_all (self->callers);
    }

  copy = balie_caller_copy (caller);
  key = g_strdup (token_hash);
  g_hash_table_insert (self->callers, key, copy);
  g_hash_table_insert (self->tokens, copy->session, key);
}

void
balie_caller_cache_forget (BalieCallerCache *self,
                           const char       *session)
{
  const char *token_hash = g_hash_table_lookup (self->tokens, session);

  if (token_hash == NULL)
    return;

  g_hash_table_remove (self->tokens, session);
  g_hash_table_remove (self->callers, token_hash);
}
