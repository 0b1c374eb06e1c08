/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of what the server answers to, and the way of an exchange to its handler. */
#pragma once

#include "balie-exchange.h"

G_BEGIN_DECLS

/**
 * BalieAccess:
 * @BALIE_ACCESS_ANYBODY: also signed out; a token is not looked at
 * @BALIE_ACCESS_SIGNED_IN: customers and staff
 * @BALIE_ACCESS_CUSTOMER: customers; for staff there is nothing here (404)
 * @BALIE_ACCESS_STAFF: staff; for customers there is nothing here (404)
 */
typedef enum {
  BALIE_ACCESS_ANYBODY,
  BALIE_ACCESS_SIGNED_IN,
  BALIE_ACCESS_CUSTOMER,
  BALIE_ACCESS_STAFF,
} BalieAccess;

/**
 * BalieHandler:
 * @exchange: to be answered, now or later
 * @user_data: as given with the routes
 */
typedef void (*BalieHandler) (BalieExchange *exchange,
                              gpointer       user_data);

/**
 * BalieRoute:
 * @method: `GET` (which also answers HEAD), `POST`, `PUT`, `PATCH` or `DELETE`
 * @pattern: such as `/v1/conversations/{id}/messages/{message}`. `{id}` takes a canonical UUID and nothing else,
 *   `{code:text}` any one segment. A literal segment goes before a parameter.
 * @access: who gets here
 * @handler: answers
 */
typedef struct
{
  const char  *method;
  const char  *pattern;
  BalieAccess  access;
  BalieHandler handler;
} BalieRoute;

#define BALIE_TYPE_ROUTER (balie_router_get_type ())
G_DECLARE_FINAL_TYPE (BalieRouter, balie_router, BALIE, ROUTER, GObject)

BalieRouter *balie_router_new (void);

/**
 * balie_router_add_routes:
 * @routes: (array length=n_routes): static; not copied
 * @user_data: for the handlers; must live as long as the router
 */
void balie_router_add_routes (BalieRouter      *self,
                              const BalieRoute *routes,
                              gsize             n_routes,
                              gpointer          user_data);

/**
 * balie_router_stream_bodies:
 * @method: of a route that was added
 * @pattern: of the same route
 * @maximum: most bytes of a body
 *
 * Lets a route take larger bodies, in parts. Its handler is called before there is a body, and has to call
 * balie_exchange_stream_body() or to refuse.
 */
void balie_router_stream_bodies (BalieRouter *self,
                                 const char  *method,
                                 const char  *pattern,
                                 gsize        maximum);

/**
 * balie_router_get_streamed_maximum:
 * @method: of a request
 * @path: of the request, percent-encoded
 *
 * Returns: most bytes of the body of such a request when it comes in parts, 0 when it comes as a whole
 */
gsize balie_router_get_streamed_maximum (BalieRouter *self,
                                         const char  *method,
                                         const char  *path);

/**
 * balie_router_get_n_routes:
 *
 * With [method@Router.get_route] the table can be walked, so that a test can ask every route what it does for every role.
 */
guint             balie_router_get_n_routes (BalieRouter *self);
const BalieRoute *balie_router_get_route (BalieRouter *self,
                                          guint        index);

/**
 * BalieAuthenticator:
 * @token: of `Authorization: Bearer`, well-formed; without one nobody is asked
 *
 * Finds out who calls, and then calls balie_router_admit() once, now or later; or answers the exchange itself.
 */
typedef void (*BalieAuthenticator) (BalieRouter   *router,
                                    BalieExchange *exchange,
                                    const char    *token,
                                    gpointer       user_data);

/**
 * balie_router_set_authenticator:
 *
 * Without one, everybody is signed out.
 */
void balie_router_set_authenticator (BalieRouter       *self,
                                     BalieAuthenticator authenticator,
                                     gpointer           user_data);

/**
 * balie_router_admit:
 * @account_id: (nullable): %NULL for an unknown or ended session, which is answered 401 `token-invalid`
 * @role: of the account
 * @session_id: (nullable): %NULL only with @account_id
 *
 * Goes on to the handler, or refuses.
 */
void balie_router_admit (BalieRouter   *self,
                         BalieExchange *exchange,
                         const char    *account_id,
                         BalieRole      role,
                         const char    *session_id);

/**
 * balie_router_dispatch:
 *
 * Answers @exchange by its route; 404 or 405 when there is none, whoever asks.
 */
void balie_router_dispatch (BalieRouter   *self,
                            BalieExchange *exchange);

G_END_DECLS
