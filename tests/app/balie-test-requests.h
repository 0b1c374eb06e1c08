/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests to show in tests and pictures, made without a server. */
#pragma once

#include <gio/gio.h>

#include "balie-session.h"
#include "balie-test-folder.h"

G_BEGIN_DECLS

/**
 * balie_test_requests_new:
 *
 * Returns: (transfer full): a handful of requests in all statuses, newest change first, two of them unread
 */
GListStore *balie_test_requests_new (void);

/**
 * balie_test_request_new:
 * @number: of the request
 * @author: (nullable): who wrote the last message; %NULL for the desk itself
 * @last: the last message
 * @age: hours since it changed
 *
 * Returns: (transfer full): one request that was read
 */
BalieConversationItem *balie_test_request_new (BalieConversationKind kind,
                                               gint64                number,
                                               const char           *subject,
                                               BalieStatus           status,
                                               const char           *author,
                                               const char           *last,
                                               int                   age);

/**
 * balie_test_request_change:
 *
 * Gives @item another status, and @unread unread messages.
 */
void balie_test_request_change (BalieConversationItem *item,
                                BalieStatus            status,
                                int                    unread);

/**
 * balie_test_requests_open_session:
 * @folder: where its cache lies
 * @requests: what is in it: a list of #BalieConversationItem
 * @texts: (nullable): ended by %NULL: texts of older messages, the first for the first request and so on
 *
 * Returns: (transfer full): a session without a server
 */
BalieSession *balie_test_requests_open_session (BalieTestFolder   *folder,
                                                GListModel        *requests,
                                                const char *const *texts);

G_END_DECLS
