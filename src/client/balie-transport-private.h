/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only tests need of the transport. */
#pragma once

#include "balie-transport.h"

G_BEGIN_DECLS

/**
 * balie_transport_set_timeout:
 * @seconds: without progress, after which a request has failed; 60 unless set
 */
void balie_transport_set_timeout (BalieTransport *self,
                                  guint           seconds);

G_END_DECLS
