/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One signed-in customer: what it consists of, its properties, its connection. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session.h"
#include "balie-session-private.h"

#include "balie-clock.h"

typedef enum {
  PROP_ACCOUNT = 1,
  PROP_DESK,
  PROP_CONNECTION,
  PROP_RETRY_AT,
  PROP_STAFFED,
  PROP_KEYRING_STATE,
  PROP_REQUESTS,
  PROP_CHAT,
  PROP_UNSENT,
  PROP_STORAGE_FAILING,
} BalieSessionProperty;

static GParamSpec *properties[PROP_STORAGE_FAILING + 1];

enum {
  SIGNAL_MESSAGE_RECEIVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (BalieConnection, balie_connection, G_DEFINE_ENUM_VALUE (BALIE_CONNECTION_OFFLINE, "offline"), G_DEFINE_ENUM_VALUE (BALIE_CONNECTION_CONNECTING, "connecting"), G_DEFINE_ENUM_VALUE (BALIE_CONNECTION_ONLINE, "online"), G_DEFINE_ENUM_VALUE (BALIE_CONNECTION_REFUSED, "refused"), G_DEFINE_ENUM_VALUE (BALIE_CONNECTION_LOCKED, "locked"))

G_DEFINE_FINAL_TYPE (BalieSession, balie_session, G_TYPE_OBJECT)

static void
set_staffed (BalieSession *self,
             gboolean      staffed)
{
  if (self->staffed == staffed)
    return;

  self->staffed = staffed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAFFED]);
}

static BalieConnection
compute_connection (BalieSession *self)
{
  BalieSyncState state = balie_sync_get_state (self->sync);

  if (self->locked)
    return BALIE_CONNECTION_LOCKED;

  switch (state)
    {
    case BALIE_SYNC_STREAM:
    case BALIE_SYNC_POLL:
      return BALIE_CONNECTION_ONLINE;

    case BALIE_SYNC_SNAPSHOT:
    case BALIE_SYNC_CATCH_UP:
      return BALIE_CONNECTION_CONNECTING;

    case BALIE_SYNC_WAITING:
    case BALIE_SYNC_DESK:
      /* One cut is no reason to tell anybody; what goes on failing is offline until there is an answer. */
      return balie_sync_get_attempts (self->sync) > 1 ? BALIE_CONNECTION_OFFLINE : BALIE_CONNECTION_CONNECTING;

    case BALIE_SYNC_REFUSED:
      return BALIE_CONNECTION_REFUSED;

    case BALIE_SYNC_IDLE:
    default:
      return BALIE_CONNECTION_OFFLINE;
    }
}

static void
update_connection (BalieSession *self)
{
  BalieConnection connection = compute_connection (self);

  if (self->connection == connection)
    return;

  self->connection = connection;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);

  if (connection == BALIE_CONNECTION_ONLINE)
    {
      set_staffed (self, self->desk != NULL && self->desk->staffed);
      balie_session_load_threads (self);
      balie_session_refresh_account (self);
    }
  else
    set_staffed (self, FALSE);
}

static void
on_reached (BalieSession *self)
{
  gboolean reached = balie_sync_get_reached (self->sync);

  balie_upload_queue_set_open (self->uploads, reached);
  balie_outbox_set_open (self->outbox, reached);
  balie_read_marks_set_open (self->read_marks, reached);
  balie_downloads_set_open (self->downloads, reached);
}

static void
on_retry_at (BalieSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RETRY_AT]);
}

static void
on_desk (BalieSession *self,
         BalieDesk    *desk)
{
  g_clear_pointer (&self->desk, balie_desk_unref);
  self->desk = balie_desk_ref (desk);
  balie_upload_queue_set_desk (self->uploads, desk);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);
  if (self->connection == BALIE_CONNECTION_ONLINE)
    set_staffed (self, desk->staffed);
}

static void
on_live (BalieSession *self,
         BalieEvent   *event)
{
  BalieThread *thread;

  if (event->type == BALIE_EVENT_PRESENCE)
    set_staffed (self, event->staffed);

  if (event->type != BALIE_EVENT_TYPING || event->person == NULL || g_str_equal (event->person->id, self->account->id))
    return;

  thread = balie_session_find_thread (self, event->conversation_id);
  if (thread != NULL)
    balie_thread_show_typing (thread, event->person->name);
}

