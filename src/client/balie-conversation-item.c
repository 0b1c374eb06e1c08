/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation as it stands in a list: it stays the same object while the conversation changes. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-conversation-item.h"

struct _BalieConversationItem
{
  GObject parent_instance;

  BalieConversation *conversation;
  gboolean           pending;
  gboolean           refused;
};

typedef enum {
  PROP_ID = 1,
  PROP_CONVERSATION,
  PROP_UNREAD,
  PROP_PENDING,
  PROP_REFUSED,
  PROP_KIND,
  PROP_STATUS,
  PROP_SUBJECT,
  PROP_NUMBER,
  PROP_CHANGED_AT,
} BalieConversationItemProperty;

static GParamSpec *properties[PROP_CHANGED_AT + 1];

G_DEFINE_FINAL_TYPE (BalieConversationItem, balie_conversation_item, G_TYPE_OBJECT)

/* Sending moves the sender's mark, so whatever lies behind the own mark is by others. */
static guint
count_unread (const BalieConversation *conversation)
{
  return CLAMP (conversation->count - conversation->read_own, 0, G_MAXUINT);
}

static void
balie_conversation_item_finalize (GObject *object)
{
  BalieConversationItem *self = BALIE_CONVERSATION_ITEM (object);

  g_clear_pointer (&self->conversation, balie_conversation_unref);

  G_OBJECT_CLASS (balie_conversation_item_parent_class)->finalize (object);
}

static void
balie_conversation_item_get_property (GObject    *object,
                                      guint       property_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  BalieConversationItem *self = BALIE_CONVERSATION_ITEM (object);

  switch ((BalieConversationItemProperty)property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->conversation->id);
      break;

    case PROP_CONVERSATION:
      g_value_set_boxed (value, self->conversation);
      break;

    case PROP_UNREAD:
      g_value_set_uint (value, count_unread (self->conversation));
      break;

    case PROP_PENDING:
      g_value_set_boolean (value, self->pending);
      break;

    case PROP_REFUSED:
      g_value_set_boolean (value, self->refused);
      break;

    case PROP_KIND:
      g_value_set_int (value, self->conversation->kind);
      break;

    case PROP_STATUS:
      g_value_set_int (value, self->conversation->status);
      break;

    case PROP_SUBJECT:
      g_value_set_string (value, self->conversation->subject);
      break;

    case PROP_NUMBER:
      g_value_set_int64 (value, self->conversation->number);
      break;

    case PROP_CHANGED_AT:
      g_value_set_int64 (value, self->conversation->changed_at);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_conversation_item_class_init (BalieConversationItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = balie_conversation_item_finalize;
  object_class->get_property = balie_conversation_item_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_CONVERSATION] = g_param_spec_boxed ("conversation", NULL, NULL, BALIE_TYPE_CONVERSATION, flags);
  properties[PROP_UNREAD] = g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PENDING] = g_param_spec_boolean ("pending", NULL, NULL, FALSE, flags);
  properties[PROP_REFUSED] = g_param_spec_boolean ("refused", NULL, NULL, FALSE, flags);
  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, BALIE_CONVERSATION_PROBLEM, 0, flags);
  properties[PROP_STATUS] = g_param_spec_int ("status", NULL, NULL, 0, BALIE_STATUS_CLOSED, 0, flags);
  properties[PROP_SUBJECT] = g_param_spec_string ("subject", NULL, NULL, NULL, flags);
  properties[PROP_NUMBER] = g_param_spec_int64 ("number", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_CHANGED_AT] = g_param_spec_int64 ("changed-at", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
balie_conversation_item_init (BalieConversationItem *self)
{
}

BalieConversationItem *
balie_conversation_item_new (BalieConversation *conversation)
{
  BalieConversationItem *self;

  g_return_val_if_fail (conversation != NULL, NULL);

  self = g_object_new (BALIE_TYPE_CONVERSATION_ITEM, NULL);
  self->conversation = balie_conversation_ref (conversation);

  return self;
}

const char *
balie_conversation_item_get_id (BalieConversationItem *self)
{
  g_return_val_if_fail (BALIE_IS_CONVERSATION_ITEM (self), NULL);

  return self->conversation->id;
}

BalieConversation *
balie_conversation_item_get_conversation (BalieConversationItem *self)
{
  g_return_val_if_fail (BALIE_IS_CONVERSATION_ITEM (self), NULL);

  return self->conversation;
}

guint
balie_conversation_item_get_unread (BalieConversationItem *self)
{
  g_return_val_if_fail (BALIE_IS_CONVERSATION_ITEM (self), 0);

  return count_unread (self->conversation);
}

gboolean
balie_conversation_item_get_pending (BalieConversationItem *self)
{
  g_return_val_if_fail (BALIE_IS_CONVERSATION_ITEM (self), FALSE);

  return self->pending;
}

gboolean
balie_conversation_item_get_refused (BalieConversationItem *self)
{
  g_return_val_if_fail (BALIE_IS_CONVERSATION_ITEM (self), FALSE);

  return self->refused;
}

/**
 * balie_conversation_item_set_conversation:
 * @conversation: the new value, of the same id
 *
 * Notifies the properties that are different now.
 */
void
balie_conversation_item_set_conversation (BalieConversationItem *self,
                                          BalieConversation     *conversation)
{
  g_autoptr (BalieConversation) old = NULL;
  GObject *object;

  g_return_if_fail (BALIE_IS_CONVERSATION_ITEM (self));
  g_return_if_fail (conversation != NULL);
  g_return_if_fail (g_strcmp0 (conversation->id, self->conversation->id) == 0);

  if (conversation == self->conversation)
    return;

  old = g_steal_pointer (&self->conversation);
  self->conversation = balie_conversation_ref (conversation);

  object = G_OBJECT (self);
  g_object_freeze_notify (object);
  g_object_notify_by_pspec (object, properties[PROP_CONVERSATION]);
  if (count_unread (old) != count_unread (conversation))
    g_object_notify_by_pspec (object, properties[PROP_UNREAD]);
  if (old->kind != conversation->kind)
    g_object_notify_by_pspec (object, properties[PROP_KIND]);
  if (old->status != conversation->status)
    g_object_notify_by_pspec (object, properties[PROP_STATUS]);
  if (g_strcmp0 (old->subject, conversation->subject) != 0)
    g_object_notify_by_pspec (object, properties[PROP_SUBJECT]);
  if (old->number != conversation->number)
    g_object_notify_by_pspec (object, properties[PROP_NUMBER]);
  if (old->changed_at != conversation->changed_at)
    g_object_notify_by_pspec (object, properties[PROP_CHANGED_AT]);
  g_object_thaw_notify (object);
}

/**
 * balie_conversation_item_set_outbox_state:
 * @pending: whether the server does not know the conversation yet
 * @refused: whether something of it waits in the outbox for a decision
 */
void
balie_conversation_item_set_outbox_state (BalieConversationItem *self,
                                          gboolean               pending,
                                          gboolean               refused)
{
  GObject *object;

  g_return_if_fail (BALIE_IS_CONVERSATION_ITEM (self));

  object = G_OBJECT (self);
  g_object_freeze_notify (object);

  if (self->pending != !!pending)
    {
      self->pending = !!pending;
      g_object_notify_by_pspec (object, properties[PROP_PENDING]);
    }
  if (self->refused != !!refused)
    {
      self->refused = !!refused;
      g_object_notify_by_pspec (object, properties[PROP_REFUSED]);
    }

  g_object_thaw_notify (object);
}
