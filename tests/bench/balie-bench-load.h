/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many HTTP clients in one thread, so that they take little of the machine from the server that they measure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BalieBenchRequest:
 * @client: number of the client that asks
 *
 * Returns: (transfer full): a whole HTTP request
 */
typedef char *(*BalieBenchRequest) (guint    client,
                                    gpointer data);

typedef struct _BalieBenchLoad BalieBenchLoad;

/**
 * balie_bench_load_new:
 * @n_clients: how many, each with a connection of its own that stays open
 *
 * Returns: (transfer full): clients of a server on this machine
 */
BalieBenchLoad *balie_bench_load_new (guint16           port,
                                      guint             n_clients,
                                      BalieBenchRequest request,
                                      gpointer          data);
void            balie_bench_load_free (BalieBenchLoad *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieBenchLoad, balie_bench_load_free)

/**
 * balie_bench_load_run:
 * @status: of every answer; another one ends the program
 * @milliseconds: (element-type double) (nullable): takes how long each answer took
 *
 * Lets each client ask again as soon as it was answered.
 *
 * Returns: answers a second
 */
double balie_bench_load_run (BalieBenchLoad *self,
                             double          seconds,
                             int             status,
                             GArray         *milliseconds);

G_END_DECLS
