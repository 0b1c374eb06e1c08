/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that makes and changes accounts, also while the server runs. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-command.h"

#include "balie-account-actions.h"
#include "balie-account-store.h"
#include "balie-desk-service.h"
#include "balie-error.h"
#include "balie-maintenance.h"
#include "balie-password-prompt.h"
#include "balie-passwords.h"

#include <string.h>

#define NAME_MAX_LENGTH 200

/* What the options of `account` say. */
typedef struct
{
  char *role;
  char *name;
  char *email;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->role);
  g_free (self->name);
  g_free (self->email);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static char *
hash_password (GError **error)
{
  char *password = balie_password_prompt (error);
  char *hash = password != NULL ? balie_password_hash (password, error) : NULL;

  balie_password_free (password);
  return hash;
}

static gboolean
fail (GError    **error,
      const char *detail)
{
  g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "%s", detail);
  return FALSE;
}

static gboolean
is_one_line (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_options (const Options *options,
               GError       **error)
{
  if (options->role != NULL && !g_str_equal (options->role, "customer") && !g_str_equal (options->role, "staff"))
    return fail (error, "--role: must be customer or staff");
  if (options->name != NULL && (!is_one_line (options->name) || *options->name == '\0' || g_utf8_strlen (options->name, -1) > NAME_MAX_LENGTH))
    return fail (error, "--name: must be one line of 1 to 200 characters");
  if (options->email != NULL && (!is_one_line (options->email) || strchr (options->email, '@') == NULL || strpbrk (options->email, " <>,;\"") != NULL))
    return fail (error, "--email: must be an address, such as jan@example.nl");
  return TRUE;
}

static gboolean
add (BalieDb       *db,
     const char    *username,
     const Options *options,
     GError       **error)
{
  g_autoptr (BalieAccountInput) input = g_new0 (BalieAccountInput, 1);
  g_autoptr (BalieCaller) made = NULL;
  BalieAccount *account;

  if (!check_options (options, error))
    return FALSE;

  input->account = account = balie_account_new ();
  account->username = g_strdup (username);
  account->name = g_strdup (options->name != NULL ? options->name : username);
  account->role = g_strcmp0 (options->role, "staff") == 0 ? BALIE_ROLE_STAFF : BALIE_ROLE_CUSTOMER;
  account->email = g_strdup (options->email);
  account->notify_by_email = TRUE;
  input->password = hash_password (error);
  if (input->password == NULL)
    return FALSE;

  made = balie_desk_service_run_here (db, balie_account_action_create, NULL, input, error);
  return made != NULL;
}

static gboolean
set_password (BalieDb    *db,
              const char *username,
              GError    **error)
{
  g_autoptr (BaliePasswordInput) input = g_new0 (BaliePasswordInput, 1);
  g_autoptr (BalieCaller) account = NULL;

  input->username = g_strdup (username);
  input->password = hash_password (error);
  if (input->password == NULL)
    return FALSE;

  account = balie_desk_service_run_here (db, balie_account_action_reset_password, NULL, input, error);
  return account != NULL;
}

static gboolean
disable (BalieDb    *db,
         const char *username,
         GError    **error)
{
  g_autoptr (BalieCaller) account = balie_desk_service_run_here (db, balie_account_action_disable, NULL, (gpointer)username, error);

  return account != NULL;
}

static void
print_account (const BalieAccount *account,
               gboolean            disabled,
               gpointer            user_data)
{
  g_print ("%s\t%s\t%s\t%s\t%s\n", account->username, balie_role_nicks[account->role], disabled ? "disabled" : "enabled", account->name,
           account->email != NULL ? account->email : "");
}

static gboolean
run (const char    *data,
     BalieDb       *db,
     const char    *verb,
     const char    *typed_name,
     const Options *options,
     GError       **error)
{
  g_autofree char *username = NULL;
  gboolean         done;

  if (g_str_equal (verb, "list"))
    return balie_account_store_foreach (db, print_account, NULL, error);

  username = g_utf8_validate (typed_name, -1, NULL) ? balie_account_store_normalize (typed_name) : NULL;
  if (username == NULL)
    return fail (error, "A user name has 1 to 64 characters, without spaces");

  if (g_str_equal (verb, "add"))
    done = add (db, username, options, error);
  else if (g_str_equal (verb, "password"))
    done = set_password (db, username, error);
  else
    done = disable (db, username, error);
  if (done)
    balie_maintenance_notify (data);
  return done;
}

static gboolean
is_usage_right (char **arguments)
{
  guint       n_arguments = g_strv_length (arguments);
  const char *verb = n_arguments > 1 ? arguments[1] : "";

  if (g_str_equal (verb, "list"))
    return n_arguments == 2;
  return n_arguments == 3 && (g_str_equal (verb, "add") || g_str_equal (verb, "disable") || g_str_equal (verb, "password"));
}

int
balie_command_account (char **arguments)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
    {"role", 0, 0, G_OPTION_ARG_STRING, &options.role, "With add: whose account it is (default: customer)", "customer|staff"},
    {"name", 0, 0, G_OPTION_ARG_STRING, &options.name, "With add: the name that others see", "NAME"},
    {"email", 0, 0, G_OPTION_ARG_STRING, &options.email, "With add: where answers are mailed to", "ADDRESS"},
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (BalieServerConfig) config = balie_server_config_new ();
  g_autoptr (BalieDb) db = NULL;
  g_autoptr (GError) local_error = NULL;
  g_auto (GStrv) rest = g_strdupv (arguments);
  int exit = BALIE_EXIT_OK;

  if (!balie_command_parse ("account add|disable|password USERNAME, or account list",
                            "Makes and changes accounts. A password is read from standard input, or asked for on a terminal.\n"
                            "Disabling an account, or giving it another password, ends its sessions; a new password enables it again.",
                            config, entries, &rest, &exit))
    return exit;
  if (!is_usage_right (rest))
    {
      g_printerr ("balie-server: say account add, disable or password with a user name, or account list\n");
      return BALIE_EXIT_USAGE;
    }

  db = balie_command_open_database (config, g_str_equal (rest[1], "add"), &local_error);
  if (db == NULL || !run (balie_server_config_get_data (config), db, rest[1], rest[2], &options, &local_error))
    return balie_command_fail (local_error);
  return BALIE_EXIT_OK;
}
