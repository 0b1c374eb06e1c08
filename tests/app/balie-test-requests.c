/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests to show in tests and pictures, made without a server. */
#define G_LOG_DOMAIN "balie-test"

#include "config.h"

#include "balie-test-requests.h"

#include "balie-clock.h"

#define HOUR (G_GINT64_CONSTANT (3600) * 1000)

static BaliePerson *
new_author (const char *name)
{
  if (name == NULL)
    return balie_person_new ("", "", BALIE_ROLE_SYSTEM);
  if (g_str_equal (name, "Jan Visser"))
    return balie_person_new ("6f0cbb2e-98f5-4d28-8a0c-2f4b5d6f1a01", name, BALIE_ROLE_CUSTOMER);

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