static void
on_failing (BalieSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STORAGE_FAILING]);
}

static void
balie_session_dispose (GObject *object)
{
  BalieSession *self = BALIE_SESSION (object);

  if (self->sync != NULL)
    balie_session_close (self);

  G_OBJECT_CLASS (balie_session_parent_class)->dispose (object);
}

static void
balie_session_finalize (GObject *object)
{
  BalieSession *self = BALIE_SESSION (object);

  g_clear_object (&self->sync);
  g_clear_object (&self->outbox);
  g_clear_object (&self->uploads);
  g_clear_object (&self->read_marks);
  g_clear_object (&self->drafts);
  g_clear_object (&self->draft_list);
  g_clear_object (&self->downloads);
  g_clear_object (&self->search_index);
  g_clear_object (&self->requests);
  g_clear_object (&self->chat);
  g_clear_object (&self->cache);
  g_clear_object (&self->transport);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->login_holder);
  g_clear_pointer (&self->account, balie_account_unref);
  g_clear_pointer (&self->person, balie_person_unref);
  g_clear_pointer (&self->desk, balie_desk_unref);
  g_clear_pointer (&self->threads, g_hash_table_unref);
  g_clear_pointer (&self->typed, g_hash_table_unref);
  g_clear_pointer (&self->jitter.random, g_rand_free);

  G_OBJECT_CLASS (balie_session_parent_class)->finalize (object);
}

