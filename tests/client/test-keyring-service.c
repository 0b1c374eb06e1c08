/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyring as it is on most desktops: a real gnome-keyring, on a bus of its own. */
#include <string.h>

#include "balie-error.h"
#include "balie-keyring-private.h"
#include "balie-keyring-test.h"
#include "balie-test-folder.h"

#define SERVER "https://desk.example.com"
#define NAME "org.freedesktop.secrets"

typedef struct
{
  GTestDBus       *bus;
  BalieTestFolder *folder;
  GSubprocess     *daemon;
  GDBusConnection *connection;
} Desktop;

static Desktop desktop;

static gboolean
has_service (void)
{
  g_autoptr (GVariant) answer = NULL;
  gboolean has_owner;

  answer = g_dbus_connection_call_sync (desktop.connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "NameHasOwner", g_variant_new ("(s)", NAME), G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE,
                                        -1, NULL, NULL);
  if (answer == NULL)
    return FALSE;
  g_variant_get (answer, "(b)", &has_owner);

  return has_owner;
}

static void
start_daemon (void)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  GOutputStream *input;

  g_subprocess_launcher_setenv (launcher, "HOME", balie_test_folder_get_path (desktop.folder), TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", balie_test_folder_get_path (desktop.folder), TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", balie_test_folder_get_path (desktop.folder), TRUE);
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  desktop.daemon = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--unlock", "--foreground",
                                                "--components=secrets", NULL);
  g_assert_no_error (error);

  input = g_subprocess_get_stdin_pipe (desktop.daemon);
  g_assert_true (g_output_stream_write_all (input, "login", 5, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (input, NULL, NULL));
  balie_test_wait_until (has_service ());
}

static void
stop_daemon (void)
{
  g_subprocess_force_exit (desktop.daemon);
  g_assert_true (g_subprocess_wait (desktop.daemon, NULL, NULL));
  g_clear_object (&desktop.daemon);
  balie_test_wait_until (!has_service ());
}

/* Locks the keyring as the desktop does when its user leaves. */
static void
lock (void)
{
  static const char *const paths[] = {"/org/freedesktop/secrets/collection/login", NULL};
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = g_dbus_connection_call_sync (desktop.connection, NAME, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock",
                                        g_variant_new ("(^ao)", paths), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static BalieLogin *
make_login (void)
{
  BalieLogin *login = balie_login_new (SERVER, "j.visser", "canary-password");

  login->token = g_strdup ("canary-token");
  return login;
}

static void
test_round_trip (void)
{
  g_autoptr (BalieLogin) login = make_login ();
  g_autoptr (BalieLogin) kept = NULL;
  BalieKeyringState state;

  g_assert_null (balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, NULL));
  g_assert_cmpint (state, ==, BALIE_KEYRING_NONE);
  g_assert_cmpint (balie_test_keyring_store (login, NULL), ==, BALIE_KEYRING_KEPT);
  kept = balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, NULL);
  g_assert_cmpint (state, ==, BALIE_KEYRING_KEPT);
  g_assert_cmpstr (kept->password, ==, "canary-password");
  g_assert_cmpstr (kept->token, ==, "canary-token");

  g_assert_cmpint (balie_test_keyring_clear (SERVER, "j.visser", NULL), ==, BALIE_KEYRING_NONE);
  g_assert_null (balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, NULL));
  g_assert_cmpint (state, ==, BALIE_KEYRING_NONE);
}

/* Locked is not the same as absent, and finding that out asks nobody. */
static void
test_locked (void)
{
  g_autoptr (BalieLogin) login = make_login ();
  g_autoptr (GError) error = NULL;
  BalieKeyringState state;

  g_assert_cmpint (balie_test_keyring_store (login, NULL), ==, BALIE_KEYRING_KEPT);
  lock ();
  g_assert_null (balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, &error));
  g_assert_cmpint (state, ==, BALIE_KEYRING_LOCKED);
  g_assert_no_error (error);

  g_assert_null (balie_test_keyring_look_up (SERVER, "somebody.else", FALSE, &state, &error));
  g_assert_cmpint (state, ==, BALIE_KEYRING_NONE);
}

/* There is nobody to show the prompt, which to the keyring is a person who closed it. */
static void
test_dismissed (void)
{
  g_autoptr (BalieLogin) login = make_login ();
  g_autoptr (GError) error = NULL;
  BalieKeyringState state;

  g_assert_null (balie_test_keyring_look_up (SERVER, "j.visser", TRUE, &state, &error));
  g_assert_cmpint (state, ==, BALIE_KEYRING_DISMISSED);
  g_assert_cmpint (balie_test_keyring_store (login, &error), ==, BALIE_KEYRING_DISMISSED);
  g_assert_cmpint (balie_test_keyring_clear (SERVER, "j.visser", &error), ==, BALIE_KEYRING_DISMISSED);
  g_assert_null (balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, &error));
  g_assert_cmpint (state, ==, BALIE_KEYRING_LOCKED);
  g_assert_no_error (error);
}

