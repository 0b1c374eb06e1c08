/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for a request: its kind, its status, what the desk itself says in it. */
#pragma once

#include "balie-conversation.h"
#include "balie-draft-item.h"
#include "balie-message.h"

G_BEGIN_DECLS

/**
 * balie_texts_get_kind:
 *
 * Returns: such as `Question`
 */
const char *balie_texts_get_kind (BalieConversationKind kind);

/**
 * balie_texts_get_status:
 *
 * Returns: such as `Waiting for you`
 */
const char *balie_texts_get_status (BalieStatus status);

/**
 * balie_texts_dup_request_line:
 * @conversation: a request
 * @now: milliseconds since 1970
 *
 * Returns: (transfer full): what it is, since when, and who is on it: `Problem · sent today 10:06 · Sanne is on it`, or who was
 */
char *balie_texts_dup_request_line (const BalieConversation *conversation,
                                    gint64                   now,
                                    GTimeZone               *zone);

/**
 * balie_texts_dup_last_line:
 *
 * Returns: (transfer full): who wrote the last message, and how it begins: `Sanne: Could you send us the log?`
 */
char *balie_texts_dup_last_line (const BalieConversation *conversation);

/**
 * balie_texts_dup_message_line:
 * @maximum: most characters
 *
 * Returns: (transfer full): the beginning of @message; of one without a text, its first attachment: `Attachment: screenshot.png`
 */
char *balie_texts_dup_message_line (const BalieMessage *message,
                                    gsize               maximum);

/**
 * balie_texts_dup_draft_subject:
 *
 * Returns: (transfer full): its subject, or what it is: `New problem`
 */
char *balie_texts_dup_draft_subject (BalieDraftItem *draft);

/**
 * balie_texts_dup_draft_line:
 *
 * Returns: (transfer full): how it begins, or what goes with it
 */
char *balie_texts_dup_draft_line (BalieDraftItem *draft);

/**
 * balie_texts_dup_system:
 * @text: of a system message, such as `status:solved`
 * @email: (nullable): where the desk sends its confirmations; %NULL when it sends none
 *
 * Returns: (transfer full): it as a sentence; a text that is not known stays as it is
 */
char *balie_texts_dup_system (const char *text,
                              const char *email);

/**
 * balie_texts_dup_conflict:
 * @before: a request as it was when its customer wanted to change it
 * @after: the same request as it is
 *
 * Returns: (transfer full): what has changed meanwhile, and so kept the customer's own change from being made
 */
char *balie_texts_dup_conflict (const BalieConversation *before,
                                const BalieConversation *after);

/**
 * balie_texts_dup_first_name:
 * @name: of a person
 *
 * Returns: (transfer full): what colleagues say: the name up to its first space
 */
char *balie_texts_dup_first_name (const char *name);

G_END_DECLS
