/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of conversations. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-routes.h"

#include "balie-conversation-actions.h"
#include "balie-request-actions.h"
#include "balie-index-words.h"
#include "balie-text.h"

#define LIST_LIMIT 100

/* Of balie_conversation_kind_nicks, those of requests; a customer's chat is there from the start. */
static const char *const request_kinds[] = {"question", "problem", NULL};

/* Splits `changed_at.id`, where a list goes on. */
static gboolean
parse_cursor (const char             *cursor,
              BalieConversationQuery *query)
{
  char *end = NULL;

  query->changed_at = g_ascii_strtoll (cursor, &end, 10);
  if (end == cursor || *end != '.' || !balie_text_is_uuid (end + 1))
    return FALSE;

  query->id = g_strdup (end + 1);
  return TRUE;
}

static void
found (GObject      *source,
       GAsyncResult *result,
       gpointer      user_data)
{
  g_autoptr (BalieExchange) exchange = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieReply) reply = balie_finder_list_finish (BALIE_FINDER (source), result, &local_error);

  if (reply != NULL)
    balie_routes_answer (exchange, reply);
  else
    balie_exchange_answer_error (exchange, local_error);
}

/* Answers, from the index when something is looked for. Takes the query. */
static void
answer_list (BalieRouteContext      *context,
             BalieExchange          *exchange,
             BalieConversationQuery *query)
{
  g_autoptr (BalieCaller) caller = balie_routes_dup_caller (exchange);

  if (query->text != NULL)
    balie_finder_list_async (context->finder, caller, query, balie_exchange_get_cancellable (exchange), found, g_object_ref (exchange));
  else
    balie_routes_read (context, exchange, balie_conversation_action_list, query, (GDestroyNotify)balie_conversation_query_free);
}

static void
list_conversations (BalieExchange *exchange,
                    gpointer       user_data)
{
  g_autoptr (BalieConversationQuery) query = g_new0 (BalieConversationQuery, 1);
  int         kind = balie_exchange_query_enum (exchange, "kind", balie_conversation_kind_nicks, -1);
  int         status = balie_exchange_query_enum (exchange, "status", balie_status_nicks, -1);
  const char *cursor = balie_exchange_query_text (exchange, "cursor", 64);

  query->kind = kind >= 0 ? balie_conversation_kind_nicks[kind] : NULL;
  query->status = status >= 0 ? balie_status_nicks[status] : NULL;
  query->text = g_strdup (balie_exchange_query_text (exchange, "q", BALIE_INDEX_WORDS_TEXT_MAX));
  query->limit = (guint)balie_exchange_query_int (exchange, "limit", 1, LIST_LIMIT, 50);
  if (cursor == NULL)
    {
      query->changed_at = G_MAXINT64;
      query->id = g_strdup ("");
    }
  else if (!parse_cursor (cursor, query))
    balie_exchange_query_fail (exchange, "cursor", "is no cursor");

  if (balie_exchange_finish_query (exchange))
    answer_list (user_data, exchange, g_steal_pointer (&query));
}

static void
read_first_message (BalieJsonReader        *reader,
                    BalieConversationInput *input,
                    const BalieLimits      *limits)
{
  balie_json_reader_enter_object (reader, "message");
  input->message = g_strdup (balie_json_reader_uuid (reader, "id"));
  input->attachments = balie_routes_read_attachments (reader, limits->attachments);
  input->attachments_size = limits->attachments_size;
  input->text = g_strdup (balie_routes_read_text (reader, "text", input->attachments != NULL ? 0 : 1, (gsize)limits->message));
  input->diagnostics = balie_routes_read_diagnostics (reader);
  balie_json_reader_leave (reader);
}

