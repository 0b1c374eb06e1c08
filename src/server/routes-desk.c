/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of what everybody may see: the desk, and the description of the protocol. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-routes.h"

#include "balie-clock.h"
#include "balie-digest.h"
#include "balie-server-resources.h"

#define OPENAPI_PATH "/balie-server/openapi.yaml"

/* Names the document by what a reader would see changed in it; the time alone is no change. */
static char *
make_etag (const BalieDesk *desk)
{
  g_auto (BalieOpening) opening = {0};
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();
  BalieDesk        timeless = *desk;
  g_autofree char *document = NULL;
  g_autofree char *state = NULL;
  g_autofree char *digest = NULL;

  timeless.now = 0;
  balie_desk_write (&timeless, writer, NULL);
  document = balie_json_writer_end (writer, NULL);

  balie_opening_hours_look_up (desk->opening_hours, desk->now, &opening);
  balie_json_writer_begin_object (writer, NULL);
  balie_opening_write (&opening, writer);
  balie_json_writer_end_object (writer);
  state = balie_json_writer_end (writer, NULL);

  digest = balie_digest ((const char *const[]){document, state}, 2);
  return g_strndup (digest, 16);
}

static void
get_desk (BalieExchange *exchange,
          gpointer       user_data)
{
  BalieRouteContext *context = user_data;
  g_autoptr (BalieJsonWriter) writer = NULL;
  g_autofree char *etag = NULL;
  BalieDesk        desk;

  if (!balie_exchange_finish_query (exchange))
    return;

  /* A shallow copy, to be written and dropped: all that it points to stays the service's. */
  desk = *balie_desk_service_get_desk (context->service);
  desk.now = balie_clock_now ();
  desk.staffed = balie_presence_get_staffed (context->presence);

  writer = balie_json_writer_new ();
  balie_desk_write (&desk, writer, NULL);
  etag = make_etag (&desk);
  balie_exchange_set_etag (exchange, etag);
  balie_exchange_answer_json (exchange, 200, writer);
}

static void
get_openapi (BalieExchange *exchange,
             gpointer       user_data)
{
  g_autoptr (GBytes) description = NULL;

  if (!balie_exchange_finish_query (exchange))
    return;

  description = g_resource_lookup_data (balie_server_get_resource (), OPENAPI_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (description != NULL);
  balie_exchange_answer_bytes (exchange, 200, "application/yaml", description);
}

static const BalieRoute routes[] = {
  {"GET", "/v1/desk", BALIE_ACCESS_ANYBODY, get_desk},
  {"GET", "/v1/openapi.yaml", BALIE_ACCESS_ANYBODY, get_openapi},
};

void
balie_routes_add_desk (BalieRouter       *router,
                       BalieRouteContext *context)
{
  balie_router_add_routes (router, routes, G_N_ELEMENTS (routes), context);
}
