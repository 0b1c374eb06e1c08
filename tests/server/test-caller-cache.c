/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was found behind a token, and that it is forgotten. */
#include "balie-caller-cache.h"

static void
add (BalieCallerCache *cache,
     const char       *token_hash,
     const char       *session,
     gint64            expires_at)
{
  g_autoptr (BalieCaller) caller = balie_caller_new ("account", NULL, BALIE_ROLE_STAFF, session);

  caller->expires_at = expires_at;
  balie_caller_cache_add (cache, token_hash, caller);
}

static void
test_find (void)
{
  g_autoptr (BalieCallerCache) cache = balie_caller_cache_new (10);
  const BalieCaller *found;

  add (cache, "first", "one", 1000);
  add (cache, "second", "two", 1000);

  found = balie_caller_cache_find (cache, "second", 999);
  g_assert_nonnull (found);
  g_assert_cmpstr (found->account, ==, "account");
  g_assert_cmpstr (found->session, ==, "two");
  g_assert_cmpint (found->role, ==, BALIE_ROLE_STAFF);
  g_assert_null (balie_caller_cache_find (cache, "third", 999));
}

static void
test_expiry (void)
{
  g_autoptr (BalieCallerCache) cache = balie_caller_cache_new (10);

  add (cache, "first", "one", 1000);
  g_assert_null (balie_caller_cache_find (cache, "first", 1000));
}

static void
test_forget (void)
{
  g_autoptr (BalieCallerCache) cache = balie_caller_cache_new (10);

  add (cache, "first", "one", 1000);
  add (cache, "second", "two", 1000);
  balie_caller_cache_forget (cache, "one");
  balie_caller_cache_forget (cache, "one");
  balie_caller_cache_forget (cache, "none");

  g_assert_null (balie_caller_cache_find (cache, "first", 0));
  g_assert_nonnull (balie_caller_cache_find (cache, "second", 0));
}

/* As two requests do that came at the same time. */
static void
test_twice (void)
{
  g_autoptr (BalieCallerCache) cache = balie_caller_cache_new (10);

  add (cache, "first", "one", 1000);
  add (cache, "first", "one", 1000);
  g_assert_nonnull (balie_caller_cache_find (cache, "first", 0));
  balie_caller_cache_forget (cache, "one");
  g_assert_null (balie_caller_cache_find (cache, "first", 0));
}

static void
test_maximum (void)
{
  g_autoptr (BalieCallerCache) cache = balie_caller_cache_new (3);
  guint n_known = 0;

  for (int i = 0; i < 100; i++)
    {
      g_autofree char *token_hash = g_strdup_printf ("hash-%d", i);
      g_autofree char *session = g_strdup_printf ("session-%d", i);

      add (cache, token_hash, session, 1000);
      g_assert_nonnull (balie_caller_cache_find (cache, token_hash, 0));
    }
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *token_hash = g_strdup_printf ("hash-%d", i);

      n_known += balie_caller_cache_find (cache, token_hash, 0) != NULL;
    }
  g_assert_cmpuint (n_known, <=, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/caller-cache/find", test_find);
  g_test_add_func ("/caller-cache/expiry", test_expiry);
  g_test_add_func ("/caller-cache/forget", test_forget);
  g_test_add_func ("/caller-cache/twice", test_twice);
  g_test_add_func ("/caller-cache/maximum", test_maximum);
  return g_test_run ();
}
