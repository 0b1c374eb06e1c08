/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs that are killed at random points: whatever a customer was told is kept arrives, once, in order, at its place. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-customer-process.h"
#include "balie-json-reader.h"
#include "balie-message.h"
#include "balie-oracle.h"
#include "balie-server-process.h"
#include "balie-session-open.h"
#include "balie-sign-in.h"
#include "balie-test-file.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#include <stdlib.h>
#include <string.h>

/* Kills, unless BALIE_TEST_ROUNDS says otherwise. */
#define ROUNDS 100

#define N_CUSTOMERS 2
#define PASSWORD "a password for tests"

/* Bytes of a record that may come before the kill at most: some twenty messages. */
#define MAX_PROGRESS 4000

/* Microseconds from there to the kill at most. */
#define MAX_DELAY 4000

static const char *server_program;
static const char *customer_program;

typedef struct
{
  BalieTestFolder      *folder;
  BalieServerProcess   *server;
  BalieCustomerProcess *customers[N_CUSTOMERS];
  BalieOracle          *oracles[N_CUSTOMERS]; /* each knows what is meant to be with that customer */
  BalieTransport       *staff;
  GRand                *random;
  guint                 n_written;
} Fixture;

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static void
add_account (Fixture    *fixture,
             const char *username,
             const char *role)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              &error, server_program, "account", "add", "--data", balie_test_folder_get_file (fixture->folder, "desk"),
                              "--role", role, "--name", username, username, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, PASSWORD "\n", NULL, NULL, NULL, &error));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
}

