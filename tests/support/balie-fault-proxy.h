/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A TCP proxy on loopback that breaks connections as it is told. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BalieFaultKind:
 * @BALIE_FAULT_PASS: none
 * @BALIE_FAULT_REFUSE: the connection is reset as soon as it is made
 * @BALIE_FAULT_CUT: after some bytes, both sides see a reset
 * @BALIE_FAULT_TRUNCATE: after some bytes, the receiver sees an orderly end; the rest is lost
 * @BALIE_FAULT_BLACKHOLE: after some bytes, nothing passes either way any more, not even the end
 * @BALIE_FAULT_DELAY: what comes waits for some milliseconds
 */
typedef enum {
  BALIE_FAULT_PASS,
  BALIE_FAULT_REFUSE,
  BALIE_FAULT_CUT,
  BALIE_FAULT_TRUNCATE,
  BALIE_FAULT_BLACKHOLE,
  BALIE_FAULT_DELAY,
} BalieFaultKind;

/**
 * BalieFaultDirection:
 * @BALIE_FAULT_TO_SERVER: what the client sends
 * @BALIE_FAULT_TO_CLIENT: what the server sends
 */
typedef enum {
  BALIE_FAULT_TO_SERVER,
  BALIE_FAULT_TO_CLIENT,
} BalieFaultDirection;

/**
 * BalieFault:
 * @direction: which bytes are counted or delayed
 * @after: how many bytes of a connection get through. The fault comes with the last of them; for 0, with the first byte,
 *   which does not get through.
 * @delay: milliseconds, for %BALIE_FAULT_DELAY
 */
typedef struct
{
  BalieFaultKind      kind;
  BalieFaultDirection direction;
  guint64             after;
  guint               delay;
} BalieFault;

#define BALIE_TYPE_FAULT_PROXY (balie_fault_proxy_get_type ())
G_DECLARE_FINAL_TYPE (BalieFaultProxy, balie_fault_proxy, BALIE, FAULT_PROXY, GObject)

/**
 * balie_fault_proxy_new:
 * @port: of the server on loopback; it need not be there yet
 *
 * Returns: (transfer full): a proxy that passes everything on, in the default main context
 */
BalieFaultProxy *balie_fault_proxy_new (guint16 port);
guint16          balie_fault_proxy_get_port (BalieFaultProxy *self);

/**
 * balie_fault_proxy_set_server_port:
 *
 * Sends connections that are still to come to another server, such as the same one after a restart.
 */
void balie_fault_proxy_set_server_port (BalieFaultProxy *self,
                                        guint16          port);

/**
 * balie_fault_proxy_add_fault:
 *
 * Keeps a fault for one connection: the next that has none so far.
 */
void balie_fault_proxy_add_fault (BalieFaultProxy  *self,
                                  const BalieFault *fault);

/**
 * balie_fault_proxy_set_default_fault:
 *
 * Sets what connections get for which no fault was added.
 */
void balie_fault_proxy_set_default_fault (BalieFaultProxy  *self,
                                          const BalieFault *fault);

/**
 * balie_fault_proxy_cut_all:
 *
 * Resets every open connection.
 */
void balie_fault_proxy_cut_all (BalieFaultProxy *self);

/**
 * balie_fault_proxy_get_bytes:
 *
 * Returns: how many bytes were passed on in this direction, over all connections
 */
guint64 balie_fault_proxy_get_bytes (BalieFaultProxy    *self,
                                     BalieFaultDirection direction);

/**
 * balie_fault_proxy_get_n_connections:
 *
 * Returns: how many connections clients have made
 */
guint balie_fault_proxy_get_n_connections (BalieFaultProxy *self);

/**
 * balie_fault_proxy_get_n_open:
 *
 * Returns: how many of them are open
 */
guint balie_fault_proxy_get_n_open (BalieFaultProxy *self);

/**
 * balie_fault_proxy_get_n_faults:
 *
 * Returns: how many connections were refused, cut, truncated or blackholed, by their fault
 */
guint balie_fault_proxy_get_n_faults (BalieFaultProxy *self);

G_END_DECLS
