/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of customers, for the staff. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-routes.h"

#include "balie-account-actions.h"

#define LIST_LIMIT 100

static void
list_customers (BalieExchange *exchange,
                gpointer       user_data)
{
  BalieCustomerQuery *query = g_new0 (BalieCustomerQuery, 1);

  query->after = g_strdup (balie_exchange_query_text (exchange, "cursor", 64));
  query->limit = (guint)balie_exchange_query_int (exchange, "limit", 1, LIST_LIMIT, 50);
  if (balie_exchange_finish_query (exchange))
    balie_routes_read (user_data, exchange, balie_account_action_list_customers, query, (GDestroyNotify)balie_customer_query_free);
  else
    balie_customer_query_free (query);
}

static const BalieRoute routes[] = {
  {"GET", "/v1/customers", BALIE_ACCESS_STAFF, list_customers},
};

void
balie_routes_add_customer (BalieRouter       *router,
                           BalieRouteContext *context)
{
  balie_router_add_routes (router, routes, G_N_ELEMENTS (routes), context);
}