static void
sign_staff_in (Fixture *fixture)
{
  g_autofree char *device = g_uuid_string_random ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieGrant) grant = NULL;

  fixture->staff = balie_transport_new (balie_server_process_get_address (fixture->server), NULL);
  balie_sign_in_async (fixture->staff, "sanne", PASSWORD, device, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  grant = balie_sign_in_finish (fixture->staff, result, NULL, &error);
  g_assert_no_error (error);
  balie_transport_set_token (fixture->staff, grant->token);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  static const char *const usernames[N_CUSTOMERS] = {"anna", "bram"};
  const char              *seed = g_getenv ("BALIE_TEST_SEED");
  guint32                  number = seed != NULL ? (guint32)strtoul (seed, NULL, 10) : g_random_int ();

  g_test_message ("BALIE_TEST_SEED=%u", number);
  fixture->random = g_rand_new_with_seed (number);
  fixture->folder = balie_test_folder_new ();
  add_account (fixture, "sanne", "staff");
  for (guint i = 0; i < N_CUSTOMERS; i++)
    add_account (fixture, usernames[i], "customer");

  fixture->server = balie_server_process_new (server_program, balie_test_folder_get_file (fixture->folder, "desk"), FALSE);
  sign_staff_in (fixture);
  for (guint i = 0; i < N_CUSTOMERS; i++)
    {
      fixture->customers[i] = balie_customer_process_new (customer_program, balie_server_process_get_address (fixture->server),
                                                          usernames[i], PASSWORD, balie_test_folder_get_path (fixture->folder));
      fixture->oracles[i] = balie_oracle_new ();
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  for (guint i = 0; i < N_CUSTOMERS; i++)
    {
      g_clear_pointer (&fixture->customers[i], balie_customer_process_free);
      g_clear_pointer (&fixture->oracles[i], balie_oracle_free);
    }
  g_clear_object (&fixture->staff);
  g_clear_pointer (&fixture->server, balie_server_process_free);
  g_clear_pointer (&fixture->random, g_rand_free);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

/* Asks until there is an answer: a server that was killed may have acted or not. */
static BalieAnswer *
ask_staff (Fixture    *fixture,
           const char *method,
           const char *path,
           const char *json)
{
  g_autoptr (GBytes) body = json != NULL ? g_bytes_new (json, strlen (json)) : NULL;
  BalieAnswer *answer = NULL;

  while (answer == NULL)
    {
      g_autoptr (GAsyncResult) result = NULL;

      balie_transport_request_async (fixture->staff, method, path, NULL, body, NULL, on_result, &result);
      balie_test_wait_until (result != NULL);
      answer = balie_transport_request_finish (fixture->staff, result, NULL);
    }
  g_assert_cmpuint (answer->status / 100, ==, 2);

  return answer;
}

/* Somebody of the staff writes to a customer, so that both ways are under way. */
static void
write_to (Fixture *fixture,
          guint    customer)
{
  const char      *chat = balie_customer_process_get_account (fixture->customers[customer])->chat;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *text = g_strdup_printf ("sanne-%u", fixture->n_written++);
  g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages/%s", chat, id);
  g_autofree char *json = g_strdup_printf ("{\"text\": \"%s\"}", text);
  g_autoptr (BalieAnswer) answer = ask_staff (fixture, "PUT", path, json);

  balie_oracle_record (fixture->oracles[customer], "sanne", chat, id, text);
}

static guint
get_rounds (void)
{
  const char *rounds = g_getenv ("BALIE_TEST_ROUNDS");

  return rounds != NULL ? (guint)strtoul (rounds, NULL, 10) : ROUNDS;
}

/* Lets them write a while, and then kills one, or the server, or both. */
static void
play_round (Fixture *fixture)
{
  guint                 customer = (guint)g_rand_int_range (fixture->random, 0, N_CUSTOMERS);
  BalieCustomerProcess *victim = fixture->customers[customer];
  goffset               goal = balie_customer_process_get_recorded (victim) + g_rand_int_range (fixture->random, 0, MAX_PROGRESS);
  int                   target = g_rand_int_range (fixture->random, 0, 3);
  gboolean              kill_server = target != 0;
  gboolean              kill_customer = target != 1;

  write_to (fixture, customer);
  balie_test_wait_until (balie_customer_process_get_recorded (victim) >= goal);
  g_usleep (g_rand_int_range (fixture->random, 0, MAX_DELAY));
  if (kill_server)
    balie_server_process_kill (fixture->server);
  if (kill_customer)
    balie_customer_process_kill (victim);

  /* Either may find the other one gone. */
  if (kill_customer && g_rand_boolean (fixture->random))
    {
      balie_customer_process_start (victim);
      kill_customer = FALSE;
    }
  if (kill_server)
    balie_server_process_start (fixture->server);
  if (kill_customer)
    balie_customer_process_start (victim);
}

static gboolean
is_settled (BalieSession *session)
{
  return balie_session_get_unsent (session) == 0 && balie_session_get_connection (session) == BALIE_CONNECTION_ONLINE;
}

/* Reads an item of a list; the reader stands in it. */
typedef void (*ReadItem) (BalieJsonReader *reader,
                          gpointer         user_data);

/* Returns: where the next page begins, if the list says so */
static char *
read_page (Fixture    *fixture,
           const char *path,
           const char *list,
           ReadItem    read_item,
           gpointer    user_data)
{
  g_autoptr (BalieAnswer) answer = ask_staff (fixture, "GET", path, NULL);
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  guint            n_items;

  reader = balie_json_reader_new (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), BALIE_JSON_READER_NONE, &error);
  g_assert_no_error (error);
  next = g_strdup (balie_json_reader_optional_string (reader, "next"));
  n_items = balie_json_reader_enter_array (reader, list);
  for (guint i = n_items; i > 0; i--)
    {
      balie_json_reader_enter_item (reader, i - 1);
      read_item (reader, user_data);
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
  g_assert_true (balie_json_reader_finish (reader, &error));

  return g_steal_pointer (&next);
}

static void
read_conversation (BalieJsonReader *reader,
                   gpointer         user_data)
{
  g_autoptr (BalieConversation) conversation = balie_conversation_read (reader, NULL);

  g_ptr_array_add (user_data, balie_conversation_ref (conversation));
}

/* All that the server has, of all customers. */
static GPtrArray *
list_server (Fixture *fixture)
{
  GPtrArray       *conversations = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_conversation_unref);
  g_autofree char *cursor = NULL;

  do
    {
      g_autofree char *path = NULL;

      path = cursor == NULL ? g_strdup ("/v1/conversations") : g_strdup_printf ("/v1/conversations?cursor=%s", cursor);
      g_free (cursor);
      cursor = read_page (fixture, path, "conversations", read_conversation, conversations);
    }
  while (cursor != NULL);

  return conversations;
}

static void
read_message (BalieJsonReader *reader,
              gpointer         user_data)
{
  g_ptr_array_insert (user_data, 0, balie_message_read (reader, NULL));
}

static gboolean
is_whole (const BalieMessage *message,
          guint               index)
{
  const BalieAttachment *attachment = g_ptr_array_index (message->attachments, index);
  g_autofree char       *name = balie_test_dup_file_name (message->text, index);
  g_autofree char       *content = balie_test_dup_file_content (name);
  g_autofree char       *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);

  return g_str_equal (attachment->name, name) && attachment->size == (gint64)strlen (content) && g_strcmp0 (attachment->sha256, sha256) == 0;
}

/* A message without all of its files, or with one of another, is not the one that was meant. */
static void
view_message (const char         *conversation,
              const BalieMessage *message,
              BalieOracleView    *view)
{
  gboolean         whole = message->attachments->len == balie_test_get_n_files (message->text);
  g_autofree char *seen = NULL;

  for (guint i = 0; whole && i < message->attachments->len; i++)
    whole = is_whole (message, i);

  seen = whole ? g_strdup (message->text) : g_strdup_printf ("%s (with %u other files)", message->text, message->attachments->len);
  balie_oracle_view_add (view, conversation, message->id, seen);
}

