/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the cache up with the server: connects, catches up, follows the events, begins again. */
#pragma once

#include "balie-cache.h"
#include "balie-jitter.h"
#include "balie-transport.h"

G_BEGIN_DECLS

/**
 * BalieSyncState:
 * @BALIE_SYNC_IDLE: not started, or stopped
 * @BALIE_SYNC_WAITING: for the next try
 * @BALIE_SYNC_DESK: asks who is there
 * @BALIE_SYNC_SNAPSHOT: fetches all anew
 * @BALIE_SYNC_CATCH_UP: fetches what happened since
 * @BALIE_SYNC_STREAM: live, by server-sent events
 * @BALIE_SYNC_POLL: live, by requests that wait
 * @BALIE_SYNC_REFUSED: the login is not accepted
 */
typedef enum {
  BALIE_SYNC_IDLE,
  BALIE_SYNC_WAITING,
  BALIE_SYNC_DESK,
  BALIE_SYNC_SNAPSHOT,
  BALIE_SYNC_CATCH_UP,
  BALIE_SYNC_STREAM,
  BALIE_SYNC_POLL,
  BALIE_SYNC_REFUSED,
} BalieSyncState;

#define BALIE_TYPE_SYNC_STATE (balie_sync_state_get_type ())
GType balie_sync_state_get_type (void) G_GNUC_CONST;

/**
 * BalieSync:
 *
 * Properties (read-only, each notifies): `state` (BalieSyncState), `retry-at` (int64: when it is tried again, by the server's
 * clock; 0 while it does not wait), `reached` (boolean: the server answers, and is the one whose history we know).
 *
 * Signals, each after the commit of what it tells: `desk` (BalieDesk); `events` (GPtrArray of BalieEvent): new ones, in order;
 * `snapshot` (GPtrArray of BalieConversation, GPtrArray of BalieOutboxEntry): they take the place of all there was. And
 * `live` (BalieEvent): typing or presence.
 */
#define BALIE_TYPE_SYNC (balie_sync_get_type ())
G_DECLARE_FINAL_TYPE (BalieSync, balie_sync, BALIE, SYNC, GObject)

/**
 * balie_sync_new:
 * @own: id of the reader's account
 * @role: the reader's side
 * @position: (nullable): of the cache; %NULL for an empty one
 * @jitter: (transfer none): of retries; outlives the sync
 */
BalieSync *balie_sync_new (BalieTransport    *transport,
                           BalieCache        *cache,
                           const char        *own,
                           BalieRole          role,
                           const char        *position,
                           const BalieJitter *jitter);

/**
 * balie_sync_start:
 *
 * Begins to connect; also after the login was refused.
 */
void balie_sync_start (BalieSync *self);

/**
 * balie_sync_wake:
 *
 * Tries at once: the network changed, the machine woke up, somebody asked.
 */
void balie_sync_wake (BalieSync *self);

/**
 * balie_sync_refuse_login:
 *
 * Somebody else saw the login refused.
 */
void           balie_sync_refuse_login (BalieSync *self);
void           balie_sync_stop (BalieSync *self);
BalieSyncState balie_sync_get_state (BalieSync *self);
gboolean       balie_sync_get_reached (BalieSync *self);
gint64         balie_sync_get_retry_at (BalieSync *self);

/**
 * balie_sync_get_attempts:
 *
 * Returns: how often it failed in a row
 */
guint balie_sync_get_attempts (BalieSync *self);

/**
 * balie_sync_get_clock_offset:
 *
 * Returns: milliseconds by which the server's clock is ahead of this machine's
 */
gint64 balie_sync_get_clock_offset (BalieSync *self);

G_END_DECLS
