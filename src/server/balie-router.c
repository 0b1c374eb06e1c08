/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of what the server answers to, and the way of an exchange to its handler. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-router.h"

#include "balie-exchange-private.h"
#include "balie-text.h"
#include "balie-token.h"

#include <string.h>

#define MAX_TEXT_BYTES 256

typedef enum {
  SEGMENT_LITERAL,
  SEGMENT_UUID,
  SEGMENT_TEXT,
} SegmentKind;

typedef struct
{
  SegmentKind kind;

  /* The literal, or the parameter's name. */
  char *text;
} Segment;

typedef struct
{
  const BalieRoute *route;
  gpointer          user_data;
  GArray           *segments;

  /* Most bytes of a body that comes in parts; 0 when bodies come as a whole. */
  gsize streamed_maximum;
} Entry;

struct _BalieRouter
{
  GObject parent_instance;

  GPtrArray *entries;

  /* The same entries, literal segments before parameters, so that the first that matches is the right one. */
  GPtrArray *by_precedence;

  BalieAuthenticator authenticator;
  gpointer           authenticator_data;
};

G_DEFINE_FINAL_TYPE (BalieRouter, balie_router, G_TYPE_OBJECT)

static void
segment_clear (gpointer data)
{
  Segment *segment = data;

  g_free (segment->text);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_array_unref (entry->segments);
  g_free (entry);
}

static void
parse_segment (const char *text,
               Segment    *segment)
{
  gsize length = strlen (text);

  if (*text != '{')
    {
      segment->kind = SEGMENT_LITERAL;
      segment->text = g_strdup (text);
      return;
    }

  g_assert (length > 2 && text[length - 1] == '}');

  if (g_str_has_suffix (text, ":text}"))
    {
      segment->kind = SEGMENT_TEXT;
      segment->text = g_strndup (text + 1, length - strlen ("{:text}"));
    }
  else
    {
      segment->kind = SEGMENT_UUID;
      segment->text = g_strndup (text + 1, length - strlen ("{}"));
    }
}

static Entry *
entry_new (const BalieRoute *route,
           gpointer          user_data)
{
  Entry *entry = g_new0 (Entry, 1);
  g_auto (GStrv) texts = NULL;

  g_assert (route->pattern[0] == '/');

  entry->route = route;
  entry->user_data = user_data;
  entry->segments = g_array_new (FALSE, TRUE, sizeof (Segment));
  g_array_set_clear_func (entry->segments, segment_clear);

  texts = g_strsplit (route->pattern + 1, "/", -1);
  for (char **text = texts; *text != NULL; text++)
    {
      Segment segment = {0};

      parse_segment (*text, &segment);
      g_array_append_val (entry->segments, segment);
    }

  return entry;
}

static int
compare_precedence (gconstpointer a,
                    gconstpointer b)
{
  const Entry *first = *(const Entry *const *)a;
  const Entry *second = *(const Entry *const *)b;
  guint        n = MIN (first->segments->len, second->segments->len);

  for (guint i = 0; i < n; i++)
    {
      int difference = (int)g_array_index (first->segments, Segment, i).kind -
                       (int)g_array_index (second->segments, Segment, i).kind;

      if (difference != 0)
        return difference;
    }

  return 0;
}

/* The segments of a path, each decoded by itself, so that an encoded slash is none. Returns NULL when that fails. */
static char **
split_path (const char *encoded)
{
  g_auto (GStrv) segments = NULL;

  if (*encoded != '/')
    return NULL;

  segments = g_strsplit (encoded + 1, "/", -1);
  for (char **segment = segments; *segment != NULL; segment++)
    {
      char *decoded = g_uri_unescape_string (*segment, NULL);

      if (decoded == NULL || !g_utf8_validate (decoded, -1, NULL))
        {
          g_free (decoded);
          return NULL;
        }

      g_free (*segment);
      *segment = decoded;
    }

  return g_steal_pointer (&segments);
}

