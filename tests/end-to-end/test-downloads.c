/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file comes over a line that breaks, and from a server that is restarted; and all messages at once. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-clock.h"
#include "balie-fault-proxy.h"
#include "balie-session-private.h"
#include "balie-test-desk.h"
#include "balie-test-wait.h"

#include <string.h>

#define SIZE (3 * 1024 * 1024 + 17)

/* More than a page, so that older ones have to be fetched. */
#define MESSAGES 130

typedef struct
{
  BalieTestDesk   *desk;
  BalieFaultProxy *proxy;
  BalieSession    *reader;
  char            *chat;
  GBytes          *content;
} Fixture;

static void
on_result (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static gboolean
is_online (BalieSession *session)
{
  return balie_session_get_connection (session) == BALIE_CONNECTION_ONLINE;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  char *content = g_malloc (SIZE);

  for (gsize i = 0; i < SIZE; i++)
    content[i] = (char)g_test_rand_int ();
  fixture->content = g_bytes_new_take (content, SIZE);
  fixture->desk = balie_test_desk_new ();
  fixture->proxy = balie_fault_proxy_new (balie_test_desk_get_port (fixture->desk));
  fixture->reader = balie_test_desk_open_session (fixture->desk, balie_fault_proxy_get_port (fixture->proxy), "reader.db");
  fixture->chat = g_strdup (balie_session_get_account (fixture->reader)->chat);
  balie_test_wait_until (is_online (fixture->reader));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  balie_session_close (fixture->reader);
  g_clear_object (&fixture->reader);
  g_clear_object (&fixture->proxy);
  g_clear_pointer (&fixture->desk, balie_test_desk_free);
  g_clear_pointer (&fixture->content, g_bytes_unref);
  g_clear_pointer (&fixture->chat, g_free);
}

/* Puts the file among those of the customer, as if it had been uploaded. */
static BalieAttachment *
add_file (Fixture *fixture)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, fixture->content);
  g_autofree char *file = g_uuid_string_random ();
  g_autofree char *name = g_build_filename ("desk", "files", file, NULL);
  g_autofree char *sql = NULL;
  BalieAttachment *attachment = balie_attachment_new ();

  attachment->id = g_uuid_string_random ();
  attachment->name = g_strdup ("export.log");
  attachment->type = g_strdup ("text/plain");
  attachment->size = SIZE;
  attachment->sha256 = g_steal_pointer (&sha256);
  sql = g_strdup_printf ("INSERT INTO attachment (id, account, name, type, size, sha256, digest, file, position, finished_at) "
                         "VALUES ('%s', '%s', '%s', '%s', %d, '%s', '', '%s', 0, %" G_GINT64_FORMAT ");",
                         attachment->id, balie_session_get_account (fixture->reader)->id, attachment->name, attachment->type, SIZE,
                         attachment->sha256, file, balie_clock_now ());

  balie_test_desk_stop (fixture->desk);
  balie_test_desk_change (fixture->desk, sql);
  g_assert_true (g_file_set_contents (balie_test_desk_get_file (fixture->desk, name), g_bytes_get_data (fixture->content, NULL), SIZE, NULL));
  balie_test_desk_start (fixture->desk);
  balie_test_wait_until (is_online (fixture->reader));

  return attachment;
}

static void
assert_content (Fixture       *fixture,
                BalieDownload *download)
{
  g_autofree char *path = balie_download_dup_path (download);
  g_autofree char *content = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, length, g_bytes_get_data (fixture->content, NULL), SIZE);
}

static void
test_broken_line (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (BalieAttachment) attachment = NULL;
  g_autoptr (BalieDownload) download = NULL;
  guint64 before;

  attachment = add_file (fixture);
  download = balie_session_get_download (fixture->reader, attachment);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_ABSENT);
  before = balie_fault_proxy_get_bytes (fixture->proxy, BALIE_FAULT_TO_CLIENT);
  for (guint i = 0; i < 12; i++)
    {
      const BalieFault fault = {i % 2 == 0 ? BALIE_FAULT_CUT : BALIE_FAULT_TRUNCATE, BALIE_FAULT_TO_CLIENT,
                                (guint64)g_test_rand_int_range (0, 400000), 0};

      balie_fault_proxy_add_fault (fixture->proxy, &fault);
    }
  balie_fault_proxy_cut_all (fixture->proxy);
  balie_download_start (download);
  balie_test_wait_until (balie_download_get_state (download) == BALIE_DOWNLOAD_PRESENT);
  assert_content (fixture, download);

  /* What had come was not sent again: at most what was on its way at each cut. */
  g_assert_cmpuint (balie_fault_proxy_get_bytes (fixture->proxy, BALIE_FAULT_TO_CLIENT) - before, <, 2 * SIZE);
}

static void
test_restarted_server (Fixture      *fixture,
                       gconstpointer data)
{
  const BalieFault fault = {BALIE_FAULT_CUT, BALIE_FAULT_TO_CLIENT, 100000, 0};
  g_autoptr (BalieAttachment) attachment = NULL;
  g_autoptr (BalieDownload) download = NULL;

  attachment = add_file (fixture);
  download = balie_session_get_download (fixture->reader, attachment);
  balie_fault_proxy_set_default_fault (fixture->proxy, &fault);
  balie_fault_proxy_cut_all (fixture->proxy);
  balie_download_start (download);
  balie_test_wait_until (balie_download_get_received (download) > 0);

  balie_test_desk_stop (fixture->desk);
  balie_test_wait_until (balie_download_get_paused (download));
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_RUNNING);

  balie_fault_proxy_set_default_fault (fixture->proxy, &(BalieFault){BALIE_FAULT_PASS});
  balie_test_desk_start (fixture->desk);
  balie_test_wait_until (balie_download_get_state (download) == BALIE_DOWNLOAD_PRESENT);
  assert_content (fixture, download);
}

/* For paper: all messages, without a thread that grows for it. */
static void
test_read_all (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) unknown = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (BalieThread) thread = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= MESSAGES; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);
      g_autofree char *id = balie_test_send (fixture->reader, fixture->chat, text);
    }
  balie_test_wait_until (balie_session_get_unsent (fixture->reader) == 0);

  thread = balie_session_open_thread (fixture->reader, fixture->chat);
  balie_test_wait_until (balie_thread_get_loaded (thread));
  balie_session_read_all_async (fixture->reader, fixture->chat, NULL, on_result, &result);
  balie_test_wait_until (result != NULL);
  messages = balie_session_read_all_finish (fixture->reader, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (messages->len, ==, MESSAGES);
  for (guint i = 0; i < MESSAGES; i++)
    g_assert_cmpint (((BalieMessage *)g_ptr_array_index (messages, i))->number, ==, i + 1);
  g_assert_true (balie_thread_get_has_older (thread));

  balie_session_read_all_async (fixture->reader, "2f2ad0a4-3c41-4f5b-9f0c-5d2d8b1d3c11", NULL, on_result, &unknown);
  balie_test_wait_until (unknown != NULL);
  g_assert_null (balie_session_read_all_finish (fixture->reader, unknown, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_NOT_FOUND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/end-to-end/downloads/broken-line", Fixture, NULL, set_up, test_broken_line, tear_down);
  g_test_add ("/end-to-end/downloads/restarted-server", Fixture, NULL, set_up, test_restarted_server, tear_down);
  g_test_add ("/end-to-end/downloads/read-all", Fixture, NULL, set_up, test_read_all, tear_down);

  return g_test_run ();
}
