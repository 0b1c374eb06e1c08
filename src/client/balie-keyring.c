/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Name, password and token in the desktop's keyring: one item a server and user. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-keyring.h"
#include "balie-keyring-private.h"

#define GETTEXT_PACKAGE BALIE_GETTEXT_DOMAIN
#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

#include "balie-error.h"
#include "balie-login-private.h"

G_DEFINE_ENUM_TYPE (BalieKeyringState, balie_keyring_state, G_DEFINE_ENUM_VALUE (BALIE_KEYRING_NONE, "none"), G_DEFINE_ENUM_VALUE (BALIE_KEYRING_KEPT, "kept"), G_DEFINE_ENUM_VALUE (BALIE_KEYRING_LOCKED, "locked"), G_DEFINE_ENUM_VALUE (BALIE_KEYRING_DISMISSED, "dismissed"), G_DEFINE_ENUM_VALUE (BALIE_KEYRING_ABSENT, "absent"), G_DEFINE_ENUM_VALUE (BALIE_KEYRING_FAILED, "failed"))

static const SecretSchema schema = {
  BALIE_APPLICATION_ID,
  SECRET_SCHEMA_NONE,
  {
    {"server", SECRET_SCHEMA_ATTRIBUTE_STRING},
    {"username", SECRET_SCHEMA_ATTRIBUTE_STRING},
    {NULL, SECRET_SCHEMA_ATTRIBUTE_STRING},
  },
};

static guint plain_patience = 25 * 1000;
static guint prompt_patience = 120 * 1000;

/* How a call ended: the state always, the rest where it applies. */
typedef struct
{
  BalieKeyringState state;
  BalieLogin       *login;
  GError           *error;
} Outcome;

static void
outcome_free (Outcome *self)
{
  g_clear_pointer (&self->login, balie_login_free);
  g_clear_error (&self->error);
  g_free (self);
}

/* One call. libsecret may call back late or, when it is cancelled while a prompt is up, never. So the caller's task is
 * answered by whatever comes first, and this lives on until libsecret is done with it. */
typedef struct
{
  GTask        *task; /* NULL once it is answered */
  GCancellable *cancellable;
  GSource      *timeout;
  GSource      *cancelled;
  char         *server;
  char         *username;
  gboolean      unlock;
  gboolean      prompted;
} Operation;

static void
operation_clear (Operation *self)
{
  g_assert (self->task == NULL);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->username, g_free);
}

static void
operation_unref (Operation *self)
{
  g_rc_box_release_full (self, (GDestroyNotify)operation_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Operation, operation_unref)

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Answers the task, once. Takes @login and @error. */
static void
operation_return (Operation        *self,
                  BalieKeyringState state,
                  BalieLogin       *login,
                  GError           *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  Outcome *outcome = g_new0 (Outcome, 1);

  g_assert (task != NULL);

  outcome->state = state;
  outcome->login = login;
  outcome->error = error;
  clear_source (&self->timeout);
  clear_source (&self->cancelled);

  /* The connection to a service that failed, or went, is not used again: the next one may be another's. */
  if (state == BALIE_KEYRING_FAILED || state == BALIE_KEYRING_ABSENT)
    secret_service_disconnect ();

  if (task == NULL)
    outcome_free (outcome);
  else
    g_task_return_pointer (task, outcome, (GDestroyNotify)outcome_free);
}

static gboolean
is_absence (const GError *error)
{
  static const int codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN,
    G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_NO_SERVER,
    G_DBUS_ERROR_DISCONNECTED,
    G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
    G_DBUS_ERROR_SPAWN_EXEC_FAILED,
    G_DBUS_ERROR_SPAWN_CHILD_EXITED,
    G_DBUS_ERROR_SPAWN_FAILED,
  };

  /* No bus to reach it by. */
  if (error->domain == G_IO_ERROR)
    return error->code != G_IO_ERROR_TIMED_OUT && error->code != G_IO_ERROR_DBUS_ERROR;

  if (error->domain != G_DBUS_ERROR)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (error->code == codes[i])
      return TRUE;

  return FALSE;
}

/* Takes @error, of libsecret. */
static void
operation_fail (Operation *self,
                GError    *error)
{
  BalieKeyringState state = BALIE_KEYRING_FAILED;
  GError           *answer;

  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    {
      g_error_free (error);
      operation_return (self, BALIE_KEYRING_DISMISSED, NULL, NULL);
      return;
    }

  if (is_absence (error))
    state = BALIE_KEYRING_ABSENT;
  answer = g_error_new (BALIE_ERROR, BALIE_ERROR_STORAGE, "Keyring: %s", error->message);
  g_error_free (error);
  operation_return (self, state, NULL, answer);
}

