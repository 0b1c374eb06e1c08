/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of sessions: who may call with which token. */
#pragma once

#include "balie-caller.h"
#include "balie-db.h"

G_BEGIN_DECLS

/**
 * BALIE_SESSION_LIFETIME:
 *
 * How long a token holds, in milliseconds: 90 days.
 */
#define BALIE_SESSION_LIFETIME (G_GINT64_CONSTANT (90) * 24 * 3600 * 1000)

/**
 * BalieSessionRow:
 * @id: UUID
 * @device: (nullable): what the client said it runs on
 * @created_at: milliseconds since 1970
 * @expires_at: milliseconds since 1970
 */
typedef struct
{
  char  *id;
  char  *device;
  gint64 created_at;
  gint64 expires_at;
} BalieSessionRow;

void balie_session_row_free (BalieSessionRow *self);

gboolean balie_session_store_insert (BalieDb           *db,
                                     const BalieCaller *caller,
                                     const char        *token_hash,
                                     const char        *device_id,
                                     const char        *device,
                                     gint64             now,
                                     GError           **error);

/**
 * balie_session_store_find_caller:
 * @token_hash: see [func@token_hash]
 *
 * Returns: (transfer full) (nullable): whose token it is; %NULL without @error when it is nobody's any more
 */
BalieCaller *balie_session_store_find_caller (BalieDb    *db,
                                              const char *token_hash,
                                              gint64      now,
                                              GError    **error);

/**
 * balie_session_store_is_alive:
 * @id: of a session
 *
 * Returns: whether it still holds; %FALSE also on error
 */
gboolean balie_session_store_is_alive (BalieDb    *db,
                                       const char *id,
                                       gint64      now,
                                       GError    **error);

/**
 * balie_session_store_list:
 *
 * Returns: (transfer full) (element-type BalieSessionRow): the account's sessions, the newest first
 */
GPtrArray *balie_session_store_list (BalieDb    *db,
                                     const char *account,
                                     gint64      now,
                                     GError    **error);

/**
 * balie_session_store_end:
 * @account: whose it must be
 * @id: of the session
 * @ended: (out): whether there was one to end
 */
gboolean balie_session_store_end (BalieDb    *db,
                                  const char *account,
                                  const char *id,
                                  gboolean   *ended,
                                  GError    **error);

/**
 * balie_session_store_end_all:
 * @except: (nullable): id of a session that stays
 *
 * Returns: (transfer full) (element-type utf8): ids of the sessions that ended, or %NULL on error
 */
GPtrArray *balie_session_store_end_all (BalieDb    *db,
                                        const char *account,
                                        const char *except,
                                        GError    **error);

/**
 * balie_session_store_prune:
 *
 * Deletes what has expired.
 */
gboolean balie_session_store_prune (BalieDb *db,
                                    gint64   now,
                                    GError **error);

G_END_DECLS
