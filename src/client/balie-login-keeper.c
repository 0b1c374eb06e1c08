/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds a session's login, in memory and in the keyring, and renews its token. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-login-keeper.h"

#include "balie-error.h"
#include "balie-login-private.h"
#include "balie-sign-in.h"

struct _BalieLoginKeeper
{
  GObject parent_instance;

  /* owned */
  BalieTransport *transport;
  BalieTransport *door;
  char           *username;
  char           *device_id;
  BalieLogin     *login;   /* NULL while there is none, and after the server refused it */
  GCancellable   *keeping; /* what goes on with the keyring behind the scenes; cancelled by signing out */

  BalieKeyringState keyring_state;
  gboolean          keep;
  gint64            not_before; /* by the monotonic clock: the server wants no other try until then */
};

enum {
  PROP_KEYRING_STATE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_TYPE (BalieLoginKeeper, balie_login_keeper, G_TYPE_OBJECT)

static void
set_keyring_state (BalieLoginKeeper *self,
                   BalieKeyringState state)
{
  if (self->keyring_state == state)
    return;

  self->keyring_state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KEYRING_STATE]);
}

static void
take_login (BalieLoginKeeper *self,
            BalieLogin       *login)
{
  g_clear_pointer (&self->login, balie_login_free);
  self->login = login;
  balie_transport_set_token (self->transport, login == NULL ? NULL : login->token);
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (BalieLoginKeeper) self = user_data;
  g_autoptr (GError) error = NULL;
  BalieKeyringState state = balie_keyring_store_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_message ("The login is not kept: %s", error->message);
  set_keyring_state (self, state);
}

static void
on_cleared (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieLoginKeeper) self = user_data;
  g_autoptr (GError) error = NULL;
  BalieKeyringState state = balie_keyring_clear_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_message ("The login stays in the keyring: %s", error->message);
  set_keyring_state (self, state);
}

/* A token is stored only where a login can be read: that asks nobody to unlock anything behind whose back a program works,
 * and brings nothing back that was deleted by hand. */
static void
on_found_before_update (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (BalieLoginKeeper) self = user_data;
  g_autoptr (BalieLogin) kept = NULL;
  BalieKeyringState state;

  kept = balie_keyring_look_up_finish (result, &state, NULL);
  if (self->login == NULL)
    return;

  if (kept == NULL)
    set_keyring_state (self, state);
  else
    balie_keyring_store_async (self->login, self->keeping, on_stored, g_object_ref (self));
}

static void
on_found_before_clear (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (BalieLoginKeeper) self = user_data;
  g_autoptr (BalieLogin) kept = NULL;
  BalieKeyringState state;

  kept = balie_keyring_look_up_finish (result, &state, NULL);
  if (kept != NULL)
    balie_keyring_clear_async (kept->server, kept->username, self->keeping, on_cleared, g_object_ref (self));
}

/* The server would not have the login. It goes for good, so that it is never tried again without anybody's doing. */
static void
drop_refused_login (BalieLoginKeeper *self)
{
  take_login (self, NULL);
  if (self->keyring_state == BALIE_KEYRING_KEPT)
    balie_keyring_clear_async (balie_transport_get_server (self->transport), self->username, self->keeping, on_cleared, g_object_ref (self));
}

static void
on_renewed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieLoginKeeper) self = user_data;
  g_autoptr (BalieGrant) grant = NULL;
  g_autoptr (GError) error = NULL;
  guint retry_after = 0;

  grant = balie_sign_in_finish (BALIE_TRANSPORT (source), result, &retry_after, &error);
  self->not_before = g_get_monotonic_time () + retry_after * G_USEC_PER_SEC;

  /* Signed out in between. */
  if (self->login == NULL)
    {
      balie_transport_renewed (self->transport, NULL, NULL);
      return;
    }

  if (grant != NULL)
    {
      g_clear_pointer (&self->login->token, balie_secret_free);
      self->login->token = g_strdup (grant->token);
      balie_transport_renewed (self->transport, grant->token, NULL);
      if (self->keyring_state == BALIE_KEYRING_KEPT)
        balie_keyring_look_up_async (self->login->server, self->login->username, FALSE, self->keeping, on_found_before_update, g_object_ref (self));
      return;
    }

  g_message ("The session cannot be renewed: %s", error->message);
  if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_AUTH) || g_error_matches (error, BALIE_ERROR, BALIE_ERROR_FORBIDDEN))
    {
      drop_refused_login (self);
      g_clear_error (&error);
    }
  balie_transport_renewed (self->transport, NULL, error);
}

static void
renew (BalieTransport *transport,
       gpointer        user_data)
{
  BalieLoginKeeper *self = BALIE_LOGIN_KEEPER (user_data);
  g_autoptr (GError) error = NULL;

  if (self->login == NULL)
    {
      balie_transport_renewed (transport, NULL, NULL);
      return;
    }

  if (g_get_monotonic_time () < self->not_before)
    {
      error = g_error_new_literal (BALIE_ERROR, BALIE_ERROR_LIMIT, "The server wants no other try yet");
      balie_transport_renewed (transport, NULL, error);
      return;
    }

  balie_sign_in_async (self->door, self->login->username, self->login->password, self->device_id, NULL, on_renewed, g_object_ref (self));
}

