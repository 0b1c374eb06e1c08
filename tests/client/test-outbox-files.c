/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages that wait for their files: they keep their place, go when the server has the files, and say which one keeps them. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-client-test.h"
#include "balie-message-table.h"
#include "balie-outbox.h"
#include "balie-raw-server.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"
#include "balie-upload-queue-private.h"

#include <string.h>

#define CHAT "00000000-0000-4000-8000-00000000000c"
#define OTHER "00000000-0000-4000-8000-00000000000d"
#define OWN "00000000-0000-4000-8000-000000000001"
#define RECEIPT "{\"number_in_conversation\": 1, \"sent_at\": \"2026-03-02T10:00:00.000Z\"}"
#define FULL_RECEIPT "{\"number_in_conversation\": 1, \"sent_at\": \"2026-03-02T10:00:00.000Z\", \"attachments\": [{\"id\": \"%s\", " \
                     "\"name\": \"one.txt\", \"type\": \"text/plain\", \"size\": 10, \"width\": %d, \"height\": 30, \"state\": \"checking\"}]}"
#define MISSING "{\"type\": \"attachment-missing\"}"

typedef struct
{
  BalieTestFolder  *folder;
  BalieRawServer   *server;
  BalieTransport   *transport;
  BalieCache       *cache;
  BalieUploadQueue *uploads; /* closed: what becomes of a file is what the test says */
  BalieOutbox      *outbox;
  BalieJitter       jitter;
} Fixture;

