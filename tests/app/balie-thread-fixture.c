/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads without a server: lists of messages that tests fill. */
#include "config.h"

#include "balie-thread-fixture.h"

#include "balie-clock.h"

void
balie_thread_fixture_set_time (gint64 time)
{
  balie_clock_shift (0);
  balie_clock_shift (time - balie_clock_now ());
}

static BalieMessage *
make_message (BalieRole   role,
              gint64      number,
              gint64      sent_at,
              const char *text)
{
  BalieMessage *message = balie_message_new ();

  message->id = g_uuid_string_random ();
  message->conversation = g_strdup ("2f2ad0a4-3c41-4f5b-9f0c-5d2d8b1d3c11");
  message->number = number;
  message->sent_at = sent_at;
  message->text = g_strdup (text);

  if (role == BALIE_ROLE_STAFF)
    message->author = balie_person_new ("5a1f8f39-6a15-4c6e-8f2c-1f5e5f7f9a10", "Sanne de Boer", role);
  else if (role == BALIE_ROLE_CUSTOMER)
    message->author = balie_person_new ("7be4b4f0-52ea-4e9c-8b0c-0f2f8ce0a5d3", "Jan Visser", role);
  else
    message->author = balie_person_new ("", "", role);

  return message;
}

static BalieThreadItem *
get_item (GListStore *thread,
          guint       position)
{
  g_autoptr (BalieThreadItem) item = g_list_model_get_item (G_LIST_MODEL (thread), position);

  return item;
}

BalieThreadItem *
balie_thread_fixture_append (GListStore       *thread,
                             BalieRole         role,
                             BalieMessageState state,
                             gint64            sent_at,
                             const char       *text)
{
  guint         n_items = g_list_model_get_n_items (G_LIST_MODEL (thread));
  BalieMessage *previous = n_items > 0 ? balie_thread_item_get_message (get_item (thread, n_items - 1)) : NULL;
  gint64        number = previous != NULL ? previous->number + 1 : 1;
  g_autoptr (BalieMessage) message = NULL;
  g_autoptr (BalieThreadItem) item = NULL;

  if (state == BALIE_MESSAGE_WAITING || state == BALIE_MESSAGE_REFUSED)
    number = 0;

  message = make_message (role, number, sent_at, text);
  item = balie_thread_item_new (message, state);
  balie_thread_item_set_previous (item, previous);
  g_list_store_append (thread, item);

  return item;
}

static BalieThreadItem *
make_numbered (gint64 number,
               gint64 sent_at)
{
  const gboolean   own = number % 3 == 0;
  g_autofree char *text = g_strdup_printf ("Message %" G_GINT64_FORMAT "%s", number,
                                           number % 7 == 0 ? ", and this one is so long that it needs several lines before it has said what it has to say" : "");
  g_autoptr (BalieMessage) message = make_message (own ? BALIE_ROLE_CUSTOMER : BALIE_ROLE_STAFF, number, sent_at, text);

  return balie_thread_item_new (message, own ? BALIE_MESSAGE_SEEN : BALIE_MESSAGE_RECEIVED);
}

GListStore *
balie_thread_fixture_new (guint  n_messages,
                          gint64 first)
{
  GListStore *thread = g_list_store_new (BALIE_TYPE_THREAD_ITEM);
  g_autoptr (GPtrArray) items = g_ptr_array_new_full (n_messages, g_object_unref);

  for (guint i = 0; i < n_messages; i++)
    {
      g_ptr_array_add (items, make_numbered (first + i, BALIE_FIXTURE_MORNING - (n_messages - i) * BALIE_FIXTURE_MINUTE));
      if (i > 0)
        balie_thread_item_set_previous (g_ptr_array_index (items, i),
                                        balie_thread_item_get_message (g_ptr_array_index (items, i - 1)));
    }

  g_list_store_splice (thread, 0, 0, items->pdata, n_messages);
  return thread;
}

void
balie_thread_fixture_prepend (GListStore *thread,
                              guint       n_messages)
{
  BalieThreadItem *first = get_item (thread, 0);
  BalieMessage    *oldest = balie_thread_item_get_message (first);
  g_autoptr (GPtrArray) items = g_ptr_array_new_full (n_messages, g_object_unref);

  for (guint i = 0; i < n_messages; i++)
    {
      g_ptr_array_add (items, make_numbered (oldest->number - n_messages + i,
                                             oldest->sent_at - (n_messages - i) * BALIE_FIXTURE_MINUTE));
      if (i > 0)
        balie_thread_item_set_previous (g_ptr_array_index (items, i),
                                        balie_thread_item_get_message (g_ptr_array_index (items, i - 1)));
    }

  g_list_store_splice (thread, 0, 0, items->pdata, n_messages);
  balie_thread_item_set_previous (first, balie_thread_item_get_message (get_item (thread, n_messages - 1)));
}

GListStore *
balie_thread_fixture_new_chat (void)
{
  GListStore  *thread = g_list_store_new (BALIE_TYPE_THREAD_ITEM);
  const gint64 today = BALIE_FIXTURE_MORNING;

  balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_SEEN, today - 4 * BALIE_FIXTURE_DAY, "Thank you, that solved it!");
  balie_thread_fixture_append (thread, BALIE_ROLE_STAFF, BALIE_MESSAGE_RECEIVED, today - 4 * BALIE_FIXTURE_DAY, "Great. Have a nice weekend!");
  balie_thread_fixture_append (thread, BALIE_ROLE_STAFF, BALIE_MESSAGE_RECEIVED, today + 2 * BALIE_FIXTURE_MINUTE,
                               "Good morning! How can we help you today?");
  balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_SEEN, today + 3 * BALIE_FIXTURE_MINUTE,
                               "Hi Sanne, the invoice export stops after 500 lines since this morning.");
  balie_thread_fixture_append (thread, BALIE_ROLE_STAFF, BALIE_MESSAGE_RECEIVED, today + 3 * BALIE_FIXTURE_MINUTE,
                               "That should not happen. Do you see a message on the screen when it stops? There is more about it on "
                               "https://help.example.com/export?lines=500&x=1.");
  balie_thread_fixture_append (thread, BALIE_ROLE_CUSTOMER, BALIE_MESSAGE_SENT, today + 4 * BALIE_FIXTURE_MINUTE, "No, nothing at all.");

  return thread;
}