static void
balie_session_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  BalieSession *self = BALIE_SESSION (object);

  switch ((BalieSessionProperty)property_id)
    {
    case PROP_ACCOUNT:
      g_value_set_boxed (value, self->account);
      break;

    case PROP_DESK:
      g_value_set_boxed (value, self->desk);
      break;

    case PROP_CONNECTION:
      g_value_set_enum (value, self->connection);
      break;

    case PROP_RETRY_AT:
      g_value_set_int64 (value, balie_sync_get_retry_at (self->sync));
      break;

    case PROP_STAFFED:
      g_value_set_boolean (value, self->staffed);
      break;

    case PROP_KEYRING_STATE:
      g_value_set_enum (value, self->keyring_state);
      break;

    case PROP_REQUESTS:
      g_value_set_object (value, self->requests);
      break;

    case PROP_CHAT:
      g_value_set_object (value, self->chat);
      break;

    case PROP_UNSENT:
      g_value_set_uint (value, balie_session_get_unsent (self));
      break;

    case PROP_STORAGE_FAILING:
      g_value_set_boolean (value, balie_cache_get_failing (self->cache));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_session_class_init (BalieSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = balie_session_dispose;
  object_class->finalize = balie_session_finalize;
  object_class->get_property = balie_session_get_property;

  properties[PROP_ACCOUNT] = g_param_spec_boxed ("account", NULL, NULL, BALIE_TYPE_ACCOUNT, flags);
  properties[PROP_DESK] = g_param_spec_boxed ("desk", NULL, NULL, BALIE_TYPE_DESK, flags);
  properties[PROP_CONNECTION] = g_param_spec_enum ("connection", NULL, NULL, BALIE_TYPE_CONNECTION, BALIE_CONNECTION_OFFLINE, flags);
  properties[PROP_RETRY_AT] = g_param_spec_int64 ("retry-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_STAFFED] = g_param_spec_boolean ("staffed", NULL, NULL, FALSE, flags);
  properties[PROP_KEYRING_STATE] = g_param_spec_enum ("keyring-state", NULL, NULL, BALIE_TYPE_KEYRING_STATE, BALIE_KEYRING_NONE, flags);
  properties[PROP_REQUESTS] = g_param_spec_object ("requests", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_CHAT] = g_param_spec_object ("chat", NULL, NULL, BALIE_TYPE_CONVERSATION_ITEM, flags);
  properties[PROP_UNSENT] = g_param_spec_uint ("unsent", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_STORAGE_FAILING] = g_param_spec_boolean ("storage-failing", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_MESSAGE_RECEIVED] = g_signal_new ("message-received", BALIE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                   G_TYPE_NONE, 2, BALIE_TYPE_CONVERSATION_ITEM, BALIE_TYPE_THREAD_ITEM);
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
balie_session_init (BalieSession *self)
{
  self->requests = balie_conversation_list_new ();
  self->draft_list = balie_draft_list_new ();
  self->threads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_weak_ref);
  self->typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
  self->jitter.base = BALIE_JITTER_BASE;
  self->jitter.maximum = BALIE_JITTER_MAXIMUM;
}

/* A customer has a chat from the start; until the server has told of it, it is an empty one. */
static BalieConversationItem *
new_chat_item (BalieSession *self)
{
  g_autoptr (BalieConversation) chat = balie_conversation_new ();

  chat->id = g_strdup (self->account->chat);
  chat->kind = BALIE_CONVERSATION_CHAT;
  chat->customer = balie_person_ref (self->person);

  return balie_conversation_item_new (chat);
}

BalieSession *
balie_session_new (BalieTransport     *transport,
                   BalieCache         *cache,
                   BalieAccount       *account,
                   BalieCacheContents *contents)
{
  BalieSession *self = g_object_new (BALIE_TYPE_SESSION, NULL);

  self->transport = g_object_ref (transport);
  self->cache = g_object_ref (cache);
  self->account = balie_account_ref (account);
  self->person = balie_person_new (account->id, account->name, account->role);
  if (contents->desk != NULL)
    self->desk = balie_desk_ref (contents->desk);
  if (account->chat != NULL)
    self->chat = new_chat_item (self);

  self->uploads = balie_upload_queue_new (transport, cache, contents->files, &self->jitter);
  if (self->desk != NULL)
    balie_upload_queue_set_desk (self->uploads, self->desk);
  self->outbox = balie_outbox_new (transport, cache, self->uploads, self->person, &self->jitter);
  self->read_marks = balie_read_marks_new (transport, cache, contents->read_marks);
  self->drafts = balie_draft_keeper_new (cache);
  self->downloads = balie_downloads_new (transport, cache, &self->jitter);
  self->search_index = balie_search_index_new (cache);
  self->sync = balie_sync_new (transport, cache, account->id, account->role, contents->position, &self->jitter);

  balie_outbox_set_entries (self->outbox, contents->entries);
  balie_session_fill_lists (self, contents->conversations);
  balie_session_fill_drafts (self, contents->drafts);
  balie_session_connect_lists (self);
  balie_session_connect_drafts (self);
  g_signal_connect_object (self->sync, "notify::state", G_CALLBACK (update_connection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "notify::reached", G_CALLBACK (on_reached), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "notify::retry-at", G_CALLBACK (on_retry_at), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "desk", G_CALLBACK (on_desk), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "live", G_CALLBACK (on_live), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->uploads, "login-refused", G_CALLBACK (balie_sync_refuse_login), self->sync, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outbox, "login-refused", G_CALLBACK (balie_sync_refuse_login), self->sync, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outbox, "notify::unsent", G_CALLBACK (balie_session_notify_unsent), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cache, "notify::failing", G_CALLBACK (on_failing), self, G_CONNECT_SWAPPED);
  if (contents->search_backlog)
    balie_search_index_start (self->search_index);

  return self;
}

BalieAccount *
balie_session_get_account (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);

  return self->account;
}

void
balie_session_set_account (BalieSession *self,
                           BalieAccount *account)
{
  balie_account_unref (self->account);
  self->account = balie_account_ref (account);
  balie_person_unref (self->person);
  self->person = balie_person_new (account->id, account->name, account->role);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
}

const char *
balie_session_get_answer_email (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);

  if (self->desk == NULL || !balie_desk_has_feature (self->desk, "mail"))
    return NULL;

  return self->account != NULL && self->account->notify_by_email ? self->account->email : NULL;
}

BalieDesk *
balie_session_get_desk (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);

  return self->desk;
}

