/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real gnome-keyring on a bus of its own, as it is on most desktops. */
#include "balie-keyring-daemon.h"

#include "balie-test-folder.h"
#include "balie-test-wait.h"

#define NAME "org.freedesktop.secrets"

struct _BalieKeyringDaemon
{
  GTestDBus       *bus;
  BalieTestFolder *folder;
  GSubprocess     *daemon;
  GDBusConnection *connection;
};

static gboolean
has_service (BalieKeyringDaemon *self)
{
  g_autoptr (GVariant) answer = NULL;
  gboolean has_owner;

  answer = g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "NameHasOwner", g_variant_new ("(s)", NAME), G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE,
                                        -1, NULL, NULL);
  if (answer == NULL)
    return FALSE;
  g_variant_get (answer, "(b)", &has_owner);

  return has_owner;
}

void
balie_keyring_daemon_start (BalieKeyringDaemon *self)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  GOutputStream *input;

  g_subprocess_launcher_setenv (launcher, "HOME", balie_test_folder_get_path (self->folder), TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", balie_test_folder_get_path (self->folder), TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", balie_test_folder_get_path (self->folder), TRUE);
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  self->daemon = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--unlock", "--foreground",
                                              "--components=secrets", NULL);
  g_assert_no_error (error);

  input = g_subprocess_get_stdin_pipe (self->daemon);
  g_assert_true (g_output_stream_write_all (input, "login", 5, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (input, NULL, NULL));
  balie_test_wait_until (has_service (self));
}

void
balie_keyring_daemon_stop (BalieKeyringDaemon *self)
{
  g_subprocess_force_exit (self->daemon);
  g_assert_true (g_subprocess_wait (self->daemon, NULL, NULL));
  g_clear_object (&self->daemon);
  balie_test_wait_until (!has_service (self));
}

void
balie_keyring_daemon_lock (BalieKeyringDaemon *self)
{
  static const char *const paths[] = {"/org/freedesktop/secrets/collection/login", NULL};
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = g_dbus_connection_call_sync (self->connection, NAME, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock",
                                        g_variant_new ("(^ao)", paths), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
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

GDBusConnection *
balie_keyring_daemon_own (BalieKeyringDaemon *self,
                          const char         *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  GDBusConnection *connection;

  connection = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->bus),
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

void
balie_keyring_daemon_disown (GDBusConnection *connection)
{
  g_assert_true (g_dbus_connection_close_sync (connection, NULL, NULL));
  g_object_unref (connection);
}

BalieKeyringDaemon *
balie_keyring_daemon_new (void)
{
  g_autofree char *program = g_find_program_in_path ("gnome-keyring-daemon");
  g_autoptr (GError) error = NULL;
  BalieKeyringDaemon *self;

  if (program == NULL)
    return NULL;

  self = g_new0 (BalieKeyringDaemon, 1);
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (self->connection, FALSE);
  self->folder = balie_test_folder_new ();
  balie_keyring_daemon_start (self);

  return self;
}

/* A stopped bus is not let go: that would be to wait for the connection's last reference, which libsecret keeps. */
static GTestDBus *volatile stopped_bus;

void
balie_keyring_daemon_free (BalieKeyringDaemon *self)
{
  if (self->daemon != NULL)
    g_subprocess_force_exit (self->daemon);
  g_clear_object (&self->daemon);
  g_clear_object (&self->connection);
  g_test_dbus_stop (self->bus);
  stopped_bus = self->bus;
  balie_test_folder_free (self->folder);
  g_free (self);
}

const char *
balie_keyring_daemon_get_folder (BalieKeyringDaemon *self)
{
  return balie_test_folder_get_path (self->folder);
}
