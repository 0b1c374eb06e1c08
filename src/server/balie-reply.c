/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to a request, made on a thread of the database, sent from the main thread. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-reply.h"

BalieReply *
balie_reply_new (guint status)
{
  BalieReply *self = g_new0 (BalieReply, 1);

  self->status = status;
  self->offset = -1;
  return self;
}

void
balie_reply_free (BalieReply *self)
{
  g_clear_pointer (&self->body, balie_json_writer_free);
  g_free (self->next);
  g_free (self);
}

BalieReply *
balie_reply_new_document (guint status)
{
  BalieReply *self = balie_reply_new (status);

  self->body = balie_json_writer_new ();
  return self;
}

BalieReply *
balie_reply_new_conversation (guint                    status,
                              const BalieConversation *conversation,
                              const BalieMessage      *message,
                              gint64                   seq)
{
  BalieReply *self = balie_reply_new_document (status);

  balie_conversation_write (conversation, self->body, NULL);
  if (message != NULL || seq > 0)
    {
      balie_json_writer_reopen_object (self->body);
      if (message != NULL)
        balie_message_write (message, self->body, "message");
      if (seq > 0)
        balie_json_writer_int (self->body, "seq", seq);
      balie_json_writer_end_object (self->body);
    }
  self->version = conversation->version;
  return self;
}

BalieReply *
balie_reply_new_message (guint               status,
                         const BalieMessage *message,
                         gint64              seq)
{
  BalieReply *self = balie_reply_new_document (status);

  balie_message_write (message, self->body, NULL);
  balie_json_writer_reopen_object (self->body);
  balie_json_writer_int (self->body, "seq", seq);
  balie_json_writer_end_object (self->body);
  return self;
}
