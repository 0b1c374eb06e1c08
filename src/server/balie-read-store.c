/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of read marks: up to where each side has seen a conversation. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-read-store.h"

gboolean
balie_read_store_move (BalieDb    *db,
                       const char *conversation,
                       BalieRole   side,
                       gint64      up_to,
                       gboolean   *moved,
                       GError    **error)
{
  BalieStatement *statement = balie_db_prepare (db, "INSERT INTO read_mark (conversation, side, up_to) VALUES ($1, $2, $3)"
                                                    " ON CONFLICT (conversation, side) DO UPDATE SET up_to = excluded.up_to WHERE excluded.up_to > read_mark.up_to");

  balie_statement_bind_text (statement, 1, conversation);
  balie_statement_bind_text (statement, 2, balie_role_nicks[side]);
  balie_statement_bind_int (statement, 3, up_to);
  if (!balie_statement_run (statement, error))
    return FALSE;

  if (moved != NULL)
    *moved = up_to > 0 && balie_db_get_changes (db) > 0;
  return TRUE;
}
