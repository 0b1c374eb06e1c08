/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk for benchmarks: filled without passwords, then served by the program. */
#pragma once

#include "balie-caller.h"
#include "balie-db.h"
#include "balie-test-folder.h"

G_BEGIN_DECLS

/**
 * BalieBenchCustomer:
 * @chat: id of the customer's chat
 * @token: of a session
 */
typedef struct
{
  BalieCaller *caller;
  char        *chat;
  char        *token;
} BalieBenchCustomer;

/**
 * balie_bench_customer_make_get:
 * @path: with its query
 *
 * Returns: (transfer full): a whole HTTP request
 */
char *balie_bench_customer_make_get (const BalieBenchCustomer *self,
                                     const char               *path);

/**
 * balie_bench_customer_make_message:
 *
 * Returns: (transfer full): a whole HTTP request that puts a new message into the chat
 */
char *balie_bench_customer_make_message (const BalieBenchCustomer *self);

typedef struct _BalieBenchDesk BalieBenchDesk;

/**
 * balie_bench_desk_new:
 * @name: of the data folder in @folder
 * @n_customers: who have an account and a session
 *
 * Returns: (transfer full): a desk that is not served yet
 */
BalieBenchDesk *balie_bench_desk_new (BalieTestFolder *folder,
                                      const char      *name,
                                      guint            n_customers);

/**
 * balie_bench_desk_free:
 *
 * Ends the server, if there is one.
 */
void balie_bench_desk_free (BalieBenchDesk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieBenchDesk, balie_bench_desk_free)

const BalieBenchCustomer *balie_bench_desk_get_customer (BalieBenchDesk *self,
                                                         guint           index);

const char *balie_bench_desk_get_epoch (BalieBenchDesk *self);

/**
 * balie_bench_desk_fill_chat:
 *
 * Puts messages into the chat of a customer of a desk that is not served yet.
 */
void balie_bench_desk_fill_chat (BalieBenchDesk *self,
                                 guint           customer,
                                 guint           n_messages);

/**
 * balie_bench_desk_fill_requests:
 *
 * Gives a customer of a desk that is not served yet requests.
 */
void balie_bench_desk_fill_requests (BalieBenchDesk *self,
                                     guint           customer,
                                     guint           n_requests);

/**
 * balie_bench_desk_add_file:
 * @path: of a file, which is moved
 * @size: its bytes
 * @sha256: of them
 *
 * Gives a customer of a desk that is not served yet an attachment.
 *
 * Returns: (transfer full): its id
 */
char *balie_bench_desk_add_file (BalieBenchDesk *self,
                                 guint           customer,
                                 const char     *path,
                                 gint64          size,
                                 const char     *sha256);

/**
 * balie_bench_desk_serve:
 * @program: path of the server's
 *
 * Starts the server, and waits until it can be reached.
 */
void balie_bench_desk_serve (BalieBenchDesk *self,
                             const char     *program);

/**
 * balie_bench_desk_stop:
 *
 * Ends the server and waits for it.
 */
void balie_bench_desk_stop (BalieBenchDesk *self);

guint16 balie_bench_desk_get_port (BalieBenchDesk *self);

/**
 * balie_bench_desk_get_pid:
 *
 * Returns: the id of the server's process
 */
int balie_bench_desk_get_pid (BalieBenchDesk *self);

G_END_DECLS