static gboolean
entry_matches (const Entry *entry,
               char       **path)
{
  for (guint i = 0; i < entry->segments->len; i++)
    {
      const Segment *segment = &g_array_index (entry->segments, Segment, i);
      gboolean       matches = FALSE;

      if (path[i] == NULL)
        return FALSE;

      switch (segment->kind)
        {
        case SEGMENT_LITERAL:
          matches = strcmp (segment->text, path[i]) == 0;
          break;

        case SEGMENT_UUID:
          matches = balie_text_is_uuid (path[i]);
          break;

        case SEGMENT_TEXT:
          matches = *path[i] != '\0' && strlen (path[i]) <= MAX_TEXT_BYTES;
          break;

        default:
          g_assert_not_reached ();
        }

      if (!matches)
        return FALSE;
    }

  return path[entry->segments->len] == NULL;
}

static GHashTable *
collect_parameters (const Entry *entry,
                    char       **path)
{
  GHashTable *parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < entry->segments->len; i++)
    {
      const Segment *segment = &g_array_index (entry->segments, Segment, i);

      if (segment->kind != SEGMENT_LITERAL)
        g_hash_table_insert (parameters, g_strdup (segment->text), g_strdup (path[i]));
    }

  return parameters;
}

static void
append_allowed (GString    *allowed,
                const char *method)
{
  if (allowed->len > 0)
    g_string_append (allowed, ", ");
  g_string_append (allowed, method);
  if (strcmp (method, "GET") == 0)
    g_string_append (allowed, ", HEAD");
}

/* Finds the entry of an exchange, and what its methods are when it has none for this one. */
static const Entry *
find_entry (BalieRouter   *self,
            BalieExchange *exchange,
            char         **path,
            GString       *allowed)
{
  if (path == NULL)
    return NULL;

  for (guint i = 0; i < self->by_precedence->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->by_precedence, i);

      if (!entry_matches (entry, path))
        continue;
      if (strcmp (entry->route->method, exchange->method) == 0)
        return entry;
      append_allowed (allowed, entry->route->method);
    }

  return NULL;
}

/* Returns NULL when there is no token, or something that can be none. */
static const char *
get_token (BalieExchange *exchange)
{
  const char *authorization = balie_exchange_get_header (exchange, "Authorization");

  if (authorization == NULL || g_ascii_strncasecmp (authorization, "Bearer ", strlen ("Bearer ")) != 0)
    return NULL;

  authorization += strlen ("Bearer ");
  return balie_token_is_well_formed (authorization) ? authorization : NULL;
}

static void
balie_router_finalize (GObject *object)
{
  BalieRouter *self = BALIE_ROUTER (object);

  g_clear_pointer (&self->by_precedence, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);

  G_OBJECT_CLASS (balie_router_parent_class)->finalize (object);
}

static void
balie_router_class_init (BalieRouterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = balie_router_finalize;
}

static void
balie_router_init (BalieRouter *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->by_precedence = g_ptr_array_new ();
}

BalieRouter *
balie_router_new (void)
{
  return g_object_new (BALIE_TYPE_ROUTER, NULL);
}

void
balie_router_add_routes (BalieRouter      *self,
                         const BalieRoute *routes,
                         gsize             n_routes,
                         gpointer          user_data)
{
  g_return_if_fail (BALIE_IS_ROUTER (self));
  g_return_if_fail (routes != NULL || n_routes == 0);

  for (gsize i = 0; i < n_routes; i++)
    {
      Entry *entry = entry_new (&routes[i], user_data);

      g_ptr_array_add (self->entries, entry);
      g_ptr_array_add (self->by_precedence, entry);
    }

  g_ptr_array_sort (self->by_precedence, compare_precedence);
}

void
balie_router_stream_bodies (BalieRouter *self,
                            const char  *method,
                            const char  *pattern,
                            gsize        maximum)
{
  g_return_if_fail (BALIE_IS_ROUTER (self));

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (strcmp (entry->route->method, method) == 0 && strcmp (entry->route->pattern, pattern) == 0)
        {
          entry->streamed_maximum = maximum;
          return;
        }
    }
  g_return_if_reached ();
}

gsize
balie_router_get_streamed_maximum (BalieRouter *self,
                                   const char  *method,
                                   const char  *path)
{
  g_auto (GStrv) segments = NULL;

  g_return_val_if_fail (BALIE_IS_ROUTER (self), 0);

  for (guint i = 0; i < self->by_precedence->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->by_precedence, i);

      if (entry->streamed_maximum == 0 || strcmp (entry->route->method, method) != 0)
        continue;
      if (segments == NULL)
        segments = split_path (path);
      if (segments != NULL && entry_matches (entry, segments))
        return entry->streamed_maximum;
    }
  return 0;
}

