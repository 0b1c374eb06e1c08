/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desktop's portal for screenshots, on the test's own bus, that answers as it is told. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-test-portal.h"

#include "balie-app-test.h"

#define NAME "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"

struct _BalieTestPortal
{
  GDBusConnection      *bus;
  GDBusNodeInfo        *interfaces;
  BalieTestPortalAnswer answer;
  char                 *path;
  guint                 object;
  guint                 name;
  guint                 n_calls;
  gboolean              has_name;
};

static const char interfaces[] =
  "<node>"
  " <interface name='org.freedesktop.portal.Screenshot'>"
  "  <method name='Screenshot'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
  "  <property name='version' type='u' access='read'/>"
  " </interface>"
  "</node>";

/* A request has a place of its own, whose name the caller knows before it calls. */
static char *
dup_request (GDBusMethodInvocation *invocation,
             GVariant              *options)
{
  g_autofree char *sender = g_strdup (g_dbus_method_invocation_get_sender (invocation) + 1);
  const char      *token = NULL;

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  return g_strdup_printf ("%s/request/%s/%s", PATH, g_strdelimit (sender, ".", '_'), token);
}

static void
respond (BalieTestPortal *self,
         const char      *request,
         const char      *receiver)
{
  static const guint codes[] = {0, 1, 2};
  GVariantBuilder    results;
  g_autoptr (GError) error = NULL;

  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  if (self->path != NULL)
    {
      g_autofree char *uri = g_filename_to_uri (self->path, NULL, NULL);

      g_variant_builder_add (&results, "{sv}", "uri", g_variant_new_string (uri));
    }

  g_dbus_connection_emit_signal (self->bus, receiver, request, "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(ua{sv})", codes[self->answer], &results), &error);
  g_assert_no_error (error);
}

static void
call_cb (GDBusConnection       *bus,
         const char            *sender,
         const char            *object_path,
         const char            *interface_name,
         const char            *method_name,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  BalieTestPortal *self = user_data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree char *receiver = g_strdup (sender);
  g_autofree char *request = dup_request (invocation, options);
  gboolean         interactive = FALSE;

  g_assert_true (g_variant_lookup (options, "interactive", "b", &interactive));
  g_assert_true (interactive);
  self->n_calls++;

  if (self->answer == BALIE_TEST_PORTAL_REFUSED)
    {
      g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED, "no");
      return;
    }

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
  if (self->answer != BALIE_TEST_PORTAL_SILENT)
    respond (self, request, receiver);
}

static GVariant *
get_property_cb (GDBusConnection *bus,
                 const char      *sender,
                 const char      *object_path,
                 const char      *interface_name,
                 const char      *property_name,
                 GError         **error,
                 gpointer         user_data)
{
  return g_variant_new_uint32 (3);
}

static const GDBusInterfaceVTable table = {call_cb, get_property_cb, NULL, {NULL}};

static void
acquired_cb (GDBusConnection *bus,
             const char      *name,
             gpointer         user_data)
{
  BalieTestPortal *self = user_data;

  self->has_name = TRUE;
}

BalieTestPortal *
balie_test_portal_new (BalieTestPortalAnswer answer,
                       const char           *path)
{
  BalieTestPortal *self = g_new0 (BalieTestPortal, 1);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;

  self->answer = answer;
  self->path = g_strdup (path);
  self->interfaces = g_dbus_node_info_new_for_xml (interfaces, &error);
  g_assert_no_error (error);
  self->bus = g_dbus_connection_new_for_address_sync (address,
                                                      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                      NULL, NULL, &error);
  g_assert_no_error (error);
  self->object = g_dbus_connection_register_object (self->bus, PATH, self->interfaces->interfaces[0], &table, self, NULL, &error);
  g_assert_no_error (error);
  self->name = g_bus_own_name_on_connection (self->bus, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, acquired_cb, NULL, self, NULL);
  balie_app_test_wait_until (self->has_name);

  return self;
}

void
balie_test_portal_free (BalieTestPortal *self)
{
  g_bus_unown_name (self->name);
  g_dbus_connection_unregister_object (self->bus, self->object);
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_object_unref (self->bus);
  g_dbus_node_info_unref (self->interfaces);
  g_free (self->path);
  g_free (self);
}

guint
balie_test_portal_get_n_calls (BalieTestPortal *self)
{
  return self->n_calls;
}
