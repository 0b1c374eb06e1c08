/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each type of event: who had a snapshot before and applies what happens has what a snapshot gives afterwards. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-conversation-table.h"
#include "balie-session-private.h"
#include "balie-sync-private.h"
#include "balie-test-desk.h"
#include "balie-test-wait.h"

typedef struct
{
  BalieTestDesk *desk;
  BalieSession  *session; /* the one that follows the events */
  BalieSession  *other;   /* another device of the same customer */
  BalieThread   *chat_thread;
  BalieThread   *question_thread;
  char          *chat;
  char          *question;
  guint          n_fresh;
} Fixture;

static gboolean
is_settled (BalieSession *session)
{
  return balie_session_get_unsent (session) == 0 && balie_session_get_connection (session) == BALIE_CONNECTION_ONLINE;
}

static BalieSession *
open_session (Fixture    *fixture,
              const char *cache)
{
  BalieSession *session = balie_test_desk_open_session (fixture->desk, balie_test_desk_get_port (fixture->desk), cache);

  balie_test_wait_until (is_settled (session));

  return session;
}

/* Opens what follows the events, with its threads, so that they grow by events too. */
static void
follow (Fixture *fixture)
{
  fixture->session = open_session (fixture, "cache.db");
  fixture->chat_thread = balie_session_open_thread (fixture->session, fixture->chat);
  fixture->question_thread = balie_session_open_thread (fixture->session, fixture->question);
  balie_test_wait_until (balie_thread_get_loaded (fixture->chat_thread) && balie_thread_get_loaded (fixture->question_thread));
}

static void
leave (Fixture *fixture)
{
  g_clear_object (&fixture->chat_thread);
  g_clear_object (&fixture->question_thread);
  balie_session_close (fixture->session);
  g_clear_object (&fixture->session);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->desk = balie_test_desk_new ();
  fixture->other = open_session (fixture, "other.db");
  fixture->chat = g_strdup (balie_session_get_account (fixture->other)->chat);
  fixture->question = balie_test_send_question (fixture->other, "Printer", "It smokes");
  balie_test_wait_until (is_settled (fixture->other));
  follow (fixture);
  fixture->n_fresh = 0;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  leave (fixture);
  balie_session_close (fixture->other);
  g_clear_object (&fixture->other);
  g_clear_pointer (&fixture->chat, g_free);
  g_clear_pointer (&fixture->question, g_free);
  g_clear_pointer (&fixture->desk, balie_test_desk_free);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const BalieConversation *const *first = a;
  const BalieConversation *const *second = b;

  return g_strcmp0 ((*first)->id, (*second)->id);
}

/* All that a cache says of conversations, as one text. */
static char *
dump_cache (Fixture    *fixture,
            const char *cache)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDb) db = balie_db_open (balie_test_desk_get_file (fixture->desk, cache), BALIE_DB_READ_ONLY, &error);
  g_autoptr (GPtrArray) conversations = NULL;
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  g_assert_no_error (error);
  conversations = balie_conversation_table_list (db, &error);
  g_assert_no_error (error);
  g_ptr_array_sort (conversations, compare_ids);

  balie_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < conversations->len; i++)
    balie_conversation_write (g_ptr_array_index (conversations, i), writer, NULL);
  balie_json_writer_end_array (writer);

  return balie_json_writer_end (writer, NULL);
}

/* The list as a person sees it. */
static char *
dump_lists (BalieSession *session)
{
  GListModel *requests = balie_session_get_requests (session);
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  balie_json_writer_begin_array (writer, NULL);
  balie_conversation_write (balie_conversation_item_get_conversation (balie_session_get_chat (session)), writer, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (BalieConversationItem) item = g_list_model_get_item (requests, i);

      balie_conversation_write (balie_conversation_item_get_conversation (item), writer, NULL);
    }
  balie_json_writer_end_array (writer);

  return balie_json_writer_end (writer, NULL);
}

static char *
dump_thread (BalieSession *session,
             const char   *conversation)
{
  g_autoptr (BalieThread) thread = balie_session_open_thread (session, conversation);
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  balie_test_wait_until (balie_thread_get_loaded (thread));
  balie_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (thread)); i++)
    {
      g_autoptr (BalieThreadItem) item = g_list_model_get_item (G_LIST_MODEL (thread), i);

      balie_message_write (balie_thread_item_get_message (item), writer, NULL);
    }
  balie_json_writer_end_array (writer);

  return balie_json_writer_end (writer, NULL);
}

static void
assert_same_thread (BalieSession *session,
                    BalieSession *fresh,
                    const char   *conversation)
{
  g_autofree char *here = dump_thread (session, conversation);
  g_autofree char *there = dump_thread (fresh, conversation);

  g_assert_cmpstr (here, ==, there);
}

