/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages of one conversation, in order, with what is still in the outbox at the end. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-thread-private.h"

/* How long after the last sign of it somebody counts as typing. */
#define TYPING_SECONDS 6

struct _BalieThread
{
  GObject parent_instance;

  BalieConversationItem *conversation;
  char                  *own;
  GPtrArray             *items;   /* BalieThreadItem: numbered ones ascending, then waiting ones as they were sent */
  GHashTable            *by_id;   /* id -> BalieThreadItem, owned by items */
  GQueue                 callers; /* GTask of load_older */
  char                  *typing;

  BalieThreadLoad load;
  gpointer        load_data;
  GDestroyNotify  load_destroy;

  guint    n_numbered;
  guint    typing_source;
  gint64   first_unread;
  gint64   read_other;
  gboolean has_older;
  gboolean loaded;
  gboolean loading;
};

typedef enum {
  PROP_CONVERSATION = 1,
  PROP_HAS_OLDER,
  PROP_LOADED,
  PROP_TYPING,
  PROP_FIRST_UNREAD,
} BalieThreadProperty;

static GParamSpec *properties[PROP_FIRST_UNREAD + 1];

static void balie_thread_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BalieThread, balie_thread, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, balie_thread_model_init))

static BalieThreadItem *
item_at (BalieThread *self,
         guint        position)
{
  return g_ptr_array_index (self->items, position);
}

static BalieMessageState
state_of (BalieThread        *self,
          const BalieMessage *message)
{
  if (message->author == NULL || g_strcmp0 (message->author->id, self->own) != 0)
    return BALIE_MESSAGE_RECEIVED;

  return message->number <= self->read_other ? BALIE_MESSAGE_SEEN : BALIE_MESSAGE_SENT;
}

/* The first position among the numbered items whose number is @number or more. */
static guint
find_place (BalieThread *self,
            gint64       number)
{
  guint low = 0;
  guint high = self->n_numbered;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (balie_thread_item_get_message (item_at (self, middle))->number < number)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static guint
position_of (BalieThread     *self,
             BalieThreadItem *item)
{
  guint  position = 0;
  gint64 number = balie_thread_item_get_message (item)->number;

  if (number > 0)
    position = find_place (self, number);
  else
    position = self->n_numbered;

  while (item_at (self, position) != item)
    position++;

  return position;
}

/* The item at @position has another one before it now. */
static void
update_previous (BalieThread *self,
                 guint        position)
{
  if (position >= self->items->len)
    return;

  balie_thread_item_set_previous (item_at (self, position),
                                  position > 0 ? balie_thread_item_get_message (item_at (self, position - 1)) : NULL);
}

static void
insert (BalieThread     *self,
        BalieThreadItem *item,
        guint            position)
{
  gboolean numbered = balie_thread_item_get_message (item)->number > 0;

  g_ptr_array_insert (self->items, position, g_object_ref (item));
  g_hash_table_replace (self->by_id, g_strdup (balie_thread_item_get_id (item)), item);
  if (numbered)
    self->n_numbered++;

  update_previous (self, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  update_previous (self, position + 1);
}

static void
take_out (BalieThread *self,
          guint        position)
{
  g_autoptr (BalieThreadItem) item = g_object_ref (item_at (self, position));

  g_hash_table_remove (self->by_id, balie_thread_item_get_id (item));
  g_ptr_array_remove_index (self->items, position);
  if (position < self->n_numbered)
    self->n_numbered--;

  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  update_previous (self, position);
}

static void
set_has_older (BalieThread *self,
               gboolean     has_older)
{
  if (self->has_older == !!has_older)
    return;

  self->has_older = !!has_older;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_OLDER]);
}

static void
set_loaded (BalieThread *self,
            gboolean     loaded)
{
  if (self->loaded == !!loaded)
    return;

  self->loaded = !!loaded;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

static void
set_typing (BalieThread *self,
            const char  *name)
{
  if (g_strcmp0 (self->typing, name) == 0)
    return;

  g_free (self->typing);
  self->typing = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TYPING]);
}

/* A message is what somebody was typing. */
static void
stop_typing (BalieThread *self)
{
  g_clear_handle_id (&self->typing_source, g_source_remove);
  set_typing (self, NULL);
}

