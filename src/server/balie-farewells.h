/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A last answer on a connection whose request is not read to its end. */
#pragma once

#include "balie-exchange-private.h"
#include "balie-socket-set.h"

G_BEGIN_DECLS

/**
 * BalieFarewells:
 *
 * Closing a socket at which unread data stands resets it, and the client may lose the answer. So after the answer the
 * connection is kept a little longer, and what still comes is thrown away.
 */
typedef struct _BalieFarewells BalieFarewells;

/**
 * balie_farewells_new:
 * @sockets: borrowed
 */
BalieFarewells *balie_farewells_new (BalieSocketSet *sockets);

/**
 * balie_farewells_free:
 *
 * Closes what is still open.
 */
void balie_farewells_free (BalieFarewells *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieFarewells, balie_farewells_free)

/**
 * balie_farewells_say:
 * @exchange: whose headers were read; ended by this
 * @problem: the answer
 *
 * Takes the connection out of the HTTP server, answers and closes it. libsoup itself would read the whole body before it
 * answers.
 */
void balie_farewells_say (BalieFarewells *self,
                          BalieExchange  *exchange,
                          BalieProblem   *problem);

G_END_DECLS
