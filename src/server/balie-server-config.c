/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server is told before it starts: a file's settings, overruled by those of the command line. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-server-config.h"

#include "balie-error.h"

#include <gio/gio.h>
#include <string.h>

#define MIB (1024 * 1024)

/* MiB; more than any disk has. */
#define MAX_QUOTA (1024 * 1024 * 1024)

/* Ten years; longer than anybody waits. */
#define MAX_DAYS 3650

typedef enum {
  DATA,
  LISTEN,
  ALLOW_REMOTE,
  TRUST_PROXY,
  QUOTA,
  CLOSE_AFTER_DAYS,
  ARTICLES,
  SCAN_COMMAND,
  DESK_NAME,
  DESK_ACCENT,
  DESK_LANGUAGES,
  DESK_SCHEDULE,
  DESK_CATEGORIES,
  DESK_URGENCIES,
  DESK_ATTACHMENT_SIZE,
  DESK_ATTACHMENTS_SIZE,
  N_SETTINGS,
} Setting;

typedef struct
{
  const char *group;
  const char *key;
  const char *option;
  GOptionArg  type;
  const char *fallback;
  const char *description;
  const char *argument;
} SettingInfo;

/* Booleans are kept as text as well, so that one table holds all. */
static const SettingInfo settings[N_SETTINGS] = {
  [DATA] = {"server", "data", "data", G_OPTION_ARG_FILENAME, NULL, "Folder of the database and all else that is kept", "DIR"},
  [LISTEN] = {"server", "listen", "listen", G_OPTION_ARG_STRING, "127.0.0.1:8080", "Address to listen on; port 0 for any free one", "ADDRESS:PORT"},
  [ALLOW_REMOTE] = {"server", "allow-remote", "allow-remote", G_OPTION_ARG_NONE, NULL, "Listen on an address that other machines reach, without TLS", NULL},
  [TRUST_PROXY] = {"server", "trust-proxy", "trust-proxy", G_OPTION_ARG_NONE, NULL, "Take the client's address from a proxy on this machine", NULL},
  [QUOTA] = {"server", "quota", "quota", G_OPTION_ARG_STRING, "5120", "MiB that the files of one account may have", "MIB"},
  [CLOSE_AFTER_DAYS] = {"server", "close-after-days", "close-after-days", G_OPTION_ARG_STRING, "14", "Days after which a solved request is closed; 0 for never", "DAYS"},
  [ARTICLES] = {"server", "articles", "articles", G_OPTION_ARG_FILENAME, NULL, "Folder of the help articles, as Markdown files", "DIR"},
  [SCAN_COMMAND] = {"server", "scan-command", "scan-command", G_OPTION_ARG_STRING, NULL, "Program that checks each attachment, with the file behind its arguments", "COMMAND"},
  [DESK_NAME] = {"desk", "name", "desk-name", G_OPTION_ARG_STRING, NULL, "Name of the desk, for display", "NAME"},
  [DESK_ACCENT] = {"desk", "accent", "desk-accent", G_OPTION_ARG_STRING, NULL, "Colour of the desk", "#RRGGBB"},
  [DESK_LANGUAGES] = {"desk", "languages", "desk-languages", G_OPTION_ARG_STRING, NULL, "Languages that the desk answers in", "nl;en"},
  [DESK_SCHEDULE] = {"desk", "schedule", "desk-schedule", G_OPTION_ARG_FILENAME, NULL, "File with the opening hours, as JSON", "FILE"},
  [DESK_CATEGORIES] = {"desk", "categories", "desk-categories", G_OPTION_ARG_STRING, NULL, "What requests can be about", "ID=NAME;…"},
  [DESK_URGENCIES] = {"desk", "urgencies", "desk-urgencies", G_OPTION_ARG_STRING, NULL, "How much a problem can hinder", "ID=NAME;…"},
  [DESK_ATTACHMENT_SIZE] = {"desk", "attachment-size", "desk-attachment-size", G_OPTION_ARG_STRING, NULL, "MiB that one file may have", "MIB"},
  [DESK_ATTACHMENTS_SIZE] = {"desk", "attachments-size", "desk-attachments-size", G_OPTION_ARG_STRING, NULL, "MiB that the files of one message may have together", "MIB"},
};