/* The other side's mark moves forward only; what it passes was seen. */
static void
conversation_changed (BalieThread *self)
{
  gint64 read_other = balie_conversation_item_get_conversation (self->conversation)->read_other;
  guint  position = find_place (self, self->read_other + 1);

  if (read_other <= self->read_other)
    return;

  self->read_other = read_other;
  for (; position < self->n_numbered; position++)
    {
      BalieThreadItem *item = item_at (self, position);
      BalieMessage    *message = balie_thread_item_get_message (item);

      if (message->number > read_other)
        break;

      balie_thread_item_set_state (item, state_of (self, message));
    }
}

static void
request_page (BalieThread *self,
              gint64       before)
{
  if (self->loading)
    return;

  self->loading = TRUE;
  self->load (self, before, self->load_data);
}

static void
end_loading (BalieThread  *self,
             const GError *error)
{
  GQueue callers = self->callers;
  GTask *task;

  self->loading = FALSE;
  g_queue_init (&self->callers);

  while ((task = g_queue_pop_head (&callers)) != NULL)
    {
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

static void
balie_thread_dispose (GObject *object)
{
  BalieThread *self = BALIE_THREAD (object);

  g_clear_handle_id (&self->typing_source, g_source_remove);

  G_OBJECT_CLASS (balie_thread_parent_class)->dispose (object);
}

static void
balie_thread_finalize (GObject *object)
{
  BalieThread *self = BALIE_THREAD (object);

  /* Each caller's task holds the thread, so there can be none now. */
  g_assert (g_queue_is_empty (&self->callers));

  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->own, g_free);
  g_clear_pointer (&self->typing, g_free);
  g_clear_object (&self->conversation);
  if (self->load_destroy != NULL)
    self->load_destroy (self->load_data);

  G_OBJECT_CLASS (balie_thread_parent_class)->finalize (object);
}

static void
balie_thread_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  BalieThread *self = BALIE_THREAD (object);

  switch ((BalieThreadProperty)property_id)
    {
    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;

    case PROP_HAS_OLDER:
      g_value_set_boolean (value, self->has_older);
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;

    case PROP_TYPING:
      g_value_set_string (value, self->typing);
      break;

    case PROP_FIRST_UNREAD:
      g_value_set_int64 (value, self->first_unread);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_thread_class_init (BalieThreadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = balie_thread_dispose;
  object_class->finalize = balie_thread_finalize;
  object_class->get_property = balie_thread_get_property;

  properties[PROP_CONVERSATION] = g_param_spec_object ("conversation", NULL, NULL, BALIE_TYPE_CONVERSATION_ITEM, flags);
  properties[PROP_HAS_OLDER] = g_param_spec_boolean ("has-older", NULL, NULL, FALSE, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  properties[PROP_TYPING] = g_param_spec_string ("typing", NULL, NULL, NULL, flags);
  properties[PROP_FIRST_UNREAD] = g_param_spec_int64 ("first-unread", NULL, NULL, 0, G_MAXINT64, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
balie_thread_init (BalieThread *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->callers);
}

static GType
balie_thread_get_item_type (GListModel *model)
{
  return BALIE_TYPE_THREAD_ITEM;
}

static guint
balie_thread_get_n_items (GListModel *model)
{
  return BALIE_THREAD (model)->items->len;
}

static gpointer
balie_thread_get_item (GListModel *model,
                       guint       position)
{
  BalieThread *self = BALIE_THREAD (model);

  return position < self->items->len ? g_object_ref (item_at (self, position)) : NULL;
}

static void
balie_thread_model_init (GListModelInterface *iface)
{
  iface->get_item_type = balie_thread_get_item_type;
  iface->get_n_items = balie_thread_get_n_items;
  iface->get_item = balie_thread_get_item;
}

BalieThread *
balie_thread_new (BalieConversationItem *conversation,
                  const char            *own,
                  BalieThreadLoad        load,
                  gpointer               user_data,
                  GDestroyNotify         destroy)
{
  BalieThread       *self;
  BalieConversation *value;

  g_return_val_if_fail (BALIE_IS_CONVERSATION_ITEM (conversation), NULL);
  g_return_val_if_fail (own != NULL, NULL);
  g_return_val_if_fail (load != NULL, NULL);

  self = g_object_new (BALIE_TYPE_THREAD, NULL);
  self->conversation = g_object_ref (conversation);
  self->own = g_strdup (own);
  self->load = load;
  self->load_data = user_data;
  self->load_destroy = destroy;

  value = balie_conversation_item_get_conversation (conversation);
  self->read_other = value->read_other;
  self->first_unread = balie_conversation_item_get_unread (conversation) > 0 ? value->read_own + 1 : 0;
  g_signal_connect_object (conversation, "notify::conversation", G_CALLBACK (conversation_changed), self, G_CONNECT_SWAPPED);

  return self;
}

BalieConversationItem *
balie_thread_get_conversation (BalieThread *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD (self), NULL);

  return self->conversation;
}

gboolean
balie_thread_get_has_older (BalieThread *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD (self), FALSE);

  return self->has_older;
}

gboolean
balie_thread_get_loaded (BalieThread *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD (self), FALSE);

  return self->loaded;
}

const char *
balie_thread_get_typing (BalieThread *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD (self), NULL);

  return self->typing;
}

