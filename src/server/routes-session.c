/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of sessions: signing in, the list, signing out. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-routes.h"

#include "balie-account-store.h"
#include "balie-reply.h"
#include "balie-session-actions.h"
#include "balie-token.h"

#include <string.h>

#define TYPED_MAX 256
#define DEVICE_MAX 200

/* One login, from the request to its answer. */
typedef struct
{
  /* owned */
  BalieExchange    *exchange;
  BalieCredentials *credentials;
  char             *typed_name;
  char             *password;
  char             *device_id;
  char             *device;

  /* borrowed */
  BalieRouteContext *context;
} Login;

static void
login_free (Login *self)
{
  g_clear_object (&self->exchange);
  g_clear_pointer (&self->credentials, balie_credentials_free);
  g_free (self->typed_name);
  explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_free (self->device_id);
  g_free (self->device);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Login, login_free)

static gint64
steady_now (void)
{
  return g_get_monotonic_time () / 1000;
}

static void
session_created (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (BalieExchange) exchange = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieReply) reply = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (reply == NULL)
    {
      balie_exchange_answer_error (exchange, local_error);
      return;
    }

  balie_exchange_set_header (exchange, "Cache-Control", "no-store");
  balie_routes_answer (exchange, reply);
}

static void
create_session (Login *login)
{
  BalieSessionInput *input = g_new0 (BalieSessionInput, 1);
  g_autofree char   *id = g_uuid_string_random ();

  input->caller = balie_caller_new (login->credentials->account, login->credentials->name, login->credentials->role, id);
  input->token = balie_token_new ();
  input->password = g_strdup (login->credentials->password);
  input->device_id = g_steal_pointer (&login->device_id);
  input->device = g_steal_pointer (&login->device);
  balie_desk_service_write_async (login->context->service, balie_session_action_create, NULL, input, (GDestroyNotify)balie_session_input_free,
                                  (GDestroyNotify)balie_reply_free, session_created, g_object_ref (login->exchange));
}

static void
password_verified (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Login) login = user_data;
  g_autoptr (GError) local_error = NULL;
  gboolean matches = FALSE;

  if (!balie_passwords_verify_finish (BALIE_PASSWORDS (source), result, &matches, &local_error))
    {
      balie_exchange_answer_error (login->exchange, local_error);
      return;
    }
  if (!matches || login->credentials == NULL || login->credentials->disabled)
    {
      balie_exchange_refuse (login->exchange, 401, "login-failed", BALIE_LOGIN_FAILED);
      return;
    }

  balie_throttle_succeed (login->context->throttle, login->typed_name, balie_exchange_get_client_address (login->exchange), steady_now ());
  create_session (login);
}

static void
credentials_found (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Login) login = user_data;
  g_autoptr (GError) local_error = NULL;
  const char *hash;

  login->credentials = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);
  if (local_error != NULL)
    {
      balie_exchange_answer_error (login->exchange, local_error);
      return;
    }

  /* Without an account the check takes its time all the same, so that the time does not tell who has one. */
  hash = login->credentials != NULL ? login->credentials->password : NULL;
  balie_passwords_verify_async (login->context->passwords, login->password, hash, balie_exchange_get_cancellable (login->exchange), password_verified, login);
  g_steal_pointer (&login);
}

static gboolean
is_throttled (Login *login)
{
  g_autoptr (BalieProblem) problem = NULL;
  guint wait = balie_throttle_begin (login->context->throttle, login->typed_name, balie_exchange_get_client_address (login->exchange), steady_now ());

  if (wait == 0)
    return FALSE;

  problem = balie_problem_new (429, "too-many-tries", "Too many tries; wait a little");
  problem->retry_after = wait;
  balie_exchange_answer_problem (login->exchange, problem);
  return TRUE;
}

static void
sign_in (BalieExchange *exchange,
         gpointer       user_data)
{
  g_autoptr (Login) login = NULL;
  g_autofree char *username = NULL;
  BalieJsonReader *reader;

  if (!balie_exchange_finish_query (exchange) || (reader = balie_exchange_read_body (exchange)) == NULL)
    return;

  login = g_new0 (Login, 1);
  login->context = user_data;
  login->exchange = g_object_ref (exchange);
  login->typed_name = g_strdup (balie_json_reader_text (reader, "username", 1, TYPED_MAX));
  login->password = g_strdup (balie_json_reader_text (reader, "password", 0, TYPED_MAX));
  login->device_id = g_strdup (balie_json_reader_optional_uuid (reader, "device_id"));
  if (balie_json_reader_has (reader, "device"))
    login->device = g_strdup (balie_routes_read_line (reader, "device", 0, DEVICE_MAX));
  if (!balie_exchange_finish_body (exchange) || is_throttled (login))
    return;

  /* What can be nobody's name is looked up all the same, for the same time. */
  username = balie_account_store_normalize (login->typed_name);
  balie_desk_service_read_async (login->context->service, balie_session_action_find_credentials, NULL,
                                 username != NULL ? g_steal_pointer (&username) : g_strdup (""), g_free,
                                 (GDestroyNotify)balie_credentials_free, balie_exchange_get_cancellable (exchange), credentials_found, login);
  g_steal_pointer (&login);
}

static void
list_sessions (BalieExchange *exchange,
               gpointer       user_data)
{
  if (balie_exchange_finish_query (exchange))
    balie_routes_read (user_data, exchange, balie_session_action_list, NULL, NULL);
}

static void
end_session (BalieExchange *exchange,
             gpointer       user_data)
{
  if (balie_exchange_finish_query (exchange))
    balie_routes_write (user_data, exchange, balie_session_action_end, g_strdup (balie_exchange_get_parameter (exchange, "id")), g_free);
}

static void
end_current_session (BalieExchange *exchange,
                     gpointer       user_data)
{
  if (balie_exchange_finish_query (exchange))
    balie_routes_write (user_data, exchange, balie_session_action_end, g_strdup (balie_exchange_get_session_id (exchange)), g_free);
}

static const BalieRoute routes[] = {
  {"POST", "/v1/sessions", BALIE_ACCESS_ANYBODY, sign_in},
  {"GET", "/v1/sessions", BALIE_ACCESS_SIGNED_IN, list_sessions},
  {"DELETE", "/v1/sessions/current", BALIE_ACCESS_SIGNED_IN, end_current_session},
  {"DELETE", "/v1/sessions/{id}", BALIE_ACCESS_SIGNED_IN, end_session},
};

void
balie_routes_add_session (BalieRouter       *router,
                          BalieRouteContext *context)
{
  balie_router_add_routes (router, routes, G_N_ELEMENTS (routes), context);
}
