/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings what was sent by a person to the server: in order, exactly once in effect, however often it takes. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-outbox.h"

#include "balie-outbox-jobs.h"

struct _BalieOutbox
{
  GObject parent_instance;

  BalieTransport *transport;
  BalieCache     *cache;
  BaliePerson    *author;
  GCancellable   *cancellable;
  GPtrArray      *entries; /* BalieOutboxEntry, in order */
  GHashTable     *lanes;   /* id of a conversation -> Lane */

  const BalieJitter *jitter;
  gboolean           open;
};

/* The way out of one conversation. */
typedef struct
{
  BalieOutbox *outbox;
  char        *conversation;
  gboolean     busy;      /* one of its entries is under way */
  gboolean     sent_away; /* the wait is one that the server asked for */
  guint        attempts;  /* failures in a row */
  guint        retry_source;
} Lane;

/* One entry under way: from the mark in the cache to the answer. */
typedef struct
{
  BalieOutbox      *outbox;
  BalieOutboxEntry *entry;
  BalieMessage     *message; /* as the server has it */
} Passage;

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

static void pump (Lane *lane);

static void
lane_free (Lane *lane)
{
  g_clear_handle_id (&lane->retry_source, g_source_remove);
  g_free (lane->conversation);
  g_free (lane);
}

static Passage *
passage_new (BalieOutbox            *outbox,
             const BalieOutboxEntry *entry)
{
  Passage *passage = g_new0 (Passage, 1);

  passage->outbox = g_object_ref (outbox);
  passage->entry = balie_outbox_entry_copy (entry);

  return passage;
}

static void
passage_free (Passage *passage)
{
  g_clear_object (&passage->outbox);
  g_clear_pointer (&passage->entry, balie_outbox_entry_free);
  g_clear_pointer (&passage->message, balie_message_unref);
  g_free (passage);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Passage, passage_free)

static Lane *
get_lane (BalieOutbox *self,
          const char  *conversation)
{
  Lane *lane = g_hash_table_lookup (self->lanes, conversation);

  if (lane != NULL)
    return lane;

  lane = g_new0 (Lane, 1);
  lane->outbox = self;
  lane->conversation = g_strdup (conversation);
  g_hash_table_insert (self->lanes, lane->conversation, lane);

  return lane;
}

static gboolean
is_stopped (BalieOutbox *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static gboolean
retry_lane (gpointer user_data)
{
  Lane *lane = user_data;

  lane->retry_source = 0;
  lane->sent_away = FALSE;
  pump (lane);

  return G_SOURCE_REMOVE;
}

static void
retry_later (Lane *lane,
             guint retry_after)
{
  guint wait;

  if (is_stopped (lane->outbox))
    return;

  lane->busy = FALSE;
  lane->sent_away = retry_after > 0;
  wait = balie_jitter_next (lane->outbox->jitter, ++lane->attempts, retry_after);
  g_clear_handle_id (&lane->retry_source, g_source_remove);
  lane->retry_source = g_timeout_add (wait, retry_lane, lane);
}

static void
go_on (Lane *lane)
{
  lane->busy = FALSE;
  lane->attempts = 0;
  pump (lane);
}

static void
remove_from_memory (BalieOutbox      *self,
                    BalieOutboxEntry *entry)
{
  g_ptr_array_remove (self->entries, entry);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNSENT]);
}

static void
on_marked_sent (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Passage) passage = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieConversation) conversation = NULL;
  BalieOutbox      *self = passage->outbox;
  Lane             *lane = get_lane (self, passage->entry->conversation);
  BalieOutboxEntry *entry;

  conversation = balie_cache_write_finish (self->cache, result, &error);
  if (is_stopped (self))
    return;

  if (error != NULL)
    {
      /* The server has it, and will say so again when it is asked again. */
      g_message ("A sent message could not be noted: %s", error->message);
      retry_later (lane, 0);
      return;
    }

  entry = balie_outbox_find (self, passage->entry->message);
  if (entry != NULL)
    remove_from_memory (self, entry);
  g_signal_emit (self, signals[SIGNAL_ENTRY_SENT], 0, passage->message, conversation);
  go_on (lane);
}

static void
on_marked_refused (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Passage) passage = user_data;
  g_autoptr (GError) error = NULL;
  BalieOutbox      *self = passage->outbox;
  Lane             *lane = get_lane (self, passage->entry->conversation);
  BalieOutboxEntry *entry;

  balie_cache_write_finish (self->cache, result, &error);
  if (is_stopped (self))
    return;

  if (error != NULL)
    {
      g_message ("A refusal could not be noted: %s", error->message);
      retry_later (lane, 0);
      return;
    }

  entry = balie_outbox_find (self, passage->entry->message);
  if (entry != NULL)
    {
      entry->state = BALIE_OUTBOX_REFUSED;
      entry->error_code = passage->entry->error_code;
      g_free (entry->error_type);
      entry->error_type = g_strdup (passage->entry->error_type);
      g_signal_emit (self, signals[SIGNAL_ENTRY_CHANGED], 0, entry);
    }
  go_on (lane);
}

