/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Downloads beside a server that sends exactly what a test tells it. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-download-test.h"

#include "balie-client-test.h"
#include "balie-download-table.h"
#include "balie-test-wait.h"

#include <stdlib.h>
#include <string.h>


void
balie_download_test_open (BalieDownloadTest *fixture)
{
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_cache_open_async (balie_test_folder_get_file (fixture->folder, "cache.db"), TRUE, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  fixture->cache = balie_cache_open_finish (result, &contents, &error);
  g_assert_no_error (error);
  fixture->downloads = balie_downloads_new (fixture->transport, fixture->cache, &fixture->jitter);
  balie_downloads_set_open (fixture->downloads, TRUE);
}

void
balie_download_test_close (BalieDownloadTest *fixture)
{
  balie_downloads_stop (fixture->downloads);
  g_clear_object (&fixture->downloads);
  balie_cache_close (fixture->cache);
  g_clear_object (&fixture->cache);
}

BalieAttachment *
balie_download_test_new_attachment (const char *content,
                                    gsize       size)
{
  BalieAttachment *attachment = balie_attachment_new ();

  attachment->id = g_uuid_string_random ();
  attachment->name = g_strdup ("log.txt");
  attachment->type = g_strdup ("text/plain");
  attachment->size = (gint64)size;
  attachment->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)content, size);

  return attachment;
}

void
balie_download_test_set_up (BalieDownloadTest *fixture,
                            gconstpointer      data)
{
  fixture->folder = balie_test_folder_new ();
  fixture->server = balie_raw_server_new (NULL);
  fixture->transport = balie_transport_new (balie_raw_server_get_address (fixture->server), NULL);
  balie_transport_set_token (fixture->transport, "secret");
  fixture->jitter.base = 1;
  fixture->jitter.maximum = 1;
  fixture->n_served = 0;
  fixture->content = g_malloc (BALIE_DOWNLOAD_TEST_SIZE);
  for (gsize i = 0; i < BALIE_DOWNLOAD_TEST_SIZE; i++)
    fixture->content[i] = (char)g_test_rand_int ();
  fixture->attachment = balie_download_test_new_attachment (fixture->content, BALIE_DOWNLOAD_TEST_SIZE);
  balie_download_test_open (fixture);
}

void
balie_download_test_tear_down (BalieDownloadTest *fixture,
                               gconstpointer      data)
{
  balie_download_test_close (fixture);
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->server);
  g_clear_pointer (&fixture->attachment, balie_attachment_unref);
  g_clear_pointer (&fixture->content, g_free);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

const char *
balie_download_test_get_path (BalieDownloadTest *fixture,
                              const char        *suffix)
{
  g_autofree char *name = g_strconcat ("cache.downloads/", fixture->attachment->id, suffix, NULL);

  return balie_test_folder_get_file (fixture->folder, name);
}

gboolean
balie_download_test_exists (BalieDownloadTest *fixture,
                            const char        *suffix)
{
  return g_file_test (balie_download_test_get_path (fixture, suffix), G_FILE_TEST_EXISTS);
}

BalieDownload *
balie_download_test_get (BalieDownloadTest *fixture)
{
  return balie_downloads_get (fixture->downloads, fixture->attachment);
}

BalieDownload *
balie_download_test_start (BalieDownloadTest *fixture)
{
  BalieDownload *download = balie_download_test_get (fixture);

  balie_download_start (download);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_RUNNING);

  return download;
}

/* The next request that nobody answered yet. */
const char *
balie_download_test_wait_for_request (BalieDownloadTest *fixture)
{
  balie_test_wait_until (balie_raw_server_get_n_requests (fixture->server) > fixture->n_served);

  return balie_raw_server_get_request (fixture->server, fixture->n_served++);
}

/* Where the request wants to begin. */
gsize
balie_download_test_get_offset (const char *request)
{
  const char *range = strstr (request, "\r\nRange: bytes=");

  return range == NULL ? 0 : strtoul (range + strlen ("\r\nRange: bytes="), NULL, 10);
}

void
balie_download_test_send_range (BalieDownloadTest *fixture,
                                const char        *content,
                                gsize              offset,
                                gsize              n_sent)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  gsize n_all = fixture->attachment->size;

  if (offset > 0)
    g_string_append_printf (answer, "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes %zu-%zu/%zu\r\n", offset, n_all - 1, n_all);
  else
    g_string_append (answer, "HTTP/1.1 200 OK\r\n");
  g_string_append_printf (answer, "ETag: \"%s\"\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n", fixture->attachment->sha256,
                          n_all - offset);
  g_string_append_len (answer, content + offset, (gssize)MIN (n_sent, n_all - offset));
  balie_raw_server_add (fixture->server, answer->str, (gssize)answer->len, BALIE_RAW_CLOSE);
}

/* Answers the next request as it should be, but hangs up after @n_sent bytes. */
gsize
balie_download_test_serve (BalieDownloadTest *fixture,
                           gsize              n_sent)
{
  const char *request = balie_download_test_wait_for_request (fixture);
  gsize       offset = balie_download_test_get_offset (request);

  g_assert_true (g_str_has_prefix (request, "GET /v1/attachments/"));
  balie_download_test_send_range (fixture, fixture->content, offset, n_sent);

  return offset;
}

void
balie_download_test_assert_present (BalieDownloadTest *fixture,
                                    BalieDownload     *download)
{
  g_autofree char *path = NULL;
  g_autofree char *content = NULL;
  gsize            length;

  balie_test_wait_until (balie_download_get_state (download) != BALIE_DOWNLOAD_RUNNING);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_PRESENT);
  g_assert_cmpint (balie_download_get_received (download), ==, fixture->attachment->size);
  path = balie_download_dup_path (download);
  g_assert_cmpstr (path, ==, balie_download_test_get_path (fixture, ""));
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, length, fixture->content, (gsize)fixture->attachment->size);
  g_assert_false (balie_download_test_exists (fixture, ".part"));
}

void
balie_download_test_assert_failed (BalieDownloadTest *fixture,
                                   BalieDownload     *download,
                                   BalieError         code)
{
  g_autofree char *path = NULL;

  balie_test_wait_until (balie_download_get_state (download) != BALIE_DOWNLOAD_RUNNING);
  g_assert_cmpint (balie_download_get_state (download), ==, BALIE_DOWNLOAD_FAILED);
  g_assert_cmpint (balie_download_get_error_code (download), ==, code);
  path = balie_download_dup_path (download);
  g_assert_null (path);
  g_assert_false (balie_download_test_exists (fixture, ".part"));
  g_assert_false (balie_download_test_exists (fixture, ""));
}

static gpointer
list_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  return balie_download_table_list (db, error);
}

/* Only what is known to be on the disk is noted, and only what is noted is there after a restart. */
void
balie_download_test_wait_until_noted (BalieDownloadTest *fixture)
{
  gboolean noted = FALSE;

  while (!noted)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GPtrArray) ids = NULL;
      g_autoptr (GError) error = NULL;

      balie_cache_read_async (fixture->cache, list_job, NULL, NULL, (GDestroyNotify)g_ptr_array_unref, NULL, balie_test_on_result, &result);
      balie_test_wait_until (result != NULL);
      ids = balie_cache_read_finish (fixture->cache, result, &error);
      g_assert_no_error (error);
      noted = g_ptr_array_find_with_equal_func (ids, fixture->attachment->id, g_str_equal, NULL);
    }
}