/* All messages of a conversation as the server has them, but what the desk itself says. */
static void
view_server (Fixture         *fixture,
             const char      *conversation,
             GHashTable      *places,
             BalieOracleView *view)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_message_unref);
  gint64 before = G_MAXINT32;

  while (before > 1)
    {
      g_autofree char *path = g_strdup_printf ("/v1/conversations/%s/messages?limit=50&before=%" G_GINT64_FORMAT, conversation, before);
      g_autofree char *next = read_page (fixture, path, "messages", read_message, messages);

      before = messages->len > 0 ? ((BalieMessage *)g_ptr_array_index (messages, 0))->number : 0;
    }

  for (guint i = 0; i < messages->len; i++)
    {
      const BalieMessage *message = g_ptr_array_index (messages, i);

      if (message->author->role == BALIE_ROLE_SYSTEM)
        continue;
      view_message (conversation, message, view);
      g_hash_table_insert (places, g_strdup (message->text), g_strdup (conversation));
    }
}

static void
view_thread (BalieThread     *thread,
             BalieOracleView *view)
{
  g_autofree char *conversation = g_strdup (balie_conversation_item_get_id (balie_thread_get_conversation (thread)));

  balie_test_wait_until (balie_thread_get_loaded (thread));
  while (balie_thread_get_has_older (thread))
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      balie_thread_load_older_async (thread, NULL, on_result, &result);
      balie_test_wait_until (result != NULL);
      g_assert_true (balie_thread_load_older_finish (thread, result, &error));
    }

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (thread)); i++)
    {
      g_autoptr (BalieThreadItem) item = g_list_model_get_item (G_LIST_MODEL (thread), i);
      const BalieMessage *message = balie_thread_item_get_message (item);

      if (message->author->role != BALIE_ROLE_SYSTEM)
        view_message (conversation, message, view);
    }
}

/* All that the client has. */
static void
view_session (BalieSession    *session,
              BalieOracleView *view)
{
  GListModel *requests = balie_session_get_requests (session);
  g_autoptr (BalieThread) chat = balie_session_open_thread (session, balie_session_get_account (session)->chat);

  view_thread (chat, view);
  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (BalieConversationItem) item = g_list_model_get_item (requests, i);
      g_autoptr (BalieThread) thread = balie_session_open_thread (session, balie_conversation_item_get_id (item));

      view_thread (thread, view);
    }
}

/* What is in the outbox goes out, and what happened comes in. */
static void
drain (BalieCustomerProcess *customer,
       BalieOracleView      *view)
{
  g_autoptr (BalieSession) session = balie_customer_process_open (customer);

  balie_session_start (session);
  balie_test_wait_until (is_settled (session));
  view_session (session, view);
  balie_session_close (session);
}

/* Without a server there is what the cache holds, and nothing else. */
static void
view_cache (BalieCustomerProcess *customer,
            BalieOracleView      *view)
{
  g_autoptr (BalieSession) session = balie_customer_process_open (customer);

  view_session (session, view);
  balie_session_close (session);
}

static void
test_random (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) conversations = NULL;
  BalieOracleView *servers[N_CUSTOMERS];
  BalieOracleView *shown[N_CUSTOMERS];
  guint            n_rounds = get_rounds ();

  for (guint i = 0; i < N_CUSTOMERS; i++)
    balie_customer_process_start (fixture->customers[i]);
  for (guint round = 0; round < n_rounds; round++)
    play_round (fixture);

  for (guint i = 0; i < N_CUSTOMERS; i++)
    {
      balie_customer_process_kill (fixture->customers[i]);
      shown[i] = balie_oracle_view_new ("client");
      servers[i] = balie_oracle_view_new ("server");
      drain (fixture->customers[i], shown[i]);
    }

  conversations = list_server (fixture);
  for (guint i = 0; i < conversations->len; i++)
    {
      const BalieConversation *conversation = g_ptr_array_index (conversations, i);

      for (guint j = 0; j < N_CUSTOMERS; j++)
        {
          if (g_str_equal (conversation->customer->id, balie_customer_process_get_account (fixture->customers[j])->id))
            view_server (fixture, conversation->id, places, servers[j]);
        }
    }
  balie_server_process_kill (fixture->server);

  for (guint i = 0; i < N_CUSTOMERS; i++)
    {
      g_autoptr (BalieOracleView) cache = balie_oracle_view_new ("cache");
      guint n_kept = balie_customer_process_tell (fixture->customers[i], fixture->oracles[i], places);

      g_test_message ("%s kept %u messages over %u kills", balie_customer_process_get_username (fixture->customers[i]), n_kept, n_rounds);
      g_assert_cmpuint (n_kept, >, 0);
      view_cache (fixture->customers[i], cache);
      balie_oracle_assert_whole (fixture->oracles[i], servers[i], NULL);
      balie_oracle_assert_whole (fixture->oracles[i], shown[i], NULL);
      balie_oracle_assert_whole (fixture->oracles[i], cache, NULL);
      balie_oracle_view_free (servers[i]);
      balie_oracle_view_free (shown[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  server_program = argv[1];
  customer_program = argv[2];
  g_test_add ("/kills/random", Fixture, NULL, set_up, test_random, tear_down);
  return g_test_run ();
}
