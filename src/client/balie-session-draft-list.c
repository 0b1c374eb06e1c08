/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's list of drafts: what was begun, here or in an answer, and not sent. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

#include "balie-clock.h"
#include "balie-file-table.h"

/* A draft that is on its way out. */
typedef struct
{
  BalieSession *session;
  char         *key;
} Discarding;

static Discarding *
discarding_new (BalieSession *session,
                const char   *key)
{
  Discarding *discarding = g_new0 (Discarding, 1);

  discarding->session = g_object_ref (session);
  discarding->key = g_strdup (key);

  return discarding;
}

static void
discarding_free (Discarding *discarding)
{
  g_clear_object (&discarding->session);
  g_free (discarding->key);
  g_free (discarding);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Discarding, discarding_free)

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

  if (g_str_has_prefix (key, BALIE_DRAFT_RATING_PREFIX))
    return;

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

/* Other files go with a draft than did. */
static void
show_files (BalieSession   *self,
            BalieDraftItem *item,
            guint           n_files)
{
  BalieDraftSummary summary;
  g_autoptr (BalieDraft) draft = NULL;

  balie_draft_item_get_summary (item, &summary);
  draft = balie_draft_new (summary.conversation == NULL ? summary.subject : NULL, summary.text);
  show (self, summary.key, draft, n_files, balie_clock_now ());
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

static guint
get_n_files (BalieSession *self,
             const char   *key)
{
  return g_list_model_get_n_items (balie_upload_queue_get_files (self->uploads, key));
}

void
balie_session_show_draft (BalieSession     *self,
                          const char       *key,
                          const BalieDraft *draft)
{
  show (self, key, draft, get_n_files (self, key), balie_clock_now ());
}

GListModel *
balie_session_get_drafts (BalieSession *self)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->draft_list);
}

/* The row of a draft on disk tells when it was changed, by its files too. */
static gpointer
touch_job (BalieDb *db,
           gpointer data,
           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDraft) draft = balie_draft_table_get (db, data, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (draft == NULL)
    draft = balie_draft_new (NULL, NULL);
  draft->changed_at = balie_clock_now ();
  balie_draft_table_put (db, data, draft, error);

  return NULL;
}

static void
on_touched (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieSession) self = user_data;
  g_autoptr (GError) error = NULL;

  balie_cache_write_finish (self->cache, result, &error);
  if (error != NULL)
    g_message ("When a draft was changed could not be kept: %s", error->message);
}

/* Whether files of @owner are those of a draft, and not of a message. */
static gboolean
is_draft (BalieSession *self,
          const char   *owner)
{
  return g_str_equal (owner, BALIE_DRAFT_NEW_QUESTION) || g_str_equal (owner, BALIE_DRAFT_NEW_PROBLEM) ||
         balie_draft_list_find (self->draft_list, owner) != NULL || balie_session_find_conversation (self, owner) != NULL;
}

static void
on_owner_changed (BalieSession *self,
                  const char   *owner)
{
  BalieDraftItem   *item = balie_draft_list_find (self->draft_list, owner);
  guint             n_files = get_n_files (self, owner);
  const BalieDraft *typed;

  if (self->closed || !is_draft (self, owner) || n_files == (item != NULL ? balie_draft_item_get_n_files (item) : 0))
    return;

  if (item != NULL)
    show_files (self, item, n_files);
  else
    show (self, owner, NULL, n_files, balie_clock_now ());

  /* What waits to be written says it too. */
  if (!balie_draft_keeper_peek (self->drafts, owner, &typed))
    balie_cache_write_async (self->cache, touch_job, g_strdup (owner), g_free, NULL, NULL, on_touched, g_object_ref (self));
}

void
balie_session_connect_drafts (BalieSession *self)
{
  g_signal_connect_object (self->uploads, "owner-changed", G_CALLBACK (on_owner_changed), self, G_CONNECT_SWAPPED);
}

static gpointer
discard_job (BalieDb *db,
             gpointer data,
             GError **error)
{
  return GINT_TO_POINTER (balie_draft_table_remove (db, data, error) && balie_file_table_remove_owner (db, data, error));
}

static void
on_discarded (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Discarding) discarding = user_data;
  BalieSession *self = discarding->session;
  g_autoptr (GError) error = NULL;
  const BalieDraft *typed = NULL;

  if (balie_cache_write_finish (self->cache, result, &error) == NULL)
    {
      g_message ("A draft could not be discarded: %s", error->message);
      return;
    }

  balie_upload_queue_owner_removed (self->uploads, discarding->key);
  balie_draft_keeper_peek (self->drafts, discarding->key, &typed);
  balie_session_show_draft (self, discarding->key, typed);
}

void
balie_session_discard_draft (BalieSession *self,
                             const char   *key)
{
  g_return_if_fail (BALIE_IS_SESSION (self));
  g_return_if_fail (key != NULL);

  if (self->closed)
    return;

  /* What is on its way to the disk comes before. */
  balie_draft_keeper_put (self->drafts, key, NULL);
  balie_draft_keeper_write (self->drafts);
  balie_session_show_draft (self, key, NULL);
  balie_cache_write_async (self->cache, discard_job, g_strdup (key), g_free, NULL, NULL, on_discarded, discarding_new (self, key));
}
