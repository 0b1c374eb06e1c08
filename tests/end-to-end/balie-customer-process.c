/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A customer's program in a process of its own: it writes until it is killed, and the record tells what it wrote. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-customer-process.h"

#include "balie-session-open.h"
#include "balie-sign-in.h"
#include "balie-test-wait.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* Retries in this process wait so many milliseconds at most. */
#define BACKOFF 10

struct _BalieCustomerProcess
{
  GSubprocess *process;
  BalieGrant  *grant;
  char        *program;
  char        *address;
  char        *username;
  char        *cache;
  char        *record;
  guint        n_runs;
};

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static BalieSession *
open_session (BalieCustomerProcess *self,
              BalieAccount         *account)
{
  g_autoptr (BalieTransport) transport = balie_transport_new (self->address, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieSession *session;

  balie_transport_set_token (transport, self->grant->token);
  balie_session_open_async (transport, self->cache, account, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  session = balie_session_open_finish (result, &error);
  g_assert_no_error (error);
  balie_session_set_backoff (session, BACKOFF, BACKOFF, 0);

  return session;
}

BalieCustomerProcess *
balie_customer_process_new (const char *program,
                            const char *address,
                            const char *username,
                            const char *password,
                            const char *folder)
{
  BalieCustomerProcess *self = g_new0 (BalieCustomerProcess, 1);
  g_autoptr (BalieTransport) door = balie_transport_new (address, NULL);
  g_autofree char *device = g_uuid_string_random ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BalieSession) session = NULL;
  g_autoptr (GError) error = NULL;

  self->program = g_strdup (program);
  self->address = g_strdup (address);
  self->username = g_strdup (username);
  self->cache = g_strdup_printf ("%s/%s.db", folder, username);
  self->record = g_strdup_printf ("%s/%s.record", folder, username);
  balie_sign_in_async (door, username, password, device, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  self->grant = balie_sign_in_finish (door, result, NULL, &error);
  g_assert_no_error (error);

  /* From now on the cache knows whose it is. */
  session = open_session (self, self->grant->account);
  balie_session_close (session);

  return self;
}

void
balie_customer_process_free (BalieCustomerProcess *self)
{
  if (self->process != NULL)
    balie_customer_process_kill (self);
  g_clear_pointer (&self->grant, balie_grant_free);
  g_free (self->program);
  g_free (self->address);
  g_free (self->username);
  g_free (self->cache);
  g_free (self->record);
  g_free (self);
}

void
balie_customer_process_start (BalieCustomerProcess *self)
{
  g_autofree char *run = g_strdup_printf ("%s-%u", self->username, self->n_runs++);
  g_autofree char *token = g_strconcat (self->grant->token, "\n", NULL);
  GOutputStream   *input;
  g_autoptr (GError) error = NULL;

  g_assert_null (self->process);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error,
                                    self->program, self->address, self->cache, self->record, run, NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (self->process);
  g_assert_true (g_output_stream_write_all (input, token, strlen (token), NULL, NULL, &error));
  g_assert_true (g_output_stream_close (input, NULL, &error));
}

void
balie_customer_process_kill (BalieCustomerProcess *self)
{
  g_subprocess_send_signal (self->process, SIGKILL);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (self->process));
  g_assert_cmpint (g_subprocess_get_term_sig (self->process), ==, SIGKILL);
  g_clear_object (&self->process);
}

const char *
balie_customer_process_get_username (BalieCustomerProcess *self)
{
  return self->username;
}

BalieAccount *
balie_customer_process_get_account (BalieCustomerProcess *self)
{
  return self->grant->account;
}

goffset
balie_customer_process_get_recorded (BalieCustomerProcess *self)
{
  GStatBuf attributes;

  return g_stat (self->record, &attributes) == 0 ? attributes.st_size : 0;
}

BalieSession *
balie_customer_process_open (BalieCustomerProcess *self)
{
  return open_session (self, NULL);
}

/* What a line of the record says: `meant CONVERSATION - TEXT` or `kept CONVERSATION ID TEXT`, a dash for what is unknown. */
static GHashTable *
read_kept (char **lines)
{
  GHashTable *kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 4);

      if (g_strv_length (words) == 4 && g_str_equal (words[0], "kept"))
        {
          char *text = g_strdup (words[3]);

          g_hash_table_insert (kept, text, g_steal_pointer (&words));
        }
    }

  return kept;
}

guint
balie_customer_process_tell (BalieCustomerProcess *self,
                             BalieOracle          *oracle,
                             GHashTable           *places)
{
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GHashTable) kept = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (self->record, &contents, NULL, &error));
  g_assert_no_error (error);
  lines = g_strsplit (contents, "\n", -1);
  kept = read_kept (lines);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 4);
      char      **promise;
      const char *place;

      if (g_strv_length (words) != 4 || !g_str_equal (words[0], "meant"))
        continue;

      promise = g_hash_table_lookup (kept, words[3]);
      place = g_str_equal (words[1], "-") ? g_hash_table_lookup (places, words[3]) : words[1];
      if (promise != NULL)
        balie_oracle_record (oracle, self->username, promise[1], g_str_equal (promise[2], "-") ? NULL : promise[2], words[3]);
      else if (g_hash_table_contains (places, words[3]))
        balie_oracle_record (oracle, self->username, place, NULL, words[3]);
    }

  return g_hash_table_size (kept);
}
