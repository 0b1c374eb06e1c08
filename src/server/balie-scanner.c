/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets a program check each attachment before anybody gets it. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-scanner.h"

#include "balie-scan-actions.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define MAX_RUNNING 2

/* Milliseconds. */
#define TIME_LIMIT (5 * 60 * 1000)
#define FIRST_DELAY 1000
#define MAX_DELAY (10 * 60 * 1000)

/* All that the program gets of the server's surroundings. */
static const char *const environment[] = {
  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  "LANG=C.UTF-8",
  NULL,
};

struct _BalieScanner
{
  GObject parent_instance;

  /* owned */
  BalieDeskService *service;
  char            **command;
  GHashTable       *checks;  /* all there are, by id */
  GQueue            waiting; /* of those, the ones whose turn it is next; borrowed */

  /* borrowed */
  BalieFileStore *files;

  guint    n_running;
  guint    time_limit;
  gboolean is_stopped;
};

/* One attachment that is to be checked. */
typedef struct
{
  /* owned */
  char        *id;
  char        *file;
  GSubprocess *program;

  /* borrowed */
  BalieScanner *scanner;

  /* Until it is tried again, or until the program is too slow. */
  guint timer;
  guint delay;
} Check;

G_DEFINE_FINAL_TYPE (BalieScanner, balie_scanner, G_TYPE_OBJECT)

static void
check_free (gpointer data)
{
  Check *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->program);
  g_free (self->id);
  g_free (self->file);
  g_free (self);
}

/* What comes of a check, on its way to the database. */
typedef struct
{
  BalieScanner *scanner;
  char         *id;
} Settling;

static void
settling_free (Settling *self)
{
  g_object_unref (self->scanner);
  g_free (self->id);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Settling, settling_free)

static void run_next (BalieScanner *self);

static gboolean
its_turn_again (gpointer user_data)
{
  Check *check = user_data;

  check->timer = 0;
  g_queue_push_tail (&check->scanner->waiting, check);
  run_next (check->scanner);
  return G_SOURCE_REMOVE;
}

static void
try_later (Check *check)
{
  check->delay = check->delay == 0 ? FIRST_DELAY : MIN (2 * check->delay, MAX_DELAY);
  check->timer = g_timeout_add (check->delay, its_turn_again, check);
}

/* A check that cannot be kept, as on a disk that is full, is done again: what is checked waits for it. */
static void
settled (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Settling) settling = user_data;
  g_autoptr (GError) local_error = NULL;
  Check *check = g_hash_table_lookup (settling->scanner->checks, settling->id);

  balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);
  if (local_error != NULL)
    g_message ("What came of a check is not kept; it is done again: %s", local_error->message);
  if (check == NULL)
    return;

  if (local_error != NULL)
    try_later (check);
  else
    g_hash_table_remove (settling->scanner->checks, settling->id);
}

static void
settle (BalieScanner        *self,
        const char          *id,
        BalieAttachmentState state)
{
  Settling *settling = g_new0 (Settling, 1);

  settling->scanner = g_object_ref (self);
  settling->id = g_strdup (id);
  balie_desk_service_write_async (self->service, balie_scan_action_settle, NULL, balie_scan_verdict_new (id, state),
                                  (GDestroyNotify)balie_scan_verdict_free, NULL, settled, settling);
}

/* The program is the first of its group, so that what it began goes as well. */
static void
end_program (Check *check)
{
  const char *identifier = g_subprocess_get_identifier (check->program);

  if (identifier != NULL)
    kill (-(pid_t)g_ascii_strtoll (identifier, NULL, 10), SIGKILL);
}

static gboolean
is_too_slow (gpointer user_data)
{
  Check *check = user_data;

  check->timer = 0;
  g_message ("The scan command is too slow and was ended");
  end_program (check);
  return G_SOURCE_REMOVE;
}

static void
judge (Check       *check,
       GSubprocess *program)
{
  BalieScanner *self = check->scanner;
  int           status = g_subprocess_get_if_exited (program) ? g_subprocess_get_exit_status (program) : -1;

  if (status == 0 || status == 1)
    {
      settle (self, check->id, status == 0 ? BALIE_ATTACHMENT_READY : BALIE_ATTACHMENT_REFUSED);
      return;
    }

  if (status > 1)
    g_message ("The scan command failed with exit status %d; it is tried again", status);
  try_later (check);
}

static void
program_ended (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (BalieScanner) self = NULL;
  Check *check = user_data;

  /* The reference that the program had. */
  self = check->scanner;
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  g_clear_handle_id (&check->timer, g_source_remove);
  g_clear_object (&check->program);
  self->n_running--;
  if (self->is_stopped)
    {
      g_hash_table_remove (self->checks, check->id);
      return;
    }

  judge (check, G_SUBPROCESS (source));
  run_next (self);
}

