/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One login: name, password and token, overwritten when it goes. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-login-private.h"

#include <string.h>

#include "balie-error.h"
#include "balie-json-reader.h"
#include "balie-json-writer.h"

void
balie_secret_free (char *text)
{
  if (text == NULL)
    return;

  explicit_bzero (text, strlen (text));
  g_free (text);
}

BalieLogin *
balie_login_new (const char *server,
                 const char *username,
                 const char *password)
{
  BalieLogin *self = g_new0 (BalieLogin, 1);

  self->server = g_strdup (server);
  self->username = g_strdup (username);
  self->password = g_strdup (password);

  return self;
}

BalieLogin *
balie_login_copy (const BalieLogin *self)
{
  BalieLogin *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = balie_login_new (self->server, self->username, self->password);
  copy->token = g_strdup (self->token);
  copy->account = g_strdup (self->account);

  return copy;
}

void
balie_login_free (BalieLogin *self)
{
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->username, g_free);
  g_clear_pointer (&self->password, balie_secret_free);
  g_clear_pointer (&self->token, balie_secret_free);
  g_clear_pointer (&self->account, g_free);
  g_free (self);
}

char *
balie_login_to_secret (const BalieLogin *self)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  g_return_val_if_fail (self != NULL, NULL);

  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_string (writer, "password", self->password);
  balie_json_writer_optional_string (writer, "token", self->token);
  balie_json_writer_optional_string (writer, "account", self->account);
  balie_json_writer_end_object (writer);

  return balie_json_writer_end (writer, NULL);
}

BalieLogin *
balie_login_from_secret (const char *server,
                         const char *username,
                         const char *secret,
                         gsize       length,
                         GError    **error)
{
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (BalieLogin) self = NULL;

  reader = balie_json_reader_new (secret, length, BALIE_JSON_READER_NONE, NULL);
  if (reader != NULL)
    {
      self = balie_login_new (server, username, balie_json_reader_string (reader, "password"));
      self->token = g_strdup (balie_json_reader_optional_string (reader, "token"));
      self->account = g_strdup (balie_json_reader_optional_uuid (reader, "account"));
    }

  if (reader == NULL || !balie_json_reader_finish (reader, NULL))
    {
      g_set_error_literal (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "The keyring's item holds no login");
      return NULL;
    }

  return g_steal_pointer (&self);
}