struct _BalieServerConfig
{
  char        *file;
  char        *given[N_SETTINGS];
  gboolean     flags[N_SETTINGS];
  char        *values[N_SETTINGS];
  GOptionEntry options[N_SETTINGS + 2];
  BalieDesk   *desk;
};

BalieServerConfig *
balie_server_config_new (void)
{
  BalieServerConfig *self = g_new0 (BalieServerConfig, 1);

  for (int i = 0; i < N_SETTINGS; i++)
    {
      gpointer place = settings[i].type == G_OPTION_ARG_NONE ? (gpointer)&self->flags[i] : (gpointer)&self->given[i];

      self->options[i] = (GOptionEntry){settings[i].option, 0, 0, settings[i].type, place, settings[i].description, settings[i].argument};
    }
  self->options[N_SETTINGS] = (GOptionEntry){"config", 'c', 0, G_OPTION_ARG_FILENAME, &self->file, "File with these settings", "FILE"};
  return self;
}

void
balie_server_config_free (BalieServerConfig *self)
{
  g_free (self->file);
  for (int i = 0; i < N_SETTINGS; i++)
    {
      g_free (self->given[i]);
      g_free (self->values[i]);
    }
  g_clear_pointer (&self->desk, balie_desk_unref);
  g_free (self);
}

const GOptionEntry *
balie_server_config_get_options (BalieServerConfig *self)
{
  return self->options;
}

void
balie_server_config_set (BalieServerConfig *self,
                         const char        *key,
                         const char        *value)
{
  for (int i = 0; i < N_SETTINGS; i++)
    {
      g_autofree char *name = g_strconcat (settings[i].group, ".", settings[i].key, NULL);

      if (g_str_equal (name, key))
        {
          g_free (self->given[i]);
          self->given[i] = g_strdup (value);
          return;
        }
    }
  g_return_if_reached ();
}

void
balie_server_config_set_file (BalieServerConfig *self,
                              const char        *path)
{
  g_free (self->file);
  self->file = g_strdup (path);
}

/* Where a setting comes from, for errors. */
static char *
place_of (BalieServerConfig *self,
          Setting            setting)
{
  g_autofree char *base = NULL;

  if (self->given[setting] != NULL || self->flags[setting])
    return g_strconcat ("--", settings[setting].option, NULL);

  base = self->file != NULL ? g_path_get_basename (self->file) : g_strdup ("settings");
  return g_strconcat (base, ":", settings[setting].group, ".", settings[setting].key, NULL);
}

static gboolean
fail (BalieServerConfig *self,
      Setting            setting,
      GError           **error,
      const char        *detail)
{
  g_autofree char *place = place_of (self, setting);

  g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "%s: %s", place, detail);
  return FALSE;
}

static gboolean
is_known (const char *group,
          const char *key)
{
  for (int i = 0; i < N_SETTINGS; i++)
    {
      if (g_str_equal (settings[i].group, group) && g_str_equal (settings[i].key, key))
        return TRUE;
    }
  return FALSE;
}

/* A setting that nobody knows is most likely a misspelled one. */
static gboolean
check_keys (BalieServerConfig *self,
            GKeyFile          *file,
            GError           **error)
{
  g_autofree char *base = g_path_get_basename (self->file);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (char **group = groups; *group != NULL; group++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (file, *group, NULL, NULL);

      for (char **key = keys; *key != NULL; key++)
        {
          if (!is_known (*group, *key))
            {
              g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "%s:%s.%s: there is no such setting", base, *group, *key);
              return FALSE;
            }
        }
    }
  return TRUE;
}

static gboolean
read_file (BalieServerConfig *self,
           GError           **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;

  if (self->file == NULL)
    return TRUE;

  if (!g_key_file_load_from_file (file, self->file, G_KEY_FILE_NONE, &local_error))
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "%s: %s", self->file, local_error->message);
      return FALSE;
    }
  if (!check_keys (self, file, error))
    return FALSE;

  for (int i = 0; i < N_SETTINGS; i++)
    self->values[i] = g_key_file_get_string (file, settings[i].group, settings[i].key, NULL);
  return TRUE;
}

