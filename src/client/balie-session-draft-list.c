/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's list of drafts: what was begun, here or in an answer, and not sent. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

#include "balie-clock.h"

/* Fills in what follows from the key: what becomes of the draft, and where. */
static void
describe (BalieSession      *self,
          BalieDraftSummary *summary)
{
  BalieConversationItem *item;

  if (g_str_equal (summary->key, BALIE_DRAFT_NEW_QUESTION) || g_str_equal (summary->key, BALIE_DRAFT_NEW_PROBLEM))
    {
      summary->kind = g_str_equal (summary->key, BALIE_DRAFT_NEW_PROBLEM) ? BALIE_CONVERSATION_PROBLEM : BALIE_CONVERSATION_QUESTION;
      return;
    }

  item = balie_session_find_conversation (self, summary->key);
  summary->kind = item != NULL ? balie_conversation_item_get_conversation (item)->kind : BALIE_CONVERSATION_QUESTION;
  summary->conversation = summary->key;
  summary->subject = item != NULL ? balie_conversation_item_get_conversation (item)->subject : NULL;
}

static void
show (BalieSession     *self,
      const char       *key,
      const BalieDraft *draft,
      guint             n_files,
      gint64            changed_at)
{
  BalieDraftSummary summary = {.key = key, .text = "", .n_files = n_files, .changed_at = changed_at};

  if (n_files == 0 && (draft == NULL || balie_draft_is_empty (draft)))
    {
      balie_draft_list_remove (self->draft_list, key);
      return;
    }

  if (draft != NULL)
    {
      summary.subject = draft->subject;
      summary.text = draft->text;
    }
  describe (self, &summary);
  balie_draft_list_put (self->draft_list, &summary);
}

void
balie_session_fill_drafts (BalieSession *self,
                           GPtrArray    *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const BalieDraftRow *row = g_ptr_array_index (rows, i);

      show (self, row->key, row->draft, row->n_files, row->draft->changed_at);
    }
}

void
balie_session_name_drafts (BalieSession *self)
{
  GListModel *model = G_LIST_MODEL (self->draft_list);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (BalieDraftItem) item = g_list_model_get_item (model, i);
      BalieDraftSummary summary;

      balie_draft_item_get_summary (item, &summary);
      describe (self, &summary);
      balie_draft_item_set_summary (item, &summary);
    }
}

void
balie_session_show_draft (BalieSession     *self,
                          const char       *key,
                          const BalieDraft *draft)
{
  BalieDraftItem *item = balie_draft_list_find (self->draft_list, key);

  show (self, key, draft, item != NULL ? balie_draft_item_get_n_files (item) : 0, balie_clock_now ());
}

GListModel *
balie_session_get_drafts (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->draft_list);
}

void
balie_session_discard_draft (BalieSession *self,
                             const char   *key)
{
  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (key != NULL);

  if (self->closed)
    return;

  balie_draft_list_remove (self->draft_list, key);
  balie_draft_keeper_put (self->drafts, key, NULL);
  balie_draft_keeper_write (self->drafts);
}
