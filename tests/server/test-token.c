/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Session tokens. */
#include "balie-token.h"

#include <string.h>

static void
test_new (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, (GDestroyNotify)balie_token_free, NULL);

  for (int i = 0; i < 1000; i++)
    {
      char *token = balie_token_new ();

      g_assert_cmpuint (strlen (token), ==, 43);
      g_assert_true (balie_token_is_well_formed (token));
      g_assert_true (g_hash_table_add (seen, token));
    }
}

static void
test_well_formed (void)
{
  g_assert_true (balie_token_is_well_formed ("AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZa"));
  g_assert_false (balie_token_is_well_formed (NULL));
  g_assert_false (balie_token_is_well_formed (""));
  g_assert_false (balie_token_is_well_formed ("AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZ"));
  g_assert_false (balie_token_is_well_formed ("AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZaz"));
  g_assert_false (balie_token_is_well_formed ("AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZ="));
  g_assert_false (balie_token_is_well_formed ("AZaz09-_AZaz09-_AZaz09-_AZaz09-_AZaz09-_A é"));
}

static void
test_hash (void)
{
  g_autofree char *hash = balie_token_hash ("abc");

  g_assert_cmpstr (hash, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/token/new", test_new);
  g_test_add_func ("/server/token/well-formed", test_well_formed);
  g_test_add_func ("/server/token/hash", test_hash);

  return g_test_run ();
}
