/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens to a request at the end of its life. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-request-actions.h"

#include "balie-conversation-store.h"
#include "balie-posting.h"

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
