/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of messages. */
#pragma once

#include "balie-db.h"
#include "balie-message.h"

G_BEGIN_DECLS

/**
 * BalieMessageRow:
 * @message: the message
 * @customer_seq: where it stands in the customer's stream; 0 for an internal note
 * @staff_seq: where it stands in the staff's stream
 * @digest: of the content that the client sent, to tell a repetition from a reused id
 */
typedef struct
{
  BalieMessage *message;
  gint64        customer_seq;
  gint64        staff_seq;
  char         *digest;
} BalieMessageRow;

BalieMessageRow *balie_message_row_new (void);
void             balie_message_row_free (BalieMessageRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieMessageRow, balie_message_row_free)

gboolean balie_message_store_insert (BalieDb               *db,
                                     const BalieMessageRow *row,
                                     GError               **error);

/**
 * balie_message_store_get:
 *
 * Returns: (transfer full) (nullable): the message; %NULL without @error when there is none
 */
BalieMessageRow *balie_message_store_get (BalieDb    *db,
                                          const char *id,
                                          GError    **error);

/**
 * balie_message_store_list:
 * @before: number_in_conversation below which to look; G_MAXINT64 for the newest
 * @limit: most numbered messages
 * @with_notes: whether internal notes that stand among them come along
 * @more: (out): whether there are older ones
 *
 * Returns: (transfer full) (element-type BalieMessageRow): the newest messages below @before, ascending
 */
GPtrArray *balie_message_store_list (BalieDb    *db,
                                     const char *conversation,
                                     gint64      before,
                                     guint       limit,
                                     gboolean    with_notes,
                                     gboolean   *more,
                                     GError    **error);

G_END_DECLS
