/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an operation on the desk works with: the database inside a transaction, and the events that come out of it. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-transaction.h"

#include "balie-account-store.h"
#include "balie-clock.h"
#include "balie-error.h"
#include "balie-event-store.h"

static void
broadcast_free (gpointer data)
{
  BalieBroadcast *self = data;

  g_free (self->stream);
  g_clear_pointer (&self->event, balie_logged_event_unref);
  g_free (self);
}

void
balie_transaction_init (BalieTransaction  *self,
                        BalieDb           *db,
                        const BalieCaller *caller)
{
  self->db = db;
  self->now = balie_clock_now ();
  self->caller = caller;
  self->broadcasts = g_ptr_array_new_with_free_func (broadcast_free);
  self->ended_sessions = g_ptr_array_new_with_free_func (g_free);
}

void
balie_transaction_clear (BalieTransaction *self)
{
  g_clear_pointer (&self->broadcasts, g_ptr_array_unref);
  g_clear_pointer (&self->ended_sessions, g_ptr_array_unref);
}

BaliePerson *
balie_transaction_find_author (BalieTransaction *self,
                               GError          **error)
{
  const BalieCaller *caller = self->caller;
  g_autoptr (BalieAccount) account = NULL;
  g_autoptr (GError) local_error = NULL;

  if (caller->name != NULL)
    return balie_person_new (caller->account, caller->name, caller->role);

  account = balie_account_store_get (self->db, caller->account, &local_error);
  if (account != NULL)
    return balie_person_new (account->id, account->name, account->role);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND, "There is no account %s", caller->account);
  return NULL;
}

GPtrArray *
balie_transaction_steal_broadcasts (BalieTransaction *self)
{
  return g_steal_pointer (&self->broadcasts);
}

GPtrArray *
balie_transaction_steal_ended_sessions (BalieTransaction *self)
{
  return g_steal_pointer (&self->ended_sessions);
}

gboolean
balie_transaction_end_session (BalieTransaction  *self,
                               const BalieCaller *caller,
                               const char        *session,
                               GError           **error)
{
  g_autoptr (BalieEvent) event = balie_event_new ();

  event->type = BALIE_EVENT_SESSION_ENDED;
  event->at = self->now;
  event->session_id = g_strdup (session);
  g_ptr_array_add (self->ended_sessions, g_strdup (session));
  return balie_transaction_emit (self, balie_caller_get_stream (caller), event, error) != 0;
}

gint64
balie_transaction_take_seq (BalieTransaction *self,
                            const char       *stream,
                            GError          **error)
{
  return balie_event_store_take_seq (self->db, stream, error);
}

gboolean
balie_transaction_emit_at (BalieTransaction *self,
                           const char       *stream,
                           gint64            seq,
                           const BalieEvent *event,
                           GError          **error)
{
  BalieBroadcast *broadcast = g_new0 (BalieBroadcast, 1);

  broadcast->stream = g_strdup (stream);
  broadcast->event = balie_event_to_logged (event, seq);
  g_ptr_array_add (self->broadcasts, broadcast);
  return balie_event_store_insert (self->db, stream, broadcast->event, self->now, error);
}

gint64
balie_transaction_emit (BalieTransaction *self,
                        const char       *stream,
                        const BalieEvent *event,
                        GError          **error)
{
  gint64 seq = balie_transaction_take_seq (self, stream, error);

  if (seq == 0 || !balie_transaction_emit_at (self, stream, seq, event, error))
    return 0;
  return seq;
}

BalieLoggedEvent *
balie_event_to_logged (const BalieEvent *event,
                       gint64            seq)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *data = NULL;

  balie_event_write_data (event, writer, NULL);
  data = balie_json_writer_end (writer, NULL);
  return balie_logged_event_new (seq, balie_event_type_nicks[event->type], data);
}
