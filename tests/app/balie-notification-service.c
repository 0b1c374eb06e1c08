/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desktop's notification service on a bus of the test's own: it keeps what it is told to show. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-notification-service.h"

#include "balie-app-test.h"

#define NAME "org.gtk.Notifications"
#define PATH "/org/gtk/Notifications"

static const char interface_xml[] =
  "<node>"
  "  <interface name='" NAME "'>"
  "    <method name='AddNotification'>"
  "      <arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
  "    </method>"
  "    <method name='RemoveNotification'>"
  "      <arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "    </method>"
  "  </interface>"
  "</node>";

struct _BalieNotificationService
{
  GTestDBus       *bus;
  GDBusConnection *connection;
  GHashTable      *shown; /* id -> GVariant */
  guint            n_calls;
  gboolean         named;
};

static void
called_cb (GDBusConnection       *connection,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  BalieNotificationService *self = user_data;
  g_autoptr (GVariant) notification = NULL;
  const char *id;

  self->n_calls++;
  if (g_str_equal (method, "AddNotification"))
    {
      g_variant_get (parameters, "(&s&s@a{sv})", NULL, &id, &notification);
      g_hash_table_replace (self->shown, g_strdup (id), g_steal_pointer (&notification));
    }
  else
    {
      g_variant_get (parameters, "(&s&s)", NULL, &id);
      g_hash_table_remove (self->shown, id);
    }
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
name_acquired_cb (GDBusConnection *connection,
                  const char      *name,
                  gpointer         user_data)
{
  BalieNotificationService *self = user_data;

  self->named = TRUE;
}

BalieNotificationService *
balie_notification_service_new (void)
{
  static const GDBusInterfaceVTable vtable = {.method_call = called_cb};
  BalieNotificationService         *self = g_new0 (BalieNotificationService, 1);
  g_autofree char                  *display = g_strdup (g_getenv ("DISPLAY"));
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (interface_xml, NULL);
  g_autoptr (GError) local_error = NULL;

  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_variant_unref);
  /* It takes the display away with the bus of the session. */
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  g_setenv ("DISPLAY", display, TRUE);

  /* A connection of its own: the program must find the service as it finds any other. */
  self->connection = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->bus),
                                                             G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                               G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                             NULL, NULL, &local_error);
  g_assert_no_error (local_error);
  g_dbus_connection_register_object (self->connection, PATH, info->interfaces[0], &vtable, self, NULL, &local_error);
  g_assert_no_error (local_error);
  g_bus_own_name_on_connection (self->connection, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, name_acquired_cb, NULL, self, NULL);
  balie_app_test_wait_until (self->named);

  return self;
}

GVariant *
balie_notification_service_find (BalieNotificationService *self,
                                 const char               *id)
{
  return g_hash_table_lookup (self->shown, id);
}

guint
balie_notification_service_get_n_shown (BalieNotificationService *self)
{
  return g_hash_table_size (self->shown);
}

guint
balie_notification_service_get_n_calls (BalieNotificationService *self)
{
  return self->n_calls;
}
