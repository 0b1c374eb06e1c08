/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client whose disk is full, or does not take writes: nothing is claimed that is not so, and nothing is lost. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-error.h"
#include "balie-session-private.h"
#include "balie-test-desk.h"
#include "balie-test-wait.h"

#include <string.h>

/* More than any page of the database has room for. */
#define LONG_TEXT 10000

typedef struct
{
  BalieTestDesk *desk;
  BalieSession  *session;
  BalieThread   *thread; /* the chat */
  char          *chat;
  char          *text;
  guint          n_failing; /* how often storage-failing changed */
} Fixture;

static gboolean
is_online (BalieSession *session)
{
  return balie_session_get_connection (session) == BALIE_CONNECTION_ONLINE;
}

static gboolean
is_failing (BalieSession *session)
{
  gboolean failing = FALSE;

  g_object_get (session, "storage-failing", &failing, NULL);

  return failing;
}

static void
on_failing (BalieSession *session,
            GParamSpec   *pspec,
            guint        *n_failing)
{
  *n_failing += 1;
}

static void
open_session (Fixture *fixture)
{
  fixture->session = balie_test_desk_open_session (fixture->desk, balie_test_desk_get_port (fixture->desk), "cache.db");
  g_signal_connect (fixture->session, "notify::storage-failing", G_CALLBACK (on_failing), &fixture->n_failing);
  g_free (fixture->chat);
  fixture->chat = g_strdup (balie_session_get_account (fixture->session)->chat);
  fixture->thread = balie_session_open_thread (fixture->session, fixture->chat);
  balie_test_wait_until (is_online (fixture->session) && balie_thread_get_loaded (fixture->thread));
}

static void
close_session (Fixture *fixture)
{
  g_clear_object (&fixture->thread);
  balie_session_close (fixture->session);
  g_clear_object (&fixture->session);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->desk = balie_test_desk_new ();
  fixture->text = g_strnfill (LONG_TEXT, 'x');
  fixture->n_failing = 0;
  open_session (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  close_session (fixture);
  g_clear_pointer (&fixture->chat, g_free);
  g_clear_pointer (&fixture->text, g_free);
  g_clear_pointer (&fixture->desk, balie_test_desk_free);
}

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static gpointer
exec_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  balie_db_exec (db, data, error);

  return NULL;
}

/* Changes the connection of the cache. Nothing is written to the file, so that it ends no failure. */
static void
exec (Fixture    *fixture,
      const char *pragma)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_cache_read_async (fixture->session->cache, exec_job, (gpointer)pragma, NULL, NULL, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  balie_cache_read_finish (fixture->session->cache, result, &error);
  g_assert_no_error (error);
}

/* The file cannot grow any more. */
static void
fill_disk (Fixture *fixture)
{
  exec (fixture, "PRAGMA max_page_count = 1;");
}

static void
make_room (Fixture *fixture)
{
  exec (fixture, "PRAGMA max_page_count = 1000000;");
}

/* There is no room for an entry of the outbox that comes to @state. */
static void
fill_outbox (Fixture    *fixture,
             const char *state)
{
  g_autofree char *sql = NULL;

  sql = g_strdup_printf ("CREATE TEMP TRIGGER fill BEFORE UPDATE ON outbox WHEN NEW.state = '%s' "
                         "BEGIN INSERT INTO setting (name, value) VALUES ('fill', hex (zeroblob (10000))); END;"
                         "PRAGMA max_page_count = 1;",
                         state);
  exec (fixture, sql);
}

static void
make_room_in_outbox (Fixture *fixture)
{
  exec (fixture, "PRAGMA max_page_count = 1000000; DROP TRIGGER fill;");
}

static gboolean
server_has (Fixture    *fixture,
            const char *expected)
{
  g_auto (GStrv) texts = balie_test_desk_list_texts (fixture->desk, fixture->chat);
  g_autofree char *joined = g_strjoinv ("|", texts);

  return g_str_equal (joined, expected);
}

