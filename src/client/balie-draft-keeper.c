/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings drafts to the disk within a second, however fast somebody types. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-draft-keeper.h"

#include "balie-clock.h"
#include "balie-draft-table.h"

/* From the first change to the write; what is typed meanwhile goes along. */
#define DELAY 500

/* When the disk was full, until it is tried again. */
#define RETRY_DELAY 5000

struct _BalieDraftKeeper
{
  GObject parent_instance;

  BalieCache *cache;
  GHashTable *waiting;  /* key -> BalieDraft, or NULL for a removal */
  GHashTable *held;     /* key -> GQueue: for each send under way the BalieDraft that goes, NULL when the disk has it */
  GQueue      writings; /* Writing, in the order in which they end; each owned by its callback */
  guint       source;
  gboolean    stopped;
};

/* Drafts on their way to the disk. */
typedef struct
{
  BalieDraftKeeper *keeper;
  GHashTable       *drafts; /* as waiting */
} Writing;

G_DEFINE_FINAL_TYPE (BalieDraftKeeper, balie_draft_keeper, G_TYPE_OBJECT)

static void schedule (BalieDraftKeeper *self,
                      guint             delay);

static void
free_draft (gpointer draft)
{
  balie_draft_free (draft);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_draft);
}

static BalieDraft *
copy_draft (const BalieDraft *draft)
{
  return draft != NULL ? balie_draft_copy (draft) : NULL;
}

static void
free_queue (gpointer queue)
{
  g_queue_free_full (queue, free_draft);
}

static void
writing_free (Writing *writing)
{
  g_clear_object (&writing->keeper);
  g_clear_pointer (&writing->drafts, g_hash_table_unref);
  g_free (writing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writing, writing_free)

static void
balie_draft_keeper_finalize (GObject *object)
{
  BalieDraftKeeper *self = BALIE_DRAFT_KEEPER (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->cache);
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  g_clear_pointer (&self->held, g_hash_table_unref);

  G_OBJECT_CLASS (balie_draft_keeper_parent_class)->finalize (object);
}

static void
balie_draft_keeper_class_init (BalieDraftKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = balie_draft_keeper_finalize;
}

static void
balie_draft_keeper_init (BalieDraftKeeper *self)
{
  self->waiting = new_table ();
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_queue);
  g_queue_init (&self->writings);
}

static gpointer
write_job (BalieDb *db,
           gpointer data,
           GError **error)
{
  GHashTableIter iter;
  gpointer       key;
  gpointer       draft;

  g_hash_table_iter_init (&iter, data);
  while (g_hash_table_iter_next (&iter, &key, &draft))
    {
      if (!balie_draft_table_put (db, key, draft, error))
        return NULL;
    }

  return NULL;
}

/* Whether something newer of @key waits, or is on its way behind what is looked at. */
static gboolean
is_outdone (BalieDraftKeeper *self,
            const char       *key)
{
  if (g_hash_table_contains (self->waiting, key))
    return TRUE;

  for (GList *link = self->writings.head; link != NULL; link = link->next)
    {
      if (g_hash_table_contains (((const Writing *)link->data)->drafts, key))
        return TRUE;
    }

  return FALSE;
}

/* What did not get to the disk waits again. If it is being sent, by the next to be answered, it comes back only if that fails. */
static void
take_back (BalieDraftKeeper *self,
           const char       *key,
           const BalieDraft *draft)
{
  GQueue *sends = g_hash_table_lookup (self->held, key);

  if (sends != NULL && sends->head->data == NULL)
    sends->head->data = copy_draft (draft);
  else if (sends == NULL && !is_outdone (self, key))
    g_hash_table_insert (self->waiting, g_strdup (key), copy_draft (draft));
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Writing) writing = user_data;
  BalieDraftKeeper *self = writing->keeper;
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer       key;
  gpointer       draft;

  g_queue_remove (&self->writings, writing);
  balie_cache_write_finish (self->cache, result, &error);
  if (error == NULL)
    return;

  g_message ("Drafts could not be written: %s", error->message);
  g_hash_table_iter_init (&iter, writing->drafts);
  while (g_hash_table_iter_next (&iter, &key, &draft))
    take_back (self, key, draft);
  schedule (self, RETRY_DELAY);
}

