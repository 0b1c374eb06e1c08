/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the outbox shares with its lanes. */
#pragma once

#include "balie-outbox.h"

G_BEGIN_DECLS

struct _BalieOutbox
{
  GObject parent_instance;

  /* owned */
  BalieTransport   *transport;
  BalieCache       *cache;
  BalieUploadQueue *uploads;
  BaliePerson      *author;
  GCancellable     *cancellable;
  GPtrArray        *entries; /* BalieOutboxEntry, in order */
  GHashTable       *lanes;   /* id of a conversation -> BalieOutboxLane */

  const BalieJitter *jitter;
  gboolean           open;
};

gboolean balie_outbox_is_stopped (BalieOutbox *self);

/**
 * balie_outbox_forget:
 *
 * The cache does not count @entry as unsent any more; it is freed.
 */
void balie_outbox_forget (BalieOutbox      *self,
                          BalieOutboxEntry *entry);
void balie_outbox_emit_changed (BalieOutbox            *self,
                                const BalieOutboxEntry *entry);
void balie_outbox_emit_sent (BalieOutbox       *self,
                             BalieMessage      *message,
                             BalieConversation *conversation);
void balie_outbox_emit_removed (BalieOutbox            *self,
                                const BalieOutboxEntry *entry);

/**
 * balie_outbox_refuse_login:
 *
 * The server did not accept the login: nothing goes out any more.
 */
void balie_outbox_refuse_login (BalieOutbox *self);

G_END_DECLS