gint64
balie_thread_get_first_unread (BalieThread *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD (self), 0);

  return self->first_unread;
}

void
balie_thread_load_older_async (BalieThread        *self,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BALIE_IS_THREAD (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_thread_load_older_async);

  if (self->loaded && !self->has_older)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_queue_push_tail (&self->callers, g_steal_pointer (&task));
  if (!self->loaded || self->n_numbered == 0)
    request_page (self, 0);
  else
    request_page (self, balie_thread_item_get_message (item_at (self, 0))->number);
}

gboolean
balie_thread_load_older_finish (BalieThread  *self,
                                GAsyncResult *result,
                                GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
balie_thread_load_newest (BalieThread *self)
{
  g_return_if_fail (BALIE_IS_THREAD (self));

  if (!self->loaded)
    request_page (self, 0);
}

/* Puts a page before all numbered messages that are there, with one change of the list. */
static void
put_in_front (BalieThread *self,
              GPtrArray   *messages)
{
  for (guint i = 0; i < messages->len; i++)
    {
      BalieMessage    *message = g_ptr_array_index (messages, i);
      BalieThreadItem *item = balie_thread_item_new (message, state_of (self, message));

      g_ptr_array_insert (self->items, i, item);
      g_hash_table_replace (self->by_id, g_strdup (message->id), item);
      self->n_numbered++;
      update_previous (self, i);
    }

  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, messages->len);
  update_previous (self, messages->len);
}

static gboolean
lies_in_front (BalieThread *self,
               GPtrArray   *messages)
{
  gint64 first = self->n_numbered > 0 ? balie_thread_item_get_message (item_at (self, 0))->number : G_MAXINT64;
  gint64 last = 0;

  for (guint i = 0; i < messages->len; i++)
    {
      BalieMessage *message = g_ptr_array_index (messages, i);

      if (message->number <= last || message->number >= first || g_hash_table_contains (self->by_id, message->id))
        return FALSE;
      last = message->number;
    }

  return TRUE;
}

void
balie_thread_add_page (BalieThread *self,
                       GPtrArray   *messages,
                       gboolean     has_older)
{
  g_return_if_fail (BALIE_IS_THREAD (self));
  g_return_if_fail (messages != NULL);

  if (!self->loaded && messages->len > 0 && has_older)
    {
      BalieMessage *first = g_ptr_array_index (messages, 0);

      /* Something older may have come live; without what lies between it would stand in the wrong place. */
      while (self->n_numbered > 0 && balie_thread_item_get_message (item_at (self, 0))->number < first->number)
        take_out (self, 0);
    }

  if (lies_in_front (self, messages))
    {
      if (messages->len > 0)
        put_in_front (self, messages);
    }
  else
    {
      set_has_older (self, FALSE);
      for (guint i = 0; i < messages->len; i++)
        balie_thread_put_message (self, g_ptr_array_index (messages, i));
    }

  set_has_older (self, has_older);
  set_loaded (self, TRUE);
  end_loading (self, NULL);
}

void
balie_thread_fail_page (BalieThread  *self,
                        const GError *error)
{
  g_return_if_fail (BALIE_IS_THREAD (self));
  g_return_if_fail (error != NULL);

  end_loading (self, error);
}

