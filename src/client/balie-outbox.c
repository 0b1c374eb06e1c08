/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings what was sent by a person to the server: in order, exactly once in effect, however often it takes. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-outbox.h"

#include "balie-outbox-jobs.h"
#include "balie-outbox-lane.h"
#include "balie-outbox-private.h"

typedef enum {
  PROP_UNSENT = 1,
} BalieOutboxProperty;

static GParamSpec *properties[PROP_UNSENT + 1];

enum {
  SIGNAL_ENTRY_CHANGED,
  SIGNAL_ENTRY_SENT,
  SIGNAL_ENTRY_REMOVED,
  SIGNAL_LOGIN_REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieOutbox, balie_outbox, G_TYPE_OBJECT)

gboolean
balie_outbox_is_stopped (BalieOutbox *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

void
balie_outbox_forget (BalieOutbox      *self,
                     BalieOutboxEntry *entry)
{
  g_ptr_array_remove (self->entries, entry);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNSENT]);
}

void
balie_outbox_emit_changed (BalieOutbox            *self,
                           const BalieOutboxEntry *entry)
{
  g_signal_emit (self, signals[SIGNAL_ENTRY_CHANGED], 0, entry);
}

void
balie_outbox_emit_sent (BalieOutbox       *self,
                        BalieMessage      *message,
                        BalieConversation *conversation)
{
  g_signal_emit (self, signals[SIGNAL_ENTRY_SENT], 0, message, conversation);
}

void
balie_outbox_emit_removed (BalieOutbox            *self,
                           const BalieOutboxEntry *entry)
{
  g_signal_emit (self, signals[SIGNAL_ENTRY_REMOVED], 0, entry);
}

void
balie_outbox_refuse_login (BalieOutbox *self)
{
  self->open = FALSE;
  g_signal_emit (self, signals[SIGNAL_LOGIN_REFUSED], 0);
}

static void
balie_outbox_dispose (GObject *object)
{
  BalieOutbox *self = BALIE_OUTBOX (object);

  balie_outbox_stop (self);

  G_OBJECT_CLASS (balie_outbox_parent_class)->dispose (object);
}

static void
balie_outbox_finalize (GObject *object)
{
  BalieOutbox *self = BALIE_OUTBOX (object);

  g_clear_object (&self->transport);
  g_clear_object (&self->cache);
  g_clear_object (&self->uploads);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->author, balie_person_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->lanes, g_hash_table_unref);

  G_OBJECT_CLASS (balie_outbox_parent_class)->finalize (object);
}

static void
balie_outbox_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch ((BalieOutboxProperty)property_id)
    {
    case PROP_UNSENT:
      g_value_set_uint (value, balie_outbox_get_unsent (BALIE_OUTBOX (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_outbox_class_init (BalieOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_outbox_dispose;
  object_class->finalize = balie_outbox_finalize;
  object_class->get_property = balie_outbox_get_property;

  properties[PROP_UNSENT] = g_param_spec_uint ("unsent", NULL, NULL, 0, G_MAXUINT, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_ENTRY_CHANGED] = g_signal_new ("entry-changed", BALIE_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_ENTRY_SENT] = g_signal_new ("entry-sent", BALIE_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 2, BALIE_TYPE_MESSAGE, BALIE_TYPE_CONVERSATION);
  signals[SIGNAL_ENTRY_REMOVED] = g_signal_new ("entry-removed", BALIE_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_LOGIN_REFUSED] = g_signal_new ("login-refused", BALIE_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 0);
}

static void
balie_outbox_init (BalieOutbox *self)
{
  self->cancellable = g_cancellable_new ();
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_outbox_entry_free);
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)balie_outbox_lane_free);
}

/* Returns: whether something that is shown of them is different now */
static gboolean
are_different (GPtrArray *attachments,
               GPtrArray *others)
{
  if (attachments->len != others->len)
    return TRUE;

  for (guint i = 0; i < attachments->len; i++)
    {
      const BalieAttachment *a = g_ptr_array_index (attachments, i);
      const BalieAttachment *b = g_ptr_array_index (others, i);

      if (g_strcmp0 (a->id, b->id) != 0 || g_strcmp0 (a->name, b->name) != 0 || g_strcmp0 (a->type, b->type) != 0 || a->size != b->size)
        return TRUE;
    }

  return FALSE;
}

static gboolean
take_attachments (BalieOutbox      *self,
                  BalieOutboxEntry *entry)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&entry->attachments);

  entry->attachments = balie_upload_queue_dup_attachments (self->uploads, entry->message);

  return are_different (entry->attachments, old);
}