const char *
balie_session_get_server (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);

  return balie_transport_get_server (self->transport);
}

BalieConnection
balie_session_get_connection (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), BALIE_CONNECTION_OFFLINE);

  return self->connection;
}

gboolean
balie_session_get_staffed (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), FALSE);

  return self->staffed;
}

BalieKeyringState
balie_session_get_keyring_state (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), BALIE_KEYRING_NONE);

  return self->keyring_state;
}

GListModel *
balie_session_get_requests (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->requests);
}

BalieConversationItem *
balie_session_get_chat (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);

  return self->chat;
}

guint
balie_session_get_unsent (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), 0);

  return balie_outbox_get_unsent (self->outbox);
}

gint64
balie_session_get_now (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), 0);

  return balie_clock_now () + balie_sync_get_clock_offset (self->sync);
}

void
balie_session_get_opening (BalieSession *self,
                           BalieOpening *opening)
{
  g_autoptr (BalieOpeningHours) fallback = NULL;

  g_return_if_fail (BALIE_IS_SESSION (self));

  if (self->desk != NULL)
    {
      balie_opening_hours_look_up (self->desk->opening_hours, balie_session_get_now (self), opening);
      return;
    }

  fallback = balie_opening_hours_new_default ();
  balie_opening_hours_look_up (fallback, balie_session_get_now (self), opening);
}

void
balie_session_reconnect (BalieSession *self)
{
  g_return_if_fail (BALIE_IS_SESSION (self));

  balie_sync_wake (self->sync);
}

BalieConversationItem *
balie_session_find_conversation (BalieSession *self,
                                 const char   *id)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (self->chat != NULL && g_str_equal (balie_conversation_item_get_id (self->chat), id))
    return self->chat;

  return balie_conversation_list_find (self->requests, id);
}

void
balie_session_set_login (BalieSession            *self,
                         const BalieSessionLogin *login,
                         GObject                 *holder)
{
  g_return_if_fail (BALIE_IS_SESSION (self));

  self->login = login;
  g_set_object (&self->login_holder, holder);
}

void
balie_session_set_keyring_state (BalieSession     *self,
                                 BalieKeyringState state)
{
  g_return_if_fail (BALIE_IS_SESSION (self));

  if (self->keyring_state == state)
    return;

  self->keyring_state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEYRING_STATE]);
}

void
balie_session_start (BalieSession *self)
{
  g_return_if_fail (BALIE_IS_SESSION (self));

  if (self->closed)
    return;

  self->locked = FALSE;
  balie_sync_start (self->sync);
  update_connection (self);
}

void
balie_session_lock (BalieSession *self)
{
  g_return_if_fail (BALIE_IS_SESSION (self));

  if (self->closed)
    return;

  self->locked = TRUE;
  balie_sync_stop (self->sync);
  update_connection (self);
}

void
balie_session_set_backoff (BalieSession *self,
                           guint         base,
                           guint         maximum,
                           guint32       seed)
{
  g_return_if_fail (BALIE_IS_SESSION (self));

  self->jitter.base = base;
  self->jitter.maximum = maximum;
  g_clear_pointer (&self->jitter.random, g_rand_free);
  self->jitter.random = g_rand_new_with_seed (seed);
}

void
balie_session_notify_unsent (BalieSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNSENT]);
}

void
balie_session_emit_message_received (BalieSession          *self,
                                     BalieConversationItem *conversation,
                                     BalieThreadItem       *message)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE_RECEIVED], 0, conversation, message);
}

void
balie_session_close (BalieSession *self)
{
  g_return_if_fail (BALIE_IS_SESSION (self));

  if (self->closed)
    return;

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  balie_sync_stop (self->sync);
  balie_outbox_stop (self->outbox);
  balie_upload_queue_stop (self->uploads);
  balie_read_marks_write (self->read_marks);
  balie_read_marks_stop (self->read_marks);
  balie_draft_keeper_stop (self->drafts);
  balie_downloads_stop (self->downloads);
  balie_search_index_stop (self->search_index);
  balie_cache_close (self->cache);
  update_connection (self);
}
