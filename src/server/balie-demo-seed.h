/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The examples that the demo desk begins with. */
#pragma once

#include "balie-server-config.h"

G_BEGIN_DECLS

/* The colleague who answers at the demo desk, by user name. */
#define BALIE_DEMO_COLLEAGUE "sanne"

/**
 * balie_demo_seed:
 * @config: of the server that is about to start
 * @error: %BALIE_ERROR_STORAGE
 *
 * Fills a desk that has no accounts yet: a company, accounts, requests in every state, a chat. Any other is left alone.
 */
gboolean balie_demo_seed (BalieServerConfig *config,
                          GError           **error);

G_END_DECLS