static void
on_owner_changed (BalieOutbox *self,
                  const char  *owner)
{
  BalieOutboxEntry *entry = balie_outbox_find (self, owner);

  if (entry == NULL || balie_outbox_is_stopped (self))
    return;

  if (take_attachments (self, entry))
    balie_outbox_emit_changed (self, entry);
  balie_outbox_lane_pump (balie_outbox_lane_get (self, entry->conversation));
}

BalieOutbox *
balie_outbox_new (BalieTransport    *transport,
                  BalieCache        *cache,
                  BalieUploadQueue  *uploads,
                  BaliePerson       *author,
                  const BalieJitter *jitter)
{
  BalieOutbox *self = g_object_new (BALIE_TYPE_OUTBOX, NULL);

  self->transport = g_object_ref (transport);
  self->cache = g_object_ref (cache);
  self->uploads = g_object_ref (uploads);
  self->author = balie_person_ref (author);
  self->jitter = jitter;
  g_signal_connect_object (uploads, "owner-changed", G_CALLBACK (on_owner_changed), self, G_CONNECT_SWAPPED);

  return self;
}

static void
pump_all (BalieOutbox *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      BalieOutboxEntry *entry = g_ptr_array_index (self->entries, i);

      balie_outbox_lane_pump (balie_outbox_lane_get (self, entry->conversation));
    }
}

void
balie_outbox_set_entries (BalieOutbox *self,
                          GPtrArray   *entries)
{
  g_return_if_fail (BALIE_IS_OUTBOX (self));

  g_ptr_array_set_size (self->entries, 0);
  for (guint i = 0; i < entries->len; i++)
    {
      BalieOutboxEntry *entry = balie_outbox_entry_copy (g_ptr_array_index (entries, i));

      take_attachments (self, entry);
      g_ptr_array_add (self->entries, entry);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNSENT]);
  pump_all (self);
}

GPtrArray *
balie_outbox_get_entries (BalieOutbox *self)
{
  g_return_val_if_fail (BALIE_IS_OUTBOX (self), NULL);

  return self->entries;
}

guint
balie_outbox_get_unsent (BalieOutbox *self)
{
  g_return_val_if_fail (BALIE_IS_OUTBOX (self), 0);

  return self->entries->len;
}

BalieOutboxEntry *
balie_outbox_find (BalieOutbox *self,
                   const char  *message)
{
  g_return_val_if_fail (BALIE_IS_OUTBOX (self), NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      BalieOutboxEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_str_equal (entry->message, message))
        return entry;
    }

  return NULL;
}

void
balie_outbox_set_open (BalieOutbox *self,
                       gboolean     open)
{
  GHashTableIter iter;
  gpointer       value;

  g_return_if_fail (BALIE_IS_OUTBOX (self));

  if (self->open == open)
    return;

  self->open = open;
  if (!open)
    return;

  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BalieOutboxLane *lane = value;

      balie_outbox_lane_hurry (lane);
    }
  pump_all (self);
}

