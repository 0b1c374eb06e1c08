/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyring where there is none: a bus without the service, and no bus at all. */
#include "balie-error.h"
#include "balie-keyring-test.h"

#define SERVER "https://desk.example.com"

static void
assert_absent (void)
{
  g_autoptr (BalieLogin) login = balie_login_new (SERVER, "j.visser", "password");
  g_autoptr (GError) error = NULL;
  BalieKeyringState state = BALIE_KEYRING_NONE;

  g_assert_null (balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, &error));
  g_assert_cmpint (state, ==, BALIE_KEYRING_ABSENT);
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_clear_error (&error);

  g_assert_null (balie_test_keyring_look_up (SERVER, "j.visser", TRUE, &state, NULL));
  g_assert_cmpint (state, ==, BALIE_KEYRING_ABSENT);

  g_assert_cmpint (balie_test_keyring_store (login, &error), ==, BALIE_KEYRING_ABSENT);
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_clear_error (&error);

  g_assert_cmpint (balie_test_keyring_clear (SERVER, "j.visser", NULL), ==, BALIE_KEYRING_ABSENT);
}

static void
test_no_service (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GDBusConnection) connection = NULL;

  g_test_dbus_up (bus);
  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  assert_absent ();

  /* Not down: that waits for the last reference to the connection, and libsecret keeps one after a failure. */
  g_test_dbus_stop (bus);
}

static void
test_no_bus (void)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  assert_absent ();
}

static void
test_dead_bus (void)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  assert_absent ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring/absent/no-service", test_no_service);
  g_test_add_func ("/keyring/absent/no-bus", test_no_bus);
  g_test_add_func ("/keyring/absent/dead-bus", test_dead_bus);
  return g_test_run ();
}