static BalieDraft *
load_draft (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BalieDraft *draft;

  balie_session_load_draft_async (fixture->session, fixture->chat, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  draft = balie_session_load_draft_finish (fixture->session, result, &error);
  g_assert_no_error (error);

  return draft;
}

static void
save_draft (Fixture *fixture)
{
  g_autoptr (BalieDraft) draft = balie_draft_new (NULL, fixture->text);

  balie_session_save_draft (fixture->session, fixture->chat, draft);
}

static gboolean
flush (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_session_flush_async (fixture->session, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_session_flush_finish (fixture->session, result, &error);
}

/* Nothing is sent, and the text is where it was. */
static void
test_send (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieDraft) kept = NULL;
  g_autoptr (BalieDraft) gone = NULL;
  g_autofree char *id = NULL;

  save_draft (fixture);
  g_assert_true (flush (fixture));
  fill_disk (fixture);
  balie_session_send_message_async (fixture->session, fixture->chat, fixture->text, NULL, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_null (balie_session_send_message_finish (fixture->session, result, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE);
  g_assert_true (is_failing (fixture->session));
  g_assert_cmpuint (fixture->n_failing, ==, 1);
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 0);
  g_assert_true (balie_test_thread_is (fixture->thread, ""));
  g_assert_true (server_has (fixture, ""));
  kept = load_draft (fixture);
  g_assert_nonnull (kept);
  g_assert_cmpstr (kept->text, ==, fixture->text);

  make_room (fixture);
  id = balie_test_send (fixture->session, fixture->chat, fixture->text);
  g_assert_false (is_failing (fixture->session));
  balie_test_wait_until (balie_session_get_unsent (fixture->session) == 0);
  g_assert_true (server_has (fixture, fixture->text));
  gone = load_draft (fixture);
  g_assert_null (gone);
}

/* What is typed meanwhile is kept in memory, and on disk as soon as there is room. */
static void
test_draft (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (BalieDraft) kept = NULL;
  g_autoptr (BalieDraft) stored = NULL;

  fill_disk (fixture);
  save_draft (fixture);
  g_assert_false (flush (fixture));
  g_assert_true (is_failing (fixture->session));
  kept = load_draft (fixture);
  g_assert_nonnull (kept);
  g_assert_cmpstr (kept->text, ==, fixture->text);

  make_room (fixture);
  g_assert_true (flush (fixture));
  g_assert_false (is_failing (fixture->session));
  close_session (fixture);
  open_session (fixture);
  stored = load_draft (fixture);
  g_assert_nonnull (stored);
  g_assert_cmpstr (stored->text, ==, fixture->text);
}

/* What comes in meanwhile comes again. */
static void
test_receive (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *expected = g_strdup_printf ("%s|And more", fixture->text);

  fill_disk (fixture);
  first = balie_test_desk_staff_writes (fixture->desk, fixture->chat, fixture->text);
  balie_test_wait_until (is_failing (fixture->session));
  second = balie_test_desk_staff_writes (fixture->desk, fixture->chat, "And more");
  g_assert_true (balie_test_thread_is (fixture->thread, ""));

  make_room (fixture);
  balie_test_wait_until (balie_test_thread_is (fixture->thread, expected));
  balie_test_wait_until (is_online (fixture->session) && !is_failing (fixture->session));
  close_session (fixture);
  open_session (fixture);
  g_assert_true (balie_test_thread_is (fixture->thread, expected));
}

/* Nothing leaves before it is noted that it does: otherwise it could be taken back, and be there all the same. */
static void
test_leave (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *id = NULL;

  balie_outbox_set_open (fixture->session->outbox, FALSE);
  id = balie_test_send (fixture->session, fixture->chat, "One");
  fill_outbox (fixture, "attempted");
  balie_outbox_set_open (fixture->session->outbox, TRUE);
  balie_test_wait_until (is_failing (fixture->session));
  g_assert_true (server_has (fixture, ""));
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 1);

  make_room_in_outbox (fixture);
  balie_test_wait_until (balie_session_get_unsent (fixture->session) == 0);
  g_assert_true (server_has (fixture, "One"));
  balie_test_wait_until (!is_failing (fixture->session));
}

/* The server has it, and that cannot be noted: it is not called sent before it is, and arrives once. */
static void
test_arrive (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *id = NULL;
  BalieThreadItem *item;

  fill_outbox (fixture, "sent");
  id = balie_test_send (fixture->session, fixture->chat, "One");
  item = balie_thread_find (fixture->thread, id);
  balie_test_wait_until (server_has (fixture, "One") && is_failing (fixture->session));
  g_assert_cmpuint (balie_session_get_unsent (fixture->session), ==, 1);
  g_assert_cmpint (balie_thread_item_get_state (item), ==, BALIE_MESSAGE_WAITING);

  make_room_in_outbox (fixture);
  balie_test_wait_until (balie_session_get_unsent (fixture->session) == 0 && is_online (fixture->session));
  balie_test_wait_until (balie_thread_item_get_state (item) == BALIE_MESSAGE_SENT);
  g_assert_true (server_has (fixture, "One"));
  g_assert_true (balie_test_thread_is (fixture->thread, "One"));
  balie_test_wait_until (!is_failing (fixture->session));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/disk-full/send", test_send);
  ADD ("/disk-full/draft", test_draft);
  ADD ("/disk-full/receive", test_receive);
  ADD ("/disk-full/leave", test_leave);
  ADD ("/disk-full/arrive", test_arrive);
  return g_test_run ();
}
