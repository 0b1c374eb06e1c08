/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody as others see them: an id, a name and a role. */
#pragma once

#include <glib-object.h>

#include "balie-json-reader.h"
#include "balie-json-writer.h"

G_BEGIN_DECLS

/**
 * BalieRole:
 * @BALIE_ROLE_CUSTOMER: asks
 * @BALIE_ROLE_STAFF: answers
 * @BALIE_ROLE_SYSTEM: the desk itself; author of system messages, never an account
 */
typedef enum {
  BALIE_ROLE_CUSTOMER,
  BALIE_ROLE_STAFF,
  BALIE_ROLE_SYSTEM,
} BalieRole;

/**
 * balie_role_nicks:
 *
 * The words on the wire and in the database, in the order of #BalieRole, ended by %NULL.
 */
extern const char *const balie_role_nicks[];

/**
 * BaliePerson:
 * @id: UUID of the account; "" for the system
 * @name: for display
 * @role: customer, staff or system
 *
 * Immutable once it is shared; so is every value of this room.
 */
typedef struct
{
  char     *id;
  char     *name;
  BalieRole role;

  /*< private >*/
  gatomicrefcount ref_count;
} BaliePerson;

#define BALIE_TYPE_PERSON (balie_person_get_type ())
GType balie_person_get_type (void) G_GNUC_CONST;

BaliePerson *balie_person_new (const char *id,
                               const char *name,
                               BalieRole   role);
BaliePerson *balie_person_ref (BaliePerson *self);
void         balie_person_unref (BaliePerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BaliePerson, balie_person_unref)

/**
 * balie_person_read:
 * @name: (nullable): the member that holds it, or %NULL for the place where @reader stands
 *
 * Returns: (transfer full) (nullable): a person, or %NULL when the member is absent. Faults stay in @reader.
 */
BaliePerson *balie_person_read (BalieJsonReader *reader,
                                const char      *name);

/**
 * balie_person_write:
 * @self: (nullable): %NULL writes nothing
 */
void balie_person_write (const BaliePerson *self,
                         BalieJsonWriter   *writer,
                         const char        *name);

G_END_DECLS