/* Takes a snapshot as a new device would, and compares all that there is. */
static void
assert_snapshot_is_same (Fixture *fixture)
{
  g_autofree char *cache = g_strdup_printf ("fresh-%u.db", fixture->n_fresh++);
  g_autoptr (BalieSession) fresh = open_session (fixture, cache);
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;
  g_autofree char *shown_here = NULL;
  g_autofree char *shown_there = NULL;

  balie_test_wait_until (fixture->session->sync->position.seq >= fresh->sync->position.seq);
  g_assert_cmpint (fixture->session->sync->position.seq, ==, fresh->sync->position.seq);
  here = dump_cache (fixture, "cache.db");
  there = dump_cache (fixture, cache);
  g_assert_cmpstr (here, ==, there);
  shown_here = dump_lists (fixture->session);
  shown_there = dump_lists (fresh);
  g_assert_cmpstr (shown_here, ==, shown_there);
  assert_same_thread (fixture->session, fresh, fixture->chat);
  assert_same_thread (fixture->session, fresh, fixture->question);
  balie_session_close (fresh);
}

static const BalieConversation *
get_question (Fixture *fixture)
{
  return balie_conversation_item_get_conversation (balie_session_find_conversation (fixture->session, fixture->question));
}

/* Lets the staff change the question, whatever its version is. */
static void
change_question (Fixture    *fixture,
                 const char *json)
{
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s", fixture->question);
  g_autofree char *tag = g_strdup_printf ("\"v%" G_GINT64_FORMAT "\"", get_question (fixture)->version);
  g_autoptr (GBytes) answer = balie_test_desk_staff (fixture->desk, "PATCH", path, tag, json);
}

static void
happen_created_here (Fixture *fixture)
{
  g_autofree char *id = balie_test_send_question (fixture->session, "Screen", "It flickers");

  balie_test_wait_until (is_settled (fixture->session));
}

static void
happen_created_elsewhere (Fixture *fixture)
{
  g_autofree char *id = balie_test_send_question (fixture->other, "Screen", "It flickers");

  balie_test_wait_until (is_settled (fixture->other));
}

static void
happen_solved (Fixture *fixture)
{
  change_question (fixture, "{\"status\": \"solved\"}");
}

static void
happen_waiting (Fixture *fixture)
{
  change_question (fixture, "{\"status\": \"waiting\"}");
}

static void
happen_sent_here (Fixture *fixture)
{
  g_autofree char *in_chat = balie_test_send (fixture->session, fixture->chat, "Hello");
  g_autofree char *in_question = balie_test_send (fixture->session, fixture->question, "Still smoking");

  balie_test_wait_until (is_settled (fixture->session));
}

static void
happen_sent_elsewhere (Fixture *fixture)
{
  g_autofree char *in_chat = balie_test_send (fixture->other, fixture->chat, "Hello");
  g_autofree char *in_question = balie_test_send (fixture->other, fixture->question, "Still smoking");

  balie_test_wait_until (is_settled (fixture->other));
}

static void
happen_answered (Fixture *fixture)
{
  g_autofree char *in_chat = balie_test_desk_staff_writes (fixture->desk, fixture->chat, "Hello");
  g_autofree char *in_question = balie_test_desk_staff_writes (fixture->desk, fixture->question, "Is it plugged in?");
}

/* A note of the staff makes no difference that a customer can see. */
static void
happen_noted (Fixture *fixture)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages/%s", fixture->question, id);
  g_autoptr (GBytes) answer = balie_test_desk_staff (fixture->desk, "PUT", path, NULL, "{\"text\": \"Not again\", \"internal\": true}");
}

static void
happen_read_by_staff (Fixture *fixture)
{
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/read", fixture->question);
  g_autoptr (GBytes) answer = balie_test_desk_staff (fixture->desk, "PUT", path, NULL, "{\"up_to\": 1}");
}

static void
happen_read_here (Fixture *fixture)
{
  happen_answered (fixture);
  balie_test_wait_until (balie_conversation_item_get_unread (balie_session_get_chat (fixture->session)) == 1);
  balie_session_mark_seen (fixture->session, fixture->chat, 1);
  balie_test_wait_until (balie_conversation_item_get_unread (balie_session_get_chat (fixture->other)) == 0 &&
                         balie_conversation_item_get_conversation (balie_session_get_chat (fixture->other))->count == 1);
}