static void
take_given (BalieServerConfig *self)
{
  for (int i = 0; i < N_SETTINGS; i++)
    {
      const char *given = self->flags[i] ? "true" : self->given[i];

      if (given != NULL)
        {
          g_free (self->values[i]);
          self->values[i] = g_strdup (given);
        }
      else if (self->values[i] == NULL)
        self->values[i] = g_strdup (settings[i].fallback);
    }
}

static gboolean
check_boolean (BalieServerConfig *self,
               Setting            setting,
               GError           **error)
{
  const char *value = self->values[setting];

  if (value == NULL || g_str_equal (value, "true") || g_str_equal (value, "false"))
    return TRUE;
  return fail (self, setting, error, "must be true or false");
}

static gboolean
is_true (BalieServerConfig *self,
         Setting            setting)
{
  return g_strcmp0 (self->values[setting], "true") == 0;
}

static gboolean
check_quota (BalieServerConfig *self,
             GError           **error)
{
  guint64 quota = 0;

  if (g_ascii_string_to_unsigned (self->values[QUOTA], 10, 1, MAX_QUOTA, &quota, NULL))
    return TRUE;
  return fail (self, QUOTA, error, "must be a number of MiB");
}

static gboolean
check_close_after (BalieServerConfig *self,
                   GError           **error)
{
  guint64 days = 0;

  if (g_ascii_string_to_unsigned (self->values[CLOSE_AFTER_DAYS], 10, 0, MAX_DAYS, &days, NULL))
    return TRUE;
  return fail (self, CLOSE_AFTER_DAYS, error, "must be a number of days");
}

static gboolean
check_articles (BalieServerConfig *self,
                GError           **error)
{
  if (self->values[ARTICLES] == NULL || g_file_test (self->values[ARTICLES], G_FILE_TEST_IS_DIR))
    return TRUE;
  return fail (self, ARTICLES, error, "must be a folder");
}

/* A desk that cannot check what it said it checks had better say so before it is served. */
static gboolean
check_scan_command (BalieServerConfig *self,
                    GError           **error)
{
  g_auto (GStrv) command = NULL;
  g_autofree char *program = NULL;

  if (self->values[SCAN_COMMAND] == NULL)
    return TRUE;

  if (!g_shell_parse_argv (self->values[SCAN_COMMAND], NULL, &command, NULL))
    return fail (self, SCAN_COMMAND, error, "must be a program and its arguments");
  program = g_find_program_in_path (command[0]);
  return program != NULL || fail (self, SCAN_COMMAND, error, "there is no such program");
}

static gboolean
check_listen (BalieServerConfig *self,
              GError           **error)
{
  const char *value = self->values[LISTEN];
  g_autoptr (GSocketConnectable) parsed = g_network_address_parse (value, 0, NULL);
  g_autoptr (GInetAddress) address = NULL;

  if (parsed == NULL || strrchr (value, ':') == NULL)
    return fail (self, LISTEN, error, "must be an address and a port, such as 127.0.0.1:8080");

  address = g_inet_address_new_from_string (g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed)));
  if (address == NULL)
    return fail (self, LISTEN, error, "must be an IP address, not a name");
  if (!g_inet_address_get_is_loopback (address) && !is_true (self, ALLOW_REMOTE))
    return fail (self, LISTEN, error, "other machines reach this address, and passwords would cross the network unencrypted; put a proxy with TLS in front, or say --allow-remote");
  return TRUE;
}

static gboolean
check_accent (BalieServerConfig *self,
              BalieDesk         *desk,
              GError           **error)
{
  const char *value = self->values[DESK_ACCENT];

  if (value == NULL)
    return TRUE;
  if (value[0] != '#' || strlen (value) != 7 || strspn (value + 1, "0123456789abcdefABCDEF") != 6)
    return fail (self, DESK_ACCENT, error, "must be a colour, such as #3584e4");

  g_free (desk->accent);
  desk->accent = g_ascii_strdown (value, -1);
  return TRUE;
}

