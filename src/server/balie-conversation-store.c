/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of conversations. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-conversation-store.h"

#include "balie-error.h"
#include "balie-text.h"

/* Characters of the last message that lists show. */
#define LAST_TEXT_MAX 200

/* The last message is the one whose number is the count: internal notes have none, so they cannot be it. */
#define CONVERSATION_QUERY                                                                                                \
  "SELECT conversation.id, conversation.kind, conversation.number, conversation.subject, conversation.status,"            \
  " conversation.category, conversation.urgency, conversation.created_at, conversation.changed_at, conversation.version," \
  " conversation.count, conversation.follows, conversation.rating, conversation.waiting_since,"                           \
  " customer.id, customer.name, assignee.id, assignee.name,"                                                              \
  " last.number, last.author_role,"                                                                                       \
  " CASE last.text WHEN '' THEN coalesce ("                                                                               \
  "  (SELECT name FROM attachment WHERE attachment.message = last.id ORDER BY position LIMIT 1), '') ELSE last.text END," \
  " last.sent_at, author.id, author.name,"                                                                                \
  " by_customer.up_to, by_staff.up_to, conversation.rating_comment"                                                       \
  " FROM conversation"                                                                                                    \
  " JOIN account AS customer ON customer.id = conversation.customer"                                                      \
  " LEFT JOIN account AS assignee ON assignee.id = conversation.assignee"                                                 \
  " LEFT JOIN message AS last ON last.conversation = conversation.id AND last.number = conversation.count"                \
  " LEFT JOIN account AS author ON author.id = last.author"                                                               \
  " LEFT JOIN read_mark AS by_customer ON by_customer.conversation = conversation.id AND by_customer.side = 'customer'"   \
  " LEFT JOIN read_mark AS by_staff ON by_staff.conversation = conversation.id AND by_staff.side = 'staff' "

static guint
index_of (const char        *word,
          const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_strcmp0 (word, words[i]) == 0)
        return i;
    }

  /* The tables' own checks leave just the words of the lists. */
  g_assert_not_reached ();
}

static BaliePerson *
read_person (BalieStatement *statement,
             int             column,
             BalieRole       role)
{
  if (balie_statement_is_null (statement, column))
    return NULL;
  return balie_person_new (balie_statement_get_text (statement, column), balie_statement_get_text (statement, column + 1), role);
}

static void
read_last (BalieStatement   *statement,
           BalieLastMessage *last)
{
  if (balie_statement_is_null (statement, 18))
    return;

  last->number = balie_statement_get_int (statement, 18);
  last->author = read_person (statement, 22, index_of (balie_statement_get_text (statement, 19), balie_role_nicks));
  if (last->author == NULL)
    last->author = balie_person_new ("", "", BALIE_ROLE_SYSTEM);
  last->text = balie_text_dup_line (balie_statement_get_text (statement, 20), LAST_TEXT_MAX);
  last->sent_at = balie_statement_get_int (statement, 21);
}

static BalieConversation *
read_conversation (BalieStatement *statement)
{
  BalieConversation *self = balie_conversation_new ();

  self->id = balie_statement_dup_text (statement, 0);
  self->kind = index_of (balie_statement_get_text (statement, 1), balie_conversation_kind_nicks);
  self->number = balie_statement_get_int (statement, 2);
  self->subject = balie_statement_dup_text (statement, 3);
  self->status = index_of (balie_statement_get_text (statement, 4), balie_status_nicks);
  self->category = balie_statement_dup_text (statement, 5);
  self->urgency = balie_statement_dup_text (statement, 6);
  self->created_at = balie_statement_get_int (statement, 7);
  self->changed_at = balie_statement_get_int (statement, 8);
  self->version = balie_statement_get_int (statement, 9);
  self->count = balie_statement_get_int (statement, 10);
  self->follows = balie_statement_dup_text (statement, 11);
  self->rating = (int)balie_statement_get_int (statement, 12);
  self->waiting_since = balie_statement_get_int (statement, 13);
  self->customer = read_person (statement, 14, BALIE_ROLE_CUSTOMER);
  self->assignee = read_person (statement, 16, BALIE_ROLE_STAFF);
  read_last (statement, &self->last);
  self->read_own = balie_statement_get_int (statement, 24);
  self->read_other = balie_statement_get_int (statement, 25);
  self->rating_comment = balie_statement_dup_text (statement, 26);
  return self;
}

