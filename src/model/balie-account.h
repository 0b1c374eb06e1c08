/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account as its owner and the staff see it. */
#pragma once

#include "balie-person.h"

G_BEGIN_DECLS

/**
 * BalieAccount:
 * @id: UUID
 * @username: what one signs in with
 * @name: for display
 * @role: customer or staff
 * @email: (nullable): where answers are mailed to; only for the owner and for staff
 * @language: (nullable): of mails to this account, such as `nl`
 * @notify_by_email: whether answers that were not seen are mailed
 * @chat: (nullable): id of a customer's own chat
 *
 * Immutable once it is shared.
 */
typedef struct
{
  char     *id;
  char     *username;
  char     *name;
  BalieRole role;
  char     *email;
  char     *language;
  gboolean  notify_by_email;
  char     *chat;

  /*< private >*/
  gatomicrefcount ref_count;
} BalieAccount;

#define BALIE_TYPE_ACCOUNT (balie_account_get_type ())
GType balie_account_get_type (void) G_GNUC_CONST;

/**
 * balie_account_new:
 *
 * Returns: (transfer full): an empty account, to be filled in before it is shared
 */
BalieAccount *balie_account_new (void);
BalieAccount *balie_account_ref (BalieAccount *self);
void          balie_account_unref (BalieAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieAccount, balie_account_unref)

/**
 * balie_account_read:
 * @name: (nullable): the member that holds it, or %NULL for the place where @reader stands
 *
 * Returns: (transfer full): an account. Faults stay in @reader.
 */
BalieAccount *balie_account_read (BalieJsonReader *reader,
                                  const char      *name);
void          balie_account_write (const BalieAccount *self,
                                   BalieJsonWriter    *writer,
                                   const char         *name);

G_END_DECLS
