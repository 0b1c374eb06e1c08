/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's lists and threads, brought up with what the sync and the outbox have committed. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

#include "balie-conversation-table.h"

/* What was seen here counts, though the server may not know it yet. */
static BalieConversation *
with_own_mark (BalieSession      *self,
               BalieConversation *conversation)
{
  gint64             up_to = MIN (balie_read_marks_get (self->read_marks, conversation->id), conversation->count);
  BalieConversation *marked;

  if (up_to <= conversation->read_own)
    return balie_conversation_ref (conversation);

  marked = balie_conversation_copy (conversation);
  marked->read_own = up_to;

  return marked;
}

static BalieConversationItem *
set_conversation (BalieSession      *self,
                  BalieConversation *conversation)
{
  g_autoptr (BalieConversation) marked = with_own_mark (self, conversation);

  if (self->chat != NULL && g_str_equal (balie_conversation_item_get_id (self->chat), conversation->id))
    {
      balie_conversation_item_set_conversation (self->chat, marked);
      return self->chat;
    }

  return balie_conversation_list_put (self->requests, marked);
}

BalieConversationItem *
balie_session_put_conversation (BalieSession      *self,
                                BalieConversation *conversation)
{
  BalieConversationItem *item = balie_session_find_conversation (self, conversation->id);
  g_autoptr (BalieConversation) merged = NULL;

  merged = balie_conversation_merge (item != NULL ? balie_conversation_item_get_conversation (item) : NULL, conversation);

  return set_conversation (self, merged);
}

void
balie_session_update_outbox_state (BalieSession *self,
                                   const char   *conversation)
{
  BalieConversationItem *item = balie_session_find_conversation (self, conversation);
  GPtrArray             *entries = balie_outbox_get_entries (self->outbox);
  gboolean               pending = FALSE;
  gboolean               refused = FALSE;

  if (item == NULL)
    return;

  for (guint i = 0; i < entries->len; i++)
    {
      const BalieOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (!g_str_equal (entry->conversation, conversation))
        continue;
      pending = pending || entry->is_request;
      refused = refused || entry->state == BALIE_OUTBOX_REFUSED;
    }

  balie_conversation_item_set_outbox_state (item, pending, refused);
}

/* A request that the server may not know yet stands in the list all the same. */
static void
put_requests_of_outbox (BalieSession *self)
{
  GPtrArray *entries = balie_outbox_get_entries (self->outbox);

  for (guint i = 0; i < entries->len; i++)
    {
      const BalieOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (entry->is_request && balie_session_find_conversation (self, entry->conversation) == NULL)
        {
          g_autoptr (BalieConversation) conversation = balie_outbox_entry_to_conversation (entry, self->person);

          set_conversation (self, conversation);
        }
      balie_session_update_outbox_state (self, entry->conversation);
    }
}

void
balie_session_fill_lists (BalieSession *self,
                          GPtrArray    *conversations)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray  *entries = balie_outbox_get_entries (self->outbox);
  GListModel *requests = G_LIST_MODEL (self->requests);

  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (ids, ((BalieOutboxEntry *)g_ptr_array_index (entries, i))->conversation);

  for (guint i = 0; i < conversations->len; i++)
    {
      BalieConversation *conversation = g_ptr_array_index (conversations, i);

      g_hash_table_add (ids, conversation->id);
      set_conversation (self, conversation);
    }

  for (guint i = g_list_model_get_n_items (requests); i > 0; i--)
    {
      g_autoptr (BalieConversationItem) item = g_list_model_get_item (requests, i - 1);

      if (!g_hash_table_contains (ids, balie_conversation_item_get_id (item)))
        balie_conversation_list_remove (self->requests, balie_conversation_item_get_id (item));
    }

  put_requests_of_outbox (self);
}

static void
show_entry (BalieSession           *self,
            BalieThread            *thread,
            const BalieOutboxEntry *entry)
{
  g_autoptr (BalieMessage) message = balie_outbox_entry_to_message (entry, self->person, 0, entry->created_at);
  BalieThreadItem *item = balie_thread_put_waiting (thread, message);

  if (entry->state == BALIE_OUTBOX_REFUSED)
    balie_thread_item_set_refused (item, entry->error_code, entry->error_type);
  else
    balie_thread_item_set_state (item, BALIE_MESSAGE_WAITING);
}

void
balie_session_show_entries (BalieSession *self,
                            BalieThread  *thread)
{
  const char *conversation = balie_conversation_item_get_id (balie_thread_get_conversation (thread));
  GPtrArray  *entries = balie_outbox_get_entries (self->outbox);

  for (guint i = 0; i < entries->len; i++)
    {
      const BalieOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->conversation, conversation))
        show_entry (self, thread, entry);
    }
}

