/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of the caller's own account. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-routes.h"

#include "balie-account-actions.h"
#include "balie-account-store.h"
#include "balie-password-prompt.h"

#include <string.h>

/* One change of a password, from the request to its answer. */
typedef struct
{
  /* owned */
  BalieExchange *exchange;
  char          *before;
  char          *after;

  /* borrowed */
  BalieRouteContext *context;
} Change;

static void
change_free (Change *self)
{
  g_clear_object (&self->exchange);
  explicit_bzero (self->before, strlen (self->before));
  explicit_bzero (self->after, strlen (self->after));
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
get_me (BalieExchange *exchange,
        gpointer       user_data)
{
  if (balie_exchange_finish_query (exchange))
    balie_routes_read (user_data, exchange, balie_account_action_get, NULL, NULL);
}

static const char *
read_language (BalieJsonReader *reader,
               const BalieDesk *desk)
{
  const char *language = balie_json_reader_optional_string (reader, "language");

  if (language != NULL && !g_strv_contains ((const char *const *)desk->languages, language))
    balie_json_reader_fail (reader, "language", "is not one of the desk's");
  return language;
}

static void
patch_me (BalieExchange *exchange,
          gpointer       user_data)
{
  BalieRouteContext *context = user_data;
  g_autoptr (BaliePreferences) preferences = NULL;
  BalieJsonReader *reader;

  if (!balie_exchange_finish_query (exchange) || (reader = balie_exchange_read_body (exchange)) == NULL)
    return;

  preferences = g_new0 (BaliePreferences, 1);
  preferences->language = g_strdup (read_language (reader, balie_desk_service_get_desk (context->service)));
  preferences->notify_by_email = -1;
  if (balie_json_reader_has (reader, "notify_by_email"))
    preferences->notify_by_email = balie_json_reader_boolean (reader, "notify_by_email");
  if (balie_exchange_finish_body (exchange))
    balie_routes_write (context, exchange, balie_account_action_patch, g_steal_pointer (&preferences), (GDestroyNotify)balie_preferences_free);
}

static void
password_hashed (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) local_error = NULL;
  char *hash = balie_passwords_hash_finish (BALIE_PASSWORDS (source), result, &local_error);

  if (hash != NULL)
    balie_routes_write (change->context, change->exchange, balie_account_action_change_password, hash, g_free);
  else
    balie_exchange_answer_error (change->exchange, local_error);
}

static void
password_verified (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieProblem) problem = NULL;
  gboolean matches = FALSE;

  if (!balie_passwords_verify_finish (BALIE_PASSWORDS (source), result, &matches, &local_error))
    {
      balie_exchange_answer_error (change->exchange, local_error);
      return;
    }
  if (!matches)
    {
      problem = balie_problem_new (422, "invalid", "The old password is not right");
      balie_problem_add_error (problem, "/old", "is not the password");
      balie_exchange_answer_problem (change->exchange, problem);
      return;
    }

  balie_throttle_succeed (change->context->throttle, balie_exchange_get_account_id (change->exchange),
                          balie_exchange_get_client_address (change->exchange), g_get_monotonic_time () / 1000);
  balie_passwords_hash_async (change->context->passwords, change->after, NULL, password_hashed, change);
  g_steal_pointer (&change);
}

static void
credentials_found (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (Change) change = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieCredentials) credentials = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (local_error != NULL)
    {
      balie_exchange_answer_error (change->exchange, local_error);
      return;
    }

  balie_passwords_verify_async (change->context->passwords, change->before, credentials != NULL ? credentials->password : NULL,
                                balie_exchange_get_cancellable (change->exchange), password_verified, change);
  g_steal_pointer (&change);
}

/* A stolen session must not be a place to guess the password at leisure. */
static gboolean
is_throttled (Change *change)
{
  g_autoptr (BalieProblem) problem = NULL;
  guint wait = balie_throttle_begin (change->context->throttle, balie_exchange_get_account_id (change->exchange),
                                     balie_exchange_get_client_address (change->exchange), g_get_monotonic_time () / 1000);

  if (wait == 0)
    return FALSE;

  problem = balie_problem_new (429, "too-many-tries", "Too many tries; wait a little");
  problem->retry_after = wait;
  balie_exchange_answer_problem (change->exchange, problem);
  return TRUE;
}

static void
put_password (BalieExchange *exchange,
              gpointer       user_data)
{
  BalieRouteContext *context = user_data;
  g_autoptr (Change) change = NULL;
  g_autoptr (BalieCaller) caller = NULL;
  BalieJsonReader *reader;

  if (!balie_exchange_finish_query (exchange) || (reader = balie_exchange_read_body (exchange)) == NULL)
    return;

  change = g_new0 (Change, 1);
  change->context = context;
  change->exchange = g_object_ref (exchange);
  change->before = g_strdup (balie_json_reader_text (reader, "old", 0, BALIE_PASSWORD_MAX));
  change->after = g_strdup (balie_json_reader_text (reader, "new", BALIE_PASSWORD_MIN, BALIE_PASSWORD_MAX));
  if (!balie_exchange_finish_body (exchange) || is_throttled (change))
    return;

  caller = balie_routes_dup_caller (exchange);
  balie_desk_service_read_async (context->service, balie_account_action_find_credentials, caller, NULL, NULL,
                                 (GDestroyNotify)balie_credentials_free, balie_exchange_get_cancellable (exchange), credentials_found, change);
  g_steal_pointer (&change);
}

static const BalieRoute routes[] = {
  {"GET", "/v1/me", BALIE_ACCESS_SIGNED_IN, get_me},
  {"PATCH", "/v1/me", BALIE_ACCESS_SIGNED_IN, patch_me},
  {"PUT", "/v1/me/password", BALIE_ACCESS_SIGNED_IN, put_password},
};

void
balie_routes_add_me (BalieRouter       *router,
                     BalieRouteContext *context)
{
  balie_router_add_routes (router, routes, G_N_ELEMENTS (routes), context);
}
