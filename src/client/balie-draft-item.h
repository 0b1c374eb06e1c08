/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft as it stands in a list: it stays the same object while the draft changes. */
#pragma once

#include <glib-object.h>

#include "balie-conversation.h"

G_BEGIN_DECLS

/**
 * BalieDraftSummary:
 * @key: of the draft
 * @kind: of what becomes of it; %BALIE_CONVERSATION_QUESTION for an answer in a conversation that is not known any more
 * @conversation: (nullable): id of the conversation that it answers; %NULL for a new request
 * @subject: (nullable): of the new request, or of the conversation
 * @text: what was typed
 * @n_files: how many files go with it
 * @changed_at: milliseconds since 1970
 *
 * What a list tells of a draft.
 */
typedef struct
{
  const char           *key;
  BalieConversationKind kind;
  const char           *conversation;
  const char           *subject;
  const char           *text;
  guint                 n_files;
  gint64                changed_at;
} BalieDraftSummary;

/**
 * BalieDraftItem:
 *
 * Properties (read-only, each notifies): `key` (string), `subject` (string, nullable: of the new request, or of the
 * conversation), `preview` (string: one line of the text, possibly empty), `kind` (int: BalieConversationKind),
 * `conversation` (string, nullable: id; the session may not know it any more), `n-files` (uint), `changed-at` (int64:
 * milliseconds since 1970).
 */
#define BALIE_TYPE_DRAFT_ITEM (balie_draft_item_get_type ())
G_DECLARE_FINAL_TYPE (BalieDraftItem, balie_draft_item, BALIE, DRAFT_ITEM, GObject)

/**
 * balie_draft_item_new:
 *
 * The session makes these; tests and previews may too.
 */
BalieDraftItem *balie_draft_item_new (const BalieDraftSummary *summary);

/**
 * balie_draft_item_set_summary:
 * @summary: of the same draft
 *
 * Notifies the properties that are different now.
 */
void balie_draft_item_set_summary (BalieDraftItem          *self,
                                   const BalieDraftSummary *summary);

/**
 * balie_draft_item_get_summary:
 * @summary: (out caller-allocates): what is told now, the preview for a text; valid until the item changes
 */
void                  balie_draft_item_get_summary (BalieDraftItem    *self,
                                                    BalieDraftSummary *summary);
const char           *balie_draft_item_get_key (BalieDraftItem *self);
const char           *balie_draft_item_get_subject (BalieDraftItem *self);
const char           *balie_draft_item_get_preview (BalieDraftItem *self);
BalieConversationKind balie_draft_item_get_kind (BalieDraftItem *self);
const char           *balie_draft_item_get_conversation (BalieDraftItem *self);
guint                 balie_draft_item_get_n_files (BalieDraftItem *self);
gint64                balie_draft_item_get_changed_at (BalieDraftItem *self);

G_END_DECLS
