/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of what happens inside a conversation: messages, read marks, typing. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-routes.h"

#include "balie-conversation-actions.h"
#include "balie-message-actions.h"

#define LIST_LIMIT 200

static void
put_message (BalieExchange *exchange,
             gpointer       user_data)
{
  BalieRouteContext *context = user_data;
  const BalieDesk   *desk = balie_desk_service_get_desk (context->service);
  g_autoptr (BalieMessageInput) input = NULL;
  g_autoptr (GPtrArray) attachments = NULL;
  BalieJsonReader *reader;

  if (!balie_exchange_finish_query (exchange) || (reader = balie_exchange_read_body (exchange)) == NULL)
    return;

  attachments = balie_routes_read_attachments (reader, desk->limits.attachments);
  input = balie_message_input_new (balie_exchange_get_parameter (exchange, "message"),
                                   balie_exchange_get_parameter (exchange, "id"),
                                   balie_routes_read_text (reader, "text", attachments != NULL ? 0 : 1, (gsize)desk->limits.message));
  input->attachments = g_steal_pointer (&attachments);
  input->attachments_size = desk->limits.attachments_size;
  input->reply_to = g_strdup (balie_json_reader_optional_uuid (reader, "reply_to"));
  if (balie_exchange_get_role (exchange) == BALIE_ROLE_STAFF)
    input->internal = balie_json_reader_optional_boolean (reader, "internal", FALSE);
  else
    input->diagnostics = balie_routes_read_diagnostics (reader);
  if (balie_exchange_finish_body (exchange))
    balie_routes_write (context, exchange, balie_message_action_put, g_steal_pointer (&input), (GDestroyNotify)balie_message_input_free);
}

static void
list_messages (BalieExchange *exchange,
               gpointer       user_data)
{
  BalieMessagePage *page = g_new0 (BalieMessagePage, 1);

  page->conversation = g_strdup (balie_exchange_get_parameter (exchange, "id"));
  page->before = balie_exchange_query_int (exchange, "before", 1, G_MAXINT64, G_MAXINT64);
  page->limit = (guint)balie_exchange_query_int (exchange, "limit", 1, LIST_LIMIT, 50);
  if (balie_exchange_finish_query (exchange))
    balie_routes_read (user_data, exchange, balie_message_action_list, page, (GDestroyNotify)balie_message_page_free);
  else
    balie_message_page_free (page);
}

static void
put_read (BalieExchange *exchange,
          gpointer       user_data)
{
  BalieJsonReader *reader;
  gint64           up_to;

  if (!balie_exchange_finish_query (exchange) || (reader = balie_exchange_read_body (exchange)) == NULL)
    return;

  up_to = balie_json_reader_int (reader, "up_to", 0, G_MAXINT64);
  if (balie_exchange_finish_body (exchange))
    balie_routes_write (user_data, exchange, balie_message_action_read,
                        balie_read_input_new (balie_exchange_get_parameter (exchange, "id"), up_to), (GDestroyNotify)balie_read_input_free);
}

/* One "is typing" on its way to the other side. */
typedef struct
{
  BalieExchange     *exchange;
  BalieRouteContext *context;
} Typing;

static void
typing_allowed (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autofree Typing *typing = user_data;
  g_autoptr (BalieExchange) exchange = typing->exchange;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieTyping) found = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (found == NULL)
    {
      balie_exchange_answer_error (exchange, local_error);
      return;
    }

  if (balie_typing_limit_pass (typing->context->typing_limit, found->person->id, found->conversation, g_get_monotonic_time () / 1000))
    balie_routes_tell_typing (typing->context->streams, found);
  balie_exchange_answer_empty (exchange, 204);
}

static void
post_typing (BalieExchange *exchange,
             gpointer       user_data)
{
  BalieRouteContext *context = user_data;
  g_autoptr (BalieCaller) caller = NULL;
  Typing *typing;

  if (!balie_exchange_finish_query (exchange))
    return;

  typing = g_new0 (Typing, 1);
  typing->exchange = g_object_ref (exchange);
  typing->context = context;
  caller = balie_routes_dup_caller (exchange);
  balie_desk_service_read_async (context->service, balie_conversation_action_type, caller, g_strdup (balie_exchange_get_parameter (exchange, "id")), g_free,
                                 (GDestroyNotify)balie_typing_free, balie_exchange_get_cancellable (exchange), typing_allowed, typing);
}

static const BalieRoute routes[] = {
  {"PUT", "/v1/conversations/{id}/messages/{message}", BALIE_ACCESS_SIGNED_IN, put_message},
  {"GET", "/v1/conversations/{id}/messages", BALIE_ACCESS_SIGNED_IN, list_messages},
  {"PUT", "/v1/conversations/{id}/read", BALIE_ACCESS_SIGNED_IN, put_read},
  {"POST", "/v1/conversations/{id}/typing", BALIE_ACCESS_SIGNED_IN, post_typing},
};

void
balie_routes_add_message (BalieRouter       *router,
                          BalieRouteContext *context)
{
  balie_router_add_routes (router, routes, G_N_ELEMENTS (routes), context);
}