static GDBusMessage *
swallow (GDBusConnection *connection,
         GDBusMessage    *message,
         gboolean         incoming,
         gpointer         user_data)
{
  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;

  g_object_unref (message);
  return NULL;
}

/* Returns a connection that owns @name and never answers to anything. */
static GDBusConnection *
own_without_answering (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  GDBusConnection *connection;

  connection = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (desktop.bus),
                                                       G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                         G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                       NULL, NULL, &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "RequestName", g_variant_new ("(su)", name, 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_add_filter (connection, swallow, NULL, NULL);

  return connection;
}

static void
disown (GDBusConnection *connection)
{
  g_assert_true (g_dbus_connection_close_sync (connection, NULL, NULL));
  g_object_unref (connection);
}

/* A keyring that was started anew in between is found again. */
static void
test_restarted (void)
{
  g_autoptr (BalieLogin) kept = NULL;
  BalieKeyringState state = BALIE_KEYRING_FAILED;

  stop_daemon ();
  start_daemon ();

  /* The first call may still hold on to the service that is gone. */
  for (guint i = 0; i < 2 && state != BALIE_KEYRING_KEPT; i++)
    kept = balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, NULL);
  g_assert_cmpint (state, ==, BALIE_KEYRING_KEPT);
  g_assert_nonnull (kept);
  g_assert_cmpstr (kept->password, ==, "canary-password");
}

/* Nothing that it writes has a secret in it. */
static void
test_nothing_plain (void)
{
  g_autofree char *path = g_build_filename (balie_test_folder_get_path (desktop.folder), "keyrings", "login.keyring", NULL);
  g_autofree char *contents = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_true (memmem (contents, length, "canary", strlen ("canary")) == NULL);
}

static void
test_gone (void)
{
  BalieKeyringState state;

  stop_daemon ();
  g_assert_null (balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, NULL));
  g_assert_cmpint (state, ==, BALIE_KEYRING_ABSENT);
}

static void
test_hanging (void)
{
  GDBusConnection *service = own_without_answering (NAME);
  g_autoptr (BalieLogin) login = make_login ();
  g_autoptr (GError) error = NULL;
  BalieKeyringState state;

  balie_keyring_set_patience (200, 400);
  g_assert_null (balie_test_keyring_look_up (SERVER, "j.visser", FALSE, &state, &error));
  g_assert_cmpint (state, ==, BALIE_KEYRING_FAILED);
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_assert_cmpint (balie_test_keyring_store (login, NULL), !=, BALIE_KEYRING_KEPT);
  g_assert_cmpint (balie_test_keyring_clear (SERVER, "j.visser", NULL), !=, BALIE_KEYRING_NONE);
  disown (service);
}

/* A prompt stands on the screen, and nobody comes. libsecret then never calls back, not even when it is cancelled. */
static void
test_ignored (void)
{
  GDBusConnection *prompter = own_without_answering ("org.gnome.keyring.SystemPrompter");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieKeyringState state;

  start_daemon ();
  lock ();
  balie_keyring_set_patience (25 * 1000, 200);
  g_assert_null (balie_test_keyring_look_up (SERVER, "j.visser", TRUE, &state, &error));
  g_assert_cmpint (state, ==, BALIE_KEYRING_LOCKED);
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_clear_error (&error);

  balie_keyring_set_patience (25 * 1000, 120 * 1000);
  balie_keyring_look_up_async (SERVER, "j.visser", TRUE, cancellable, balie_test_on_result, &result);
  g_cancellable_cancel (cancellable);
  balie_test_wait_until (result != NULL);
  g_assert_null (balie_keyring_look_up_finish (result, &state, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  disown (prompter);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *program = g_find_program_in_path ("gnome-keyring-daemon");
  int              status;

  g_test_init (&argc, &argv, NULL);
  if (program == NULL)
    {
      g_print ("1..0 # SKIP there is no gnome-keyring-daemon\n");
      return 0;
    }

  desktop.bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (desktop.bus);
  desktop.connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_dbus_connection_set_exit_on_close (desktop.connection, FALSE);
  desktop.folder = balie_test_folder_new ();
  start_daemon ();

  g_test_add_func ("/keyring/service/1-round-trip", test_round_trip);
  g_test_add_func ("/keyring/service/2-locked", test_locked);
  g_test_add_func ("/keyring/service/3-dismissed", test_dismissed);
  g_test_add_func ("/keyring/service/4-restarted", test_restarted);
  g_test_add_func ("/keyring/service/5-nothing-plain", test_nothing_plain);
  g_test_add_func ("/keyring/service/6-gone", test_gone);
  g_test_add_func ("/keyring/service/7-hanging", test_hanging);
  g_test_add_func ("/keyring/service/8-ignored", test_ignored);
  status = g_test_run ();

  /* Without running the main context: that a service goes while its prompt is up makes libsecret stumble. */
  g_subprocess_force_exit (desktop.daemon);
  g_clear_object (&desktop.daemon);

  /* The bus is stopped, and not let go: that would wait for the connection's last reference, which libsecret keeps. */
  g_clear_object (&desktop.connection);
  g_test_dbus_stop (desktop.bus);
  balie_test_folder_free (desktop.folder);
  return status;
}