static gboolean
on_timeout (gpointer user_data)
{
  Operation *self = user_data;

  g_cancellable_cancel (self->cancellable);
  operation_return (self, self->prompted ? BALIE_KEYRING_LOCKED : BALIE_KEYRING_FAILED, NULL,
                    g_error_new_literal (BALIE_ERROR, BALIE_ERROR_STORAGE, "Keyring: no answer"));

  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  Operation *self = user_data;

  g_cancellable_cancel (self->cancellable);
  operation_return (self, BALIE_KEYRING_FAILED, NULL, NULL);

  return G_SOURCE_REMOVE;
}

static void
operation_set_patience (Operation *self,
                        guint      milliseconds)
{
  clear_source (&self->timeout);
  self->timeout = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->timeout, on_timeout, g_rc_box_acquire (self), (GDestroyNotify)operation_unref);
  g_source_attach (self->timeout, g_task_get_context (self->task));
}

/* Takes @task. */
static Operation *
operation_new (GTask      *task,
               const char *server,
               const char *username,
               guint       patience)
{
  Operation    *self = g_rc_box_new0 (Operation);
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->task = task;
  self->cancellable = g_cancellable_new ();
  self->server = g_strdup (server);
  self->username = g_strdup (username);
  operation_set_patience (self, patience);

  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), g_rc_box_acquire (self), (GDestroyNotify)operation_unref);
      g_source_attach (self->cancelled, g_task_get_context (task));
    }

  return self;
}

/* Whether the call was answered meanwhile; then nothing more is to be done for it. */
static gboolean
operation_is_over (Operation *self)
{
  return self->task == NULL;
}

static void
operation_search (Operation          *self,
                  GAsyncReadyCallback callback)
{
  /* Without SECRET_SEARCH_UNLOCK this never prompts, and finds what is locked as well. */
  secret_password_search (&schema, SECRET_SEARCH_ALL, self->cancellable, callback, self,
                          "server", self->server, "username", self->username, NULL);
}

static void
free_items (GList *items)
{
  g_list_free_full (items, g_object_unref);
}

static gboolean
item_is_locked (gpointer item)
{
  return SECRET_IS_ITEM (item) && secret_item_get_locked (item);
}

/* There can be more than one, in several keyrings. One that can be read goes first. */
static gpointer
choose_item (GList *items)
{
  for (GList *i = items; i != NULL; i = i->next)
    if (!item_is_locked (i->data))
      return i->data;

  return items == NULL ? NULL : items->data;
}

static void
on_retrieved (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Operation) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = NULL;
  BalieLogin *login;
  const char *secret;
  gsize       length;

  value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);
  if (operation_is_over (self))
    return;

  /* It was there a moment ago: no value without an error means that it was locked in between. */
  if (value == NULL && error == NULL)
    {
      operation_return (self, BALIE_KEYRING_LOCKED, NULL, NULL);
      return;
    }
  if (value == NULL)
    {
      operation_fail (self, g_steal_pointer (&error));
      return;
    }

  secret = secret_value_get (value, &length);
  login = balie_login_from_secret (self->server, self->username, secret, length, &error);
  operation_return (self, login == NULL ? BALIE_KEYRING_FAILED : BALIE_KEYRING_KEPT, login, g_steal_pointer (&error));
}

static void
on_unlocked (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Operation) self = user_data;
  g_autoptr (GError) error = NULL;
  GList *unlocked = NULL;
  int    n_unlocked = secret_service_unlock_finish (SECRET_SERVICE (source), result, &unlocked, &error);

  if (operation_is_over (self))
    ;
  else if (n_unlocked < 0)
    operation_fail (self, g_steal_pointer (&error));
  else if (n_unlocked == 0)
    operation_return (self, BALIE_KEYRING_DISMISSED, NULL, NULL);
  else
    secret_retrievable_retrieve_secret (unlocked->data, self->cancellable, on_retrieved, g_rc_box_acquire (self));

  free_items (unlocked);
}

static void
unlock_item (Operation  *self,
             SecretItem *item)
{
  g_autoptr (GList) items = g_list_prepend (NULL, item);

  self->prompted = TRUE;
  operation_set_patience (self, prompt_patience);
  secret_service_unlock (secret_item_get_service (item), items, self->cancellable, on_unlocked, g_rc_box_acquire (self));
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Operation) self = user_data;
  g_autoptr (GError) error = NULL;
  GList   *items = secret_password_search_finish (result, &error);
  gpointer item = choose_item (items);

  if (operation_is_over (self))
    ;
  else if (error != NULL)
    operation_fail (self, g_steal_pointer (&error));
  else if (item == NULL)
    operation_return (self, BALIE_KEYRING_NONE, NULL, NULL);
  else if (!item_is_locked (item))
    secret_retrievable_retrieve_secret (item, self->cancellable, on_retrieved, g_rc_box_acquire (self));
  else if (self->unlock)
    unlock_item (self, item);
  else
    operation_return (self, BALIE_KEYRING_LOCKED, NULL, NULL);

  free_items (items);
}