static char **
split (const char *value)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) raw = g_strsplit_set (value, ";,", -1);

  for (char **part = raw; *part != NULL; part++)
    {
      if (*g_strstrip (*part) != '\0')
        g_strv_builder_add (parts, *part);
    }
  return g_strv_builder_end (parts);
}

static gboolean
check_languages (BalieServerConfig *self,
                 BalieDesk         *desk,
                 GError           **error)
{
  g_auto (GStrv) languages = NULL;

  if (self->values[DESK_LANGUAGES] == NULL)
    return TRUE;

  languages = split (self->values[DESK_LANGUAGES]);
  if (*languages == NULL)
    return fail (self, DESK_LANGUAGES, error, "must name a language, such as nl");
  for (char **language = languages; *language != NULL; language++)
    {
      gsize length = strlen (*language);

      if (length < 2 || length > 3 || strspn (*language, "abcdefghijklmnopqrstuvwxyz") != length)
        return fail (self, DESK_LANGUAGES, error, "must be codes of languages, such as nl;en");
    }

  g_strfreev (desk->languages);
  desk->languages = g_steal_pointer (&languages);
  return TRUE;
}

static gboolean
check_choices (BalieServerConfig *self,
               Setting            setting,
               GPtrArray         *choices,
               GError           **error)
{
  g_auto (GStrv) parts = NULL;

  if (self->values[setting] == NULL)
    return TRUE;

  parts = split (self->values[setting]);
  g_ptr_array_set_size (choices, 0);
  for (char **part = parts; *part != NULL; part++)
    {
      char *name = strchr (*part, '=');

      if (name == NULL || name == *part || name[1] == '\0')
        return fail (self, setting, error, "must be a list of ID=NAME, separated by semicolons");
      *name++ = '\0';
      g_ptr_array_add (choices, balie_choice_new (g_strstrip (*part), g_strstrip (name)));
    }
  return TRUE;
}

static gboolean
check_schedule (BalieServerConfig *self,
                BalieDesk         *desk,
                GError           **error)
{
  g_autoptr (BalieOpeningHours) hours = NULL;
  g_autoptr (GError) local_error = NULL;

  if (self->values[DESK_SCHEDULE] == NULL)
    return TRUE;

  hours = balie_server_config_read_schedule (self->values[DESK_SCHEDULE], &local_error);
  if (hours == NULL)
    return fail (self, DESK_SCHEDULE, error, local_error->message);

  g_clear_pointer (&desk->opening_hours, balie_opening_hours_unref);
  desk->opening_hours = g_steal_pointer (&hours);
  return TRUE;
}

static gboolean
check_size (BalieServerConfig *self,
            Setting            setting,
            gint64            *limit,
            GError           **error)
{
  guint64 size = 0;

  if (self->values[setting] == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (self->values[setting], 10, 1, MAX_QUOTA, &size, NULL))
    return fail (self, setting, error, "must be a number of MiB");

  *limit = (gint64)size * MIB;
  return TRUE;
}

static gboolean
make_desk (BalieServerConfig *self,
           GError           **error)
{
  g_autoptr (BalieDesk) desk = balie_server_config_make_default_desk ();
  gboolean given = FALSE;

  for (int i = DESK_NAME; i <= DESK_ATTACHMENTS_SIZE; i++)
    given |= self->values[i] != NULL;
  if (!given)
    return TRUE;

  if (self->values[DESK_NAME] != NULL)
    {
      if (!g_utf8_validate (self->values[DESK_NAME], -1, NULL) || *self->values[DESK_NAME] == '\0')
        return fail (self, DESK_NAME, error, "must be a name in UTF-8");
      g_free (desk->name);
      desk->name = g_strdup (self->values[DESK_NAME]);
    }
  if (!check_accent (self, desk, error) || !check_languages (self, desk, error) || !check_schedule (self, desk, error) ||
      !check_size (self, DESK_ATTACHMENT_SIZE, &desk->limits.attachment, error) ||
      !check_size (self, DESK_ATTACHMENTS_SIZE, &desk->limits.attachments_size, error) ||
      !check_choices (self, DESK_CATEGORIES, desk->categories, error) || !check_choices (self, DESK_URGENCIES, desk->urgencies, error))
    return FALSE;

  self->desk = g_steal_pointer (&desk);
  return TRUE;
}

