/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: one instance, its actions and their keys, and where a start leads to. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-application.h"

#include "balie-file-copy.h"
#include "balie-links.h"
#include "balie-notifier.h"
#include "balie-preferences.h"
#include "balie-texture-cache.h"
#include "balie-window.h"

#include <glib/gi18n.h>


struct _BalieApplication
{
  AdwApplication parent_instance;

  GSettings     *settings;
  BalieClient   *client;
  BalieNotifier *notifier;
  char          *server;
  char          *authority_file;
  char          *username;
};

G_DEFINE_FINAL_TYPE (BalieApplication, balie_application, ADW_TYPE_APPLICATION)

static const struct
{
  const char *action;
  const char *accelerators[3];
} shortcuts[] = {
  {"app.quit", {"<Control>q"}},
  {"app.preferences", {"<Control>comma"}},
  {"app.shortcuts", {"<Control>question"}},
  {"window.close", {"<Control>w"}},
  {"win.ask-question", {"<Control>n"}},
  {"win.report-problem", {"<Control><Shift>n"}},
  {"win.attach", {"<Control><Shift>a"}},
  {"win.toggle-chat", {"F9", "<Control>t"}},
  {"win.opening-hours", {"<Control>o"}},
  {"win.help-articles", {"F1"}},
  {"win.desk-menu", {"<Control>m"}},
  {"win.search", {"<Control>f"}},
  {"win.filter", {"<Control><Shift>f"}},
  {"win.back", {"<Alt>Left"}},
  {"win.reconnect", {"<Control>r", "F5"}},
};

static BalieWindow *
find_window (BalieApplication *self)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL; link = link->next)
    if (BALIE_IS_WINDOW (link->data))
      return link->data;

  return NULL;
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  adw_show_about_window (GTK_WINDOW (find_window (user_data)),
                         "application-name", BALIE_VISIBLE_NAME,
                         "application-icon", BALIE_ICON,
                         "version", BALIE_VERSION,
                         "comments", _ ("The counter where you are helped"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your own names, one a line */
                         "translator-credits", _ ("translator-credits"),
                         NULL);
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  BalieApplication *self = user_data;

  gtk_window_present (balie_preferences_new (GTK_WINDOW (find_window (self)), self->settings));
}

/* Titles stand in the .ui file under the names of the actions, keys stand above; here they meet. */
static void
fill_in_keys (BalieApplication *self,
              GtkBuilder       *builder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      GObject         *shortcut = gtk_builder_get_object (builder, shortcuts[i].action);
      g_autofree char *keys = g_strjoinv (" ", (char **)shortcuts[i].accelerators);

      if (shortcut != NULL)
        g_object_set (shortcut, "accelerator", keys, NULL);
    }
}

static void
shortcuts_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/balie/app/balie-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  fill_in_keys (user_data, builder);
  gtk_window_set_transient_for (window, GTK_WINDOW (find_window (user_data)));
  gtk_window_present (window);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  BalieWindow *window = find_window (user_data);

  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  else
    g_application_quit (G_APPLICATION (user_data));
}

static void
open_conversation_action (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  g_application_activate (G_APPLICATION (user_data));
  gtk_widget_activate_action_variant (GTK_WIDGET (find_window (user_data)), "win.open-conversation", parameter);
}

static const GActionEntry action_entries[] = {
  {"about", about_action},
  {"preferences", preferences_action},
  {"shortcuts", shortcuts_action},
  {"quit", quit_action},
  {"open-conversation", open_conversation_action, "s"},
};

static void
balie_application_startup (GApplication *application)
{
  BalieApplication *self = BALIE_APPLICATION (application);
  g_autofree char  *data_dir = g_build_filename (g_get_user_data_dir (), BALIE_APPLICATION_ID, NULL);

  G_APPLICATION_CLASS (balie_application_parent_class)->startup (application);

  self->settings = g_settings_new (BALIE_APPLICATION_ID);
  self->client = balie_client_new (data_dir);
  self->notifier = balie_notifier_new (application, self->settings);

  g_action_map_add_action_entries (G_ACTION_MAP (self), action_entries, G_N_ELEMENTS (action_entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), shortcuts[i].action,
                                           (const char **)shortcuts[i].accelerators);
}

