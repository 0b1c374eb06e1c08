/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry of a reader's stream, and the position in it. */
#pragma once

#include "balie-conversation.h"
#include "balie-message.h"

G_BEGIN_DECLS

/**
 * BalieEventType:
 *
 * @BALIE_EVENT_TYPING and @BALIE_EVENT_PRESENCE are live only: they have no seq and are in no log.
 * @BALIE_EVENT_UNKNOWN is what a newer server may send; it moves the position and does nothing else.
 */
typedef enum {
  BALIE_EVENT_UNKNOWN,
  BALIE_EVENT_CONVERSATION_CREATED,
  BALIE_EVENT_CONVERSATION_CHANGED,
  BALIE_EVENT_MESSAGE_CREATED,
  BALIE_EVENT_MESSAGE_CHANGED,
  BALIE_EVENT_READ_MOVED,
  BALIE_EVENT_DESK_CHANGED,
  BALIE_EVENT_SESSION_ENDED,
  BALIE_EVENT_TYPING,
  BALIE_EVENT_PRESENCE,
} BalieEventType;

/**
 * balie_event_type_nicks:
 *
 * The names on the wire, such as `message.created`, in the order of #BalieEventType; ended by %NULL.
 */
extern const char *const balie_event_type_nicks[];

/**
 * BalieEvent:
 * @seq: place in the stream, from 1 without gaps; 0 for live events
 * @type: what happened
 * @at: milliseconds since 1970
 * @conversation: (nullable): the whole conversation, for conversation.*; also beside the message in message.created,
 *   because a message changes its conversation
 * @message: (nullable): the whole message, for message.*
 * @conversation_id: (nullable): for read.moved and typing
 * @reader: which side read, for read.moved
 * @up_to: number_in_conversation, for read.moved
 * @person: (nullable): who types, for typing
 * @staffed: whether anybody of the staff is there, for presence
 * @session_id: (nullable): for session.ended
 *
 * Immutable once it is shared.
 */
typedef struct
{
  gint64             seq;
  BalieEventType     type;
  gint64             at;
  BalieConversation *conversation;
  BalieMessage      *message;
  char              *conversation_id;
  BalieRole          reader;
  gint64             up_to;
  BaliePerson       *person;
  gboolean           staffed;
  char              *session_id;

  /*< private >*/
  gatomicrefcount ref_count;
} BalieEvent;

#define BALIE_TYPE_EVENT (balie_event_get_type ())
GType balie_event_get_type (void) G_GNUC_CONST;

BalieEvent *balie_event_new (void);
BalieEvent *balie_event_ref (BalieEvent *self);
void        balie_event_unref (BalieEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieEvent, balie_event_unref)

/**
 * balie_event_read:
 * @name: (nullable): the member that holds it, or %NULL for the place where @reader stands
 *
 * Reads `{"seq","type","at","data"}`. An event of an unknown type reads as %BALIE_EVENT_UNKNOWN.
 *
 * Returns: (transfer full): an event. Faults stay in @reader.
 */
BalieEvent *balie_event_read (BalieJsonReader *reader,
                              const char      *name);

/**
 * balie_event_read_data:
 * @type: what happened
 * @seq: 0 for a live event
 *
 * Reads `data` alone, as it stands in a server-sent event, from the place where @reader stands.
 */
BalieEvent *balie_event_read_data (BalieJsonReader *reader,
                                   BalieEventType   type,
                                   gint64           seq);
void        balie_event_write (const BalieEvent *self,
                               BalieJsonWriter  *writer,
                               const char       *name);

/**
 * balie_event_write_data:
 *
 * Writes `data` alone, as it is kept in the server's log.
 */
void           balie_event_write_data (const BalieEvent *self,
                                       BalieJsonWriter  *writer,
                                       const char       *name);
BalieEventType balie_event_type_from_nick (const char *nick);

/**
 * BaliePosition:
 * @epoch: names one history of the desk; a restored backup begins a new one
 * @seq: everything up to and including it was read
 *
 * On the wire `epoch.seq`.
 */
typedef struct
{
  char  *epoch;
  gint64 seq;
} BaliePosition;

/**
 * balie_position_parse:
 * @text: such as `f3a1.1042`
 * @position: (out caller-allocates): set on success; clear it with [func@position_clear]
 *
 * Returns: whether @text is a position
 */
gboolean balie_position_parse (const char    *text,
                               BaliePosition *position);
char    *balie_position_to_string (const BaliePosition *self);
void     balie_position_clear (BaliePosition *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BaliePosition, balie_position_clear)

G_END_DECLS
