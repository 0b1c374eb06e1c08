/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people type for a server, made into an address. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-server-address.h"

#include <gio/gio.h>
#include <string.h>

#include "balie-error.h"

#define MAX_LENGTH 2000

static gboolean
refuse (GError    **error,
        const char *detail)
{
  g_set_error (error, BALIE_ERROR, BALIE_ERROR_INVALID, "Server address: %s", detail);
  return FALSE;
}

static gboolean
host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address == NULL)
    return strcmp (host, "localhost") == 0;

  return g_inet_address_get_is_loopback (address);
}

/* The letters of DNS names, and the underscore that some people have in theirs. */
static gboolean
host_is_name (const char *host)
{
  if (host[0] == '.' || strstr (host, "..") != NULL)
    return FALSE;

  for (const char *c = host; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("-._", *c) == NULL)
      return FALSE;

  return TRUE;
}

/* Returns the host as it is looked up: ASCII, lower case, without the dot of the root; NULL when it cannot be one. */
static char *
normalize_host (const char *host)
{
  g_autofree char *ascii = NULL;
  gsize            length;

  if (host == NULL)
    return NULL;

  if (g_hostname_is_ip_address (host))
    return g_ascii_strdown (host, -1);

  ascii = g_hostname_to_ascii (host);
  if (ascii == NULL)
    return NULL;

  length = strlen (ascii);
  if (length > 0 && ascii[length - 1] == '.')
    ascii[length - 1] = '\0';
  if (ascii[0] == '\0' || !host_is_name (ascii))
    return NULL;

  return g_ascii_strdown (ascii, -1);
}

/* Returns the path without slashes at its end; NULL when servers disagree about what it means. Dots are resolved already. */
static char *
normalize_path (const char *path)
{
  g_autofree char *escaped = g_uri_escape_string (path, "%!$&'()*+,;=:@/", FALSE);
  gsize            length = strlen (escaped);

  while (length > 0 && escaped[length - 1] == '/')
    escaped[--length] = '\0';

  return strstr (escaped, "//") == NULL ? g_steal_pointer (&escaped) : NULL;
}

/* Returns what was typed with a scheme before it, which is http for this very machine only. */
static char *
add_scheme (const char *typed)
{
  g_autofree char *secure = NULL;
  g_autoptr (GUri) uri = NULL;

  if (strstr (typed, "://") != NULL)
    return g_strdup (typed);

  secure = g_strconcat ("https://", typed, NULL);
  uri = g_uri_parse (secure, G_URI_FLAGS_NONE, NULL);
  if (uri != NULL && g_uri_get_host (uri) != NULL)
    {
      g_autofree char *host = normalize_host (g_uri_get_host (uri));

      if (host != NULL && host_is_loopback (host))
        return g_strconcat ("http://", typed, NULL);
    }

  return g_steal_pointer (&secure);
}

static gboolean
check_parts (GUri    *uri,
             GError **error)
{
  const char *scheme = g_uri_get_scheme (uri);

  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0)
    return refuse (error, "neither http nor https");
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, "has a user");
  if (g_uri_get_query (uri) != NULL)
    return refuse (error, "has a query");
  if (g_uri_get_fragment (uri) != NULL)
    return refuse (error, "has a fragment");
  if (g_uri_get_port (uri) == 0)
    return refuse (error, "port 0");

  return TRUE;
}

static int
explicit_port (GUri *uri)
{
  int port = g_uri_get_port (uri);
  int standard = strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;

  return port == standard ? -1 : port;
}

char *
balie_server_address_parse (const char         *typed,
                            BalieAddressSafety *safety,
                            GError            **error)
{
  g_autofree char *stripped = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (typed != NULL, NULL);

  if (!g_utf8_validate (typed, -1, NULL) || strlen (typed) > MAX_LENGTH)
    {
      refuse (error, "no text, or too long");
      return NULL;
    }

  stripped = g_strstrip (g_strdup (typed));
  whole = add_scheme (stripped);
  uri = g_uri_parse (whole, G_URI_FLAGS_ENCODED_PATH, NULL);
  if (uri == NULL)
    {
      refuse (error, "cannot be understood");
      return NULL;
    }
  if (!check_parts (uri, error))
    return NULL;

  host = normalize_host (g_uri_get_host (uri));
  if (host == NULL)
    {
      refuse (error, "no host");
      return NULL;
    }
  path = normalize_path (g_uri_get_path (uri));
  if (path == NULL)
    {
      refuse (error, "ambiguous path");
      return NULL;
    }

  if (safety != NULL)
    *safety = strcmp (g_uri_get_scheme (uri), "https") == 0 || host_is_loopback (host)
                ? BALIE_ADDRESS_SAFE
                : BALIE_ADDRESS_UNENCRYPTED;

  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, host, explicit_port (uri), path, NULL, NULL);
}
