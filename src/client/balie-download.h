/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One attachment on its way from the server to this machine, or here already. */
#pragma once

#include <gio/gio.h>

#include "balie-attachment.h"
#include "balie-error.h"

G_BEGIN_DECLS

/**
 * BalieDownloadState:
 * @BALIE_DOWNLOAD_ABSENT: not here, or only a part of it; nobody asked for it now
 * @BALIE_DOWNLOAD_RUNNING: asked for: it comes, or waits for its turn or for a connection
 * @BALIE_DOWNLOAD_PRESENT: here, whole and checked
 * @BALIE_DOWNLOAD_FAILED: it could not be had; [method@Download.start] tries again
 */
typedef enum {
  BALIE_DOWNLOAD_ABSENT,
  BALIE_DOWNLOAD_RUNNING,
  BALIE_DOWNLOAD_PRESENT,
  BALIE_DOWNLOAD_FAILED,
} BalieDownloadState;

#define BALIE_TYPE_DOWNLOAD_STATE (balie_download_state_get_type ())
GType balie_download_state_get_type (void) G_GNUC_CONST;

/**
 * BalieDownload:
 *
 * The session gives them out, the same one for an attachment as long as anybody holds it.
 *
 * Properties (read-only, each notifies): `attachment` (boxed BalieAttachment: as it was last told), `state`
 * (BalieDownloadState), `received` (int64: bytes that are here), `error-code` (int: a BalieError, for a failed one), `paused`
 * (boolean: it runs, but cannot go on for want of a connection).
 *
 * Signals: `wanted`, `unwanted`: somebody asked to start or to stop; for who does the work.
 */
#define BALIE_TYPE_DOWNLOAD (balie_download_get_type ())
G_DECLARE_FINAL_TYPE (BalieDownload, balie_download, BALIE, DOWNLOAD, GObject)

/**
 * balie_download_new:
 *
 * The session makes these; tests and previews may too.
 *
 * Returns: (transfer full): a download that is absent
 */
BalieDownload     *balie_download_new (BalieAttachment *attachment);
BalieAttachment   *balie_download_get_attachment (BalieDownload *self);
BalieDownloadState balie_download_get_state (BalieDownload *self);
gint64             balie_download_get_received (BalieDownload *self);
BalieError         balie_download_get_error_code (BalieDownload *self);
gboolean           balie_download_get_paused (BalieDownload *self);

/**
 * balie_download_dup_path:
 *
 * Returns: (transfer full) (nullable): the file on this machine, not to be changed; %NULL until it is present
 */
char *balie_download_dup_path (BalieDownload *self);

/**
 * balie_download_start:
 *
 * Asks for the file. Nothing happens when it is here, runs already, or when the desk still checks or has refused it.
 */
void balie_download_start (BalieDownload *self);

/**
 * balie_download_stop:
 *
 * Takes the question back. What came so far is kept for the next time.
 */
void balie_download_stop (BalieDownload *self);

void balie_download_set_attachment (BalieDownload   *self,
                                    BalieAttachment *attachment);

/**
 * balie_download_set_absent:
 * @received: bytes of it that are here
 */
void balie_download_set_absent (BalieDownload *self,
                                gint64         received);
void balie_download_set_running (BalieDownload *self,
                                 gint64         received,
                                 gboolean       paused);
void balie_download_set_present (BalieDownload *self,
                                 const char    *path);
void balie_download_set_failed (BalieDownload *self,
                                BalieError     code);

G_END_DECLS
