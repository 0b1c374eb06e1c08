/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the app begins: look at a desk, sign in, go on where one left off. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-client.h"

#include "balie-desk-fetch.h"
#include "balie-device.h"
#include "balie-error.h"
#include "balie-login-keeper.h"
#include "balie-login-private.h"
#include "balie-session-open.h"
#include "balie-sign-in.h"

struct _BalieClient
{
  GObject parent_instance;

  /* owned */
  char *data_dir;
  char *authority_file;
};

enum {
  PROP_AUTHORITY_FILE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_TYPE (BalieClient, balie_client, G_TYPE_OBJECT)

static void
balie_client_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  BalieClient *self = BALIE_CLIENT (object);

  switch (prop_id)
    {
    case PROP_AUTHORITY_FILE:
      g_value_set_string (value, self->authority_file);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_client_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  BalieClient *self = BALIE_CLIENT (object);

  switch (prop_id)
    {
    case PROP_AUTHORITY_FILE:
      balie_client_set_authority_file (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
balie_client_finalize (GObject *object)
{
  BalieClient *self = BALIE_CLIENT (object);

  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->authority_file, g_free);

  G_OBJECT_CLASS (balie_client_parent_class)->finalize (object);
}

static void
balie_client_class_init (BalieClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = balie_client_get_property;
  object_class->set_property = balie_client_set_property;
  object_class->finalize = balie_client_finalize;

  props[PROP_AUTHORITY_FILE] = g_param_spec_string ("authority-file", NULL, NULL, NULL,
                                                    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
balie_client_init (BalieClient *self)
{
}

BalieClient *
balie_client_new (const char *data_dir)
{
  BalieClient *self;

  g_return_val_if_fail (data_dir != NULL, NULL);

  self = g_object_new (BALIE_TYPE_CLIENT, NULL);
  self->data_dir = g_strdup (data_dir);

  return self;
}

void
balie_client_set_authority_file (BalieClient *self,
                                 const char  *path)
{
  g_return_if_fail (BALIE_IS_CLIENT (self));

  if (g_strcmp0 (self->authority_file, path) == 0)
    return;

  g_free (self->authority_file);
  self->authority_file = g_strdup (path);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AUTHORITY_FILE]);
}

static void
on_desk (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GBytes   **logo = g_task_get_task_data (task);
  GError    *error = NULL;
  BalieDesk *desk = balie_desk_fetch_finish (BALIE_TRANSPORT (source), result, logo, &error);

  if (desk == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, desk, (GDestroyNotify)balie_desk_unref);
}

static void
free_logo (gpointer data)
{
  GBytes **logo = data;

  g_clear_pointer (logo, g_bytes_unref);
  g_free (logo);
}

void
balie_client_fetch_desk_async (BalieClient        *self,
                               const char         *server,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (BalieTransport) transport = NULL;
  GTask *task;

  g_return_if_fail (BALIE_IS_CLIENT (self));
  g_return_if_fail (server != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_client_fetch_desk_async);
  g_task_set_task_data (task, g_new0 (GBytes *, 1), free_logo);

  transport = balie_transport_new (server, self->authority_file);
  balie_desk_fetch_async (transport, cancellable, on_desk, task);
}

BalieDesk *
balie_client_fetch_desk_finish (BalieClient  *self,
                                GAsyncResult *result,
                                GBytes      **logo,
                                GError      **error)
{
  GBytes **fetched;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  fetched = g_task_get_task_data (G_TASK (result));
  if (logo != NULL)
    *logo = g_steal_pointer (fetched);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Signing in and resuming. Both end with an open session that has a keeper of its login. */

typedef struct
{
  BalieLogin       *login; /* the password only when signing in */
  BalieAccount     *account;
  char             *device_id;
  BalieTransport   *transport;
  BalieLoginKeeper *keeper;
  gboolean          keep;
} Entry;

static void
entry_free (Entry *self)
{
  g_clear_pointer (&self->login, balie_login_free);
  g_clear_pointer (&self->account, balie_account_unref);
  g_clear_pointer (&self->device_id, g_free);
  g_clear_object (&self->transport);
  g_clear_object (&self->keeper);
  g_free (self);
}

static GTask *
entry_task_new (BalieClient        *self,
                BalieLogin         *login,
                gpointer            source_tag,
                GCancellable       *cancellable,
                GAsyncReadyCallback callback,
                gpointer            user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Entry *entry = g_new0 (Entry, 1);

  entry->login = login;
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, entry, (GDestroyNotify)entry_free);

  return task;
}

/* The cache is found without asking anybody: by the server and the name. */
static char *
make_cache_path (BalieClient *self,
                 const char  *server,
                 const char  *username)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *name = NULL;

  g_checksum_update (checksum, (const guchar *)server, -1);
  g_checksum_update (checksum, (const guchar *)"\n", 1);
  g_checksum_update (checksum, (const guchar *)username, -1);
  name = g_strdup_printf ("%.32s.db", g_checksum_get_string (checksum));

  return g_build_filename (self->data_dir, name, NULL);
}

static void
on_keyring_state (BalieLoginKeeper *keeper,
                  GParamSpec       *pspec,
                  BalieSession     *session)
{
  balie_session_set_keyring_state (session, balie_login_keeper_get_keyring_state (keeper));
}

static void
bind_keeper (Entry        *entry,
             BalieSession *session)
{
  g_signal_connect_object (entry->keeper, "notify::keyring-state", G_CALLBACK (on_keyring_state), session, 0);
  balie_session_set_login (session, &balie_login_keeper_operations, G_OBJECT (entry->keeper));
}

static void
make_transport (BalieClient *self,
                Entry       *entry)
{
  g_autoptr (BalieTransport) door = balie_transport_new (entry->login->server, self->authority_file);

  entry->transport = balie_transport_new (entry->login->server, self->authority_file);
  entry->keeper = balie_login_keeper_new (entry->transport, door, entry->login->username, entry->device_id);
}

static void
on_entered (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (BalieSession) session = NULL;
  Entry  *entry = g_task_get_task_data (task);
  GError *error = NULL;

  session = balie_session_open_finish (result, &error);
  if (session == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  bind_keeper (entry, session);
  balie_login_keeper_set_login (entry->keeper, entry->login, entry->keep);
  balie_session_start (session);
  g_task_return_pointer (task, g_steal_pointer (&session), g_object_unref);
}

/* Nobody waits for it: a session that is left over lapses by itself. */
static void
end_session (Entry *entry)
{
  balie_transport_set_token (entry->transport, entry->login->token);
  balie_transport_request_async (entry->transport, "DELETE", "/v1/sessions/current", NULL, NULL, NULL, NULL, NULL);
}

static void
on_granted (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (BalieGrant) grant = NULL;
  g_autofree char *path = NULL;
  BalieClient     *self = g_task_get_source_object (task);
  Entry           *entry = g_task_get_task_data (task);
  GError          *error = NULL;

  grant = balie_sign_in_finish (BALIE_TRANSPORT (source), result, NULL, &error);
  if (grant == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  /* The name as the server writes it finds the same cache and the same keyring item however it was typed. */
  g_free (entry->login->username);
  entry->login->username = g_strdup (grant->account->username);
  entry->login->token = g_strdup (grant->token);
  entry->login->account = g_strdup (grant->account->id);
  make_transport (self, entry);

  if (grant->account->role != BALIE_ROLE_CUSTOMER)
    {
      end_session (entry);
      g_task_return_new_error (task, BALIE_ERROR, BALIE_ERROR_FORBIDDEN, "This account is not a customer's");
      return;
    }

  balie_transport_set_token (entry->transport, grant->token);
  path = make_cache_path (self, entry->login->server, entry->login->username);
  balie_session_open_async (entry->transport, path, grant->account, g_task_get_cancellable (task), on_entered, g_object_ref (task));
}

/* Takes @task, whose entry has a password and a device. */
static void
enter (GTask *task)
{
  BalieClient *self = g_task_get_source_object (task);
  Entry       *entry = g_task_get_task_data (task);
  g_autoptr (BalieTransport) door = balie_transport_new (entry->login->server, self->authority_file);

  balie_sign_in_async (door, entry->login->username, entry->login->password, entry->device_id, g_task_get_cancellable (task),
                       on_granted, task);
}

static void
on_device_for_sign_in (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Entry  *entry = g_task_get_task_data (task);
  GError *error = NULL;

  entry->device_id = balie_device_load_finish (result, &error);
  if (entry->device_id == NULL)
    g_task_return_error (task, error);
  else
    enter (g_steal_pointer (&task));
}

void
balie_client_sign_in_async (BalieClient        *self,
                            const char         *server,
                            const char         *username,
                            const char         *password,
                            gboolean            keep,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  GTask *task;
  Entry *entry;

  g_return_if_fail (BALIE_IS_CLIENT (self));
  g_return_if_fail (server != NULL && username != NULL && password != NULL);

  task = entry_task_new (self, balie_login_new (server, username, password), balie_client_sign_in_async, cancellable, callback, user_data);
  entry = g_task_get_task_data (task);
  entry->keep = keep;
  balie_device_load_async (self->data_dir, cancellable, on_device_for_sign_in, task);
}

BalieSession *
balie_client_sign_in_finish (BalieClient  *self,
                             GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The session is on the screen by now; this decides whether it connects. Without a login it tries all the same, and
 * learns from the server that it has to be signed in anew. */
static void
on_looked_up (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  BalieLoginKeeper *keeper = BALIE_LOGIN_KEEPER (source);
  g_autoptr (BalieSession) session = user_data;
  g_autoptr (GError) error = NULL;

  if (!balie_login_keeper_look_up_finish (keeper, result, &error) &&
      balie_login_keeper_get_keyring_state (keeper) == BALIE_KEYRING_LOCKED)
    balie_session_lock (session);
  else
    balie_session_start (session);
}

/* There is no cache. With a kept login it can be filled anew, which takes the network. */
static void
on_looked_up_without_cache (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Entry            *entry = g_task_get_task_data (task);
  BalieKeyringState state;
  GError           *error = NULL;
  BalieLogin       *login = balie_keyring_look_up_finish (result, &state, &error);

  if (login != NULL)
    {
      balie_login_free (entry->login);
      entry->login = login;
      entry->keep = TRUE;
      g_clear_object (&entry->keeper);
      g_clear_object (&entry->transport);
      enter (g_steal_pointer (&task));
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, error);
  else
    {
      g_clear_error (&error);
      g_task_return_pointer (task, NULL, NULL);
    }
}

static void
on_resumed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (BalieSession) session = NULL;
  g_autoptr (GError) error = NULL;
  Entry *entry = g_task_get_task_data (task);

  session = balie_session_open_finish (result, &error);
  if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND))
    {
      balie_keyring_look_up_async (entry->login->server, entry->login->username, FALSE, g_task_get_cancellable (task),
                                   on_looked_up_without_cache, g_object_ref (task));
      return;
    }
  if (session == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  bind_keeper (entry, session);
  balie_login_keeper_look_up_async (entry->keeper, FALSE, NULL, on_looked_up, g_object_ref (session));
  g_task_return_pointer (task, g_steal_pointer (&session), g_object_unref);
}

static void
on_device_for_resume (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *path = NULL;
  BalieClient     *self = g_task_get_source_object (task);
  Entry           *entry = g_task_get_task_data (task);
  GError          *error = NULL;

  entry->device_id = balie_device_load_finish (result, &error);
  if (entry->device_id == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  make_transport (self, entry);
  path = make_cache_path (self, entry->login->server, entry->login->username);
  balie_session_open_async (entry->transport, path, NULL, g_task_get_cancellable (task), on_resumed, g_object_ref (task));
}

void
balie_client_resume_async (BalieClient        *self,
                           const char         *server,
                           const char         *username,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (BALIE_IS_CLIENT (self));
  g_return_if_fail (server != NULL && username != NULL);

  task = entry_task_new (self, balie_login_new (server, username, NULL), balie_client_resume_async, cancellable, callback, user_data);
  balie_device_load_async (self->data_dir, cancellable, on_device_for_resume, task);
}

BalieSession *
balie_client_resume_finish (BalieClient  *self,
                            GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
