/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords are hashed and checked beside the main loop. */
#include "balie-error.h"
#include "balie-passwords.h"

typedef struct
{
  guint n_expected;
  guint n_done;
  guint n_matches;
  guint n_refused;
  guint n_cancelled;
  char *hash;
} Outcome;

static void
hash_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Outcome *outcome = user_data;
  g_autoptr (GError) error = NULL;

  g_free (outcome->hash);
  outcome->hash = balie_passwords_hash_finish (BALIE_PASSWORDS (source), result, &error);
  g_assert_no_error (error);
  outcome->n_done++;
}

static void
verify_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Outcome *outcome = user_data;
  g_autoptr (GError) error = NULL;
  gboolean matches = FALSE;

  if (balie_passwords_verify_finish (BALIE_PASSWORDS (source), result, &matches, &error))
    outcome->n_matches += matches ? 1 : 0;
  else if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_SERVER))
    outcome->n_refused++;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    outcome->n_cancelled++;
  else
    g_assert_no_error (error);
  outcome->n_done++;
}

static void
wait_for (Outcome *outcome,
          guint    n_expected)
{
  while (outcome->n_done < n_expected)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_hash (void)
{
  g_autoptr (BaliePasswords) passwords = balie_passwords_new (2, 16);
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  Outcome outcome = {0};

  balie_passwords_hash_async (passwords, "welkom-bij-balie", NULL, hash_cb, &outcome);
  wait_for (&outcome, 1);
  g_assert_true (g_str_has_prefix (outcome.hash, "$argon2id$v=19$m=47104,t=1,p=1$"));

  /* Salted: the same password twice makes two hashes. */
  again = balie_password_hash ("welkom-bij-balie", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, !=, outcome.hash);

  balie_passwords_verify_async (passwords, "welkom-bij-balie", outcome.hash, NULL, verify_cb, &outcome);
  balie_passwords_verify_async (passwords, "welkom-bij-balie", again, NULL, verify_cb, &outcome);
  wait_for (&outcome, 3);
  g_assert_cmpuint (outcome.n_matches, ==, 2);

  balie_passwords_verify_async (passwords, "Welkom-bij-balie", outcome.hash, NULL, verify_cb, &outcome);
  balie_passwords_verify_async (passwords, "", outcome.hash, NULL, verify_cb, &outcome);
  balie_passwords_verify_async (passwords, "welkom-bij-balie", "no hash at all", NULL, verify_cb, &outcome);
  wait_for (&outcome, 6);
  g_assert_cmpuint (outcome.n_matches, ==, 2);
  g_free (outcome.hash);
}

/* Nobody has the name, but the work is the same. Compared as the fastest of several, which load on the machine does
 * not move much; without the work it would be a thousand times less. */
static void
test_unknown_name (void)
{
  g_autoptr (BaliePasswords) passwords = balie_passwords_new (1, 16);
  g_autofree char *hash = balie_password_hash ("welkom-bij-balie", NULL);
  gint64           fastest[2] = {G_MAXINT64, G_MAXINT64};
  Outcome          outcome = {0};

  for (guint i = 0; i < 10; i++)
    {
      gint64 begun = g_get_monotonic_time ();

      balie_passwords_verify_async (passwords, "verkeerd", i % 2 == 0 ? hash : NULL, NULL, verify_cb, &outcome);
      wait_for (&outcome, i + 1);
      fastest[i % 2] = MIN (fastest[i % 2], g_get_monotonic_time () - begun);
    }

  g_assert_cmpuint (outcome.n_matches, ==, 0);
  g_assert_cmpint (fastest[1], >, fastest[0] / 8);
  g_assert_cmpint (fastest[1], <, fastest[0] * 8);
}

static void
test_bounded (void)
{
  g_autoptr (BaliePasswords) passwords = balie_passwords_new (1, 4);
  Outcome outcome = {0};

  for (int i = 0; i < 100; i++)
    balie_passwords_verify_async (passwords, "verkeerd", NULL, NULL, verify_cb, &outcome);

  wait_for (&outcome, 100);
  g_assert_cmpuint (outcome.n_refused, >=, 50);
  g_assert_cmpuint (outcome.n_refused, <=, 96);
}

static void
test_cancel (void)
{
  BaliePasswords *passwords = balie_passwords_new (1, 16);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Outcome outcome = {0};

  for (int i = 0; i < 4; i++)
    balie_passwords_verify_async (passwords, "verkeerd", NULL, cancellable, verify_cb, &outcome);
  g_cancellable_cancel (cancellable);

  /* Also the last reference may go while jobs run. */
  g_object_unref (passwords);
  wait_for (&outcome, 4);
  g_assert_cmpuint (outcome.n_cancelled, ==, 4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/passwords/hash", test_hash);
  g_test_add_func ("/server/passwords/unknown-name", test_unknown_name);
  g_test_add_func ("/server/passwords/bounded", test_bounded);
  g_test_add_func ("/server/passwords/cancel", test_cancel);

  return g_test_run ();
}
