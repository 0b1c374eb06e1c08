/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who asks: the account and the session behind a token. */
#pragma once

#include "balie-person.h"

G_BEGIN_DECLS

/**
 * BALIE_STREAM_DESK:
 *
 * Id of the stream that all of the staff read. A customer's stream has the id of the account.
 */
#define BALIE_STREAM_DESK "desk"

/**
 * BalieCaller:
 * @account: id of the account
 * @name: (nullable): of the account, for display; %NULL when it is not known
 * @role: customer or staff
 * @session: (nullable): id of the session; %NULL for a caller inside the server, such as the demo's colleague
 * @expires_at: when the session ends; milliseconds since 1970
 */
typedef struct
{
  char     *account;
  char     *name;
  BalieRole role;
  char     *session;
  gint64    expires_at;
} BalieCaller;

BalieCaller *balie_caller_new (const char *account,
                               const char *name,
                               BalieRole   role,
                               const char *session);
BalieCaller *balie_caller_copy (const BalieCaller *self);
void         balie_caller_free (BalieCaller *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieCaller, balie_caller_free)

/**
 * balie_caller_get_stream:
 *
 * Returns: (transfer none): id of the stream that this caller reads
 */
const char *balie_caller_get_stream (const BalieCaller *self);

/**
 * balie_caller_is_staff:
 *
 * Returns: whether the caller is of the staff
 */
gboolean balie_caller_is_staff (const BalieCaller *self);

G_END_DECLS
