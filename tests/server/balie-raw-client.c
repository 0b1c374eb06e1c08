/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client that says exactly the bytes it is told to, as no honest HTTP library would. */
#include "config.h"

#include "balie-raw-client.h"

#include "balie-test-wait.h"

#include <string.h>

struct _BalieRawClient
{
  GSocket *socket;
  GString *text;
  gboolean is_closed;
};

BalieRawClient *
balie_raw_client_new (guint16 port)
{
  BalieRawClient *self = g_new0 (BalieRawClient, 1);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_autoptr (GError) error = NULL;

  self->text = g_string_new (NULL);
  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_connect (self->socket, address, NULL, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (self->socket, FALSE);
  return self;
}

void
balie_raw_client_free (BalieRawClient *self)
{
  g_socket_close (self->socket, NULL);
  g_object_unref (self->socket);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static gboolean
send_some (BalieRawClient *self,
           const char    **text,
           gsize          *left)
{
  g_autoptr (GError) error = NULL;
  gssize n_sent = g_socket_send (self->socket, *text, *left, NULL, &error);

  if (n_sent < 0)
    return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);

  *text += n_sent;
  *left -= (gsize)n_sent;
  return *left == 0;
}

void
balie_raw_client_send (BalieRawClient *self,
                       const char     *text,
                       gssize          length)
{
  gsize left = length < 0 ? strlen (text) : (gsize)length;

  balie_test_wait_until (send_some (self, &text, &left));
}

void
balie_raw_client_end (BalieRawClient *self)
{
  g_autoptr (GError) error = NULL;

  g_socket_shutdown (self->socket, FALSE, TRUE, &error);
  g_assert_no_error (error);
}

const char *
balie_raw_client_read (BalieRawClient *self)
{
  char buffer[65536];

  while (!self->is_closed)
    {
      g_autoptr (GError) error = NULL;
      gssize n_read = g_socket_receive (self->socket, buffer, sizeof buffer, NULL, &error);

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        break;
      if (n_read <= 0)
        self->is_closed = TRUE;
      else
        g_string_append_len (self->text, buffer, n_read);
    }

  return self->text->str;
}

gboolean
balie_raw_client_is_closed (BalieRawClient *self)
{
  balie_raw_client_read (self);
  return self->is_closed;
}

void
balie_raw_client_clear (BalieRawClient *self)
{
  balie_raw_client_read (self);
  g_string_truncate (self->text, 0);
}

guint
balie_raw_client_get_status (BalieRawClient *self)
{
  const char *text = balie_raw_client_read (self);

  if (!g_str_has_prefix (text, "HTTP/1.") || strlen (text) < strlen ("HTTP/1.1 200 "))
    return 0;

  return (guint)g_ascii_strtoull (text + strlen ("HTTP/1.1 "), NULL, 10);
}

gboolean
balie_raw_client_is_complete (BalieRawClient *self)
{
  const char *text = balie_raw_client_read (self);
  const char *body = strstr (text, "\r\n\r\n");
  const char *length;

  if (body == NULL)
    return FALSE;

  length = strstr (text, "\r\nContent-Length: ");
  if (length == NULL || length > body)
    return TRUE;

  return strlen (body + 4) >= g_ascii_strtoull (length + strlen ("\r\nContent-Length: "), NULL, 10);
}

char *
balie_raw_client_ask (guint16     port,
                      const char *request)
{
  g_autoptr (BalieRawClient) client = balie_raw_client_new (port);

  balie_raw_client_send (client, request, -1);
  balie_test_wait_until (balie_raw_client_is_closed (client) ||
                         (!g_str_has_prefix (request, "HEAD") && balie_raw_client_is_complete (client)) ||
                         (g_str_has_prefix (request, "HEAD") && strstr (balie_raw_client_read (client), "\r\n\r\n") != NULL));
  return g_strdup (balie_raw_client_read (client));
}