static gboolean
write_waiting (gpointer user_data)
{
  BalieDraftKeeper *self = user_data;

  self->source = 0;
  balie_draft_keeper_write (self);

  return G_SOURCE_REMOVE;
}

static void
schedule (BalieDraftKeeper *self,
          guint             delay)
{
  if (self->source == 0 && !self->stopped)
    self->source = g_timeout_add (delay, write_waiting, self);
}

BalieDraftKeeper *
balie_draft_keeper_new (BalieCache *cache)
{
  BalieDraftKeeper *self = g_object_new (BALIE_TYPE_DRAFT_KEEPER, NULL);

  self->cache = g_object_ref (cache);

  return self;
}

void
balie_draft_keeper_put (BalieDraftKeeper *self,
                        const char       *key,
                        const BalieDraft *draft)
{
  BalieDraft *kept;

  g_return_if_fail (BALIE_IS_DRAFT_KEEPER (self));
  g_return_if_fail (key != NULL);

  kept = copy_draft (draft);
  if (kept != NULL)
    kept->changed_at = balie_clock_now ();
  g_hash_table_insert (self->waiting, g_strdup (key), kept);
  schedule (self, DELAY);
}

gboolean
balie_draft_keeper_peek (BalieDraftKeeper  *self,
                         const char        *key,
                         const BalieDraft **draft)
{
  gpointer waiting = NULL;
  gboolean found;

  g_return_val_if_fail (BALIE_IS_DRAFT_KEEPER (self), FALSE);

  found = g_hash_table_lookup_extended (self->waiting, key, NULL, &waiting);
  *draft = waiting;

  return found;
}

void
balie_draft_keeper_hold (BalieDraftKeeper *self,
                         const char       *key)
{
  g_autofree char *stolen_key = NULL;
  gpointer         draft = NULL;
  GQueue          *sends;

  g_return_if_fail (BALIE_IS_DRAFT_KEEPER (self));

  sends = g_hash_table_lookup (self->held, key);
  if (sends == NULL)
    {
      sends = g_queue_new ();
      g_hash_table_insert (self->held, g_strdup (key), sends);
    }

  g_hash_table_steal_extended (self->waiting, key, (gpointer *)&stolen_key, &draft);
  g_queue_push_tail (sends, draft);
}

void
balie_draft_keeper_release (BalieDraftKeeper *self,
                            const char       *key,
                            gboolean          sent)
{
  g_autoptr (BalieDraft) draft = NULL;
  GQueue *sends;

  g_return_if_fail (BALIE_IS_DRAFT_KEEPER (self));

  sends = g_hash_table_lookup (self->held, key);
  g_return_if_fail (sends != NULL);

  draft = g_queue_pop_head (sends);
  if (sends->length == 0)
    g_hash_table_remove (self->held, key);

  if (sent || draft == NULL || is_outdone (self, key))
    return;

  g_hash_table_insert (self->waiting, g_strdup (key), g_steal_pointer (&draft));
  schedule (self, DELAY);
}

void
balie_draft_keeper_write (BalieDraftKeeper *self)
{
  Writing *writing;

  g_return_if_fail (BALIE_IS_DRAFT_KEEPER (self));

  g_clear_handle_id (&self->source, g_source_remove);
  if (g_hash_table_size (self->waiting) == 0)
    return;

  writing = g_new0 (Writing, 1);
  writing->keeper = g_object_ref (self);
  writing->drafts = g_steal_pointer (&self->waiting);
  self->waiting = new_table ();
  g_queue_push_tail (&self->writings, writing);
  balie_cache_write_async (self->cache, write_job, g_hash_table_ref (writing->drafts), (GDestroyNotify)g_hash_table_unref,
                           NULL, NULL, on_written, writing);
}

void
balie_draft_keeper_stop (BalieDraftKeeper *self)
{
  g_return_if_fail (BALIE_IS_DRAFT_KEEPER (self));

  balie_draft_keeper_write (self);
  self->stopped = TRUE;
}
