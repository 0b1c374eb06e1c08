/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations, newest change first; for this room alone, the app sees a GListModel. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-conversation-list.h"

#include <string.h>

struct _BalieConversationList
{
  GObject parent_instance;

  GSequence  *items;
  GHashTable *places; /* id of an item -> GSequenceIter */
};

static void balie_conversation_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BalieConversationList, balie_conversation_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, balie_conversation_list_model_init))

static int
compare_conversations (const BalieConversation *a,
                       const BalieConversation *b)
{
  if (a->changed_at != b->changed_at)
    return a->changed_at > b->changed_at ? -1 : 1;

  return strcmp (a->id, b->id);
}

static int
compare_items (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  return compare_conversations (balie_conversation_item_get_conversation ((BalieConversationItem *)a),
                                balie_conversation_item_get_conversation ((BalieConversationItem *)b));
}

static void
balie_conversation_list_finalize (GObject *object)
{
  BalieConversationList *self = BALIE_CONVERSATION_LIST (object);

  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->items, g_sequence_free);

  G_OBJECT_CLASS (balie_conversation_list_parent_class)->finalize (object);
}

static void
balie_conversation_list_class_init (BalieConversationListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = balie_conversation_list_finalize;
}

static void
balie_conversation_list_init (BalieConversationList *self)
{
  self->items = g_sequence_new (g_object_unref);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static GType
balie_conversation_list_get_item_type (GListModel *model)
{
  return BALIE_TYPE_CONVERSATION_ITEM;
}

static guint
balie_conversation_list_get_n_items (GListModel *model)
{
  return g_sequence_get_length (BALIE_CONVERSATION_LIST (model)->items);
}

static gpointer
balie_conversation_list_get_item (GListModel *model,
                                  guint       position)
{
  BalieConversationList *self = BALIE_CONVERSATION_LIST (model);

  if (position >= (guint)g_sequence_get_length (self->items))
    return NULL;

  return g_object_ref (g_sequence_get (g_sequence_get_iter_at_pos (self->items, position)));
}

static void
balie_conversation_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = balie_conversation_list_get_item_type;
  iface->get_n_items = balie_conversation_list_get_n_items;
  iface->get_item = balie_conversation_list_get_item;
}

static void
insert (BalieConversationList *self,
        BalieConversationItem *item)
{
  GSequenceIter *place = g_sequence_insert_sorted (self->items, g_object_ref (item), compare_items, NULL);

  g_hash_table_insert (self->places, g_strdup (balie_conversation_item_get_id (item)), place);
  g_list_model_items_changed (G_LIST_MODEL (self), g_sequence_iter_get_position (place), 0, 1);
}

static void
take_out (BalieConversationList *self,
          GSequenceIter         *place)
{
  guint position = g_sequence_iter_get_position (place);

  g_hash_table_remove (self->places, balie_conversation_item_get_id (g_sequence_get (place)));
  g_sequence_remove (place);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/* Whether an item at @place may have @conversation for its value without leaving its place. */
static gboolean
fits (GSequenceIter           *place,
      const BalieConversation *conversation)
{
  GSequenceIter *next = g_sequence_iter_next (place);

  if (!g_sequence_iter_is_begin (place))
    {
      BalieConversationItem *before = g_sequence_get (g_sequence_iter_prev (place));

      if (compare_conversations (balie_conversation_item_get_conversation (before), conversation) > 0)
        return FALSE;
    }

  if (!g_sequence_iter_is_end (next))
    {
      BalieConversationItem *after = g_sequence_get (next);

      if (compare_conversations (conversation, balie_conversation_item_get_conversation (after)) > 0)
        return FALSE;
    }

  return TRUE;
}

BalieConversationList *
balie_conversation_list_new (void)
{
  return g_object_new (BALIE_TYPE_CONVERSATION_LIST, NULL);
}

BalieConversationItem *
balie_conversation_list_put (BalieConversationList *self,
                             BalieConversation     *conversation)
{
  g_autoptr (BalieConversationItem) item = NULL;
  GSequenceIter *place;

  g_return_val_if_fail (BALIE_IS_CONVERSATION_LIST (self), NULL);
  g_return_val_if_fail (conversation != NULL, NULL);

  place = g_hash_table_lookup (self->places, conversation->id);
  if (place == NULL)
    {
      item = balie_conversation_item_new (conversation);
      insert (self, item);
      return item;
    }

  item = g_object_ref (g_sequence_get (place));
  if (fits (place, conversation))
    {
      balie_conversation_item_set_conversation (item, conversation);
      return item;
    }

  take_out (self, place);
  balie_conversation_item_set_conversation (item, conversation);
  insert (self, item);

  return item;
}

gboolean
balie_conversation_list_remove (BalieConversationList *self,
                                const char            *id)
{
  GSequenceIter *place;

  g_return_val_if_fail (BALIE_IS_CONVERSATION_LIST (self), FALSE);

  place = g_hash_table_lookup (self->places, id);
  if (place == NULL)
    return FALSE;

  take_out (self, place);
  return TRUE;
}

BalieConversationItem *
balie_conversation_list_find (BalieConversationList *self,
                              const char            *id)
{
  GSequenceIter *place;

  g_return_val_if_fail (BALIE_IS_CONVERSATION_LIST (self), NULL);

  place = g_hash_table_lookup (self->places, id);

  return place != NULL ? g_sequence_get (place) : NULL;
}
