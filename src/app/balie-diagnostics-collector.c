/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the technical details of this computer that may help to understand a problem. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-diagnostics-collector.h"

#include "balie-clock.h"
#include "balie-libraries.h"
#include "balie-log-mask.h"
#include "balie-log.h"

#include <adwaita.h>
#include <sys/utsname.h>

static void
add_libraries (BalieDiagnostics *diagnostics)
{
  g_autofree char *of_client = balie_libraries_dup_versions ();
  g_autofree char *libraries = NULL;

  libraries = g_strdup_printf ("GTK %u.%u.%u, libadwaita %u.%u.%u, GLib %u.%u.%u, %s",
                               gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
                               adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version (),
                               glib_major_version, glib_minor_version, glib_micro_version, of_client);
  balie_diagnostics_add (diagnostics, "libraries", libraries);
}

static void
add_system (BalieDiagnostics *diagnostics)
{
  g_autofree char *name = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *system = NULL;
  struct utsname   kernel;

  /* The name of the computer, which stands there too, is nobody's business. */
  if (uname (&kernel) != 0)
    return;

  system = g_strdup_printf ("%s, %s %s, %s", name != NULL ? name : "unknown", kernel.sysname, kernel.release, kernel.machine);
  balie_diagnostics_add (diagnostics, "system", system);
}

/* A type's name without what all of its kind have in common: `X11` of `GdkX11Display`. */
static char *
dup_short_type (gpointer    instance,
                const char *prefix,
                const char *suffix)
{
  const char *name = G_OBJECT_TYPE_NAME (instance);
  gsize       length;

  if (g_str_has_prefix (name, prefix))
    name += strlen (prefix);
  length = strlen (name);
  if (g_str_has_suffix (name, suffix))
    length -= strlen (suffix);

  return g_strndup (name, length);
}

static const char *
get_environment (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0' ? value : "unknown";
}

static void
add_desktop (BalieDiagnostics *diagnostics,
             GtkWidget        *widget)
{
  GtkNative       *native = gtk_widget_get_native (widget);
  GskRenderer     *renderer = native != NULL ? gtk_native_get_renderer (native) : NULL;
  g_autofree char *backend = dup_short_type (gtk_widget_get_display (widget), "Gdk", "Display");
  g_autofree char *drawn_by = renderer != NULL ? dup_short_type (renderer, "Gsk", "Renderer") : g_strdup ("unknown");
  g_autofree char *desktop = NULL;

  desktop = g_strdup_printf ("%s, session %s, display %s, renderer %s", get_environment ("XDG_CURRENT_DESKTOP"),
                             get_environment ("XDG_SESSION_TYPE"), backend, drawn_by);
  balie_diagnostics_add (diagnostics, "desktop", desktop);
}

static void
add_screen (BalieDiagnostics *diagnostics,
            GtkWidget        *widget)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (widget));
  g_autoptr (GString) screen = g_string_new (NULL);
  int dpi = 0;

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      GdkRectangle geometry;

      gdk_monitor_get_geometry (monitor, &geometry);
      g_string_append_printf (screen, "%s%d × %d, scale %d", i > 0 ? "; " : "", geometry.width, geometry.height,
                              gdk_monitor_get_scale_factor (monitor));
    }

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  if (dpi > 0)
    g_string_append_printf (screen, "; text at %d dpi", dpi / 1024);
  balie_diagnostics_add (diagnostics, "screen", screen->str);
}

static void
add_language (BalieDiagnostics *diagnostics)
{
  g_autofree char *languages = g_strjoinv (", ", (char **)g_get_language_names ());

  balie_diagnostics_add (diagnostics, "language", languages);
}

static void
add_time_zone (BalieDiagnostics *diagnostics)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  int              interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, balie_clock_now () / 1000);
  int              minutes = interval >= 0 ? g_time_zone_get_offset (zone, interval) / 60 : 0;
  g_autofree char *text = NULL;

  text = g_strdup_printf ("%s (UTC%c%02d:%02d)", g_time_zone_get_identifier (zone), minutes < 0 ? '-' : '+', ABS (minutes) / 60,
                          ABS (minutes) % 60);
  balie_diagnostics_add (diagnostics, "time-zone", text);
}

static const char *
get_connection (BalieSession *session)
{
  switch (balie_session_get_connection (session))
    {
    case BALIE_CONNECTION_OFFLINE:
      return "offline";

    case BALIE_CONNECTION_CONNECTING:
      return "connecting";

    case BALIE_CONNECTION_ONLINE:
      return "online";

    case BALIE_CONNECTION_REFUSED:
      return "login refused";

    case BALIE_CONNECTION_LOCKED:
      return "keyring locked";

    default:
      return "unknown";
    }
}

static void
add_connection (BalieDiagnostics *diagnostics,
                BalieSession     *session)
{
  g_autofree char *connection = NULL;

  connection = g_strdup_printf ("%s, %u unsent", get_connection (session), balie_session_get_unsent (session));
  balie_diagnostics_add (diagnostics, "connection", connection);
}

static void
add_log (BalieDiagnostics *diagnostics,
         BalieSession     *session)
{
  BalieAccount *account = session != NULL ? balie_session_get_account (session) : NULL;
  const char   *server = session != NULL ? balie_session_get_server (session) : NULL;
  g_auto (GStrv) names = NULL;
  g_autofree char *lines = balie_log_dup_remembered ();
  g_autofree char *masked = NULL;

  names = balie_diagnostics_collector_dup_names (g_get_user_name (), g_get_real_name (), g_get_host_name (), account, server);
  masked = balie_log_mask (lines, (const char *const *)names);
  if (*g_strchomp (masked) != '\0')
    balie_diagnostics_add (diagnostics, "log", masked);
}

static void
add_name (GStrvBuilder *names,
          const char   *name)
{
  if (name != NULL && *name != '\0')
    g_strv_builder_add (names, name);
}

/* The whole name first, so that it goes as one. */
static void
add_words (GStrvBuilder *names,
           const char   *name)
{
  g_auto (GStrv) words = NULL;

  add_name (names, name);
  if (name == NULL)
    return;

  words = g_strsplit_set (name, " ,;.", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    add_name (names, words[i]);
}

char **
balie_diagnostics_collector_dup_names (const char         *user,
                                       const char         *real_name,
                                       const char         *host,
                                       const BalieAccount *account,
                                       const char         *server)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GUri) address = server != NULL ? g_uri_parse (server, G_URI_FLAGS_NONE, NULL) : NULL;

  add_name (names, user);
  add_name (names, host);
  if (g_strcmp0 (real_name, "Unknown") != 0)
    add_words (names, real_name);
  if (account != NULL)
    {
      add_name (names, account->username);
      add_words (names, account->name);
    }
  if (address != NULL)
    add_name (names, g_uri_get_host (address));

  return g_strv_builder_end (names);
}

BalieDiagnostics *
balie_diagnostics_collector_collect (GtkWidget    *widget,
                                     BalieSession *session)
{
  BalieDiagnostics *diagnostics;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (session == NULL || BALIE_IS_SESSION (session), NULL);

  diagnostics = balie_diagnostics_new ();
  balie_diagnostics_add (diagnostics, "app", BALIE_VISIBLE_NAME " " BALIE_VERSION);
  add_libraries (diagnostics);
  add_system (diagnostics);
  add_desktop (diagnostics, widget);
  add_screen (diagnostics, widget);
  add_language (diagnostics);
  add_time_zone (diagnostics);
  if (session != NULL)
    add_connection (diagnostics, session);
  add_log (diagnostics, session);

  return diagnostics;
}