static void
happen_read_elsewhere (Fixture *fixture)
{
  happen_answered (fixture);
  balie_test_wait_until (balie_conversation_item_get_unread (balie_session_get_chat (fixture->other)) == 1);
  balie_session_mark_seen (fixture->other, fixture->chat, 1);
  balie_test_wait_until (balie_conversation_item_get_unread (balie_session_get_chat (fixture->session)) == 0 &&
                         balie_conversation_item_get_conversation (balie_session_get_chat (fixture->session))->count == 1);
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

/* Another device signs out. */
static void
happen_session_ended (Fixture *fixture)
{
  g_autoptr (BalieSession) leaving = open_session (fixture, "leaving.db");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_session_sign_out_async (leaving, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_session_sign_out_finish (leaving, result, &error));
}

/* What the scan command says as soon as it is let go. */
static const char scan_command[] =
  "/bin/sh -c 'until [ -e \"$0/now\" ]; do sleep 0.02; done' %s";

/* The newest message of the chat as the thread shows it has an attachment in this state. */
static gboolean
shows_state (Fixture             *fixture,
             BalieAttachmentState state)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->chat_thread));
  g_autoptr (BalieThreadItem) item = n > 0 ? g_list_model_get_item (G_LIST_MODEL (fixture->chat_thread), n - 1) : NULL;
  const BalieMessage *message = item != NULL ? balie_thread_item_get_message (item) : NULL;

  return message != NULL && message->attachments->len == 1 && ((const BalieAttachment *)g_ptr_array_index (message->attachments, 0))->state == state;
}

/* An attachment is checked after its message was sent. */
static void
happen_checked (Fixture *fixture)
{
  const char      *flag = balie_test_desk_get_file (fixture->desk, "now");
  g_autofree char *folder = g_path_get_dirname (flag);
  g_autofree char *command = g_strdup_printf (scan_command, folder);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *message = g_uuid_string_random ();
  g_autofree char *upload_path = g_strconcat ("/v1/uploads/", id, NULL);
  g_autofree char *finish_path = g_strconcat (upload_path, "/finish", NULL);
  g_autofree char *message_path = g_strdup_printf ("/v1/conversations/%s/messages/%s", fixture->chat, message);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "", 0);
  g_autofree char *announcement = g_strdup_printf ("{\"size\":0,\"sha256\":\"%s\",\"name\":\"a.txt\",\"type\":\"text/plain\"}", sha256);
  g_autofree char *body = g_strdup_printf ("{\"text\":\"See this\",\"attachments\":[\"%s\"]}", id);

  balie_test_desk_stop (fixture->desk);
  balie_test_desk_set_scan_command (fixture->desk, command);
  balie_test_desk_start (fixture->desk);
  g_bytes_unref (balie_test_desk_staff (fixture->desk, "PUT", upload_path, NULL, announcement));
  g_bytes_unref (balie_test_desk_staff (fixture->desk, "POST", finish_path, NULL, NULL));
  g_bytes_unref (balie_test_desk_staff (fixture->desk, "PUT", message_path, NULL, body));
  balie_test_wait_until (shows_state (fixture, BALIE_ATTACHMENT_CHECKING));

  g_assert_true (g_file_set_contents (flag, "", 0, NULL));
  balie_test_wait_until (shows_state (fixture, BALIE_ATTACHMENT_READY));
}

/* Live events change nothing that is kept. */
static void
happen_live (Fixture *fixture)
{
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/typing", fixture->chat);
  g_autoptr (BalieThread) thread = balie_session_open_thread (fixture->session, fixture->chat);
  g_autoptr (GBytes) answer = balie_test_desk_staff (fixture->desk, "POST", path, NULL, NULL);

  balie_test_wait_until (balie_thread_get_typing (thread) != NULL);
}

/* All of it, while the client is away: it comes by pages then, and not by the stream. */
static void
happen_while_away (Fixture *fixture)
{
  leave (fixture);
  happen_answered (fixture);
  happen_sent_elsewhere (fixture);
  happen_noted (fixture);
  happen_read_by_staff (fixture);
  happen_created_elsewhere (fixture);
  follow (fixture);
  happen_solved (fixture);
}

typedef struct
{
  const char *name;
  void (*happen) (Fixture *fixture);
} Happening;

static const Happening happenings[] = {
  {"conversation-created/here", happen_created_here},
  {"conversation-created/elsewhere", happen_created_elsewhere},
  {"conversation-changed/solved", happen_solved},
  {"conversation-changed/waiting", happen_waiting},
  {"message-created/here", happen_sent_here},
  {"message-created/elsewhere", happen_sent_elsewhere},
  {"message-created/by-staff", happen_answered},
  {"message-created/internal", happen_noted},
  {"message-changed/checked", happen_checked},
  {"read-moved/by-staff", happen_read_by_staff},
  {"read-moved/here", happen_read_here},
  {"read-moved/elsewhere", happen_read_elsewhere},
  {"session-ended", happen_session_ended},
  {"live", happen_live},
  {"while-away", happen_while_away},
};

static void
test_happening (Fixture      *fixture,
                gconstpointer data)
{
  const Happening *happening = data;

  assert_snapshot_is_same (fixture);
  happening->happen (fixture);
  assert_snapshot_is_same (fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (happenings); i++)
    {
      g_autofree char *path = g_strconcat ("/events/", happenings[i].name, NULL);

      g_test_add (path, Fixture, &happenings[i], set_up, test_happening, tear_down);
    }
  return g_test_run ();
}
