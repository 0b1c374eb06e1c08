/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A customer who writes without end, and keeps a record of it, until somebody kills the process. */
#define G_LOG_DOMAIN "balie-chatterer"

#include "config.h"

#include "balie-session-open.h"
#include "balie-test-file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Messages that are on their way into the outbox at once. */
#define MAX_PENDING 3

/* Milliseconds between two messages at most. */
#define PAUSE 15

/* One message in so many is a new question. */
#define QUESTION_EVERY 8

/* One message in so many has files; its text ends in `+` and their number. */
#define FILES_EVERY 5
#define MAX_FILES 3

/* Milliseconds that any retry waits at most. */
#define BACKOFF 20

typedef struct
{
  GMainLoop    *loop;
  BalieSession *session;
  GRand        *random;
  const char   *run; /* tells the texts of this process from those of any other */
  int           record;
  guint         n_messages;
  guint         n_pending;
  guint         n_adding; /* files that are on their way into the draft of the next message */
  gboolean      ready;
} Chatterer;

/* One message on its way into the outbox. */
typedef struct
{
  Chatterer *chatterer;
  char      *conversation; /* NULL for a question, which makes its own */
  char      *text;
  guint      n_files;
} Sending;

static void
sending_free (Sending *self)
{
  g_free (self->conversation);
  g_free (self->text);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

/* A line is there whole, or not at all, or cut by the kill. */
static void
record (Chatterer  *self,
        const char *what,
        const char *conversation,
        const char *id,
        const char *text)
{
  g_autofree char *line = g_strdup_printf ("%s %s %s %s\n", what, conversation, id, text);

  if (write (self->record, line, strlen (line)) != (gssize)strlen (line) || fdatasync (self->record) != 0)
    g_error ("The record cannot be written: %s", g_strerror (errno));
}

static void
on_sent (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Sending) sending = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  BalieSession    *session = BALIE_SESSION (source);

  if (sending->conversation != NULL)
    id = balie_session_send_message_finish (session, result, &error);
  else
    id = balie_session_send_request_finish (session, result, &error);
  if (id == NULL)
    g_error ("A message was not kept: %s", error->message);

  if (sending->conversation != NULL)
    record (sending->chatterer, "kept", sending->conversation, id, sending->text);
  else
    record (sending->chatterer, "kept", id, "-", sending->text);
  sending->chatterer->n_pending--;
}

static const char *
pick_conversation (Chatterer *self)
{
  GListModel *requests = balie_session_get_requests (self->session);
  guint       n_requests = g_list_model_get_n_items (requests);
  g_autoptr (BalieConversationItem) item = NULL;

  if (n_requests == 0 || g_rand_boolean (self->random))
    return balie_session_get_account (self->session)->chat;

  item = g_list_model_get_item (requests, g_rand_int_range (self->random, 0, (gint32)n_requests));

  return balie_conversation_item_get_id (item);
}

static void
send_now (Sending *sending)
{
  Chatterer *self = sending->chatterer;

  record (self, "meant", sending->conversation != NULL ? sending->conversation : "-", "-", sending->text);
  if (sending->conversation == NULL)
    balie_session_send_request_async (self->session,
                                      &(BalieNewRequest){.kind = BALIE_CONVERSATION_QUESTION, .subject = sending->text, .text = sending->text},
                                      NULL, on_sent, sending);
  else
    balie_session_send_message_async (self->session, sending->conversation, sending->text, NULL, NULL, on_sent, sending);
}

static void
on_added (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Sending *sending = user_data;
  g_autoptr (GError) error = NULL;

  if (!balie_session_add_data_finish (BALIE_SESSION (source), result, &error))
    g_error ("A file was not kept: %s", error->message);

  if (--sending->chatterer->n_adding == 0)
    send_now (sending);
}

static void
add_files (Sending *sending)
{
  Chatterer  *self = sending->chatterer;
  const char *key = sending->conversation != NULL ? sending->conversation : BALIE_DRAFT_NEW_QUESTION;

  self->n_adding = sending->n_files;
  for (guint i = 0; i < sending->n_files; i++)
    {
      g_autofree char *name = balie_test_dup_file_name (sending->text, i);
      g_autofree char *content = balie_test_dup_file_content (name);
      g_autoptr (GBytes) data = g_bytes_new (content, strlen (content));

      balie_session_add_data_async (self->session, key, name, "text/plain", data, NULL, on_added, sending);
    }
}

static gboolean
chatter (gpointer user_data)
{
  Chatterer *self = user_data;
  Sending   *sending;

  g_timeout_add (g_rand_int_range (self->random, 0, PAUSE), chatter, self);

  /* Files that were left by a kill must be gone before anything takes them along. */
  self->ready = self->ready || g_list_model_get_n_items (balie_session_get_drafts (self->session)) == 0;
  if (!self->ready || self->n_pending >= MAX_PENDING || self->n_adding > 0)
    return G_SOURCE_REMOVE;

  self->n_pending++;
  sending = g_new0 (Sending, 1);
  sending->chatterer = self;
  if (g_rand_int_range (self->random, 0, FILES_EVERY) == 0)
    sending->n_files = (guint)g_rand_int_range (self->random, 1, MAX_FILES + 1);
  if (sending->n_files > 0)
    sending->text = g_strdup_printf ("%s-%u+%u", self->run, self->n_messages++, sending->n_files);
  else
    sending->text = g_strdup_printf ("%s-%u", self->run, self->n_messages++);
  if (g_rand_int_range (self->random, 0, QUESTION_EVERY) != 0)
    sending->conversation = g_strdup (pick_conversation (self));

  if (sending->n_files > 0)
    add_files (sending);
  else
    send_now (sending);

  return G_SOURCE_REMOVE;
}

static void
discard_drafts (Chatterer *self)
{
  GListModel *drafts = balie_session_get_drafts (self->session);

  for (guint i = g_list_model_get_n_items (drafts); i > 0; i--)
    {
      g_autoptr (BalieDraftItem) item = g_list_model_get_item (drafts, i - 1);

      balie_session_discard_draft (self->session, balie_draft_item_get_key (item));
    }
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Chatterer *self = user_data;
  g_autoptr (GError) error = NULL;

  self->session = balie_session_open_finish (result, &error);
  if (self->session == NULL)
    g_error ("The cache cannot be opened: %s", error->message);

  balie_session_set_backoff (self->session, BACKOFF, BACKOFF, g_rand_int (self->random));
  discard_drafts (self);
  balie_session_start (self->session);
  chatter (self);
}

/* The token comes by the standard input. */
static void
set_token (BalieTransport *transport)
{
  char token[128];

  if (fgets (token, sizeof token, stdin) == NULL)
    g_error ("There is no token");
  balie_transport_set_token (transport, g_strchomp (token));
}

int
main (int    argc,
      char **argv)
{
  Chatterer self = {0};
  g_autoptr (BalieTransport) transport = NULL;

  if (argc != 5)
    {
      g_printerr ("Usage: chatterer ADDRESS CACHE RECORD RUN\n");
      return 2;
    }

  self.loop = g_main_loop_new (NULL, FALSE);
  self.random = g_rand_new ();
  self.run = argv[4];
  self.record = open (argv[3], O_WRONLY | O_APPEND | O_CREAT, 0600);
  if (self.record < 0)
    g_error ("The record cannot be opened: %s", g_strerror (errno));

  transport = balie_transport_new (argv[1], NULL);
  set_token (transport);
  balie_session_open_async (transport, argv[2], NULL, NULL, on_opened, &self);
  g_main_loop_run (self.loop);
  g_assert_not_reached ();
}
