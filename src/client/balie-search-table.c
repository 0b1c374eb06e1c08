/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full-text index over the cache: subjects and numbers of conversations, and the texts of their messages. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-search-table.h"

#include "balie-conversation-table.h"
#include "balie-message-table.h"

/* The index keeps words alone, no texts. A row's id says which conversation it is of and which message in it, so that a search
 * need not look anything up for the thousands of rows that it passes over; message 0 is the conversation itself. */
#define NUMBER_BITS 32
#define MAX_NUMBER G_MAXUINT32
#define MAX_ORDINAL G_MAXINT32

/* Where a word was found last, in a conversation. */
typedef struct
{
  gint64 ordinal;
  gint64 number;
} Hit;

static void
place_clear (gpointer data)
{
  g_free (((BalieSearchPlace *)data)->conversation);
}

static gboolean
add_row (BalieDb    *db,
         gint64      rowid,
         const char *text,
         GError    **error)
{
  BalieStatement *statement;

  if (*text == '\0')
    return TRUE;

  statement = balie_db_prepare (db, "INSERT INTO search (rowid, text) VALUES ($1, $2)");
  balie_statement_bind_int (statement, 1, rowid);
  balie_statement_bind_text (statement, 2, text);

  return balie_statement_run (statement, error);
}

/* An index without texts has to be told what it forgets. */
static gboolean
remove_row (BalieDb    *db,
            gint64      rowid,
            const char *text,
            GError    **error)
{
  BalieStatement *statement;

  if (*text == '\0')
    return TRUE;

  statement = balie_db_prepare (db, "INSERT INTO search (search, rowid, text) VALUES ('delete', $1, $2)");
  balie_statement_bind_int (statement, 1, rowid);
  balie_statement_bind_text (statement, 2, text);

  return balie_statement_run (statement, error);
}

static gboolean
set_subject (BalieDb    *db,
             gint64      ordinal,
             const char *subject,
             GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE search_place SET subject = $2 WHERE ordinal = $1");

  balie_statement_bind_int (statement, 1, ordinal);
  balie_statement_bind_text (statement, 2, subject);

  return balie_statement_run (statement, error);
}

/* Finds the place of a conversation in the index, or makes one.
 *
 * Returns: its ordinal, 0 on an error; in @subject (optional) what is indexed of it, NULL for nothing yet
 */
static gint64
ensure_place (BalieDb    *db,
              const char *conversation,
              char      **subject,
              GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, "SELECT ordinal, subject FROM search_place WHERE conversation = $1");
  gint64          ordinal = 0;

  balie_statement_bind_text (statement, 1, conversation);
  if (balie_statement_next (statement, &local_error))
    {
      ordinal = balie_statement_get_int (statement, 0);
      if (subject != NULL)
        *subject = balie_statement_dup_text (statement, 1);
      balie_statement_reset (statement);
      return ordinal;
    }

  if (local_error == NULL)
    {
      statement = balie_db_prepare (db, "INSERT INTO search_place (conversation, subject) VALUES ($1, '') RETURNING ordinal");
      balie_statement_bind_text (statement, 1, conversation);
      if (balie_statement_next (statement, &local_error))
        ordinal = balie_statement_get_int (statement, 0);
      balie_statement_reset (statement);
    }

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return ordinal;
}

static char *
dup_subject (const BalieConversation *conversation)
{
  const char *subject = conversation->subject != NULL ? conversation->subject : "";

  if (conversation->number == 0)
    return g_strdup (subject);

  return g_strdup_printf ("%" G_GINT64_FORMAT " %s", conversation->number, subject);
}

gboolean
balie_search_table_put_conversation (BalieDb                 *db,
                                     const BalieConversation *conversation,
                                     GError                 **error)
{
  g_autofree char *subject = dup_subject (conversation);
  g_autofree char *old = NULL;
  gint64           ordinal = ensure_place (db, conversation->id, &old, error);
  gint64           rowid = ordinal << NUMBER_BITS;

  if (ordinal == 0)
    return FALSE;
  if (g_strcmp0 (old, subject) == 0 || ordinal > MAX_ORDINAL)
    return TRUE;

  return (old == NULL || remove_row (db, rowid, old, error)) &&
         add_row (db, rowid, subject, error) &&
         set_subject (db, ordinal, subject, error);
}

/* What the desk itself says is a word of the protocol, which nobody sees. One's own name stands in every other message. */
static char *
dup_text (const BalieMessage *message)
{
  g_autoptr (GString) text = NULL;

  if (message->author != NULL && message->author->role == BALIE_ROLE_SYSTEM)
    return g_strdup ("");

  text = g_string_new (message->text);
  for (guint i = 0; message->attachments != NULL && i < message->attachments->len; i++)
    {
      const BalieAttachment *attachment = g_ptr_array_index (message->attachments, i);

      g_string_append_printf (text, "\n%s", attachment->name);
    }
  if (message->author != NULL && message->author->role == BALIE_ROLE_STAFF)
    g_string_append_printf (text, "\n%s", message->author->name);

  return g_strdup (text->str);
}

