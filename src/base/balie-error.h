/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one error domain, its codes named by what the caller can do about them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BALIE_ERROR:
 *
 * The error domain of every room. Messages are for logs; the app maps codes to translated texts.
 */
#define BALIE_ERROR (balie_error_quark ())

/**
 * BalieError:
 * @BALIE_ERROR_OFFLINE: the server cannot be reached; the same call may succeed later
 * @BALIE_ERROR_AUTH: the login or the token is refused; sign in again
 * @BALIE_ERROR_FORBIDDEN: signed in, but this account may not do this
 * @BALIE_ERROR_NOT_FOUND: there is no such thing, or it is not the caller's
 * @BALIE_ERROR_CONFLICT: somebody changed it meanwhile; look again and decide
 * @BALIE_ERROR_INVALID: the value is not acceptable and will not be so later; change it
 * @BALIE_ERROR_LIMIT: too much, too large or too often; make it smaller or wait
 * @BALIE_ERROR_SERVER: the server failed; the same call may succeed later
 * @BALIE_ERROR_PARSE: the other side speaks something that is not understood
 * @BALIE_ERROR_STORAGE: the disk is full, or the file cannot be read or written
 */
typedef enum {
  BALIE_ERROR_OFFLINE,
  BALIE_ERROR_AUTH,
  BALIE_ERROR_FORBIDDEN,
  BALIE_ERROR_NOT_FOUND,
  BALIE_ERROR_CONFLICT,
  BALIE_ERROR_INVALID,
  BALIE_ERROR_LIMIT,
  BALIE_ERROR_SERVER,
  BALIE_ERROR_PARSE,
  BALIE_ERROR_STORAGE,
} BalieError;

GQuark balie_error_quark (void);

G_END_DECLS
