/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyring without a service: libsecret's own encrypted file, and nothing at all. */
#include <string.h>

#include "balie-error.h"
#include "balie-keyring-test.h"
#include "balie-test-folder.h"

#define SERVER "https://desk.example.com"

static void
test_round_trip (void)
{
  g_autoptr (BalieLogin) login = balie_login_new (SERVER, "j.visser", "welkom \"bij\" balie \303\251");
  g_autoptr (BalieLogin) kept = NULL;
  BalieKeyringState state;

  login->token = g_strdup ("token");
  login->account = g_strdup ("0b5c2b2e-0f0c-4f35-9d5e-2f5a3c1d7e10");

  g_assert_null (balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, NULL));
  g_assert_cmpint (state, ==, BALIE_KEYRING_NONE);

  g_assert_cmpint (balie_test_keyring_store (login, NULL), ==, BALIE_KEYRING_KEPT);
  kept = balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, NULL);
  g_assert_cmpint (state, ==, BALIE_KEYRING_KEPT);
  g_assert_cmpstr (kept->server, ==, SERVER);
  g_assert_cmpstr (kept->username, ==, "j.visser");
  g_assert_cmpstr (kept->password, ==, login->password);
  g_assert_cmpstr (kept->token, ==, "token");
  g_assert_cmpstr (kept->account, ==, login->account);

  /* Of nobody else, and nowhere else. */
  g_assert_null (balie_test_keyring_look_up (SERVER, "j.vissers", FALSE, &state, NULL));
  g_assert_cmpint (state, ==, BALIE_KEYRING_NONE);
  g_assert_null (balie_test_keyring_look_up ("https://desk.example.org", "j.visser", FALSE, &state, NULL));
  g_assert_cmpint (state, ==, BALIE_KEYRING_NONE);

  g_assert_cmpint (balie_test_keyring_clear (SERVER, "j.visser", NULL), ==, BALIE_KEYRING_NONE);
  g_assert_null (balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, NULL));
  g_assert_cmpint (state, ==, BALIE_KEYRING_NONE);
  g_assert_cmpint (balie_test_keyring_clear (SERVER, "j.visser", NULL), ==, BALIE_KEYRING_NONE);
}

static void
test_replaced (void)
{
  g_autoptr (BalieLogin) first = balie_login_new (SERVER, "j.visser", "first");
  g_autoptr (BalieLogin) second = balie_login_new (SERVER, "j.visser", "second");
  g_autoptr (BalieLogin) kept = NULL;
  BalieKeyringState state;

  first->token = g_strdup ("token");
  g_assert_cmpint (balie_test_keyring_store (first, NULL), ==, BALIE_KEYRING_KEPT);
  g_assert_cmpint (balie_test_keyring_store (second, NULL), ==, BALIE_KEYRING_KEPT);
  kept = balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, NULL);
  g_assert_cmpint (state, ==, BALIE_KEYRING_KEPT);
  g_assert_cmpstr (kept->password, ==, "second");
  g_assert_null (kept->token);
  g_assert_cmpint (balie_test_keyring_clear (SERVER, "j.visser", NULL), ==, BALIE_KEYRING_NONE);
}

/* What is on the disk is no plain text. */
static void
test_encrypted (gconstpointer data)
{
  const char *path = data;
  g_autoptr (BalieLogin) login = balie_login_new (SERVER, "j.visser", "canary-password");
  g_autofree char *contents = NULL;
  gsize            length;

  login->token = g_strdup ("canary-token");
  g_assert_cmpint (balie_test_keyring_store (login, NULL), ==, BALIE_KEYRING_KEPT);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_null (memmem (contents, length, "canary", strlen ("canary")));
  g_assert_cmpint (balie_test_keyring_clear (SERVER, "j.visser", NULL), ==, BALIE_KEYRING_NONE);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieKeyringState state;

  balie_keyring_look_up_async (SERVER, "j.visser", FALSE, cancellable, balie_test_on_result, &result);
  g_cancellable_cancel (cancellable);
  balie_test_wait_until (result != NULL);
  g_assert_null (balie_keyring_look_up_finish (result, &state, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new ();
  const char *path = balie_test_folder_get_file (folder, "keyring");

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring/file/round-trip", test_round_trip);
  g_test_add_func ("/keyring/file/replaced", test_replaced);
  g_test_add_data_func ("/keyring/file/encrypted", path, test_encrypted);
  g_test_add_func ("/keyring/file/cancelled", test_cancelled);
  return g_test_run ();
}
