/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread of messages as one reader sees it: a chat, or a request with its number, subject and status. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-conversation.h"

G_DEFINE_BOXED_TYPE (BalieConversation, balie_conversation, balie_conversation_ref, balie_conversation_unref)

const char *const balie_conversation_kind_nicks[] = {
  "chat",
  "question",
  "problem",
  NULL,
};

const char *const balie_status_nicks[] = {
  "open",
  "in_progress",
  "waiting",
  "solved",
  "closed",
  NULL,
};

static BaliePerson *
copy_person (BaliePerson *person)
{
  return person != NULL ? balie_person_ref (person) : NULL;
}

gboolean
balie_status_may_change (BalieRole   role,
                         BalieStatus from,
                         BalieStatus to)
{
  if (from == to)
    return TRUE;
  if (from == BALIE_STATUS_CLOSED)
    return FALSE;
  if (role != BALIE_ROLE_CUSTOMER)
    return TRUE;

  return from == BALIE_STATUS_SOLVED ? to == BALIE_STATUS_OPEN : to == BALIE_STATUS_SOLVED;
}

BalieConversation *
balie_conversation_new (void)
{
  BalieConversation *self = g_new0 (BalieConversation, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

BalieConversation *
balie_conversation_copy (const BalieConversation *self)
{
  BalieConversation *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  g_atomic_ref_count_init (&copy->ref_count);
  copy->id = g_strdup (self->id);
  copy->subject = g_strdup (self->subject);
  copy->category = g_strdup (self->category);
  copy->urgency = g_strdup (self->urgency);
  copy->customer = copy_person (self->customer);
  copy->assignee = copy_person (self->assignee);
  copy->last.author = copy_person (self->last.author);
  copy->last.text = g_strdup (self->last.text);
  copy->follows = g_strdup (self->follows);
  copy->rating_comment = g_strdup (self->rating_comment);
  return copy;
}

BalieConversation *
balie_conversation_ref (BalieConversation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_conversation_unref (BalieConversation *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->subject);
  g_free (self->category);
  g_free (self->urgency);
  g_clear_pointer (&self->customer, balie_person_unref);
  g_clear_pointer (&self->assignee, balie_person_unref);
  g_clear_pointer (&self->last.author, balie_person_unref);
  g_free (self->last.text);
  g_free (self->follows);
  g_free (self->rating_comment);
  g_free (self);
}

static void
read_last (BalieLastMessage *last,
           BalieJsonReader  *reader)
{
  if (!balie_json_reader_has (reader, "last"))
    return;

  balie_json_reader_enter_object (reader, "last");
  last->number = balie_json_reader_int (reader, "number_in_conversation", 1, G_MAXINT64);
  last->author = balie_person_read (reader, "author");
  last->text = g_strdup (balie_json_reader_string (reader, "text"));
  last->sent_at = balie_json_reader_time (reader, "sent_at");
  balie_json_reader_leave (reader);
}

BalieConversation *
balie_conversation_read (BalieJsonReader *reader,
                         const char      *name)
{
  BalieConversation *self = balie_conversation_new ();

  balie_json_reader_enter_object (reader, name);
  self->id = g_strdup (balie_json_reader_uuid (reader, "id"));
  self->kind = balie_json_reader_enum (reader, "kind", balie_conversation_kind_nicks);
  self->number = balie_json_reader_optional_int (reader, "number", 1, G_MAXINT64, 0);
  self->subject = g_strdup (balie_json_reader_optional_string (reader, "subject"));
  self->status = balie_json_reader_enum (reader, "status", balie_status_nicks);
  self->category = g_strdup (balie_json_reader_optional_string (reader, "category"));
  self->urgency = g_strdup (balie_json_reader_optional_string (reader, "urgency"));
  self->customer = balie_person_read (reader, "customer");
  if (self->customer == NULL)
    balie_json_reader_fail (reader, "customer", "is required");
  self->assignee = balie_person_read (reader, "assignee");
  self->created_at = balie_json_reader_time (reader, "created_at");
  self->changed_at = balie_json_reader_time (reader, "changed_at");
  self->version = balie_json_reader_int (reader, "version", 0, G_MAXINT64);
  read_last (&self->last, reader);
  self->count = balie_json_reader_int (reader, "count", 0, G_MAXINT64);
  balie_json_reader_enter_object (reader, "read");
  self->read_own = balie_json_reader_int (reader, "own", 0, G_MAXINT64);
  self->read_other = balie_json_reader_int (reader, "other", 0, G_MAXINT64);
  balie_json_reader_leave (reader);
  self->follows = g_strdup (balie_json_reader_optional_uuid (reader, "follows"));
  self->rating = balie_json_reader_optional_int (reader, "rating", 1, BALIE_RATING_MAX, 0);
  self->rating_comment = g_strdup (balie_json_reader_optional_string (reader, "rating_comment"));
  self->waiting_since = balie_json_reader_optional_time (reader, "waiting_since");
  balie_json_reader_leave (reader);
  return self;
}

static void
write_last (const BalieLastMessage *last,
            BalieJsonWriter        *writer)
{
  if (last->number == 0)
    return;

  balie_json_writer_begin_object (writer, "last");
  balie_json_writer_int (writer, "number_in_conversation", last->number);
  balie_person_write (last->author, writer, "author");
  balie_json_writer_string (writer, "text", last->text);
  balie_json_writer_time (writer, "sent_at", last->sent_at);
  balie_json_writer_end_object (writer);
}

void
balie_conversation_write (const BalieConversation *self,
                          BalieJsonWriter         *writer,
                          const char              *name)
{
  balie_json_writer_begin_object (writer, name);
  balie_json_writer_string (writer, "id", self->id);
  balie_json_writer_string (writer, "kind", balie_conversation_kind_nicks[self->kind]);
  if (self->number > 0)
    balie_json_writer_int (writer, "number", self->number);
  balie_json_writer_optional_string (writer, "subject", self->subject);
  balie_json_writer_string (writer, "status", balie_status_nicks[self->status]);
  balie_json_writer_optional_string (writer, "category", self->category);
  balie_json_writer_optional_string (writer, "urgency", self->urgency);
  balie_person_write (self->customer, writer, "customer");
  balie_person_write (self->assignee, writer, "assignee");
  balie_json_writer_time (writer, "created_at", self->created_at);
  balie_json_writer_time (writer, "changed_at", self->changed_at);
  balie_json_writer_int (writer, "version", self->version);
  write_last (&self->last, writer);
  balie_json_writer_int (writer, "count", self->count);
  balie_json_writer_begin_object (writer, "read");
  balie_json_writer_int (writer, "own", self->read_own);
  balie_json_writer_int (writer, "other", self->read_other);
  balie_json_writer_end_object (writer);
  balie_json_writer_optional_string (writer, "follows", self->follows);
  if (self->rating > 0)
    balie_json_writer_int (writer, "rating", self->rating);
  balie_json_writer_optional_string (writer, "rating_comment", self->rating_comment);
  balie_json_writer_optional_time (writer, "waiting_since", self->waiting_since);
  balie_json_writer_end_object (writer);
}
