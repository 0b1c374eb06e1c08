/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls of the client room, made to wait for their ends. */
#pragma once

#include "balie-desk.h"
#include "balie-transport.h"

G_BEGIN_DECLS

/**
 * BalieTestReply:
 *
 * What a request came to; its address is the user data of [func@test_on_reply].
 */
typedef struct
{
  gboolean     done;
  BalieAnswer *answer;
  GError      *error;
} BalieTestReply;

void balie_test_on_reply (GObject      *source,
                          GAsyncResult *result,
                          gpointer      reply);
void balie_test_reply_clear (BalieTestReply *self);

BalieAnswer  *balie_test_request (BalieTransport *transport,
                                  const char     *method,
                                  const char     *path,
                                  const char     *if_match,
                                  GBytes         *body,
                                  GError        **error);
GInputStream *balie_test_open (BalieTransport *transport,
                               const char     *path,
                               const char     *accept,
                               char          **content_type,
                               GError        **error);

/**
 * balie_test_on_result:
 * @result: address of a `GAsyncResult *`, which gets a reference
 *
 * A callback for whatever is finished outside.
 */
void balie_test_on_result (GObject      *source,
                           GAsyncResult *result,
                           gpointer      address);

/**
 * balie_test_take_files:
 *
 * Says that the desk takes files.
 */
void balie_test_take_files (BalieDesk *desk);

/**
 * balie_test_drain:
 *
 * Runs the main context until nothing is ready, to see that nothing more happens.
 */
void balie_test_drain (void);

G_END_DECLS