static void
refuse (Passage            *passage,
        const BalieProblem *problem)
{
  BalieOutbox *self = passage->outbox;
  g_autoptr (GError) error = balie_problem_to_error (problem);

  g_message ("The server refused a message: %u %s", problem->status, problem->type);
  passage->entry->error_code = error->code;
  g_free (passage->entry->error_type);
  passage->entry->error_type = g_strdup (problem->type);
  balie_cache_write_async (self->cache, balie_outbox_job_set_refused,
                           balie_outbox_entry_copy (passage->entry), (GDestroyNotify)balie_outbox_entry_free,
                           NULL, NULL, on_marked_refused, passage);
}

/* What the same request may still succeed after. */
static gboolean
is_passing (guint status)
{
  return status >= 500 || status == 408 || status == 425 || status == 429;
}

static void
take_answer (Passage     *passage,
             BalieAnswer *answer)
{
  BalieOutbox *self = passage->outbox;
  Lane        *lane = get_lane (self, passage->entry->conversation);
  g_autoptr (BalieOutboxReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  if (answer->status == 401)
    {
      lane->busy = FALSE;
      self->open = FALSE;
      passage_free (passage);
      g_signal_emit (self, signals[SIGNAL_LOGIN_REFUSED], 0);
      return;
    }

  if (answer->problem != NULL && !is_passing (answer->status))
    {
      refuse (passage, answer->problem);
      return;
    }

  if (answer->status == 200 || answer->status == 201)
    receipt = balie_outbox_receipt_parse (passage->entry, self->author, answer->body, &error);

  if (receipt == NULL)
    {
      g_message ("A message is not sent yet: %u %s", answer->status, error != NULL ? error->message : "");
      retry_later (lane, answer->problem != NULL ? answer->problem->retry_after : 0);
      passage_free (passage);
      return;
    }

  passage->message = balie_message_ref (receipt->message);
  balie_cache_write_async (self->cache, balie_outbox_job_set_sent,
                           g_steal_pointer (&receipt), (GDestroyNotify)balie_outbox_receipt_free,
                           (GDestroyNotify)balie_conversation_unref, NULL, on_marked_sent, passage);
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Passage) passage = user_data;
  BalieOutbox *self = passage->outbox;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = balie_transport_request_finish (self->transport, result, &error);
  Lane *lane = get_lane (self, passage->entry->conversation);

  if (is_stopped (self))
    return;

  /* An event was faster than the answer. */
  if (balie_outbox_find (self, passage->entry->message) == NULL)
    {
      go_on (lane);
      return;
    }

  if (g_error_matches (error, BALIE_ERROR, BALIE_ERROR_AUTH))
    {
      lane->busy = FALSE;
      self->open = FALSE;
      g_signal_emit (self, signals[SIGNAL_LOGIN_REFUSED], 0);
      return;
    }

  if (answer == NULL)
    {
      g_debug ("No answer to a message: %s", error->message);
      retry_later (lane, 0);
      return;
    }

  take_answer (g_steal_pointer (&passage), answer);
}

static void
put (Passage *passage)
{
  BalieOutbox     *self = passage->outbox;
  g_autofree char *path = balie_outbox_entry_dup_path (passage->entry);
  g_autoptr (GBytes) body = balie_outbox_entry_dup_body (passage->entry);

  balie_transport_request_async (self->transport, "PUT", path, NULL, body, self->cancellable, on_answered, passage);
}

static void
on_marked_attempted (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (Passage) passage = user_data;
  g_autoptr (GError) error = NULL;
  BalieOutbox      *self = passage->outbox;
  Lane             *lane = get_lane (self, passage->entry->conversation);
  gboolean          marked = balie_cache_write_finish (self->cache, result, &error) != NULL;
  BalieOutboxEntry *entry = balie_outbox_find (self, passage->entry->message);

  if (is_stopped (self))
    return;

  if (error != NULL)
    {
      g_message ("A message waits, because the cache cannot be written: %s", error->message);
      retry_later (lane, 0);
      return;
    }

  if (!marked || entry == NULL)
    {
      go_on (lane);
      return;
    }

  entry->state = BALIE_OUTBOX_ATTEMPTED;
  put (g_steal_pointer (&passage));
}

/* What goes out next in a conversation: nothing may overtake the request that makes it. */
static BalieOutboxEntry *
find_next (Lane *lane)
{
  BalieOutbox *self = lane->outbox;

  for (guint i = 0; i < self->entries->len; i++)
    {
      BalieOutboxEntry *entry = g_ptr_array_index (self->entries, i);

      if (!g_str_equal (entry->conversation, lane->conversation))
        continue;
      if (entry->state != BALIE_OUTBOX_REFUSED)
        return entry;
      if (entry->is_request)
        return NULL;
    }

  return NULL;
}

static void
pump (Lane *lane)
{
  BalieOutbox      *self = lane->outbox;
  BalieOutboxEntry *entry;

  if (!self->open || lane->busy || lane->retry_source != 0 || is_stopped (self))
    return;

  entry = find_next (lane);
  if (entry == NULL)
    return;

  lane->busy = TRUE;
  if (entry->state == BALIE_OUTBOX_ATTEMPTED)
    {
      put (passage_new (self, entry));
      return;
    }

  balie_cache_write_async (self->cache, balie_outbox_job_set_attempted, g_strdup (entry->message), g_free,
                           NULL, NULL, on_marked_attempted, passage_new (self, entry));
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
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)lane_free);
}

