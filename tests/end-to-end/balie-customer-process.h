/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A customer's program in a process of its own: it writes until it is killed, and the record tells what it wrote. */
#pragma once

#include "balie-oracle.h"
#include "balie-session.h"

G_BEGIN_DECLS

typedef struct _BalieCustomerProcess BalieCustomerProcess;

/**
 * balie_customer_process_new:
 * @program: path of `chatterer`
 * @address: of the server, where the customer signs in
 * @folder: an existing one, for cache and record
 *
 * Returns: (transfer full): a customer who does not write yet
 */
BalieCustomerProcess *balie_customer_process_new (const char *program,
                                                  const char *address,
                                                  const char *username,
                                                  const char *password,
                                                  const char *folder);
void                  balie_customer_process_free (BalieCustomerProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieCustomerProcess, balie_customer_process_free)

/**
 * balie_customer_process_start:
 *
 * Starts the program, with the cache as the last kill left it.
 */
void balie_customer_process_start (BalieCustomerProcess *self);

/**
 * balie_customer_process_kill:
 *
 * Gives it no time to do anything. If it has failed before, so does the test.
 */
void balie_customer_process_kill (BalieCustomerProcess *self);

const char   *balie_customer_process_get_username (BalieCustomerProcess *self);
BalieAccount *balie_customer_process_get_account (BalieCustomerProcess *self);

/**
 * balie_customer_process_get_recorded:
 *
 * Returns: bytes of the record so far, to see that it goes on
 */
goffset balie_customer_process_get_recorded (BalieCustomerProcess *self);

/**
 * balie_customer_process_open:
 *
 * Opens the cache of a killed program in this process.
 *
 * Returns: (transfer full): a session that has not started to connect
 */
BalieSession *balie_customer_process_open (BalieCustomerProcess *self);

/**
 * balie_customer_process_tell:
 * @places: where texts are: text -> id of the conversation
 *
 * Tells @oracle what the customer meant. What was on its way into the outbox at a kill counts if it is in @places: it may be
 * lost, for nobody was told that it is kept.
 *
 * Returns: how many messages were kept
 */
guint balie_customer_process_tell (BalieCustomerProcess *self,
                                   BalieOracle          *oracle,
                                   GHashTable           *places);

G_END_DECLS
