/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests to show in tests and pictures, made without a server. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-test-requests.h"

#include "balie-app-test.h"
#include "balie-cache.h"
#include "balie-clock.h"
#include "balie-conversation-table.h"
#include "balie-message-table.h"
#include "balie-session-open.h"

#define CUSTOMER "6f0cbb2e-98f5-4d28-8a0c-2f4b5d6f1a01"
#define CHAT "6f0cbb2e-98f5-4d28-8a0c-2f4b5d6f1a03"
#define HOUR (G_GINT64_CONSTANT (3600) * 1000)

static BaliePerson *
new_author (const char *name)
{
  if (name == NULL)
    return balie_person_new ("", "", BALIE_ROLE_SYSTEM);
  if (g_str_equal (name, "Jan Visser"))
    return balie_person_new (CUSTOMER, name, BALIE_ROLE_CUSTOMER);

  return balie_person_new ("6f0cbb2e-98f5-4d28-8a0c-2f4b5d6f1a02", name, BALIE_ROLE_STAFF);
}

BalieConversationItem *
balie_test_request_new (BalieConversationKind kind,
                        gint64                number,
                        const char           *subject,
                        BalieStatus           status,
                        const char           *author,
                        const char           *last,
                        int                   age)
{
  g_autoptr (BalieConversation) conversation = balie_conversation_new ();

  conversation->id = g_uuid_string_random ();
  conversation->kind = kind;
  conversation->number = number;
  conversation->subject = g_strdup (subject);
  conversation->status = status;
  conversation->changed_at = balie_clock_now () - age * HOUR;
  conversation->customer = new_author ("Jan Visser");
  conversation->count = 2;
  conversation->read_own = 2;
  conversation->last.number = 2;
  conversation->last.author = new_author (author);
  conversation->last.text = g_strdup (last);
  conversation->last.sent_at = conversation->changed_at;

  return balie_conversation_item_new (conversation);
}

void
balie_test_request_change (BalieConversationItem *item,
                           BalieStatus            status,
                           int                    unread)
{
  g_autoptr (BalieConversation) changed = balie_conversation_copy (balie_conversation_item_get_conversation (item));

  changed->status = status;
  changed->read_own = changed->count - unread;
  balie_conversation_item_set_conversation (item, changed);
}

GListStore *
balie_test_requests_new (void)
{
  static const struct
  {
    BalieConversationKind kind;
    gint64                number;
    const char           *subject;
    BalieStatus           status;
    const char           *author;
    const char           *last;
    int                   age;
    int                   unread;
  } samples[] = {
    {BALIE_CONVERSATION_PROBLEM, 1042, "Invoice export stops at 500 lines", BALIE_STATUS_WAITING, "Sanne de Boer", "Could you send us the export log file?", 0, 1},
    {BALIE_CONVERSATION_QUESTION, 1040, "How do I add a second administrator?", BALIE_STATUS_OPEN, "Jan Visser", "Thanks, one more thing: can I limit them to one branch only, and see afterwards what they changed?", 1, 0},
    {BALIE_CONVERSATION_PROBLEM, 1037, "Login page blank after update to 8.2", BALIE_STATUS_IN_PROGRESS, "Ruben Bakker", "We found the cause, a fix is planned for this week.", 26, 2},
    {BALIE_CONVERSATION_PROBLEM, 1031, "VAT code missing on credit notes", BALIE_STATUS_OPEN, NULL, "received", 120, 0},
    {BALIE_CONVERSATION_QUESTION, 1019, "Can invoices be sent as UBL?", BALIE_STATUS_SOLVED, "Sanne de Boer", "You're welcome!", 500, 0},
    {BALIE_CONVERSATION_QUESTION, 1007, "Where are old invoices kept?", BALIE_STATUS_CLOSED, "Ruben Bakker", "Under Archive, for seven years.", 900, 0},
  };
  GListStore *store = g_list_store_new (BALIE_TYPE_CONVERSATION_ITEM);

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (BalieConversationItem) item = NULL;

      item = balie_test_request_new (samples[i].kind, samples[i].number, samples[i].subject, samples[i].status,
                                     samples[i].author, samples[i].last, samples[i].age);
      balie_test_request_change (item, samples[i].status, samples[i].unread);
      g_list_store_append (store, item);
    }

  return store;
}

typedef struct
{
  GListModel        *requests;
  const char *const *texts;
} Filling;

static gpointer
fill_job (BalieDb *db,
          gpointer data,
          GError **error)
{
  const Filling     *filling = data;
  const char *const *text = filling->texts;

  for (guint i = 0; i < g_list_model_get_n_items (filling->requests); i++)
    {
      g_autoptr (BalieConversationItem) item = g_list_model_get_item (filling->requests, i);
      BalieConversation *conversation = balie_conversation_item_get_conversation (item);
      g_autoptr (BalieConversation) kept = balie_conversation_table_put (db, conversation, error);
      g_autoptr (BalieMessage) message = balie_message_new ();

      if (kept == NULL)
        return NULL;
      if (text == NULL || *text == NULL)
        continue;

      message->id = g_uuid_string_random ();
      message->conversation = g_strdup (conversation->id);
      message->number = 1;
      message->author = new_author ("Jan Visser");
      message->text = g_strdup (*text++);
      if (!balie_message_table_put (db, message, error))
        return NULL;
    }

  return NULL;
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static void
fill_cache (const char *path,
            Filling    *filling)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) filled = NULL;
  g_autoptr (BalieCacheContents) contents = NULL;
  g_autoptr (BalieCache) cache = NULL;
  g_autoptr (GError) local_error = NULL;

  balie_cache_open_async (path, TRUE, NULL, result_cb, &opened);
  balie_app_test_wait_until (opened != NULL);
  cache = balie_cache_open_finish (opened, &contents, &local_error);
  g_assert_no_error (local_error);

  balie_cache_write_async (cache, fill_job, filling, NULL, NULL, NULL, result_cb, &filled);
  balie_app_test_wait_until (filled != NULL);
  balie_cache_write_finish (cache, filled, &local_error);
  g_assert_no_error (local_error);
  balie_cache_close (cache);
}

BalieSession *
balie_test_requests_open_session (BalieTestFolder   *folder,
                                  GListModel        *requests,
                                  const char *const *texts)
{
  const char *path = balie_test_folder_get_file (folder, "cache.db");
  g_autoptr (BalieTransport) transport = balie_transport_new ("http://127.0.0.1:9", NULL);
  g_autoptr (BalieAccount) account = balie_account_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local_error = NULL;
  Filling       filling = {requests, texts};
  BalieSession *session;

  fill_cache (path, &filling);
  account->id = g_strdup (CUSTOMER);
  account->username = g_strdup ("j.visser");
  account->name = g_strdup ("Jan Visser");
  account->role = BALIE_ROLE_CUSTOMER;
  account->chat = g_strdup (CHAT);
  balie_session_open_async (transport, path, account, NULL, result_cb, &result);
  balie_app_test_wait_until (result != NULL);
  session = balie_session_open_finish (result, &local_error);
  g_assert_no_error (local_error);

  return session;
}
