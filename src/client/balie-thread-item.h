/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message as it stands in a thread: it stays the same object from the outbox to being seen. */
#pragma once

#include <glib-object.h>

#include "balie-error.h"
#include "balie-message.h"

G_BEGIN_DECLS

/**
 * BalieMessageState:
 * @BALIE_MESSAGE_WAITING: own, in the outbox, goes out whenever the server can be reached
 * @BALIE_MESSAGE_REFUSED: own, the server will not have it; edit, retry or delete
 * @BALIE_MESSAGE_SENT: own, and the server has it
 * @BALIE_MESSAGE_SEEN: own, and the other side has seen it
 * @BALIE_MESSAGE_RECEIVED: of somebody else
 */
typedef enum {
  BALIE_MESSAGE_WAITING,
  BALIE_MESSAGE_REFUSED,
  BALIE_MESSAGE_SENT,
  BALIE_MESSAGE_SEEN,
  BALIE_MESSAGE_RECEIVED,
} BalieMessageState;

#define BALIE_TYPE_MESSAGE_STATE (balie_message_state_get_type ())
GType balie_message_state_get_type (void) G_GNUC_CONST;

/**
 * BalieThreadItem:
 *
 * Properties (read-only, each notifies): `id` (string), `message` (boxed BalieMessage), `state` (BalieMessageState),
 * `error-code` (int: a BalieError, for a refused one), `error-type` (string: type of the server's problem, such as
 * `conversation-closed`), `previous` (boxed BalieMessage, nullable: the message that stands before it in the thread, so
 * that a row can tell where a day or another author begins).
 */
#define BALIE_TYPE_THREAD_ITEM (balie_thread_item_get_type ())
G_DECLARE_FINAL_TYPE (BalieThreadItem, balie_thread_item, BALIE, THREAD_ITEM, GObject)

BalieThreadItem  *balie_thread_item_new (BalieMessage     *message,
                                         BalieMessageState state);
const char       *balie_thread_item_get_id (BalieThreadItem *self);
BalieMessage     *balie_thread_item_get_message (BalieThreadItem *self);
BalieMessageState balie_thread_item_get_state (BalieThreadItem *self);
BalieError        balie_thread_item_get_error_code (BalieThreadItem *self);
const char       *balie_thread_item_get_error_type (BalieThreadItem *self);
BalieMessage     *balie_thread_item_get_previous (BalieThreadItem *self);

void balie_thread_item_set_message (BalieThreadItem *self,
                                    BalieMessage    *message);
void balie_thread_item_set_state (BalieThreadItem  *self,
                                  BalieMessageState state);
void balie_thread_item_set_refused (BalieThreadItem *self,
                                    BalieError       code,
                                    const char      *type);
void balie_thread_item_set_previous (BalieThreadItem *self,
                                     BalieMessage    *previous);

G_END_DECLS
