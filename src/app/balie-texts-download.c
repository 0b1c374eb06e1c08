/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for files that come with messages. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-texts-download.h"

#include "balie-texts-attachment.h"

#include <glib/gi18n.h>

static const char *
get_failure (BalieError code)
{
  switch (code)
    {
    case BALIE_ERROR_STORAGE:
      return _ ("Not fetched: the disk is full or cannot be written. Make room and try again.");

    case BALIE_ERROR_NOT_FOUND:
      return _ ("The support desk does not have this file any more.");

    case BALIE_ERROR_PARSE:
      return _ ("Not fetched: what came is not what was sent. Try again.");

    case BALIE_ERROR_OFFLINE:
    case BALIE_ERROR_AUTH:
    case BALIE_ERROR_FORBIDDEN:
    case BALIE_ERROR_CONFLICT:
    case BALIE_ERROR_INVALID:
    case BALIE_ERROR_LIMIT:
    case BALIE_ERROR_SERVER:
    default:
      return _ ("This file could not be fetched. Try again.");
    }
}

static char *
dup_running (gint64   part,
             gint64   whole,
             gboolean paused)
{
  g_autofree char *progress = balie_texts_dup_part (part, whole);

  if (!paused)
    return g_steal_pointer (&progress);

  /* Translators: of a file that cannot go on without a connection; %s is such as "3.2 of 48.0 MB" */
  return g_strdup_printf (_ ("%s, waiting for a connection"), progress);
}

char *
balie_texts_dup_download (BalieDownload *download)
{
  const BalieAttachment *attachment = balie_download_get_attachment (download);
  BalieDownloadState     state = balie_download_get_state (download);

  if (attachment->state == BALIE_ATTACHMENT_REFUSED)
    return g_strdup (_ ("Refused by the support desk's check for harmful files"));
  if (state == BALIE_DOWNLOAD_FAILED)
    return g_strdup (get_failure (balie_download_get_error_code (download)));
  if (state == BALIE_DOWNLOAD_RUNNING)
    return dup_running (balie_download_get_received (download), attachment->size, balie_download_get_paused (download));
  if (attachment->state == BALIE_ATTACHMENT_CHECKING)
    {
      g_autofree char *size = balie_texts_dup_size (attachment->size);

      /* Translators: of a file that the support desk looks through for viruses; %s is its size */
      return g_strdup_printf (_ ("%s, being checked by the support desk"), size);
    }

  return balie_texts_dup_size (attachment->size);
}

char *
balie_texts_dup_upload (BalieUpload *upload)
{
  if (balie_upload_get_state (upload) == BALIE_UPLOAD_REFUSED)
    return balie_texts_dup_file_refusal (balie_upload_get_error_code (upload), balie_upload_get_error_type (upload),
                                         balie_upload_get_size (upload), NULL);

  return dup_running (balie_upload_get_sent (upload), balie_upload_get_size (upload), balie_upload_get_paused (upload));
}

char *
balie_texts_dup_open_question (BalieDownload *download,
                               const char    *type)
{
  g_autofree char *size = balie_texts_dup_size (balie_download_get_attachment (download)->size);

  /* Translators: %1$s is a kind of file, such as "PDF document", %2$s its size */
  return g_strdup_printf (_ ("%1$s, %2$s. It opens in another program, as a copy that cannot be changed. "
                             "Open only what you expected from this person."),
                          type, size);
}

const char *
balie_texts_get_unsafe (gboolean page)
{
  if (page)
    return _ ("This is a web page. Opened from your computer, it could read more than a page on the web can, so it is not opened from here.");

  return _ ("This is a program, or something else that your computer would run. It is not opened from here. "
            "Save it only if you know what it does and expected it.");
}