static void
on_added (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  BalieOutbox *self = g_task_get_source_object (task);
  const char  *draft_key = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  BalieOutboxEntry *entry = balie_cache_write_finish (self->cache, result, &error);

  if (entry == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (draft_key != NULL)
    balie_upload_queue_owner_moved (self->uploads, draft_key, entry->message);
  take_attachments (self, entry);
  g_ptr_array_add (self->entries, entry);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNSENT]);
  balie_outbox_emit_changed (self, entry);
  balie_outbox_lane_pump (balie_outbox_lane_get (self, entry->conversation));
  g_task_return_boolean (task, TRUE);
}

void
balie_outbox_add_async (BalieOutbox        *self,
                        BalieOutboxEntry   *entry,
                        const char         *draft_key,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  GTask               *task;
  BalieOutboxAddition *addition;

  g_return_if_fail (BALIE_IS_OUTBOX (self));

  addition = g_new0 (BalieOutboxAddition, 1);
  addition->entry = entry;
  addition->draft_key = g_strdup (draft_key);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_outbox_add_async);
  g_task_set_task_data (task, g_strdup (draft_key), g_free);
  g_task_set_check_cancellable (task, FALSE);
  balie_cache_write_async (self->cache, balie_outbox_job_add, addition, (GDestroyNotify)balie_outbox_addition_free,
                           (GDestroyNotify)balie_outbox_entry_free, NULL, on_added, task);
}

gboolean
balie_outbox_add_finish (BalieOutbox  *self,
                         GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_marked_waiting (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  BalieOutbox      *self = g_task_get_source_object (task);
  BalieOutboxEntry *entry = balie_outbox_find (self, g_task_get_task_data (task));

  balie_cache_write_finish (self->cache, result, &error);
  g_task_return_boolean (task, error == NULL);
  if (error != NULL)
    {
      g_message ("A refused message cannot be sent again, because the cache cannot be written: %s", error->message);
      return;
    }

  if (entry == NULL || entry->state != BALIE_OUTBOX_REFUSED)
    return;

  entry->state = BALIE_OUTBOX_WAITING;
  balie_outbox_emit_changed (self, entry);
  balie_upload_queue_retry_owner (self->uploads, entry->message);
  balie_outbox_lane_pump (balie_outbox_lane_get (self, entry->conversation));
}

void
balie_outbox_retry (BalieOutbox *self,
                    const char  *message)
{
  BalieOutboxEntry *entry;
  GTask            *task;

  g_return_if_fail (BALIE_IS_OUTBOX (self));

  entry = balie_outbox_find (self, message);
  if (entry == NULL || entry->state != BALIE_OUTBOX_REFUSED)
    return;

  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_source_tag (task, balie_outbox_retry);
  g_task_set_task_data (task, g_strdup (message), g_free);
  balie_cache_write_async (self->cache, balie_outbox_job_set_waiting, g_strdup (message), g_free,
                           NULL, NULL, on_marked_waiting, task);
}

void
balie_outbox_confirm (BalieOutbox *self,
                      const char  *message)
{
  BalieOutboxEntry *entry;
  BalieOutboxLane  *lane;

  g_return_if_fail (BALIE_IS_OUTBOX (self));

  entry = balie_outbox_find (self, message);
  if (entry == NULL)
    return;

  lane = balie_outbox_lane_get (self, entry->conversation);
  balie_outbox_forget (self, entry);

  balie_outbox_lane_confirmed (lane);
}

void
balie_outbox_confirm_request (BalieOutbox *self,
                              const char  *conversation)
{
  g_return_if_fail (BALIE_IS_OUTBOX (self));

  for (guint i = 0; i < self->entries->len; i++)
    {
      BalieOutboxEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->is_request && g_str_equal (entry->conversation, conversation))
        {
          balie_outbox_confirm (self, entry->message);
          return;
        }
    }
}

void
balie_outbox_stop (BalieOutbox *self)
{
  GHashTableIter iter;
  gpointer       value;

  g_return_if_fail (BALIE_IS_OUTBOX (self));

  g_cancellable_cancel (self->cancellable);
  self->open = FALSE;

  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BalieOutboxLane *lane = value;

      balie_outbox_lane_stop (lane);
    }
}
