/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people type for a server, made into an address. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BalieAddressSafety:
 * @BALIE_ADDRESS_SAFE: https, or http to this very machine
 * @BALIE_ADDRESS_UNENCRYPTED: http to another machine: only after a warning that was confirmed for this server
 */
typedef enum {
  BALIE_ADDRESS_SAFE,
  BALIE_ADDRESS_UNENCRYPTED,
} BalieAddressSafety;

/**
 * balie_server_address_parse:
 * @typed: such as `desk.example.com`, `https://example.com/support/` or `http://127.0.0.1:8080`
 * @safety: (out) (optional): whether a warning is due
 * @error: %BALIE_ERROR_INVALID: empty, no host, another scheme, with user, query or fragment
 *
 * Without a scheme it is https, but http for 127.0.0.0/8, [::1] and localhost.
 *
 * Returns: (transfer full): the base address, normalized, without a slash at the end
 */
char *balie_server_address_parse (const char         *typed,
                                  BalieAddressSafety *safety,
                                  GError            **error);

G_END_DECLS
