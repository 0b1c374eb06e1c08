/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox on disk: what was sent by a person and is not yet, or was lately, with the server. */
#pragma once

#include "balie-db.h"
#include "balie-outbox-entry.h"

G_BEGIN_DECLS

/**
 * balie_outbox_table_add:
 *
 * Sets the entry's ordinal.
 */
gboolean balie_outbox_table_add (BalieDb          *db,
                                 BalieOutboxEntry *entry,
                                 GError          **error);

/**
 * balie_outbox_table_list:
 *
 * Returns: (transfer full) (element-type BalieOutboxEntry): what is not sent, in order
 */
GPtrArray *balie_outbox_table_list (BalieDb *db,
                                    GError **error);

/**
 * balie_outbox_table_get:
 *
 * Returns: (transfer full) (nullable): the entry of that message; %NULL without @error when there is none
 */
BalieOutboxEntry *balie_outbox_table_get (BalieDb    *db,
                                          const char *message,
                                          GError    **error);

/**
 * balie_outbox_table_set_attempted:
 *
 * From now on it may have reached the server.
 */
gboolean balie_outbox_table_set_attempted (BalieDb    *db,
                                           const char *message,
                                           GError    **error);
gboolean balie_outbox_table_set_refused (BalieDb    *db,
                                         const char *message,
                                         BalieError  code,
                                         const char *type,
                                         GError    **error);

/**
 * balie_outbox_table_set_waiting:
 *
 * A refused one goes out again.
 */
gboolean balie_outbox_table_set_waiting (BalieDb    *db,
                                         const char *message,
                                         GError    **error);

/**
 * balie_outbox_table_set_sent:
 *
 * No fault when there is no such entry, or it was known.
 */
gboolean balie_outbox_table_set_sent (BalieDb    *db,
                                      const char *message,
                                      gint64      sent_at,
                                      GError    **error);

/**
 * balie_outbox_table_set_request_sent:
 *
 * As [func@outbox_table_set_sent], for the request that made @conversation.
 */
gboolean balie_outbox_table_set_request_sent (BalieDb    *db,
                                              const char *conversation,
                                              gint64      sent_at,
                                              GError    **error);

/**
 * balie_outbox_table_resend:
 * @since: milliseconds since 1970
 *
 * What was sent after @since goes out again, in its old place; the server knows by its id what it has. So does what was
 * refused because its conversation was lost.
 */
gboolean balie_outbox_table_resend (BalieDb *db,
                                    gint64   since,
                                    GError **error);

/**
 * balie_outbox_table_remove:
 *
 * Removes an entry that is not with the server.
 *
 * Returns: whether it went; %FALSE without @error when it may have reached the server, or is not there
 */
gboolean balie_outbox_table_remove (BalieDb    *db,
                                    const char *message,
                                    GError    **error);

/**
 * balie_outbox_table_prune:
 *
 * Forgets what was sent before @before.
 */
gboolean balie_outbox_table_prune (BalieDb *db,
                                   gint64   before,
                                   GError **error);

/**
 * balie_outbox_table_salvage:
 * @from: a damaged cache
 * @to: a new one
 *
 * Copies what can be read of what is not sent.
 *
 * Returns: how many entries were saved
 */
guint balie_outbox_table_salvage (BalieDb *from,
                                  BalieDb *to);

G_END_DECLS
