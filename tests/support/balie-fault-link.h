/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection through the fault proxy. */
#pragma once

#include "balie-fault-proxy.h"

G_BEGIN_DECLS

#define BALIE_TYPE_FAULT_LINK (balie_fault_link_get_type ())
G_DECLARE_FINAL_TYPE (BalieFaultLink, balie_fault_link, BALIE, FAULT_LINK, GObject)

/**
 * BalieFaultLink::passed:
 * @direction: a #BalieFaultDirection
 * @n_bytes: how many
 *
 * Bytes were passed on.
 */

/**
 * BalieFaultLink::faulted:
 *
 * The fault has come.
 */

/**
 * BalieFaultLink::closed:
 *
 * Both connections are closed.
 */

/**
 * balie_fault_link_new:
 * @client: the connection that was accepted
 *
 * Returns: (transfer full): a link that does nothing so far
 */
BalieFaultLink *balie_fault_link_new (GSocketConnection *client,
                                      const BalieFault  *fault);

/**
 * balie_fault_link_start:
 *
 * Connects to the server and passes on what comes.
 */
void balie_fault_link_start (BalieFaultLink *self,
                             guint16         port);

/**
 * balie_fault_link_cut:
 *
 * Resets both connections.
 */
void balie_fault_link_cut (BalieFaultLink *self);

G_END_DECLS
