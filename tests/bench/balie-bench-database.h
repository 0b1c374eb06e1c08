/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a disk allows SQLite alone: the floor that durable messages are measured against. */
#pragma once

#include "balie-db.h"
#include "balie-test-folder.h"

G_BEGIN_DECLS

/**
 * balie_bench_database_open:
 * @name: of the file in @folder
 *
 * Returns: (transfer full): a database of the shape of the server's, with one conversation
 */
BalieDb *balie_bench_database_open (BalieTestFolder *folder,
                                    const char      *name);

/**
 * balie_bench_database_write:
 *
 * Writes what the server writes for a message: a conversation's count, the message, an event.
 */
gboolean balie_bench_database_write (BalieDb *db,
                                     GError **error);

/**
 * balie_bench_database_measure_alone:
 * @group: how many messages are committed together
 *
 * Prints the rate under the name `sqlite-alone-in-groups-of-N`.
 *
 * Returns: messages a second
 */
double balie_bench_database_measure_alone (BalieTestFolder *folder,
                                           guint            group);

G_END_DECLS
