/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to a request at the end of its life. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-request-actions.h"

#include "balie-conversation-actions.h"
#include "balie-conversation-store.h"
#include "balie-posting.h"
#include "balie-refusal.h"

void
balie_rating_input_free (BalieRatingInput *self)
{
  g_free (self->conversation);
  g_free (self->comment);
  g_free (self);
}

gpointer
balie_request_action_rate (BalieTransaction *transaction,
                           gpointer          input,
                           GError          **error)
{
  BalieRatingInput *rating = input;
  g_autoptr (BalieConversation) conversation = balie_conversation_action_find (transaction, rating->conversation, error);
  g_auto (BaliePosting) posting = {0};

  if (conversation == NULL)
    return NULL;
  if (conversation->status != BALIE_STATUS_SOLVED && conversation->status != BALIE_STATUS_CLOSED)
    {
      g_propagate_error (error, balie_refusal_new (409, "rating-refused", "What is neither solved nor closed cannot be rated"));
      return NULL;
    }

  balie_posting_init (&posting, transaction, conversation);
  if (conversation->rating != rating->score || g_strcmp0 (conversation->rating_comment, rating->comment) != 0)
    {
      posting.conversation->rating = rating->score;
      g_free (posting.conversation->rating_comment);
      posting.conversation->rating_comment = g_strdup (rating->comment);
      if (!balie_posting_finish (&posting, error))
        return NULL;
    }
  return balie_reply_new_conversation (200, posting.conversation, NULL, 0);
}

gpointer
balie_request_action_close_solved (BalieTransaction *transaction,
                                   gpointer          input,
                                   GError          **error)
{
  const gint64 *after = input;
  g_autoptr (GPtrArray) solved = balie_conversation_store_list_solved (transaction->db, transaction->now - *after, BALIE_CLOSE_BATCH, error);

  if (solved == NULL)
    return NULL;

  for (guint i = 0; i < solved->len; i++)
    {
      g_auto (BaliePosting) posting = {0};

      balie_posting_init (&posting, transaction, g_ptr_array_index (solved, i));
      if (!balie_posting_set_status (&posting, BALIE_STATUS_CLOSED, error) || !balie_posting_finish (&posting, error))
        return NULL;
    }
  return GUINT_TO_POINTER (solved->len);
}
