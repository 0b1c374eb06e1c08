/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings attachments to this machine, two at a time, however often it takes. */
#pragma once

#include "balie-cache.h"
#include "balie-download.h"
#include "balie-jitter.h"
#include "balie-transport.h"

G_BEGIN_DECLS

#define BALIE_TYPE_DOWNLOADS (balie_downloads_get_type ())
G_DECLARE_FINAL_TYPE (BalieDownloads, balie_downloads, BALIE, DOWNLOADS, GObject)

/**
 * balie_downloads_new:
 * @jitter: how long to wait between tries; outlives the object
 *
 * Returns: (transfer full): the downloads of @cache, without a connection
 */
BalieDownloads *balie_downloads_new (BalieTransport    *transport,
                                     BalieCache        *cache,
                                     const BalieJitter *jitter);

/**
 * balie_downloads_get:
 * @attachment: as it was last told
 *
 * Returns: (transfer full): the download of that attachment, the same one as long as anybody holds it
 */
BalieDownload *balie_downloads_get (BalieDownloads  *self,
                                    BalieAttachment *attachment);

/**
 * balie_downloads_set_open:
 * @open: whether the server can be reached. What runs pauses without it, and goes on by itself.
 */
void balie_downloads_set_open (BalieDownloads *self,
                               gboolean        open);

/**
 * balie_downloads_set_maximum:
 *
 * Sets other bounds than %BALIE_DOWNLOAD_FOLDER_MAXIMUM for all files together.
 */
void balie_downloads_set_maximum (BalieDownloads *self,
                                  gint64          maximum);

/**
 * balie_downloads_stop:
 *
 * Ends what runs, keeping what came; before the cache is closed.
 */
void balie_downloads_stop (BalieDownloads *self);

G_END_DECLS
