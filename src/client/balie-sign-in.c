/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a server for a session: name and password in, token and account out. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-sign-in.h"

#include <string.h>

#include "balie-error.h"
#include "balie-login-private.h"
#include "balie-text.h"

/* Characters of a device's name; a server's limit is not below it. */
#define MAX_DEVICE 80

/* Kept as task data, so that it is there for errors too. */
typedef struct
{
  guint retry_after;
} Attempt;

void
balie_grant_free (BalieGrant *self)
{
  g_clear_pointer (&self->token, balie_secret_free);
  g_clear_pointer (&self->account, balie_account_unref);
  g_free (self);
}

/* By what people know this machine among their others. */
static char *
make_device_name (void)
{
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *host = g_utf8_make_valid (g_get_host_name (), -1);
  g_autofree char *both = system == NULL ? g_strdup (host) : g_strconcat (host, ", ", system, NULL);

  return balie_text_dup_line (both, MAX_DEVICE);
}

static GBytes *
make_body (const char *username,
           const char *password,
           const char *device_id)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  g_autofree char *device = make_device_name ();
  char            *text;
  gsize            length;

  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_string (writer, "username", username);
  balie_json_writer_string (writer, "password", password);
  balie_json_writer_string (writer, "device_id", device_id);
  balie_json_writer_string (writer, "device", device);
  balie_json_writer_end_object (writer);
  text = balie_json_writer_end (writer, &length);

  return g_bytes_new_with_free_func (text, length, (GDestroyNotify)balie_secret_free, text);
}

/* Goes into a header: RFC 6750 allows little, and a server may not slip in more. */
static gboolean
is_token (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("-._~+/=", *c) == NULL)
      return FALSE;

  return *text != '\0';
}

static BalieGrant *
read_grant (BalieAnswer *answer,
            GError     **error)
{
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (BalieGrant) grant = g_new0 (BalieGrant, 1);
  gsize       length;
  const char *text = g_bytes_get_data (answer->body, &length);

  reader = balie_json_reader_new (text, length, BALIE_JSON_READER_NONE, error);
  if (reader == NULL)
    return NULL;

  grant->token = g_strdup (balie_json_reader_string (reader, "token"));
  if (!is_token (grant->token))
    balie_json_reader_fail (reader, "token", "expected a bearer token");
  grant->account = balie_account_read (reader, "account");
  if (!balie_json_reader_finish (reader, error))
    return NULL;

  return g_steal_pointer (&grant);
}

/* A desk says why it refuses; whatever else lives at an address just has no such page. A name that the desk finds
 * unacceptable is nobody's. */
static void
explain (GError             *error,
         const BalieProblem *problem)
{
  switch ((BalieError)error->code)
    {
    case BALIE_ERROR_OFFLINE:
    case BALIE_ERROR_AUTH:
    case BALIE_ERROR_FORBIDDEN:
    case BALIE_ERROR_LIMIT:
    case BALIE_ERROR_SERVER:
    case BALIE_ERROR_STORAGE:
    case BALIE_ERROR_PARSE:
      break;

    case BALIE_ERROR_NOT_FOUND:
    case BALIE_ERROR_CONFLICT:
    case BALIE_ERROR_INVALID:
      error->code = problem != NULL && strcmp (problem->type, "invalid") == 0 ? BALIE_ERROR_AUTH : BALIE_ERROR_PARSE;
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BalieAnswer) answer = NULL;
  Attempt    *attempt = g_task_get_task_data (task);
  BalieGrant *grant = NULL;

  answer = balie_transport_request_finish (BALIE_TRANSPORT (source), result, &error);
  if (answer != NULL && balie_answer_check (answer, &error))
    grant = read_grant (answer, &error);

  if (grant != NULL)
    {
      g_task_return_pointer (task, grant, (GDestroyNotify)balie_grant_free);
      return;
    }

  if (answer != NULL && answer->problem != NULL)
    attempt->retry_after = answer->problem->retry_after;
  if (error->domain == BALIE_ERROR)
    explain (error, answer == NULL ? NULL : answer->problem);
  g_task_return_error (task, g_steal_pointer (&error));
}

void
balie_sign_in_async (BalieTransport     *transport,
                     const char         *username,
                     const char         *password,
                     const char         *device_id,
                     GCancellable       *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) body = NULL;

  g_return_if_fail (BALIE_IS_TRANSPORT (transport));
  g_return_if_fail (username != NULL && password != NULL && device_id != NULL);

  task = g_task_new (transport, cancellable, callback, user_data);
  g_task_set_source_tag (task, balie_sign_in_async);
  g_task_set_task_data (task, g_new0 (Attempt, 1), g_free);

  body = make_body (username, password, device_id);
  balie_transport_request_async (transport, "POST", "/v1/sessions", NULL, body, cancellable, on_answer, g_steal_pointer (&task));
}

BalieGrant *
balie_sign_in_finish (BalieTransport *transport,
                      GAsyncResult   *result,
                      guint          *retry_after,
                      GError        **error)
{
  Attempt *attempt;

  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  attempt = g_task_get_task_data (G_TASK (result));
  if (retry_after != NULL)
    *retry_after = attempt->retry_after;

  return g_task_propagate_pointer (G_TASK (result), error);
}
