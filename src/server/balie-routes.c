/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the routes of all resources share: what they work with, and the way to an action and back. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-routes.h"

#include "balie-clock.h"
#include "balie-reply.h"
#include "balie-session-actions.h"
#include "balie-token.h"

#include <string.h>

BalieCaller *
balie_routes_dup_caller (BalieExchange *exchange)
{
  return balie_caller_new (balie_exchange_get_account_id (exchange),
                           NULL,
                           balie_exchange_get_role (exchange),
                           balie_exchange_get_session_id (exchange));
}

void
balie_routes_answer (BalieExchange *exchange,
                     BalieReply    *reply)
{
  if (reply->version > 0)
    {
      g_autofree char *etag = g_strdup_printf ("\"v%" G_GINT64_FORMAT "\"", reply->version);

      /* For If-Match alone: what a conversation shows of read marks changes without a new version, so it must not be answered 304. */
      balie_exchange_set_header (exchange, "ETag", etag);
    }
  if (reply->next != NULL)
    {
      g_autofree char *link = g_strdup_printf ("<%s>; rel=next", reply->next);

      balie_exchange_set_header (exchange, "Link", link);
    }

  if (reply->offset >= 0)
    {
      g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, reply->offset);

      balie_exchange_set_header (exchange, "Upload-Offset", offset);
    }

  if (reply->body != NULL)
    balie_exchange_answer_json (exchange, reply->status, reply->body);
  else
    balie_exchange_answer_empty (exchange, reply->status);
}

static void
action_done (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (BalieExchange) exchange = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieReply) reply = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (reply != NULL)
    balie_routes_answer (exchange, reply);
  else if (local_error != NULL)
    balie_exchange_answer_error (exchange, local_error);
  else
    balie_exchange_refuse (exchange, 404, "not-found", NULL);
}

void
balie_routes_write (BalieRouteContext *context,
                    BalieExchange     *exchange,
                    BalieAction        action,
                    gpointer           input,
                    GDestroyNotify     input_free)
{
  g_autoptr (BalieCaller) caller = balie_routes_dup_caller (exchange);

  balie_desk_service_write_async (context->service, action, caller, input, input_free, (GDestroyNotify)balie_reply_free,
                                  action_done, g_object_ref (exchange));
}

void
balie_routes_read (BalieRouteContext *context,
                   BalieExchange     *exchange,
                   BalieAction        action,
                   gpointer           input,
                   GDestroyNotify     input_free)
{
  g_autoptr (BalieCaller) caller = balie_routes_dup_caller (exchange);

  balie_desk_service_read_async (context->service, action, caller, input, input_free, (GDestroyNotify)balie_reply_free,
                                 balie_exchange_get_cancellable (exchange), action_done, g_object_ref (exchange));
}

static gboolean
has_controls (const char *text,
              const char *allowed)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) && (c > 0x7f || strchr (allowed, (int)c) == NULL))
        return TRUE;
    }
  return FALSE;
}

static const char *
check_controls (BalieJsonReader *reader,
                const char      *name,
                const char      *text,
                const char      *allowed)
{
  if (!has_controls (text, allowed))
    return text;

  balie_json_reader_fail (reader, name, "must not contain control characters");
  return "";
}

const char *
balie_routes_read_text (BalieJsonReader *reader,
                        const char      *name,
                        gsize            minimum,
                        gsize            maximum)
{
  return check_controls (reader, name, balie_json_reader_text (reader, name, minimum, maximum), "\n\t");
}

const char *
balie_routes_read_line (BalieJsonReader *reader,
                        const char      *name,
                        gsize            minimum,
                        gsize            maximum)
{
  return check_controls (reader, name, balie_json_reader_text (reader, name, minimum, maximum), "");
}

const char *
balie_routes_read_choice (BalieJsonReader *reader,
                          const char      *name,
                          GPtrArray       *choices)
{
  const char *id = balie_json_reader_optional_string (reader, name);

  if (id == NULL)
    return NULL;

  for (guint i = 0; i < choices->len; i++)
    {
      const BalieChoice *choice = g_ptr_array_index (choices, i);

      if (g_str_equal (choice->id, id))
        return choice->id;
    }
  balie_json_reader_fail (reader, name, "is not one of the desk's");
  return NULL;
}

