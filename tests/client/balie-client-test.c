/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of the client room, made to wait for their ends. */
#include "balie-client-test.h"

#include "balie-test-wait.h"

void
balie_test_on_reply (GObject      *source,
                     GAsyncResult *result,
                     gpointer      reply)
{
  BalieTestReply *self = reply;

  self->answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, &self->error);
  self->done = TRUE;
}

void
balie_test_reply_clear (BalieTestReply *self)
{
  g_clear_pointer (&self->answer, balie_answer_free);
  g_clear_error (&self->error);
  self->done = FALSE;
}

BalieAnswer *
balie_test_request (BalieTransport *transport,
                    const char     *method,
                    const char     *path,
                    const char     *if_match,
                    GBytes         *body,
                    GError        **error)
{
  BalieTestReply reply = {0};

  balie_transport_request_async (transport, method, path, if_match, body, NULL, balie_test_on_reply, &reply);
  balie_test_wait_until (reply.done);
  if (reply.error != NULL)
    g_propagate_error (error, reply.error);

  return reply.answer;
}

void
balie_test_on_result (GObject      *source,
                      GAsyncResult *result,
                      gpointer      address)
{
  GAsyncResult **kept = address;

  *kept = g_object_ref (result);
}

GInputStream *
balie_test_open (BalieTransport *transport,
                 const char     *path,
                 const char     *accept,
                 char          **content_type,
                 GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  balie_transport_open_async (transport, path, accept, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);

  return balie_transport_open_finish (transport, result, content_type, NULL, error);
}

void
balie_test_drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

void
balie_test_take_files (BalieDesk *desk)
{
  static const char *const features[] = {BALIE_FEATURE_ATTACHMENTS, NULL};

  g_strfreev (desk->features);
  desk->features = g_strdupv ((char **)features);
}
