/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message as it stands in a thread: it stays the same object from the outbox to being seen. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-thread-item.h"

struct _BalieThreadItem
{
  GObject parent_instance;

  BalieMessage     *message;
  BalieMessage     *previous;
  char             *error_type;
  BalieMessageState state;
  BalieError        error_code;
};

typedef enum {
  PROP_ID = 1,
  PROP_MESSAGE,
  PROP_STATE,
  PROP_ERROR_CODE,
  PROP_ERROR_TYPE,
  PROP_PREVIOUS,
} BalieThreadItemProperty;

static GParamSpec *properties[PROP_PREVIOUS + 1];

G_DEFINE_ENUM_TYPE (BalieMessageState, balie_message_state, G_DEFINE_ENUM_VALUE (BALIE_MESSAGE_WAITING, "waiting"), G_DEFINE_ENUM_VALUE (BALIE_MESSAGE_REFUSED, "refused"), G_DEFINE_ENUM_VALUE (BALIE_MESSAGE_SENT, "sent"), G_DEFINE_ENUM_VALUE (BALIE_MESSAGE_SEEN, "seen"), G_DEFINE_ENUM_VALUE (BALIE_MESSAGE_RECEIVED, "received"))

G_DEFINE_FINAL_TYPE (BalieThreadItem, balie_thread_item, G_TYPE_OBJECT)

static void
balie_thread_item_finalize (GObject *object)
{
  BalieThreadItem *self = BALIE_THREAD_ITEM (object);

  g_clear_pointer (&self->message, balie_message_unref);
  g_clear_pointer (&self->previous, balie_message_unref);
  g_clear_pointer (&self->error_type, g_free);

  G_OBJECT_CLASS (balie_thread_item_parent_class)->finalize (object);
}

static void
balie_thread_item_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  BalieThreadItem *self = BALIE_THREAD_ITEM (object);

  switch ((BalieThreadItemProperty)property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->message->id);
      break;

    case PROP_MESSAGE:
      g_value_set_boxed (value, self->message);
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_ERROR_CODE:
      g_value_set_int (value, self->error_code);
      break;

    case PROP_ERROR_TYPE:
      g_value_set_string (value, self->error_type);
      break;

    case PROP_PREVIOUS:
      g_value_set_boxed (value, self->previous);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_thread_item_class_init (BalieThreadItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = balie_thread_item_finalize;
  object_class->get_property = balie_thread_item_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_MESSAGE] = g_param_spec_boxed ("message", NULL, NULL, BALIE_TYPE_MESSAGE, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BALIE_TYPE_MESSAGE_STATE, BALIE_MESSAGE_WAITING, flags);
  properties[PROP_ERROR_CODE] = g_param_spec_int ("error-code", NULL, NULL, 0, BALIE_ERROR_STORAGE, 0, flags);
  properties[PROP_ERROR_TYPE] = g_param_spec_string ("error-type", NULL, NULL, NULL, flags);
  properties[PROP_PREVIOUS] = g_param_spec_boxed ("previous", NULL, NULL, BALIE_TYPE_MESSAGE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
balie_thread_item_init (BalieThreadItem *self)
{
}

/**
 * balie_thread_item_new:
 *
 * The thread makes these; tests and previews may too.
 *
 * Returns: (transfer full): an item
 */
BalieThreadItem *
balie_thread_item_new (BalieMessage     *message,
                       BalieMessageState state)
{
  BalieThreadItem *self;

  g_return_val_if_fail (message != NULL, NULL);

  self = g_object_new (BALIE_TYPE_THREAD_ITEM, NULL);
  self->message = balie_message_ref (message);
  self->state = state;

  return self;
}

const char *
balie_thread_item_get_id (BalieThreadItem *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD_ITEM (self), NULL);

  return self->message->id;
}

BalieMessage *
balie_thread_item_get_message (BalieThreadItem *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD_ITEM (self), NULL);

  return self->message;
}

BalieMessageState
balie_thread_item_get_state (BalieThreadItem *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD_ITEM (self), BALIE_MESSAGE_WAITING);

  return self->state;
}

BalieError
balie_thread_item_get_error_code (BalieThreadItem *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD_ITEM (self), BALIE_ERROR_OFFLINE);

  return self->error_code;
}

const char *
balie_thread_item_get_error_type (BalieThreadItem *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD_ITEM (self), NULL);

  return self->error_type;
}

BalieMessage *
balie_thread_item_get_previous (BalieThreadItem *self)
{
  g_return_val_if_fail (BALIE_IS_THREAD_ITEM (self), NULL);

  return self->previous;
}

/**
 * balie_thread_item_set_message:
 * @message: the new value, of the same id
 */
void
balie_thread_item_set_message (BalieThreadItem *self,
                               BalieMessage    *message)
{
  g_return_if_fail (BALIE_IS_THREAD_ITEM (self));
  g_return_if_fail (message != NULL);
  g_return_if_fail (g_strcmp0 (message->id, self->message->id) == 0);

  if (message == self->message)
    return;

  balie_message_unref (self->message);
  self->message = balie_message_ref (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

static void
set_error (BalieThreadItem *self,
           BalieError       code,
           const char      *type)
{
  if (self->error_code != code)
    {
      self->error_code = code;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_CODE]);
    }

  if (g_strcmp0 (self->error_type, type) != 0)
    {
      g_free (self->error_type);
      self->error_type = g_strdup (type);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_TYPE]);
    }
}

static void
change_state (BalieThreadItem  *self,
              BalieMessageState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/**
 * balie_thread_item_set_state:
 *
 * Any state but refused; the error of an earlier refusal is forgotten.
 */
void
balie_thread_item_set_state (BalieThreadItem  *self,
                             BalieMessageState state)
{
  g_return_if_fail (BALIE_IS_THREAD_ITEM (self));
  g_return_if_fail (state != BALIE_MESSAGE_REFUSED);

  g_object_freeze_notify (G_OBJECT (self));
  set_error (self, BALIE_ERROR_OFFLINE, NULL);
  change_state (self, state);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * balie_thread_item_set_refused:
 * @code: what can be done about it
 * @type: (nullable): of the server's problem
 */
void
balie_thread_item_set_refused (BalieThreadItem *self,
                               BalieError       code,
                               const char      *type)
{
  g_return_if_fail (BALIE_IS_THREAD_ITEM (self));

  g_object_freeze_notify (G_OBJECT (self));
  set_error (self, code, type);
  change_state (self, BALIE_MESSAGE_REFUSED);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * balie_thread_item_set_previous:
 * @previous: (nullable): the message before it in the thread
 */
void
balie_thread_item_set_previous (BalieThreadItem *self,
                                BalieMessage    *previous)
{
  g_return_if_fail (BALIE_IS_THREAD_ITEM (self));

  if (previous == self->previous)
    return;

  g_clear_pointer (&self->previous, balie_message_unref);
  if (previous != NULL)
    self->previous = balie_message_ref (previous);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREVIOUS]);
}
