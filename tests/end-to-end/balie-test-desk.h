/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole desk in the test's own process: a real server, a customer, and somebody of the staff who speaks HTTP. */
#pragma once

#include "balie-server.h"
#include "balie-session.h"
#include "balie-transport.h"

G_BEGIN_DECLS

#define BALIE_TEST_CUSTOMER "j.visser"
#define BALIE_TEST_STAFF "sanne"
#define BALIE_TEST_PASSWORD "welkom-bij-balie"

typedef struct _BalieTestDesk BalieTestDesk;

/**
 * balie_test_desk_new:
 *
 * Returns: (transfer full): a desk that is open for requests
 */
BalieTestDesk *balie_test_desk_new (void);
void           balie_test_desk_free (BalieTestDesk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieTestDesk, balie_test_desk_free)

guint16 balie_test_desk_get_port (BalieTestDesk *self);

/**
 * balie_test_desk_get_file:
 *
 * Returns: (transfer none): path of a file of that name in the test's own folder
 */
const char *balie_test_desk_get_file (BalieTestDesk *self,
                                      const char    *name);

/**
 * balie_test_desk_stop:
 *
 * Ends the server as its program would at SIGTERM.
 */
void balie_test_desk_stop (BalieTestDesk *self);

/**
 * balie_test_desk_start:
 *
 * Starts it again, with the same database, on the same port.
 */
void balie_test_desk_start (BalieTestDesk *self);

/**
 * balie_test_desk_set_scan_command:
 *
 * Lets the next server that is started check attachments with this.
 */
void balie_test_desk_set_scan_command (BalieTestDesk *self,
                                       const char    *command);

/**
 * balie_test_desk_change:
 *
 * Changes the database of a stopped server, as its owner might.
 */
void balie_test_desk_change (BalieTestDesk *self,
                             const char    *sql);

/**
 * balie_test_desk_sign_in:
 * @port: of the server, or of a proxy before it
 * @account: (out) (transfer full): the customer's
 *
 * Signs in past any proxy.
 *
 * Returns: (transfer full): a transport with its token, that has not connected yet
 */
BalieTransport *balie_test_desk_sign_in (BalieTestDesk *self,
                                         guint16        port,
                                         BalieAccount **account);

/**
 * balie_test_desk_dup_token:
 *
 * Signs the customer in once more.
 *
 * Returns: (transfer full): the token
 */
char *balie_test_desk_dup_token (BalieTestDesk *self);

/**
 * balie_test_desk_back_up:
 *
 * Copies the database of the running server.
 */
void balie_test_desk_back_up (BalieTestDesk *self);

/**
 * balie_test_desk_restore:
 *
 * Puts the copy in the place of a stopped server's database, with a new epoch, as an administrator would.
 */
void balie_test_desk_restore (BalieTestDesk *self);

/**
 * balie_test_desk_open_session:
 * @port: of the server, or of a proxy before it
 * @cache: name of the cache's file
 *
 * Signs the customer in, or resumes with the cache and a new token, and begins to connect. Retries come within milliseconds.
 *
 * Returns: (transfer full): the session
 */
BalieSession *balie_test_desk_open_session (BalieTestDesk *self,
                                            guint16        port,
                                            const char    *cache);

/**
 * balie_test_desk_staff:
 * @json: (nullable): the body
 *
 * Lets somebody of the staff send a request; anything but 2xx fails the test.
 *
 * Returns: (transfer full): the answer's body
 */
GBytes *balie_test_desk_staff (BalieTestDesk *self,
                               const char    *method,
                               const char    *path,
                               const char    *if_match,
                               const char    *json);

/**
 * balie_test_desk_staff_writes:
 *
 * Returns: (transfer full): id of the message
 */
char *balie_test_desk_staff_writes (BalieTestDesk *self,
                                    const char    *conversation,
                                    const char    *text);

/**
 * balie_test_desk_list_texts:
 *
 * Returns: (transfer full) (array zero-terminated=1): the texts of a conversation as the server has them, in order
 */
char **balie_test_desk_list_texts (BalieTestDesk *self,
                                   const char    *conversation);

/* A session's calls, made to wait for their ends. */
char *balie_test_send (BalieSession *session,
                       const char   *conversation,
                       const char   *text);
char *balie_test_send_question (BalieSession *session,
                                const char   *subject,
                                const char   *text);

/**
 * balie_test_dup_thread:
 *
 * Returns: (transfer full): the texts of a thread, separated by `|`
 */
char *balie_test_dup_thread (BalieThread *thread);

/**
 * balie_test_thread_is:
 *
 * Returns: whether the thread shows these texts
 */
gboolean balie_test_thread_is (BalieThread *thread,
                               const char  *expected);

G_END_DECLS
