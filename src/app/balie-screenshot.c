/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a screenshot, by the desktop's own means and with its consent, and lets people cut and cover it. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-screenshot.h"

#include "balie-error.h"
#include "balie-picture-loader.h"
#include "balie-screenshot-editor.h"

#include <libportal-gtk4/portal-gtk4.h>
#include <libportal/portal.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Screenshot"

struct _BalieScreenshot
{
  GObject parent_instance;

  /* Owned */
  GCancellable    *cancellable;
  GDBusConnection *bus; /* nullable */

  gboolean available;
};

typedef enum {
  PROP_AVAILABLE = 1,
} BalieScreenshotProperty;

static GParamSpec *properties[PROP_AVAILABLE + 1];

G_DEFINE_FINAL_TYPE (BalieScreenshot, balie_screenshot, G_TYPE_OBJECT)

/* One screenshot on its way. */
typedef struct
{
  GtkWindow    *parent;
  XdpPortal    *portal;
  GFile        *file; /* nullable: that the desktop made */
  GCancellable *asking;
  gulong        cancelled_handler;
  guint         watch;
  gboolean      vanished;
} Take;

static void
stop_asking (Take         *take,
             GCancellable *cancellable)
{
  g_clear_handle_id (&take->watch, g_bus_unwatch_name);
  g_clear_signal_handler (&take->cancelled_handler, cancellable);
}

static void
take_free (Take *take)
{
  g_clear_handle_id (&take->watch, g_bus_unwatch_name);
  g_clear_object (&take->parent);
  g_clear_object (&take->portal);
  g_clear_object (&take->file);
  g_clear_object (&take->asking);
  g_free (take);
}

static void
on_deleted (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_delete_finish (G_FILE (source), result, &error))
    g_info ("A screenshot's file could not be deleted: %s", error->message);
}

/* Whatever comes of it, what the whole screen showed does not stay behind. */
static void
delete_file (Take *take)
{
  g_file_delete_async (take->file, G_PRIORITY_DEFAULT, NULL, on_deleted, NULL);
}

static void
on_edited (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GBytes *file = balie_screenshot_editor_run_finish (result, &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify)g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) picture = balie_picture_load_finish (result, &error);
  Take                  *take = g_task_get_task_data (task);
  BalieScreenshotEditor *editor;

  delete_file (take);
  if (picture == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  editor = balie_screenshot_editor_new (take->parent, picture);
  balie_screenshot_editor_run_async (editor, g_task_get_cancellable (task), on_edited, g_object_ref (task));
}

static void
on_taken (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = xdp_portal_take_screenshot_finish (XDP_PORTAL (source), result, &error);
  g_autofree char *path = NULL;
  Take            *take = g_task_get_task_data (task);

  stop_asking (take, g_task_get_cancellable (task));
  if (g_task_return_error_if_cancelled (task))
    return;

  if (take->vanished || (uri == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    {
      g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_INVALID, "%s", take->vanished ? "The portal went away" : error->message);
      return;
    }
  if (uri == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  take->file = g_file_new_for_uri (uri);
  path = g_file_get_path (take->file);
  if (path == NULL)
    {
      g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_INVALID, "The screenshot is no file on this computer");
      return;
    }

  balie_picture_load_async (path, G_MAXINT, G_MAXINT, g_task_get_cancellable (task), on_loaded, g_object_ref (task));
}

/* It would never answer any more. */
static void
vanished_cb (GDBusConnection *bus,
             const char      *name,
             gpointer         user_data)
{
  Take *take = user_data;

  take->vanished = TRUE;
  g_cancellable_cancel (take->asking);
}

static void
cancelled_cb (GCancellable *cancellable,
              GCancellable *asking)
{
  g_cancellable_cancel (asking);
}

void
balie_screenshot_take_async (BalieScreenshot    *self,
                             GtkWindow          *parent,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  XdpParent *xdp_parent;
  Take      *take;

  g_return_if_fail (BALIE_IS_SCREENSHOT (self));
  g_return_if_fail (GTK_IS_WINDOW (parent));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_screenshot_take_async);
  if (!self->available)
    {
      g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_INVALID, "There is no portal that takes screenshots");
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  take = g_new0 (Take, 1);
  take->parent = g_object_ref (parent);
  take->portal = xdp_portal_new ();
  take->asking = g_cancellable_new ();
  take->watch = g_bus_watch_name_on_connection (self->bus, PORTAL_NAME, G_BUS_NAME_WATCHER_FLAGS_AUTO_START, NULL, vanished_cb, take, NULL);
  if (cancellable != NULL)
    take->cancelled_handler = g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), take->asking);
  g_task_set_task_data (task, take, (GDestroyNotify)take_free);

  xdp_parent = xdp_parent_new_gtk (parent);
  xdp_portal_take_screenshot (take->portal, xdp_parent, XDP_SCREENSHOT_FLAG_INTERACTIVE, take->asking, on_taken, g_steal_pointer (&task));
  xdp_parent_free (xdp_parent);
}

GBytes *
balie_screenshot_take_finish (BalieScreenshot *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_version (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  BalieScreenshot *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) version = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (version == NULL)
    {
      g_debug ("No screenshots: %s", error->message);
      return;
    }

  self->available = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
}

static void
on_bus (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  BalieScreenshot *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (bus == NULL)
    {
      g_debug ("No screenshots: %s", error->message);
      return;
    }

  self->bus = g_steal_pointer (&bus);
  g_dbus_connection_call (self->bus, PORTAL_NAME, PORTAL_PATH, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", PORTAL_INTERFACE, "version"), G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, -1,
                          self->cancellable, on_version, self);
}

static void
balie_screenshot_dispose (GObject *object)
{
  BalieScreenshot *self = BALIE_SCREENSHOT (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (balie_screenshot_parent_class)->dispose (object);
}

static void
balie_screenshot_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch ((BalieScreenshotProperty)property_id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, BALIE_SCREENSHOT (object)->available);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_screenshot_class_init (BalieScreenshotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_screenshot_dispose;
  object_class->get_property = balie_screenshot_get_property;

  properties[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
balie_screenshot_init (BalieScreenshot *self)
{
  self->cancellable = g_cancellable_new ();
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, on_bus, self);
}

BalieScreenshot *
balie_screenshot_new (void)
{
  return g_object_new (BALIE_TYPE_SCREENSHOT, NULL);
}

gboolean
balie_screenshot_is_available (BalieScreenshot *self)
{
  g_return_val_if_fail (BALIE_IS_SCREENSHOT (self), FALSE);

  return self->available;
}
