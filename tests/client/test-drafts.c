/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was begun and not sent: on disk within a second, in the list, gone only when it is sent or discarded. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-client-test.h"
#include "balie-clock.h"
#include "balie-error.h"
#include "balie-list-mirror.h"
#include "balie-session-private.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#define CHAT "00000000-0000-4000-8000-00000000000c"
#define UNKNOWN "00000000-0000-4000-8000-00000000000f"

typedef struct
{
  BalieTestFolder *folder;
  BalieSession    *session;
  BalieListMirror *mirror; /* of the drafts */
} Fixture;

/* There is no server, and none is looked for: all of this is between a person and the disk. */
static void
open_session (Fixture *fixture)
{
  g_autoptr (BalieTransport) transport = balie_transport_new ("http://127.0.0.1:9", NULL);
  g_autoptr (BalieAccount) account = balie_account_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  account->id = g_strdup ("00000000-0000-4000-8000-000000000001");
  account->username = g_strdup ("jan");
  account->name = g_strdup ("Jan Visser");
  account->chat = g_strdup (CHAT);
  balie_session_open_async (transport, balie_test_folder_get_file (fixture->folder, "cache.db"), account, NULL,
                            balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  fixture->session = balie_session_open_finish (result, &error);
  g_assert_no_error (error);
  fixture->mirror = balie_list_mirror_new (balie_session_get_drafts (fixture->session));
}

static void
close_session (Fixture *fixture)
{
  balie_list_mirror_check (fixture->mirror);
  g_clear_pointer (&fixture->mirror, balie_list_mirror_free);
  balie_session_close (fixture->session);
  g_clear_object (&fixture->session);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = balie_test_folder_new ();
  open_session (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  close_session (fixture);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

static void
reopen (Fixture *fixture)
{
  close_session (fixture);
  open_session (fixture);
}

static gpointer
exec_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  balie_db_exec (db, data, error);

  return NULL;
}

/* Runs @sql when all that was given to the cache before it has run. */
static void
queue_sql (Fixture    *fixture,
           const char *sql)
{
  balie_cache_write_async (fixture->session->cache, exec_job, (gpointer)sql, NULL, NULL, NULL, NULL, NULL);
}

static void
type_text (Fixture    *fixture,
           const char *key,
           const char *text)
{
  g_autoptr (BalieDraft) draft = balie_draft_new (NULL, text);

  balie_session_save_draft (fixture->session, key, draft);
}

/* Lets the clock go on, so that what is changed next is newer. */
static void
wait_a_moment (void)
{
  gint64 now = balie_clock_now ();

  balie_test_wait_until (balie_clock_now () > now);
}

static gboolean
flush (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_session_flush_async (fixture->session, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_session_flush_finish (fixture->session, result, &error);
}

static BalieDraft *
load (Fixture    *fixture,
      const char *key)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieDraft *draft;

  balie_session_load_draft_async (fixture->session, key, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  draft = balie_session_load_draft_finish (fixture->session, result, &error);
  g_assert_no_error (error);

  return draft;
}

static void
add_file (Fixture    *fixture,
          const char *key,
          const char *name)
{
  g_autoptr (GBytes) data = g_bytes_new_static ("some bytes", 10);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_session_add_data_async (fixture->session, key, name, "text/plain", data, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  balie_session_add_data_finish (fixture->session, result, &error);
  g_assert_no_error (error);
}

static guint
get_n_files (Fixture    *fixture,
             const char *owner)
{
  g_autoptr (GListModel) files = balie_session_get_files (fixture->session, owner);

  return g_list_model_get_n_items (files);
}

static guint
get_n_drafts (Fixture *fixture)
{
  return g_list_model_get_n_items (balie_session_get_drafts (fixture->session));
}

static BalieDraftItem *
get_draft (Fixture *fixture,
           guint    position)
{
  g_autoptr (BalieDraftItem) item = g_list_model_get_item (balie_session_get_drafts (fixture->session), position);

  g_assert_nonnull (item);

  /* The list holds it too. */
  return item;
}

static void
assert_draft (Fixture    *fixture,
              guint       position,
              const char *key,
              const char *preview)
{
  BalieDraftItem *item = get_draft (fixture, position);

  g_assert_cmpstr (balie_draft_item_get_key (item), ==, key);
  g_assert_cmpstr (balie_draft_item_get_preview (item), ==, preview);
}

static char *
send_text (Fixture    *fixture,
           const char *text,
           GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_session_send_message_async (fixture->session, CHAT, text, NULL, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_session_send_message_finish (fixture->session, result, error);
}

static char *
send_well (Fixture    *fixture,
           const char *text)
{
  g_autoptr (GError) error = NULL;
  char *message = send_text (fixture, text, &error);

  g_assert_no_error (error);

  return message;
}

static BalieDraft *
withdraw (Fixture    *fixture,
          const char *message)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieDraft *draft;

  balie_session_withdraw_async (fixture->session, message, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  draft = balie_session_withdraw_finish (fixture->session, result, &error);
  g_assert_no_error (error);

  return draft;
}

static guint
count_unsent_drafts (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieUnsent unsent = {0};

  balie_session_count_unsent_async (fixture->session, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_session_count_unsent_finish (fixture->session, result, &unsent, &error));

  return unsent.drafts;
}

/* Copies of files on this machine. */
static guint
count_copies (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (balie_test_folder_get_file (fixture->folder, "cache.files"), 0, NULL);
  guint n_copies = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n_copies++;

  return n_copies;
}

static void
test_list (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (BalieDraft) request = balie_draft_new ("Printer", "It\n  smokes");
  g_autoptr (BalieDraftItem) first = NULL;

  g_assert_cmpuint (get_n_drafts (fixture), ==, 0);
  balie_session_save_draft (fixture->session, BALIE_DRAFT_NEW_PROBLEM, request);
  assert_draft (fixture, 0, BALIE_DRAFT_NEW_PROBLEM, "It smokes");
  first = g_object_ref (get_draft (fixture, 0));
  g_assert_cmpstr (balie_draft_item_get_subject (first), ==, "Printer");
  g_assert_cmpint (balie_draft_item_get_kind (first), ==, BALIE_CONVERSATION_PROBLEM);
  g_assert_null (balie_draft_item_get_conversation (first));

  wait_a_moment ();
  type_text (fixture, CHAT, "Half a sen");
  assert_draft (fixture, 0, CHAT, "Half a sen");
  g_assert_cmpint (balie_draft_item_get_kind (get_draft (fixture, 0)), ==, BALIE_CONVERSATION_CHAT);
  g_assert_cmpstr (balie_draft_item_get_conversation (get_draft (fixture, 0)), ==, CHAT);
  g_assert_true (get_draft (fixture, 1) == first);

  /* What is changed comes to the top, and stays the same. */
  wait_a_moment ();
  g_free (request->text);
  request->text = g_strdup ("It smells");
  balie_session_save_draft (fixture->session, BALIE_DRAFT_NEW_PROBLEM, request);
  g_assert_true (get_draft (fixture, 0) == first);
  g_assert_cmpstr (balie_draft_item_get_preview (first), ==, "It smells");
  g_assert_cmpuint (get_n_drafts (fixture), ==, 2);

  type_text (fixture, CHAT, " \n");
  g_assert_cmpuint (get_n_drafts (fixture), ==, 1);
  balie_session_save_draft (fixture->session, BALIE_DRAFT_NEW_PROBLEM, NULL);
  g_assert_cmpuint (get_n_drafts (fixture), ==, 0);
}

/* All of it is there the next time, in the same order, also where there is no conversation any more. */
static void
test_reopened (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (BalieDraft) request = balie_draft_new ("Printer", "");
  g_autoptr (BalieDraft) loaded = NULL;

  request->category = g_strdup ("hardware");
  request->urgency = g_strdup ("high");
  request->follows = g_strdup (UNKNOWN);
  request->diagnostics = g_strdup ("log\nscreen");
  balie_session_save_draft (fixture->session, BALIE_DRAFT_NEW_QUESTION, request);
  wait_a_moment ();
  type_text (fixture, UNKNOWN, "To nobody");
  wait_a_moment ();
  add_file (fixture, CHAT, "only.txt");
  g_assert_true (flush (fixture));

  reopen (fixture);
  g_assert_cmpuint (get_n_drafts (fixture), ==, 3);
  assert_draft (fixture, 0, CHAT, "");
  g_assert_cmpuint (balie_draft_item_get_n_files (get_draft (fixture, 0)), ==, 1);
  assert_draft (fixture, 1, UNKNOWN, "To nobody");
  g_assert_cmpstr (balie_draft_item_get_conversation (get_draft (fixture, 1)), ==, UNKNOWN);
  g_assert_null (balie_draft_item_get_subject (get_draft (fixture, 1)));
  assert_draft (fixture, 2, BALIE_DRAFT_NEW_QUESTION, "");
  g_assert_cmpstr (balie_draft_item_get_subject (get_draft (fixture, 2)), ==, "Printer");

  loaded = load (fixture, BALIE_DRAFT_NEW_QUESTION);
  g_assert_cmpstr (loaded->category, ==, "hardware");
  g_assert_cmpstr (loaded->urgency, ==, "high");
  g_assert_cmpstr (loaded->follows, ==, UNKNOWN);
  g_assert_cmpstr (loaded->diagnostics, ==, "log\nscreen");
}

/* A draft that has only files is one: it counts, and goes with the last of them. */
static void
test_only_files (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GListModel) files = balie_session_get_files (fixture->session, CHAT);
  g_autoptr (BalieUpload) upload = NULL;

  add_file (fixture, CHAT, "one.txt");
  add_file (fixture, CHAT, "two.txt");
  assert_draft (fixture, 0, CHAT, "");
  g_assert_cmpuint (balie_draft_item_get_n_files (get_draft (fixture, 0)), ==, 2);
  g_assert_cmpuint (count_unsent_drafts (fixture), ==, 1);

  /* An emptied text takes no file along. */
  type_text (fixture, CHAT, "Look");
  type_text (fixture, CHAT, "");
  g_assert_true (flush (fixture));
  g_assert_cmpuint (get_n_drafts (fixture), ==, 1);
  g_assert_cmpuint (count_unsent_drafts (fixture), ==, 1);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (BalieUpload) first = g_list_model_get_item (files, 0);

      balie_session_remove_file (fixture->session, CHAT, balie_upload_get_id (first));
    }
  balie_test_wait_until (get_n_drafts (fixture) == 0);
  g_assert_cmpuint (count_unsent_drafts (fixture), ==, 0);
  balie_test_wait_until (count_copies (fixture) == 0);
}

static void
test_discarded (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (BalieDraft) gone = NULL;

  type_text (fixture, CHAT, "Look");
  add_file (fixture, CHAT, "one.txt");
  add_file (fixture, BALIE_DRAFT_NEW_QUESTION, "another.txt");
  g_assert_cmpuint (count_copies (fixture), ==, 2);

  balie_session_discard_draft (fixture->session, CHAT);
  balie_test_wait_until (get_n_drafts (fixture) == 1);
  assert_draft (fixture, 0, BALIE_DRAFT_NEW_QUESTION, "");
  g_assert_cmpuint (get_n_files (fixture, CHAT), ==, 0);
  balie_test_wait_until (count_copies (fixture) == 1);
  gone = load (fixture, CHAT);
  g_assert_null (gone);

  reopen (fixture);
  g_assert_cmpuint (get_n_drafts (fixture), ==, 1);
  g_assert_cmpuint (get_n_files (fixture, CHAT), ==, 0);
}

/* What is sent is no draft any more, with its files; what was typed since is one. */
static void
test_sent (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  type_text (fixture, CHAT, "Look");
  add_file (fixture, CHAT, "one.txt");
  first = send_well (fixture, "Look");
  g_assert_cmpuint (get_n_drafts (fixture), ==, 0);
  g_assert_cmpuint (get_n_files (fixture, CHAT), ==, 0);
  g_assert_cmpuint (get_n_files (fixture, first), ==, 1);

  type_text (fixture, CHAT, "And here");
  balie_session_send_message_async (fixture->session, CHAT, "And here", NULL, NULL, balie_test_on_result, &result);
  type_text (fixture, CHAT, "By the way");
  balie_test_wait_until (result != NULL);
  second = balie_session_send_message_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  assert_draft (fixture, 0, CHAT, "By the way");
  g_assert_true (flush (fixture));

  reopen (fixture);
  assert_draft (fixture, 0, CHAT, "By the way");
  g_assert_cmpuint (get_n_files (fixture, CHAT), ==, 0);
  g_assert_cmpuint (get_n_files (fixture, first), ==, 1);
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 2);
}

static void
test_nothing_to_send (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  g_assert_null (send_text (fixture, "", &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_INVALID);
  g_clear_error (&error);

  add_file (fixture, CHAT, "one.txt");
  message = send_text (fixture, "", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (get_n_files (fixture, message), ==, 1);
}

/* The disk takes no draft, and then takes the message with its text: it does not come back as a draft. */
static void
test_failed_before_send (Fixture      *fixture,
                         gconstpointer data)
{
  g_autofree char *message = NULL;
  g_autoptr (BalieDraft) gone = NULL;

  type_text (fixture, CHAT, "Only once");
  queue_sql (fixture, "CREATE TEMP TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE (ABORT, 'full'); END");
  balie_draft_keeper_write (fixture->session->drafts);
  queue_sql (fixture, "DROP TRIGGER full");
  message = send_well (fixture, "Only once");
  g_assert_false (balie_cache_get_failing (fixture->session->cache));
  g_assert_true (flush (fixture));
  gone = load (fixture, CHAT);
  g_assert_null (gone);
  g_assert_cmpuint (get_n_drafts (fixture), ==, 0);

  reopen (fixture);
  g_assert_cmpuint (get_n_drafts (fixture), ==, 0);
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 1);
}

/* The disk takes neither: the text stays where it was typed, until there is room. */
static void
test_failed_with_send (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDraft) kept = NULL;
  g_autoptr (BalieDraft) stored = NULL;

  type_text (fixture, CHAT, "Only once");
  add_file (fixture, CHAT, "one.txt");
  queue_sql (fixture, "CREATE TEMP TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE (ABORT, 'full'); END");
  queue_sql (fixture, "CREATE TEMP TRIGGER fuller BEFORE INSERT ON outbox BEGIN SELECT RAISE (ABORT, 'full'); END");
  type_text (fixture, CHAT, "Only once!");
  balie_draft_keeper_write (fixture->session->drafts);
  g_assert_null (send_text (fixture, "Only once!", &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  kept = load (fixture, CHAT);
  g_assert_cmpstr (kept->text, ==, "Only once!");
  assert_draft (fixture, 0, CHAT, "Only once!");
  g_assert_cmpuint (get_n_files (fixture, CHAT), ==, 1);

  queue_sql (fixture, "DROP TRIGGER full");
  g_assert_true (flush (fixture));
  reopen (fixture);
  stored = load (fixture, CHAT);
  g_assert_cmpstr (stored->text, ==, "Only once!");
  g_assert_cmpuint (get_n_files (fixture, CHAT), ==, 1);
}

/* Text and files go back where they were typed, before what stands there now, also if the program ends at once. */
static void
test_withdrawn (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *message = NULL;
  g_autoptr (BalieDraft) typed = NULL;
  g_autoptr (BalieDraft) stored = NULL;

  add_file (fixture, CHAT, "one.txt");
  message = send_well (fixture, "Look");
  add_file (fixture, CHAT, "two.txt");
  type_text (fixture, CHAT, "By the way");
  typed = withdraw (fixture, message);
  g_assert_cmpstr (typed->text, ==, "Look");
  assert_draft (fixture, 0, CHAT, "Look By the way");
  g_assert_cmpuint (balie_draft_item_get_n_files (get_draft (fixture, 0)), ==, 2);
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 0);

  reopen (fixture);
  stored = load (fixture, CHAT);
  g_assert_cmpstr (stored->text, ==, "Look\n\nBy the way");
  g_assert_cmpuint (get_n_files (fixture, CHAT), ==, 2);
  g_assert_cmpuint (get_n_files (fixture, message), ==, 0);
}

/* Returns: (transfer full): id of a message with a file that was sent and deleted */
static char *
send_and_delete (Fixture *fixture)
{
  g_autofree char *message = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDraft) typed = NULL;

  add_file (fixture, CHAT, "one.txt");
  message = send_well (fixture, "Look");
  balie_session_delete_async (fixture->session, message, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  typed = balie_session_delete_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (typed->text, ==, "Look");
  g_assert_cmpuint (get_n_drafts (fixture), ==, 0);
  g_assert_cmpuint (count_unsent_drafts (fixture), ==, 0);
  g_assert_cmpuint (get_n_files (fixture, message), ==, 0);

  return g_steal_pointer (&message);
}

/* The files of a deleted message go when it can be had back no more. */
static void
test_deleted (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *message = send_and_delete (fixture);

  g_assert_cmpuint (count_copies (fixture), ==, 1);
  balie_session_forget_deleted (fixture->session, message);
  balie_test_wait_until (count_copies (fixture) == 0);
  balie_session_restore_files (fixture->session, message, CHAT);
  g_assert_true (flush (fixture));
  g_assert_cmpuint (get_n_files (fixture, CHAT), ==, 0);

  /* The end of the program is the end of that, too. */
  g_free (g_steal_pointer (&message));
  message = send_and_delete (fixture);
  reopen (fixture);
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 0);
  g_assert_cmpuint (get_n_drafts (fixture), ==, 0);
  balie_test_wait_until (count_copies (fixture) == 0);
}

/* The copies of what was sent stay as long as the server may lose it, and no longer. */
static void
test_pruned (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *young = NULL;
  g_autofree char *sql = NULL;

  add_file (fixture, CHAT, "old.txt");
  g_free (send_well (fixture, "Old"));
  queue_sql (fixture, "UPDATE outbox SET state = 'sent', sent_at = 1");
  add_file (fixture, CHAT, "young.txt");
  young = send_well (fixture, "Young");
  sql = g_strdup_printf ("UPDATE outbox SET state = 'sent', sent_at = %" G_GINT64_FORMAT " WHERE state <> 'sent'", balie_clock_now ());
  queue_sql (fixture, sql);
  g_assert_true (flush (fixture));
  g_assert_cmpuint (count_copies (fixture), ==, 2);

  reopen (fixture);
  g_assert_cmpuint (get_n_files (fixture, young), ==, 1);
  balie_test_wait_until (count_copies (fixture) == 1);
  g_assert_cmpuint (get_n_drafts (fixture), ==, 0);
}

/* Signed out while a file is copied, nothing of it stays. */
static void
test_signed_out (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *content = g_malloc0 (8 * 1024 * 1024);
  const char      *path = balie_test_folder_get_file (fixture->folder, "large");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, content, 8 * 1024 * 1024, NULL));
  add_file (fixture, CHAT, "one.txt");
  balie_session_add_file_async (fixture->session, CHAT, file, NULL, NULL, NULL);
  balie_test_wait_until (count_copies (fixture) == 2);
  balie_session_sign_out_async (fixture->session, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_session_sign_out_finish (fixture->session, result, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (balie_test_folder_get_file (fixture->folder, "cache.files"), G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (balie_test_folder_get_file (fixture->folder, "cache.downloads"), G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (balie_test_folder_get_file (fixture->folder, "cache.db"), G_FILE_TEST_EXISTS));
}

/* Had back, it has its files, whatever is told of it later. */
static void
test_restored (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *message = send_and_delete (fixture);

  balie_session_restore_files (fixture->session, message, CHAT);
  balie_session_forget_deleted (fixture->session, message);
  balie_test_wait_until (get_n_files (fixture, CHAT) == 1);
  g_assert_cmpuint (balie_draft_item_get_n_files (get_draft (fixture, 0)), ==, 1);

  reopen (fixture);
  g_assert_cmpuint (get_n_files (fixture, CHAT), ==, 1);
  g_assert_cmpuint (get_n_drafts (fixture), ==, 1);
  g_assert_cmpuint (count_copies (fixture), ==, 1);
}

/* A request becomes the draft that it was, and nothing of another one that was begun since is lost. */
static void
test_request_withdrawn (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr (BalieDiagnostics) diagnostics = balie_diagnostics_new ();
  g_autoptr (BalieDraft) draft = balie_draft_new ("Printer", "It smokes");
  g_autoptr (BalieDraft) other = balie_draft_new ("Scanner", "It hums");
  g_autoptr (BalieDraft) typed = NULL;
  g_autoptr (BalieDraft) stored = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieThread) thread = NULL;
  g_autofree char        *conversation = NULL;
  BalieNewRequest         request = {.kind = BALIE_CONVERSATION_PROBLEM, .subject = "Printer", .text = "It smokes", .urgency = "high"};
  const BalieOutboxEntry *entry;

  balie_diagnostics_add (diagnostics, "system", "Debian 12");
  request.diagnostics = diagnostics;
  request.follows = UNKNOWN;
  draft->diagnostics = g_strdup ("log\nscreen");
  balie_session_save_draft (fixture->session, BALIE_DRAFT_NEW_PROBLEM, draft);
  add_file (fixture, BALIE_DRAFT_NEW_PROBLEM, "smoke.txt");
  balie_session_send_request_async (fixture->session, &request, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  conversation = balie_session_send_request_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  balie_session_save_draft (fixture->session, BALIE_DRAFT_NEW_PROBLEM, other);
  g_assert_true (flush (fixture));

  reopen (fixture);
  entry = g_ptr_array_index (balie_outbox_get_entries (fixture->session->outbox), 0);
  g_assert_cmpstr (balie_diagnostics_find (entry->diagnostics, "system"), ==, "Debian 12");
  typed = withdraw (fixture, entry->message);
  g_assert_cmpstr (typed->subject, ==, "Printer");
  g_assert_cmpstr (typed->text, ==, "It smokes");
  g_assert_cmpstr (typed->urgency, ==, "high");
  g_assert_cmpstr (typed->follows, ==, UNKNOWN);
  g_assert_cmpstr (typed->diagnostics, ==, "log\nscreen");
  stored = load (fixture, BALIE_DRAFT_NEW_PROBLEM);
  g_assert_cmpstr (stored->subject, ==, "Printer");
  g_assert_cmpstr (stored->text, ==, "It smokes\n\nScanner\n\nIt hums");
  g_assert_cmpuint (get_n_files (fixture, BALIE_DRAFT_NEW_PROBLEM), ==, 1);
  g_assert_null (balie_session_find_conversation (fixture->session, conversation));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/drafts/list", test_list);
  ADD ("/drafts/reopened", test_reopened);
  ADD ("/drafts/only-files", test_only_files);
  ADD ("/drafts/discarded", test_discarded);
  ADD ("/drafts/sent", test_sent);
  ADD ("/drafts/nothing-to-send", test_nothing_to_send);
  ADD ("/drafts/failed-before-send", test_failed_before_send);
  ADD ("/drafts/failed-with-send", test_failed_with_send);
  ADD ("/drafts/withdrawn", test_withdrawn);
  ADD ("/drafts/deleted", test_deleted);
  ADD ("/drafts/restored", test_restored);
  ADD ("/drafts/pruned", test_pruned);
  ADD ("/drafts/signed-out", test_signed_out);
  ADD ("/drafts/request-withdrawn", test_request_withdrawn);
  return g_test_run ();
}