static void
open_outbox (Fixture *fixture)
{
  g_autoptr (BaliePerson) author = balie_person_new (OWN, "Jan Visser", BALIE_ROLE_CUSTOMER);
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_cache_open_async (balie_test_folder_get_file (fixture->folder, "cache.db"), TRUE, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  fixture->cache = balie_cache_open_finish (result, &contents, &error);
  g_assert_no_error (error);

  fixture->uploads = balie_upload_queue_new (fixture->transport, fixture->cache, contents->files, &fixture->jitter);
  fixture->outbox = balie_outbox_new (fixture->transport, fixture->cache, fixture->uploads, author, &fixture->jitter);
  balie_outbox_set_entries (fixture->outbox, contents->entries);
  balie_outbox_set_open (fixture->outbox, TRUE);
}

static void
close_outbox (Fixture *fixture)
{
  balie_outbox_stop (fixture->outbox);
  balie_upload_queue_stop (fixture->uploads);
  g_clear_object (&fixture->outbox);
  g_clear_object (&fixture->uploads);
  balie_cache_close (fixture->cache);
  g_clear_object (&fixture->cache);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = balie_test_folder_new ();
  fixture->server = balie_raw_server_new (NULL);
  fixture->transport = balie_transport_new (balie_raw_server_get_address (fixture->server), NULL);
  fixture->jitter.base = 1;
  fixture->jitter.maximum = 1;
  open_outbox (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  close_outbox (fixture);
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->server);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

/* Returns: (transfer full): id of the file */
static char *
add_file (Fixture    *fixture,
          const char *key,
          const char *name)
{
  g_autoptr (GBytes) data = g_bytes_new_static ("some bytes", 10);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieUpload) upload = NULL;
  GListModel *files = balie_upload_queue_get_files (fixture->uploads, key);

  balie_upload_queue_add_data_async (fixture->uploads, key, name, "text/plain", data, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_upload_queue_add_finish (fixture->uploads, result, &error));
  upload = g_list_model_get_item (files, g_list_model_get_n_items (files) - 1);

  return g_strdup (balie_upload_get_id (upload));
}

static char *
add_text (Fixture    *fixture,
          const char *conversation,
          const char *text)
{
  BalieOutboxEntry *entry = balie_outbox_entry_new (conversation, text, 1000);
  g_autofree char  *message = g_strdup (entry->message);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_outbox_add_async (fixture->outbox, entry, conversation, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_outbox_add_finish (fixture->outbox, result, &error));

  return g_steal_pointer (&message);
}

static void
set_sent (Fixture    *fixture,
          const char *owner,
          const char *file)
{
  balie_upload_set_state (balie_upload_queue_find (fixture->uploads, file), BALIE_UPLOAD_SENT);
  balie_upload_queue_emit_changed (fixture->uploads, owner);
}

static BalieOutboxState
get_state (Fixture    *fixture,
           const char *message)
{
  const BalieOutboxEntry *entry = balie_outbox_find (fixture->outbox, message);

  return entry != NULL ? entry->state : BALIE_OUTBOX_SENT;
}

static guint
get_n_files (Fixture    *fixture,
             const char *owner)
{
  return g_list_model_get_n_items (balie_upload_queue_get_files (fixture->uploads, owner));
}

static guint
get_n_requests (Fixture *fixture)
{
  return balie_raw_server_get_n_requests (fixture->server);
}

static void
receive (Fixture *fixture)
{
  balie_raw_server_add_json (fixture->server, 201, NULL, RECEIPT);
}

static void
assert_request_has (Fixture    *fixture,
                    guint       index,
                    const char *text)
{
  const char *request = balie_raw_server_get_request (fixture->server, index);

  if (strstr (request, text) == NULL)
    g_error ("Expected %s in request %u: %s", text, index, request);
}

/* The second of a conversation waits for the first, though it has no files; another conversation does not. */
static void
test_order (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *one = add_file (fixture, CHAT, "one.txt");
  g_autofree char *two = add_file (fixture, CHAT, "two.txt");
  g_autofree char *ids = g_strdup_printf ("\"attachments\":[\"%s\",\"%s\"]", one, two);
  g_autofree char *first = add_text (fixture, CHAT, "");
  g_autofree char *second = add_text (fixture, CHAT, "Two");
  g_autofree char *elsewhere = NULL;

  g_assert_cmpuint (get_n_files (fixture, CHAT), ==, 0);
  g_assert_cmpuint (get_n_files (fixture, first), ==, 2);
  receive (fixture);
  receive (fixture);
  receive (fixture);
  elsewhere = add_text (fixture, OTHER, "Three");
  balie_test_wait_until (get_state (fixture, elsewhere) == BALIE_OUTBOX_SENT);
  set_sent (fixture, first, two);
  balie_test_drain ();
  g_assert_cmpuint (get_n_requests (fixture), ==, 1);
  g_assert_cmpint (get_state (fixture, first), ==, BALIE_OUTBOX_WAITING);
  g_assert_cmpint (get_state (fixture, second), ==, BALIE_OUTBOX_WAITING);

  set_sent (fixture, first, one);
  balie_test_wait_until (balie_outbox_get_unsent (fixture->outbox) == 0);
  g_assert_cmpuint (get_n_requests (fixture), ==, 3);
  assert_request_has (fixture, 1, first);
  assert_request_has (fixture, 1, ids);
  assert_request_has (fixture, 2, second);

  /* They stay as long as the message does, in case the server loses it. */
  g_assert_cmpuint (get_n_files (fixture, first), ==, 2);
}

/* A file that does not go keeps its message, and no other; taken back, the message gives its files back. */
static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *file = add_file (fixture, CHAT, "one.txt");
  g_autofree char *first = add_text (fixture, CHAT, "One");
  g_autofree char *second = add_text (fixture, CHAT, "Two");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BalieOutboxWithdrawal) withdrawal = NULL;
  g_autoptr (GError) error = NULL;
  const BalieOutboxEntry *entry;

  receive (fixture);
  balie_upload_queue_refuse (fixture->uploads, balie_upload_queue_find_entry (fixture->uploads, file), BALIE_ERROR_LIMIT, "quota-exceeded");
  balie_test_wait_until (get_state (fixture, first) == BALIE_OUTBOX_REFUSED && get_state (fixture, second) == BALIE_OUTBOX_SENT);
  g_assert_cmpuint (get_n_requests (fixture), ==, 1);

  /* After a restart too. */
  close_outbox (fixture);
  open_outbox (fixture);
  entry = balie_outbox_find (fixture->outbox, first);
  g_assert_cmpint (entry->state, ==, BALIE_OUTBOX_REFUSED);
  g_assert_cmpint (entry->error_code, ==, BALIE_ERROR_LIMIT);
  g_assert_cmpstr (entry->error_type, ==, "quota-exceeded");

  /* Sent again, its file goes again. */
  balie_outbox_retry (fixture->outbox, first);
  balie_test_wait_until (get_state (fixture, first) == BALIE_OUTBOX_WAITING);
  g_assert_cmpint (balie_upload_get_state (balie_upload_queue_find (fixture->uploads, file)), ==, BALIE_UPLOAD_WAITING);

  balie_outbox_withdraw_async (fixture->outbox, first, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  withdrawal = balie_outbox_withdraw_finish (fixture->outbox, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (withdrawal->draft->text, ==, "One");
  g_assert_cmpuint (get_n_files (fixture, CHAT), ==, 1);
  g_assert_cmpuint (get_n_files (fixture, first), ==, 0);
}

/* Sent again, all of its files go again: none of them is looked at before all of them do. */
static void
test_retried (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *one = add_file (fixture, CHAT, "one.txt");
  g_autofree char *two = add_file (fixture, CHAT, "two.txt");
  g_autofree char *message = add_text (fixture, CHAT, "One");
  guint            n_files;

  balie_upload_queue_refuse (fixture->uploads, balie_upload_queue_find_entry (fixture->uploads, one), BALIE_ERROR_LIMIT, "quota-exceeded");
  balie_upload_queue_refuse (fixture->uploads, balie_upload_queue_find_entry (fixture->uploads, two), BALIE_ERROR_LIMIT, "quota-exceeded");
  balie_test_wait_until (get_state (fixture, message) == BALIE_OUTBOX_REFUSED);

  balie_outbox_retry (fixture->outbox, message);
  balie_test_wait_until (get_state (fixture, message) == BALIE_OUTBOX_WAITING);
  balie_test_drain ();
  g_assert_cmpint (get_state (fixture, message), ==, BALIE_OUTBOX_WAITING);
  for (n_files = 0; n_files < get_n_files (fixture, message); n_files++)
    {
      g_autoptr (BalieUpload) upload = g_list_model_get_item (balie_upload_queue_get_files (fixture->uploads, message), n_files);

      g_assert_cmpint (balie_upload_get_state (upload), ==, BALIE_UPLOAD_WAITING);
    }
  g_assert_cmpuint (n_files, ==, 2);
}

/* Without a connection one is told as well. */
static void
test_refused_offline (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *file = add_file (fixture, CHAT, "one.txt");
  g_autofree char *message = NULL;

  balie_outbox_set_open (fixture->outbox, FALSE);
  message = add_text (fixture, CHAT, "One");
  balie_upload_queue_refuse (fixture->uploads, balie_upload_queue_find_entry (fixture->uploads, file), BALIE_ERROR_LIMIT, "too-large");
  balie_test_wait_until (get_state (fixture, message) == BALIE_OUTBOX_REFUSED);
  g_assert_cmpuint (get_n_requests (fixture), ==, 0);
}

/* What waits behind one that is taken back goes. */
static void
test_withdrawn_before_another (Fixture      *fixture,
                               gconstpointer data)
{
  g_autofree char *file = add_file (fixture, CHAT, "one.txt");
  g_autofree char *first = add_text (fixture, CHAT, "One");
  g_autofree char *second = add_text (fixture, CHAT, "Two");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BalieOutboxWithdrawal) withdrawal = NULL;
  g_autoptr (GError) error = NULL;

  receive (fixture);
  balie_outbox_withdraw_async (fixture->outbox, first, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  withdrawal = balie_outbox_withdraw_finish (fixture->outbox, result, &error);
  g_assert_no_error (error);
  balie_test_wait_until (get_state (fixture, second) == BALIE_OUTBOX_SENT);
  g_assert_cmpuint (get_n_requests (fixture), ==, 1);
  g_assert_nonnull (balie_upload_queue_find (fixture->uploads, file));
}

/* Deleted while its file is on the way: what is under way is given up, and goes again when it is had back. */
static void
test_deleted (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *file = add_file (fixture, CHAT, "one.txt");
  g_autofree char *message = add_text (fixture, CHAT, "One");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BalieOutboxWithdrawal) withdrawal = NULL;
  g_autoptr (GError) error = NULL;

  balie_upload_queue_set_open (fixture->uploads, TRUE);
  balie_test_wait_until (get_n_requests (fixture) == 1);
  balie_outbox_delete_async (fixture->outbox, message, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  withdrawal = balie_outbox_withdraw_finish (fixture->outbox, result, &error);
  g_assert_no_error (error);
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
  balie_test_drain ();
  g_assert_cmpuint (get_n_requests (fixture), ==, 1);
  g_assert_cmpint (balie_upload_get_state (balie_upload_queue_find (fixture->uploads, file)), ==, BALIE_UPLOAD_WAITING);

  balie_outbox_restore_files (fixture->outbox, message, CHAT);
  balie_test_wait_until (get_n_requests (fixture) == 2);
  g_assert_cmpuint (get_n_files (fixture, CHAT), ==, 1);

  /* It is sent and deleted for good while the server thinks. */
  g_free (g_steal_pointer (&message));
  g_clear_object (&result);
  g_clear_pointer (&withdrawal, balie_outbox_withdrawal_free);
  message = add_text (fixture, CHAT, "Again");
  balie_outbox_delete_async (fixture->outbox, message, NULL, balie_test_on_result, &result);
  balie_outbox_forget_deleted (fixture->outbox, message);
  balie_test_wait_until (result != NULL && balie_upload_queue_find (fixture->uploads, file) == NULL);
  withdrawal = balie_outbox_withdraw_finish (fixture->outbox, result, &error);
  g_assert_no_error (error);
  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
  g_assert_cmpuint (get_n_requests (fixture), ==, 2);
}

/* The server has lost the files: they go again, and then the same message, also if the program ended between. */
static void
test_missing (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *file = add_file (fixture, CHAT, "one.txt");
  g_autofree char *message = add_text (fixture, CHAT, "One");

  balie_raw_server_add_json (fixture->server, 424, NULL, MISSING);
  set_sent (fixture, message, file);
  balie_test_wait_until (balie_upload_get_state (balie_upload_queue_find (fixture->uploads, file)) == BALIE_UPLOAD_WAITING);
  g_assert_cmpint (get_state (fixture, message), ==, BALIE_OUTBOX_ATTEMPTED);

  close_outbox (fixture);
  open_outbox (fixture);
  g_assert_cmpint (get_state (fixture, message), ==, BALIE_OUTBOX_ATTEMPTED);
  balie_test_drain ();
  g_assert_cmpuint (get_n_requests (fixture), ==, 1);

  receive (fixture);
  set_sent (fixture, message, file);
  balie_test_wait_until (balie_outbox_get_unsent (fixture->outbox) == 0);
  g_assert_cmpuint (get_n_requests (fixture), ==, 2);
  g_assert_cmpstr (balie_raw_server_get_request (fixture->server, 1), ==, balie_raw_server_get_request (fixture->server, 0));
}

static gpointer
get_message_job (BalieDb *db,
                 gpointer data,
                 GError **error)
{
  g_autoptr (GPtrArray) messages = balie_message_table_list_from (db, CHAT, 0, error);

  return messages != NULL && messages->len == 1 ? balie_message_ref (g_ptr_array_index (messages, 0)) : NULL;
}

/* The server may know more of a file than this machine does; what it does not tell is what was sent. */
static void
test_receipt (Fixture      *fixture,
              gconstpointer data)
{
  int              width = GPOINTER_TO_INT (data); /* 0 for an answer that says nothing of files */
  g_autofree char *file = add_file (fixture, CHAT, "one.txt");
  g_autofree char *answer = width > 0 ? g_strdup_printf (FULL_RECEIPT, file, width) : g_strdup (RECEIPT);
  g_autofree char *message = add_text (fixture, CHAT, "One");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BalieMessage) cached = NULL;
  const BalieAttachment *attachment;

  balie_raw_server_add_json (fixture->server, 201, NULL, answer);
  set_sent (fixture, message, file);
  balie_test_wait_until (balie_outbox_get_unsent (fixture->outbox) == 0);
  balie_cache_read_async (fixture->cache, get_message_job, NULL, NULL, (GDestroyNotify)balie_message_unref, NULL,
                          balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  cached = balie_cache_read_finish (fixture->cache, result, NULL);
  g_assert_nonnull (cached);
  g_assert_cmpuint (cached->attachments->len, ==, 1);
  attachment = g_ptr_array_index (cached->attachments, 0);
  g_assert_cmpstr (attachment->id, ==, file);
  g_assert_cmpstr (attachment->name, ==, "one.txt");
  g_assert_cmpint (attachment->size, ==, 10);
  g_assert_cmpint (attachment->width, ==, width);
}

#define ADD(path, function, data) g_test_add (path, Fixture, data, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/outbox-files/order", test_order, NULL);
  ADD ("/outbox-files/refused", test_refused, NULL);
  ADD ("/outbox-files/retried", test_retried, NULL);
  ADD ("/outbox-files/refused-offline", test_refused_offline, NULL);
  ADD ("/outbox-files/withdrawn-before-another", test_withdrawn_before_another, NULL);
  ADD ("/outbox-files/deleted", test_deleted, NULL);
  ADD ("/outbox-files/missing", test_missing, NULL);
  ADD ("/outbox-files/receipt/short", test_receipt, GINT_TO_POINTER (0));
  ADD ("/outbox-files/receipt/full", test_receipt, GINT_TO_POINTER (40));
  return g_test_run ();
}
