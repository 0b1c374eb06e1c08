/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages on their way to a server that answers everything one may think of, or nothing. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-client-test.h"
#include "balie-error.h"
#include "balie-message-table.h"
#include "balie-outbox.h"
#include "balie-raw-server.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

#include <string.h>

#define CHAT "00000000-0000-4000-8000-00000000000c"
#define QUESTION "00000000-0000-4000-8000-00000000000a"
#define OWN "00000000-0000-4000-8000-000000000001"
#define RECEIPT "{\"number_in_conversation\": 1, \"sent_at\": \"2026-03-02T10:00:00.000Z\"}"
#define PROBLEM(type) "{\"type\": \"" type "\"}"
#define HTML "HTTP/1.1 %u X\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<a/>"

typedef struct
{
  BalieTestFolder  *folder;
  BalieRawServer   *server;
  BalieTransport   *transport;
  BalieCache       *cache;
  BalieUploadQueue *uploads; /* sends nothing by itself */
  BalieOutbox      *outbox;
  BalieJitter       jitter;
  guint             n_sent;
  guint             n_refused_logins;
} Fixture;

static void
on_sent (BalieOutbox *outbox,
         gpointer     message,
         gpointer     conversation,
         guint       *n_sent)
{
  *n_sent += 1;
}

static void
on_login_refused (BalieOutbox *outbox,
                  guint       *n_refused)
{
  *n_refused += 1;
}

