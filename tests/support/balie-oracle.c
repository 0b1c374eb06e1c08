/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knows what was meant to be sent, and judges what has become of it. */
#define G_LOG_DOMAIN "balie-test-support"

#include "config.h"

#include "balie-oracle.h"

typedef struct
{
  char *sender;
  char *conversation;
  char *id;
  char *text;
  guint order;
} Message;

struct _BalieOracle
{
  /* owned */
  GPtrArray  *messages; /* of Message, in the order in which they were meant */
  GHashTable *by_text;  /* text -> Message, both borrowed from above */
};

struct _BalieOracleView
{
  /* owned */
  char      *name;
  GPtrArray *messages; /* of Message */
};

/* One judgement. */
typedef struct
{
  /* owned */
  GHashTable *seen;   /* of Message: those that were there */
  GHashTable *latest; /* sender and conversation -> the Message that was meant last of those seen */

  /* borrowed */
  const char *place;

  BalieOracleVerdict verdict;
} Judgement;

static Message *
message_new (const char *sender,
             const char *conversation,
             const char *id,
             const char *text,
             guint       order)
{
  Message *self = g_new0 (Message, 1);

  self->sender = g_strdup (sender);
  self->conversation = g_strdup (conversation);
  self->id = g_strdup (id);
  self->text = g_strdup (text);
  self->order = order;
  return self;
}

static void
message_free (Message *self)
{
  g_free (self->sender);
  g_free (self->conversation);
  g_free (self->id);
  g_free (self->text);
  g_free (self);
}

static void
complain (Judgement     *judgement,
          guint         *counter,
          const char    *what,
          const Message *message)
{
  (*counter)++;
  g_test_message ("%s: %s in conversation %s: “%s”", judgement->place, what, message->conversation, message->text);
}

static gboolean
is_meant (const Message *meant,
          const Message *found)
{
  return meant != NULL &&
         g_str_equal (meant->conversation, found->conversation) &&
         (meant->id == NULL || found->id == NULL || g_str_equal (meant->id, found->id));
}

static void
judge_order (Judgement *judgement,
             Message   *meant)
{
  g_autofree char *key = g_strdup_printf ("%s\n%s", meant->sender, meant->conversation);
  const Message   *latest = g_hash_table_lookup (judgement->latest, key);

  if (latest != NULL && latest->order > meant->order)
    complain (judgement, &judgement->verdict.reordered, "reordered", meant);
  else
    g_hash_table_insert (judgement->latest, g_steal_pointer (&key), meant);
}

static void
judge_found (BalieOracle *self,
             Judgement   *judgement,
             Message     *found,
             const char  *conversation)
{
  Message *meant = g_hash_table_lookup (self->by_text, found->text);

  /* The second of two copies is doubled, whatever id it has been given. */
  if (meant != NULL && g_hash_table_contains (judgement->seen, meant))
    {
      complain (judgement, &judgement->verdict.doubled, "doubled", found);
      return;
    }

  if (!is_meant (meant, found) || (conversation != NULL && !g_str_equal (conversation, found->conversation)))
    {
      complain (judgement, &judgement->verdict.foreign, "foreign", found);
      return;
    }

  g_hash_table_add (judgement->seen, meant);
  judge_order (judgement, meant);
}

BalieOracle *
balie_oracle_new (void)
{
  BalieOracle *self = g_new0 (BalieOracle, 1);

  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)message_free);
  self->by_text = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
balie_oracle_free (BalieOracle *self)
{
  g_hash_table_unref (self->by_text);
  g_ptr_array_unref (self->messages);
  g_free (self);
}

void
balie_oracle_record (BalieOracle *self,
                     const char  *sender,
                     const char  *conversation,
                     const char  *id,
                     const char  *text)
{
  Message *message = message_new (sender, conversation, id, text, self->messages->len);

  g_ptr_array_add (self->messages, message);
  g_assert_true (g_hash_table_insert (self->by_text, message->text, message));
}

guint
balie_oracle_get_n_recorded (BalieOracle *self,
                             const char  *conversation)
{
  guint n_recorded = 0;

  for (guint i = 0; i < self->messages->len; i++)
    {
      const Message *message = g_ptr_array_index (self->messages, i);

      if (conversation == NULL || g_str_equal (conversation, message->conversation))
        n_recorded++;
    }

  return n_recorded;
}

BalieOracleView *
balie_oracle_view_new (const char *name)
{
  BalieOracleView *self = g_new0 (BalieOracleView, 1);

  self->name = g_strdup (name);
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)message_free);
  return self;
}

void
balie_oracle_view_free (BalieOracleView *self)
{
  g_ptr_array_unref (self->messages);
  g_free (self->name);
  g_free (self);
}

void
balie_oracle_view_add (BalieOracleView *self,
                       const char      *conversation,
                       const char      *id,
                       const char      *text)
{
  g_ptr_array_add (self->messages, message_new (NULL, conversation, id, text, self->messages->len));
}

BalieOracleVerdict
balie_oracle_judge (BalieOracle     *self,
                    BalieOracleView *view,
                    const char      *conversation)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) latest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Judgement judgement = {.seen = seen, .latest = latest, .place = view->name};

  for (guint i = 0; i < view->messages->len; i++)
    judge_found (self, &judgement, g_ptr_array_index (view->messages, i), conversation);

  for (guint i = 0; i < self->messages->len; i++)
    {
      Message *meant = g_ptr_array_index (self->messages, i);

      if (!g_hash_table_contains (seen, meant) && (conversation == NULL || g_str_equal (conversation, meant->conversation)))
        complain (&judgement, &judgement.verdict.lost, "lost", meant);
    }

  return judgement.verdict;
}

void
balie_oracle_assert_whole (BalieOracle     *self,
                           BalieOracleView *view,
                           const char      *conversation)
{
  BalieOracleVerdict verdict = balie_oracle_judge (self, view, conversation);

  if (verdict.lost + verdict.doubled + verdict.reordered + verdict.foreign > 0)
    g_error ("%s: lost %u, doubled %u, reordered %u, foreign %u",
             view->name, verdict.lost, verdict.doubled, verdict.reordered, verdict.foreign);
}