static void
balie_login_keeper_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  BalieLoginKeeper *self = BALIE_LOGIN_KEEPER (object);

  switch (prop_id)
    {
    case PROP_KEYRING_STATE:
      g_value_set_enum (value, self->keyring_state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_login_keeper_dispose (GObject *object)
{
  BalieLoginKeeper *self = BALIE_LOGIN_KEEPER (object);

  if (self->transport != NULL)
    balie_transport_set_renew (self->transport, NULL, NULL);
  g_clear_object (&self->transport);
  g_clear_object (&self->door);
  g_clear_object (&self->keeping);
  g_clear_pointer (&self->login, balie_login_free);

  G_OBJECT_CLASS (balie_login_keeper_parent_class)->dispose (object);
}

static void
balie_login_keeper_finalize (GObject *object)
{
  BalieLoginKeeper *self = BALIE_LOGIN_KEEPER (object);

  g_clear_pointer (&self->username, g_free);
  g_clear_pointer (&self->device_id, g_free);

  G_OBJECT_CLASS (balie_login_keeper_parent_class)->finalize (object);
}

static void
balie_login_keeper_class_init (BalieLoginKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = balie_login_keeper_get_property;
  object_class->dispose = balie_login_keeper_dispose;
  object_class->finalize = balie_login_keeper_finalize;

  props[PROP_KEYRING_STATE] = g_param_spec_enum ("keyring-state", NULL, NULL, BALIE_TYPE_KEYRING_STATE, BALIE_KEYRING_NONE,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
balie_login_keeper_init (BalieLoginKeeper *self)
{
  self->keeping = g_cancellable_new ();
}

BalieLoginKeeper *
balie_login_keeper_new (BalieTransport *transport,
                        BalieTransport *door,
                        const char     *username,
                        const char     *device_id)
{
  BalieLoginKeeper *self;

  g_return_val_if_fail (BALIE_IS_TRANSPORT (transport), NULL);
  g_return_val_if_fail (BALIE_IS_TRANSPORT (door), NULL);
  g_return_val_if_fail (username != NULL && device_id != NULL, NULL);

  self = g_object_new (BALIE_TYPE_LOGIN_KEEPER, NULL);
  self->transport = g_object_ref (transport);
  self->door = g_object_ref (door);
  self->username = g_strdup (username);
  self->device_id = g_strdup (device_id);
  balie_transport_set_renew (transport, renew, self);

  return self;
}

void
balie_login_keeper_set_login (BalieLoginKeeper *self,
                              const BalieLogin *login,
                              gboolean          keep)
{
  g_return_if_fail (BALIE_IS_LOGIN_KEEPER (self));
  g_return_if_fail (login != NULL);

  self->keep = keep;
  take_login (self, balie_login_copy (login));
  if (keep)
    balie_keyring_store_async (login, self->keeping, on_stored, g_object_ref (self));
  else
    balie_keyring_look_up_async (login->server, login->username, FALSE, self->keeping, on_found_before_clear, g_object_ref (self));
}

BalieKeyringState
balie_login_keeper_get_keyring_state (BalieLoginKeeper *self)
{
  g_return_val_if_fail (BALIE_IS_LOGIN_KEEPER (self), BALIE_KEYRING_NONE);

  return self->keyring_state;
}

static void
on_looked_up (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieLoginKeeper *self = g_task_get_source_object (task);
  BalieKeyringState state;
  BalieLogin       *login = balie_keyring_look_up_finish (result, &state, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  set_keyring_state (self, state);
  if (login != NULL)
    {
      self->keep = TRUE;
      take_login (self, login);
      g_task_return_boolean (task, TRUE);
    }
  else if (state == BALIE_KEYRING_NONE)
    g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_AUTH, "Nothing is kept in the keyring");
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_STORAGE, "The keyring is locked");
}

void
balie_login_keeper_look_up_async (BalieLoginKeeper   *self,
                                  gboolean            unlock,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (BALIE_IS_LOGIN_KEEPER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_login_keeper_look_up_async);
  balie_keyring_look_up_async (balie_transport_get_server (self->transport), self->username, unlock, cancellable, on_looked_up, task);
}

gboolean
balie_login_keeper_look_up_finish (BalieLoginKeeper *self,
                                   GAsyncResult     *result,
                                   GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
unlock_async (gpointer            holder,
              GCancellable       *cancellable,
              GAsyncReadyCallback callback,
              gpointer            user_data)
{
  balie_login_keeper_look_up_async (BALIE_LOGIN_KEEPER (holder), TRUE, cancellable, callback, user_data);
}

static gboolean
unlock_finish (gpointer      holder,
               GAsyncResult *result,
               GError      **error)
{
  return balie_login_keeper_look_up_finish (BALIE_LOGIN_KEEPER (holder), result, error);
}

static void
on_forgotten (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  BalieLoginKeeper *self = g_task_get_source_object (task);
  GError           *error = NULL;
  BalieKeyringState state = balie_keyring_clear_finish (result, &error);

  set_keyring_state (self, state);
  if (state == BALIE_KEYRING_NONE)
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_STORAGE, "The keyring is locked");
}

/* Where there is no keyring, there is nothing in it; and nobody is asked to unlock one in which nothing was ever put. */
static void
forget_async (gpointer            holder,
              GCancellable       *cancellable,
              GAsyncReadyCallback callback,
              gpointer            user_data)
{
  BalieLoginKeeper *self = BALIE_LOGIN_KEEPER (holder);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, forget_async);
  take_login (self, NULL);
  g_cancellable_cancel (self->keeping);
  if ((self->keyring_state == BALIE_KEYRING_NONE && !self->keep) || self->keyring_state == BALIE_KEYRING_ABSENT)
    g_task_return_boolean (task, TRUE);
  else
    balie_keyring_clear_async (balie_transport_get_server (self->transport), self->username, cancellable, on_forgotten, g_steal_pointer (&task));
}

static gboolean
forget_finish (gpointer      holder,
               GAsyncResult *result,
               GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, holder), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const BalieSessionLogin balie_login_keeper_operations = {
  .unlock_async = unlock_async,
  .unlock_finish = unlock_finish,
  .forget_async = forget_async,
  .forget_finish = forget_finish,
};
