/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread of messages as one reader sees it: a chat, or a request with its number, subject and status. */
#pragma once

#include "balie-person.h"

G_BEGIN_DECLS

typedef enum {
  BALIE_CONVERSATION_CHAT,
  BALIE_CONVERSATION_QUESTION,
  BALIE_CONVERSATION_PROBLEM,
} BalieConversationKind;

extern const char *const balie_conversation_kind_nicks[];

/**
 * BalieStatus:
 * @BALIE_STATUS_OPEN: received
 * @BALIE_STATUS_IN_PROGRESS: somebody is on it
 * @BALIE_STATUS_WAITING: for the customer
 * @BALIE_STATUS_SOLVED: can be reopened
 * @BALIE_STATUS_CLOSED: for good
 */
typedef enum {
  BALIE_STATUS_OPEN,
  BALIE_STATUS_IN_PROGRESS,
  BALIE_STATUS_WAITING,
  BALIE_STATUS_SOLVED,
  BALIE_STATUS_CLOSED,
} BalieStatus;

extern const char *const balie_status_nicks[];

/**
 * balie_status_may_change:
 * @role: of who wants it
 * @from: as it is
 * @to: as it is to be
 *
 * The one table of who may change a request's status how. A customer marks as solved and reopens; staff may do all but
 * wake what is closed. No change at all is always allowed.
 *
 * Returns: whether it is allowed
 */
gboolean balie_status_may_change (BalieRole   role,
                                  BalieStatus from,
                                  BalieStatus to);

/**
 * BALIE_RATING_MAX:
 *
 * The best rating; 1 is the worst.
 */
#define BALIE_RATING_MAX 5

/**
 * BALIE_RATING_COMMENT_MAX:
 *
 * Most characters of a rating's comment.
 */
#define BALIE_RATING_COMMENT_MAX 1000

/**
 * BalieLastMessage:
 * @number: number_in_conversation; 0 when there is no message yet
 * @author: (nullable): who wrote it
 * @text: the beginning of its text, as one line
 * @sent_at: milliseconds since 1970
 */
typedef struct
{
  gint64       number;
  BaliePerson *author;
  char        *text;
  gint64       sent_at;
} BalieLastMessage;

/**
 * BalieConversation:
 * @id: UUID, chosen by the client that made it
 * @kind: chat, question or problem
 * @number: of a request, from the desk's one sequence; 0 for a chat and while it is unknown
 * @subject: (nullable): of a request
 * @status: of a request; a chat is always open
 * @category: (nullable): id from the desk
 * @urgency: (nullable): id from the desk
 * @customer: whose it is
 * @assignee: (nullable): who of the staff is on it
 * @created_at: milliseconds since 1970
 * @changed_at: milliseconds since 1970
 * @version: grows with every change that this reader can see; the ETag is `"vN"`
 * @last: the newest message this reader can see
 * @count: number of messages, internal notes left out
 * @read_own: up to which number this reader's side has seen it
 * @read_other: up to which number the other side has seen it
 * @follows: (nullable): id of the closed request that this one follows up
 * @rating: 1 to 5, 0 for none
 * @rating_comment: (nullable): what was said with the rating
 * @waiting_since: since when it waits for the customer, 0 when it does not
 *
 * Immutable once it is shared. Order is by numbers, never by times.
 */
typedef struct
{
  char                 *id;
  BalieConversationKind kind;
  gint64                number;
  char                 *subject;
  BalieStatus           status;
  char                 *category;
  char                 *urgency;
  BaliePerson          *customer;
  BaliePerson          *assignee;
  gint64                created_at;
  gint64                changed_at;
  gint64                version;
  BalieLastMessage      last;
  gint64                count;
  gint64                read_own;
  gint64                read_other;
  char                 *follows;
  int                   rating;
  char                 *rating_comment;
  gint64                waiting_since;

  /*< private >*/
  gatomicrefcount ref_count;
} BalieConversation;

#define BALIE_TYPE_CONVERSATION (balie_conversation_get_type ())
GType balie_conversation_get_type (void) G_GNUC_CONST;

BalieConversation *balie_conversation_new (void);

/**
 * balie_conversation_copy:
 *
 * Returns: (transfer full): a copy that is not shared yet and may be changed
 */
BalieConversation *balie_conversation_copy (const BalieConversation *self);
BalieConversation *balie_conversation_ref (BalieConversation *self);
void               balie_conversation_unref (BalieConversation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieConversation, balie_conversation_unref)

/**
 * balie_conversation_read:
 * @name: (nullable): the member that holds it, or %NULL for the place where @reader stands
 *
 * Returns: (transfer full): a conversation. Faults stay in @reader.
 */
BalieConversation *balie_conversation_read (BalieJsonReader *reader,
                                            const char      *name);
void               balie_conversation_write (const BalieConversation *self,
                                             BalieJsonWriter         *writer,
                                             const char              *name);

G_END_DECLS