GPtrArray *
balie_routes_read_attachments (BalieJsonReader *reader,
                               gint64           maximum)
{
  g_autoptr (GPtrArray) ids = NULL;
  guint n_ids;

  if (!balie_json_reader_has (reader, "attachments"))
    return NULL;

  ids = g_ptr_array_new_with_free_func (g_free);
  n_ids = balie_json_reader_enter_array (reader, "attachments");
  if (n_ids > maximum)
    balie_json_reader_fail (reader, NULL, "has too many items");
  for (guint i = 0; i < MIN (n_ids, maximum); i++)
    {
      const char *id;

      balie_json_reader_enter_item (reader, i);
      id = balie_json_reader_uuid (reader, NULL);
      if (g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
        balie_json_reader_fail (reader, NULL, "is there twice");
      g_ptr_array_add (ids, g_strdup (id));
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
  return ids->len > 0 ? g_steal_pointer (&ids) : NULL;
}

BalieDiagnostics *
balie_routes_read_diagnostics (BalieJsonReader *reader)
{
  g_autoptr (BalieDiagnostics) diagnostics = balie_diagnostics_read (reader, "diagnostics");

  if (diagnostics == NULL || diagnostics->items->len == 0)
    return NULL;

  for (guint i = 0; i < diagnostics->items->len; i++)
    {
      const BalieDiagnostic *diagnostic = g_ptr_array_index (diagnostics->items, i);

      if (has_controls (diagnostic->name, "") || has_controls (diagnostic->value, "\n\t"))
        {
          balie_json_reader_fail (reader, "diagnostics", "must not contain control characters");
          return NULL;
        }
    }
  return g_steal_pointer (&diagnostics);
}

void
balie_routes_tell_typing (BalieEventStreams *streams,
                          const BalieTyping *typing)
{
  g_autoptr (BalieEvent) event = balie_event_new ();
  g_autoptr (BalieLoggedEvent) logged = NULL;

  event->type = BALIE_EVENT_TYPING;
  event->conversation_id = g_strdup (typing->conversation);
  event->person = balie_person_ref (typing->person);
  logged = balie_event_to_logged (event, 0);
  balie_event_streams_broadcast (streams, typing->stream, logged);
}

/* One request whose caller is being looked up. */
typedef struct
{
  BalieRouter      *router;
  BalieExchange    *exchange;
  BalieCallerCache *callers; /* borrowed */
  char             *token_hash;
} Admission;

static void
admission_free (Admission *self)
{
  g_object_unref (self->router);
  g_object_unref (self->exchange);
  g_free (self->token_hash);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Admission, admission_free)

static void
caller_found (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Admission) admission = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieCaller) caller = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (local_error != NULL)
    {
      balie_exchange_answer_error (admission->exchange, local_error);
      return;
    }
  if (caller == NULL)
    {
      balie_router_admit (admission->router, admission->exchange, NULL, BALIE_ROLE_CUSTOMER, NULL);
      return;
    }

  balie_caller_cache_add (admission->callers, admission->token_hash, caller);
  balie_router_admit (admission->router, admission->exchange, caller->account, caller->role, caller->session);
}

void
balie_routes_authenticate (BalieRouter   *router,
                           BalieExchange *exchange,
                           const char    *token,
                           gpointer       user_data)
{
  BalieRouteContext *context = user_data;
  g_autofree char   *token_hash = NULL;
  const BalieCaller *known;
  Admission         *admission;

  if (token == NULL)
    {
      balie_router_admit (router, exchange, NULL, BALIE_ROLE_CUSTOMER, NULL);
      return;
    }

  token_hash = balie_token_hash (token);
  known = balie_caller_cache_find (context->callers, token_hash, balie_clock_now ());
  if (known != NULL)
    {
      balie_router_admit (router, exchange, known->account, known->role, known->session);
      return;
    }

  admission = g_new0 (Admission, 1);
  admission->router = g_object_ref (router);
  admission->exchange = g_object_ref (exchange);
  admission->callers = context->callers;
  admission->token_hash = g_steal_pointer (&token_hash);
  balie_desk_service_read_async (context->service, balie_session_action_find_caller, NULL, g_strdup (admission->token_hash), g_free,
                                 (GDestroyNotify)balie_caller_free, balie_exchange_get_cancellable (exchange), caller_found, admission);
}
