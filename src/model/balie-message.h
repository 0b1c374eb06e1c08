/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry in a conversation, by a person or by the desk itself. */
#pragma once

#include "balie-attachment.h"
#include "balie-diagnostics.h"
#include "balie-person.h"

G_BEGIN_DECLS

/**
 * BalieMessage:
 * @id: UUID, chosen by the client that made it
 * @conversation: id of the conversation
 * @number: number_in_conversation, from 1 without gaps; 0 for an internal note
 * @after: for an internal note: the number it stands behind
 * @author: who wrote it
 * @text: plain text, possibly empty when there are attachments
 * @sent_at: milliseconds since 1970, by the server's clock; for display only
 * @reply_to: (nullable): id of the message that this one quotes
 * @attachments: (element-type BalieAttachment): possibly empty
 * @diagnostics: (nullable): technical details that its author sent along; only its author's side and staff see them
 * @mailed_at: when it was mailed, 0 for not
 * @internal: a note among staff, which no customer ever sees
 *
 * Immutable once it is shared.
 */
typedef struct
{
  char             *id;
  char             *conversation;
  gint64            number;
  gint64            after;
  BaliePerson      *author;
  char             *text;
  gint64            sent_at;
  char             *reply_to;
  GPtrArray        *attachments;
  BalieDiagnostics *diagnostics;
  gint64            mailed_at;
  gboolean          internal;

  /*< private >*/
  gatomicrefcount ref_count;
} BalieMessage;

#define BALIE_TYPE_MESSAGE (balie_message_get_type ())
GType balie_message_get_type (void) G_GNUC_CONST;

BalieMessage *balie_message_new (void);
BalieMessage *balie_message_ref (BalieMessage *self);
void          balie_message_unref (BalieMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieMessage, balie_message_unref)

/**
 * balie_message_read:
 * @name: (nullable): the member that holds it, or %NULL for the place where @reader stands
 *
 * Returns: (transfer full): a message. Faults stay in @reader.
 */
BalieMessage *balie_message_read (BalieJsonReader *reader,
                                  const char      *name);
void          balie_message_write (const BalieMessage *self,
                                   BalieJsonWriter    *writer,
                                   const char         *name);

G_END_DECLS
