/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files on their way, in any state, made without a session. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-test-uploads.h"

#include "balie-upload-private.h"

BalieUpload *
balie_test_upload_new (const char *name,
                       const char *media_type,
                       gint64      size)
{
  g_autofree char *id = g_uuid_string_random ();
  BalieUpload     *self = balie_upload_new (id, name, media_type, size);

  balie_upload_set_state (self, BALIE_UPLOAD_WAITING);
  return self;
}

void
balie_test_upload_send (BalieUpload *self,
                        gint64       sent,
                        int          seconds_left,
                        gboolean     paused)
{
  balie_upload_set_state (self, BALIE_UPLOAD_SENDING);
  balie_upload_set_progress (self, sent, seconds_left);
  balie_upload_set_paused (self, paused);
}

GListStore *
balie_test_uploads_new (void)
{
  GListStore *store = g_list_store_new (BALIE_TYPE_UPLOAD);
  g_autoptr (BalieUpload) sent = balie_test_upload_new ("screenshot.png", "image/png", 214000);
  g_autoptr (BalieUpload) sending = balie_test_upload_new ("export-2026-10.log", "text/x-log", 48000000);
  g_autoptr (BalieUpload) refused = balie_test_upload_new ("database.bak", "application/octet-stream", 2100000000);

  balie_upload_set_state (sent, BALIE_UPLOAD_SENT);
  balie_test_upload_send (sending, 31400000, 12, FALSE);
  balie_upload_set_refused (refused, BALIE_ERROR_LIMIT, "too-large");
  g_list_store_append (store, sent);
  g_list_store_append (store, sending);
  g_list_store_append (store, refused);

  return store;
}
