/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody as others see them: an id, a name and a role. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-person.h"

G_DEFINE_BOXED_TYPE (BaliePerson, balie_person, balie_person_ref, balie_person_unref)

const char *const balie_role_nicks[] = {
  "customer",
  "staff",
  "system",
  NULL,
};

BaliePerson *
balie_person_new (const char *id,
                  const char *name,
                  BalieRole   role)
{
  BaliePerson *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (BaliePerson, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->role = role;
  return self;
}

BaliePerson *
balie_person_ref (BaliePerson *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_person_unref (BaliePerson *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

BaliePerson *
balie_person_read (BalieJsonReader *reader,
                   const char      *name)
{
  BaliePerson *self;
  BalieRole    role;
  const char  *id;

  if (!balie_json_reader_has (reader, name))
    return NULL;

  balie_json_reader_enter_object (reader, name);
  role = balie_json_reader_enum (reader, "role", balie_role_nicks);
  if (role == BALIE_ROLE_SYSTEM)
    id = balie_json_reader_string (reader, "id");
  else
    id = balie_json_reader_uuid (reader, "id");
  self = balie_person_new (id, balie_json_reader_string (reader, "name"), role);
  balie_json_reader_leave (reader);
  return self;
}

void
balie_person_write (const BaliePerson *self,
                    BalieJsonWriter   *writer,
                    const char        *name)
{
  if (self == NULL)
    return;

  balie_json_writer_begin_object (writer, name);
  balie_json_writer_string (writer, "id", self->id);
  balie_json_writer_string (writer, "name", self->name);
  balie_json_writer_string (writer, "role", balie_role_nicks[self->role]);
  balie_json_writer_end_object (writer);
}