/* In the child, before the program: nothing but what may be done there. */
static void
become_group (gpointer user_data)
{
  setsid ();
}

static GSubprocess *
spawn (BalieScanner *self,
       const char   *path,
       GError      **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();
  g_auto (GStrv) command = NULL;

  g_strv_builder_addv (arguments, (const char **)self->command);
  g_strv_builder_add (arguments, path);
  command = g_strv_builder_end (arguments);
  g_subprocess_launcher_set_environ (launcher, (char **)environment);
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_set_child_setup (launcher, become_group, NULL, NULL);
  return g_subprocess_launcher_spawnv (launcher, (const char *const *)command, error);
}

static void
run (BalieScanner *self,
     Check        *check)
{
  g_autofree char *path = balie_file_store_dup_path (self->files, check->file);
  g_autoptr (GError) local_error = NULL;

  /* Nothing came of it, and it is gone. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_hash_table_remove (self->checks, check->id);
      return;
    }

  check->program = spawn (self, path, &local_error);
  if (check->program == NULL)
    {
      g_message ("The scan command cannot be run: %s", local_error->message);
      try_later (check);
      return;
    }

  self->n_running++;
  g_object_ref (self);
  check->timer = g_timeout_add (self->time_limit, is_too_slow, check);
  g_subprocess_wait_async (check->program, NULL, program_ended, check);
}

static void
run_next (BalieScanner *self)
{
  while (!self->is_stopped && self->n_running < MAX_RUNNING && !g_queue_is_empty (&self->waiting))
    run (self, g_queue_pop_head (&self->waiting));
}

static void
list_found (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieScanner) self = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) uploads = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (uploads == NULL)
    {
      g_message ("What is still to be checked is found at the next start: %s", local_error->message);
      return;
    }

  for (guint i = 0; i < uploads->len && !self->is_stopped; i++)
    {
      const BalieUploadRow *upload = g_ptr_array_index (uploads, i);

      if (balie_scanner_is_on (self))
        balie_scanner_add (self, upload);
      else
        settle (self, upload->attachment->id, BALIE_ATTACHMENT_READY);
    }
}

static void
balie_scanner_finalize (GObject *object)
{
  BalieScanner *self = BALIE_SCANNER (object);

  g_queue_clear (&self->waiting);
  g_clear_pointer (&self->checks, g_hash_table_unref);
  g_clear_object (&self->service);
  g_strfreev (self->command);

  G_OBJECT_CLASS (balie_scanner_parent_class)->finalize (object);
}

static void
balie_scanner_class_init (BalieScannerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = balie_scanner_finalize;
}

static void
balie_scanner_init (BalieScanner *self)
{
  self->checks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, check_free);
  self->time_limit = TIME_LIMIT;
  g_queue_init (&self->waiting);
}

BalieScanner *
balie_scanner_new (BalieDeskService  *service,
                   BalieFileStore    *files,
                   const char *const *command)
{
  BalieScanner *self = g_object_new (BALIE_TYPE_SCANNER, NULL);

  self->service = g_object_ref (service);
  self->files = files;
  self->command = g_strdupv ((char **)command);
  balie_desk_service_read_async (service, balie_scan_action_list, NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref, NULL, list_found, g_object_ref (self));
  return self;
}

gboolean
balie_scanner_is_on (BalieScanner *self)
{
  g_return_val_if_fail (BALIE_IS_SCANNER (self), FALSE);

  return self->command != NULL;
}

void
balie_scanner_add (BalieScanner         *self,
                   const BalieUploadRow *upload)
{
  Check *check;

  g_return_if_fail (BALIE_IS_SCANNER (self));
  g_return_if_fail (upload != NULL && upload->is_finished);

  if (self->is_stopped || g_hash_table_contains (self->checks, upload->attachment->id))
    return;

  check = g_new0 (Check, 1);
  check->scanner = self;
  check->id = g_strdup (upload->attachment->id);
  check->file = g_strdup (upload->file);
  g_hash_table_insert (self->checks, check->id, check);
  g_queue_push_tail (&self->waiting, check);
  run_next (self);
}

void
balie_scanner_set_time_limit (BalieScanner *self,
                              guint         milliseconds)
{
  g_return_if_fail (BALIE_IS_SCANNER (self));

  self->time_limit = milliseconds;
}

static gboolean
is_idle (gpointer key,
         gpointer value,
         gpointer user_data)
{
  Check *check = value;

  if (check->program == NULL)
    return TRUE;

  end_program (check);
  return FALSE;
}

void
balie_scanner_stop (BalieScanner *self)
{
  g_return_if_fail (BALIE_IS_SCANNER (self));

  self->is_stopped = TRUE;
  g_queue_clear (&self->waiting);
  g_hash_table_foreach_remove (self->checks, is_idle, NULL);
}
