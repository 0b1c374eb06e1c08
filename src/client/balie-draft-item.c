/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft as it stands in a list: it stays the same object while the draft changes. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-draft-item.h"

#include "balie-text.h"

/* As much of a text as a list shows. */
#define PREVIEW_LENGTH 200

struct _BalieDraftItem
{
  GObject parent_instance;

  char                 *key;
  char                 *subject;
  char                 *preview;
  char                 *conversation;
  BalieConversationKind kind;
  guint                 n_files;
  gint64                changed_at;
};

typedef enum {
  PROP_KEY = 1,
  PROP_SUBJECT,
  PROP_PREVIEW,
  PROP_KIND,
  PROP_CONVERSATION,
  PROP_N_FILES,
  PROP_CHANGED_AT,
} BalieDraftItemProperty;

static GParamSpec *properties[PROP_CHANGED_AT + 1];

G_DEFINE_FINAL_TYPE (BalieDraftItem, balie_draft_item, G_TYPE_OBJECT)

static void
balie_draft_item_finalize (GObject *object)
{
  BalieDraftItem *self = BALIE_DRAFT_ITEM (object);

  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->preview, g_free);
  g_clear_pointer (&self->conversation, g_free);

  G_OBJECT_CLASS (balie_draft_item_parent_class)->finalize (object);
}

static void
balie_draft_item_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  BalieDraftItem *self = BALIE_DRAFT_ITEM (object);

  switch ((BalieDraftItemProperty)property_id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;

    case PROP_SUBJECT:
      g_value_set_string (value, self->subject);
      break;

    case PROP_PREVIEW:
      g_value_set_string (value, self->preview);
      break;

    case PROP_KIND:
      g_value_set_int (value, self->kind);
      break;

    case PROP_CONVERSATION:
      g_value_set_string (value, self->conversation);
      break;

    case PROP_N_FILES:
      g_value_set_uint (value, self->n_files);
      break;

    case PROP_CHANGED_AT:
      g_value_set_int64 (value, self->changed_at);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_draft_item_class_init (BalieDraftItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = balie_draft_item_finalize;
  object_class->get_property = balie_draft_item_get_property;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  properties[PROP_SUBJECT] = g_param_spec_string ("subject", NULL, NULL, NULL, flags);
  properties[PROP_PREVIEW] = g_param_spec_string ("preview", NULL, NULL, "", flags);
  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, BALIE_CONVERSATION_PROBLEM, 0, flags);
  properties[PROP_CONVERSATION] = g_param_spec_string ("conversation", NULL, NULL, NULL, flags);
  properties[PROP_N_FILES] = g_param_spec_uint ("n-files", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_CHANGED_AT] = g_param_spec_int64 ("changed-at", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
balie_draft_item_init (BalieDraftItem *self)
{
  self->preview = g_strdup ("");
}

BalieDraftItem *
balie_draft_item_new (const BalieDraftSummary *summary)
{
  BalieDraftItem *self;

  g_return_val_if_fail (summary != NULL, NULL);
  g_return_val_if_fail (summary->key != NULL, NULL);

  self = g_object_new (BALIE_TYPE_DRAFT_ITEM, NULL);
  self->key = g_strdup (summary->key);
  balie_draft_item_set_summary (self, summary);

  return self;
}

static void
set_text (BalieDraftItem        *self,
          char                 **place,
          const char            *text,
          BalieDraftItemProperty property)
{
  if (g_strcmp0 (*place, text) == 0)
    return;

  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
balie_draft_item_set_summary (BalieDraftItem          *self,
                              const BalieDraftSummary *summary)
{
  g_autofree char *preview = NULL;
  GObject         *object;

  g_return_if_fail (BALIE_IS_DRAFT_ITEM (self));
  g_return_if_fail (g_strcmp0 (summary->key, self->key) == 0);

  preview = balie_text_dup_line (summary->text != NULL ? summary->text : "", PREVIEW_LENGTH);
  object = G_OBJECT (self);
  g_object_freeze_notify (object);
  set_text (self, &self->subject, summary->subject, PROP_SUBJECT);
  set_text (self, &self->preview, preview, PROP_PREVIEW);
  set_text (self, &self->conversation, summary->conversation, PROP_CONVERSATION);
  if (self->n_files != summary->n_files)
    {
      self->n_files = summary->n_files;
      g_object_notify_by_pspec (object, properties[PROP_N_FILES]);
    }
  if (self->kind != summary->kind)
    {
      self->kind = summary->kind;
      g_object_notify_by_pspec (object, properties[PROP_KIND]);
    }
  if (self->changed_at != summary->changed_at)
    {
      self->changed_at = summary->changed_at;
      g_object_notify_by_pspec (object, properties[PROP_CHANGED_AT]);
    }
  g_object_thaw_notify (object);
}

void
balie_draft_item_get_summary (BalieDraftItem    *self,
                              BalieDraftSummary *summary)
{
  g_return_if_fail (BALIE_IS_DRAFT_ITEM (self));
  g_return_if_fail (summary != NULL);

  *summary = (BalieDraftSummary){
    .key = self->key,
    .kind = self->kind,
    .conversation = self->conversation,
    .subject = self->subject,
    .text = self->preview,
    .n_files = self->n_files,
    .changed_at = self->changed_at,
  };
}

const char *
balie_draft_item_get_key (BalieDraftItem *self)
{
  g_return_val_if_fail (BALIE_IS_DRAFT_ITEM (self), NULL);

  return self->key;
}

/**
 * balie_draft_item_get_subject:
 *
 * Returns: (transfer none) (nullable): of the new request, or of the conversation
 */
const char *
balie_draft_item_get_subject (BalieDraftItem *self)
{
  g_return_val_if_fail (BALIE_IS_DRAFT_ITEM (self), NULL);

  return self->subject;
}

/**
 * balie_draft_item_get_preview:
 *
 * Returns: (transfer none): one line of what was typed, possibly empty
 */
const char *
balie_draft_item_get_preview (BalieDraftItem *self)
{
  g_return_val_if_fail (BALIE_IS_DRAFT_ITEM (self), NULL);

  return self->preview;
}

BalieConversationKind
balie_draft_item_get_kind (BalieDraftItem *self)
{
  g_return_val_if_fail (BALIE_IS_DRAFT_ITEM (self), BALIE_CONVERSATION_QUESTION);

  return self->kind;
}

/**
 * balie_draft_item_get_conversation:
 *
 * Returns: (transfer none) (nullable): id of the conversation that it answers, which the session may not know any more
 */
const char *
balie_draft_item_get_conversation (BalieDraftItem *self)
{
  g_return_val_if_fail (BALIE_IS_DRAFT_ITEM (self), NULL);

  return self->conversation;
}

guint
balie_draft_item_get_n_files (BalieDraftItem *self)
{
  g_return_val_if_fail (BALIE_IS_DRAFT_ITEM (self), 0);

  return self->n_files;
}

gint64
balie_draft_item_get_changed_at (BalieDraftItem *self)
{
  g_return_val_if_fail (BALIE_IS_DRAFT_ITEM (self), 0);

  return self->changed_at;
}
