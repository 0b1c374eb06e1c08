/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking back what was not sent: out of the outbox, into a draft or away. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-outbox-withdrawal.h"

#include "balie-clock.h"
#include "balie-draft-table.h"
#include "balie-file-table.h"
#include "balie-outbox-table.h"

void
balie_outbox_withdrawal_free (BalieOutboxWithdrawal *self)
{
  g_clear_pointer (&self->draft, balie_draft_free);
  g_clear_pointer (&self->kept, balie_draft_free);
  g_free (self->draft_key);
  g_free (self->files_key);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self);
}

/* What waits behind a request cannot go anywhere without it. */
static gboolean
remove_followers (BalieDb                *db,
                  const BalieOutboxEntry *request,
                  GPtrArray              *removed,
                  GError                **error)
{
  g_autoptr (GPtrArray) waiting = balie_outbox_table_list (db, error);

  if (waiting == NULL)
    return FALSE;

  for (guint i = 0; i < waiting->len; i++)
    {
      BalieOutboxEntry *entry = g_ptr_array_index (waiting, i);

      if (!g_str_equal (entry->conversation, request->conversation))
        continue;
      if (!balie_outbox_table_remove (db, entry->message, error))
        return FALSE;

      g_ptr_array_add (removed, balie_outbox_entry_copy (entry));
    }

  return TRUE;
}

/* Returns: (transfer full): the entry and what goes with it, all removed */
static GPtrArray *
remove_entries (BalieDb    *db,
                const char *message,
                GError    **error)
{
  g_autoptr (GPtrArray) removed = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_outbox_entry_free);
  g_autoptr (GError) local_error = NULL;
  BalieOutboxEntry *entry = balie_outbox_table_get (db, message, &local_error);

  if (entry != NULL)
    g_ptr_array_add (removed, entry);
  else if (local_error == NULL)
    g_set_error_literal (&local_error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND, "there is no such message in the outbox");

  if (entry != NULL && !balie_outbox_table_remove (db, message, &local_error) && local_error == NULL)
    g_set_error_literal (&local_error, BALIE_ERROR, BALIE_ERROR_CONFLICT, "the message may have reached the server");

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (entry->is_request && !remove_followers (db, entry, removed, error))
    return NULL;

  return g_steal_pointer (&removed);
}

/* Returns: (transfer full): what was typed, as one draft */
static BalieDraft *
join_entries (GPtrArray *entries)
{
  BalieDraft *draft = balie_outbox_entry_dup_draft (g_ptr_array_index (entries, 0));

  for (guint i = 1; i < entries->len; i++)
    balie_draft_append (draft, ((BalieOutboxEntry *)g_ptr_array_index (entries, i))->text);

  return draft;
}

/* What is taken back stands before what was typed in its place since. */
static BalieDraft *
keep_draft (BalieDb          *db,
            const char       *key,
            const BalieDraft *draft,
            GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDraft) present = balie_draft_table_get (db, key, &local_error);
  g_autoptr (BalieDraft) kept = balie_draft_copy (draft);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  kept->changed_at = balie_clock_now ();
  if (present != NULL)
    {
      if (g_strcmp0 (present->subject, kept->subject) != 0)
        balie_draft_append (kept, present->subject);
      balie_draft_append (kept, present->text);
    }

  return balie_draft_table_put (db, key, kept, error) ? g_steal_pointer (&kept) : NULL;
}

static gboolean
move_files (BalieDb               *db,
            BalieOutboxWithdrawal *withdrawal,
            GError               **error)
{
  for (guint i = 0; i < withdrawal->entries->len; i++)
    {
      const BalieOutboxEntry *entry = g_ptr_array_index (withdrawal->entries, i);

      if (!balie_file_table_move_owner (db, entry->message, withdrawal->files_key, error))
        return FALSE;
    }

  return TRUE;
}

gpointer
balie_outbox_job_withdraw (BalieDb *db,
                           gpointer data,
                           GError **error)
{
  g_autoptr (BalieOutboxWithdrawal) withdrawal = g_new0 (BalieOutboxWithdrawal, 1);

  withdrawal->entries = remove_entries (db, data, error);
  if (withdrawal->entries == NULL)
    return NULL;

  withdrawal->draft = join_entries (withdrawal->entries);
  withdrawal->draft_key = g_strdup (balie_outbox_entry_get_draft_key (g_ptr_array_index (withdrawal->entries, 0)));
  withdrawal->files_key = g_strdup (withdrawal->draft_key);
  if (!move_files (db, withdrawal, error))
    return NULL;

  withdrawal->kept = keep_draft (db, withdrawal->draft_key, withdrawal->draft, error);
  if (withdrawal->kept == NULL)
    return NULL;

  return g_steal_pointer (&withdrawal);
}

gpointer
balie_outbox_job_delete (BalieDb *db,
                         gpointer data,
                         GError **error)
{
  g_autoptr (BalieOutboxWithdrawal) withdrawal = g_new0 (BalieOutboxWithdrawal, 1);

  withdrawal->entries = remove_entries (db, data, error);
  if (withdrawal->entries == NULL)
    return NULL;

  withdrawal->draft = join_entries (withdrawal->entries);
  withdrawal->files_key = g_strconcat (BALIE_FILE_DELETED, data, NULL);

  return move_files (db, withdrawal, error) ? g_steal_pointer (&withdrawal) : NULL;
}

void
balie_outbox_move_free (BalieOutboxMove *self)
{
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

gpointer
balie_outbox_job_move_files (BalieDb *db,
                             gpointer data,
                             GError **error)
{
  const BalieOutboxMove *move = data;

  if (move->to != NULL)
    balie_file_table_move_owner (db, move->from, move->to, error);
  else
    balie_file_table_remove_owner (db, move->from, error);

  return NULL;
}
