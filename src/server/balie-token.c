/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Session tokens: 256 random bits for the client, their SHA-256 for the database. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-token.h"

#include <sodium.h>
#include <string.h>

#define TOKEN_BYTES 32
#define TOKEN_LENGTH 43

char *
balie_token_new (void)
{
  guint8 bytes[TOKEN_BYTES];
  gsize  size = sodium_base64_encoded_len (TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char  *token = g_malloc (size);

  if (sodium_init () < 0)
    g_error ("The system has no random numbers");

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (token, size, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (bytes, sizeof bytes);
  return token;
}

void
balie_token_free (char *token)
{
  if (token != NULL)
    sodium_memzero (token, strlen (token));
  g_free (token);
}

gboolean
balie_token_is_well_formed (const char *token)
{
  return token != NULL &&
         strlen (token) == TOKEN_LENGTH &&
         strspn (token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == TOKEN_LENGTH;
}

char *
balie_token_hash (const char *token)
{
  g_return_val_if_fail (token != NULL, NULL);

  /* A fast hash is enough: unlike a password, 256 random bits cannot be guessed. */
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}