BalieOutbox *
balie_outbox_new (BalieTransport    *transport,
                  BalieCache        *cache,
                  BaliePerson       *author,
                  const BalieJitter *jitter)
{
  BalieOutbox *self = g_object_new (BALIE_TYPE_OUTBOX, NULL);

  self->transport = g_object_ref (transport);
  self->cache = g_object_ref (cache);
  self->author = balie_person_ref (author);
  self->jitter = jitter;

  return self;
}

static void
pump_all (BalieOutbox *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      BalieOutboxEntry *entry = g_ptr_array_index (self->entries, i);

      pump (get_lane (self, entry->conversation));
    }
}

void
balie_outbox_set_entries (BalieOutbox *self,
                          GPtrArray   *entries)
{
  g_return_if_fail (BALIE_IS_OUTBOX (self));

  g_ptr_array_set_size (self->entries, 0);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (self->entries, balie_outbox_entry_copy (g_ptr_array_index (entries, i)));

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
      Lane *lane = value;

      if (lane->sent_away)
        continue;
      g_clear_handle_id (&lane->retry_source, g_source_remove);
      lane->attempts = 0;
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
  g_autoptr (GError) error = NULL;
  BalieOutboxEntry *entry = balie_cache_write_finish (self->cache, result, &error);

  if (entry == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_ptr_array_add (self->entries, entry);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNSENT]);
  g_signal_emit (self, signals[SIGNAL_ENTRY_CHANGED], 0, entry);
  pump (get_lane (self, entry->conversation));
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
  g_autoptr (Passage) passage = user_data;
  g_autoptr (GError) error = NULL;
  BalieOutbox      *self = passage->outbox;
  BalieOutboxEntry *entry = balie_outbox_find (self, passage->entry->message);

  balie_cache_write_finish (self->cache, result, &error);
  if (error != NULL)
    {
      g_message ("A refused message cannot be sent again, because the cache cannot be written: %s", error->message);
      return;
    }

  if (entry == NULL || entry->state != BALIE_OUTBOX_REFUSED)
    return;

  entry->state = BALIE_OUTBOX_WAITING;
  g_signal_emit (self, signals[SIGNAL_ENTRY_CHANGED], 0, entry);
  pump (get_lane (self, entry->conversation));
}

void
balie_outbox_retry (BalieOutbox *self,
                    const char  *message)
{
  BalieOutboxEntry *entry;

  g_return_if_fail (BALIE_IS_OUTBOX (self));

  entry = balie_outbox_find (self, message);
  if (entry == NULL || entry->state != BALIE_OUTBOX_REFUSED)
    return;

  balie_cache_write_async (self->cache, balie_outbox_job_set_waiting, g_strdup (message), g_free,
                           NULL, NULL, on_marked_waiting, passage_new (self, entry));
}

static void
on_withdrawn (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  BalieOutbox *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieOutboxWithdrawal) withdrawal = balie_cache_write_finish (self->cache, result, &error);

  if (withdrawal == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  for (guint i = 0; i < withdrawal->entries->len; i++)
    {
      BalieOutboxEntry *withdrawn = g_ptr_array_index (withdrawal->entries, i);
      BalieOutboxEntry *entry = balie_outbox_find (self, withdrawn->message);

      if (entry != NULL)
        remove_from_memory (self, entry);
      g_signal_emit (self, signals[SIGNAL_ENTRY_REMOVED], 0, withdrawn);
    }

  g_task_return_pointer (task, g_steal_pointer (&withdrawal->draft), (GDestroyNotify)balie_draft_free);
}

void
balie_outbox_withdraw_async (BalieOutbox        *self,
                             const char         *message,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (BALIE_IS_OUTBOX (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_outbox_withdraw_async);
  g_task_set_check_cancellable (task, FALSE);
  balie_cache_write_async (self->cache, balie_outbox_job_withdraw, g_strdup (message), g_free,
                           (GDestroyNotify)balie_outbox_withdrawal_free, NULL, on_withdrawn, task);
}

BalieDraft *
balie_outbox_withdraw_finish (BalieOutbox  *self,
                              GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
balie_outbox_confirm (BalieOutbox *self,
                      const char  *message)
{
  BalieOutboxEntry *entry;
  Lane             *lane;

  g_return_if_fail (BALIE_IS_OUTBOX (self));

  entry = balie_outbox_find (self, message);
  if (entry == NULL)
    return;

  lane = get_lane (self, entry->conversation);
  remove_from_memory (self, entry);

  /* A request that is under way goes on by its own answer. */
  if (lane->busy)
    return;

  g_clear_handle_id (&lane->retry_source, g_source_remove);
  lane->attempts = 0;
  pump (lane);
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
      Lane *lane = value;

      g_clear_handle_id (&lane->retry_source, g_source_remove);
    }
}
