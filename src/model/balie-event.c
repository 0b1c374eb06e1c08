/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry of a reader's stream, as it goes over the wire and into the log. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-event.h"

G_DEFINE_BOXED_TYPE (BalieEvent, balie_event, balie_event_ref, balie_event_unref)

const char *const balie_event_type_nicks[] = {
  "unknown",
  "conversation.created",
  "conversation.changed",
  "message.created",
  "message.changed",
  "read.moved",
  "desk.changed",
  "session.ended",
  "typing",
  "presence",
  NULL,
};

BalieEvent *
balie_event_new (void)
{
  BalieEvent *self = g_new0 (BalieEvent, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

BalieEvent *
balie_event_ref (BalieEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_event_unref (BalieEvent *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->conversation, balie_conversation_unref);
  g_clear_pointer (&self->message, balie_message_unref);
  g_free (self->conversation_id);
  g_clear_pointer (&self->person, balie_person_unref);
  g_free (self->session_id);
  g_free (self);
}

BalieEventType
balie_event_type_from_nick (const char *nick)
{
  for (guint i = BALIE_EVENT_UNKNOWN + 1; balie_event_type_nicks[i] != NULL; i++)
    {
      if (g_strcmp0 (balie_event_type_nicks[i], nick) == 0)
        return i;
    }
  return BALIE_EVENT_UNKNOWN;
}

/* Reads the members of data into @self from the place where @reader stands. */
static void
read_data (BalieEvent      *self,
           BalieJsonReader *reader)
{
  switch (self->type)
    {
    case BALIE_EVENT_CONVERSATION_CREATED:
    case BALIE_EVENT_CONVERSATION_CHANGED:
      self->conversation = balie_conversation_read (reader, "conversation");
      break;
    case BALIE_EVENT_MESSAGE_CREATED:
    case BALIE_EVENT_MESSAGE_CHANGED:
      self->message = balie_message_read (reader, "message");
      if (balie_json_reader_has (reader, "conversation"))
        self->conversation = balie_conversation_read (reader, "conversation");
      break;
    case BALIE_EVENT_READ_MOVED:
      self->conversation_id = g_strdup (balie_json_reader_uuid (reader, "conversation"));
      self->reader = balie_json_reader_enum (reader, "reader", balie_role_nicks);
      if (self->reader == BALIE_ROLE_SYSTEM)
        balie_json_reader_fail (reader, "reader", "must be one of customer, staff");
      self->up_to = balie_json_reader_int (reader, "up_to", 0, G_MAXINT64);
      break;
    case BALIE_EVENT_SESSION_ENDED:
      self->session_id = g_strdup (balie_json_reader_uuid (reader, "session"));
      break;
    case BALIE_EVENT_TYPING:
      self->conversation_id = g_strdup (balie_json_reader_uuid (reader, "conversation"));
      self->person = balie_person_read (reader, "person");
      if (self->person == NULL)
        balie_json_reader_fail (reader, "person", "is required");
      break;
    case BALIE_EVENT_PRESENCE:
      self->staffed = balie_json_reader_boolean (reader, "staffed");
      break;
    case BALIE_EVENT_DESK_CHANGED:
    case BALIE_EVENT_UNKNOWN:
    default:
      break;
    }
}

BalieEvent *
balie_event_read (BalieJsonReader *reader,
                  const char      *name)
{
  BalieEvent *self = balie_event_new ();

  balie_json_reader_enter_object (reader, name);
  self->seq = balie_json_reader_optional_int (reader, "seq", 1, G_MAXINT64, 0);
  self->type = balie_event_type_from_nick (balie_json_reader_string (reader, "type"));
  self->at = balie_json_reader_optional_time (reader, "at");
  if (self->type != BALIE_EVENT_UNKNOWN)
    {
      balie_json_reader_enter_object (reader, "data");
      read_data (self, reader);
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
  return self;
}

BalieEvent *
balie_event_read_data (BalieJsonReader *reader,
                       BalieEventType   type,
                       gint64           seq)
{
  BalieEvent *self = balie_event_new ();

  self->type = type;
  self->seq = seq;
  read_data (self, reader);
  return self;
}

void
balie_event_write (const BalieEvent *self,
                   BalieJsonWriter  *writer,
                   const char       *name)
{
  balie_json_writer_begin_object (writer, name);
  if (self->seq > 0)
    balie_json_writer_int (writer, "seq", self->seq);
  balie_json_writer_string (writer, "type", balie_event_type_nicks[self->type]);
  balie_json_writer_optional_time (writer, "at", self->at);
  balie_event_write_data (self, writer, "data");
  balie_json_writer_end_object (writer);
}

void
balie_event_write_data (const BalieEvent *self,
                        BalieJsonWriter  *writer,
                        const char       *name)
{
  balie_json_writer_begin_object (writer, name);
  if (self->message != NULL)
    balie_message_write (self->message, writer, "message");
  if (self->conversation != NULL)
    balie_conversation_write (self->conversation, writer, "conversation");

  switch (self->type)
    {
    case BALIE_EVENT_READ_MOVED:
      balie_json_writer_string (writer, "conversation", self->conversation_id);
      balie_json_writer_string (writer, "reader", balie_role_nicks[self->reader]);
      balie_json_writer_int (writer, "up_to", self->up_to);
      break;
    case BALIE_EVENT_SESSION_ENDED:
      balie_json_writer_string (writer, "session", self->session_id);
      break;
    case BALIE_EVENT_TYPING:
      balie_json_writer_string (writer, "conversation", self->conversation_id);
      balie_person_write (self->person, writer, "person");
      break;
    case BALIE_EVENT_PRESENCE:
      balie_json_writer_boolean (writer, "staffed", self->staffed);
      break;
    case BALIE_EVENT_UNKNOWN:
    case BALIE_EVENT_CONVERSATION_CREATED:
    case BALIE_EVENT_CONVERSATION_CHANGED:
    case BALIE_EVENT_MESSAGE_CREATED:
    case BALIE_EVENT_MESSAGE_CHANGED:
    case BALIE_EVENT_DESK_CHANGED:
    default:
      break;
    }
  balie_json_writer_end_object (writer);
}