gboolean
balie_server_config_load (BalieServerConfig *self,
                          GError           **error)
{
  if (!read_file (self, error))
    return FALSE;

  take_given (self);
  if (self->values[DATA] == NULL || *self->values[DATA] == '\0')
    return fail (self, DATA, error, "is required");
  return check_boolean (self, ALLOW_REMOTE, error) &&
         check_boolean (self, TRUST_PROXY, error) &&
         check_quota (self, error) &&
         check_close_after (self, error) &&
         check_articles (self, error) &&
         check_scan_command (self, error) &&
         check_listen (self, error) &&
         make_desk (self, error);
}

BalieOpeningHours *
balie_server_config_read_schedule (const char *path,
                                   GError    **error)
{
  g_autofree char *text = NULL;
  gsize            length = 0;
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (BalieOpeningHours) hours = NULL;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  reader = balie_json_reader_new (text, (gssize)length, BALIE_JSON_READER_STRICT, error);
  if (reader == NULL)
    return NULL;

  hours = balie_opening_hours_read (reader, NULL);
  return balie_json_reader_finish (reader, error) ? g_steal_pointer (&hours) : NULL;
}

BalieDesk *
balie_server_config_make_default_desk (void)
{
  static const char *const features[] = {"chat", "question", "problem", "attachments", NULL};
  static const char *const languages[] = {"nl", "en", NULL};
  BalieDesk               *desk = balie_desk_new ();

  desk->api = 1;
  g_free (desk->epoch);
  desk->epoch = g_strdup ("");
  if (desk->name == NULL || *desk->name == '\0')
    {
      g_free (desk->name);
      desk->name = g_strdup ("Servicedesk");
    }
  g_strfreev (desk->languages);
  desk->languages = g_strdupv ((char **)languages);
  g_strfreev (desk->features);
  desk->features = g_strdupv ((char **)features);
  return desk;
}

const char *
balie_server_config_get_data (BalieServerConfig *self)
{
  return self->values[DATA];
}

char *
balie_server_config_dup_database (BalieServerConfig *self)
{
  return g_build_filename (self->values[DATA], "desk.db", NULL);
}

char *
balie_server_config_dup_index (BalieServerConfig *self)
{
  return g_build_filename (self->values[DATA], "search.db", NULL);
}

const char *
balie_server_config_get_listen (BalieServerConfig *self)
{
  return self->values[LISTEN];
}

gboolean
balie_server_config_get_trusts_proxy (BalieServerConfig *self)
{
  return is_true (self, TRUST_PROXY);
}

gint64
balie_server_config_get_quota (BalieServerConfig *self)
{
  return g_ascii_strtoll (self->values[QUOTA], NULL, 10) * MIB;
}

gint64
balie_server_config_get_close_after (BalieServerConfig *self)
{
  return g_ascii_strtoll (self->values[CLOSE_AFTER_DAYS], NULL, 10) * 24 * 60 * 60 * 1000;
}

char *
balie_server_config_dup_articles (BalieServerConfig *self)
{
  if (self->values[ARTICLES] != NULL)
    return g_strdup (self->values[ARTICLES]);
  return g_build_filename (self->values[DATA], "articles", NULL);
}

char **
balie_server_config_dup_scan_command (BalieServerConfig *self)
{
  char **command = NULL;

  if (self->values[SCAN_COMMAND] != NULL)
    g_shell_parse_argv (self->values[SCAN_COMMAND], NULL, &command, NULL);
  return command;
}

const BalieDesk *
balie_server_config_get_desk (BalieServerConfig *self)
{
  return self->desk;
}
