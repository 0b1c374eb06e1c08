/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Downloads beside a server that sends exactly what a test tells it. */
#pragma once

#include "balie-downloads.h"
#include "balie-raw-server.h"
#include "balie-test-folder.h"

G_BEGIN_DECLS

#define BALIE_DOWNLOAD_TEST_SIZE (3 * 256 * 1024 + 777)

/**
 * BalieDownloadTest:
 * @attachment: what most is about
 * @content: its bytes, %BALIE_DOWNLOAD_TEST_SIZE of them, by chance
 * @n_served: how many requests were answered
 */
typedef struct
{
  BalieTestFolder *folder;
  BalieRawServer  *server;
  BalieTransport  *transport;
  BalieCache      *cache;
  BalieDownloads  *downloads;
  BalieJitter      jitter;
  BalieAttachment *attachment;
  char            *content;
  guint            n_served;
} BalieDownloadTest;

/* Opens the cache as it is, with a connection. */
void             balie_download_test_open (BalieDownloadTest *fixture);
void             balie_download_test_close (BalieDownloadTest *fixture);
BalieAttachment *balie_download_test_new_attachment (const char *content,
                                                     gsize       size);
/* A fixture for g_test_add(). */
void balie_download_test_set_up (BalieDownloadTest *fixture,
                                 gconstpointer      data);
void balie_download_test_tear_down (BalieDownloadTest *fixture,
                                    gconstpointer      data);
/* Where the file stands in the end, with @suffix added. */
const char    *balie_download_test_get_path (BalieDownloadTest *fixture,
                                             const char        *suffix);
gboolean       balie_download_test_exists (BalieDownloadTest *fixture,
                                           const char        *suffix);
BalieDownload *balie_download_test_get (BalieDownloadTest *fixture);
/* Asks for the attachment. */
BalieDownload *balie_download_test_start (BalieDownloadTest *fixture);
/* The next request that nobody answered yet. */
const char *balie_download_test_wait_for_request (BalieDownloadTest *fixture);
/* Where a request wants to begin. */
gsize balie_download_test_get_offset (const char *request);
/* Answers with the bytes from @offset on, but hangs up after @n_sent of them. */
void balie_download_test_send_range (BalieDownloadTest *fixture,
                                     const char        *content,
                                     gsize              offset,
                                     gsize              n_sent);
/* Answers the next request as it should be, but hangs up after @n_sent bytes; returns where it began. */
gsize balie_download_test_serve (BalieDownloadTest *fixture,
                                 gsize              n_sent);
void  balie_download_test_assert_present (BalieDownloadTest *fixture,
                                          BalieDownload     *download);
void  balie_download_test_assert_failed (BalieDownloadTest *fixture,
                                         BalieDownload     *download,
                                         BalieError         code);
/* Only what is known to be on the disk is noted, and only what is noted is there after a restart. */
void balie_download_test_wait_until_noted (BalieDownloadTest *fixture);

G_END_DECLS