/* Returns: the row's id, 0 when the message has none; -1 on an error */
static gint64
get_message_row (BalieDb            *db,
                 const BalieMessage *message,
                 GError            **error)
{
  gint64 ordinal;

  if (message->number <= 0 || message->number > MAX_NUMBER)
    return 0;

  ordinal = ensure_place (db, message->conversation, NULL, error);
  if (ordinal == 0)
    return -1;

  return ordinal <= MAX_ORDINAL ? (ordinal << NUMBER_BITS | message->number) : 0;
}

static gboolean
is_in_backlog (BalieDb *db,
               gint64   rowid,
               GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "SELECT 1 FROM search_backlog WHERE $1 BETWEEN next AND last");
  gboolean        found;

  balie_statement_bind_int (statement, 1, rowid);
  found = balie_statement_next (statement, error);
  balie_statement_reset (statement);

  return found;
}

static gboolean
replace_message (BalieDb            *db,
                 const BalieMessage *old,
                 const BalieMessage *message,
                 GError            **error)
{
  g_autofree char *old_text = old != NULL ? dup_text (old) : g_strdup ("");
  g_autofree char *text = dup_text (message);
  gint64           old_row = old != NULL ? get_message_row (db, old, error) : 0;
  gint64           row = old_row < 0 ? -1 : get_message_row (db, message, error);

  if (row < 0)
    return FALSE;
  if (row == old_row && g_str_equal (text, old_text))
    return TRUE;

  return (old_row == 0 || remove_row (db, old_row, old_text, error)) &&
         (row == 0 || add_row (db, row, text, error));
}

gboolean
balie_search_table_put_message (BalieDb            *db,
                                gint64              rowid,
                                const BalieMessage *old,
                                const BalieMessage *message,
                                GError            **error)
{
  g_autoptr (GError) local_error = NULL;

  /* What waits is indexed as it is by then. */
  if (old != NULL && is_in_backlog (db, rowid, &local_error))
    return TRUE;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return replace_message (db, old, message, error);
}

gboolean
balie_search_table_clear (BalieDb *db,
                          GError **error)
{
  return balie_statement_run (balie_db_prepare (db, "INSERT INTO search (search) VALUES ('delete-all')"), error) &&
         balie_statement_run (balie_db_prepare (db, "DELETE FROM search_place"), error) &&
         balie_statement_run (balie_db_prepare (db, "DELETE FROM search_backlog"), error);
}

gboolean
balie_search_table_has_backlog (BalieDb *db,
                                GError **error)
{
  BalieStatement *statement = balie_db_prepare (db,
                                                "SELECT 1 WHERE EXISTS (SELECT 1 FROM search_backlog) "
                                                "OR EXISTS (SELECT 1 FROM search_place WHERE subject IS NULL)");
  gboolean        found = balie_statement_next (statement, error);

  balie_statement_reset (statement);
  return found;
}

static gboolean
forget_place (BalieDb    *db,
              const char *conversation,
              GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE search_place SET subject = '' WHERE conversation = $1");

  balie_statement_bind_text (statement, 1, conversation);

  return balie_statement_run (statement, error);
}

/* Returns: how many conversations were looked at, -1 on an error */
static int
work_off_conversations (BalieDb *db,
                        guint    limit,
                        GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  BalieStatement *statement;

  statement = balie_db_prepare (db, "SELECT conversation FROM search_place WHERE subject IS NULL ORDER BY ordinal LIMIT $1");
  balie_statement_bind_int (statement, 1, limit);
  while (balie_statement_next (statement, &local_error))
    g_ptr_array_add (ids, balie_statement_dup_text (statement, 0));

  for (guint i = 0; i < ids->len && local_error == NULL; i++)
    {
      g_autoptr (BalieConversation) conversation = balie_conversation_table_get (db, g_ptr_array_index (ids, i), &local_error);

      if (conversation != NULL)
        balie_search_table_put_conversation (db, conversation, &local_error);
      else if (local_error == NULL)
        forget_place (db, g_ptr_array_index (ids, i), &local_error);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return -1;
    }

  return (int)ids->len;
}

static gboolean
move_backlog (BalieDb *db,
              gint64   next,
              GError **error)
{
  BalieStatement *statement = balie_db_prepare (db, "UPDATE search_backlog SET next = $1");

  balie_statement_bind_int (statement, 1, next);

  return balie_statement_run (statement, error) &&
         balie_statement_run (balie_db_prepare (db, "DELETE FROM search_backlog WHERE next > last"), error);
}

/* Returns: how many messages were indexed, -1 on an error */
static int
work_off_messages (BalieDb *db,
                   guint    limit,
                   GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  gint64 next = 0;

  messages = balie_message_table_list_backlog (db, limit, &next, error);
  if (messages == NULL)
    return -1;

  for (guint i = 0; i < messages->len; i++)
    if (!replace_message (db, NULL, g_ptr_array_index (messages, i), error))
      return -1;

  if (!move_backlog (db, messages->len == limit ? next : G_MAXINT64, error))
    return -1;

  return (int)messages->len;
}