/* A message that waited, or changed its number, moves to where it belongs now. */
static void
renumber (BalieThread     *self,
          BalieThreadItem *item,
          BalieMessage    *message)
{
  guint position = position_of (self, item);
  guint place = find_place (self, message->number);

  if (position == self->n_numbered && place == self->n_numbered)
    {
      balie_thread_item_set_message (item, message);
      self->n_numbered++;
      update_previous (self, position + 1);
      return;
    }

  g_object_ref (item);
  take_out (self, position);
  balie_thread_item_set_message (item, message);
  insert (self, item, find_place (self, message->number));
  g_object_unref (item);
}

BalieThreadItem *
balie_thread_put_message (BalieThread  *self,
                          BalieMessage *message)
{
  g_autoptr (BalieThreadItem) added = NULL;
  BalieThreadItem *item;
  gboolean         lies_before;

  g_return_val_if_fail (BALIE_IS_THREAD (self), NULL);
  g_return_val_if_fail (message != NULL && message->number > 0, NULL);

  item = g_hash_table_lookup (self->by_id, message->id);
  if (item != NULL)
    {
      if (balie_thread_item_get_message (item)->number != message->number)
        renumber (self, item, message);
      else
        {
          balie_thread_item_set_message (item, message);
          update_previous (self, position_of (self, item) + 1);
        }
      balie_thread_item_set_state (item, state_of (self, message));
      return item;
    }

  /* What lies before the first page comes with its own page. */
  lies_before = self->n_numbered > 0 && message->number < balie_thread_item_get_message (item_at (self, 0))->number;
  if (lies_before && self->has_older)
    return NULL;

  added = balie_thread_item_new (message, state_of (self, message));
  if (balie_thread_item_get_state (added) == BALIE_MESSAGE_RECEIVED)
    stop_typing (self);
  insert (self, added, find_place (self, message->number));

  return added;
}

BalieThreadItem *
balie_thread_put_waiting (BalieThread  *self,
                          BalieMessage *message)
{
  g_autoptr (BalieThreadItem) added = NULL;
  BalieThreadItem *item;

  g_return_val_if_fail (BALIE_IS_THREAD (self), NULL);
  g_return_val_if_fail (message != NULL && message->number == 0, NULL);

  item = g_hash_table_lookup (self->by_id, message->id);
  if (item != NULL)
    {
      if (balie_thread_item_get_message (item)->number == 0)
        {
          balie_thread_item_set_message (item, message);
          update_previous (self, position_of (self, item) + 1);
        }
      return item;
    }

  added = balie_thread_item_new (message, BALIE_MESSAGE_WAITING);
  insert (self, added, self->items->len);

  return added;
}

gboolean
balie_thread_remove (BalieThread *self,
                     const char  *id)
{
  BalieThreadItem *item;

  g_return_val_if_fail (BALIE_IS_THREAD (self), FALSE);

  item = g_hash_table_lookup (self->by_id, id);
  if (item == NULL)
    return FALSE;

  take_out (self, position_of (self, item));
  return TRUE;
}

BalieThreadItem *
balie_thread_find (BalieThread *self,
                   const char  *id)
{
  g_return_val_if_fail (BALIE_IS_THREAD (self), NULL);

  return g_hash_table_lookup (self->by_id, id);
}

void
balie_thread_reset (BalieThread *self)
{
  guint n_numbered;

  g_return_if_fail (BALIE_IS_THREAD (self));

  n_numbered = self->n_numbered;
  for (guint i = 0; i < n_numbered; i++)
    g_hash_table_remove (self->by_id, balie_thread_item_get_id (item_at (self, i)));
  if (n_numbered > 0)
    g_ptr_array_remove_range (self->items, 0, n_numbered);
  self->n_numbered = 0;
  self->read_other = 0;

  if (n_numbered > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_numbered, 0);
  update_previous (self, 0);

  set_has_older (self, FALSE);
  set_loaded (self, FALSE);
}

static gboolean
typing_ended (gpointer user_data)
{
  BalieThread *self = user_data;

  self->typing_source = 0;
  set_typing (self, NULL);

  return G_SOURCE_REMOVE;
}

void
balie_thread_show_typing (BalieThread *self,
                          const char  *name)
{
  g_return_if_fail (BALIE_IS_THREAD (self));

  g_clear_handle_id (&self->typing_source, g_source_remove);
  self->typing_source = g_timeout_add_seconds (TYPING_SECONDS, typing_ended, self);
  set_typing (self, name);
}