guint
balie_router_get_n_routes (BalieRouter *self)
{
  g_return_val_if_fail (BALIE_IS_ROUTER (self), 0);

  return self->entries->len;
}

const BalieRoute *
balie_router_get_route (BalieRouter *self,
                        guint        index)
{
  g_return_val_if_fail (BALIE_IS_ROUTER (self), NULL);
  g_return_val_if_fail (index < self->entries->len, NULL);

  return ((const Entry *)g_ptr_array_index (self->entries, index))->route;
}

void
balie_router_set_authenticator (BalieRouter       *self,
                                BalieAuthenticator authenticator,
                                gpointer           user_data)
{
  g_return_if_fail (BALIE_IS_ROUTER (self));

  self->authenticator = authenticator;
  self->authenticator_data = user_data;
}

static gboolean
may_enter (BalieAccess access,
           BalieRole   role)
{
  switch (access)
    {
    case BALIE_ACCESS_ANYBODY:
    case BALIE_ACCESS_SIGNED_IN:
      return TRUE;

    case BALIE_ACCESS_CUSTOMER:
      return role == BALIE_ROLE_CUSTOMER;

    case BALIE_ACCESS_STAFF:
      return role == BALIE_ROLE_STAFF;

    default:
      g_assert_not_reached ();
    }
}

void
balie_router_admit (BalieRouter   *self,
                    BalieExchange *exchange,
                    const char    *account_id,
                    BalieRole      role,
                    const char    *session_id)
{
  const Entry *entry;

  g_return_if_fail (BALIE_IS_ROUTER (self));
  g_return_if_fail (BALIE_IS_EXCHANGE (exchange));
  g_return_if_fail (account_id == NULL || session_id != NULL);
  g_return_if_fail (exchange->route != NULL);

  entry = g_steal_pointer (&exchange->route);
  if (balie_exchange_is_answered (exchange))
    return;

  if (account_id == NULL)
    {
      balie_exchange_refuse (exchange, SOUP_STATUS_UNAUTHORIZED, "token-invalid", NULL);
      return;
    }

  if (!may_enter (entry->route->access, role))
    {
      balie_exchange_refuse (exchange, SOUP_STATUS_NOT_FOUND, "not-found", NULL);
      return;
    }

  exchange->account_id = g_strdup (account_id);
  exchange->role = role;
  exchange->session_id = g_strdup (session_id);
  entry->route->handler (exchange, entry->user_data);
}

void
balie_router_dispatch (BalieRouter   *self,
                       BalieExchange *exchange)
{
  g_auto (GStrv) path = NULL;
  g_autoptr (GString) allowed = g_string_new (NULL);
  const Entry *entry;
  const char  *token;

  g_return_if_fail (BALIE_IS_ROUTER (self));
  g_return_if_fail (BALIE_IS_EXCHANGE (exchange));

  path = split_path (g_uri_get_path (soup_server_message_get_uri (exchange->message)));
  entry = find_entry (self, exchange, path, allowed);

  if (entry == NULL && allowed->len > 0)
    {
      balie_exchange_set_header (exchange, "Allow", allowed->str);
      balie_exchange_refuse (exchange, SOUP_STATUS_METHOD_NOT_ALLOWED, "method-not-allowed", NULL);
      return;
    }

  if (entry == NULL)
    {
      balie_exchange_refuse (exchange, SOUP_STATUS_NOT_FOUND, "not-found", NULL);
      return;
    }

  exchange->parameters = collect_parameters (entry, path);
  if (entry->route->access == BALIE_ACCESS_ANYBODY)
    {
      entry->route->handler (exchange, entry->user_data);
      return;
    }

  token = get_token (exchange);
  exchange->route = entry;
  if (token == NULL || self->authenticator == NULL)
    balie_router_admit (self, exchange, NULL, BALIE_ROLE_CUSTOMER, NULL);
  else
    self->authenticator (self, exchange, token, self->authenticator_data);
}