static void
put_conversation (BalieExchange *exchange,
                  gpointer       user_data)
{
  BalieRouteContext *context = user_data;
  const BalieDesk   *desk = balie_desk_service_get_desk (context->service);
  g_autoptr (BalieConversationInput) input = NULL;
  BalieJsonReader *reader;

  if (!balie_exchange_finish_query (exchange) || (reader = balie_exchange_read_body (exchange)) == NULL)
    return;

  input = g_new0 (BalieConversationInput, 1);
  input->id = g_strdup (balie_exchange_get_parameter (exchange, "id"));
  input->kind = balie_json_reader_enum (reader, "kind", request_kinds) == 0 ? BALIE_CONVERSATION_QUESTION : BALIE_CONVERSATION_PROBLEM;
  input->subject = g_strdup (balie_routes_read_line (reader, "subject", 1, (gsize)desk->limits.subject));
  input->category = g_strdup (balie_routes_read_choice (reader, "category", desk->categories));
  input->urgency = g_strdup (balie_routes_read_choice (reader, "urgency", desk->urgencies));
  input->follows = g_strdup (balie_json_reader_optional_uuid (reader, "follows"));
  read_first_message (reader, input, &desk->limits);
  if (balie_exchange_finish_body (exchange))
    balie_routes_write (context, exchange, balie_conversation_action_put, g_steal_pointer (&input), (GDestroyNotify)balie_conversation_input_free);
}

static void
get_conversation (BalieExchange *exchange,
                  gpointer       user_data)
{
  if (balie_exchange_finish_query (exchange))
    balie_routes_read (user_data, exchange, balie_conversation_action_get, g_strdup (balie_exchange_get_parameter (exchange, "id")), g_free);
}

static void
patch_conversation (BalieExchange *exchange,
                    gpointer       user_data)
{
  BalieRouteContext *context = user_data;
  const BalieDesk   *desk = balie_desk_service_get_desk (context->service);
  g_autoptr (BalieConversationPatch) patch = NULL;
  BalieJsonReader *reader;
  gint64           version = 0;

  if (!balie_exchange_finish_query (exchange) || !balie_exchange_require_version (exchange, &version) ||
      (reader = balie_exchange_read_body (exchange)) == NULL)
    return;

  patch = balie_conversation_patch_new (balie_exchange_get_parameter (exchange, "id"), version);
  if (balie_json_reader_has (reader, "status"))
    patch->status = (int)balie_json_reader_enum (reader, "status", balie_status_nicks);
  if (balie_exchange_get_role (exchange) == BALIE_ROLE_STAFF)
    {
      patch->unassign = balie_json_reader_is_null (reader, "assignee");
      patch->assignee = g_strdup (balie_json_reader_optional_uuid (reader, "assignee"));
      patch->category = g_strdup (balie_routes_read_choice (reader, "category", desk->categories));
      patch->urgency = g_strdup (balie_routes_read_choice (reader, "urgency", desk->urgencies));
    }
  if (balie_exchange_finish_body (exchange))
    balie_routes_write (context, exchange, balie_conversation_action_patch, g_steal_pointer (&patch), (GDestroyNotify)balie_conversation_patch_free);
}

static void
put_rating (BalieExchange *exchange,
            gpointer       user_data)
{
  g_autoptr (BalieRatingInput) input = NULL;
  BalieJsonReader *reader;

  if (!balie_exchange_finish_query (exchange) || (reader = balie_exchange_read_body (exchange)) == NULL)
    return;

  input = g_new0 (BalieRatingInput, 1);
  input->conversation = g_strdup (balie_exchange_get_parameter (exchange, "id"));
  input->score = (int)balie_json_reader_int (reader, "score", 1, BALIE_RATING_MAX);
  if (balie_json_reader_has (reader, "comment"))
    input->comment = g_strdup (balie_routes_read_text (reader, "comment", 1, BALIE_RATING_COMMENT_MAX));
  if (balie_exchange_finish_body (exchange))
    balie_routes_write (user_data, exchange, balie_request_action_rate, g_steal_pointer (&input), (GDestroyNotify)balie_rating_input_free);
}

static const BalieRoute routes[] = {
  {"GET", "/v1/conversations", BALIE_ACCESS_SIGNED_IN, list_conversations},
  {"PUT", "/v1/conversations/{id}", BALIE_ACCESS_CUSTOMER, put_conversation},
  {"GET", "/v1/conversations/{id}", BALIE_ACCESS_SIGNED_IN, get_conversation},
  {"PATCH", "/v1/conversations/{id}", BALIE_ACCESS_SIGNED_IN, patch_conversation},
  {"PUT", "/v1/conversations/{id}/rating", BALIE_ACCESS_CUSTOMER, put_rating},
};

void
balie_routes_add_conversation (BalieRouter       *router,
                               BalieRouteContext *context)
{
  balie_router_add_routes (router, routes, G_N_ELEMENTS (routes), context);
}