static void
session_changed_cb (BalieApplication *self,
                    GParamSpec       *pspec,
                    BalieWindow      *window)
{
  /* Nothing of one account is left for the next. */
  balie_texture_cache_clear ();
  balie_file_copy_clean ();
  balie_notifier_follow (self->notifier, window);
}

static void
balie_application_activate (GApplication *application)
{
  BalieApplication *self = BALIE_APPLICATION (application);
  BalieWindow      *window = find_window (self);
  BalieStart        start = {self->server, self->username, g_getenv ("BALIE_DEMO_PASSWORD")};

  if (window != NULL)
    {
      gtk_window_present (GTK_WINDOW (window));
      return;
    }

  if (self->authority_file != NULL)
    g_settings_set_string (self->settings, "authority-file", self->authority_file);

  window = balie_window_new (ADW_APPLICATION (self), self->client, self->settings);
  g_signal_connect_object (window, "notify::session", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  balie_window_start (window, &start);
}

/* A link such as balie:conversation/ID opens that conversation; any other just raises the window. */
static void
balie_application_open (GApplication *application,
                        GFile       **files,
                        int           n_files,
                        const char   *hint)
{
  g_autofree char *uri = g_file_get_uri (files[0]);

  g_application_activate (application);
  if (g_str_has_prefix (uri, BALIE_LINKS_CONVERSATION))
    gtk_widget_activate_action (GTK_WIDGET (find_window (BALIE_APPLICATION (application))), "win.open-conversation",
                                "s", uri + strlen (BALIE_LINKS_CONVERSATION));
}

static int
balie_application_handle_local_options (GApplication *application,
                                        GVariantDict *options)
{
  BalieApplication *self = BALIE_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("%s %s\n", BALIE_VISIBLE_NAME, BALIE_VERSION);
      return EXIT_SUCCESS;
    }

  g_variant_dict_lookup (options, "server", "s", &self->server);
  g_variant_dict_lookup (options, "ca-file", "^ay", &self->authority_file);
  g_variant_dict_lookup (options, "username", "s", &self->username);
  return -1;
}

static void
balie_application_shutdown (GApplication *application)
{
  BalieApplication *self = BALIE_APPLICATION (application);

  g_clear_object (&self->notifier);
  g_clear_object (&self->client);
  g_clear_object (&self->settings);

  balie_texture_cache_clear ();
  balie_file_copy_clean ();

  G_APPLICATION_CLASS (balie_application_parent_class)->shutdown (application);
}

static void
balie_application_finalize (GObject *object)
{
  BalieApplication *self = BALIE_APPLICATION (object);

  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->authority_file, g_free);
  g_clear_pointer (&self->username, g_free);

  G_OBJECT_CLASS (balie_application_parent_class)->finalize (object);
}

static void
balie_application_class_init (BalieApplicationClass *klass)
{
  GObjectClass      *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = balie_application_finalize;
  application_class->startup = balie_application_startup;
  application_class->activate = balie_application_activate;
  application_class->open = balie_application_open;
  application_class->handle_local_options = balie_application_handle_local_options;
  application_class->shutdown = balie_application_shutdown;
}

static void
balie_application_init (BalieApplication *self)
{
  static const GOptionEntry options[] = {
    {"server", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Address of the server"), N_ ("ADDRESS")},
    {"ca-file", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("PEM file of a certificate authority of your own"), N_ ("FILE")},
    {"username", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("User name to sign in with"), N_ ("NAME")},
    {"version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL},
    {NULL},
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

BalieApplication *
balie_application_new (void)
{
  return g_object_new (BALIE_TYPE_APPLICATION,
                       "application-id", BALIE_APPLICATION_ID,
                       "resource-base-path", "/balie/app",
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
