/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Guessers are slowed down, people are not locked out. */
#include "balie-throttle.h"

#define SECOND G_GINT64_CONSTANT (1000)
#define HOUR (3600 * SECOND)

/* Fails until a try is refused; gives the number of tries that were granted. */
static guint
exhaust (BalieThrottle *throttle,
         const char    *username,
         const char    *address,
         gint64         now)
{
  guint granted = 0;

  while (balie_throttle_begin (throttle, username, address, now) == 0)
    {
      granted++;
      g_assert_cmpuint (granted, <, 1000);
    }

  return granted;
}

static void
test_name (void)
{
  g_autoptr (BalieThrottle) throttle = balie_throttle_new (100);
  guint  last = 0;
  gint64 now = HOUR;

  g_assert_cmpuint (exhaust (throttle, "sanne", "192.0.2.1", now), ==, 5);
  g_assert_cmpuint (balie_throttle_begin (throttle, "ruben", "198.51.100.1", now), ==, 0);

  /* From everywhere and however it is spelled it stays the same name; the wait grows and stays bounded. */
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *address = g_strdup_printf ("10.0.%d.1", i);
      guint            wait = balie_throttle_begin (throttle, i % 2 == 0 ? "Sanne" : "sanne", address, now);

      g_assert_cmpuint (wait, >, 0);
      g_assert_cmpuint (wait, >=, MIN (last, 300));
      g_assert_cmpuint (wait, <=, 300);
      last = wait;
      g_assert_cmpuint (balie_throttle_begin (throttle, "sanne", address, now + wait * SECOND - 1), >, 0);
      now += wait * SECOND;
      g_assert_cmpuint (balie_throttle_begin (throttle, "sanne", address, now), ==, 0);
    }
  g_assert_cmpuint (last, ==, 300);

  /* All is forgotten in time. */
  g_assert_cmpuint (exhaust (throttle, "sanne", "192.0.2.1", now + 24 * HOUR), ==, 5);
}

static void
test_network (void)
{
  static const struct
  {
    const char *base;
    const char *same;
    const char *other;
  } cases[] = {
    {"192.0.2.1", "192.0.2.254", "192.0.3.1"},
    {"::ffff:192.0.2.1", "192.0.2.7", "192.0.3.1"},
    {"2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BalieThrottle) throttle = balie_throttle_new (1000);

      for (int name = 0; name < 20; name++)
        {
          g_autofree char *username = g_strdup_printf ("name-%d", name);

          g_assert_cmpuint (balie_throttle_begin (throttle, username, cases[i].base, HOUR), ==, 0);
        }

      g_assert_cmpuint (balie_throttle_begin (throttle, "another", cases[i].base, HOUR), >, 0);
      g_assert_cmpuint (balie_throttle_begin (throttle, "another", cases[i].same, HOUR), >, 0);
      g_assert_cmpuint (balie_throttle_begin (throttle, "another", cases[i].other, HOUR), ==, 0);
    }
}

static void
test_own_budget (void)
{
  g_autoptr (BalieThrottle) throttle = balie_throttle_new (1000);

  g_assert_cmpuint (balie_throttle_begin (throttle, "sanne", "192.0.2.1", HOUR), ==, 0);
  balie_throttle_succeed (throttle, "sanne", "192.0.2.1", HOUR);

  /* Strangers guess her name; at her own desk she notices nothing, and they get nothing out of her success. */
  g_assert_cmpuint (exhaust (throttle, "sanne", "198.51.100.1", HOUR), ==, 5);
  for (int i = 0; i < 100; i++)
    {
      g_assert_cmpuint (balie_throttle_begin (throttle, "Sanne", "192.0.2.77", HOUR), ==, 0);
      balie_throttle_succeed (throttle, "Sanne", "192.0.2.77", HOUR);
    }
  g_assert_cmpuint (balie_throttle_begin (throttle, "sanne", "198.51.100.1", HOUR), >, 0);

  /* A colleague who guesses there is slowed down too. */
  g_assert_cmpuint (exhaust (throttle, "sanne", "192.0.2.1", HOUR), ==, 10);
  g_assert_cmpuint (balie_throttle_begin (throttle, "sanne", "192.0.2.1", HOUR), <=, 120);
}

static void
test_success_is_free (void)
{
  g_autoptr (BalieThrottle) throttle = balie_throttle_new (1000);

  /* Monday morning: everybody in one building signs in for the first time. */
  for (int i = 0; i < 500; i++)
    {
      g_autofree char *username = g_strdup_printf ("name-%d", i);

      g_assert_cmpuint (balie_throttle_begin (throttle, username, "192.0.2.1", HOUR), ==, 0);
      balie_throttle_succeed (throttle, username, "192.0.2.1", HOUR);
    }
}

static void
test_own_account_refunds_nothing (void)
{
  g_autoptr (BalieThrottle) throttle = balie_throttle_new (1000);
  guint guesses = 0;

  /* Signing in with one's own account between guesses at many others must not make the guesses free. */
  for (int i = 0; i < 200; i++)
    {
      g_autofree char *victim = g_strdup_printf ("name-%d", i);

      if (balie_throttle_begin (throttle, victim, "192.0.2.1", HOUR) == 0)
        guesses++;
      if (balie_throttle_begin (throttle, "mine", "192.0.2.1", HOUR) == 0)
        balie_throttle_succeed (throttle, "mine", "192.0.2.1", HOUR);
    }

  g_assert_cmpuint (guesses, ==, 20);
}

static void
test_bounded (void)
{
  g_autoptr (BalieThrottle) throttle = balie_throttle_new (64);
  g_autofree char *huge = g_strnfill (100000, 'x');

  g_assert_cmpuint (balie_throttle_begin (throttle, "sanne", "192.0.2.1", HOUR), ==, 0);
  balie_throttle_succeed (throttle, "sanne", "192.0.2.1", HOUR);

  for (int i = 0; i < 10000; i++)
    {
      g_autofree char *username = g_strdup_printf ("name-%d", i);
      g_autofree char *address = g_strdup_printf ("10.%d.%d.1", i / 256, i % 256);

      g_assert_cmpuint (balie_throttle_begin (throttle, username, address, HOUR), ==, 0);
      g_assert_cmpuint (balie_throttle_get_n_entries (throttle), <=, 128);
    }

  /* The flood pushed out other guesses, and not the people who work here. */
  g_assert_cmpuint (exhaust (throttle, "sanne", "192.0.2.1", HOUR), ==, 10);

  /* Neither size nor form of what strangers send is trusted. */
  balie_throttle_begin (throttle, huge, "no address", HOUR);
  balie_throttle_begin (throttle, "\xc3", "", HOUR);
  balie_throttle_begin (throttle, "", "::", HOUR);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/throttle/name", test_name);
  g_test_add_func ("/server/throttle/network", test_network);
  g_test_add_func ("/server/throttle/own-budget", test_own_budget);
  g_test_add_func ("/server/throttle/success-is-free", test_success_is_free);
  g_test_add_func ("/server/throttle/own-account-refunds-nothing", test_own_account_refunds_nothing);
  g_test_add_func ("/server/throttle/bounded", test_bounded);

  return g_test_run ();
}