static void
on_snapshot (BalieSession *self,
             GPtrArray    *conversations,
             GPtrArray    *entries)
{
  self->history++;
  balie_outbox_set_entries (self->outbox, entries);
  balie_read_marks_forget_acknowledged (self->read_marks);
  balie_session_reset_threads (self);
  balie_session_fill_lists (self, conversations);
  balie_session_name_drafts (self);
  balie_session_load_threads (self);
}

static void
take_message (BalieSession     *self,
              const BalieEvent *event)
{
  BalieMessage          *message = event->message;
  BalieConversationItem *conversation;
  BalieThread           *thread;
  g_autoptr (BalieThreadItem) item = NULL;
  BalieThreadItem *shown = NULL;

  if (message->internal || message->number == 0)
    return;

  conversation = balie_session_find_conversation (self, message->conversation);
  thread = balie_session_find_thread (self, message->conversation);
  if (thread != NULL)
    shown = balie_thread_put_message (thread, message);

  if (message->author != NULL && g_str_equal (message->author->id, self->account->id))
    {
      balie_outbox_confirm (self->outbox, message->id);
      balie_session_update_outbox_state (self, message->conversation);
      return;
    }

  if (event->type != BALIE_EVENT_MESSAGE_CREATED || conversation == NULL || message->author == NULL ||
      message->author->role != BALIE_ROLE_STAFF ||
      message->number <= balie_conversation_item_get_conversation (conversation)->read_own)
    return;

  item = shown != NULL ? g_object_ref (shown) : balie_thread_item_new (message, BALIE_MESSAGE_RECEIVED);
  balie_session_emit_message_received (self, conversation, item);
}

static void
take_read_mark (BalieSession     *self,
                const BalieEvent *event)
{
  BalieConversationItem *item = balie_session_find_conversation (self, event->conversation_id);
  g_autoptr (BalieConversation) moved = NULL;

  if (event->reader == self->account->role)
    balie_read_marks_acknowledge (self->read_marks, event->conversation_id, event->up_to);

  if (item == NULL)
    return;

  moved = balie_conversation_copy (balie_conversation_item_get_conversation (item));
  if (event->reader == self->account->role)
    moved->read_own = MAX (moved->read_own, event->up_to);
  else
    moved->read_other = MAX (moved->read_other, event->up_to);
  set_conversation (self, moved);
}

static void
take_event (BalieSession     *self,
            const BalieEvent *event)
{
  if (event->conversation != NULL)
    {
      balie_session_put_conversation (self, event->conversation);
      balie_outbox_confirm_request (self->outbox, event->conversation->id);
      balie_session_update_outbox_state (self, event->conversation->id);
    }

  if (event->message != NULL)
    take_message (self, event);
  else if (event->type == BALIE_EVENT_READ_MOVED)
    take_read_mark (self, event);
}

static void
on_events (BalieSession *self,
           GPtrArray    *events)
{
  for (guint i = 0; i < events->len; i++)
    take_event (self, g_ptr_array_index (events, i));
}

static void
on_entry_changed (BalieSession           *self,
                  const BalieOutboxEntry *entry)
{
  BalieThread *thread;

  if (entry->is_request && balie_session_find_conversation (self, entry->conversation) == NULL)
    {
      g_autoptr (BalieConversation) conversation = balie_outbox_entry_to_conversation (entry, self->person);

      set_conversation (self, conversation);
    }

  thread = balie_session_find_thread (self, entry->conversation);
  if (thread != NULL)
    show_entry (self, thread, entry);
  balie_session_update_outbox_state (self, entry->conversation);
}

static void
on_entry_sent (BalieSession      *self,
               BalieMessage      *message,
               BalieConversation *conversation)
{
  BalieThread *thread = balie_session_find_thread (self, message->conversation);

  if (conversation != NULL)
    balie_session_put_conversation (self, conversation);
  if (thread != NULL)
    balie_thread_put_message (thread, message);
  balie_session_update_outbox_state (self, message->conversation);
}

static void
on_entry_removed (BalieSession           *self,
                  const BalieOutboxEntry *entry)
{
  BalieThread *thread = balie_session_find_thread (self, entry->conversation);

  if (thread != NULL)
    balie_thread_remove (thread, entry->message);
  if (entry->is_request)
    balie_conversation_list_remove (self->requests, entry->conversation);
  else
    balie_session_update_outbox_state (self, entry->conversation);
}

void
balie_session_connect_lists (BalieSession *self)
{
  g_signal_connect_object (self->sync, "events", G_CALLBACK (on_events), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "snapshot", G_CALLBACK (on_snapshot), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outbox, "entry-changed", G_CALLBACK (on_entry_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outbox, "entry-sent", G_CALLBACK (on_entry_sent), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outbox, "entry-removed", G_CALLBACK (on_entry_removed), self, G_CONNECT_SWAPPED);
}
