/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the sync share: the machine, its fetching and its following. */
#pragma once

#include "balie-event-source.h"
#include "balie-sync-jobs.h"
#include "balie-sync.h"

G_BEGIN_DECLS

/**
 * BalieSyncInput:
 * @BALIE_SYNC_INPUT_START: somebody wants a connection
 * @BALIE_SYNC_INPUT_STOP: nobody does any more
 * @BALIE_SYNC_INPUT_WAKE: things may be different now
 * @BALIE_SYNC_INPUT_DONE: what the state is for has been done
 * @BALIE_SYNC_INPUT_FAILED: it could not be done now
 * @BALIE_SYNC_INPUT_REFUSED: the login is not accepted
 * @BALIE_SYNC_INPUT_RESET: the server's history is not the one that the cache goes on from
 * @BALIE_SYNC_INPUT_GAP: an event does not follow the one before
 * @BALIE_SYNC_INPUT_UNUSABLE: no event stream gets through
 */
typedef enum {
  BALIE_SYNC_INPUT_START,
  BALIE_SYNC_INPUT_STOP,
  BALIE_SYNC_INPUT_WAKE,
  BALIE_SYNC_INPUT_DONE,
  BALIE_SYNC_INPUT_FAILED,
  BALIE_SYNC_INPUT_REFUSED,
  BALIE_SYNC_INPUT_RESET,
  BALIE_SYNC_INPUT_GAP,
  BALIE_SYNC_INPUT_UNUSABLE,
  BALIE_SYNC_N_INPUTS,
} BalieSyncInput;

struct _BalieSync
{
  GObject parent_instance;

  /* owned */
  BalieTransport   *transport;
  BalieCache       *cache;
  char             *own;
  BaliePosition     position;    /* of the cache; no epoch for an empty one */
  GCancellable     *cancellable; /* of what the present state does */
  BalieEventSource *source;      /* in the state STREAM */
  GPtrArray        *received;    /* BalieEvent that wait for the cache */
  GPtrArray        *pages;       /* BalieConversation of the snapshot so far */
  char             *pages_next;  /* the position that the snapshot began with */

  /* borrowed */
  GNetworkMonitor   *monitor;
  const BalieJitter *jitter;

  BalieSyncState state;
  BalieRole      role;
  guint          turn; /* grows with each entry of a state, so that late answers are known */
  guint          attempts;
  guint          retry_after;
  guint          retry_source;
  guint          watchdog_source;
  guint          short_streams; /* in a row */
  guint          polls;         /* since the last stream */
  gint64         retry_at;
  gint64         suspended; /* microseconds that the machine has slept so far */
  gint64         clock_offset;
  gint64         request_at; /* when the desk was asked */
  gint64         stream_at;  /* monotonic, when the stream opened; 0 for not yet */
  gboolean       reached;
  gboolean       stream_unusable;
  gboolean       applying;
  gboolean       desk_outdated;
};

/**
 * BalieSyncTurn:
 *
 * User data of each request: the sync, and the turn in which it began.
 */
typedef struct
{
  BalieSync *sync;
  guint      turn;
} BalieSyncTurn;

BalieSyncTurn *balie_sync_turn_new (BalieSync *sync);
void           balie_sync_turn_free (BalieSyncTurn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieSyncTurn, balie_sync_turn_free)

/**
 * balie_sync_turn_is_over:
 *
 * Returns: whether another state was entered since
 */
gboolean balie_sync_turn_is_over (const BalieSyncTurn *self);

void balie_sync_input (BalieSync     *self,
                       BalieSyncInput input);

/**
 * balie_sync_input_error:
 *
 * The one mapping from what went wrong with a request to what the machine does about it.
 */
void balie_sync_input_error (BalieSync    *self,
                             const GError *error);
void balie_sync_set_reached (BalieSync *self,
                             gboolean   reached);
void balie_sync_set_position (BalieSync           *self,
                              const BaliePosition *position);
void balie_sync_emit_desk (BalieSync *self,
                           BalieDesk *desk);
void balie_sync_emit_events (BalieSync *self,
                             GPtrArray *events);
void balie_sync_emit_snapshot (BalieSync *self,
                               GPtrArray *conversations,
                               GPtrArray *entries);
void balie_sync_emit_live (BalieSync  *self,
                           BalieEvent *event);

/**
 * balie_sync_heard:
 *
 * The server gave a sign of life: the moment to look whether the machine slept, and not to wake once more for it.
 */
void balie_sync_heard (BalieSync *self);

/* What the states do, each in its own file. */
void balie_sync_fetch_desk (BalieSync *self);
void balie_sync_refetch_desk (BalieSync *self);
void balie_sync_fetch_snapshot (BalieSync *self);
void balie_sync_fetch_events (BalieSync *self,
                              guint      wait);
void balie_sync_follow_stream (BalieSync *self);

G_END_DECLS
