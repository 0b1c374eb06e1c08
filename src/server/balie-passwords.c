/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hashes and checks passwords (Argon2id) on few threads, for it costs memory and time on purpose. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-passwords.h"

#include "balie-error.h"

#include <sodium.h>
#include <string.h>

/* OWASP's choice with one pass; 36 ms on a small server. */
#define OPS_LIMIT 1
#define MEMORY_LIMIT (46 * 1024 * 1024)

struct _BaliePasswords
{
  GObject parent_instance;

  GThreadPool *pool;
  guint        max_waiting;
};

typedef enum {
  JOB_HASH,
  JOB_VERIFY,
} JobKind;

typedef struct
{
  JobKind kind;
  char   *password;
  char   *hash;
} Job;

G_DEFINE_FINAL_TYPE (BaliePasswords, balie_passwords, G_TYPE_OBJECT)

static void
job_free (gpointer data)
{
  Job *job = data;

  sodium_memzero (job->password, strlen (job->password));
  g_free (job->password);
  g_free (job->hash);
  g_free (job);
}

char *
balie_password_hash (const char *password,
                     GError    **error)
{
  char hash[crypto_pwhash_argon2id_STRBYTES];

  g_return_val_if_fail (password != NULL, NULL);

  if (sodium_init () < 0)
    g_error ("The system has no random numbers");

  if (crypto_pwhash_argon2id_str (hash, password, strlen (password), OPS_LIMIT, MEMORY_LIMIT) != 0)
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_SERVER, "No memory to hash a password");
      return NULL;
    }

  return g_strdup (hash);
}

static void
run_hash (GTask *task,
          Job   *job)
{
  GError *error = NULL;
  char   *hash = balie_password_hash (job->password, &error);

  if (hash != NULL)
    g_task_return_pointer (task, hash, g_free);
  else
    g_task_return_error (task, error);
}

static void
run_verify (GTask *task,
            Job   *job)
{
  GError          *error = NULL;
  g_autofree char *thrown_away = NULL;

  if (job->hash != NULL)
    {
      g_task_return_boolean (task, crypto_pwhash_argon2id_str_verify (job->hash, job->password, strlen (job->password)) == 0);
      return;
    }

  /* Nobody has this name. The same work is done all the same: the time must not tell. */
  thrown_away = balie_password_hash (job->password, &error);
  if (thrown_away != NULL)
    g_task_return_boolean (task, FALSE);
  else
    g_task_return_error (task, error);
}

static void
run_job (gpointer data,
         gpointer user_data)
{
  g_autoptr (GTask) task = data;
  Job *job = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  switch (job->kind)
    {
    case JOB_HASH:
      run_hash (task, job);
      break;

    case JOB_VERIFY:
      run_verify (task, job);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
balie_passwords_finalize (GObject *object)
{
  BaliePasswords *self = BALIE_PASSWORDS (object);

  /* Jobs hold a reference, so none waits here; this may even be the pool's own thread, which must not wait for itself. */
  g_thread_pool_free (self->pool, FALSE, FALSE);

  G_OBJECT_CLASS (balie_passwords_parent_class)->finalize (object);
}

static void
balie_passwords_class_init (BaliePasswordsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = balie_passwords_finalize;

  if (sodium_init () < 0)
    g_error ("The system has no random numbers");
}

static void
balie_passwords_init (BaliePasswords *self)
{
}

BaliePasswords *
balie_passwords_new (guint n_threads,
                     guint max_waiting)
{
  BaliePasswords *self = g_object_new (BALIE_TYPE_PASSWORDS, NULL);

  g_return_val_if_fail (n_threads > 0, self);

  self->pool = g_thread_pool_new (run_job, NULL, (int)n_threads, FALSE, NULL);
  self->max_waiting = max_waiting;
  return self;
}

static void
start (BaliePasswords *self,
       GTask          *task,
       JobKind         kind,
       const char     *password,
       const char     *hash)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->password = g_strdup (password);
  job->hash = g_strdup (hash);
  g_task_set_task_data (task, job, job_free);

  if (g_thread_pool_unprocessed (self->pool) >= self->max_waiting)
    {
      g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_SERVER, "Too many passwords wait to be checked");
      return;
    }

  g_thread_pool_push (self->pool, g_object_ref (task), NULL);
}

void
balie_passwords_hash_async (BaliePasswords     *self,
                            const char         *password,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BALIE_IS_PASSWORDS (self));
  g_return_if_fail (password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_passwords_hash_async);
  start (self, task, JOB_HASH, password, NULL);
}

char *
balie_passwords_hash_finish (BaliePasswords *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
balie_passwords_verify_async (BaliePasswords     *self,
                              const char         *password,
                              const char         *hash,
                              GCancellable       *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BALIE_IS_PASSWORDS (self));
  g_return_if_fail (password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_passwords_verify_async);
  start (self, task, JOB_VERIFY, password, hash);
}

gboolean
balie_passwords_verify_finish (BaliePasswords *self,
                               GAsyncResult   *result,
                               gboolean       *matches,
                               GError        **error)
{
  GError  *local_error = NULL;
  gboolean answer;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (matches != NULL, FALSE);

  answer = g_task_propagate_boolean (G_TASK (result), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  *matches = answer;
  return TRUE;
}
