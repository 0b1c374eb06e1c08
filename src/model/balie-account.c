/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account as its owner and the staff see it. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-account.h"

G_DEFINE_BOXED_TYPE (BalieAccount, balie_account, balie_account_ref, balie_account_unref)

/* The roles that an account can have, in the order of BalieRole. */
static const char *const account_role_nicks[] = {
  "customer",
  "staff",
  NULL,
};

BalieAccount *
balie_account_new (void)
{
  BalieAccount *self = g_new0 (BalieAccount, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

BalieAccount *
balie_account_ref (BalieAccount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_account_unref (BalieAccount *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->username);
  g_free (self->name);
  g_free (self->email);
  g_free (self->language);
  g_free (self->chat);
  g_free (self);
}

BalieAccount *
balie_account_read (BalieJsonReader *reader,
                    const char      *name)
{
  BalieAccount *self = balie_account_new ();

  balie_json_reader_enter_object (reader, name);
  self->id = g_strdup (balie_json_reader_uuid (reader, "id"));
  self->username = g_strdup (balie_json_reader_string (reader, "username"));
  self->name = g_strdup (balie_json_reader_string (reader, "name"));
  self->role = balie_json_reader_enum (reader, "role", account_role_nicks);
  self->email = g_strdup (balie_json_reader_optional_string (reader, "email"));
  self->language = g_strdup (balie_json_reader_optional_string (reader, "language"));
  self->notify_by_email = balie_json_reader_optional_boolean (reader, "notify_by_email", TRUE);
  self->chat = g_strdup (balie_json_reader_optional_uuid (reader, "chat"));
  balie_json_reader_leave (reader);
  return self;
}

void
balie_account_write (const BalieAccount *self,
                     BalieJsonWriter    *writer,
                     const char         *name)
{
  balie_json_writer_begin_object (writer, name);
  balie_json_writer_string (writer, "id", self->id);
  balie_json_writer_string (writer, "username", self->username);
  balie_json_writer_string (writer, "name", self->name);
  balie_json_writer_string (writer, "role", balie_role_nicks[self->role]);
  balie_json_writer_optional_string (writer, "email", self->email);
  balie_json_writer_optional_string (writer, "language", self->language);
  balie_json_writer_boolean (writer, "notify_by_email", self->notify_by_email);
  balie_json_writer_optional_string (writer, "chat", self->chat);
  balie_json_writer_end_object (writer);
}
