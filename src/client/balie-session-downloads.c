/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session's downloads. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-session-private.h"

BalieDownload *
balie_session_get_download (BalieSession    *self,
                            BalieAttachment *attachment)
{
  g_return_val_if_fail (BALIE_IS_SESSION (self), NULL);
  g_return_val_if_fail (attachment != NULL, NULL);

  return balie_downloads_get (self->downloads, attachment);
}