void
balie_keyring_look_up_async (const char         *server,
                             const char         *username,
                             gboolean            unlock,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  GTask     *task;
  Operation *self;

  g_return_if_fail (server != NULL && username != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_keyring_look_up_async);
  self = operation_new (task, server, username, plain_patience);
  self->unlock = unlock;
  operation_search (self, on_found);
}

static BalieKeyringState
take_outcome (GAsyncResult *result,
              BalieLogin  **login,
              GError      **error)
{
  Outcome          *outcome = g_task_propagate_pointer (G_TASK (result), error);
  BalieKeyringState state;

  if (outcome == NULL)
    return BALIE_KEYRING_FAILED;

  state = outcome->state;
  if (login != NULL)
    *login = g_steal_pointer (&outcome->login);
  if (outcome->error != NULL)
    g_propagate_error (error, g_steal_pointer (&outcome->error));
  outcome_free (outcome);

  return state;
}

BalieLogin *
balie_keyring_look_up_finish (GAsyncResult      *result,
                              BalieKeyringState *state,
                              GError           **error)
{
  BalieLogin *login = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  *state = take_outcome (result, &login, error);
  return login;
}

static char *
make_label (const BalieLogin *login)
{
  const char *host = strstr (login->server, "://");

  /* Translators: how a login is listed in the desktop's keyring: the program's name, the user's name and the server. */
  return g_strdup_printf (_ ("%s: %s at %s"), BALIE_VISIBLE_NAME, login->username, host == NULL ? login->server : host + 3);
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Operation) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = secret_password_store_finish (result, &error);

  if (operation_is_over (self))
    return;

  if (error != NULL)
    operation_fail (self, g_steal_pointer (&error));
  else
    operation_return (self, stored ? BALIE_KEYRING_KEPT : BALIE_KEYRING_DISMISSED, NULL, NULL);
}

void
balie_keyring_store_async (const BalieLogin   *login,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  GTask           *task;
  g_autofree char *label = NULL;
  Operation       *self;
  char            *secret;

  g_return_if_fail (login != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_keyring_store_async);
  self = operation_new (task, login->server, login->username, prompt_patience);
  self->prompted = TRUE;
  label = make_label (login);
  secret = balie_login_to_secret (login);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, secret, self->cancellable, on_stored, self,
                         "server", self->server, "username", self->username, NULL);
  balie_secret_free (secret);
}

BalieKeyringState
balie_keyring_store_finish (GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), BALIE_KEYRING_FAILED);

  return take_outcome (result, NULL, error);
}

/* Nothing was cleared and nothing went wrong: either there was nothing, or it is locked and was to stay so. */
static void
on_left_over (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Operation) self = user_data;
  g_autoptr (GError) error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (operation_is_over (self))
    ;
  else if (error != NULL)
    operation_fail (self, g_steal_pointer (&error));
  else
    operation_return (self, items == NULL ? BALIE_KEYRING_NONE : BALIE_KEYRING_DISMISSED, NULL, NULL);

  free_items (items);
}

static void
on_cleared (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Operation) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean cleared = secret_password_clear_finish (result, &error);

  if (operation_is_over (self))
    return;

  if (error != NULL)
    operation_fail (self, g_steal_pointer (&error));
  else if (cleared)
    operation_return (self, BALIE_KEYRING_NONE, NULL, NULL);
  else
    operation_search (g_rc_box_acquire (self), on_left_over);
}

void
balie_keyring_clear_async (const char         *server,
                           const char         *username,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  GTask     *task;
  Operation *self;

  g_return_if_fail (server != NULL && username != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_keyring_clear_async);
  self = operation_new (task, server, username, prompt_patience);
  self->prompted = TRUE;
  secret_password_clear (&schema, self->cancellable, on_cleared, self,
                         "server", self->server, "username", self->username, NULL);
}

BalieKeyringState
balie_keyring_clear_finish (GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), BALIE_KEYRING_FAILED);

  return take_outcome (result, NULL, error);
}

void
balie_keyring_set_patience (guint plain,
                            guint prompt)
{
  plain_patience = plain;
  prompt_patience = prompt;
}