/* Opens the cache as it is, with an outbox that does not send yet. */
static void
open_outbox (Fixture *fixture)
{
  g_autoptr (BaliePerson) author = balie_person_new (OWN, "Jan Visser", BALIE_ROLE_CUSTOMER);
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_cache_open_async (balie_test_folder_get_file (fixture->folder, "cache.db"), TRUE, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  fixture->cache = balie_cache_open_finish (result, &contents, &error);
  g_assert_no_error (error);

  fixture->uploads = balie_upload_queue_new (fixture->transport, fixture->cache, contents->files, &fixture->jitter);
  fixture->outbox = balie_outbox_new (fixture->transport, fixture->cache, fixture->uploads, author, &fixture->jitter);
  balie_outbox_set_entries (fixture->outbox, contents->entries);
  g_signal_connect (fixture->outbox, "entry-sent", G_CALLBACK (on_sent), &fixture->n_sent);
  g_signal_connect (fixture->outbox, "login-refused", G_CALLBACK (on_login_refused), &fixture->n_refused_logins);
}

static void
close_outbox (Fixture *fixture)
{
  balie_outbox_stop (fixture->outbox);
  balie_upload_queue_stop (fixture->uploads);
  g_clear_object (&fixture->outbox);
  g_clear_object (&fixture->uploads);
  balie_cache_close (fixture->cache);
  g_clear_object (&fixture->cache);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = balie_test_folder_new ();
  fixture->server = balie_raw_server_new (NULL);
  fixture->transport = balie_transport_new (balie_raw_server_get_address (fixture->server), NULL);
  balie_transport_set_token (fixture->transport, "old");
  fixture->jitter.base = 1;
  fixture->jitter.maximum = 1;
  fixture->n_sent = 0;
  fixture->n_refused_logins = 0;
  open_outbox (fixture);
  balie_outbox_set_open (fixture->outbox, TRUE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  close_outbox (fixture);
  g_clear_object (&fixture->transport);
  g_clear_object (&fixture->server);
  g_clear_pointer (&fixture->folder, balie_test_folder_free);
}

static char *
add (Fixture          *fixture,
     BalieOutboxEntry *entry)
{
  g_autofree char *message = g_strdup (entry->message);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  balie_outbox_add_async (fixture->outbox, entry, NULL, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  g_assert_true (balie_outbox_add_finish (fixture->outbox, result, &error));
  g_assert_no_error (error);

  return g_steal_pointer (&message);
}

static char *
add_text (Fixture    *fixture,
          const char *text)
{
  return add (fixture, balie_outbox_entry_new (CHAT, text, 1000));
}

static BalieDraft *
withdraw (Fixture    *fixture,
          const char *message,
          GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BalieOutboxWithdrawal) withdrawal = NULL;

  balie_outbox_withdraw_async (fixture->outbox, message, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  withdrawal = balie_outbox_withdraw_finish (fixture->outbox, result, error);

  return withdrawal != NULL ? g_steal_pointer (&withdrawal->draft) : NULL;
}

static BalieOutboxState
get_state (Fixture    *fixture,
           const char *message)
{
  const BalieOutboxEntry *entry = balie_outbox_find (fixture->outbox, message);

  return entry != NULL ? entry->state : BALIE_OUTBOX_SENT;
}

static guint
get_n_requests (Fixture *fixture)
{
  return balie_raw_server_get_n_requests (fixture->server);
}

static void
assert_request_has (Fixture    *fixture,
                    guint       index,
                    const char *text)
{
  const char *request = balie_raw_server_get_request (fixture->server, index);

  if (strstr (request, text) == NULL)
    g_error ("Expected %s in request %u: %s", text, index, request);
}

static void
answer_html (Fixture *fixture,
             guint    status)
{
  g_autofree char *answer = g_strdup_printf (HTML, status);

  balie_raw_server_add (fixture->server, answer, -1, BALIE_RAW_KEEP);
}

static void
receive (Fixture *fixture)
{
  balie_raw_server_add_json (fixture->server, 201, NULL, RECEIPT);
}

/* What leaves in doubt whether the desk has the message, or is not the desk's word: the same request goes out again. */
typedef struct
{
  const char *name;
  guint       status; /* 0 for bytes alone */
  const char *headers;
  const char *text; /* NULL for a page of HTML */
  BalieRawEnd end;
} Doubt;

static const Doubt doubts[] = {
  {"error", 500, NULL, PROBLEM ("about:blank"), BALIE_RAW_KEEP},
  {"named-error", 500, NULL, PROBLEM ("invalid"), BALIE_RAW_KEEP},
  {"unavailable", 503, NULL, PROBLEM ("unavailable"), BALIE_RAW_KEEP},
  {"full", 507, NULL, PROBLEM ("storage-full"), BALIE_RAW_KEEP},
  {"too-many", 429, NULL, PROBLEM ("too-many-tries"), BALIE_RAW_KEEP},
  {"timed-out", 408, NULL, PROBLEM ("about:blank"), BALIE_RAW_KEEP},
  {"too-early", 425, NULL, PROBLEM ("about:blank"), BALIE_RAW_KEEP},
  {"malformed", 400, NULL, PROBLEM ("malformed"), BALIE_RAW_KEEP},
  {"proxy-error", 502, NULL, NULL, BALIE_RAW_KEEP},
  {"proxy-forbids", 403, NULL, NULL, BALIE_RAW_KEEP},
  {"proxy-lost", 404, NULL, NULL, BALIE_RAW_KEEP},
  {"proxy-too-large", 413, NULL, NULL, BALIE_RAW_KEEP},
  {"portal", 200, NULL, NULL, BALIE_RAW_KEEP},
  {"redirect", 302, "Location: /elsewhere\r\n", "{}", BALIE_RAW_KEEP},
  {"nothing", 204, NULL, "", BALIE_RAW_KEEP},
  {"no-receipt", 201, NULL, "{}", BALIE_RAW_KEEP},
  {"no-json", 201, NULL, "{\"number_in_conversation\": 1", BALIE_RAW_KEEP},
  {"no-answer", 0, NULL, "", BALIE_RAW_CLOSE},
  {"half-head", 0, NULL, "HTTP/1.1 201 Created\r\nContent-Type: applic", BALIE_RAW_CLOSE},
  {"half-body", 0, NULL, "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{\"number_in", BALIE_RAW_CLOSE},
  {"no-http", 0, NULL, "220 mail.example.nl ESMTP\r\n", BALIE_RAW_CLOSE},
};

static void
answer_doubtfully (Fixture     *fixture,
                   const Doubt *doubt)
{
  if (doubt->text == NULL)
    answer_html (fixture, doubt->status);
  else if (doubt->status == 0)
    balie_raw_server_add (fixture->server, doubt->text, -1, doubt->end);
  else
    balie_raw_server_add_json (fixture->server, doubt->status, doubt->headers, doubt->text);
}

/* Head and body of a request, but for the token. */
static void
assert_same_request (Fixture *fixture,
                     guint    index,
                     guint    other)
{
  g_assert_cmpstr (balie_raw_server_get_request (fixture->server, index), ==, balie_raw_server_get_request (fixture->server, other));
}

static void
test_doubt (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  answer_doubtfully (fixture, data);
  answer_doubtfully (fixture, data);
  balie_raw_server_add_json (fixture->server, 200, NULL, RECEIPT);
  receive (fixture);
  first = add_text (fixture, "One");
  second = add_text (fixture, "Two");
  balie_test_wait_until (balie_outbox_get_unsent (fixture->outbox) == 0);

  g_assert_cmpuint (fixture->n_sent, ==, 2);
  g_assert_cmpuint (get_n_requests (fixture), ==, 4);
  assert_same_request (fixture, 1, 0);
  assert_same_request (fixture, 2, 0);
  assert_request_has (fixture, 0, first);
  assert_request_has (fixture, 0, "\"One\"");
  assert_request_has (fixture, 3, second);
  assert_request_has (fixture, 3, "\"Two\"");
}

/* What the desk refuses for good: it stays, with the reason, and does not keep the next message from going. */
typedef struct
{
  const char *name;
  guint       status;
  const char *type;
  BalieError  code;
} Refusal;

static const Refusal refusals[] = {
  {"closed", 409, "conversation-closed", BALIE_ERROR_CONFLICT},
  {"invalid", 422, "invalid", BALIE_ERROR_INVALID},
  {"id-reused", 422, "id-reused", BALIE_ERROR_INVALID},
  {"too-large", 413, "too-large", BALIE_ERROR_LIMIT},
  {"not-found", 404, "not-found", BALIE_ERROR_NOT_FOUND},
};

static void
test_refusal (Fixture      *fixture,
              gconstpointer data)
{
  const Refusal   *refusal = data;
  g_autofree char *problem = g_strdup_printf (PROBLEM ("%s"), refusal->type);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (BalieDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  const BalieOutboxEntry *entry;

  balie_raw_server_add_json (fixture->server, refusal->status, NULL, problem);
  receive (fixture);
  first = add_text (fixture, "One");
  second = add_text (fixture, "Two");
  balie_test_wait_until (get_state (fixture, first) == BALIE_OUTBOX_REFUSED && get_state (fixture, second) == BALIE_OUTBOX_SENT);
  g_assert_cmpuint (get_n_requests (fixture), ==, 2);

  /* It is refused after a restart too, and nobody sends it again unasked. */
  close_outbox (fixture);
  open_outbox (fixture);
  balie_outbox_set_open (fixture->outbox, TRUE);
  entry = balie_outbox_find (fixture->outbox, first);
  g_assert_cmpint (entry->state, ==, BALIE_OUTBOX_REFUSED);
  g_assert_cmpint (entry->error_code, ==, refusal->code);
  g_assert_cmpstr (entry->error_type, ==, refusal->type);

  /* Sent again, it is the same message. */
  balie_raw_server_add_json (fixture->server, refusal->status, NULL, problem);
  balie_outbox_retry (fixture->outbox, first);
  balie_test_wait_until (get_n_requests (fixture) == 3 && get_state (fixture, first) == BALIE_OUTBOX_REFUSED);
  assert_same_request (fixture, 2, 0);

  draft = withdraw (fixture, first, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft->text, ==, "One");
  g_assert_cmpuint (balie_outbox_get_unsent (fixture->outbox), ==, 0);
}

static void
test_refused_and_sent (Fixture      *fixture,
                       gconstpointer data)
{
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  balie_raw_server_add_json (fixture->server, 409, NULL, PROBLEM ("conversation-closed"));
  message = add_text (fixture, "One");
  balie_test_wait_until (get_state (fixture, message) == BALIE_OUTBOX_REFUSED);

  receive (fixture);
  balie_outbox_retry (fixture->outbox, message);
  balie_test_wait_until (balie_outbox_get_unsent (fixture->outbox) == 0);
  g_assert_cmpuint (fixture->n_sent, ==, 1);
  g_assert_null (withdraw (fixture, message, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_CONFLICT);
}

/* Nothing overtakes the request that makes its conversation; taken back, it takes along what waits for it. */
static void
test_refused_request (Fixture      *fixture,
                      gconstpointer data)
{
  BalieOutboxEntry *request = balie_outbox_entry_new (QUESTION, "It smokes", 1000);
  g_autofree char  *first = NULL;
  g_autofree char  *follower = NULL;
  g_autofree char  *elsewhere = NULL;
  g_autoptr (BalieDraft) draft = NULL;
  g_autoptr (GError) error = NULL;

  request->is_request = TRUE;
  request->kind = BALIE_CONVERSATION_QUESTION;
  request->subject = g_strdup ("Printer");
  balie_raw_server_add_json (fixture->server, 422, NULL, PROBLEM ("invalid"));
  first = add (fixture, request);
  follower = add (fixture, balie_outbox_entry_new (QUESTION, "And smells", 1000));
  balie_test_wait_until (get_state (fixture, first) == BALIE_OUTBOX_REFUSED);

  receive (fixture);
  elsewhere = add_text (fixture, "Hello");
  balie_test_wait_until (get_state (fixture, elsewhere) == BALIE_OUTBOX_SENT);
  g_assert_cmpint (get_state (fixture, follower), ==, BALIE_OUTBOX_WAITING);
  g_assert_cmpuint (get_n_requests (fixture), ==, 2);

  draft = withdraw (fixture, first, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (draft->subject, ==, "Printer");
  g_assert_cmpstr (draft->text, ==, "It smokes\n\nAnd smells");
  g_assert_cmpuint (balie_outbox_get_unsent (fixture->outbox), ==, 0);
}

/* Not before the server wants to be asked, whoever is in a hurry. */
static void
test_retry_after (Fixture      *fixture,
                  gconstpointer data)
{
  guint            status = GPOINTER_TO_UINT (data);
  g_autofree char *message = NULL;
  gint64           answered_at;

  balie_raw_server_add_json (fixture->server, status, "Retry-After: 1\r\n", PROBLEM ("unavailable"));
  receive (fixture);
  message = add_text (fixture, "One");
  balie_test_wait_until (get_n_requests (fixture) == 1);
  answered_at = g_get_monotonic_time ();
  while (get_n_requests (fixture) == 1)
    {
      balie_outbox_set_open (fixture->outbox, FALSE);
      balie_outbox_set_open (fixture->outbox, TRUE);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpint (g_get_monotonic_time () - answered_at, >=, G_TIME_SPAN_SECOND);
  balie_test_wait_until (balie_outbox_get_unsent (fixture->outbox) == 0);
}

static void
on_renew (BalieTransport *transport,
          gpointer        user_data)
{
  balie_transport_renewed (transport, user_data, NULL);
}

static void
test_renewed_login (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *message = NULL;

  balie_transport_set_renew (fixture->transport, on_renew, (gpointer) "new");
  balie_raw_server_add_json (fixture->server, 401, NULL, PROBLEM ("token-invalid"));
  receive (fixture);
  message = add_text (fixture, "One");
  balie_test_wait_until (balie_outbox_get_unsent (fixture->outbox) == 0);
  g_assert_cmpuint (get_n_requests (fixture), ==, 2);
  assert_request_has (fixture, 0, "Bearer old\r\n");
  assert_request_has (fixture, 1, "Bearer new\r\n");
  assert_request_has (fixture, 1, message);
  g_assert_cmpuint (fixture->n_refused_logins, ==, 0);
}

/* It waits for another login, and is not refused with this one. */
static void
test_refused_login (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *message = NULL;

  balie_transport_set_renew (fixture->transport, on_renew, NULL);
  balie_raw_server_add_json (fixture->server, 401, NULL, PROBLEM ("token-invalid"));
  message = add_text (fixture, "One");
  balie_test_wait_until (fixture->n_refused_logins == 1);
  g_assert_cmpint (get_state (fixture, message), ==, BALIE_OUTBOX_ATTEMPTED);

  receive (fixture);
  balie_transport_set_token (fixture->transport, "newer");
  balie_outbox_set_open (fixture->outbox, TRUE);
  balie_test_wait_until (balie_outbox_get_unsent (fixture->outbox) == 0);
  assert_request_has (fixture, 1, "Bearer newer\r\n");
}

static gpointer
count_messages (BalieDb *db,
                gpointer data,
                GError **error)
{
  g_autoptr (GPtrArray) messages = balie_message_table_list_from (db, CHAT, 0, error);

  return GUINT_TO_POINTER (messages != NULL ? messages->len : 0);
}

static guint
get_n_cached (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer n_cached;

  balie_cache_read_async (fixture->cache, count_messages, NULL, NULL, NULL, NULL, balie_test_on_result, &result);
  balie_test_wait_until (result != NULL);
  n_cached = balie_cache_read_finish (fixture->cache, result, &error);
  g_assert_no_error (error);

  return GPOINTER_TO_UINT (n_cached);
}

/* The own event comes by the stream while the answer is still under way; the answer then tells nothing new. */
static void
test_event_first (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *first = add_text (fixture, "One");
  g_autofree char *second = add_text (fixture, "Two");

  balie_test_wait_until (get_n_requests (fixture) == 1);
  balie_outbox_confirm (fixture->outbox, first);
  g_assert_cmpuint (balie_outbox_get_unsent (fixture->outbox), ==, 1);
  balie_test_drain ();
  g_assert_cmpuint (get_n_requests (fixture), ==, 1);

  receive (fixture);
  receive (fixture);
  balie_test_wait_until (balie_outbox_get_unsent (fixture->outbox) == 0);
  g_assert_cmpuint (get_n_requests (fixture), ==, 2);
  assert_request_has (fixture, 1, second);
  g_assert_cmpuint (fixture->n_sent, ==, 1);
}

/* The own event comes, and the answer never does: the next message goes all the same. */
static void
test_event_alone (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *first = add_text (fixture, "One");
  g_autofree char *second = add_text (fixture, "Two");

  balie_test_wait_until (get_n_requests (fixture) == 1);
  balie_outbox_confirm (fixture->outbox, first);
  balie_raw_server_hang_up (fixture->server);
  balie_test_wait_until (get_n_requests (fixture) == 2);
  assert_request_has (fixture, 1, second);
}

/* The own event comes after the answer. */
static void
test_answer_first (Fixture      *fixture,
                   gconstpointer data)
{
  g_autofree char *message = NULL;

  receive (fixture);
  message = add_text (fixture, "One");
  balie_test_wait_until (balie_outbox_get_unsent (fixture->outbox) == 0);
  g_assert_cmpuint (get_n_cached (fixture), ==, 1);
  balie_outbox_confirm (fixture->outbox, message);
  balie_test_drain ();
  g_assert_cmpuint (fixture->n_sent, ==, 1);
  g_assert_cmpuint (get_n_requests (fixture), ==, 1);
}

/* The program ends while the request is under way: whatever became of it, the next one asks again with the same bytes. */
static void
test_ended_under_way (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *message = add_text (fixture, "One");
  g_autofree char *later = add_text (fixture, "Two");
  g_autoptr (GError) error = NULL;

  balie_test_wait_until (get_n_requests (fixture) == 1);
  close_outbox (fixture);
  open_outbox (fixture);
  g_assert_cmpint (get_state (fixture, message), ==, BALIE_OUTBOX_ATTEMPTED);
  g_assert_cmpint (get_state (fixture, later), ==, BALIE_OUTBOX_WAITING);
  g_assert_null (withdraw (fixture, message, &error));
  g_assert_error (error, BALIE_ERROR, BALIE_ERROR_CONFLICT);

  balie_test_wait_until (balie_raw_server_get_n_open (fixture->server) == 0);
  balie_raw_server_add_json (fixture->server, 200, NULL, RECEIPT);
  receive (fixture);
  balie_outbox_set_open (fixture->outbox, TRUE);
  balie_test_wait_until (balie_outbox_get_unsent (fixture->outbox) == 0);
  assert_same_request (fixture, 1, 0);
  assert_request_has (fixture, 2, later);
}

#define ADD(path, function, data) g_test_add (path, Fixture, data, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (doubts); i++)
    {
      g_autofree char *path = g_strconcat ("/outbox/doubt/", doubts[i].name, NULL);

      ADD (path, test_doubt, &doubts[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/outbox/refusal/", refusals[i].name, NULL);

      ADD (path, test_refusal, &refusals[i]);
    }
  ADD ("/outbox/refused-and-sent", test_refused_and_sent, NULL);
  ADD ("/outbox/refused-request", test_refused_request, NULL);
  ADD ("/outbox/retry-after/unavailable", test_retry_after, GUINT_TO_POINTER (503));
  ADD ("/outbox/retry-after/too-many", test_retry_after, GUINT_TO_POINTER (429));
  ADD ("/outbox/login/renewed", test_renewed_login, NULL);
  ADD ("/outbox/login/refused", test_refused_login, NULL);
  ADD ("/outbox/event/first", test_event_first, NULL);
  ADD ("/outbox/event/alone", test_event_alone, NULL);
  ADD ("/outbox/event/last", test_answer_first, NULL);
  ADD ("/outbox/ended-under-way", test_ended_under_way, NULL);
  return g_test_run ();
}