gboolean
balie_search_table_work_off (BalieDb *db,
                             guint    limit,
                             GError **error)
{
  int n_conversations = work_off_conversations (db, limit, error);
  int n_messages = n_conversations < 0 ? -1 : work_off_messages (db, limit, error);

  return n_messages >= 0 && (n_conversations == (int)limit || n_messages == (int)limit);
}

/* The newest hit in each conversation, the last conversation first. */
static GArray *
find_rows (BalieDb    *db,
           const char *match,
           GError    **error)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement = balie_db_prepare (db, "SELECT rowid FROM search WHERE search MATCH $1 ORDER BY rowid DESC");
  gint64          last = 0;

  balie_statement_bind_text (statement, 1, match);
  while (balie_statement_next (statement, &local_error))
    {
      gint64 row = balie_statement_get_int (statement, 0);
      Hit    hit = {row >> NUMBER_BITS, row & MAX_NUMBER};

      if (hit.ordinal == last)
        continue;
      last = hit.ordinal;
      g_array_append_val (hits, hit);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&hits);
}

/* Keeps of @hits the conversations that are in @others too. */
static void
intersect (GArray *hits,
           GArray *others)
{
  guint kept = 0;
  guint j = 0;

  for (guint i = 0; i < hits->len; i++)
    {
      Hit hit = g_array_index (hits, Hit, i);

      while (j < others->len && g_array_index (others, Hit, j).ordinal > hit.ordinal)
        j++;
      if (j == others->len)
        break;
      if (g_array_index (others, Hit, j).ordinal != hit.ordinal)
        continue;

      /* A message says more than the subject, which is seen anyway. */
      if (hit.number == 0)
        hit.number = g_array_index (others, Hit, j).number;
      g_array_index (hits, Hit, kept++) = hit;
    }
  g_array_set_size (hits, kept);
}

/* A message that has all the words is the one to show. */
static void
prefer (GArray *hits,
        GArray *whole)
{
  guint j = 0;

  for (guint i = 0; i < hits->len; i++)
    {
      Hit *hit = &g_array_index (hits, Hit, i);

      while (j < whole->len && g_array_index (whole, Hit, j).ordinal > hit->ordinal)
        j++;
      if (j < whole->len && g_array_index (whole, Hit, j).ordinal == hit->ordinal)
        hit->number = g_array_index (whole, Hit, j).number;
    }
}

static char *
dup_whole_match (const BalieSearchWords *words)
{
  g_autoptr (GString) match = g_string_new (NULL);

  for (guint i = 0; i < balie_search_words_get_n_words (words); i++)
    {
      if (i > 0)
        g_string_append (match, " AND ");
      g_string_append (match, balie_search_words_get_match (words, i));
    }

  return g_strdup (match->str);
}

/* Returns: (transfer full) (nullable): the conversations that have every word; NULL on an error */
static GArray *
find_hits (BalieDb                *db,
           const BalieSearchWords *words,
           GError                **error)
{
  g_autoptr (GArray) hits = find_rows (db, balie_search_words_get_match (words, 0), error);
  g_autoptr (GArray) whole = NULL;
  g_autofree char *match = NULL;
  guint            n_words = balie_search_words_get_n_words (words);

  for (guint i = 1; hits != NULL && i < n_words; i++)
    {
      g_autoptr (GArray) others = find_rows (db, balie_search_words_get_match (words, i), error);

      if (others == NULL)
        return NULL;
      intersect (hits, others);
    }
  if (hits == NULL || n_words == 1)
    return g_steal_pointer (&hits);

  match = dup_whole_match (words);
  whole = find_rows (db, match, error);
  if (whole == NULL)
    return NULL;
  prefer (hits, whole);

  return g_steal_pointer (&hits);
}

GArray *
balie_search_table_find (BalieDb                *db,
                         const BalieSearchWords *words,
                         GError                **error)
{
  g_autoptr (GArray) hits = find_hits (db, words, error);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (BalieSearchPlace));
  g_autoptr (GError) local_error = NULL;
  BalieStatement *statement;
  guint           i = 0;

  if (hits == NULL)
    return NULL;

  g_array_set_clear_func (places, place_clear);
  statement = balie_db_prepare (db, "SELECT ordinal, conversation FROM search_place ORDER BY ordinal DESC");
  while (i < hits->len && balie_statement_next (statement, &local_error))
    {
      const Hit       *hit = &g_array_index (hits, Hit, i);
      BalieSearchPlace place;

      if (balie_statement_get_int (statement, 0) != hit->ordinal)
        continue;

      place.conversation = balie_statement_dup_text (statement, 1);
      place.number = hit->number;
      g_array_append_val (places, place);
      i++;
    }
  balie_statement_reset (statement);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&places);
}