static GPtrArray *
read_conversations (BalieStatement *statement,
                    GError        **error)
{
  g_autoptr (GPtrArray) conversations = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_conversation_unref);
  g_autoptr (GError) local_error = NULL;

  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (conversations, read_conversation (statement));

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&conversations);
}

BalieConversation *
balie_conversation_store_view (const BalieConversation *conversation,
                               BalieRole                role)
{
  BalieConversation *view = balie_conversation_copy (conversation);

  if (role == BALIE_ROLE_STAFF)
    {
      view->read_own = conversation->read_other;
      view->read_other = conversation->read_own;
    }
  return view;
}

gboolean
balie_conversation_store_insert (BalieDb                 *db,
                                 const BalieConversation *conversation,
                                 const char              *first_message,
                                 const char              *digest,
                                 GError                 **error)
{
  BalieStatement *statement = balie_db_prepare (db, "INSERT INTO conversation (id, kind, number, subject, status, category, urgency, customer, assignee,"
                                                    " created_at, changed_at, version, count, follows, rating, waiting_since, first_message, digest)"
                                                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $16, $17)");

  balie_statement_bind_text (statement, 1, conversation->id);
  balie_statement_bind_text (statement, 2, balie_conversation_kind_nicks[conversation->kind]);
  balie_statement_bind_int_or_null (statement, 3, conversation->number, 0);
  balie_statement_bind_text (statement, 4, conversation->subject);
  balie_statement_bind_text (statement, 5, balie_status_nicks[conversation->status]);
  balie_statement_bind_text (statement, 6, conversation->category);
  balie_statement_bind_text (statement, 7, conversation->urgency);
  balie_statement_bind_text (statement, 8, conversation->customer->id);
  balie_statement_bind_text (statement, 9, conversation->assignee != NULL ? conversation->assignee->id : NULL);
  balie_statement_bind_int (statement, 10, conversation->created_at);
  balie_statement_bind_int (statement, 11, conversation->changed_at);
  balie_statement_bind_int (statement, 12, conversation->version);
  balie_statement_bind_int (statement, 13, conversation->count);
  balie_statement_bind_text (statement, 14, conversation->follows);
  balie_statement_bind_int (statement, 15, conversation->waiting_since);
  balie_statement_bind_text (statement, 16, first_message);
  balie_statement_bind_text (statement, 17, digest);
  return balie_statement_run (statement, error);
}

gboolean
balie_conversation_store_update (BalieDb                 *db,
                                 const BalieConversation *conversation,
                                 GError                 **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE conversation SET status = $2, category = $3, urgency = $4, assignee = $5,"
                                                    " changed_at = $6, version = $7, count = $8, waiting_since = $9, rating = $10, rating_comment = $11,"
                                                    " solved_at = CASE WHEN $2 <> 'solved' THEN 0 WHEN status = 'solved' THEN solved_at ELSE $6 END"
                                                    " WHERE id = $1");

  balie_statement_bind_text (statement, 1, conversation->id);
  balie_statement_bind_text (statement, 2, balie_status_nicks[conversation->status]);
  balie_statement_bind_text (statement, 3, conversation->category);
  balie_statement_bind_text (statement, 4, conversation->urgency);
  balie_statement_bind_text (statement, 5, conversation->assignee != NULL ? conversation->assignee->id : NULL);
  balie_statement_bind_int (statement, 6, conversation->changed_at);
  balie_statement_bind_int (statement, 7, conversation->version);
  balie_statement_bind_int (statement, 8, conversation->count);
  balie_statement_bind_int (statement, 9, conversation->waiting_since);
  balie_statement_bind_int (statement, 10, conversation->rating);
  balie_statement_bind_text (statement, 11, conversation->rating_comment);
  return balie_statement_run (statement, error);
}

