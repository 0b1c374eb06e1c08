/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the outbox does in the database: each a job for the cache. */
#pragma once

#include "balie-conversation.h"
#include "balie-db.h"
#include "balie-outbox-entry.h"

G_BEGIN_DECLS

/**
 * BalieOutboxAddition:
 * @entry: gets its ordinal
 * @draft_key: (nullable): draft that goes with it
 */
typedef struct
{
  BalieOutboxEntry *entry;
  char             *draft_key;
} BalieOutboxAddition;

void balie_outbox_addition_free (BalieOutboxAddition *self);

/**
 * balie_outbox_job_add:
 * @data: a #BalieOutboxAddition
 *
 * Adds the entry and drops the draft; its files go with the entry.
 *
 * Returns: (transfer full): the #BalieOutboxEntry with its ordinal
 */
gpointer balie_outbox_job_add (BalieDb *db,
                               gpointer data,
                               GError **error);

/**
 * balie_outbox_job_set_attempted:
 * @data: id of the message
 *
 * Returns: %TRUE as a pointer, or %NULL when it does not wait any more
 */
gpointer balie_outbox_job_set_attempted (BalieDb *db,
                                         gpointer data,
                                         GError **error);

/**
 * balie_outbox_job_set_waiting:
 * @data: id of the message
 */
gpointer balie_outbox_job_set_waiting (BalieDb *db,
                                       gpointer data,
                                       GError **error);

/**
 * balie_outbox_job_set_refused:
 * @data: a #BalieOutboxEntry
 */
gpointer balie_outbox_job_set_refused (BalieDb *db,
                                       gpointer data,
                                       GError **error);

/**
 * BalieOutboxReceipt:
 * @message: as the server has it
 * @conversation: (nullable): that a request made
 *
 * What the answer to a PUT tells.
 */
typedef struct
{
  BalieMessage      *message;
  BalieConversation *conversation;
} BalieOutboxReceipt;

void balie_outbox_receipt_free (BalieOutboxReceipt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieOutboxReceipt, balie_outbox_receipt_free)

/**
 * balie_outbox_receipt_parse:
 * @author: of the message
 * @answer: body of the server's answer
 * @error: %BALIE_ERROR_PARSE, %BALIE_ERROR_INVALID
 *
 * Returns: (transfer full): what the server has made of @entry
 */
BalieOutboxReceipt *balie_outbox_receipt_parse (const BalieOutboxEntry *entry,
                                                BaliePerson            *author,
                                                GBytes                 *answer,
                                                GError                **error);

/**
 * balie_outbox_job_set_sent:
 * @data: a #BalieOutboxReceipt
 *
 * Keeps what the server told, as far as no event told more.
 *
 * Returns: (transfer full) (nullable): the #BalieConversation that holds now, for a request
 */
gpointer balie_outbox_job_set_sent (BalieDb *db,
                                    gpointer data,
                                    GError **error);

G_END_DECLS