BalieConversation *
balie_conversation_store_get (BalieDb    *db,
                              const char *id,
                              GError    **error)
{
  BalieStatement    *statement = balie_db_prepare (db, CONVERSATION_QUERY "WHERE conversation.id = $1");
  BalieConversation *conversation;

  balie_statement_bind_text (statement, 1, id);
  if (!balie_statement_next (statement, error))
    return NULL;

  conversation = read_conversation (statement);
  balie_statement_reset (statement);
  return conversation;
}

gboolean
balie_conversation_store_get_origin (BalieDb    *db,
                                     const char *id,
                                     char      **first_message,
                                     char      **digest,
                                     GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, "SELECT first_message, digest FROM conversation WHERE id = $1");

  balie_statement_bind_text (statement, 1, id);
  if (!balie_statement_next (statement, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND, "There is no conversation %s", id);
      return FALSE;
    }

  *first_message = balie_statement_dup_text (statement, 0);
  *digest = balie_statement_dup_text (statement, 1);
  balie_statement_reset (statement);
  return TRUE;
}

/* One statement for each way to ask and not one with optional parts, so that each has its index. */
#define WHERE "WHERE ($1 = '' OR conversation.kind = $1) "
#define BY_ID "AND conversation.id > $3 ORDER BY conversation.id LIMIT $2"
#define BY_CHANGE "AND (conversation.changed_at, conversation.id) < ($4, $3) ORDER BY conversation.changed_at DESC, conversation.id DESC LIMIT $2"

static void
bind_page (BalieStatement                *statement,
           const BalieConversationFilter *filter,
           const char                    *id)
{
  balie_statement_bind_text (statement, 1, filter->kind != NULL ? filter->kind : "");
  balie_statement_bind_int (statement, 2, filter->limit);
  balie_statement_bind_text (statement, 3, id);
}

static const char *
get_query_by_change (const BalieConversationFilter *filter)
{
  if (filter->customer != NULL && filter->status != NULL)
    return CONVERSATION_QUERY WHERE "AND conversation.customer = $5 AND conversation.status = $6 " BY_CHANGE;
  if (filter->customer != NULL)
    return CONVERSATION_QUERY WHERE "AND conversation.customer = $5 " BY_CHANGE;
  if (filter->status != NULL)
    return CONVERSATION_QUERY WHERE "AND conversation.status = $5 " BY_CHANGE;
  return CONVERSATION_QUERY WHERE BY_CHANGE;
}

GPtrArray *
balie_conversation_store_list (BalieDb                       *db,
                               const BalieConversationFilter *filter,
                               gint64                         changed_at,
                               const char                    *id,
                               GError                       **error)
{
  BalieStatement *statement = balie_db_prepare (db, get_query_by_change (filter));
  int             parameter = 5;

  bind_page (statement, filter, id);
  balie_statement_bind_int (statement, 4, changed_at);
  if (filter->customer != NULL)
    balie_statement_bind_text (statement, parameter++, filter->customer);
  if (filter->status != NULL)
    balie_statement_bind_text (statement, parameter++, filter->status);
  return read_conversations (statement, error);
}

GPtrArray *
balie_conversation_store_list_by_id (BalieDb                       *db,
                                     const BalieConversationFilter *filter,
                                     const char                    *after,
                                     GError                       **error)
{
  BalieStatement *statement = filter->customer != NULL ? balie_db_prepare (db, CONVERSATION_QUERY WHERE "AND conversation.customer = $4 " BY_ID)
                                                       : balie_db_prepare (db, CONVERSATION_QUERY WHERE BY_ID);

  bind_page (statement, filter, after);
  if (filter->customer != NULL)
    balie_statement_bind_text (statement, 4, filter->customer);
  return read_conversations (statement, error);
}

GPtrArray *
balie_conversation_store_list_solved (BalieDb *db,
                                      gint64   until,
                                      guint    limit,
                                      GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, CONVERSATION_QUERY "WHERE conversation.solved_at > 0 AND conversation.solved_at <= $1"
                                                                       " ORDER BY conversation.solved_at, conversation.id LIMIT $2");

  balie_statement_bind_int (statement, 1, until);
  balie_statement_bind_int (statement, 2, limit);
  return read_conversations (statement, error);
}
